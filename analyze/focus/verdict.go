package focus

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"seam/analyze/finding"
)

// knows reports whether enough is known of an area for a verdict.
func (m *measure) knows(area int) bool {
	return m.ofArea[area] >= m.least && ratio(m.unmappedOfArea[area], m.ofArea[area]) <= unmappedShare
}

func (m *measure) verdict(area, team int) string {
	share := ratio(m.cells[area][team], m.ofArea[area])
	switch {
	case m.inferred:
		return Inferred
	case !m.knows(area):
		return NotEnoughData
	case share >= focusedShare:
		return Focused
	case share >= contestedShare && len(m.sharesOf(area, contestedShare)) > 1:
		return Contested
	}
	return Shared
}

// sharesOf lists the teams that make at least part of an area's changes, largest first.
func (m *measure) sharesOf(area int, part float64) []Share {
	var out []Share
	for team, n := range m.cells[area] {
		if s := ratio(n, m.ofArea[area]); n > 0 && s >= part {
			out = append(out, Share{m.teams[team], s})
		}
	}
	slices.SortFunc(out, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), compareNames(a.Team, b.Team))
	})
	return out
}

func (m *measure) contested() []ContestedArea {
	var out []ContestedArea
	for area, name := range m.areas {
		teams := m.sharesOf(area, contestedShare)
		if m.knows(area) && len(teams) > 1 {
			out = append(out, ContestedArea{Area: name, Changes: m.ofArea[area], Teams: teams})
		}
	}
	slices.SortStableFunc(out, func(a, b ContestedArea) int { return cmp.Compare(b.Changes, a.Changes) })
	return out
}

// drift compares declared owners with the work. An area is compared if all its
// declared teams have members: the work of a team that nobody is known to be in
// cannot be seen.
func (m *measure) drift() []Drift {
	members := m.teamsWithMembers()
	var out []Drift
	for area, declared := range m.declaredOwners() {
		silent := slices.ContainsFunc(declared, func(t string) bool { return !members[t] })
		if len(declared) == 0 || silent || !m.knows(area) {
			continue
		}
		if done := m.shareOfAny(area, declared); done < driftShare {
			out = append(out, Drift{
				Area: m.areas[area], Declared: declared, Share: done,
				Changes: m.ofArea[area], Actual: m.sharesOf(area, listedShareOfArea),
			})
		}
	}
	slices.SortStableFunc(out, func(a, b Drift) int { return cmp.Compare(b.Changes, a.Changes) })
	return out
}

func (m *measure) teamsWithMembers() map[string]bool {
	out := map[string]bool{}
	for _, t := range m.owners.Teams() {
		out[t.Name] = t.Members > 0
	}
	return out
}

func (m *measure) shareOfAny(area int, teams []string) float64 {
	n := 0
	for team, name := range m.teams {
		if slices.Contains(teams, name) {
			n += m.cells[area][team]
		}
	}
	return ratio(n, m.ofArea[area])
}

// declaredOwners lists, by area, the teams that answer for at least half of the
// area's files that still exist and were ever changed, sorted.
func (m *measure) declaredOwners() [][]string {
	files := make([]int, len(m.areas))
	owned := make([]map[string]int, len(m.areas))
	for i, p := range m.changes.Paths {
		area := m.areaOf[i]
		if area == none || !m.changes.Alive[i] {
			continue
		}
		files[area]++
		if owned[area] == nil {
			owned[area] = map[string]int{}
		}
		for _, team := range m.owners.TeamsOfPath(p) {
			owned[area][team]++
		}
	}
	out := make([][]string, len(m.areas))
	for area, teams := range owned {
		for team, n := range teams {
			if 2*n >= files[area] {
				out[area] = append(out[area], team)
			}
		}
		slices.Sort(out[area])
	}
	return out
}

func (m *measure) warnings(r Result) []finding.Warning {
	var out []finding.Warning
	warn := func(code string, count int, format string, args ...any) {
		out = append(out, finding.Warning{Code: code, Count: count, Message: fmt.Sprintf(format, args...)})
	}
	if outside := len(m.changes.List) - m.counted; outside > 0 {
		warn("focus-outside", outside, "changes that touch no area, only folders that are gone or that seam.yaml gives to none: %d; they count for no team", outside)
	}
	if m.inferred {
		warn("teams-inferred", 1, "no members of teams are declared: the teams shown are groups of authors found by what they work on, "+
			"without a verdict; list members under teams in seam.yaml")
	} else if r.Unmapped > unmappedShare {
		warn("focus-unmapped", m.unmapped, "%.0f %% of the changes are by people in no declared team; an area where they make more than %.0f %% gets no verdict",
			math.Floor(100*r.Unmapped), 100*unmappedShare)
	}
	if silent := m.silentTeams(); !m.inferred && len(silent) > 0 {
		warn("team-without-members", len(silent), "teams that answer for paths but have no members in seam.yaml: %s; their areas are not compared with their work",
			someOf(silent))
	}
	finding.SortWarnings(out)
	return out
}

func (m *measure) silentTeams() []string {
	var out []string
	for _, t := range m.owners.Teams() {
		if t.Paths && t.Members == 0 {
			out = append(out, t.Name)
		}
	}
	return out
}

// someOf lists the first few names.
func someOf(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
