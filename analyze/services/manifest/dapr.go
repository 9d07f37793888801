package manifest

import (
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/regex"
)

var daprApps = regex.New(`(?m)^apps\s*:`)

// readDapr reads the multi-app run files of Dapr: each app is a unit, its name the id
// that others call it by.
func readDapr(s *Source) []*Unit {
	var out []*Unit
	for _, file := range s.manifests {
		if !strings.HasPrefix(path.Base(file), "dapr") {
			continue
		}
		data, ok := s.manifest(file)
		if !ok {
			continue
		}
		dir := path.Dir(file)
		for _, doc := range s.documents(file, data, daprApps().Match) {
			for _, n := range doc.Get("apps").List() {
				u := &Unit{Kind: Dapr, Name: n.Get("appID").Text(), Scope: "dapr:" + dir, Folder: dir, At: finding.Location{File: file, Line: n.Line}}
				folder := path.Join(dir, n.Get("appDirPath").Text())
				if !strings.HasPrefix(folder, "..") && n.Get("appDirPath").Text() != "" {
					u.Context = folder
				}
				if u.Name == "" {
					u.Name = path.Base(folder)
				}
				if !IsName(u.Name) {
					continue
				}
				u.Runs = program(n.Get("command"))
				for _, p := range n.Get("env").Map() {
					u.Refs = append(u.Refs, Reference{Kind: Env, Key: p.Key, Value: p.Value.Text(), At: finding.Location{File: file, Line: p.Line}})
				}
				out = append(out, u)
			}
		}
	}
	return out
}
