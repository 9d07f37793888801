package focus

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"seam/analyze/areas"
	"seam/analyze/history"
)

// dated gives the changes of c, newest first, one day each, the newest on day 1000.
func dated(c *history.Changes) *history.Changes {
	list := c.List.Fields()
	for i := range list {
		list[i].When = int64(1000-i) * day
	}
	c.List = history.ListOf(list...)
	return c
}

// with adds co-authors to all changes whose author has the address.
func with(t *testing.T, c *history.Changes, author string, others ...string) *history.Changes {
	t.Helper()
	person := func(email string) int32 {
		i := slices.IndexFunc(c.People, func(p history.Person) bool { return p.Email == email })
		if i < 0 {
			i = len(c.People)
			c.People = append(c.People, history.Person{Name: "Name of " + email, Email: email})
		}
		return int32(i)
	}
	list := c.List.Fields()
	for i := range list {
		if ch := &list[i]; c.People[ch.Author].Email == author {
			for _, o := range others {
				ch.CoAuthors = append(ch.CoAuthors, person(o))
			}
		}
	}
	c.List = history.ListOf(list...)
	return c
}

// A change by several people counts once for each of their teams.
func TestCoAuthors(t *testing.T) {
	c := work(t, "20 ann@pay: a/1 b/1\n20 bob@web: a/1\n10 cy@else: a/1")
	with(t, c, "ann@pay", "abe@pay", "bob@web", "wim@web", "stranger@x") // a squash by four people of two teams
	with(t, c, "cy@else", "abe@pay")
	r := Measure(c, declare(t, map[string]string{"seam.yaml": threeTeams}), folders(c), Options{})
	want := []Row{
		{Area: "a", Team: "web", ShareOfArea: 0.8, ShareOfTeam: 1, Changes: 40, AreaChanges: 50, TeamChanges: 40, TeamFocused: true, Verdict: Contested},
		{Area: "a", Team: "pay", ShareOfArea: 0.6, ShareOfTeam: 1, Changes: 30, AreaChanges: 50, TeamChanges: 30, TeamFocused: true, Verdict: Contested},
		{Area: "b", Team: "pay", ShareOfArea: 1, ShareOfTeam: 20.0 / 30, Changes: 20, AreaChanges: 20, TeamChanges: 30, Verdict: Focused},
		{Area: "b", Team: "web", ShareOfArea: 1, ShareOfTeam: 0.5, Changes: 20, AreaChanges: 20, TeamChanges: 40, Verdict: Focused},
	}
	if diff := gocmp.Diff(want, r.Rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	teams := []Team{{"web", 2, 2, 40}, {"pay", 2, 2, 30}}
	if diff := gocmp.Diff(teams, r.Teams); diff != "" || r.Unmapped != 0 {
		t.Errorf("unmapped %v, teams (-want +got):\n%s", r.Unmapped, diff)
	}
}

// Who changed teams counts for the one of the time.
func TestDatedMembership(t *testing.T) {
	c := dated(work(t, "60 jo@x: a/1\n40 jo@x: b/1")) // days 901 to 1000; 961, the first of b, is 1972-08-19
	o := declare(t, map[string]string{"seam.yaml": `
teams:
  pay: {members: [{email: jo@x, until: 1972-08-18}]}
  web: {members: [{email: jo@x, from: 1972-08-29}]}
`})
	r := Measure(c, o, folders(c), Options{})
	var got []string
	for _, row := range r.Rows {
		got = append(got, fmt.Sprintf("%s %s %d", row.Area, row.Team, row.Changes))
	}
	// Ten days of b fall between the two.
	if diff := gocmp.Diff([]string{"a pay 60", "b web 30"}, got); diff != "" || r.Unmapped != 0.1 {
		t.Errorf("unmapped %v, rows (-want +got):\n%s", r.Unmapped, diff)
	}
	if want := []Team{{"pay", 1, 1, 60}, {"web", 1, 1, 30}}; !gocmp.Equal(r.Teams, want) {
		t.Errorf("teams %+v, want %+v", r.Teams, want)
	}
}

// People who left count for what they did, and are not counted as active.
func TestPeopleWhoLeft(t *testing.T) {
	c := dated(work(t, "20 old@pay: a/1\n181 new@pay: a/1"))
	r := Measure(c, declare(t, map[string]string{"seam.yaml": threeTeams}), folders(c), Options{})
	if want := []Team{{"pay", 2, 1, 201}}; !gocmp.Equal(r.Teams, want) {
		t.Errorf("teams %+v, want %+v", r.Teams, want)
	}
}

func TestDriftGoesByFiles(t *testing.T) {
	const members = "teams: {pay: {members: ['*@pay']}, web: {members: ['*@web']}}"
	tests := []struct {
		name, codeowners, work, want string
	}{
		{"each owner works on the other's files", "a/1 @x/pay\na/2 @x/web", "20 x@web: a/1\n20 x@pay: a/2", "a [pay web] 0 people, 2 files: 0.00 of 40"},
		{"each on their own", "a/1 @x/pay\na/2 @x/web", "20 x@pay: a/1\n20 x@web: a/2", ""},
		{"a change of three files is a third by the owner", "a/1 @x/pay\na/2 @x/web\na/3 @x/web", "20 x@pay: a/1 a/2 a/3", "a [web pay] 0 people, 3 files: 0.33 of 20"},
		{"half is enough", "a/1 @x/pay\na/2 @x/web", "20 x@pay: a/1 a/2", ""},
		{"files without an owner do not count", "a/1 @x/pay", "20 x@pay: a/1\n99 x@web: a/2", ""},
		{"19 changes are not enough", "a/1 @x/pay", "19 x@web: a/1", ""},
		{"too many strangers", "a/1 @x/pay", "15 x@web: a/1\n5 x@else: a/1", ""},
		{"few strangers", "a/1 @x/pay", "16 x@web: a/1\n4 x@else: a/1", "a [pay] 0 people, 1 files: 0.00 of 20"},
		{"one of two owners is enough", "a/1 @x/pay @x/web", "20 x@web: a/1", ""},
		{"one owner is not known", "a/1 @x/pay @x/other", "20 x@web: a/1", ""},
		{"a person by address", "a/1 jo@x.example", "19 x@web: a/1\n1 jo@x.example: a/1", "a [] 1 people, 1 files: 0.05 of 20"},
		{"a person by login", "a/1 @Jo", "5 x@web: a/1\n10 1+jo@users.noreply.github.com: a/1\n10 x@pay: a/1", "a [] 1 people, 1 files: 0.40 of 25"},
		{"doubt speaks for the owner", "a/1 @Jo", "1 1+jo@users.noreply.github.com: a/1\n24 jo@home.example: a/1", ""},
		{"a person nobody recognises", "a/1 @Jo", "25 jo@home.example: a/1", ""},
		{"a team and a person", "a/1 @x/pay jo@x.example", "20 x@web: a/1\n1 jo@x.example: a/1", "a [pay] 1 people, 1 files: 0.05 of 21"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := work(t, tt.work)
			r := Measure(c, declare(t, map[string]string{"seam.yaml": members, "CODEOWNERS": tt.codeowners}), folders(c), Options{})
			got := ""
			for _, d := range r.Drift {
				got += fmt.Sprintf("%s %v %d people, %d files: %.2f of %d", d.Area, d.Declared, d.People, d.Files, d.Share, d.Changes)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Without members in seam.yaml the people of OWNERS files can be compared all the same;
// inferred teams stay out of it.
func TestDriftOfOwnersFiles(t *testing.T) {
	c := work(t, "5 1+ann@users.noreply.github.com: a/1\n20 2+bob@users.noreply.github.com: a/1\n20 x@y: b/1\n20 z@y: c/1")
	o := declare(t, map[string]string{
		"OWNERS_ALIASES": "aliases: {lib: [ann], ui: [bob, stranger]}",
		"a/OWNERS":       "approvers: [lib]", "b/OWNERS": "approvers: [ui]", "c/OWNERS": "approvers: [bob]",
	})
	r := Measure(c, o, folders(c), Options{})
	want := []Drift{
		{Area: "a", Declared: []string{"lib"}, Files: 1, Share: 0.2, Changes: 25},
		{Area: "c", Declared: []string{}, People: 1, Files: 1, Changes: 20},
	}
	if diff := gocmp.Diff(want, r.Drift); diff != "" || !r.Inferred {
		t.Errorf("inferred %v, drift (-want +got):\n%s", r.Inferred, diff)
	}
	coverage := Coverage{Files: 3, Sources: []SourceFiles{{"OWNERS", 3}}, Compared: 2, Areas: 2}
	if diff := gocmp.Diff(coverage, r.Coverage); diff != "" || r.Coverage.Owned() != 3 {
		t.Errorf("coverage (-want +got):\n%s", diff)
	}
}

func TestSilentOwners(t *testing.T) {
	c := dated(work(t, "20 x@pay: a/1 a/2\n20 1+ann@users.noreply.github.com: b/1\n20 3+cy@users.noreply.github.com: c/1 c/2 c/3\n370 x@web: a/1"))
	o := declare(t, map[string]string{
		"seam.yaml": `
teams:
  pay: {members: ["*@pay"]}
  web: {members: ["*@web"]}
  moved: {members: [{email: x@web, until: 1970-01-01}]}
  new: {members: [somebody@else]}
`,
		"CODEOWNERS": `
/a/ @x/pay @x/web @x/new
/b/ @x/unknown @ann
/c/1 @cy
/c/2 @cy @x/pay
/c/3 @cy @nobody-knows
`})
	r := Measure(c, o, folders(c), Options{})
	want := []SilentOwner{{Team: "pay", Files: 3, Members: 1, Days: 410}}
	if diff := gocmp.Diff(want, r.Silent); diff != "" {
		t.Errorf("silent teams (-want +got):\n%s", diff)
	}
	people := []SilentPeople{{Source: "CODEOWNERS", Files: 1, People: 1}}
	if diff := gocmp.Diff(people, r.SilentPeople); diff != "" {
		t.Errorf("silent people (-want +got):\n%s", diff)
	}
	if text := fmt.Sprintf("%+v", r); strings.Contains(text, "ann") || strings.Contains(text, "cy@") || strings.Contains(text, "[cy") {
		t.Errorf("a person is named: %s", text)
	}
}

// A year and no day less; one active member is enough.
func TestSilenceBeginsAfterAYear(t *testing.T) {
	for days, want := range map[int]int{364: 0, 365: 1, 366: 1} {
		c := dated(work(t, fmt.Sprintf("1 x@pay: a/1\n%d x@web: b/1", days)))
		o := declare(t, map[string]string{"seam.yaml": "teams: {pay: {members: ['*@pay'], paths: [a]}, web: {members: ['*@web']}}"})
		if r := Measure(c, o, folders(c), Options{}); len(r.Silent) != want {
			t.Errorf("after %d days: %+v", days, r.Silent)
		}
		with(t, c, "x@web", "y@pay")
		if r := Measure(c, o, folders(c), Options{}); len(r.Silent) != 0 {
			t.Errorf("with an active member after %d days: %+v", days, r.Silent)
		}
	}
}

// One change dated 2099 silences nobody.
func TestAClockThatRunsAheadSilencesNobody(t *testing.T) {
	c := dated(work(t, "300 x@pay: a/1\n100 x@web: b/1\n1 x@web: b/1"))
	list := c.List.Fields()
	list[0].When = 4_070_908_800
	c.List = history.ListOf(list...)
	o := declare(t, map[string]string{"seam.yaml": "teams: {pay: {members: ['*@pay'], paths: [a]}, web: {members: ['*@web']}}"})
	if r := Measure(c, o, folders(c), Options{}); len(r.Silent) > 0 {
		t.Errorf("silent: %+v", r.Silent)
	}
}

func TestAddressesAlikeAreCountedNotMerged(t *testing.T) {
	c := work(t, "10 zed@pay: a/1\n10 zed@home: a/1")
	c.People[1].Name = c.People[0].Name
	r := Measure(c, declare(t, map[string]string{"seam.yaml": threeTeams}), folders(c), Options{})
	if r.Unmapped != 0.5 || r.Warnings[0].Code != "addresses-alike" || r.Warnings[0].Count != 1 || strings.Contains(r.Warnings[0].Message, "zed") {
		t.Errorf("unmapped %v, warnings %+v", r.Unmapped, r.Warnings)
	}
}

// The share of each area must be what the definition gives, taken literally: with
// random owners, co-authors and memberships.
func TestDriftAgreesWithTheDefinition(t *testing.T) {
	found := 0
	for seed := range int64(40) {
		rnd := rand.New(rand.NewSource(seed))
		c := dated(randomWork(t, rnd, 80))
		list := c.List.Fields()
		for i := range list {
			if p := int32(rnd.Intn(len(c.People))); rnd.Intn(3) == 0 && p != list[i].Author {
				list[i].CoAuthors = append(list[i].CoAuthors, p)
			}
		}
		c.List = history.ListOf(list...)
		var rules strings.Builder
		for range 12 {
			fmt.Fprintf(&rules, "/%c/%d", 'a'+rnd.Intn(6), rnd.Intn(5))
			for range rnd.Intn(3) {
				rules.WriteString([]string{" @x/pay", " @x/web", " @x/ops", " p1@else", " p2@pay"}[rnd.Intn(5)])
			}
			rules.WriteString("\n")
		}
		o := declare(t, map[string]string{"seam.yaml": threeTeams, "CODEOWNERS": rules.String()})
		a, roster := folders(c), o.Roster(c.People)
		for _, d := range Measure(c, o, a, Options{MinChanges: 5}).Drift {
			found++
			touches, by, changes := 0, 0, 0
			for _, ch := range list {
				before := touches
				for _, f := range ch.Files {
					own := o.Owners(c.Paths[f])
					if area, _ := a.Of(c.Paths[f]); area != d.Area || !known(c, own.People) || len(own.Teams)+len(own.People) == 0 {
						continue
					}
					touches++
					isOwner := func(p int32) bool {
						team, _ := roster.Team(p, ch.When)
						return slices.Contains(own.Teams, team) || slices.Contains(own.People, c.People[p].Email) || alike(c, p, own.People)
					}
					if isOwner(ch.Author) || slices.ContainsFunc(ch.CoAuthors, isOwner) {
						by++
					}
				}
				changes += min(1, touches-before)
			}
			if d.Share != float64(by)/float64(touches) || d.Changes != changes {
				t.Fatalf("seed %d: %+v, want %d of %d in %d changes", seed, d, by, touches, changes)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d areas drift: the test is too weak", found)
	}
}

func known(c *history.Changes, people []string) bool {
	return !slices.ContainsFunc(people, func(email string) bool {
		return !slices.ContainsFunc(c.People, func(p history.Person) bool { return p.Email == email })
	})
}

// alike reports whether a person has the part before the @ of one of the addresses.
func alike(c *history.Changes, p int32, people []string) bool {
	local, _, _ := strings.Cut(c.People[p].Email, "@")
	return slices.ContainsFunc(people, func(email string) bool { return strings.HasPrefix(email, local+"@") })
}

func TestNothingDeclaredNothingCompared(t *testing.T) {
	c := work(t, "30 x@pay: a/1\n30 x@pay: b/1")
	r := Measure(c, declare(t, map[string]string{"seam.yaml": "teams: {pay: {members: ['*@pay']}}"}), areas.Find(".", c.Paths, nil, nil), Options{})
	if r.Coverage.Owned() != 0 || len(r.Drift)+len(r.Silent)+len(r.SilentPeople) > 0 {
		t.Errorf("%+v", r)
	}
}
