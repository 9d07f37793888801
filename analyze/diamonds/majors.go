package diamonds

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// twoMajors finds modules of which one unit builds several major versions: those that
// its manifest lists and, where the build list is known, those that only the graph holds.
func twoMajors(u *modules.Unit, builds []*resolved) []Diamond {
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
	build := buildOf(u, builds)
	for _, w := range build.unlisted() {
		base := gomod.MajorBase(w.name)
		byBase[base] = append(byBase[base], w)
	}
	maps.DeleteFunc(byBase, func(_ string, wants []want) bool { return len(wants) < 2 })
	var out []Diamond
	for base, wants := range byBase {
		slices.SortFunc(wants, majorOrder)
		d := majors(u, base, wants)
		build.explain(&d, wants, byBase)
		out = append(out, d)
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
	listed := filter(wants, func(w want) bool { return !w.unlisted })
	m := movesOf(wants)
	return Diamond{
		ID:             "diamond:" + GoTwoMajors + ":" + ecosystem + ":" + base + ":" + u.Path,
		Rule:           GoTwoMajors,
		Ecosystem:      ecosystem,
		Unit:           u.Path,
		Dependency:     base,
		Severity:       judgeMajors(len(direct), len(listed), wants[0].production),
		Message:        majorsMessage(u, wants),
		Incompatible:   len(distinct(wants, classRequired)) > 1,
		DirectVersions: len(direct),
		Versions:       versions(wants, want.path, majorOrder),
		Location:       m.first().location,
		Fix:            m.fix(),
		Question:       exposing(u, direct),
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
	return fmt.Sprintf("%s builds with %s, %s major versions of one module: their types do not mix", u.Manifest, english.And(paths), number)
}

func (w want) path() string { return w.name + "@" + w.version }

// judgeMajors grades by how many majors the unit's own code imports and how many its
// manifest lists. Two or three are moves that are not finished; four are kept on purpose,
// by code that speaks each generation of a protocol or reads what each has written.
func judgeMajors(direct, listed int, production bool) finding.Severity {
	grades := []finding.Severity{finding.Noise, finding.Smell, finding.Problem}
	grade := min(direct, 2)
	switch {
	case listed < 2:
		grade = 0
	case direct > 3:
		grade = 1
	}
	if !production {
		grade = max(grade-1, 0)
	}
	return grades[grade]
}
