package golang

import (
	"maps"
	"slices"

	"seam/analyze/imports"
)

// fileEdges lists which file depends on which, by the symbols that it mentions. names
// gives the declared name of every package by folder.
func (l *loader) fileEdges(names map[string]string) []imports.FileEdge {
	declared := map[string]map[string][]*source{} // folder -> exported name -> files
	var out []imports.FileEdge
	for _, s := range l.files {
		for _, i := range s.imports {
			pkg, read := names[i.to]
			if i.to == "" || !read {
				continue
			}
			if declared[i.to] == nil {
				declared[i.to] = declarations(l.byFolder[i.to])
			}
			out = append(out, s.fileEdges(i, s.used(i, pkg), declared[i.to])...)
		}
	}
	slices.SortFunc(out, imports.CompareFileEdges)
	return slices.CompactFunc(out, func(a, b imports.FileEdge) bool { a.Line = b.Line; return a == b })
}

// declarations tells which files declare an exported name, tests left out: those of the
// default build, else all.
func declarations(files []*source) map[string][]*source {
	out := map[string][]*source{}
	for _, s := range files {
		if s.test || s.Unbuilt {
			continue
		}
		for _, name := range s.Exported {
			have := out[name]
			switch {
			case slices.Contains(have, s):
			case len(have) == 0 || (have[0].Constraint == "") == (s.Constraint == ""):
				out[name] = append(have, s)
			case s.Constraint == "":
				out[name] = []*source{s}
			}
		}
	}
	return out
}

// used is the names that a file mentions through one import; nil where they are unknown.
func (s *source) used(i spec, pkg string) []string {
	switch {
	case s.exact != nil:
		return slices.Sorted(maps.Keys(s.exact[i.to]))
	case i.Name == "_", i.Name == ".":
		return nil
	case i.Name != "":
		pkg = i.Name
	}
	return of(s.Mentions, pkg)
}

// fileEdges is the edges of one import, to the package itself if no file declares what
// is used.
func (s *source) fileEdges(i spec, used []string, declared map[string][]*source) []imports.FileEdge {
	e := imports.FileEdge{From: s.path(), Kind: imports.Import, Line: i.Line, Constraint: s.Constraint}
	if s.test {
		e.Kind = imports.Test
	}
	var out []imports.FileEdge
	for _, name := range used {
		for _, to := range declared[name] {
			e.To = to.path()
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		e.To = i.to
		out = append(out, e)
	}
	return out
}
