package focus

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/areas"
	"seam/analyze/history"
	"seam/analyze/owners"
)

// Measure counts who works where. The paths of c, a and o must be relative to the
// same folder (see owners.Within, areas.FindWithin). Cost: linear in the files of
// all changes; inferring teams adds the square of the number of regular authors.
func Measure(c *history.Changes, o *owners.Owners, a *areas.Map, opt Options) Result {
	m := &measure{changes: c, owners: o, least: cmp.Or(opt.MinChanges, minChanges)}
	m.place(a)
	if o.Declares() {
		m.declaredTeams()
	} else {
		m.inferTeams()
	}
	m.count()
	r := Result{
		Teams: m.summary(), Changes: m.counted, Unmapped: ratio(m.unmapped, m.counted), Inferred: m.inferred,
	}
	r.Rows, r.LeftOut = m.rows()
	if !m.inferred {
		r.Contested = m.contested()
		r.Drift = m.drift()
	}
	r.Warnings = m.warnings(r)
	return r
}

// none is the index of no area and no team.
const none = -1

// measure is one run of Measure. Areas and teams are numbered.
type measure struct {
	changes *history.Changes
	owners  *owners.Owners
	least   int

	areas  []string // names, sorted
	areaOf []int    // by path: index into areas, or none

	inferred bool
	teams    []string // names, in any fixed order
	teamOf   []int    // by person: index into teams, or none

	counted, unmapped int
	cells             [][]int // changes by area and team
	ofArea            []int   // changes by area
	unmappedOfArea    []int   // those of them by people in no team
	ofTeam            []int
}

// place finds the area of every path.
func (m *measure) place(a *areas.Map) {
	index := map[string]int{}
	for i, area := range a.List {
		m.areas = append(m.areas, area.Name)
		index[area.Name] = i
	}
	m.areaOf = make([]int, len(m.changes.Paths))
	for i, p := range m.changes.Paths {
		m.areaOf[i] = none
		if name, ok := a.Of(p); ok {
			m.areaOf[i] = index[name]
		}
	}
}

func (m *measure) declaredTeams() {
	index := map[string]int{}
	m.teamOf = make([]int, len(m.changes.People))
	for i, p := range m.changes.People {
		m.teamOf[i] = none
		name, ok := m.owners.TeamOf(p)
		if !ok {
			continue
		}
		if _, ok := index[name]; !ok {
			index[name] = len(m.teams)
			m.teams = append(m.teams, name)
		}
		m.teamOf[i] = index[name]
	}
}

// count fills the tables.
func (m *measure) count() {
	m.ofArea, m.unmappedOfArea = make([]int, len(m.areas)), make([]int, len(m.areas))
	m.ofTeam = make([]int, len(m.teams))
	m.cells = make([][]int, len(m.areas))
	for i := range m.cells {
		m.cells[i] = make([]int, len(m.teams))
	}
	for change, touched := range m.touched {
		team := m.teamOf[change.Author]
		m.counted++
		if team == none {
			m.unmapped++
		} else {
			m.ofTeam[team]++
		}
		for _, area := range touched {
			m.ofArea[area]++
			if team == none {
				m.unmappedOfArea[area]++
			} else {
				m.cells[area][team]++
			}
		}
	}
}

// touched yields the changes that touch an area, newest first, with those areas. The
// slice is used again for the next change.
func (m *measure) touched(yield func(history.Change, []int) bool) {
	last := make([]int, len(m.areas)) // the latest change that touched the area, from 1
	var touched []int
	for i, change := range m.changes.List {
		touched = touched[:0]
		for _, f := range change.Files {
			if area := m.areaOf[f]; area != none && last[area] != i+1 {
				last[area] = i + 1
				touched = append(touched, area)
			}
		}
		if len(touched) > 0 && !yield(change, touched) {
			return
		}
	}
}

// rows lists the cells that matter, and counts the others that are not empty.
func (m *measure) rows() (rows []Row, leftOut int) {
	for area := range m.areas {
		for team, n := range m.cells[area] {
			if n == 0 {
				continue
			}
			r := m.row(area, team)
			if r.ShareOfArea < listedShareOfArea && r.ShareOfTeam < listedShareOfTeam {
				leftOut++
				continue
			}
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(strings.Compare(a.Area, b.Area), cmp.Compare(b.ShareOfArea, a.ShareOfArea), compareNames(a.Team, b.Team))
	})
	return rows, leftOut
}

func (m *measure) row(area, team int) Row {
	n := m.cells[area][team]
	r := Row{
		Area: m.areas[area], Team: m.teams[team], Inferred: m.inferred, Verdict: m.verdict(area, team),
		Changes: n, AreaChanges: m.ofArea[area], TeamChanges: m.ofTeam[team],
		ShareOfArea: ratio(n, m.ofArea[area]), ShareOfTeam: ratio(n, m.ofTeam[team]),
	}
	r.TeamFocused = !m.inferred && r.TeamChanges >= m.least && r.ShareOfTeam >= focusedShare
	return r
}

// compareNames orders "inferred 2" before "inferred 10", all else by bytes.
func compareNames(a, b string) int {
	if strings.HasPrefix(a, inferredPrefix) && strings.HasPrefix(b, inferredPrefix) {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	}
	return strings.Compare(a, b)
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// summary counts the people and changes of each team.
func (m *measure) summary() []Team {
	out := make([]Team, len(m.teams))
	for i, name := range m.teams {
		out[i] = Team{Name: name, Changes: m.ofTeam[i]}
	}
	identity := m.owners.Identities(m.changes.People)
	seen := map[[2]int]bool{}
	for change := range m.touched {
		team, who := m.teamOf[change.Author], identity[change.Author]
		if team != none && !seen[[2]int{team, who}] {
			seen[[2]int{team, who}] = true
			out[team].People++
		}
	}
	slices.SortFunc(out, func(a, b Team) int {
		return cmp.Or(cmp.Compare(b.Changes, a.Changes), compareNames(a.Name, b.Name))
	})
	return out
}
