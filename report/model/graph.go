package model

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze"
	"seam/analyze/imports"
	"seam/graph"
)

// Level is what the nodes of a graph section are.
type Level string

// The levels of a graph section.
const (
	Files    Level = "files"
	Packages Level = "packages"
	Modules  Level = "modules"
	Areas    Level = "areas"
	Services Level = "services"
	Teams    Level = "teams"
)

// nobody is the node of packages without a declared owner at the level of teams.
const nobody = "(no owner)"

// GraphOptions chooses the edges of a graph section, and the nodes.
type GraphOptions struct {
	AllConstraints bool     // edges of other platforms too
	NoTests        bool     // leave test edges out
	Languages      []string // only packages and files of these languages; nil is all
}

// graph renders one level of the import or service graph.
func (b builder) graph(level Level, opt GraphOptions) *Graph {
	g := &Graph{Level: string(level), Nodes: []GraphNode{}, Edges: []GraphEdge{}}
	switch level {
	case Services:
		b.serviceGraph(g)
	case Files:
		b.fileGraph(g, opt)
	case Packages:
		b.packageGraph(g, opt)
	default:
		b.folded(g, level, opt)
	}
	g.Cycles = cycles(g)
	return g
}

func (b builder) serviceGraph(g *Graph) {
	if b.in.Service == nil {
		return
	}
	for _, s := range b.in.Service.Services {
		g.Nodes = append(g.Nodes, GraphNode{Path: s.Name})
	}
	for _, e := range b.in.Service.Edges {
		g.Edges = append(g.Edges, GraphEdge{From: e.From, To: e.To, Kind: string(e.Class), Files: len(e.Evidence)})
	}
}

// fileGraph lists the files of all packages. A package is a node too where an import
// does not tell which of its files it needs.
func (b builder) fileGraph(g *Graph, opt GraphOptions) {
	nodes := map[string]GraphNode{}
	for _, p := range b.in.Imports.Packages {
		for _, f := range slices.Concat(p.Files, p.TestFiles) {
			n := GraphNode{Path: path.Join(p.Path, f), Module: p.Module}
			if n.Language = analyze.LanguageIn(b.in.Imports, n.Path); opt.speaks(cmp.Or(n.Language, p.Language)) {
				nodes[n.Path] = n
			}
		}
	}
	for _, e := range b.in.Imports.FileEdges {
		if _, ok := nodes[e.From]; !ok || !opt.shows(e.Kind, e.Constraint) {
			continue
		}
		if _, ok := nodes[e.To]; !ok {
			p, ok := b.in.Imports.Find(e.To)
			if !ok || !opt.takes(p) {
				continue
			}
			nodes[e.To] = GraphNode{Path: p.Path, Language: p.Language, Module: p.Module}
		}
		g.Edges = append(g.Edges, GraphEdge{From: e.From, To: e.To, Kind: string(e.Kind), Constraint: e.Constraint, Files: 1, Line: e.Line})
	}
	g.setNodes(nodes)
}

func (g *Graph) setNodes(nodes map[string]GraphNode) {
	for _, n := range nodes {
		g.Nodes = append(g.Nodes, n)
	}
	slices.SortFunc(g.Nodes, func(x, y GraphNode) int { return strings.Compare(x.Path, y.Path) })
}

func (b builder) packageGraph(g *Graph, opt GraphOptions) {
	taken := map[string]bool{}
	for _, p := range b.in.Imports.Packages {
		if opt.takes(&p) {
			taken[p.Path] = true
			g.Nodes = append(g.Nodes, GraphNode{Path: p.Path, Language: p.Language, Module: p.Module})
		}
	}
	for _, e := range b.in.Imports.Edges {
		if taken[e.From] && taken[e.To] && opt.shows(e.Kind, e.Constraint) {
			g.Edges = append(g.Edges, GraphEdge{From: e.From, To: e.To, Kind: string(e.Kind), Constraint: e.Constraint, Files: e.Files})
		}
	}
}

func (o GraphOptions) shows(kind imports.Kind, constraint string) bool {
	return (o.AllConstraints || constraint == "") && !(o.NoTests && kind == imports.Test)
}

func (o GraphOptions) speaks(language string) bool {
	return o.Languages == nil || slices.Contains(o.Languages, language)
}

func (o GraphOptions) takes(p *imports.Package) bool {
	return o.speaks(p.Language) || slices.ContainsFunc(p.Others, o.speaks)
}

// folded folds packages into modules, areas or teams. Of several kinds between two
// groups each is an edge.
func (b builder) folded(g *Graph, level Level, opt GraphOptions) {
	of := map[string]string{}
	nodes := map[string]GraphNode{}
	folder := b.in.Imports.ModuleFolders()
	for _, p := range b.in.Imports.Packages {
		if !opt.takes(&p) {
			continue
		}
		n := GraphNode{Path: cmp.Or(folder[p.Path], "."), Language: p.Language, Module: p.Module}
		switch level {
		case Areas:
			a, ok := b.r.Areas.Of(path.Join(p.Path, "x"))
			if !ok {
				continue
			}
			n = GraphNode{Path: a}
		case Teams:
			n = GraphNode{Path: cmp.Or(b.r.TeamOfPackage(p.Path), nobody)}
		}
		of[p.Path] = n.Path
		if had, ok := nodes[n.Path]; !ok || had.Module == "" {
			nodes[n.Path] = n
		}
	}
	g.setNodes(nodes)
	files := map[GraphEdge]int{}
	for _, e := range b.in.Imports.Edges {
		from, ok1 := of[e.From]
		to, ok2 := of[e.To]
		if ok1 && ok2 && from != to && opt.shows(e.Kind, e.Constraint) {
			files[GraphEdge{From: from, To: to, Kind: string(e.Kind), Constraint: e.Constraint}] += e.Files
		}
	}
	for e, n := range files {
		e.Files = n
		g.Edges = append(g.Edges, e)
	}
	slices.SortFunc(g.Edges, compareGraphEdges)
}

func compareGraphEdges(x, y GraphEdge) int {
	return cmp.Or(strings.Compare(x.From, y.From), strings.Compare(x.To, y.To), strings.Compare(x.Kind, y.Kind), strings.Compare(x.Constraint, y.Constraint))
}

// digraph is the graph of the edges that keep holds for.
func (g *Graph) digraph(keep func(GraphEdge) bool) *graph.Graph {
	names := make([]string, len(g.Nodes))
	for i, n := range g.Nodes {
		names[i] = n.Path
	}
	return graph.New(names, func(yield func(graph.Edge) bool) {
		for _, e := range g.Edges {
			if keep(e) && !yield(graph.Edge{From: e.From, To: e.To}) {
				return
			}
		}
	})
}

// cycles names the cycles among edges that are neither of tests nor of types alone:
// those that building and running meet.
func cycles(g *Graph) [][]string {
	d := g.digraph(func(e GraphEdge) bool { return e.Kind != string(imports.Test) && e.Kind != string(imports.Type) })
	out := [][]string{}
	for _, c := range graph.Cycles(d) {
		out = append(out, d.Names(c))
	}
	return out
}
