package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/format/glob"
	"seam/analyze/repo"
)

const full = `# a comment
areas:
  payments: [services/payments, ./libs/money/]
  sql: ["*.sql"]
  all: [.]
teams:
  zebra:
    members: ["*@payments.example", {email: jo@example.org, from: 2023-01-01, until: 2024-06-30, name: Jo}]
    paths: [services/payments]
  ant: {}
exclude: ["*.pb.go", third_party/]
suppress:
  - rule: workspace-skew
    dependency: example.org/lib
    reason: moves with the next release
    expires: 2030-01-31
  - path: vendor
    reason: not ours
`

func TestLoad(t *testing.T) {
	want := Config{
		File: "seam.yaml",
		Areas: []Area{
			{"payments", []string{"/services/payments", "/libs/money/"}},
			{"sql", []string{"*.sql"}},
			{"all", []string{"."}},
		},
		Teams: []Team{
			{"zebra", []Member{{Email: "*@payments.example"}, {"jo@example.org", "2023-01-01", "2024-06-30"}}, []string{"/services/payments"}},
			{Name: "ant"},
		},
		Exclude: []string{"*.pb.go", "third_party/"},
		Suppress: []Suppression{
			{Rule: "workspace-skew", Dependency: "example.org/lib", Reason: "moves with the next release", Expires: "2030-01-31", Line: 13},
			{Path: "vendor", Reason: "not ours", Line: 17},
		},
	}
	got, err := Load(repo.Memory(map[string]string{"seam.yaml": full}), ".")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, difference (-want +got):\n%s", err, diff)
	}
}

func TestLoadBelowARootRewritesPaths(t *testing.T) {
	want := Config{
		File: "sub/seam.yaml",
		Areas: []Area{
			{"payments", []string{"/sub/services/payments", "/sub/libs/money/"}},
			{"sql", []string{"/sub/**/*.sql"}},
			{"all", []string{"/sub/"}},
		},
		Teams: []Team{
			{"zebra", []Member{{Email: "*@payments.example"}, {"jo@example.org", "2023-01-01", "2024-06-30"}}, []string{"/sub/services/payments"}},
			{Name: "ant"},
		},
		Exclude: []string{"/sub/**/*.pb.go", "/sub/**/third_party/"},
		Suppress: []Suppression{
			{Rule: "workspace-skew", Dependency: "example.org/lib", Reason: "moves with the next release", Expires: "2030-01-31", Line: 13},
			{Path: "/sub/**/vendor", Reason: "not ours", Line: 17},
		},
	}
	got, err := Load(repo.Memory(map[string]string{"sub/seam.yaml": full}), "sub")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, difference (-want +got):\n%s", err, diff)
	}
	if _, err := glob.Compile(append(got.Exclude, got.Areas[0].Paths...)); err != nil {
		t.Error(err)
	}
}

func TestLoadTakesTheNearestFile(t *testing.T) {
	tree := repo.Memory(map[string]string{
		"seam.yaml":     "exclude: [root]",
		"a/b/seam.yaml": "exclude: [b]",
		"a/b/c/d/x.go":  "",
		"a/x.go":        "",
	})
	for folder, want := range map[string]string{
		"": "seam.yaml", ".": "seam.yaml", "a": "seam.yaml", "a/b": "a/b/seam.yaml", "a/b/c/d": "a/b/seam.yaml", "nowhere": "seam.yaml",
	} {
		c, err := Load(tree, folder)
		if c.File != want || err != nil {
			t.Errorf("Load(%q) reads %q (%v), want %q", folder, c.File, err, want)
		}
	}
	if c, err := Load(repo.Memory(nil), "a/b"); err != nil || !cmp.Equal(c, Config{}) {
		t.Errorf("without a seam.yaml: %+v, %v", c, err)
	}
	if c, err := Load(repo.Memory(map[string]string{"seam.yaml": "# nothing\n"}), "."); err != nil || c.File != "seam.yaml" {
		t.Errorf("an empty seam.yaml: %+v, %v", c, err)
	}
}

func TestMistakesHaveAPlace(t *testing.T) {
	tests := []struct {
		name, text string
		line, col  int
		want       string
	}{
		{"unknown key", "areas: {}\nteam: {}\n", 2, 1, `"team"`},
		{"unknown key below", "teams:\n  a:\n    member: [a@b.example]\n", 3, 5, `"member"`},
		{"wrong type", "exclude: vendor\n", 1, 10, "exclude must be a list"},
		{"areas as a list", "areas: [a]\n", 1, 8, "must be a mapping"},
		{"area without a list", "areas:\n  a: b\n", 2, 6, "a must be a list"},
		{"bad pattern", "exclude:\n  - ok\n  - \"[a\"\n", 3, 5, "unclosed"},
		{"bad pattern in an area", "areas:\n  a: [../b]\n", 2, 7, `".."`},
		{"area twice", "areas:\n  a: [x]\n  b: [y]\n  a: [z]\n", 4, 3, `"a"`},
		{"team twice", "teams:\n  a: {}\n  a: {}\n", 3, 3, `"a"`},
		{"empty name", "areas:\n  \"\": [x]\n", 2, 3, "name must not be empty"},
		{"name with a control character", "teams:\n  \"a\\tb\": {}\n", 2, 3, "control characters"},
		{"member that is no address", "teams:\n  a:\n    members: [jo]\n", 3, 15, "neither an address nor a pattern"},
		{"member without an address", "teams:\n  a:\n    members: [{from: 2023-01-01}]\n", 3, 15, "needs an email"},
		{"member with an unknown key", "teams:\n  a:\n    members: [{email: a@b.example, since: 2023-01-01}]\n", 3, 36, `"since"`},
		{"member that is a list", "teams:\n  a:\n    members: [[a@b.example]]\n", 3, 15, "found a list"},
		{"member that is nothing", "teams:\n  a:\n    members:\n      -\n", 4, 0, "is empty"},
		{"member with a bad address", "teams:\n  a:\n    members:\n      - {email: jo}\n", 4, 17, "neither an address nor a pattern"},
		{"member since a day that is none", "teams:\n  a:\n    members: [{email: a@b.example, from: 2023-02-29}]\n", 3, 42, "YYYY-MM-DD"},
		{"member until a word", "teams:\n  a:\n    members: [{email: a@b.example, until: now}]\n", 3, 43, "YYYY-MM-DD"},
		{"membership that ends before it begins", "teams:\n  a:\n    members: [{email: a@b.example, from: 2023-01-02, until: 2023-01-01}]\n", 3, 15, "before it begins"},
		{"no reason", "suppress:\n  - rule: x\n", 2, 5, "no reason"},
		{"nothing suppressed", "suppress:\n  - reason: x\n", 2, 5, "names nothing"},
		{"not a date", "suppress:\n  - rule: x\n    reason: y\n    expires: tomorrow\n", 4, 14, "YYYY-MM-DD"},
		{"broken YAML", "areas:\n  a: [x\n", 2, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(repo.Memory(map[string]string{"seam.yaml": tt.text}), ".")
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if e.File != "seam.yaml" || e.Line != tt.line || (tt.col > 0 && e.Column != tt.col) || !strings.Contains(e.Message, tt.want) {
				t.Errorf("got %v, want it at %d:%d and to hold %q", e, tt.line, tt.col, tt.want)
			}
			if !strings.Contains(e.Excerpt, "^") {
				t.Errorf("excerpt without a caret: %q", e.Excerpt)
			}
		})
	}
}

func TestMisspeltFileIsRefused(t *testing.T) {
	_, err := Load(repo.Memory(map[string]string{"a/seam.yml": ""}), "a")
	if err == nil || err.Error() != "a/seam.yml: is not read: rename it to seam.yaml" {
		t.Errorf("got %v", err)
	}
}

func TestExampleLoadsAgain(t *testing.T) {
	odd := Config{
		Areas: []Area{
			{"null", []string{"/a b", `/\[x\]/`}},
			{"# not a comment", []string{"/x: y", "/-", "/über/**"}},
			{`quote " and \`, []string{"*.{a,b}"}},
			{".", []string{"."}},
		},
		Teams: []Team{
			{"@acme/web", nil, []string{"/web/"}},
			{"1.0", []Member{{Email: "*@x.example"}, {"a+b@x.example", "2023-01-01", ""}, {"jo@x.example", "", "2023-01-01"}, {"jo@x.example", "2024-02-29", "2024-02-29"}}, nil},
		},
		Exclude: []string{"*.snap", "third_party/"},
	}
	for name, c := range map[string]Config{"empty": {}, "odd": odd} {
		text := Example(c)
		got, err := parse("seam.yaml", []byte(text))
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		c.File = "seam.yaml"
		if diff := cmp.Diff(c, got); diff != "" {
			t.Errorf("%s: the example says something else (-want +got):\n%s\n%s", name, diff, text)
		}
	}
}

// Who removes the comment signs of the sections that are only shown must get
// something that loads, too.
func TestExampleCommentsAreCorrect(t *testing.T) {
	var text strings.Builder
	for line := range strings.Lines(Example(Config{})) {
		bare := strings.TrimPrefix(line, "# ")
		if strings.HasPrefix(bare, " ") || strings.HasSuffix(strings.Split(bare, " ")[0], ":\n") || strings.HasPrefix(bare, "exclude:") {
			line = bare
		}
		text.WriteString(line)
	}
	c, err := parse("seam.yaml", []byte(text.String()))
	if err != nil || len(c.Areas) != 2 || len(c.Rules) != 1 || c.Budgets.FirstPartyChain != 12 || len(c.Layers) != 1 || len(c.Services) != 1 || len(c.Teams) != 1 || len(c.Teams[0].Members) != 3 || len(c.Exclude) != 2 || len(c.Suppress) != 1 {
		t.Errorf("%v: %+v\n%s", err, c, text.String())
	}
}

func FuzzParse(f *testing.F) {
	f.Add(full)
	f.Add(ruled)
	f.Add("areas: {a: [b, c/**], d: [.]}")
	f.Add("teams:\n  a:\n    members: [{email: a@b, from: 2020-01-01, until: 2021-01-01}, \"*@x\"]\n")
	f.Add("teams:\n  a: &x\n    members: [a@b]\n  b: *x\n")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := parse("sub/seam.yaml", []byte(text)); err != nil {
			return
		}
		c, err := parse("seam.yaml", []byte(text))
		if err != nil {
			t.Fatalf("loads in a folder and not at the root: %v", err)
		}
		again, err := parse("seam.yaml", []byte(Example(c)))
		if err != nil {
			t.Fatalf("the example of %q does not load: %v\n%s", text, err, Example(c))
		}
		c.Suppress = nil
		if diff := cmp.Diff(c.Areas, again.Areas) + cmp.Diff(c.Teams, again.Teams); diff != "" {
			t.Fatalf("the example of %q says something else:\n%s", text, diff)
		}
	})
}
