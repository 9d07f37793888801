package focus

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/areas"
	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/owners"
)

// Measure counts who works where. The paths of c, a and o must be relative to the
// same folder (see owners.Within, areas.Find). Cost: linear in the files of
// all changes; inferring teams adds the square of the number of regular authors.
func Measure(c *history.Changes, o *owners.Owners, a *areas.Map, opt Options) Result {
	m := newMeasure(c, o, a)
	m.least = cmp.Or(opt.MinChanges, minChanges)
	m.place()
	if m.inferred {
		m.inferTeams()
	}
	m.count()
	r := Result{
		Teams: m.summary(), Changes: m.counted, Unmapped: ratio(m.unmapped, m.counted), Inferred: m.inferred,
	}
	r.Rows, r.LeftOut = m.rows()
	if !m.inferred {
		r.Contested = m.contested()
	}
	d := m.declarations()
	r.Drift = d.drift()
	r.Coverage = d.coverage
	r.Silent, r.SilentPeople = d.silentTeams(), d.silentPeople()
	r.Warnings = m.warnings()
	r.ByChange = m.byChange()
	return r
}

// Warnings is what Measure warns of, at a small part of its cost: for answers that do not
// show who works where.
func Warnings(c *history.Changes, o *owners.Owners, a *areas.Map) []finding.Warning {
	m := newMeasure(c, o, a)
	for _, ch := range c.List.All() {
		if m.inArea(ch) {
			m.meet(ch, !m.inferred && len(m.roster.Teams(ch)) == 0)
		}
	}
	return m.warnings()
}

// newMeasure finds the area of every path.
func newMeasure(c *history.Changes, o *owners.Owners, a *areas.Map) *measure {
	m := &measure{
		changes: c, owners: o, roster: o.Roster(c.People), now: c.Now(), inferred: !o.Declares(),
		areaOf: a.Indexes(c.Paths), met: make([]bool, len(c.People)),
	}
	for _, area := range a.List {
		m.areas = append(m.areas, area.Name)
	}
	return m
}

// inArea reports whether a change touches an area.
func (m *measure) inArea(ch history.Change) bool {
	for _, f := range ch.Files() {
		if m.areaOf[f] != none {
			return true
		}
	}
	return false
}

// meet counts a change that touches an area, and marks who had a part in it.
func (m *measure) meet(ch history.Change, unmapped bool) {
	m.counted++
	if unmapped {
		m.unmapped++
	}
	m.met[ch.Author()] = true
	for _, p := range ch.CoAuthors() {
		m.met[p] = true
	}
}

// none is the index of no area and no team.
const none = -1

// measure is one run of Measure. Areas and teams are numbered.
type measure struct {
	changes *history.Changes
	owners  *owners.Owners
	roster  *owners.Roster
	now     int64 // the time of the newest change
	least   int

	areas  []string // names, sorted
	areaOf []int32  // by path: index into areas, or none
	spots  []int32  // the areas that the changes touch, change after change
	begin  []int32  // by change: where its areas begin in spots; one more for the end

	inferred bool
	teams    []string       // names, in any fixed order
	index    map[string]int // declared team -> index into teams
	teamOf   []int          // if inferred, by person: index into teams, or none

	counted, unmapped int     // changes that touch an area, and those of them by people in no team
	met               []bool  // by person: they had a part in one
	cells             [][]int // changes by area and team
	ofArea            []int   // changes by area
	unmappedOfArea    []int   // those of them by people in no team
	ofTeam            []int
}

// place finds the areas of every change.
func (m *measure) place() {
	m.begin = make([]int32, 1, m.changes.List.Len()+1)
	m.spots = make([]int32, 0, m.changes.List.Len())
	last := make([]int, len(m.areas)) // the latest change that touched the area, from 1
	for i, ch := range m.changes.List.All() {
		for _, f := range ch.Files() {
			if area := m.areaOf[f]; area != none && last[area] != i+1 {
				last[area] = i + 1
				m.spots = append(m.spots, int32(area))
			}
		}
		m.begin = append(m.begin, int32(len(m.spots)))
	}
}

// part is somebody's part in a change, and the team they had at the time.
type part struct {
	person int32
	team   int // none if in no team
}

// parts yields the author and the co-authors of a change.
func (m *measure) parts(ch history.Change, yield func(part)) {
	yield(part{ch.Author(), m.team(ch.Author(), ch.When())})
	for _, p := range ch.CoAuthors() {
		yield(part{p, m.team(p, ch.When())})
	}
}

// team numbers a person's team at a time.
func (m *measure) team(person int32, when int64) int {
	if m.inferred {
		return m.teamOf[person]
	}
	name, ok := m.roster.Team(person, when)
	if !ok {
		return none
	}
	i, ok := m.index[name]
	if !ok {
		i = len(m.teams)
		m.index[name] = i
		m.teams = append(m.teams, name)
	}
	return i
}

// teamsOf lists the teams behind a change, each once, in to.
func (m *measure) teamsOf(ch history.Change, to []int) []int {
	m.parts(ch, func(p part) {
		if p.team != none && !slices.Contains(to, p.team) {
			to = append(to, p.team)
		}
	})
	return to
}

// ByChange is the teams behind every change.
type ByChange struct {
	Sets [][]string // the first is that of nobody; then each team alone, then others
	Of   []int32    // by change of the history: the index of its set
}

// Teams are the teams behind a change of the history, declared or inferred, each once.
func (b *ByChange) Teams(change int) []string { return b.Sets[b.Of[change]] }

// byChange names the teams behind every change. Nearly all changes have one team.
func (m *measure) byChange() ByChange {
	out := ByChange{Sets: make([][]string, 1+len(m.teams)), Of: make([]int32, 0, m.changes.List.Len())}
	for t, name := range m.teams {
		out.Sets[1+t] = []string{name}
	}
	var teams []int
	for _, ch := range m.changes.List.All() {
		switch teams = m.teamsOf(ch, teams[:0]); len(teams) {
		case 0:
			out.Of = append(out.Of, 0)
		case 1:
			out.Of = append(out.Of, int32(1+teams[0]))
		default:
			var set []string
			for _, t := range teams {
				set = append(set, m.teams[t])
			}
			out.Of = append(out.Of, int32(len(out.Sets)))
			out.Sets = append(out.Sets, set)
		}
	}
	return out
}

// count fills the tables.
func (m *measure) count() {
	m.index = map[string]int{}
	m.ofArea, m.unmappedOfArea = make([]int, len(m.areas)), make([]int, len(m.areas))
	m.cells = make([][]int, len(m.areas))
	var teams []int
	for change, touched := range m.touched {
		teams = m.teamsOf(change, teams[:0])
		m.grow()
		m.meet(change, len(teams) == 0)
		for _, t := range teams {
			m.ofTeam[t]++
		}
		for _, area := range touched {
			m.ofArea[area]++
			if len(teams) == 0 {
				m.unmappedOfArea[area]++
			}
			for _, t := range teams {
				m.cells[area][t]++
			}
		}
	}
}

// grow makes room for teams that were met for the first time.
func (m *measure) grow() {
	if n := len(m.teams) - len(m.ofTeam); n > 0 {
		m.ofTeam = append(m.ofTeam, make([]int, n)...)
		for i := range m.cells {
			m.cells[i] = append(m.cells[i], make([]int, n)...)
		}
	}
}

// touched yields the changes that touch an area, newest first, with those areas.
func (m *measure) touched(yield func(history.Change, []int32) bool) {
	for i, ch := range m.changes.List.All() {
		touched := m.spots[m.begin[i]:m.begin[i+1]]
		if len(touched) > 0 && !yield(ch, touched) {
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

// membership is the newest change of somebody in a team.
type membership struct {
	team int
	last int64
}

// summary counts the people and changes of each team.
func (m *measure) summary() []Team {
	out := make([]Team, len(m.teams))
	for i, name := range m.teams {
		out[i] = Team{Name: name, Changes: m.ofTeam[i]}
	}
	last := make([][]membership, len(m.changes.People)) // by identity
	for change := range m.touched {
		m.parts(change, func(p part) {
			if p.team == none {
				return
			}
			of := &last[m.roster.Identity(p.person)]
			i := slices.IndexFunc(*of, func(x membership) bool { return x.team == p.team })
			if i < 0 {
				*of = append(*of, membership{p.team, change.When()})
			} else {
				(*of)[i].last = max((*of)[i].last, change.When())
			}
		})
	}
	for _, of := range last {
		for _, x := range of {
			out[x.team].People++
			if m.now-x.last <= activeDays*day {
				out[x.team].Active++
			}
		}
	}
	slices.SortFunc(out, func(a, b Team) int {
		return cmp.Or(cmp.Compare(b.Changes, a.Changes), compareNames(a.Name, b.Name))
	})
	return out
}
