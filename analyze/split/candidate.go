package split

import (
	"seam/analyze/profile"
	"seam/analyze/whatif"
)

// Verdict is what seam advises for a part.
type Verdict string

const (
	Library Verdict = "library" // an own repository or module that others import
	Service Verdict = "service" // an own deployable behind a network call
	Module  Verdict = "module"  // a manifest of its own in the same repository
	Leave   Verdict = "leave"   // leave it as it is
)

// Candidate is a part of the repository that could be split out.
type Candidate struct {
	Rank            int              `json:"rank"` // from 1
	ID              string           `json:"id"`   // "split:" and the folder
	Title           string           `json:"title"`
	Verdict         Verdict          `json:"verdict"`
	Reason          string           `json:"reason"`  // why this verdict, one sentence
	Cost            string           `json:"cost"`    // what the split costs: imports to cut, API, releases, teams
	Score           float64          `json:"score"`   // sum of the terms' points
	Folders         []string         `json:"folders"` // where it lies: one folder, or all that share a name
	Packages        []string         `json:"packages"`
	Lines           int              `json:"lines"`
	Terms           []Term           `json:"terms"`
	Calibration     Calibration      `json:"calibration"`
	Stability       Stability        `json:"stability"`
	For             []Evidence       `json:"for"`
	Against         []Evidence       `json:"against"`
	Cut             whatif.Cut       `json:"cut"`
	Calls           *profile.Cut     `json:"calls,omitempty"`    // calls across the cut in a CPU profile, where one was given
	Releases        *whatif.Releases `json:"releases,omitempty"` // that the part would have needed; left out where its past was not read
	ChangeTypes     []TypeShare      `json:"change_types"`       // most of its changes first, at most three
	ByMonth         []whatif.Month   `json:"by_month"`
	DiamondsCreated []whatif.Diamond `json:"diamonds_created"`
	Cycles          [][]string       `json:"cycles"`             // unit cycles that the split would leave; empty if it can be cut cleanly
	Within          string           `json:"within,omitempty"`   // id of the better candidate that it lies in or that lies in it
	After           []string         `json:"after,omitempty"`    // ids of the better candidates to decide on first, where it would be split but can wait
	Notes           []string         `json:"notes"`              // what was not looked at, whole sentences
	Near            []string         `json:"near"`               // ids of near-duplicates folded under this one
	Next            string           `json:"next"`               // the one next step
	Deployed        bool             `json:"deployed,omitempty"` // a manifest deploys a program of it
}

// Term is one line of the score.
type Term struct {
	Code       string    `json:"code"`
	Text       string    `json:"text"`  // what was measured, in a sentence
	Value      float64   `json:"value"` // the measured value
	Points     float64   `json:"points"`
	Percentile float64   `json:"percentile"` // share of the repository's other parts with a lower value, 0 to 1
	Direction  Direction `json:"direction"`
	Share      float64   `json:"share"` // |points| of the |points| of all terms, 0 to 1
	Steps      []Step    `json:"steps"` // how the points follow from the value
}

// Direction says which values of a term speak for a split.
type Direction string

const (
	Higher Direction = "higher" // higher values speak for a split
	Lower  Direction = "lower"  // lower values speak for a split
)

// Step is a number of points that a value beyond a threshold gets. Around the
// threshold they grow from nothing at 80 % of it to all at 120 %, except where values
// are whole numbers.
type Step struct {
	Above  float64 `json:"above"`
	Points float64 `json:"points"`
}

// Calibration is what became of parts with about the same score in the repositories
// that the weights were fitted on. All of those did split something.
type Calibration struct {
	From  float64 `json:"from"`  // the band's lowest score; the lowest band has no lower end
	Parts int     `json:"parts"` // parts in this band of scores, among the first twenty of their repository
	Split int     `json:"split"` // of these, those that were split out next
	Text  string  `json:"text"`
}

// Stability is how the rank moves when every weight is multiplied by a random number
// from 0.8 to 1.2 (seeded, so the same each time).
type Stability struct {
	Draws    int     `json:"draws"`
	Best     int     `json:"best"`      // the best rank in all draws
	Worst    int     `json:"worst"`     // the worst
	FirstTen float64 `json:"first_ten"` // share of the draws with a rank of ten or better
}

// Evidence is one reason for or against a split, with what proves it.
type Evidence struct {
	Code  string   `json:"code"`
	Text  string   `json:"text"`
	Value float64  `json:"value"`
	N     int      `json:"n"`   // sample size of Value; 0 where it is a plain count
	IDs   []string `json:"ids"` // commits, imports (from>to) or files, at most ten
}

// TypeShare is how much of a part's work is of one type of change, and how much of
// that type's work is here.
type TypeShare struct {
	Type        string  `json:"type"`
	Changes     int     `json:"changes"`       // changes of the type that touch the part
	ShareOfPart float64 `json:"share_of_part"` // of the part's changes
	ShareOfType float64 `json:"share_of_type"` // of the type's changes that touch source files
}
