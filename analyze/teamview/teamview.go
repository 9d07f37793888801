// Package teamview shows a repository as one team meets it: where the team works, which
// split candidates touch it, whom it waits for and who waits for it, which services and
// version conflicts are its own, and what it shares with others.
//
// A file is a team's if a declaration of owners says so; where none says anything, if
// the team makes at least half of the changes of the file's area. Then, over the changes
// that touch an area:
//
//	waits for  changes of ours that touch a file of another team: it has to review
//	           them, or to make a part of them
//	kept waiting  changes of another team, without us, that touch a file of ours
//	together   changes that both teams have a part in
//
// Where it misleads: git does not know who reviewed what, nor how long it took. A change
// by people of several teams counts for each of them. Inferred teams are groups of people
// who work on the same things; what they own is a guess, and is marked.
package teamview

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/areas"
	"seam/analyze/deploy"
	"seam/analyze/diamonds"
	"seam/analyze/focus"
	"seam/analyze/history"
	"seam/analyze/owners"
	"seam/analyze/services"
	"seam/analyze/split"
	"seam/analyze/whatif"
)

// Input is what a team is looked at with. Facts that were not read are nil.
type Input struct {
	Changes    *history.Changes
	Owners     *owners.Owners
	Areas      *areas.Map
	Focus      *focus.Result
	Files      []string // tracked files
	Base       *whatif.Base
	Candidates []split.Candidate
	Diamonds   []diamonds.Diamond
	Services   *services.Graph
	Deploy     *deploy.Result
}

// View is the JSON section.
type View struct {
	Team      string `json:"team"`
	Inferred  bool   `json:"inferred"`   // a group of authors, named by nobody
	OwnerOnly bool   `json:"owner_only"` // declared as an owner of paths, without known members: its work cannot be seen
	People    int    `json:"people"`     // with a part in a change
	Active    int    `json:"active"`     // those of them with one in the last 180 days of the history
	Changes   int    `json:"changes"`    // of the team, that touch an area: sample size of the shares below

	Areas      []focus.Row `json:"areas"` // where the team works, largest share of its work first
	Contested  []Contested `json:"contested"`
	Candidates []Candidate `json:"candidates"` // where the team does work, best rank first
	Others     []Other     `json:"others"`     // most changes that wait for them first
	Owned      []Owned     `json:"owned"`      // declared, by area, most files first
	Diamonds   []Conflict  `json:"diamonds"`   // in manifests of the team
	Services   []Service   `json:"services"`
}

// Contested is an area that the team changes beside others.
type Contested struct {
	Area    string  `json:"area"`
	Changes int     `json:"changes"`
	Share   float64 `json:"share"` // ours
	With    []Share `json:"with"`  // largest first
}

// Share is another team's share of an area.
type Share struct {
	Team  string  `json:"team"`
	Share float64 `json:"share"`
}

// Candidate is a split candidate that the team would have a part in.
type Candidate struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Rank    int           `json:"rank"`
	Verdict split.Verdict `json:"verdict"`
	Changes int           `json:"changes"` // of the candidate: sample size of Share
	Ours    int           `json:"ours"`    // those of the team
	Share   float64       `json:"share"`
	With    []string      `json:"with"` // other teams with at least a tenth of its changes, most first
}

// Other is another team and what ties it to this one.
type Other struct {
	Team        string `json:"team"`
	WaitsFor    int    `json:"waits_for"`    // our changes that touch their files
	KeptWaiting int    `json:"kept_waiting"` // their changes, without us, that touch our files
	Together    int    `json:"together"`     // changes that both have a part in
}

// Owned counts the declared files of a team in one area.
type Owned struct {
	Area  string `json:"area"`
	Files int    `json:"files"` // that the team owns, alone or with others
	Of    int    `json:"of"`    // tracked files of the area
}

// Conflict is a version conflict whose edit goes to a file of the team. ID, Severity and
// Message are those of the diamond, File and Edit those of its fix.
type Conflict struct {
	ID         string `json:"id"`
	Dependency string `json:"dependency"`
	Severity   string `json:"severity"`
	Message    string `json:"message"`
	File       string `json:"file"`
	Edit       string `json:"edit,omitempty"`
}

// Service is a deployable unit whose code is the team's.
type Service struct {
	Name     string   `json:"name"`
	Path     string   `json:"path"`
	Wave     int      `json:"wave"`     // from 1; 0 if it is not ordered
	After    []string `json:"after"`    // services to deploy before it
	Rollback []string `json:"rollback"` // what must be rolled back with it, callers first
}

const (
	leading       = 20   // candidates that are shown wherever the team did anything
	smallShare    = 0.05 // of the changes of another candidate that seam would split; less is not shown
	coordinating  = 0.1  // share of a candidate's changes from which another team is named
	ownerByAmount = 0.5  // share of an area's changes that makes a team its owner where nobody is declared
)

// Names lists the teams that there is a view of, declared ones first.
func Names(in Input) []string {
	var out []string
	for _, t := range in.Owners.Teams() {
		out = append(out, t.Name)
	}
	slices.Sort(out)
	var more []string
	for _, t := range in.Focus.Teams {
		if !slices.Contains(out, t.Name) {
			more = append(more, t.Name)
		}
	}
	return append(out, more...)
}

// Find makes the view of a team; ok is false if there is no such team.
func Find(in Input, team string) (v View, ok bool) {
	if !slices.Contains(Names(in), team) {
		return v, false
	}
	f := newFinder(in, team)
	v = View{
		Team: team, Areas: []focus.Row{}, Contested: []Contested{}, Candidates: []Candidate{},
		Others: f.others(), Owned: f.owned(), Diamonds: f.diamonds(), Services: f.services(),
	}
	known := false
	for _, t := range in.Focus.Teams {
		if t.Name == team {
			known = true
			v.People, v.Active, v.Changes, v.Inferred = t.People, t.Active, t.Changes, in.Focus.Inferred
		}
	}
	v.OwnerOnly = !known && !in.Owners.Lists(team)
	for _, r := range in.Focus.Rows {
		if r.Team == team {
			v.Areas = append(v.Areas, r)
		}
	}
	slices.SortStableFunc(v.Areas, func(a, b focus.Row) int { return cmp.Compare(b.Changes, a.Changes) })
	v.Contested = append(v.Contested, f.contested()...)
	v.Candidates = append(v.Candidates, f.candidates()...)
	return v, true
}

// finder looks at a repository for one team.
type finder struct {
	in   Input
	team string
	lead map[string]string // by area: the team that makes at least half of the changes
	// By path of Changes: the teams that it belongs to, and whether it lies in an area.
	of     [][]string
	inArea []bool
}

func newFinder(in Input, team string) *finder {
	f := &finder{in: in, team: team, lead: map[string]string{}}
	for _, r := range in.Focus.Rows { // the largest share of an area comes first
		if r.ShareOfArea >= ownerByAmount && f.lead[r.Area] == "" {
			f.lead[r.Area] = r.Team
		}
	}
	for _, p := range in.Changes.Paths {
		_, ok := in.Areas.Of(p)
		f.of, f.inArea = append(f.of, f.teamsOf(p)), append(f.inArea, ok)
	}
	return f
}

// teamsOf names the teams that a file belongs to.
func (f *finder) teamsOf(file string) []string {
	if o := f.in.Owners.Owners(file); o.Source != "" {
		return o.Teams
	}
	if area, ok := f.in.Areas.Of(file); ok && f.lead[area] != "" {
		return []string{f.lead[area]}
	}
	return nil
}

func (f *finder) ours(file string) bool { return slices.Contains(f.teamsOf(file), f.team) }

// others counts, change by change, who waits for whom.
func (f *finder) others() []Other {
	found := map[string]*Other{}
	with := func(team string) *Other {
		if found[team] == nil {
			found[team] = &Other{Team: team}
		}
		return found[team]
	}
	for i, ch := range f.in.Changes.List.All() {
		if !slices.ContainsFunc(ch.Files(), func(p int32) bool { return f.inArea[p] }) {
			continue
		}
		by, touched := f.in.Focus.ByChange.Teams(i), f.touched(ch)
		mine := slices.Contains(by, f.team)
		for _, t := range touched {
			if mine && t != f.team {
				with(t).WaitsFor++
			}
		}
		for _, t := range by {
			switch {
			case t == f.team:
			case mine:
				with(t).Together++
			case slices.Contains(touched, f.team):
				with(t).KeptWaiting++
			}
		}
	}
	out := make([]Other, 0, len(found))
	for _, o := range found {
		out = append(out, *o)
	}
	slices.SortFunc(out, func(a, b Other) int {
		return cmp.Or(cmp.Compare(b.WaitsFor, a.WaitsFor), cmp.Compare(b.KeptWaiting, a.KeptWaiting), cmp.Compare(b.Together, a.Together), strings.Compare(a.Team, b.Team))
	})
	return out
}

// touched lists the teams whose files a change touches, each once.
func (f *finder) touched(ch history.Change) []string {
	var out []string
	for _, p := range ch.Files() {
		for _, t := range f.of[p] {
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}

func (f *finder) contested() []Contested {
	var out []Contested
	for _, c := range f.in.Focus.Contested {
		row := Contested{Area: c.Area, Changes: c.Changes, With: []Share{}}
		ours := false
		for _, s := range c.Teams {
			if s.Team == f.team {
				row.Share, ours = s.Share, true
			} else {
				row.With = append(row.With, Share(s))
			}
		}
		if ours {
			out = append(out, row)
		}
	}
	return out
}

// owned counts the declared files by area.
func (f *finder) owned() []Owned {
	n := map[string]*Owned{}
	for _, file := range f.in.Files {
		area, ok := f.in.Areas.Of(file)
		if !ok {
			continue
		}
		if n[area] == nil {
			n[area] = &Owned{Area: area}
		}
		n[area].Of++
		if slices.Contains(f.in.Owners.TeamsOfPath(file), f.team) {
			n[area].Files++
		}
	}
	out := []Owned{}
	for _, o := range n {
		if o.Files > 0 {
			out = append(out, *o)
		}
	}
	slices.SortFunc(out, func(a, b Owned) int { return cmp.Or(cmp.Compare(b.Files, a.Files), strings.Compare(a.Area, b.Area)) })
	return out
}
