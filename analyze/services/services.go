// Package services finds the deployable units of a repository and who calls whom,
// each edge with the file and line that shows it.
//
// Units are compose services, Kubernetes workloads and Go main packages. All names of
// one unit fold into one: host names, container names, network aliases, Kubernetes
// Services whose selector matches; see fold for what counts as the same unit. An
// edge points from the caller to the callee. Evidence, and how far it is trusted:
//
//	depends_on, links    0.9   the compose file declares it
//	env                  0.95  a setting holds the callee's name as a whole host, and
//	                           the caller's code mentions the setting, or a library
//	                           that reads it by convention
//	env                  0.7   the same, and the caller's code is not in the repository
//	args                 0.8   the command line holds the callee's name as a host
//	env_file, envFrom    0.95  as env, but only if the caller's code mentions the
//	                           setting, since such bags are handed to services that
//	                           use a part of them
//
// The confidence of an edge is 1 - product of (1 - c) over its kinds of evidence. A
// setting that the caller's code never mentions is no edge but Unknown, and so are
// an address of nobody known and a bag that nothing is known to read.
//
// The class of an edge is telemetry if either end is, else data or test if the
// callee is, else call if any evidence is an address, else declared. A load
// generator's calls stay calls; being of class test, it takes no part in the order.
//
// Source: the rules and confidences were counted on ten systems read by hand (423
// edges), in which manifests alone show about a third of the edges and next to no
// false one.
//
// Limits: a call whose address stands only in code, in a proxy's configuration or in
// a template (Helm) is not seen; nor are messages. The search for a setting in code
// is textual, so a key that code puts together from parts looks unused. Compose
// include and extends are not followed.
package services

import (
	"seam/analyze/finding"
	"seam/analyze/services/manifest"
)

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

// GoMain is the kind of a service that only a Go program shows: no manifest says that
// it is deployed.
const GoMain = "go-main"

// Service is one deployable unit.
type Service struct {
	Name     string             `json:"name"`
	Path     string             `json:"path,omitempty"` // code folder; "" if the repository holds no code of it
	Kind     string             `json:"kind"`           // the strongest of kubernetes, compose, go-main
	Class    Class              `json:"class"`          // call for ordinary services, else data, telemetry, test
	Aliases  []string           `json:"aliases"`        // other names of the same unit, sorted
	Evidence []finding.Location `json:"evidence"`       // where it is declared, sorted
	Wave     *manifest.Wave     `json:"wave,omitempty"` // of Argo CD, as declared; nil if no manifest states one
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
	Kind string `json:"kind"` // depends_on, links, env, args, env_file, envFrom
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
	Weak     []Edge // signs of edges that are too weak to order anything
	Unknown  []Unknown
	Details  map[string]Details // by service; paths from the root of the tree, whatever folder was asked about
	Warnings []finding.Warning
}
