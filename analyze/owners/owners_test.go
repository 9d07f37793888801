package owners

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/config"
	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/repo"
)

func load(t *testing.T, files map[string]string) *Owners {
	t.Helper()
	tree := repo.Memory(files)
	c, err := config.Load(tree, ".")
	if err != nil {
		t.Fatal(err)
	}
	return Load(tree, c)
}

// teamOf is the team of somebody who is alone in the history.
func teamOf(o *Owners, p history.Person, when int64) (team string, ok bool) {
	return o.Roster([]history.Person{p}).Team(0, when)
}

func TestTeamOf(t *testing.T) {
	o := load(t, map[string]string{
		".mailmap": "<jo@pay.example> <jo@home.example>\n<gone@x.example> <web@home.example>\n",
		"seam.yaml": `
teams:
  payments: {members: ["*@pay.example"]}
  web: {members: ["web@home.example", ann@pay.example, "*@*.web.example"]}
`,
	})
	if !o.Declares() {
		t.Error("members are declared, Declares says no")
	}
	for email, want := range map[string]string{
		"a@pay.example":    "payments",
		"jo@home.example":  "payments", // through .mailmap
		"web@home.example": "web",      // by the address in the commit
		"ANN@pay.example":  "web",      // an address wins over a glob
		"x@a.web.example":  "web",
		"x@web.example":    "",
	} {
		if got, ok := teamOf(o, history.Person{Name: "N", Email: email}, 0); got != want || ok != (want != "") {
			t.Errorf("team of %s: %q, %v, want %q", email, got, ok, want)
		}
	}
}

func TestTeamsOfPath(t *testing.T) {
	o := load(t, map[string]string{
		"seam.yaml": `
teams:
  payments: {paths: [services/pay]}
  web: {members: [a@x.example]}
  data: {paths: ["*.sql", /services/pay/db/]}
`,
		".github/CODEOWNERS": `
* @acme/all
/services/ @acme/Payments @acme/web @jo
/free/
/people/ @jo jo@x.example
`,
		"CODEOWNERS": "* @acme/never-read\n",
	})
	for path, want := range map[string][]string{
		"main.go":              {"@acme/all"},
		"services/pay/x.go":    {"payments"},
		"services/pay/db/x.go": {"payments", "data"},
		"x/y.sql":              {"data"},
		"services/other.go":    {"payments", "web"}, // the seam.yaml names of CODEOWNERS teams
		"free/x.go":            nil,
		"people/x.go":          nil,
	} {
		if diff := cmp.Diff(want, o.TeamsOfPath(path)); diff != "" {
			t.Errorf("TeamsOfPath(%q) (-want +got):\n%s", path, diff)
		}
	}
	if got := o.Within("services").Within("pay").TeamsOfPath("x.go"); !cmp.Equal(got, []string{"payments"}) {
		t.Errorf("within services/pay, x.go has the teams %v", got)
	}
	want := []Team{{Name: "@acme/all", Paths: true}, {Name: "data", Paths: true}, {Name: "payments", Paths: true}, {Name: "web", Paths: true}}
	if diff := cmp.Diff(want, o.Teams()); diff != "" {
		t.Errorf("Teams (-want +got):\n%s", diff)
	}
	wantWarnings := []finding.Warning{{
		Code: "codeowners-people", Count: 1,
		Message: ".github/CODEOWNERS: rules that name people and no team: 1; their paths count as owned by no team",
	}, {
		Code: "codeowners-unread", Count: 1,
		Message: "CODEOWNERS is not read, since .github/CODEOWNERS is",
	}}
	if diff := cmp.Diff(wantWarnings, o.Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestNothingDeclared(t *testing.T) {
	o := load(t, nil)
	p := history.Person{Name: "A", Email: "a@x"}
	if _, ok := teamOf(o, p, 0); ok || o.Declares() || o.TeamsOfPath("a") != nil || o.Canonical(p) != p || len(o.Warnings()) > 0 {
		t.Error("an empty repository declares something")
	}
}

func TestBadLinesBecomeWarnings(t *testing.T) {
	o := load(t, map[string]string{
		".mailmap":        "rubbish\n",
		"docs/CODEOWNERS": "/ok @a/b\n" + strings.Repeat("!no @a/b\n", 15),
	})
	var got []string
	for _, w := range o.Warnings() {
		message, _, _ := strings.Cut(w.Message, ";")
		got = append(got, fmt.Sprintf("%s %d %s", w.Code, w.Count, message))
	}
	want := []string{"codeowners-line 5 docs/CODEOWNERS: further lines that were not understood: 5"}
	for line := range 10 {
		want = append(want, fmt.Sprintf("codeowners-line 1 docs/CODEOWNERS:%d: GitHub's CODEOWNERS has no negation with !", line+2))
	}
	want = append(want, "mailmap-line 1 .mailmap:1: has no <address>")
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := o.TeamsOfPath("ok"); !cmp.Equal(got, []string{"@a/b"}) {
		t.Errorf("the good line is lost: %v", got)
	}
}

func TestAddressInTwoTeams(t *testing.T) {
	o := load(t, map[string]string{"seam.yaml": "teams: {b: {members: [x@y.example]}, a: {members: [X@Y.example]}}"})
	if got, _ := teamOf(o, history.Person{Email: "x@y.example"}, 0); got != "b" {
		t.Errorf("counts for %q, want the first", got)
	}
	if w := o.Warnings(); len(w) != 1 || strings.Contains(w[0].Message, "@y") {
		t.Errorf("want one warning that names no address, got %v", w)
	}
}

func TestPseudonyms(t *testing.T) {
	o := load(t, map[string]string{".mailmap": "<ann@x> <ann@old>\n"})
	c := &history.Changes{
		People: []history.Person{{Name: "Ann", Email: "ann@old"}, {Name: "Ann", Email: "ANN@x"}, {Name: "Bob", Email: "bob@x"}, {Name: "Cy", Email: "cy@x"}},
		List:   history.ListOf([]history.ChangeFields{{Author: 0}, {Author: 1}, {Author: 2}}...), // newest first
	}
	want := []string{"person 2", "person 2", "person 1", "person 3"}
	if diff := cmp.Diff(want, o.Pseudonyms(c)); diff != "" {
		t.Error(diff)
	}
}
