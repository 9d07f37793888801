package model

import (
	"strings"

	"seam/analyze/imports"
)

// nameless is what a root is called by those who have to call it something: ":" is what
// Gradle calls every root, "." a project without a name, the words stand in the
// package.json of many workspaces, with a scope or without.
var nameless = map[string]bool{":": true, ".": true, "root": true, "monorepo": true, "workspace": true, "workspaces": true, "repo": true}

// name is what to call the analysed folder: the path of its module. A repository without
// a module at its root is called by the longest path that the modules of more than half
// of its packages share, less the folders that these lie in; a host alone is no name.
func name(g *imports.Graph, folder string) string {
	for _, m := range g.Modules {
		if m.Path == "." && !nameless[m.Name[strings.LastIndexByte(m.Name, '/')+1:]] {
			return m.Name
		}
	}
	if folder != "." {
		return ""
	}
	folders := map[string]string{} // by module
	for _, m := range g.Modules {
		folders[m.Name] = m.Path
	}
	packages := map[string]int{} // by beginning of the module path
	for _, p := range g.Packages {
		for prefix := strings.TrimSuffix(p.Module, "/"+folders[p.Module]); strings.Contains(prefix, "/"); prefix = prefix[:strings.LastIndexByte(prefix, '/')] {
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

// isAddress reports whether a name begins with a host, as a Go module's does: it says where
// the repository is. What else manifests call themselves (okhttp-parent, a front end's
// package) often names but a part.
func isAddress(name string) bool {
	host, _, ok := strings.Cut(name, "/")
	return ok && strings.Contains(strings.Trim(host, "."), ".")
}
