// Package communities draws a map of a repository: groups of packages that import one
// another and change together more than chance would have it, whatever folders they
// lie in.
//
// The map is made of one undirected graph over the packages (tests left out) with two
// kinds of edges, each of which has half of all weight:
//
//	imports    an import counts 1/√n, n being how many packages import the same one:
//	           that two packages write a log says little about them. Default build.
//	co-change  a change that touches k packages gives each pair of them ½^(age in
//	           years / 2) / (k-1), so that each package of a change counts once. Only
//	           pairs that two changes share, and of each package the 30 strongest.
//
// Where one kind is missing, the other has all weight. graph.Communities (Leiden) parts
// that graph 20 times with other seeds; the partition with the highest modularity is
// the map. The stability of a community is the mean, over the 20 runs, of the Jaccard
// overlap with the most similar community of the run: 1 if every run finds the very
// same packages (Hennig, Cluster-wise assessment of cluster stability, 2007, who calls
// 0.75 and more stable and less than 0.6 doubtful).
//
// Where it misleads: the runs differ by seed alone, so stability tells how clear the
// best cut through this graph is and not whether another year would give the same.
// Modularity overlooks groups much smaller than the rest. A community is no advice to
// split: communities take no part in the ranking of candidates.
package communities

import (
	"context"

	"seam/analyze/history"
	"seam/analyze/parallel"
	"seam/analyze/whatif"
	"seam/graph"
)

// Input is what Find draws a map of.
type Input struct {
	Base    *whatif.Base
	Changes *history.Changes // those that Base was made of
	// AreaOf names the area of a file; ok is false where it has none.
	AreaOf func(file string) (area string, ok bool)
	// LinesOf is how many lines a package has, tests left out.
	LinesOf func(pkg string) int
}

// Options tunes Find. The zero value is the default.
type Options struct {
	Runs       int     // 0 is 20
	Resolution float64 // 0 is 1; more gives smaller communities
}

// Result is the map. Its fields are the JSON section.
type Result struct {
	Runs       int         `json:"runs"`
	Resolution float64     `json:"resolution"`
	Modularity float64     `json:"modularity"` // of the best run, which is the one shown; 0.3 and more is clear structure
	Packages   int         `json:"packages"`   // nodes of the graph
	Imports    int         `json:"imports"`    // edges between packages by import
	CoChanges  int         `json:"co_changes"` // edges by co-change
	Changes    int         `json:"changes"`    // changes that touch a package
	List       []Community `json:"list"`       // of two packages and more; most packages first, then by name
	Alone      []string    `json:"alone"`      // packages in no community
	Links      []Link      `json:"links"`      // what leads from one community to another, by From, then To
	Note       string      `json:"note,omitempty"`
}

// Community is one group of packages.
type Community struct {
	ID            string      `json:"id"`   // "community:" and the name
	Name          string      `json:"name"` // Folder, with Center where two communities share it; "around" and Center where no folder fits
	Folder        string      `json:"folder"`
	FolderMatch   float64     `json:"folder_match"` // F1 of the community's packages and those of Folder: 1 if they are the same
	Center        string      `json:"center"`       // the package with most weight inside
	Packages      []string    `json:"packages"`     // sorted
	Lines         int         `json:"lines"`        // of non-test code
	Imports       int         `json:"imports"`      // package imports with an end here: sample size of ImportsInside
	ImportsInside float64     `json:"imports_inside"`
	Changes       int         `json:"changes"` // changes that touch it: sample size of ChangesInside
	ChangesInside float64     `json:"changes_inside"`
	Stability     float64     `json:"stability"`
	Areas         []AreaShare `json:"areas"` // most packages first
}

// AreaShare counts a community's packages in one area.
type AreaShare struct {
	Area     string `json:"area"`
	Packages int    `json:"packages"`
}

// Link is what leads between two communities, named by id.
type Link struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Imports int    `json:"imports"` // package imports from From to To
	Changes int    `json:"changes"` // changes that touch both; the same in both directions
}

const (
	defaultRuns = 20
	// fewest packages that are worth a map.
	fewest = 6
)

// Find draws the map. Equal inputs give equal results. Cost: Runs times close to linear
// in the edges.
func Find(in Input, opt Options) Result {
	if opt.Runs == 0 {
		opt.Runs = defaultRuns
	}
	if opt.Resolution == 0 {
		opt.Resolution = 1
	}
	n := len(in.Base.Packages)
	imports, together := importEdges(in.Base), coChangeEdges(in.Base, in.Changes)
	r := Result{
		Runs: opt.Runs, Resolution: opt.Resolution, Packages: n, Imports: len(imports), CoChanges: len(together),
		Changes: len(in.Base.Touches), List: []Community{}, Alone: []string{}, Links: []Link{},
	}
	switch {
	case n < fewest:
		r.Note = "not enough data: a map needs six packages at least"
		return r
	case len(imports)+len(together) == 0:
		r.Note = "no package imports another and none change together: there is nothing to group"
		return r
	case len(imports) == 0:
		r.Note = "no package imports another: only what changes together counts"
	case len(together) == 0:
		r.Note = "no two packages share two changes: only imports count"
	}
	edges := blend(imports, together)
	runs, modularity := partitions(graph.NewNetwork(n, edges), opt)
	best := runs[0]
	r.Modularity = modularity[0]
	for k, q := range modularity {
		if q > r.Modularity {
			best, r.Modularity = runs[k], q
		}
	}
	d := describer{in: in, of: best, edges: edges}
	d.describe(&r, stabilities(best, runs))
	return r
}

// partitions runs the algorithm with each seed, on all cores.
func partitions(net *graph.Network, opt Options) (runs [][]int, modularity []float64) {
	runs, modularity = make([][]int, opt.Runs), make([]float64, opt.Runs)
	_ = parallel.Workers(context.Background(), opt.Runs, func() func(int) {
		search := net.Search()
		return func(seed int) {
			runs[seed], modularity[seed] = search.Communities(graph.CommunityOptions{Resolution: opt.Resolution, Seed: uint64(seed), Starts: 1})
		}
	})
	return runs, modularity
}

// stabilities are by community of best.
func stabilities(best []int, runs [][]int) []float64 {
	size := sizes(best)
	out := make([]float64, len(size))
	for _, run := range runs {
		for c, j := range closest(best, run, size) {
			out[c] += j / float64(len(runs))
		}
	}
	return out
}

// closest is, for every community of a partition, the Jaccard overlap with the most
// similar community of another partition.
func closest(of, run, size []int) []float64 {
	other := sizes(run)
	both := map[[2]int]int{}
	for i, c := range of {
		both[[2]int{c, run[i]}]++
	}
	out := make([]float64, len(size))
	for k, n := range both { // a maximum does not depend on the order
		out[k[0]] = max(out[k[0]], float64(n)/float64(size[k[0]]+other[k[1]]-n))
	}
	return out
}

// sizes counts the members of communities that are numbered from 0.
func sizes(of []int) []int {
	var out []int
	for _, c := range of {
		for len(out) <= c {
			out = append(out, 0)
		}
		out[c]++
	}
	return out
}
