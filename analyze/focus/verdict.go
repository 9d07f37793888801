package focus

import (
	"cmp"
	"fmt"
	"slices"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/history"
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

func (m *measure) warnings() []finding.Warning {
	var out []finding.Warning
	warn := func(code string, count int, format string, args ...any) {
		out = append(out, finding.Warning{Code: code, Count: count, Message: fmt.Sprintf(format, args...)})
	}
	if outside := m.changes.List.Len() - m.counted; outside > 0 {
		warn("focus-outside", outside, "changes that touch no area, only folders that are gone or that seam.yaml gives to none: %d; they count for no team", outside)
	}
	if m.inferred {
		warn("teams-inferred", 1, "no members of teams are declared: the teams shown are groups of authors found by what they work on, "+
			"without a verdict; list members under teams in seam.yaml")
	} else if share := ratio(m.unmapped, m.counted); share > unmappedShare {
		warn("focus-unmapped", m.unmapped, "%.0f %% of the changes are by people in no declared team; an area where they make more than %.0f %% gets no verdict",
			100*share, 100*unmappedShare)
	}
	if unknown := m.unknownTeams(); !m.inferred && len(unknown) > 0 {
		warn("team-without-members", len(unknown), "teams that answer for paths but have no members in seam.yaml: %s; their files are not compared with their work",
			english.Some(unknown, 5))
	}
	if n := m.alike(); n > 0 {
		warn("addresses-alike", n, "people who look like somebody else by name and by the part of the address before the @: %d; "+
			"they count as different people unless .mailmap joins them", n)
	}
	finding.SortWarnings(out)
	return out
}

// unknownTeams lists the teams with paths of whom no member is known.
func (m *measure) unknownTeams() []string {
	var out []string
	for _, t := range m.owners.Teams() {
		if !t.Paths {
			continue
		}
		if _, all := m.roster.Members(t.Name, m.now); !all {
			out = append(out, t.Name)
		}
	}
	return out
}

// alike counts the people behind changes who may be one another.
func (m *measure) alike() int {
	var people []history.Person
	for i, met := range m.met {
		if met {
			people = append(people, m.changes.People[i])
		}
	}
	return m.owners.Alike(people)
}
