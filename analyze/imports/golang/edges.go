package golang

import (
	"maps"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/imports"
)

// edgeKey tells the edges of one package apart.
type edgeKey struct {
	to         string
	kind       imports.Kind
	constraint string
}

// draft is an edge while files are added to it.
type draft struct {
	files   int
	last    *source // the last of these
	sites   []finding.Location
	symbols []string // with what is there twice
	unknown bool     // some file's mentions are not known
}

// edges lists what the package of a folder imports. names gives the declared name of every
// package by folder. It may be called from several goroutines.
func (l *loader) edges(folder string, names map[string]string) []imports.Edge {
	drafts := map[edgeKey]*draft{}
	for _, s := range l.byFolder[folder] {
		for _, i := range s.imports {
			l.addImport(drafts, s, i, names)
		}
	}
	dropRepeatedTests(drafts)
	edges := make([]imports.Edge, 0, len(drafts))
	for k, d := range drafts {
		e := imports.Edge{From: folder, To: k.to, Kind: k.kind, Constraint: k.constraint, Files: d.files, Sites: d.sites}
		slices.SortFunc(e.Sites, finding.Location.Compare)
		if !d.unknown {
			slices.Sort(d.symbols)
			e.Symbols = append([]string{}, slices.Compact(d.symbols)...)
		}
		edges = append(edges, e)
	}
	slices.SortFunc(edges, imports.CompareEdges)
	return edges
}

func (l *loader) addImport(drafts map[edgeKey]*draft, s *source, i spec, names map[string]string) {
	site := finding.Location{File: s.path(), Line: i.Line}
	if i.to == "" {
		if !s.Unbuilt && i.origin == unresolved {
			l.warn.Add("go-import-unresolved", site, i.Path)
		}
		return
	}
	if _, read := names[i.to]; !read || i.to == s.folder {
		return // an external test of its own package, or a folder without a readable file
	}
	k := edgeKey{i.to, imports.Import, s.Constraint}
	if s.test {
		k.kind = imports.Test
	}
	d := drafts[k]
	if d == nil {
		d = &draft{}
		drafts[k] = d
	}
	if d.last != s {
		d.files, d.last = d.files+1, s
	}
	d.sites = append(d.sites, site)
	if s.exact != nil {
		d.symbols = slices.AppendSeq(d.symbols, maps.Keys(s.exact[i.to]))
		return
	}
	d.mention(s, i, names[i.to])
}

// mention adds the names that a file mentions through one import of a package whose
// declared name is pkg.
func (d *draft) mention(s *source, i spec, pkg string) {
	switch {
	case i.Name == "_":
		return
	case i.Name == ".", s.Mentions == nil:
		d.unknown = true
		return
	case i.Name != "":
		pkg = i.Name
	}
	d.symbols = append(d.symbols, of(s.Mentions, pkg)...)
}

// dropRepeatedTests drops test edges that non-test files have too, in the default
// build or under the same constraint.
func dropRepeatedTests(drafts map[edgeKey]*draft) {
	for k := range drafts {
		if k.kind != imports.Test {
			continue
		}
		same, always := k, k
		same.kind, always.kind = imports.Import, imports.Import
		always.constraint = ""
		if drafts[same] != nil || drafts[always] != nil {
			delete(drafts, k)
		}
	}
}
