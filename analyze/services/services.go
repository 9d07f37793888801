// Package services finds the deployable units of a repository and who calls whom,
// each edge with the file and line that shows it.
//
// Nodes are Go main packages, compose services and Kubernetes workloads; names of
// one node (hostnames, container names, Kubernetes Services whose selector matches)
// fold into one. Edges come from depends_on and links, and from environment
// literals that hold another unit's name as a whole host token. An edge points from
// the caller to the callee.
//
// Limits: calls whose address is computed or read from a shared bag of settings are
// not seen; they are listed as unknown where a sign of them is found.
package services

import "seam/analyze/finding"

// Class says what an edge or a node is used for; only calls and declared edges
// order a deployment.
type Class string

const (
	Call      Class = "call"      // seen in configuration or code
	Declared  Class = "declared"  // stated as a start or deployment order
	Data      Class = "data"      // to a database, broker or cache
	Message   Class = "message"   // dependant to the owner of the message contract
	Telemetry Class = "telemetry" // metrics, traces, logs: shown, never ordered on
	Test      Class = "test"      // load generators and tests: shown, never ordered on
)

// Service is one deployable unit.
type Service struct {
	Name     string             `json:"name"`
	Path     string             `json:"path,omitempty"` // code folder; "" if the repository holds no code of it
	Kind     string             `json:"kind"`           // compose, kubernetes, go-main …; the strongest one
	Class    Class              `json:"class"`          // call for ordinary services, else data, telemetry, test
	Aliases  []string           `json:"aliases"`        // other names of the same unit, sorted
	Evidence []finding.Location `json:"evidence"`       // where it is declared, sorted
}

// Edge is one unit's dependency on another.
type Edge struct {
	From       string     `json:"from"` // service names
	To         string     `json:"to"`
	Class      Class      `json:"class"`
	Confidence float64    `json:"confidence"` // 0..1: 1 - product of (1 - confidence of each kind of evidence)
	Evidence   []Evidence `json:"evidence"`   // sorted by file, line, kind
}

// Evidence is one line that shows an edge. Text is redacted: no secret, no user
// info of a URL.
type Evidence struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Kind string `json:"kind"` // depends_on, links, env …
	Text string `json:"text"`
}

// Unknown is a sign of a call whose target was not found.
type Unknown struct {
	Service string `json:"service"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Text    string `json:"text"`
	Reason  string `json:"reason"`
}

// Graph is every unit and edge found. Services are sorted by Name, Edges by From,
// To, Class.
type Graph struct {
	Services []Service
	Edges    []Edge
	Unknown  []Unknown
	Warnings []finding.Warning
}
