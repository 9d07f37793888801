// Package profile reads a CPU profile (pprof's format) as stacks of first-party
// packages, to tell where a cut would lie across hot calls and which part burns the CPU.
//
// A sample is one moment at which the profiler wrote down a stack, as a rule 100 times a
// second of CPU time. Frames are matched to packages by the import path in the
// function's name; those of package main by the name of its source file. Frames of the
// standard library and of third parties are skipped, so that a callback through
// sort.Slice counts as a call between the packages around it.
//
//	own   = samples whose innermost first-party frame lies in the package / all samples
//	total = samples with any frame in the package / all samples
//	share = samples with a call from A into B on the stack / all samples
//
// What a package makes the runtime or a library do counts as its own.
//
// # Limits
//
// Samples are time, not calls: one call that lasts and a million short ones look alike,
// and a call that waits instead of computing is hardly seen. So a hot edge says where to
// count calls before a network is put there, and a cold one says little. A goroutine's
// stack begins where it was started: the call to whoever started it is not on it. The
// profile shows one load on one version, maybe not the analysed one.
package profile

import (
	"cmp"
	"slices"
)

// Hop is how much slower a call over a network is than a function call, at least:
// some 100 microseconds within a data centre against some 20 nanoseconds at the worst.
const Hop = 5000

// Profile is a CPU profile by first-party packages. It is immutable.
type Profile struct {
	Samples    int           // samples in all
	Nanos      int64         // CPU time in all
	FirstParty float64       // share of samples with a first-party frame
	Packages   []PackageTime // those that occur, most own time first
	Calls      []Call        // between first-party packages, hottest first

	paths  []string
	stacks []stack
}

// PackageTime is a package's part in a profile.
type PackageTime struct {
	Path    string  `json:"path"`
	Own     float64 `json:"own"`
	Total   float64 `json:"total"`
	Samples int     `json:"samples"` // with any frame in it
}

// Call is an edge between first-party packages as it was seen on stacks.
type Call struct {
	From    string  `json:"from"`
	To      string  `json:"to"`
	Share   float64 `json:"share"`           // of all samples
	Samples int     `json:"samples"`         // samples with the call on their stack
	Stacks  int     `json:"stacks"`          // distinct stacks with the call
	Start   bool    `json:"start,omitempty"` // a program's main package makes the call: likely once, at its start
}

// Cut is what a profile says of a border between packages.
type Cut struct {
	Samples  int     `json:"samples"`   // of the whole profile: sample size of the shares
	Own      float64 `json:"own"`       // share of samples that the part burns itself
	InShare  float64 `json:"in_share"`  // share of samples with a call into the part on the stack, start-up calls left out
	OutShare float64 `json:"out_share"` // the same for calls from the part to the rest
	In       []Call  `json:"in"`        // hottest first, at most ten
	Out      []Call  `json:"out"`
}

// Summary is a profile as reports show it.
type Summary struct {
	Samples    int           `json:"samples"`
	CPUSeconds float64       `json:"cpu_seconds"`
	FirstParty float64       `json:"first_party"` // share of samples with a first-party frame
	Packages   []PackageTime `json:"packages"`    // at most 50
	Calls      []Call        `json:"calls"`       // at most 50
}

const (
	maxCalls = 10
	maxRows  = 50
)

// stack is a run of samples with the same first-party packages on their stack.
type stack struct {
	packages []int32 // outermost first, no two neighbours alike
	samples  int
	stacks   int // distinct stacks behind it
	start    bool
}

// Summary is the profile's head.
func (p *Profile) Summary() *Summary {
	return &Summary{
		Samples: p.Samples, CPUSeconds: float64(p.Nanos) / 1e9, FirstParty: p.FirstParty,
		Packages: p.Packages[:min(len(p.Packages), maxRows)], Calls: p.Calls[:min(len(p.Calls), maxRows)],
	}
}

// CutOf tells what crosses the border of a set of packages, which in names.
func (p *Profile) CutOf(in func(pkg string) bool) *Cut {
	inside := make([]bool, len(p.paths))
	for i, path := range p.paths {
		inside[i] = in(path)
	}
	c := &Cut{Samples: p.Samples}
	c.Own = p.share(func(s stack) bool { return inside[s.packages[len(s.packages)-1]] })
	c.In, c.InShare = p.crossings(func(from, to int32) bool { return !inside[from] && inside[to] })
	c.Out, c.OutShare = p.crossings(func(from, to int32) bool { return inside[from] && !inside[to] })
	return c
}

// Between tells what crosses any border between units, which unit names; "" is no unit.
// All crossings come in.
func (p *Profile) Between(unit func(pkg string) string) *Cut {
	of := make([]string, len(p.paths))
	for i, path := range p.paths {
		of[i] = unit(path)
	}
	c := &Cut{Samples: p.Samples, Out: []Call{}}
	c.In, c.InShare = p.crossings(func(from, to int32) bool { return of[from] != "" && of[to] != "" && of[from] != of[to] })
	return c
}

// crossings lists the calls that cross, and the share of samples with one that is no
// start-up call.
func (p *Profile) crossings(cross func(from, to int32) bool) ([]Call, float64) {
	calls := p.calls(cross)
	share := p.share(func(s stack) bool {
		for i := 1; i < len(s.packages); i++ {
			if cross(s.packages[i-1], s.packages[i]) && !(s.start && i == 1) {
				return true
			}
		}
		return false
	})
	return calls[:min(len(calls), maxCalls)], share
}

func (p *Profile) share(has func(stack) bool) float64 {
	n := 0
	for _, s := range p.stacks {
		if has(s) {
			n += s.samples
		}
	}
	return ratio(n, p.Samples)
}

// edge is a call by package index.
type edge struct {
	from, to int32
	start    bool
}

// calls folds the stacks into edges, hottest first. A stack counts once for an edge,
// however often the edge is on it.
func (p *Profile) calls(cross func(from, to int32) bool) []Call {
	found := map[edge]*Call{}
	for _, s := range p.stacks {
		seen := map[edge]bool{}
		for i := 1; i < len(s.packages); i++ {
			e := edge{s.packages[i-1], s.packages[i], s.start && i == 1}
			if seen[e] || !cross(e.from, e.to) {
				continue
			}
			seen[e] = true
			c := found[e]
			if c == nil {
				c = &Call{From: p.paths[e.from], To: p.paths[e.to], Start: e.start}
				found[e] = c
			}
			c.Samples += s.samples
			c.Stacks += s.stacks
		}
	}
	out := make([]Call, 0, len(found))
	for _, c := range found {
		c.Share = ratio(c.Samples, p.Samples)
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Call) int {
		return cmp.Or(cmp.Compare(b.Samples, a.Samples), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(btoi(a.Start), btoi(b.Start)))
	})
	return out
}

// measure fills what the stacks add up to.
func (p *Profile) measure() {
	own, total := make([]int, len(p.paths)), make([]int, len(p.paths))
	known := 0
	for _, s := range p.stacks {
		known += s.samples
		own[s.packages[len(s.packages)-1]] += s.samples
		for i, pkg := range s.packages {
			if !slices.Contains(s.packages[:i], pkg) {
				total[pkg] += s.samples
			}
		}
	}
	for i, path := range p.paths {
		if total[i] > 0 {
			p.Packages = append(p.Packages, PackageTime{Path: path, Own: ratio(own[i], p.Samples), Total: ratio(total[i], p.Samples), Samples: total[i]})
		}
	}
	slices.SortFunc(p.Packages, func(a, b PackageTime) int {
		return cmp.Or(cmp.Compare(b.Own, a.Own), cmp.Compare(b.Total, a.Total), cmp.Compare(a.Path, b.Path))
	})
	p.FirstParty = ratio(known, p.Samples)
	p.Calls = p.calls(func(int32, int32) bool { return true })
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
