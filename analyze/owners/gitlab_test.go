package owners

import (
	"math/rand"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
)

func TestParseGitLab(t *testing.T) {
	sections, problems := parseCodeowners([]byte(`
# comment
* @acme/all @all @@maintainer   # for @acme/remark and others
!pom.xml
no/owners

[Docs][2] @acme/docs jo@x.example
docs/
README.md @acme/web
!docs/api/ @acme/ignored

^[Data Base] @@Developers
*.sql
[DOCS]
/late @acme/late
none
[Broken @acme/no
/x[ab] @acme/x
typo acme/web
!
[]
`), gitLab)
	want := []section{
		{
			Rules: []pathRule{
				{Pattern: "*", Teams: []string{"@acme/all", "@acme/remark"}, People: []string{"all"}, Roles: 1, Line: 3},
				{Pattern: "no/owners", Line: 5},
			},
			Excluded: []pathRule{{Pattern: "pom.xml", Line: 4}},
		},
		{
			Name: "Docs",
			Rules: []pathRule{
				{Pattern: "docs/", Teams: []string{"@acme/docs"}, People: []string{"jo@x.example"}, Line: 8},
				{Pattern: "README.md", Teams: []string{"@acme/web"}, Line: 9},
				{Pattern: "/late", Teams: []string{"@acme/late"}, Line: 15},
				{Pattern: "none", Line: 16}, // the second heading has no owners
				{Pattern: "/x[ab]", Teams: []string{"@acme/x"}, Line: 18},
			},
			Excluded: []pathRule{{Pattern: "docs/api/", Line: 10}},
		},
		{Name: "Data Base", Rules: []pathRule{{Pattern: "*.sql", Roles: 1, Line: 13}}},
	}
	if diff := cmp.Diff(want, sections); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Line)
		if strings.Contains(p.Message, "acme") {
			t.Errorf("a message that repeats an owner: %v", p)
		}
	}
	if diff := cmp.Diff([]int{17, 19, 20, 21}, lines); diff != "" {
		t.Errorf("lines with problems (-want +got):\n%s", diff)
	}
}

func TestHeading(t *testing.T) {
	for line, want := range map[string]string{
		"[Docs]":                  "Docs",
		"^[Docs]":                 "Docs",
		"[Docs][2]":               "Docs",
		"[Docs][]":                "Docs",
		"^[ Docs & more ][12] @a": "Docs & more",
		"[Docs]\t@a":              "Docs",
		"[Docs]x":                 "",
		"[Docs][two]":             "",
		"[ab].go @a":              "",
		"[Docs":                   "",
		"[]":                      "",
		"Docs]":                   "",
		"^^[Docs]":                "",
	} {
		if h, ok := parseHeading(line); h.name != want || ok != (want != "") {
			t.Errorf("%q: %+v, %v, want %q", line, h, ok, want)
		}
	}
}

func TestDialect(t *testing.T) {
	tests := []struct {
		file, text string
		want       dialect
	}{
		{".github/CODEOWNERS", "[Docs]\n", gitHub},
		{".gitlab/CODEOWNERS", "* @a\n", gitLab},
		{"CODEOWNERS", "* @a/b\n", gitHub},
		{"CODEOWNERS", "* @a/b\n  ^[Docs] @x\n", gitLab},
		{"docs/CODEOWNERS", "* @@maintainers\n", gitLab},
		{"CODEOWNERS", "# [Docs]\n* @a # @@owner\n[ab].go @a\n", gitHub},
	}
	for _, tt := range tests {
		if got := dialectOf(tt.file, []byte(tt.text)); got != tt.want {
			t.Errorf("%s with %q: dialect %v, want %v", tt.file, tt.text, got, tt.want)
		}
	}
}

// The examples of GitLab's documentation, and what its page says of them.
func TestGitLabMatcher(t *testing.T) {
	tests := []struct {
		pattern string
		yes, no []string
	}{
		{"*", []string{"a", ".a", "a/b/.c"}, nil},
		{"/README.md", []string{"README.md"}, []string{"docs/README.md"}},
		{"README.md", []string{"README.md", "app/lib/README.md"}, []string{"README.md/x"}},
		{"internal/README.md", []string{"internal/README.md", "docs/api/internal/README.md"}, []string{"xinternal/README.md"}},
		{"/docs/", []string{"docs/a", "docs/x/a"}, []string{"docs", "x/docs/a"}},
		{"docs/", []string{"docs/a", "x/docs/y/a"}, []string{"docs"}},
		{"/docs/*.md", []string{"docs/a.md", "docs/.md"}, []string{"docs/x/a.md"}},
		{"/docs/*", []string{"docs/a"}, []string{"docs/x/a"}},
		{"/docs/**", []string{"docs/a"}, []string{"docs/x/a"}}, // a plain *, where no slash follows
		{"/docs/*/README.md", []string{"docs/api/README.md"}, []string{"docs/README.md", "docs/a/b/README.md"}},
		{"/docs/**/index.md", []string{"docs/index.md", "docs/api/graphql/index.md"}, []string{"index.md"}},
		{"/docs/**/", []string{"docs/a", "docs/x/a"}, []string{"docs"}},
		{"**/generated/", []string{"generated/a", "x/generated/y/a"}, []string{"generated"}},
		{"docs", []string{"docs", "x/docs"}, []string{"docs/a"}}, // a folder needs its slash
		{`\#file.rb`, []string{"#file.rb", "x/#file.rb"}, nil},
		{`/path\ with\ spaces/*.md`, []string{"path with spaces/a.md"}, nil},
		{"/[a-c]?.go", []string{"b1.go", "cé.go"}, []string{"d1.go", "B1.go", "[a-c]1.go"}},
		{"/[!a-c^].go", []string{"d.go"}, []string{"b.go", "^.go"}},
		{"/[^a]", []string{"b", "é"}, []string{"a"}},
		{`/[\]a-]`, []string{"]", "a", "-"}, []string{`\`, "b"}},
		{"/[ab", nil, []string{"a", "[ab"}},
		{"/", []string{"a", "x/a"}, nil},
	}
	for _, tt := range tests {
		m := newMatcher([]pathRule{{Pattern: tt.pattern}}, gitLab)
		for _, p := range tt.yes {
			if _, ok := m.last(p); !ok {
				t.Errorf("%q does not match %q", tt.pattern, p)
			}
		}
		for _, p := range tt.no {
			if _, ok := m.last(p); ok {
				t.Errorf("%q matches %q", tt.pattern, p)
			}
		}
	}
}

// One element of a pattern means what it means to package path, which says [^a] only
// and is as strict about brackets.
func TestElementsAgreeWithPackagePath(t *testing.T) {
	rnd := rand.New(rand.NewSource(4))
	parts := []string{"a", "b", "-", "*", "?", "[ab]", "[^a]", "[a-c]", `\*`, `[\]x]`, "é"}
	names := []string{"a", "b", "c", "-", "*", "]", "é", "ab", "abc", "a*", "xé]", "aab", "b-a", "aaaaab"}
	for range 2000 {
		pattern := ""
		for range 1 + rnd.Intn(4) {
			pattern += parts[rnd.Intn(len(parts))]
		}
		for _, name := range names {
			want, err := path.Match(pattern, name)
			if err == nil && matchName(pattern, name) != want {
				t.Fatalf("%q on %q: %v, package path says otherwise", pattern, name, !want)
			}
		}
	}
}

// A section's owners are those of its last rule that matches, unless an exclusion does;
// the rules are tried one by one here, each turned into a regular expression.
func TestSectionsAgreeWithTheDefinition(t *testing.T) {
	rnd := rand.New(rand.NewSource(5))
	word := func() string {
		p := randomPattern(rnd)
		return strings.ReplaceAll(p, `\a`, "[a-b]")
	}
	for range 200 {
		var text strings.Builder
		for i := range 12 {
			switch rnd.Intn(5) {
			case 0:
				text.WriteString("[" + []string{"A", "B", "a"}[rnd.Intn(3)] + "]\n")
			case 1:
				text.WriteString("!" + word() + "\n")
			default:
				text.WriteString(word() + " @x/" + string(rune('a'+i)) + "\n")
			}
		}
		o := load(t, map[string]string{".gitlab/CODEOWNERS": text.String()})
		sections, _ := parseCodeowners([]byte(text.String()), gitLab)
		for range 20 {
			file := randomPath(rnd, 1+rnd.Intn(4), "a", "b", "ab", "abc", "a.go")
			var want []string
			for _, s := range sections {
				for _, r := range slices.Backward(s.Rules) {
					if fnmatch(t, r.Pattern).MatchString("/" + file) {
						excluded := slices.ContainsFunc(s.Excluded, func(e pathRule) bool { return fnmatch(t, e.Pattern).MatchString("/" + file) })
						if !excluded {
							want = append(want, r.Teams...)
						}
						break
					}
				}
			}
			if diff := cmp.Diff(want, o.TeamsOfPath(file)); diff != "" {
				t.Fatalf("%s\non %s (-want +got):\n%s", text.String(), file, diff)
			}
		}
	}
}

// fnmatch is GitLab's normalisation of a pattern and Ruby's fnmatch with FNM_PATHNAME
// and FNM_DOTMATCH, as a regular expression.
func fnmatch(t *testing.T, pattern string) *regexp.Regexp {
	t.Helper()
	if !strings.HasPrefix(pattern, "/") {
		pattern = "/**/" + pattern
	}
	if strings.HasSuffix(pattern, "/") {
		pattern += "**/*"
	}
	var re strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch rest := pattern[i:]; {
		case strings.HasPrefix(rest, "/**/"):
			re.WriteString("/([^/]+/)*")
			for strings.HasPrefix(pattern[i+3:], "/**/") {
				i += 3
			}
			i += 3
		case rest[0] == '*':
			re.WriteString("[^/]*")
		case rest[0] == '?':
			re.WriteString("[^/]")
		case rest[0] == '[' || rest[0] == ']' || rest[0] == '-':
			re.WriteByte(rest[0])
		default:
			re.WriteString(regexp.QuoteMeta(rest[:1]))
		}
	}
	return regexp.MustCompile("^" + re.String() + "$")
}

// The example of GitLab's page on sections.
func TestSections(t *testing.T) {
	o := load(t, map[string]string{".gitlab/CODEOWNERS": `
* @acme/admin

[README Owners]
README.md @user1 @acme/two
internal/README.md @acme/four

[README other owners]
README.md @acme/three
`})
	for path, want := range map[string][]string{
		"README.md":          {"@acme/admin", "@acme/two", "@acme/three"},
		"internal/README.md": {"@acme/admin", "@acme/four", "@acme/three"},
		"x.go":               {"@acme/admin"},
	} {
		if diff := cmp.Diff(want, o.TeamsOfPath(path)); diff != "" {
			t.Errorf("TeamsOfPath(%q) (-want +got):\n%s", path, diff)
		}
	}
	if own := o.Owners("README.md"); !cmp.Equal(own.People, []string{"user1"}) || own.Source != FromCodeowners || own.Roles {
		t.Errorf("%+v", own)
	}
}

// In GitLab's dialect @name is a user or a group; seam.yaml knows.
func TestGroupsWithoutASlash(t *testing.T) {
	o := load(t, map[string]string{
		"seam.yaml": "teams: {Docs: {}, sub: {}}",
		"CODEOWNERS": `
[Docs] @docs @jo
docs/
[Ops] @@owner
ops/
[Sub]
sub/ @acme/group/sub
`,
	})
	for path, want := range map[string]Ownership{
		"docs/x": {Source: FromCodeowners, Teams: []string{"Docs"}, People: []string{"jo"}},
		"ops/x":  {Source: FromCodeowners, Roles: true},
		"sub/x":  {Source: FromCodeowners, Teams: []string{"sub"}},
		"other":  {},
	} {
		if diff := cmp.Diff(want, o.Owners(path)); diff != "" {
			t.Errorf("Owners(%q) (-want +got):\n%s", path, diff)
		}
	}
	want := []finding.Warning{{Code: "codeowners-people", Count: 1, Message: "CODEOWNERS: rules that name people or roles and no team: 1; " +
		"their paths count as owned by no team; @name is a group if seam.yaml has a team called name"}}
	if diff := cmp.Diff(want, o.Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestTooManySections(t *testing.T) {
	var text strings.Builder
	for i := range maxSections + 5 {
		text.WriteString("[" + strings.Repeat("x", 1+i) + "]\n/a @b/c\n")
	}
	sections, problems := parseCodeowners([]byte(text.String()), gitLab)
	if len(sections) != maxSections || len(problems) != 5 {
		t.Errorf("%d sections, %d problems", len(sections), len(problems))
	}
	_, problems = parseCodeowners([]byte("/"+strings.Repeat("a", maxPattern)+" @b/c\n/x "+strings.Repeat("@b/c ", maxNames+3)), gitHub)
	if len(problems) != 2 || problems[0].Line != 1 || !strings.Contains(problems[1].Message, ": 3;") {
		t.Errorf("%+v", problems)
	}
}
