package imports

import (
	"maps"
	"slices"

	"seam/analyze/finding"
)

// Drafts folds uses into edges. The zero value is ready.
type Drafts struct {
	edges map[draftKey]*draft
}

type draftKey struct {
	from, to string
	kind     Kind
}

type draft struct {
	files   map[string]bool
	sites   map[finding.Location]bool
	symbols map[string]bool
}

// Add notes that a file of one package uses names of another at a place. A place in a
// manifest, which no file of the package is, has file "". Uses within a package are
// left out.
func (d *Drafts) Add(from, to string, kind Kind, file string, at finding.Location, symbols ...string) {
	if from == to {
		return
	}
	if d.edges == nil {
		d.edges = map[draftKey]*draft{}
	}
	key := draftKey{from, to, kind}
	e := d.edges[key]
	if e == nil {
		e = &draft{map[string]bool{}, map[finding.Location]bool{}, map[string]bool{}}
		d.edges[key] = e
	}
	if file != "" {
		e.files[file] = true
	}
	e.sites[at] = true
	for _, s := range symbols {
		e.symbols[s] = true
	}
}

// Mention adds to an edge that is there a file of its first package, and what it uses
// of the second.
func (d *Drafts) Mention(from, to string, kind Kind, file string, symbols ...string) {
	e := d.edges[draftKey{from, to, kind}]
	if e == nil {
		return
	}
	e.files[file] = true
	for _, s := range symbols {
		e.symbols[s] = true
	}
}

// Has reports whether there is an edge of a kind.
func (d *Drafts) Has(from, to string, kind Kind) bool {
	return d.edges[draftKey{from, to, kind}] != nil
}

// Edges lists the edges, in order. Those of kind test that non-test code has too are
// left out.
func (d *Drafts) Edges() []Edge {
	var out []Edge
	for key, e := range d.edges {
		if key.kind == Test && d.Has(key.from, key.to, Import) {
			continue
		}
		out = append(out, Edge{
			From: key.from, To: key.to, Kind: key.kind, Files: max(1, len(e.files)),
			Sites:   slices.SortedFunc(maps.Keys(e.sites), finding.Location.Compare),
			Symbols: append([]string{}, slices.Sorted(maps.Keys(e.symbols))...),
		})
	}
	slices.SortFunc(out, CompareEdges)
	return out
}
