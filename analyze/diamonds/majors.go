package diamonds

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// twoMajors finds modules of which one manifest lists several major versions.
func twoMajors(u *modules.Unit) []Diamond {
	if u.Ecosystem != ecosystem {
		return nil
	}
	byBase := map[string][]want{}
	for _, w := range wantsOf(u) {
		if w.version != "" {
			base := gomod.MajorBase(w.name)
			byBase[base] = append(byBase[base], w)
		}
	}
	var out []Diamond
	for base, wants := range byBase {
		if len(wants) > 1 {
			slices.SortFunc(wants, majorOrder)
			out = append(out, majors(u, base, wants))
		}
	}
	return out
}

// majorOrder puts the lowest major first; two paths of one version (v2+incompatible
// and /v2) by name.
func majorOrder(a, b want) int {
	if c := byVersion(a, b); c != 0 {
		return c
	}
	return strings.Compare(a.name, b.name)
}

func majors(u *modules.Unit, base string, wants []want) Diamond {
	direct := filter(wants, want.direct)
	deciding := wants
	if len(direct) > 1 {
		deciding = direct
	}
	low, high := deciding[0], deciding[len(deciding)-1]
	return Diamond{
		ID:             "diamond:" + GoTwoMajors + ":" + ecosystem + ":" + base + ":" + u.Path,
		Rule:           GoTwoMajors,
		Ecosystem:      ecosystem,
		Unit:           u.Path,
		Dependency:     base,
		Severity:       judgeMajors(len(direct), low.production),
		Message:        fmt.Sprintf("%s builds with %s and %s, two major versions of one module: their types do not mix", u.Manifest, low.path(), high.path()),
		Incompatible:   len(distinct(wants, classRequired)) > 1,
		DirectVersions: len(direct),
		Versions:       versions(wants, want.path, majorOrder),
		Location:       low.location,
		Fix:            settle(low, high),
		Key: finding.Key{
			Group:   GoTwoMajors + " " + ecosystem + " " + base + " " + u.Path,
			Classes: distinct(wants, func(w want) string { return w.name }),
			Folders: []string{u.Path},
		},
	}
}

func (w want) path() string { return w.name + "@" + w.version }

func judgeMajors(direct int, production bool) finding.Severity {
	grades := []finding.Severity{finding.Noise, finding.Smell, finding.Problem}
	grade := min(direct, 2)
	if !production {
		grade = max(grade-1, 0)
	}
	return grades[grade]
}
