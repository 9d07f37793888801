package manifest

import (
	"path"

	"seam/analyze/config"
	"seam/analyze/finding"
)

// Configured makes a unit of every service that seam.yaml declares.
func Configured(c config.Config) []*Unit {
	var out []*Unit
	for _, s := range c.Services {
		u := &Unit{
			Kind: SeamYAML, Name: s.Name, Aliases: s.Aliases, Scope: SeamYAML, Folder: path.Dir(c.File), Context: s.Path,
			At: finding.Location{File: c.File, Line: s.Line},
		}
		for _, call := range s.Calls {
			u.Refs = append(u.Refs, Reference{Kind: Stated, Value: call.Name, At: finding.Location{File: c.File, Line: call.Line}})
		}
		out = append(out, u)
	}
	return out
}
