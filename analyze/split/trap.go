package split

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/regex"
)

// A folder that becomes a module of its own in the same repository meets one of two traps
// of Go. A group of folders gets new paths anyway when it is brought together.
//
// Where its import path can stay, its packages are provided twice: by old versions of
// the outer module and by the new one. A build that selects such a pair stops with
// "ambiguous import". It cannot happen if the new module requires the first version of
// the outer one that lacks the packages: minimal version selection then raises the outer
// one wherever the new one is used.
//
// Where the outer module's path ends in a major version (/v3), its import path cannot
// stay: the go command looks for the module example.org/m/v3/part in the folder v3/part,
// so that the new module is example.org/m/part and every import of it is edited.
//
// Source: https://go.dev/ref/mod, "Mapping versions to commits" and "Minimal version
// selection"; the go command's message "ambiguous import: found package … in multiple
// modules".
func (j *judge) trap(s scored, c Candidate) []Evidence {
	module := j.m.packages[s.set[0]].Module
	if s.features.ownModule || s.roots != nil || module == "" || j.m.packages[s.set[0]].Language != "go" || !j.oneModule(s) {
		return nil
	}
	part := s.folder
	if folder := j.m.b.ModuleFolder(s.set[0]); folder != "." {
		part = strings.TrimPrefix(part, folder+"/")
	}
	n := s.features.packages
	if major().MatchString(module) {
		return []Evidence{reason("new-path", float64(c.Cut.ImportsIn), 0, nil, "as a module of its own in this repository it cannot keep its import path, since that of %s ends in a major version: it becomes %s, and the %s of it are edited",
			module, path.Join(path.Dir(module), part), english.Count(c.Cut.ImportsIn, "import"))}
	}
	return []Evidence{reason("ambiguous-import", float64(n), 0, nil, "as the module %s in this repository, its %s would be provided twice, by it and by old versions of %s, and a build that selects both stops with \"ambiguous import\": let it require the first version of %s without %s",
		module+"/"+part, english.Count(n, "package"), module, module, english.Choose(n, "it", "them"))}
}

// major matches a module path that ends in a major version.
var major = regex.New(`/v[0-9]+$`)

// oneModule reports whether all packages of a part belong to one module and, so, can
// move to one below it.
func (j *judge) oneModule(s scored) bool {
	for _, i := range s.set {
		if j.m.packages[i].Module != j.m.packages[s.set[0]].Module {
			return false
		}
	}
	return true
}

// internal says that Go lets nobody import the part from elsewhere: a path with the
// element internal serves only what lies at or below the folder above that element.
func (j *judge) internal(s scored) []Evidence {
	i := slices.Index(strings.Split(s.folder, "/"), "internal")
	if i < 0 || j.m.packages[s.set[0]].Language != "go" {
		return nil
	}
	return []Evidence{reason("internal", 0, 0, nil, "its path holds \"internal\": only code below %s may import it, until it moves to another path", above(s.folder, i))}
}

// isInternal reports whether a path holds the element internal.
func isInternal(folder string) bool {
	return slices.Contains(strings.Split(folder, "/"), "internal")
}

// above is the folder that holds the element i of a path, in words.
func above(folder string, i int) string {
	if i == 0 {
		return "the same root"
	}
	return strings.Join(strings.Split(folder, "/")[:i], "/")
}
