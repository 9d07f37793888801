package owners

import (
	"fmt"
	"math/rand"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/repo"
)

func TestParseOwners(t *testing.T) {
	tests := []struct {
		name, text string
		want       string // filter=names, one an entry
		problems   []int
	}{
		{"approvers, not reviewers", "approvers:\n- Ann\n- sig-web\nreviewers: [bob]\nlabels: [x]\nemeritus_approvers: [cy]\n", "*=ann,sig-web", nil},
		{"reviewers where there are no approvers", "approvers: []\nreviewers:\n- bob\n", "*=bob", nil},
		{"an older spelling", "owners: [ann]\napprovers: [bob, Ann]\n", "*=bob,ann", nil},
		{"a parent's owners do not count", "approvers: [ann]\noptions: {no_parent_owners: true}\n", "*=ann noparents", nil},
		{"filters", "filters:\n  \".*\":\n    approvers: [ann]\n  \"\\\\.go$\":\n    reviewers: [bob]\n", `*=ann \.go$=bob`, nil},
		{"filters beside a list", "approvers: [ann]\nfilters:\n  \".*\":\n    approvers: [bob]\n", "*=ann", []int{3}},
		{"a filter that is none", "filters:\n  \"(\":\n    approvers: [ann]\n", "", []int{2}},
		{"a login with an @, an address, a team", "approvers: [\"@Ann\", jo@x.example, acme/web]\n", "*=ann,jo@x.example,acme/web", nil},
		{"a single name, names in braces", "approvers: ann\nowners: {bob, cy}\n", "*=ann,bob,cy", nil},
		{"rubbish among names", "approvers: [ann, \"a b\", [x], \"\"]\n", "*=ann", []int{1}},
		{"only comments", "# nobody\n", "", nil},
		{"empty", "", "", nil},
		{"a list of names, as Chromium writes it", "ann@x.example\nset noparent\n", "", []int{1}},
		{"a list", "- ann\n", "", []int{1}},
		{"no YAML", "approvers: [ann\n", "", []int{1}},
		{"bytes", "approvers: [ann]\n\xff\n", "", []int{2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, problems := parseOwners([]byte(tt.text))
			var got []string
			for _, e := range file.Entries {
				filter := "*"
				if e.Filter != nil {
					filter = e.Filter.String()
				}
				got = append(got, filter+"="+strings.Join(e.Names, ","))
			}
			if file.NoParents {
				got = append(got, "noparents")
			}
			var lines []int
			for _, p := range problems {
				lines = append(lines, p.Line)
				if strings.Contains(p.Message, "ann") {
					t.Errorf("a message that repeats a name: %v", p)
				}
			}
			if s := strings.Join(got, " "); s != tt.want || !cmp.Equal(lines, tt.problems) {
				t.Errorf("got %q and problems in lines %v, want %q and %v", s, lines, tt.want, tt.problems)
			}
		})
	}
}

func TestParseAliases(t *testing.T) {
	aliases, problems := parseAliases([]byte("aliases:\n  Sig-Web:\n  - Ann\n  - bob # comment\n  empty:\n  none: []\n  sig-web: [cy]\n  a b: [cy]\nother: x\n"))
	want := groupAliases{"sig-web": {"Sig-Web", []string{"ann", "bob"}}, "empty": {Name: "empty"}, "none": {Name: "none"}}
	if diff := cmp.Diff(want, aliases); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(problems) != 2 || problems[0].Line != 7 || problems[1].Line != 8 {
		t.Errorf("problems: %+v", problems)
	}
}

// A repository as Kubernetes' are.
var prow = map[string]string{
	"OWNERS_ALIASES": `
aliases:
  admins: [root]
  web-team: [ann, bob]
  nobody: []
  unused: [cy]
  platform: []
`,
	"seam.yaml":          "teams: {web: {paths: [ui]}, platform: {members: ['*@platform.example']}}",
	"OWNERS":             "approvers: [admins]\n",
	"api/OWNERS":         "approvers: [web-team, jo, nobody]\nreviewers: [unused]\n",
	"api/v1/OWNERS":      "options: {no_parent_owners: true}\napprovers: [platform, acme/sre]\n",
	"api/v2/OWNERS":      "options: {no_parent_owners: true}\n",
	"api/v3/OWNERS":      "filters:\n  \"\\\\.md$\": {approvers: [docs-writer]}\n  \"^sub/\": {approvers: [sub-owner]}\n",
	"vendor/x/OWNERS":    "approvers: [stranger]\n",
	"broken/OWNERS":      "approvers: [x\n",
	"api/v1/x.go":        "",
	"docs/OWNERS/x.go":   "", // a folder of that name
	"docs/sub/OWNERS.md": "not: read",
}

func TestOwnersFiles(t *testing.T) {
	o := load(t, prow)
	for path, want := range map[string]Ownership{
		"main.go":              {Source: FromOwners, Teams: []string{"admins"}},
		"vendor/x/y.go":        {Source: FromOwners, Teams: []string{"admins"}},
		"docs/OWNERS/x.go":     {Source: FromOwners, Teams: []string{"admins"}},
		"broken/x.go":          {Source: FromOwners, Teams: []string{"admins"}},
		"api/x.go":             {Source: FromOwners, Teams: []string{"web-team", "admins"}, People: []string{"jo"}},
		"api/v1/a/b/x.go":      {Source: FromOwners, Teams: []string{"platform", "@acme/sre"}},
		"api/v2/x.go":          {Source: FromOwners, Teams: []string{"web-team", "admins"}, People: []string{"jo"}}, // nobody here, so the parents count
		"api/v3/x.go":          {Source: FromOwners, Teams: []string{"web-team", "admins"}, People: []string{"jo"}},
		"api/v3/a.md":          {Source: FromOwners, Teams: []string{"web-team", "admins"}, People: []string{"docs-writer", "jo"}},
		"api/v3/sub/a.md":      {Source: FromOwners, Teams: []string{"web-team", "admins"}, People: []string{"docs-writer", "sub-owner", "jo"}},
		"api/v3/x/sub/main.go": {Source: FromOwners, Teams: []string{"web-team", "admins"}, People: []string{"jo"}},
		"ui/x.go":              {Source: FromConfig, Teams: []string{"web"}}, // seam.yaml says more
	} {
		if diff := cmp.Diff(want, o.Owners(path)); diff != "" {
			t.Errorf("Owners(%q) (-want +got):\n%s", path, diff)
		}
	}
	if got := o.Within("api").Within("v1").TeamsOfPath("x.go"); !cmp.Equal(got, []string{"platform", "@acme/sre"}) {
		t.Errorf("within api/v1, x.go has the teams %v", got)
	}
	want := []Team{
		{Name: "@acme/sre", Paths: true}, {Name: "admins", Paths: true}, {Name: "platform", Paths: true},
		{Name: "web", Paths: true}, {Name: "web-team", Paths: true},
	}
	if diff := cmp.Diff(want, o.Teams()); diff != "" {
		t.Errorf("Teams (-want +got):\n%s", diff)
	}
	wantWarnings := []finding.Warning{
		{Code: "owners-empty-alias", Count: 1, Message: "OWNERS_ALIASES: aliases that OWNERS files name and that list nobody: 1; they own nothing"},
		{Code: "owners-line", Count: 1, Message: "broken/OWNERS:1: is no YAML; the file is ignored"},
	}
	if diff := cmp.Diff(wantWarnings, o.Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestCodeownersGoBeforeOwnersFiles(t *testing.T) {
	o := load(t, map[string]string{
		"OWNERS":     "approvers: [ann]\n",
		"CODEOWNERS": "/a/ @acme/a\n/free/\n",
	})
	for path, want := range map[string]Ownership{
		"a/x":    {Source: FromCodeowners, Teams: []string{"@acme/a"}},
		"free/x": {Source: FromCodeowners}, // said to have none
		"b/x":    {Source: FromOwners, People: []string{"ann"}},
	} {
		if diff := cmp.Diff(want, o.Owners(path)); diff != "" {
			t.Errorf("Owners(%q) (-want +got):\n%s", path, diff)
		}
	}
}

func TestBadOwnersFilesAreSummedUp(t *testing.T) {
	files := map[string]string{}
	for i := range 30 {
		files[fmt.Sprintf("d%02d/OWNERS", i)] = "- no\n"
	}
	o := load(t, files)
	if w := o.Warnings(); len(w) != maxReported+1 || w[len(w)-1].Count != 20 || !strings.HasPrefix(w[0].Message, "d00/OWNERS:1: ") {
		t.Errorf("%d warnings: %+v", len(w), w)
	}
}

// Owners of a file are the names in the files of its folder and those above, from the
// nearest up to one that does without its parents and has named somebody.
func TestOwnersFilesAgreeWithTheDefinition(t *testing.T) {
	rnd := rand.New(rand.NewSource(6))
	for range 200 {
		type spec struct {
			names  []string
			parent bool
		}
		specs, files := map[string]spec{}, map[string]string{}
		for range 8 {
			folder := randomPath(rnd, 1+rnd.Intn(4), "a", "b")
			if rnd.Intn(6) == 0 {
				folder = "."
			}
			s := spec{parent: rnd.Intn(3) > 0}
			for range rnd.Intn(3) {
				s.names = append(s.names, fmt.Sprintf("p%d", rnd.Intn(9)))
			}
			specs[folder] = s
			files[path.Join(folder, "OWNERS")] = fmt.Sprintf("options: {no_parent_owners: %v}\napprovers: [%s]\n", !s.parent, strings.Join(s.names, ", "))
		}
		o := load(t, files)
		for range 20 {
			file := randomPath(rnd, 1+rnd.Intn(5), "a", "b")
			elements := strings.Split(file, "/")
			var want []string
			for n := len(elements) - 1; n >= 0; n-- {
				s, ok := specs[path.Join(append([]string{"."}, elements[:n]...)...)]
				for _, p := range s.names {
					if !slices.Contains(want, p) {
						want = append(want, p)
					}
				}
				if ok && !s.parent && len(want) > 0 {
					break
				}
			}
			if diff := cmp.Diff(want, o.Owners(file).People); diff != "" {
				t.Fatalf("%v\non %s (-want +got):\n%s", files, file, diff)
			}
		}
	}
}

func FuzzOwners(f *testing.F) {
	f.Add("approvers:\n- ann\n- web\noptions: {no_parent_owners: true}\n", "aliases:\n  web: [ann]\n", "a/b.go")
	f.Add("filters:\n  '\\.go$': {reviewers: [a, b/c]}\n  '(': {}\n", "aliases: {a: {b, c}}", "x.go")
	f.Add("approvers: [x]\n", "1", "/a")
	f.Add("- x\n---\n", "aliases: [x]\n", "/")
	f.Add("approvers: &a [x]\nreviewers: *a\nfilters: {.*: }\n", "\xff", "")
	f.Fuzz(func(t *testing.T, owners, aliases, file string) {
		o := Load(repo.Memory(map[string]string{"OWNERS": owners, "OWNERS_ALIASES": aliases, "a/OWNERS": owners}), configOf())
		own := o.Owners(file)
		if own.Source == "" && len(own.Teams)+len(own.People) > 0 {
			t.Errorf("%+v", own)
		}
		for _, w := range o.Warnings() {
			if w.Count < 1 || strings.ContainsAny(w.Message, "\n\x1b") {
				t.Errorf("warning %+v", w)
			}
		}
		o.Roster([]history.Person{{Name: "a", Email: "ann" + githubNoreply}})
	})
}
