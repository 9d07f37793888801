package owners

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/config"
	"seam/analyze/history"
)

func configOf(teams ...config.Team) config.Config { return config.Config{Teams: teams} }

// at is a moment of a day in UTC.
func at(t *testing.T, day, clock string) int64 {
	t.Helper()
	when, err := time.Parse("2006-01-02 15:04:05", day+" "+clock)
	if err != nil {
		t.Fatal(err)
	}
	return when.Unix()
}

func TestMembershipHasDates(t *testing.T) {
	o := load(t, map[string]string{"seam.yaml": `
teams:
  payments:
    members: [{email: jo@x.example, until: 2023-12-31}, {email: kim@x.example, from: 2023-06-01, until: 2023-06-30}]
  web:
    members:
      - {email: jo@x.example, from: 2024-01-01, until: 2024-06-30}
      - {email: kim@x.example, from: 2023-06-15}
      - {email: "*@x.example", from: 2024-01-01}
  payments again:
    members: [{email: jo@x.example, from: 2024-07-02}]
`})
	tests := []struct{ who, day, clock, want string }{
		{"jo@x.example", "1970-01-01", "00:00:00", "payments"},
		{"jo@x.example", "2023-12-31", "23:59:59", "payments"}, // the last day counts
		{"jo@x.example", "2024-01-01", "00:00:00", "web"},
		{"jo@x.example", "2024-06-30", "23:59:59", "web"},
		{"jo@x.example", "2024-07-01", "12:00:00", "web"}, // by the pattern, since nothing else holds
		{"jo@x.example", "2024-07-02", "00:00:00", "payments again"},
		{"JO@X.example", "2099-01-01", "00:00:00", "payments again"},
		{"kim@x.example", "2023-05-31", "23:59:59", ""},
		{"kim@x.example", "2023-06-20", "00:00:00", "payments"}, // both hold: the first in the file
		{"kim@x.example", "2023-07-01", "00:00:00", "web"},
		{"lee@x.example", "2023-12-31", "23:59:59", ""},
		{"lee@x.example", "2024-01-01", "00:00:00", "web"},
	}
	for _, tt := range tests {
		got, ok := teamOf(o, history.Person{Email: tt.who}, at(t, tt.day, tt.clock))
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s on %s %s is in %q, want %q", tt.who, tt.day, tt.clock, got, tt.want)
		}
	}
	// Kim's terms overlap; Jo's do not.
	if w := o.Warnings(); len(w) != 1 || w[0].Code != "member-of-two-teams" {
		t.Errorf("warnings: %+v", w)
	}
}

func TestIdentities(t *testing.T) {
	o := load(t, map[string]string{".mailmap": "Jo <jo@x.example> <77+Jo-Gh@users.noreply.github.com>\n"})
	people := []history.Person{
		{Name: "Ann", Email: "123+ann@users.noreply.github.com"},
		{Name: "ann", Email: "Ann@users.noreply.github.com"},
		{Name: "Jo", Email: "jo-gh@users.noreply.github.com"}, // the .mailmap knows the other form
		{Name: "Jo", Email: "jo@X.example"},
		{Name: "Ann", Email: "ann@x.example"},
		{Name: "bo", Email: "x+bo@users.noreply.github.com"}, // no number: a login of its own
		{Name: "bo", Email: "bo@users.noreply.github.com"},
	}
	if diff := cmp.Diff([]int{0, 0, 2, 2, 4, 5, 6}, o.Identities(people)); diff != "" {
		t.Error(diff)
	}
	for i, p := range people {
		if q := (*mailmap)(nil).Map(p); q != p {
			t.Errorf("%d: changed without a .mailmap", i)
		}
	}
}

// Which entry comes first must not matter to who is one person.
func TestIdentitiesDoNotDependOnOrder(t *testing.T) {
	o := load(t, map[string]string{".mailmap": "<a@x> <1+l@users.noreply.github.com>\n<b@x> <l@users.noreply.github.com>\n"})
	people := []history.Person{{Email: "l@users.noreply.github.com"}, {Email: "1+l@users.noreply.github.com"}, {Email: "2+l@users.noreply.github.com"}, {Email: "b@x"}, {Email: "a@x"}}
	for range 20 {
		again := load(t, map[string]string{".mailmap": "<a@x> <1+l@users.noreply.github.com>\n<b@x> <l@users.noreply.github.com>\n"})
		if diff := cmp.Diff(o.Identities(people), again.Identities(people)); diff != "" {
			t.Fatal(diff)
		}
	}
	slices.Reverse(people)
	if got := o.Identities(people); got[2] == got[0] && got[2] == got[1] {
		t.Errorf("a@x and b@x became one: %v", got)
	}
}

func TestAlike(t *testing.T) {
	o := load(t, map[string]string{".mailmap": "<cy@new.example> <cy@old.example>\n"})
	n := o.Alike([]history.Person{
		{Name: "Ann  Lee", Email: "ann@one.example"},
		{Name: "ann lee", Email: "ANN@two.example"},                                  // may be the first
		{Name: "Ann Lee", Email: "12+ann@users.noreply.github.com"},                  // so may this
		{Name: "Ann Lee", Email: "other@one.example"},                                // another part before the @
		{Name: "Ann Other", Email: "ann@three.example"},                              // another name
		{Name: "Cy", Email: "cy@old.example"}, {Name: "Cy", Email: "cy@new.example"}, // joined by .mailmap
		{Name: "", Email: "x@a.example"}, {Name: "", Email: "x@b.example"},
		{Name: "no address"}, {Name: "no address", Email: "@x"},
	})
	if n != 2 {
		t.Errorf("%d people may be somebody else, want 2", n)
	}
}

func TestRoster(t *testing.T) {
	o := load(t, map[string]string{
		"OWNERS":         "approvers: [web, core, platform, gone]\n",
		"OWNERS_ALIASES": "aliases: {web: [Ann, bob], core: [ann], platform: [ann], gone: [nobody]}\n",
		"seam.yaml":      "teams: {platform: {members: [kim@x.example, {email: lee@x.example, until: 2020-01-01}]}, pay: {members: [lee@x.example]}}",
	})
	people := []history.Person{
		0: {Name: "Ann Lee", Email: "ann@home.example"},
		1: {Name: "Ann Lee", Email: "1+ANN@users.noreply.github.com"},
		2: {Name: "Bob", Email: "bob@x.example"}, // nothing proves that he is the login bob
		3: {Name: "Kim", Email: "kim@x.example"},
		4: {Name: "Lee", Email: "lee@x.example"},
		5: {Name: "Other", Email: "ann@elsewhere.example"},
	}
	r := o.Roster(people)
	now := at(t, "2024-01-01", "00:00:00")
	for team, want := range map[string]string{
		"web": "0 1 5 false", "core": "0 1 5 true", "platform": "3 true", "pay": "4 true", "gone": "false", "unheard": "false",
	} {
		got := ""
		members, all := r.Members(team, now)
		for _, p := range members {
			got += string(rune('0'+p)) + " "
		}
		if got += map[bool]string{true: "true", false: "false"}[all]; got != want {
			t.Errorf("Members(%s) = %s, want %s", team, got, want)
		}
	}
	for owner, want := range map[string][]int32{"ann": {0, 1, 5}, "bob": nil, "bob@x.example": {2}, "KIM@x.example": {3}, "": nil} {
		if diff := cmp.Diff(want, r.Known(owner)); diff != "" {
			t.Errorf("Known(%q) (-want +got):\n%s", owner, diff)
		}
	}
	list := history.ListOf(
		history.ChangeFields{Author: 4, CoAuthors: []int32{0, 3}, When: now},
		history.ChangeFields{Author: 4, CoAuthors: []int32{0, 3}, When: at(t, "2019-06-01", "00:00:00")}, // both were in one team
	)
	if diff := cmp.Diff([]string{"pay", "platform"}, r.Teams(list.At(0))); diff != "" {
		t.Errorf("teams of a change (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"platform"}, r.Teams(list.At(1))); diff != "" {
		t.Errorf("teams of an old change (-want +got):\n%s", diff)
	}
	if r.Identity(1) != 1 {
		t.Errorf("likeness must not merge: %d", r.Identity(1))
	}
}
