package services

import (
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// unit is one declaration of a deployable: one compose service in one file, one
// Kubernetes workload in one document, one Go main package. Several units fold into
// one Service. Manifest readers make units; what code says is added afterwards.
type unit struct {
	kind    string // see kinds.go
	name    string
	aliases []string // names that other units reach it by
	scope   string   // where its names hold: see namesOf; "" if it is no host
	folder  string   // of the declaring file
	images  []string // last path segments of its container images, without tag
	runs    string   // base name of the program it starts; "" if unknown
	context string   // folder it is built from; "" if unknown
	code    []string // folders of its code, the main one first; empty until found
	ports   []int    // that it publishes on the host
	configs []string // files of the tree that it is handed: mounted, or copied into its image
	program bool     // a Go program of this repository is what it runs
	partial bool     // a patch of a unit that is declared elsewhere
	at      finding.Location
	refs    []reference
}

// reference is a place in a unit's declaration or code that may name another unit.
type reference struct {
	kind  string // of evidence: see kinds.go, which has its confidence
	key   string // of a setting; "" for the others
	value string // a unit's name where the kind is a declaration, else free text
	host  string // the part of value that is looked at, once one is
	at    finding.Location
}

// declared reports whether the value is a unit's name by definition.
func (r reference) declared() bool { return kinds[r.kind].declared }

// Load finds the services of a tree and the edges between them. g may be nil; its
// Go main packages are units, and its import edges tell which code belongs to one.
func Load(t repo.Tree, g *imports.Graph) *Graph {
	return LoadBelow(t, g, ".")
}

// LoadBelow is Load for what a folder of the tree declares: manifests and Go main
// packages elsewhere do not count, so that names are not folded with theirs, but
// code and settings elsewhere that these refer to do. Paths stay relative to the
// root; Within makes them relative to the folder.
func LoadBelow(t repo.Tree, g *imports.Graph, folder string) *Graph {
	if g == nil {
		g = &imports.Graph{}
	}
	src := newSource(t, folder)
	code := newCodeIndex(src, g)
	units := slices.Concat(readCompose(src), readKubernetes(src))
	findCode(units, code)
	nodes := fold(units)
	nodes = append(nodes, goMains(code, nodes)...)
	label(nodes)
	out := connect(nodes, newUsage(src, g, nodes))
	out.Services = servicesOf(nodes)
	out.Warnings = src.warnings()
	finding.SortWarnings(out.Warnings)
	return out
}

func servicesOf(nodes []*node) []Service {
	out := make([]Service, 0, len(nodes))
	for _, n := range nodes {
		out = append(out, n.service())
	}
	slices.SortFunc(out, func(a, b Service) int { return strings.Compare(a.Name, b.Name) })
	return out
}
