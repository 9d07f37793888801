package diamonds

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/gomod"
)

// replaceSkew finds a dependency that some manifests replace and some do not, or by
// something else. Modules of this repository are left out where folders replace them:
// that is how they are meant to find each other.
func (d dependency) replaceSkew() []Diamond {
	wants := d.wants
	if d.firstParty {
		wants = filter(wants, func(w want) bool { return !w.inFolder() && !gomod.IsPlaceholder(w.version) })
	}
	replaced := filter(wants, func(w want) bool { return w.replaced != nil })
	if len(replaced) == 0 || len(distinct(wants, want.written)) < 2 {
		return nil
	}
	severity, deciding := judgeReplace(wants)
	odd, model := departure(deciding)
	return []Diamond{{
		ID:             "diamond:" + ReplaceSkew + ":" + ecosystem + ":" + d.name,
		Rule:           ReplaceSkew,
		Ecosystem:      ecosystem,
		Unit:           odd.unit.Path,
		Dependency:     d.name,
		Severity:       severity,
		Message:        replaceMessage(d.name, deciding),
		Incompatible:   len(distinct(versioned(wants), classFinal)) > 1,
		DirectVersions: len(distinct(filter(wants, want.direct), want.source)),
		Derived:        severity == finding.Noise && pinned(deciding),
		Versions:       versions(wants, want.source, bySource),
		Location:       odd.sourced(),
		Fix:            align(odd, model),
		Key: finding.Key{
			Group:   ReplaceSkew + " " + ecosystem + " " + d.name,
			Classes: slices.Sorted(slices.Values(append(distinct(deciding, want.origin), distinct(versioned(deciding), classFinal)...))),
			Folders: distinct(filter(deciding, func(w want) bool { return w.origin() != model.origin() }), folderOf),
		},
	}}
}

// replaceMessage names the two most different sources.
func replaceMessage(name string, deciding []want) string {
	built := versions(deciding, want.source, bySource)
	low, high := built[0], built[len(built)-1]
	if len(built) == 1 {
		return fmt.Sprintf("%s is built from %s everywhere, but the replacements are spelled differently", name, low.Version)
	}
	return fmt.Sprintf("%s is built from %s in %s and from %s in %s", name, low.Version, english.Some(low.RequiredBy, 3), high.Version, english.Some(high.RequiredBy, 3))
}

// judgeReplace grades the rule and returns the wants that decided it. A replacement
// of a module that the unit does not require does not reach its build.
func judgeReplace(wants []want) (finding.Severity, []want) {
	production := filter(wants, func(w want) bool { return w.production && w.version != "" })
	switch {
	case len(distinct(production, want.origin)) > 1:
		return finding.Problem, production
	case len(distinct(production, want.source)) < 2, several(production):
		// Equal in the end, or workspace-skew tells it already.
		return finding.Noise, wants
	case len(distinct(production, classFinal)) > 1:
		return finding.Problem, production
	}
	return finding.Smell, production
}

// pinned reports that the wants differ by version only.
func pinned(wants []want) bool {
	return len(distinct(wants, want.origin)) == 1 && len(distinct(wants, want.source)) > 1
}

// departure picks the want that most others agree with (of equally common ones a
// replacement, then the higher version) and the one to change first: the lowest of
// those that build another code base, or else replace it otherwise, which some do.
func departure(wants []want) (odd, model want) {
	count, versions := map[string]int{}, map[string]int{}
	for _, w := range wants {
		count[w.origin()]++
		versions[w.source()]++
	}
	model = slices.MinFunc(wants, func(a, b want) int {
		return cmp.Or(
			cmp.Compare(count[b.origin()], count[a.origin()]),
			cmp.Compare(versions[b.source()], versions[a.source()]),
			compareBool(b.replaced != nil, a.replaced != nil),
			strings.Compare(a.origin(), b.origin()),
			gomod.Compare(b.final(), a.final()),
			strings.Compare(a.unit.Path, b.unit.Path),
		)
	})
	odd = slices.MinFunc(wants, func(a, b want) int {
		return cmp.Or(
			compareBool(b.origin() != model.origin(), a.origin() != model.origin()),
			compareBool(b.written() != model.written(), a.written() != model.written()),
			compareBool(b.source() != model.source(), a.source() != model.source()),
			gomod.Compare(a.final(), b.final()),
			strings.Compare(a.unit.Path, b.unit.Path),
		)
	})
	return odd, model
}

// sourced is the line that sets what w builds.
func (w want) sourced() finding.Location {
	if w.replaced != nil {
		return w.replaced.Location
	}
	return w.location
}

// written is the replacement as the manifest spells it.
func (w want) written() string {
	if w.replaced == nil {
		return ""
	}
	return w.replaced.NewName + " " + w.replaced.NewVersion
}

func versioned(wants []want) []want {
	return filter(wants, func(w want) bool { return w.final() != "" })
}

func classFinal(w want) string { return gomod.Class(w.final()) }

func bySource(a, b want) int {
	return cmp.Or(
		strings.Compare(a.origin(), b.origin()),
		gomod.Compare(a.final(), b.final()),
	)
}
