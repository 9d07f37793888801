package services

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/config"
	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/services/manifest"
)

// unit is a manifest's unit, or a Go program, with the code that was found for it.
type unit struct {
	manifest.Unit
	code    []string // folders of its code, the main one first; empty until found
	program bool     // a Go program of this repository is what it runs
}

// reference is a place in a unit's declaration or code that may name another unit.
type reference struct {
	manifest.Reference
	host string // the part of Value that is looked at
}

// Given is the input besides the tree; the zero value works.
type Given struct {
	Config   config.Config       // its services are units, too
	Rendered []manifest.Rendered // manifests as they are applied; charts are not rendered then
	Cache    imports.Cache       // keeps what code says from run to run; nil keeps nothing
}

// Load finds the services that a folder of a tree declares, "." for all of it, and the
// edges between them. g may be nil; its Go main packages are units, and its import edges
// tell which code belongs to one. Manifests and Go main packages elsewhere do not count, so
// that names are not folded with theirs, but code and settings elsewhere that these refer
// to do. Paths stay relative to the root; Within makes them relative to the folder.
func Load(t repo.Tree, g *imports.Graph, folder string, given Given) *Graph {
	if g == nil {
		g = &imports.Graph{}
	}
	src := manifest.NewSource(t, folder)
	src.Cache = given.Cache
	for _, r := range given.Rendered {
		src.Rendered = append(src.Rendered, manifest.Rendered{Name: path.Join(folder, r.Name), Data: r.Data})
	}
	code := newCodeIndex(src, g)
	var units []*unit
	for _, u := range slices.Concat(manifest.Read(src), manifest.Configured(given.Config)) {
		units = append(units, &unit{Unit: *u})
	}
	findCode(units, code)
	nodes := fold(units)
	programs, leftOut := goMains(code, nodes)
	nodes = append(nodes, programs...)
	nodes = append(nodes, undeclared(src, code, nodes)...)
	label(nodes)
	findJobs(src, nodes)
	handOver(src, nodes)
	usage := newUsage(src, g, nodes, given.Cache)
	out := connect(nodes, usage)
	out.Details = detailsOf(nodes, usage)
	out.Services = servicesOf(nodes)
	Contradict(out.Services, out.Edges)
	out.Warnings = append(out.Warnings, src.Warnings()...)
	if leftOut > 0 {
		out.Warnings = append(out.Warnings, finding.Warning{Code: "go-mains-left-out", Count: leftOut, Message: fmt.Sprintf(
			"Go main packages not listed as services, since they lie in folders for tests, examples, documentation or tools and no Dockerfile or manifest refers to them: %d", leftOut)})
	}
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
