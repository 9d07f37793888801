package focus

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/history"
	"seam/analyze/owners"
)

// declarations are the owners of each file, and which of them appear in the history.
type declarations struct {
	*measure
	groups   []group
	groupOf  []int // by path: index into groups, or none
	files    []int // by group: files it owns
	coverage Coverage
	last     []int64 // by identity: the newest change; unseen for none
	first    int64   // the oldest change
}

// group is one set of owners.
type group struct {
	owners.Ownership
	recognised bool            // every owner is: the work can be compared
	people     map[int32]bool  // owners by name or through an alias
	teams      map[string]bool // owners whose members seam.yaml lists
}

// declarations groups the files by their owners.
func (m *measure) declarations() *declarations {
	d := &declarations{measure: m, groupOf: make([]int, len(m.changes.Paths)), last: make([]int64, len(m.changes.People))}
	bySource := map[owners.Source]int{}
	index := map[string]int{}
	var before owners.Ownership // of the last file that has one, which neighbours often share
	at := none
	for i, p := range m.changes.Paths {
		d.groupOf[i] = none
		if m.areaOf[i] == none || !m.changes.Alive[i] {
			continue
		}
		d.coverage.Files++
		own := m.owners.Owners(p)
		if len(own.Teams)+len(own.People) == 0 && !own.Roles {
			continue
		}
		if at == none || !same(own, before) {
			before, at = own, d.group(own, index)
		}
		d.groupOf[i] = at
		d.files[at]++
		bySource[own.Source]++
		if d.groups[at].recognised {
			d.coverage.Compared++
		}
	}
	for _, s := range []owners.Source{owners.FromConfig, owners.FromCodeowners, owners.FromOwners} {
		if bySource[s] > 0 {
			d.coverage.Sources = append(d.coverage.Sources, SourceFiles{string(s), bySource[s]})
		}
	}
	d.dates()
	return d
}

func same(a, b owners.Ownership) bool {
	return a.Source == b.Source && a.Roles == b.Roles && slices.Equal(a.Teams, b.Teams) && slices.Equal(a.People, b.People)
}

// group finds the number of a set of owners.
func (d *declarations) group(own owners.Ownership, index map[string]int) int {
	key := fmt.Sprint(own.Source, own.Roles, "\x00", strings.Join(own.Teams, "\x00"), "\x00\x00", strings.Join(own.People, "\x00"))
	i, ok := index[key]
	if !ok {
		i = len(d.groups)
		index[key] = i
		d.groups = append(d.groups, d.recognise(own))
		d.files = append(d.files, 0)
	}
	return i
}

// recognise looks up owners in the history.
func (d *declarations) recognise(own owners.Ownership) group {
	g := group{Ownership: own, recognised: !own.Roles, people: map[int32]bool{}, teams: map[string]bool{}}
	for _, t := range own.Teams {
		if d.owners.Lists(t) {
			g.teams[t] = true
			continue
		}
		people, all := d.roster.Members(t, d.now)
		g.add(people, all)
	}
	for _, p := range own.People {
		people := d.roster.Known(p)
		g.add(people, people != nil)
	}
	return g
}

func (g *group) add(people []int32, all bool) {
	g.recognised = g.recognised && all
	for _, p := range people {
		g.people[p] = true
	}
}

// unseen is no time of a change.
const unseen = -1

// dates finds out when everybody last changed something.
func (d *declarations) dates() {
	d.first = d.now
	for id := range d.last {
		d.last[id] = unseen
	}
	for _, ch := range d.changes.List.All() {
		d.first = min(d.first, ch.When())
		d.parts(ch, func(p part) {
			id := d.roster.Identity(p.person)
			d.last[id] = max(d.last[id], ch.When(), 0)
		})
	}
}

// by tells whether one of the owners had a part in a change, and whether nobody of any
// team had while teams are among the owners.
func (d *declarations) by(g *group, ch history.Change) (owner, stranger bool) {
	stranger = len(g.teams) > 0
	d.parts(ch, func(p part) {
		owner = owner || g.people[p.person] || p.team != none && !d.inferred && g.teams[d.teams[p.team]]
		stranger = stranger && p.team == none
	})
	return owner, stranger && !owner
}

// tally is the work on the compared files of one area.
type tally struct {
	changes                    int
	touches, owners, strangers int // changes, once for each file
	seen                       int // the latest change that was counted, from 1
	files                      int
	teams                      map[string]int // files by owner
	people                     map[string]bool
}

// drift compares the owners of each area with the work, and counts the areas where that
// can be done.
func (d *declarations) drift() []Drift {
	var out []Drift
	for area, t := range d.tallies() {
		if t.changes < d.least || ratio(t.strangers, t.touches) > unmappedShare {
			continue
		}
		d.coverage.Areas++
		if ratio(t.owners, t.touches) >= driftShare {
			continue
		}
		r := Drift{
			Area: d.areas[area], Declared: byCount(t.teams), People: len(t.people), Files: t.files,
			Share: ratio(t.owners, t.touches), Changes: t.changes,
		}
		if !d.inferred {
			r.Actual = d.sharesOf(area, listedShareOfArea)
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b Drift) int { return cmp.Compare(b.Changes, a.Changes) })
	return out
}

// tallies counts the work on files whose owners are recognised, by area.
func (d *declarations) tallies() []tally {
	out := make([]tally, len(d.areas))
	for i := range out {
		out[i].teams, out[i].people = map[string]int{}, map[string]bool{}
	}
	for p, g := range d.groupOf {
		if g == none || !d.groups[g].recognised {
			continue
		}
		t := &out[d.areaOf[p]]
		t.files++
		for _, team := range d.groups[g].Teams {
			t.teams[team]++
		}
		for _, person := range d.groups[g].People {
			t.people[person] = true
		}
	}
	for i, ch := range d.changes.List.All() {
		for _, f := range ch.Files() {
			if g := d.groupOf[f]; g != none && d.groups[g].recognised {
				owner, stranger := d.by(&d.groups[g], ch)
				out[d.areaOf[f]].count(i, owner, stranger)
			}
		}
	}
	return out
}

func (t *tally) count(change int, owner, stranger bool) {
	t.touches++
	if owner {
		t.owners++
	}
	if stranger {
		t.strangers++
	}
	if t.seen != change+1 {
		t.seen = change + 1
		t.changes++
	}
}

// byCount lists the keys, the largest number first.
func byCount(n map[string]int) []string {
	out := make([]string, 0, len(n))
	for k := range n {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), strings.Compare(a, b)) })
	return out
}

// silentTeams lists the teams that own files and none of whose members, as of the newest
// change, changed anything for a year. A team with members whom the history does not
// know by their login is left out: one of them may do all of the work.
func (d *declarations) silentTeams() []SilentOwner {
	files := map[string]int{}
	for g, n := range d.files {
		for _, t := range d.groups[g].Teams {
			files[t] += n
		}
	}
	var out []SilentOwner
	for _, team := range byCount(files) {
		people, all := d.roster.Members(team, d.now)
		if len(people) == 0 || !all {
			continue
		}
		if days, never := d.silence(people); days >= silentDays {
			out = append(out, SilentOwner{Team: team, Files: files[team], Members: d.distinct(people), Days: days, Never: never})
		}
	}
	return out
}

// silence is for how many days nobody of people has changed anything, and whether
// nobody ever did; then the days count from the oldest change.
func (d *declarations) silence(people []int32) (days int, never bool) {
	last, never := d.first, true
	for _, p := range people {
		if when := d.last[d.roster.Identity(p)]; when != unseen {
			last, never = max(last, when), false
		}
	}
	return int((d.now - last) / day), never
}

func (d *declarations) distinct(people []int32) int {
	ids := map[int]bool{}
	for _, p := range people {
		ids[d.roster.Identity(p)] = true
	}
	return len(ids)
}

// silentPeople counts the files that only people own all of whom are recognised and
// silent.
func (d *declarations) silentPeople() []SilentPeople {
	var out []SilentPeople
	for _, source := range []owners.Source{owners.FromCodeowners, owners.FromOwners} {
		s := SilentPeople{Source: string(source)}
		people := map[string]bool{}
		for i, g := range d.groups {
			if g.Source == source && len(g.Teams) == 0 && d.allSilent(g) {
				s.Files += d.files[i]
				for _, p := range g.People {
					people[p] = true
				}
			}
		}
		if s.People = len(people); s.Files > 0 {
			out = append(out, s)
		}
	}
	return out
}

func (d *declarations) allSilent(g group) bool {
	if !g.recognised || len(g.people) == 0 {
		return false
	}
	people := make([]int32, 0, len(g.people))
	for p := range g.people {
		people = append(people, p)
	}
	days, _ := d.silence(people)
	return days >= silentDays
}
