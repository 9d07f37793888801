package split

import "seam/analyze/whatif"

// Verdict is what seam advises for a part.
type Verdict string

const (
	Library Verdict = "library" // an own repository or module that others import
	Service Verdict = "service" // an own deployable behind a network call
	Module  Verdict = "module"  // an own go.mod in the same repository
	Leave   Verdict = "leave"   // leave it as it is
)

// Candidate is a part of the repository that could be split out.
type Candidate struct {
	Rank            int              `json:"rank"` // from 1
	ID              string           `json:"id"`   // "split:" and the folder
	Title           string           `json:"title"`
	Verdict         Verdict          `json:"verdict"`
	Reason          string           `json:"reason"` // why this verdict, one sentence
	Score           float64          `json:"score"`  // sum of the terms' points
	Packages        []string         `json:"packages"`
	Lines           int              `json:"lines"`
	Terms           []Term           `json:"terms"`
	For             []Evidence       `json:"for"`
	Against         []Evidence       `json:"against"`
	Cut             whatif.Cut       `json:"cut"`
	ChangeTypes     []TypeShare      `json:"change_types"` // most of its changes first, at most three
	ByMonth         []whatif.Month   `json:"by_month"`
	DiamondsCreated []whatif.Diamond `json:"diamonds_created"`
	Cycles          [][]string       `json:"cycles"`           // unit cycles that the split would leave; empty if it can be cut cleanly
	Within          string           `json:"within,omitempty"` // id of the better candidate that it lies in or that lies in it
	Near            []string         `json:"near"`             // ids of near-duplicates folded under this one
	Next            string           `json:"next"`             // the one next step
}

// Term is one line of the score.
type Term struct {
	Code   string  `json:"code"`
	Text   string  `json:"text"`  // what was measured, in a sentence
	Value  float64 `json:"value"` // the measured value
	Points float64 `json:"points"`
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
