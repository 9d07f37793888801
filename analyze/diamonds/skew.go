package diamonds

import (
	"fmt"
	"slices"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/gomod"
)

// skew finds workspace-skew and first-party-skew of one dependency.
func (d dependency) skew(together *builds) []Diamond {
	published := filter(d.wants, func(w want) bool { return w.version != "" && !gomod.IsPlaceholder(w.version) })
	external := filter(published, func(w want) bool { return !w.inFolder() })
	var out []Diamond
	if several(external) {
		severity, deciding, apart := judgeSkew(d.name, external, together)
		derived := false
		if d.firstParty {
			severity, deciding, apart, derived = finding.Noise, external, false, true
		}
		x := d.diamond(WorkspaceSkew, severity, external, deciding)
		x.Derived = derived
		if apart {
			x.neverMeet()
		}
		out = append(out, x)
	}
	if d.firstParty && several(published) {
		severity, deciding := judgeFirstParty(published)
		out = append(out, d.diamond(FirstPartySkew, severity, published, deciding))
	}
	return out
}

func several(wants []want) bool { return len(distinct(wants, versionOf)) > 1 }

func versionOf(w want) string { return w.version }

// judgeSkew grades workspace-skew and returns the wants that decided it; apart says that
// no build takes in two that conflict. Those that a fork replaces are judged by replace-skew.
// The 0.x of an unpromising module is no reason to fail a build: Go takes the highest, and it
// serves who asked for less.
func judgeSkew(name string, wants []want, together *builds) (severity finding.Severity, deciding []want, apart bool) {
	production := filter(wants, func(w want) bool { return w.production && !w.forked() })
	direct := filter(production, want.direct)
	different := len(distinct(direct, classBuilt)) > 1 && !Unpromising(name)
	if different {
		if met := meeting(together, direct, classBuilt, want.place, func(_, _ want) bool { return true }); len(met) > 0 {
			return finding.Problem, met, false
		}
	}
	if len(distinct(production, want.built)) > 1 {
		return finding.Smell, production, different
	}
	return finding.Noise, wants, false
}

func judgeFirstParty(wants []want) (finding.Severity, []want) {
	production := filter(wants, func(w want) bool { return w.production })
	if several(production) {
		return finding.Problem, production
	}
	return finding.Smell, wants
}

// diamond assembles a skew finding. deciding, a part of wants, is what the message and
// the edit are about.
func (d dependency) diamond(rule string, severity finding.Severity, wants, deciding []want) Diamond {
	low := slices.MinFunc(deciding, lowestFirst)
	return Diamond{
		ID:             "diamond:" + rule + ":" + ecosystem + ":" + d.name,
		Rule:           rule,
		Ecosystem:      ecosystem,
		Unit:           low.unit.Path,
		Dependency:     d.name,
		Severity:       severity,
		Message:        skewMessage(d.name, deciding),
		Incompatible:   len(distinct(wants, classRequired)) > 1,
		DirectVersions: len(distinct(filter(wants, want.direct), versionOf)),
		Versions:       versions(wants, versionOf, byVersion),
		Location:       low.decides(),
		Fix:            lift(rule, d.name, wants, severity, low),
		Key:            skewKey(rule, d.name, deciding),
		Question:       raising(low, d.name, slices.MaxFunc(deciding, lowestFirst).built()),
	}
}

// skewMessage names the lowest and the highest version and counts those between.
func skewMessage(name string, deciding []want) string {
	built := versions(deciding, want.built, func(a, b want) int { return gomod.Compare(a.built(), b.built()) })
	low, high := built[0], built[len(built)-1]
	if len(built) == 1 {
		return fmt.Sprintf("%s is required at several versions, but replacements make every build use %s", name, low.Version)
	}
	between := ""
	if n := len(built) - 2; n > 0 {
		between = fmt.Sprintf(", with %d more between", n)
	}
	return fmt.Sprintf("%s is required at %s in %s and at %s in %s%s (%s)", name,
		low.Version, english.Some(low.RequiredBy, 3), high.Version, english.Some(high.RequiredBy, 3), between, breaks(name, low.Version, high.Version))
}

// skewKey names the classes in conflict and the folders that ask for less than the
// highest of them. Within one class no folder is named: who lags by a patch release
// changes with every update, and is not worth a new finding.
func skewKey(rule, name string, deciding []want) finding.Key {
	classes := distinct(deciding, classBuilt)
	high := classBuilt(slices.MaxFunc(deciding, lowestFirst))
	behind := filter(deciding, func(w want) bool { return classBuilt(w) != high })
	return finding.Key{
		Group:   rule + " " + ecosystem + " " + name,
		Classes: classes,
		Folders: distinct(behind, folderOf),
	}
}

// neverMeet says so in what is told of a conflict.
func (d *Diamond) neverMeet() {
	d.Apart = true
	d.Message += nowhere
	if d.Fix != nil {
		d.Fix.Edit = optional(d.Fix.Edit)
	}
}

func (w want) place() place { return unitAt(ecosystem, w.unit.Path) }

func folderOf(w want) string { return w.unit.Path }
