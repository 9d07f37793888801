package compare

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"seam/analyze/diamonds"
	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/modules"
)

// ExplainVersions says of each new version conflict which side of it the change brought: the
// units in it whose manifest asks for a version that it did not ask for in base. Where no
// manifest does (a lock alone has changed, a requirement is gone), the finding stays as it is.
func ExplainVersions(list []finding.Finding, conflicts []diamonds.Diamond, base, head *modules.Set) []finding.Finding {
	if base == nil || head == nil {
		return list
	}
	out := slices.Clone(list)
	for i, f := range out {
		at := slices.IndexFunc(conflicts, func(d diamonds.Diamond) bool { return d.ID == f.ID })
		if at < 0 {
			continue
		}
		if added := brought(conflicts[at], base, head); len(added) > 0 {
			out[i].Message += "; new here: " + strings.Join(added[:min(len(added), named)], "; ")
			if more := len(added) - named; more > 0 {
				out[i].Message += fmt.Sprintf("; and %d more", more)
			}
		}
	}
	return out
}

// brought are the new requirements of a conflict, each with what the unit asked for before.
func brought(d diamonds.Diamond, base, head *modules.Set) (out []string) {
	sides := map[string]bool{}
	for _, v := range d.Versions {
		for _, unit := range v.RequiredBy {
			sides[unit] = true
		}
	}
	before, now := asked(base, d), asked(head, d)
	for _, unit := range slices.Sorted(maps.Keys(sides)) {
		for _, version := range now[unit] {
			switch was := before[unit]; {
			case slices.Contains(was, version):
			case len(was) > 0:
				out = append(out, fmt.Sprintf("%s in %s, %s before", version, english.Place(unit), strings.Join(was, " and ")))
			default:
				out = append(out, fmt.Sprintf("%s in %s, which did not ask for it before", version, english.Place(unit)))
			}
		}
	}
	return out
}

// asked are the versions that manifests ask of a conflict's dependency, by the unit's folder.
func asked(s *modules.Set, d diamonds.Diamond) map[string][]string {
	out := map[string][]string{}
	for _, u := range s.Units {
		if u.Ecosystem != d.Ecosystem {
			continue
		}
		for _, r := range u.Requirements {
			if r.Name == d.Dependency && r.Version != "" && !slices.Contains(out[u.Path], r.Version) {
				out[u.Path] = append(out[u.Path], r.Version)
			}
		}
	}
	return out
}
