// Package diamonds finds version conflicts that somebody in this repository can
// remove: each with the manifests that ask for the versions and the one edit that
// makes them agree.
package diamonds

import "seam/analyze/finding"

// Diamond is one dependency that is wanted at several versions.
type Diamond struct {
	ID             string           `json:"id"`
	Rule           string           `json:"rule"`
	Ecosystem      string           `json:"ecosystem"`
	Unit           string           `json:"unit"` // folder of the manifest that the edit goes to
	Dependency     string           `json:"dependency"`
	Severity       finding.Severity `json:"severity"`
	Incompatible   bool             `json:"incompatible"` // the versions are of different classes
	DirectVersions int              `json:"direct_versions"`
	Derived        bool             `json:"derived"`  // only there because of another duplicate
	Versions       []Version        `json:"versions"` // lowest first
	Selected       string           `json:"selected,omitempty"`
	Location       finding.Location `json:"location"`
	Fix            *finding.Fix     `json:"fix,omitempty"`
}

// Version is one version of a Diamond, who asks for it, and a path that proves it.
type Version struct {
	Version    string             `json:"version"`
	RequiredBy []string           `json:"required_by"`         // unit folders, sorted
	Path       []string           `json:"path"`                // from a first-party unit to the dependency
	Locations  []finding.Location `json:"locations,omitempty"` // the requiring lines, in the order of RequiredBy
}
