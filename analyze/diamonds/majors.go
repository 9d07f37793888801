package diamonds

import (
	"cmp"
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

// majorOrder puts the lowest major first. Of two paths of one major the one without
// a suffix (+incompatible) is the older way and comes first.
func majorOrder(a, b want) int {
	return cmp.Or(
		gomod.CompareMajor(a.version, b.version),
		compareBool(a.suffixed(), b.suffixed()),
		byVersion(a, b),
		strings.Compare(a.name, b.name),
	)
}

func (w want) suffixed() bool {
	_, major := gomod.SplitPathVersion(w.name)
	return major != ""
}

func majors(u *modules.Unit, base string, wants []want) Diamond {
	direct := filter(wants, want.direct)
	m := movesOf(wants)
	return Diamond{
		ID:             "diamond:" + GoTwoMajors + ":" + ecosystem + ":" + base + ":" + u.Path,
		Rule:           GoTwoMajors,
		Ecosystem:      ecosystem,
		Unit:           u.Path,
		Dependency:     base,
		Severity:       judgeMajors(len(direct), wants[0].production),
		Message:        majorsMessage(u, wants),
		Incompatible:   len(distinct(wants, classRequired)) > 1,
		DirectVersions: len(direct),
		Versions:       versions(wants, want.path, majorOrder),
		Location:       m.first().location,
		Fix:            m.fix(),
		Key: finding.Key{
			Group:   GoTwoMajors + " " + ecosystem + " " + base + " " + u.Path,
			Classes: distinct(wants, func(w want) string { return w.name }),
			Folders: []string{u.Path},
		},
	}
}

func majorsMessage(u *modules.Unit, wants []want) string {
	var paths []string
	for _, w := range wants {
		paths = append(paths, w.path())
	}
	number := fmt.Sprint(len(wants))
	if len(wants) == 2 {
		number = "two"
	}
	return fmt.Sprintf("%s builds with %s, %s major versions of one module: their types do not mix", u.Manifest, and(paths), number)
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
