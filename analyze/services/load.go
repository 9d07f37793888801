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
// one Service.
type unit struct {
	kind    string // compose, kubernetes, go-main
	name    string
	aliases []string // names that other units reach it by
	scope   string   // where its names hold: see names
	folder  string   // of the declaring file
	images  []string // last path segments of its container images, without tag
	command string   // base name of the program it starts; "" if unknown
	context string   // folder it is built from; "" if unknown
	code    string   // folder of its code; "" until found
	program bool     // a Go program of this repository is what it runs
	partial bool     // a patch of a unit that is declared elsewhere
	at      finding.Location
	refs    []reference
}

// reference is a place in a unit's declaration that may name another unit.
type reference struct {
	kind  string // depends_on, links, env, args, env_file, envFrom
	key   string // of a setting; "" for the others
	value string // a unit's name for depends_on and links, else free text
	host  string // the part of value that is looked at, once one is
	at    finding.Location
}

// declared reports whether the value is a unit's name by definition.
func (r reference) declared() bool { return r.kind == dependsOn || r.kind == links }

// bag reports whether the setting comes from a file or map that is handed over
// whole, so that its keys say nothing about who uses them.
func (r reference) bag() bool { return r.kind == envFile || r.kind == envFrom }

// The kinds of evidence, as Evidence.Kind shows them.
const (
	dependsOn = "depends_on"
	links     = "links"
	env       = "env"
	args      = "args"
	envFile   = "env_file"
	envFrom   = "envFrom"
)

// Kinds of services, as Service.Kind shows them.
const (
	kindKubernetes = "kubernetes"
	kindCompose    = "compose"
	kindGoMain     = GoMain
)

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
