// Package budgets holds the size of every unit's dependencies against what seam.yaml
// allows: direct requirements (max_direct), everything that these bring
// (max_transitive), and the longest chain of imports between first-party packages
// (max_first_party_chain). Without a budget there is no finding: no number is right for
// every repository.
//
// A finding carries the number (finding.Key.Size), so that a budget works as a ratchet:
// against a base or a baseline a unit above its budget is old debt while its number does
// not grow, and new where it does. A smaller number is never new.
//
// The numbers are those of package chains. For everything that is brought the resolved
// total counts; where nothing resolved it, what a go.mod lists (direct and indirect,
// from Go 1.17 on an upper bound of what is linked). Units of other package managers
// without a lock file cannot be measured, and a Warning says so.
//
// Limits: the names count, not their size in bytes nor the risk that they bring.
//
// Source: "too many dependencies" and "long chains" in Brikman, Fundamentals of DevOps
// and Software Delivery, part 6; the ratchet with recorded reasons is that of
// Kubernetes' list of unwanted dependencies.
package budgets

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/chains"
	"seam/analyze/config"
	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// The rules of the findings of this package.
const (
	TooMany   = "too-many"
	LongChain = "long-chain"
)

// Kind says which number a budget limits; it is part of a finding's ID.
type Kind string

// The budgets.
const (
	Direct     Kind = "direct"
	Transitive Kind = "transitive"
	Chain      Kind = "chain"
)

// Result is the units above their budgets, as finding.Sort orders them.
type Result struct {
	Findings []finding.Finding
	Warnings []finding.Warning
}

// Check compares the measured units with the budgets. The set names their manifests.
func Check(set *modules.Set, measured chains.Result, b config.Budgets) Result {
	r := Result{}
	var unmeasured []string
	for _, d := range measured.Dependencies {
		if repo.Outside(d.Unit) {
			continue
		}
		u := unitOf(set, d.Unit, d.Ecosystem)
		if b.Direct > 0 && d.Direct > b.Direct {
			r.add(Direct, u, d.Direct, b.Direct, "requires "+english.Count(d.Direct, Noun(d.Ecosystem))+" directly")
		}
		n, known := transitive(d, u)
		switch {
		case b.Transitive == 0:
		case !known:
			unmeasured = append(unmeasured, u.Manifest)
		case n > b.Transitive:
			r.add(Transitive, u, n, b.Transitive, "brings "+english.Count(n, Noun(d.Ecosystem))+" in all")
		}
	}
	for _, c := range measured.Chains {
		if b.FirstPartyChain > 0 && c.FirstPartyLength > b.FirstPartyChain && !repo.Outside(c.Unit) {
			r.add(Chain, unitOf(set, c.Unit, c.Ecosystem), c.FirstPartyLength, b.FirstPartyChain,
				fmt.Sprintf("has a chain of %d steps between packages of this repository (%s)", c.FirstPartyLength, ends(c.Path[:min(len(c.Path), c.FirstPartyLength+1)])))
		}
	}
	if len(unmeasured) > 0 {
		slices.Sort(unmeasured)
		r.Warnings = append(r.Warnings, finding.Warning{Code: "budget-unmeasured", Count: len(unmeasured),
			Message: fmt.Sprintf("max_transitive could not be held against %s: no lock file says what is brought", english.Some(unmeasured, 3))})
	}
	finding.Sort(r.Findings)
	return r
}

// transitive is what a unit's requirements bring, they included.
func transitive(d chains.Dependencies, u modules.Unit) (n int, known bool) {
	switch {
	case d.Total > 0:
		return d.Total, true
	case d.Listed == 0:
		return 0, true
	case d.Ecosystem == "go":
		return d.Listed, gomod.Pruned(u.GoVersion)
	}
	return 0, false
}

// ID names the finding of a unit and a budget.
func ID(k Kind, ecosystem, unit string) string {
	return fmt.Sprintf("%s:%s:%s:%s", k.rule(), k, ecosystem, unit)
}

func (k Kind) rule() string {
	if k == Chain {
		return LongChain
	}
	return TooMany
}

// option is the key in seam.yaml.
func (k Kind) option() string {
	if k == Chain {
		return "max_first_party_chain"
	}
	return "max_" + string(k)
}

func (r *Result) add(k Kind, u modules.Unit, n, budget int, what string) {
	key := finding.Key{Group: fmt.Sprintf("%s %s %s %s", k.rule(), k, u.Ecosystem, u.Path), Folders: []string{u.Path}, Size: n}
	r.Findings = append(r.Findings, finding.Finding{
		ID:          ID(k, u.Ecosystem, u.Path),
		Rule:        k.rule(),
		Severity:    finding.Problem,
		Message:     fmt.Sprintf("%s %s, above the budget of %d (%s)", u.Manifest, what, budget, k.option()),
		Location:    finding.Location{File: u.Manifest},
		Fingerprint: key.Fingerprint(),
		Key:         &key,
		Fix:         &finding.Fix{Edit: fmt.Sprintf("Do without what this adds, or raise %s in seam.yaml", k.option())},
	})
}

// unitOf finds a measured unit's manifest. A unit of packages without a manifest is named
// by its folder.
func unitOf(set *modules.Set, folder, ecosystem string) modules.Unit {
	for _, u := range set.Units {
		if u.Path == folder && u.Ecosystem == ecosystem {
			return u
		}
	}
	return modules.Unit{Path: folder, Ecosystem: ecosystem, Manifest: path.Clean(folder)}
}

// Noun is the word for one dependency of an ecosystem: module, crate, artifact, package.
func Noun(ecosystem string) string {
	switch ecosystem {
	case "go", "bazel":
		return "module"
	case "cargo":
		return "crate"
	case "bundler":
		return "gem"
	case "maven", "gradle", "sbt":
		return "artifact"
	}
	return "package"
}

// ends shows where a chain begins and ends.
func ends(p []string) string {
	if len(p) < 4 {
		return strings.Join(p, " > ")
	}
	return fmt.Sprintf("%s > %s > ... > %s", p[0], p[1], p[len(p)-1])
}
