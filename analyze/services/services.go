// Package services finds the deployable units of a repository and who calls whom,
// each edge with the file and line that shows it.
//
// Units are what package manifest reads (compose, Kubernetes, Helm, helmfile, Argo CD,
// Flux, Nomad, .NET Aspire, Dapr, Terraform, Terragrunt, CloudFormation, Bicep with azure.yaml), the services of seam.yaml, Go main
// packages, and where no manifest declares anything the folders whose Dockerfile starts
// something. All names of one unit fold into one: host names, container names,
// network aliases, Kubernetes Services whose selector matches, ids of Dapr, the names
// that Spring applications give themselves; see fold for what counts as the same unit.
// Folders beside one another that are called after units, inside the folder of another one
// that installs them, speak for those units.
// An edge points from the caller to the callee. Evidence, and how far it is trusted:
//
//	calls                0.99  seam.yaml declares it
//	dependency, needs …  0.99  a manifest declares the order: Terragrunt, helmfile, charts
//	reference, wait      0.99  an Aspire host hands over the callee's address, or waits
//	output, upstream     0.99  Terraform or CloudFormation hands over a value of the callee; a
//	                           mesh routes to it
//	depends_on, links    0.9   the compose file declares it
//	requires, job needs  0.9   skaffold deploys it after the callee; so do the jobs of a
//	                           workflow of GitHub Actions
//	grpc, contract       0.95  a stub of a service that the callee registers; an interface
//	                           that the callee serves
//	env                  0.95  a setting holds the callee's name as a whole host, and
//	                           the caller's code reads the setting, or a library
//	                           that reads it by convention
//	env                  0.7   the same, and the caller's code is not in the repository
//	env_file, envFrom    0.95  as env, but only if the caller's code reads the
//	                           setting, since such bags are handed to services that
//	                           use a part of them; 0.5 if only code that several
//	                           units import reads it, 0.7 if that code is about one
//	                           store alone
//	component            0.95  an address of a component of Dapr whose scopes name the caller,
//	                           or which its code names
//	image                0.95  as env, given by a Dockerfile as a default
//	proxy                0.95  a proxy's configuration routes to the callee, or an object
//	                           that a gateway of the repository serves
//	connects-to          0.9   an annotation of OpenShift states it
//	literal, config      0.9   an address in main code, or in configuration that it reads
//	NetworkPolicy        0.85  the callee lets the caller in
//	args                 0.8   the command line holds the callee's name as a host
//	default, discovery   0.8   a default beside a setting; a name in a client of a registry
//	port                 0.5   a port of the own machine that one service publishes, 0.8 in
//	                           the code of one that no manifest runs, and so runs there;
//	                           counts nothing beside other evidence
//	message              0.9   both ends of a topic, as a class of its own
//
// What stands in code that several units import counts 0.5, since each uses a part of
// it; edges below 0.7 are Weak and order nothing.
//
// A host that a constant stands for counts for those whose code names the constant.
//
// The confidence of an edge is 1 - product of (1 - c) over its kinds of evidence. A
// setting that the caller's code never mentions is no edge but Unknown, and so are
// an address of nobody known and a bag that nothing is known to read.
//
// A service is a Job where something says that it runs and ends, and nothing that it stays
// (a Deployment, a policy of restarting, a published port): a Job, CronJob or Pod that is not
// started again, a batch job of Nomad, a service of compose that others wait for until it has
// ended or whose command line ends, docker run --rm in a script, a name (db-migrator,
// create-topics). What a script starts in no network calls nobody by name. A job has its
// place in the order; what it runs is not served, and so nothing to split out.
//
// A declared order that calls turn round (the callee is told to wait for its caller, and
// nothing shows that it calls it) is Contradicted: it is shown and orders nothing.
//
// The class of an edge is telemetry if either end is, else data or test if the
// callee is, else call if any evidence is an address, else declared. A load
// generator's calls stay calls; being of class test, it takes no part in the order.
//
// Source: the rules and confidences were counted on ten systems read by hand (423
// edges), in which manifests alone show about a third of the edges and next to no
// false one.
//
// Limits: an address that code puts together from parts, or takes from a registry by a
// computed name, is not seen; where that shows, it is Unknown. What a chart takes from
// outside the repository (values on the command line, files, look-ups in a cluster) is
// not known. Two installations that use one name for different things fold into one.
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
	Path     string             `json:"path,omitempty"`    // code folder; "" if the repository holds no code of it
	Kind     string             `json:"kind"`              // the strongest of its kinds: see package manifest; or go-main
	Class    Class              `json:"class"`             // call for ordinary services, else data, telemetry, test
	Aliases  []string           `json:"aliases"`           // other names of the same unit, sorted
	Evidence []finding.Location `json:"evidence"`          // where it is declared, sorted
	Wave     *manifest.Wave     `json:"wave,omitempty"`    // of Argo CD, as declared; nil if no manifest states one
	Job      *manifest.Job      `json:"job,omitempty"`     // what says that it runs and ends: it has its place in the order, and is nothing to split out
	Entries  []manifest.Entry   `json:"entries,omitempty"` // ways into it from outside: hosts and paths of Ingress, Route and the like, sorted
}

// Edge is one unit's dependency on another.
type Edge struct {
	From       string     `json:"from"` // service names
	To         string     `json:"to"`
	Class      Class      `json:"class"`
	Confidence float64    `json:"confidence"` // 0..1: 1 - product of (1 - confidence of each kind of evidence)
	Evidence   []Evidence `json:"evidence"`   // sorted by file, line, kind

	// A declared order that calls turn round: it is a finding, and orders nothing.
	Contradicted bool `json:"contradicted,omitempty"`
}

// Evidence is one line that shows an edge. Text is redacted: no secret, no user
// info of a URL.
type Evidence struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Kind string `json:"kind"` // as the package's comment names them
	Text string `json:"text"`
}

// Unknown is a sign of a call whose target was not found: Text stands at Line of File, which
// is a part of Service, and Reason says in a clause why nothing came of it.
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
