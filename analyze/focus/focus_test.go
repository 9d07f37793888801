package focus

import (
	"cmp"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"seam/analyze/areas"
	"seam/analyze/config"
	"seam/analyze/history"
	"seam/analyze/owners"
	"seam/analyze/repo"
)

// work is a history told as "40 pay@x: a/1 b/2" lines, oldest first: so many changes
// by that author, each of those files.
func work(t *testing.T, text string) *history.Changes {
	t.Helper()
	c := &history.Changes{}
	paths, people := map[string]int32{}, map[string]int32{}
	index := func(m map[string]int32, key string) int32 {
		if _, ok := m[key]; !ok {
			m[key] = int32(len(m))
		}
		return m[key]
	}
	var list []history.ChangeFields
	for line := range strings.Lines(text) {
		head, files, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		var n int
		var email string
		if _, err := fmt.Sscan(head, &n, &email); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		change := history.ChangeFields{Author: index(people, email)}
		for f := range strings.FieldsSeq(files) {
			change.Files = append(change.Files, index(paths, f))
		}
		for range n {
			list = append(list, change)
		}
	}
	slices.Reverse(list)
	c.List = history.ListOf(list...)
	c.Paths, c.Alive = make([]string, len(paths)), make([]bool, len(paths))
	for p, i := range paths {
		c.Paths[i], c.Alive[i] = p, true
	}
	c.People = make([]history.Person, len(people))
	for e, i := range people {
		c.People[i] = history.Person{Name: "Name of " + e, Email: e}
	}
	return c
}

// folders makes every top folder an area.
func folders(c *history.Changes) *areas.Map {
	var declared []config.Area
	for _, p := range c.Paths {
		name, _, _ := strings.Cut(p, "/")
		if !slices.ContainsFunc(declared, func(a config.Area) bool { return a.Name == name }) {
			declared = append(declared, config.Area{Name: name, Paths: []string{"/" + name + "/"}})
		}
	}
	return areas.Find(".", c.Paths, nil, declared)
}

func declare(t *testing.T, files map[string]string) *owners.Owners {
	t.Helper()
	tree := repo.Memory(files)
	c, err := config.Load(tree, ".")
	if err != nil {
		t.Fatal(err)
	}
	return owners.Load(tree, c)
}

const threeTeams = `
teams:
  pay: {members: ["*@pay"], paths: [a]}
  web: {members: ["*@web"]}
  ops: {members: ["*@ops"]}
`

func TestShares(t *testing.T) {
	c := work(t, `
		36 ann@pay: a/1
		 4 bob@web: a/1 b/1
		 6 bob@web: b/1 b/2
	`)
	r := Measure(c, declare(t, map[string]string{"seam.yaml": threeTeams}), folders(c), Options{})
	want := []Row{
		{Area: "a", Team: "pay", ShareOfArea: 0.9, ShareOfTeam: 1, Changes: 36, AreaChanges: 40, TeamChanges: 36, TeamFocused: true, Verdict: Focused},
		{Area: "a", Team: "web", ShareOfArea: 0.1, ShareOfTeam: 0.4, Changes: 4, AreaChanges: 40, TeamChanges: 10, Verdict: Shared},
		{Area: "b", Team: "web", ShareOfArea: 1, ShareOfTeam: 1, Changes: 10, AreaChanges: 10, TeamChanges: 10, Verdict: NotEnoughData},
	}
	if diff := gocmp.Diff(want, r.Rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	teams := []Team{{"pay", 1, 1, 36}, {"web", 1, 1, 10}}
	if diff := gocmp.Diff(teams, r.Teams); diff != "" || r.Changes != 46 || r.Inferred || r.Unmapped != 0 {
		t.Errorf("%d changes, %v unmapped, inferred %v; teams (-want +got):\n%s", r.Changes, r.Unmapped, r.Inferred, diff)
	}
}

func TestVerdicts(t *testing.T) {
	tests := []struct {
		name, work string
		want       []string // of area a
		contested  string
	}{
		{"one team just makes 90 %", "18 x@pay: a/1\n2 x@web: a/1", []string{"pay focused", "web shared"}, ""},
		{"one team just misses 90 %", "17 x@pay: a/1\n3 x@web: a/1", []string{"pay shared", "web shared"}, ""},
		{"19 changes are not enough", "19 x@pay: a/1", []string{"pay not enough data"}, ""},
		{"two teams with a quarter", "12 x@pay: a/1\n5 x@web: a/1\n3 x@ops: a/1", []string{"pay contested", "web contested", "ops shared"}, "pay 0.60, web 0.25"},
		{"a second team short of a quarter", "16 x@pay: a/1\n4 x@web: a/1", []string{"pay shared", "web shared"}, ""},
		{"equal shares go by name", "10 x@web: a/1\n10 x@pay: a/1", []string{"pay contested", "web contested"}, "pay 0.50, web 0.50"},
		{"20 % of strangers are tolerated", "16 x@pay: a/1\n4 x@else: a/1", []string{"pay shared"}, ""},
		{"more are not", "15 x@pay: a/1\n5 x@else: a/1", []string{"pay not enough data"}, ""},
		{"nor do they leave an area contested", "7 x@pay: a/1\n7 x@web: a/1\n6 x@else: a/1", []string{"pay not enough data", "web not enough data"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := work(t, tt.work)
			r := Measure(c, declare(t, map[string]string{"seam.yaml": threeTeams}), folders(c), Options{})
			var got []string
			for _, row := range r.Rows {
				got = append(got, row.Team+" "+row.Verdict)
			}
			if diff := gocmp.Diff(tt.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
			var contested []string
			for _, a := range r.Contested {
				for _, s := range a.Teams {
					contested = append(contested, fmt.Sprintf("%s %.2f", s.Team, s.Share))
				}
			}
			if s := strings.Join(contested, ", "); s != tt.contested {
				t.Errorf("contested: %q, want %q", s, tt.contested)
			}
		})
	}
}

func TestSmallRowsAreLeftOut(t *testing.T) {
	c := work(t, `
		97 x@pay: a/1
		2 x@web: a/1
		1 x@ops: a/1
		50 x@web: b/1
	`)
	r := Measure(c, declare(t, map[string]string{"seam.yaml": threeTeams}), folders(c), Options{})
	var got []string
	for _, row := range r.Rows {
		got = append(got, row.Area+" "+row.Team)
	}
	// The one change of ops is 1 % of the area, but all that ops does.
	if diff := gocmp.Diff([]string{"a pay", "a ops", "b web"}, got); diff != "" || r.LeftOut != 1 {
		t.Errorf("%d left out, rows (-want +got):\n%s", r.LeftOut, diff)
	}
}

func TestDrift(t *testing.T) {
	c := work(t, `
		8 x@pay: a/1
		12 x@web: a/1
		20 x@web: b/1
		20 x@web: c/1
		20 x@pay: d/1
		20 x@pay: d/2
	`)
	o := declare(t, map[string]string{"seam.yaml": threeTeams, "CODEOWNERS": `
		/b/ @acme/silent
		/c/ @acme/web
		/d/1 @acme/ops
	`})
	r := Measure(c, o, folders(c), Options{})
	// b: nobody is known to be in the team. c: the owners do the work. d: only the file
	// that has an owner counts.
	want := []Drift{
		{Area: "a", Declared: []string{"pay"}, Files: 1, Share: 0.4, Changes: 20, Actual: []Share{{"web", 0.6}, {"pay", 0.4}}},
		{Area: "d", Declared: []string{"ops"}, Files: 1, Share: 0, Changes: 20, Actual: []Share{{"pay", 1}}},
	}
	if diff := gocmp.Diff(want, r.Drift); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(r.Warnings) != 1 || r.Warnings[0].Code != "team-without-members" || !strings.Contains(r.Warnings[0].Message, "@acme/silent") {
		t.Errorf("warnings: %+v", r.Warnings)
	}
}

func TestDeletedFilesDeclareNoOwner(t *testing.T) {
	c := work(t, "20 x@web: a/1\n20 x@web: a/gone")
	c.Alive[0] = false
	o := declare(t, map[string]string{"seam.yaml": "teams: {pay: {members: ['*@pay'], paths: [a/1]}, web: {members: ['*@web']}}"})
	if r := Measure(c, o, folders(c), Options{}); len(r.Drift) > 0 || r.Rows[0].Changes != 40 {
		t.Errorf("drift %+v, rows %+v", r.Drift, r.Rows)
	}
}

func TestWarnings(t *testing.T) {
	c := work(t, "10 x@pay: a/1\n10 x@else: a/1\n5 x@pay: b/1")
	a := areas.Find(".", c.Paths, nil, []config.Area{{Name: "a", Paths: []string{"/a"}}})
	r := Measure(c, declare(t, map[string]string{"seam.yaml": "teams: {pay: {members: ['*@pay']}}"}), a, Options{})
	var got []string
	for _, w := range r.Warnings {
		got = append(got, fmt.Sprintf("%s %d", w.Code, w.Count))
	}
	if diff := gocmp.Diff([]string{"focus-outside 5", "focus-unmapped 10"}, got); diff != "" || r.Unmapped != 0.5 || r.Changes != 20 {
		t.Errorf("%v of %d unmapped, warnings (-want +got):\n%s", r.Unmapped, r.Changes, diff)
	}
}

// What is warned of is the same whether all is measured or not.
func TestWarningsAlone(t *testing.T) {
	a := func(c *history.Changes) *areas.Map {
		return areas.Find(".", c.Paths, nil, []config.Area{{Name: "a", Paths: []string{"/a"}}, {Name: "b", Paths: []string{"/b"}}})
	}
	said := map[string]bool{}
	for _, yaml := range []string{threeTeams, "", "teams: {pay: {members: ['*@pay']}, web: {paths: [a]}}"} {
		o := declare(t, map[string]string{"seam.yaml": yaml})
		for seed := range int64(10) {
			c := randomWork(t, rand.New(rand.NewSource(seed)), 60)
			with(t, c, c.People[0].Email, "pat@web", "pat@pay")
			c.People[len(c.People)-1].Name = "Name of pat@web"
			want := Measure(c, o, a(c), Options{}).Warnings
			if diff := gocmp.Diff(want, Warnings(c, o, a(c))); diff != "" {
				t.Errorf("%q, seed %d (-all +warnings alone):\n%s", yaml, seed, diff)
			}
			for _, w := range want {
				said[w.Code] = true
			}
		}
	}
	if len(said) != 5 {
		t.Errorf("the test is too weak: it was warned of %v alone", said)
	}
}

func TestNothingToMeasure(t *testing.T) {
	for name, yaml := range map[string]string{"declared": threeTeams, "inferred": ""} {
		r := Measure(&history.Changes{}, declare(t, map[string]string{"seam.yaml": yaml}), areas.Find(".", nil, nil, nil), Options{})
		if len(r.Rows)+len(r.Teams)+len(r.Contested)+len(r.Drift) > 0 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// Counting must agree with the definition, taken literally.
func TestSharesAgreeWithTheDefinition(t *testing.T) {
	o := declare(t, map[string]string{"seam.yaml": threeTeams})
	for seed := range int64(30) {
		c := randomWork(t, rand.New(rand.NewSource(seed)), 60)
		roster := o.Roster(c.People)
		r := Measure(c, o, folders(c), Options{})
		for _, row := range r.Rows {
			of := func(area, team string) (n int) {
				for _, change := range c.List.All() {
					by, _ := roster.Team(change.Author(), change.When())
					in := slices.ContainsFunc(change.Files(), func(f int32) bool { return strings.HasPrefix(c.Paths[f], area) })
					if in && (team == "" || by == team) {
						n++
					}
				}
				return n
			}
			both, area, team := of(row.Area, row.Team), of(row.Area, ""), of("", row.Team)
			if row.Changes != both || row.AreaChanges != area || row.TeamChanges != team ||
				row.ShareOfArea != float64(both)/float64(area) || row.ShareOfTeam != float64(both)/float64(team) {
				t.Fatalf("seed %d: %+v, want %d, %d, %d", seed, row, both, area, team)
			}
		}
		sorted := slices.IsSortedFunc(r.Rows, func(a, b Row) int {
			return cmp.Or(strings.Compare(a.Area, b.Area), cmp.Compare(b.ShareOfArea, a.ShareOfArea), strings.Compare(a.Team, b.Team))
		})
		if !sorted {
			t.Errorf("seed %d: rows out of order: %+v", seed, r.Rows)
		}
	}
}

func randomWork(t *testing.T, rnd *rand.Rand, lines int) *history.Changes {
	t.Helper()
	var b strings.Builder
	for range lines {
		who := rnd.Intn(12)
		fmt.Fprintf(&b, "%d p%d@%s:", 1+rnd.Intn(3), who, []string{"pay", "web", "ops", "else"}[rnd.Intn(4)])
		for range 1 + rnd.Intn(4) {
			home := (who + rnd.Intn(2)*rnd.Intn(6)) % 6 // everybody has an area of their own and roams from there
			fmt.Fprintf(&b, " %c/%d", 'a'+home, rnd.Intn(5))
		}
		b.WriteString("\n")
	}
	return work(t, b.String())
}

// In which order people and paths are numbered is the reader's affair and must not
// show in the result.
func TestNumberingDoesNotMatter(t *testing.T) {
	for _, yaml := range []string{threeTeams, ""} {
		o := declare(t, map[string]string{"seam.yaml": yaml})
		for seed := range int64(20) {
			rnd := rand.New(rand.NewSource(seed))
			c := randomWork(t, rnd, 400)
			a := folders(c)
			want := Measure(c, o, a, Options{})
			if len(want.Teams) < 2 {
				t.Fatalf("seed %d: only %d teams: the test is too weak", seed, len(want.Teams))
			}
			if diff := gocmp.Diff(want, Measure(renumber(c, rnd), o, a, Options{}), byChange); diff != "" {
				t.Fatalf("seed %d:\n%s", seed, diff)
			}
		}
	}
}

// byChange compares the teams behind changes, whatever their numbers are.
var byChange = gocmp.Transformer("teams", func(b ByChange) (out [][]string) {
	for i := range b.Of {
		out = append(out, b.Teams(i))
	}
	return out
})

func renumber(c *history.Changes, rnd *rand.Rand) *history.Changes {
	person, path := rnd.Perm(len(c.People)), rnd.Perm(len(c.Paths))
	out := &history.Changes{
		People: make([]history.Person, len(c.People)), Paths: make([]string, len(c.Paths)), Alive: make([]bool, len(c.Paths)),
	}
	for i, p := range c.People {
		out.People[person[i]] = p
	}
	for i, p := range c.Paths {
		out.Paths[path[i]], out.Alive[path[i]] = p, c.Alive[i]
	}
	var list []history.ChangeFields
	for _, change := range c.List.All() {
		n := history.ChangeFields{Author: int32(person[change.Author()])}
		for _, f := range change.Files() {
			n.Files = append(n.Files, int32(path[f]))
		}
		slices.Sort(n.Files)
		list = append(list, n)
	}
	out.List = history.ListOf(list...)
	return out
}
