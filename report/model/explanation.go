package model

import (
	"seam/analyze/glossary"
	"seam/analyze/split"
)

// Explanation is what stands behind one id or code of a report.
type Explanation struct {
	ID          string           `json:"id"`
	Kind        string           `json:"kind"` // candidate, diamond, pair, chain, edge, cycle, finding, service, wave, team, package, module, area, unit, dependency, community, file, code, analysis
	Title       string           `json:"title"`
	Text        string           `json:"text"`
	Definitions []glossary.Entry `json:"definitions"`       // of the codes that it speaks of
	Formula     string           `json:"formula,omitempty"` // how its main number comes about
	Facts       []Fact           `json:"facts"`
	Terms       []split.Term     `json:"terms,omitempty"`   // of a candidate: every term of its score
	For         []split.Evidence `json:"for,omitempty"`     // of a candidate
	Against     []split.Evidence `json:"against,omitempty"` // of a candidate
	Proof       []Proof          `json:"proof"`
	Commands    []Command        `json:"commands"` // to follow the numbers by hand, in the analysed folder
	Manual      string           `json:"manual,omitempty"`
	More        []string         `json:"more"` // what seam explain has more about
}

// Fact is a number behind an explanation, with how it comes about.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Text  string `json:"text,omitempty"`
}

// Proof is a way through a graph, or places, that show something.
type Proof struct {
	Text   string   `json:"text"`
	Path   []string `json:"path,omitempty"`
	Places []string `json:"places,omitempty"` // files with lines, commits, or the text of a line
}

// Command is what to run to see a number come about.
type Command struct {
	Shows string `json:"shows"`
	Run   string `json:"run"`
}
