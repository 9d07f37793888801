package model

import (
	"strings"

	"seam/analyze/imports"
)

// name is what to call the analysed folder: the path of its module. A repository without
// a module at its root is called by the longest path that the modules of more than half
// of its packages share; a host alone is no name.
func name(g *imports.Graph, folder string) string {
	for _, m := range g.Modules {
		if m.Path == "." && m.Name != ":" && m.Name != "." { // ":" is what Gradle calls every root; "." a project without a name
			return m.Name
		}
	}
	if folder != "." {
		return ""
	}
	packages := map[string]int{} // by beginning of the module path
	for _, p := range g.Packages {
		for prefix := p.Module; strings.Contains(prefix, "/"); prefix = prefix[:strings.LastIndexByte(prefix, '/')] {
			packages[prefix]++
		}
	}
	longest := ""
	for prefix, n := range packages { // those that more than half share lie on one path
		if 2*n > len(g.Packages) && len(prefix) > len(longest) {
			longest = prefix
		}
	}
	return longest
}
