// Package whatif answers what a cut would have cost: it takes a proposed set of
// units and replays the past as if they had been separate.
//
// A change crosses a cut when it touches source files on both sides. The cut is the
// set of imports that lead from one side to the other. Diamonds are the latent ones
// of the unit graph (see graph.LatentDiamonds) that today's modules do not have yet.
//
// A unit is released in a month in which the exported surface of the packages that
// others import changed (package surface); which of these releases would have broken
// users is told apart. A change brings two teams together when they are at home on the
// two sides of the cut: the repository declares them as owners of the packages, or
// else their people change these most.
//
// Limits: the past is replayed with today's folders, so work on folders that are gone
// is not counted; a change that would have been two releases counts once. Work on
// folders that hold tests alone crosses nothing.
package whatif

import (
	"seam/analyze/finding"
	"seam/analyze/profile"
)

// Unit is a set of packages that would be versioned or deployed as one.
type Unit struct {
	Name     string   `json:"name"` // its folder
	Packages []string `json:"packages"`
}

// Cut is what leads across the border of a set of packages.
type Cut struct {
	ImportsIn       int      `json:"imports_in"`   // package edges from outside into the part (default build)
	ImportsOut      int      `json:"imports_out"`  // package edges from the part to the rest
	APISymbols      int      `json:"api_symbols"`  // distinct names of the part that others mention
	UsedSymbols     int      `json:"used_symbols"` // distinct names of the rest that the part mentions
	OtherBuilds     int      `json:"other_builds"` // package edges across the border, either way, that hold only on other platforms or tags
	Changes         int      `json:"changes"`      // changes that touch the part: sample size of CrossingShare
	CrossingChanges int      `json:"crossing_changes"`
	CrossingShare   float64  `json:"crossing_share"` // CrossingChanges / Changes; 0 where Changes is 0
	In              []Import `json:"in,omitempty"`
	Out             []Import `json:"out,omitempty"`
}

// Import is one package edge across a cut.
type Import struct {
	From    string             `json:"from"`
	To      string             `json:"to"`
	Files   int                `json:"files"`             // of From that import To
	Symbols []string           `json:"symbols,omitempty"` // exported names of To that they mention, sorted; none where names were not read
	Sites   []finding.Location `json:"sites,omitempty"`   // at most three
}

// Diamond is a unit that would be needed over more than one way once all units are
// versioned apart.
type Diamond struct {
	Dependency   string   `json:"dependency"`    // the unit's folder
	RequiredBy   []string `json:"required_by"`   // units that need it themselves
	LowestApexes []string `json:"lowest_apexes"` // units that need it over two ways, no other such unit below them
}

// Month is the replay of one calendar month (UTC, by author time).
type Month struct {
	Month     string     `json:"month"` // 2006-01
	Changes   int        `json:"changes"`
	Crossing  int        `json:"crossing"`
	Crossed   []Crossed  `json:"crossed,omitempty"`    // the crossing changes, newest first, at most fifty; not told of ranked candidates
	TeamPairs []TeamPair `json:"team_pairs,omitempty"` // most changes first; not told of ranked candidates
}

// Crossed is one change that would have crossed a cut.
type Crossed struct {
	ID      string   `json:"id"`      // full commit id
	Subject string   `json:"subject"` // as its author wrote it, without what names people
	Units   []string `json:"units"`   // that it touches, sorted, at most ten
}

// Shape is the units of one moment and how they hang together.
type Shape struct {
	Units     []string   `json:"units"`
	UnitEdges int        `json:"unit_edges"`
	Cycles    [][]string `json:"cycles"`
	Diamonds  []Diamond  `json:"diamonds"` // latent ones
	Waves     [][]string `json:"waves"`    // order of release, dependencies first
}

// History is the replayed past.
type History struct {
	Changes  int      `json:"changes"` // changes that touch a unit in question
	Crossing int      `json:"crossing"`
	Share    float64  `json:"share"`
	ByMonth  []Month  `json:"by_month"` // oldest first, months without changes left out
	Examples []string `json:"examples"` // newest crossing changes, at most ten, full commit ids
}

// Result is the answer for one cut.
type Result struct {
	Extract         []string   `json:"extract,omitempty"` // the units asked for, by name
	ByPath          int        `json:"by_path,omitempty"` // or every first n path elements
	Units           []Unit     `json:"units"`
	UnitEdges       int        `json:"unit_edges"`
	Cycles          [][]string `json:"cycles"`           // of unit names, each sorted
	DiamondsCreated []Diamond  `json:"diamonds_created"` // after the cut, less those of today's modules
	Waves           [][]string `json:"waves"`            // order of release after the cut, dependencies first
	Cut             Cut        `json:"cut"`              // imports into the parts (for --by-path: all units) come in, from a part to the rest go out
	History         History    `json:"history"`
	Teams           []string   `json:"teams"`       // teams with crossing changes, most first
	TeamsKnown      bool       `json:"teams_known"` // somebody declares teams: without, TeamPairs is empty for want of data
	TeamPairs       []TeamPair `json:"team_pairs"`  // teams that the changes would have brought together, most changes first
	Releases        []Releases `json:"releases"`    // of each unit that others would import across the cut
	Before          Shape      `json:"before"`      // today's modules
	After           Shape      `json:"after"`
	LeftOut         []string   `json:"left_out"`         // folders that are no units: the default build takes no file of theirs
	Already         bool       `json:"already"`          // the units are those of today: nothing new is cut
	KeptSymbols     int        `json:"kept_api_symbols"` // of cut.api_symbols, those that others mention over a border of today already
	Verdict         string     `json:"verdict"`

	Calls *profile.Cut `json:"calls,omitempty"` // calls across the cut in a CPU profile, where one was given
}
