// Package manifest reads what the manifests of a repository declare: the deployable
// units, the names they go by, and every place in a declaration that may name another
// unit. There is one file for each kind of manifest; each reads it from a Source and
// returns Units. Which units are the same thing and which references are calls is
// decided by package services.
//
// Charts are rendered as their releases say (a helmfile, an Application of Argo CD, a
// HelmRelease of Flux, a skaffold.yaml; else under the chart's name with its own values) by package helm. Compose files are
// merged as Compose does it, with include, extends and override files. Expressions of
// HCL are evaluated as far as literals, defaults, locals and names of folders go; what
// else an order depends on is told (Warning manifest-unclear).
//
// Manifests below folders for tests, examples, documentation, vendored code and tools
// are left out with a count (Warning manifests-left-out), because a large repository
// holds hundreds that nobody deploys. Files over 4 MiB are left out too.
package manifest

import (
	"slices"

	"seam/analyze/finding"
)

// Unit is one declaration of a deployable: one compose service in one file, one
// Kubernetes workload in one document. Several may be the same thing.
type Unit struct {
	Kind       string // see kinds.go
	Name       string
	Aliases    []string    // names that other units reach it by
	Scope      string      // where its names hold, as a place; "" if it is no host
	AppID      string      // that Dapr knows it by; "" without a sidecar of Dapr
	Namespace  string      // of Kubernetes, as the manifest states it; "" if it states none
	Folder     string      // of the declaring file
	Images     []string    // last path segments of its container images, without tag
	FullImages []Reference // its container images as written, each with its place
	Runs       string      // base name of the program it starts; "" if unknown
	Context    string      // folder it is built from; "" if unknown
	Ports      []int       // that it publishes on the host
	Entries    []Entry     // ways into it from outside
	Configs    []string    // files of the tree that it is handed: mounted, or copied into its image
	Texts      []Text      // files written inline in manifests (ConfigMaps, configs) and mounted into it
	Partial    bool        // a patch of a unit that is declared elsewhere
	At         finding.Location
	Refs       []Reference
	Messages   []Message // kinds of events that it sends and takes
	Wave       *Wave     // nil if none is stated
	Job        *Job      // it runs and ends; nil if nothing says so
	Stays      bool      // it is declared to go on running
	Gives      []string  // keys of settings that it is given from where the tree cannot say what: secrets, fields
	Open       bool      // it is handed whole bags of settings that are not in the tree

	beside string   // the compose service whose network it shares
	resets []string // kinds of references that earlier files lose: see composeFile.resets
}

// Wave is the place in an order that a manifest states: the sync wave of Argo CD, of
// which the lowest comes first.
type Wave struct {
	Number int              `json:"number"`
	At     finding.Location `json:"at"`
}

// Reference is a place that may name another unit.
type Reference struct {
	Kind  Kind
	Key   string // of a setting; "" for the others
	Value string // a unit's name where the kind is a declaration, else free text
	At    finding.Location
}

// Read returns the units of every manifest of the source, kind by kind, each kind in
// order of files.
func Read(s *Source) []*Unit {
	units := slices.Concat(readCompose(s, IsCompose), readKubernetes(s), readNomad(s), readAspire(s), readDapr(s), readTerraform(s), readTerragrunt(s), readCloudFormation(s), readAzure(s))
	if !slices.ContainsFunc(units, func(u *Unit) bool { return u.Kind != Terragrunt && u.Kind != TerraformRoot && u.Kind != Terraform }) {
		units = append(readCompose(s, inComposeFolder), units...)
	}
	builds(s, units)
	s.connectComponents(units)
	return units
}
