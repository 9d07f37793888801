package diamonds

import (
	"slices"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
)

// skew finds workspace-skew and first-party-skew of one dependency.
func (d dependency) skew() []Diamond {
	published := filter(d.wants, func(w want) bool { return w.version != "" && !gomod.IsPlaceholder(w.version) })
	external := filter(published, func(w want) bool { return !w.inFolder() })
	var out []Diamond
	if several(external) {
		severity, deciding := judgeSkew(external)
		derived := false
		if d.firstParty {
			severity, deciding, derived = finding.Noise, external, true
		}
		out = append(out, d.diamond(WorkspaceSkew, severity, external, deciding))
		out[0].Derived = derived
	}
	if d.firstParty && several(published) {
		severity, deciding := judgeFirstParty(published)
		out = append(out, d.diamond(FirstPartySkew, severity, published, deciding))
	}
	return out
}

func several(wants []want) bool { return len(distinct(wants, versionOf)) > 1 }

func versionOf(w want) string { return w.version }

// judgeSkew grades workspace-skew and returns the wants that decided it. Those that a
// fork replaces are judged by replace-skew.
func judgeSkew(wants []want) (finding.Severity, []want) {
	production := filter(wants, func(w want) bool { return w.production && !w.forked() })
	direct := filter(production, func(w want) bool { return !w.indirect })
	switch {
	case len(distinct(direct, classBuilt)) > 1:
		return finding.Problem, direct
	case len(distinct(production, want.built)) > 1:
		return finding.Smell, production
	}
	return finding.Noise, wants
}

func judgeFirstParty(wants []want) (finding.Severity, []want) {
	production := filter(wants, func(w want) bool { return w.production })
	if several(production) {
		return finding.Problem, production
	}
	return finding.Smell, wants
}

// diamond assembles a skew finding. deciding, a part of wants, is what the edit is
// about.
func (d dependency) diamond(rule string, severity finding.Severity, wants, deciding []want) Diamond {
	low := slices.MinFunc(deciding, lowestFirst)
	return Diamond{
		ID:             "diamond:" + rule + ":" + ecosystem + ":" + d.name,
		Rule:           rule,
		Ecosystem:      ecosystem,
		Unit:           low.unit.Path,
		Dependency:     d.name,
		Severity:       severity,
		Incompatible:   len(distinct(wants, func(w want) string { return gomod.Class(w.version) })) > 1,
		DirectVersions: len(distinct(filter(wants, func(w want) bool { return !w.indirect }), versionOf)),
		Versions:       versions(wants, versionOf, byVersion),
		Location:       low.decides(),
		Fix:            lift(d.name, wants, low),
		Key:            skewKey(rule, d.name, deciding),
	}
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

func folderOf(w want) string { return w.unit.Path }
