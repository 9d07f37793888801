package owners

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseCodeowners(t *testing.T) {
	rules, problems := parseCodeowners([]byte("\ufeff"+`# comment
*                 @acme/all
/docs/            @acme/docs someone@x.example @someone   # inline comment
/a\ b/c#d.go      @acme/spaces
/free
	/tab	@acme/tab
!/x               @acme/no
[Section]         @acme/no
/r[ab]            @acme/no
@acme/no
/typo             acme/web
/half             acme/web @acme/web
/role             @@maintainers
`), gitHub)
	want := []section{{Rules: []pathRule{
		{Pattern: "*", Teams: []string{"@acme/all"}, Line: 2},
		{Pattern: "/docs/", Teams: []string{"@acme/docs"}, People: []string{"someone@x.example", "someone"}, Line: 3},
		{Pattern: `/a\ b/c#d.go`, Teams: []string{"@acme/spaces"}, Line: 4},
		{Pattern: "/free", Line: 5},
		{Pattern: "/tab", Teams: []string{"@acme/tab"}, Line: 6},
		{Pattern: "/half", Teams: []string{"@acme/web"}, Line: 12},
	}}}
	if diff := cmp.Diff(want, rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	lines := []int{7, 8, 9, 10, 11, 12, 13}
	for i, p := range problems {
		if i >= len(lines) || p.Line != lines[i] || strings.Contains(p.Message, "acme") {
			t.Errorf("problem %d: %+v", i, p)
		}
	}
	if len(problems) != len(lines) {
		t.Errorf("%d problems, want %d", len(problems), len(lines))
	}
}

func TestHugeCodeownersIsIgnored(t *testing.T) {
	rules, problems := parseCodeowners([]byte(strings.Repeat("/a @b/c\n", 1<<19)), gitHub)
	if len(rules) != 0 || len(problems) != 1 {
		t.Errorf("%d rules, %d problems", len(rules), len(problems))
	}
}

func TestMatcher(t *testing.T) {
	tests := []struct {
		pattern string
		yes, no []string
	}{
		// The examples of GitHub's documentation.
		{"*", []string{"a", "a/b/c"}, nil},
		{"*.js", []string{"a.js", "x/a.js"}, []string{"a.jsx"}},
		{"/build/logs/", []string{"build/logs/a", "build/logs/x/a"}, []string{"x/build/logs/a", "build/logs"}},
		{"docs/*", []string{"docs/getting-started.md"}, []string{"docs/build-app/troubleshooting.md", "x/docs/a"}},
		{"apps/", []string{"apps/a", "x/apps/y/a"}, []string{"apps", "xapps/a"}},
		{"/docs/", []string{"docs/a"}, []string{"x/docs/a"}},
		{"/scripts/", []string{"scripts/x/a"}, []string{"scripts"}},
		{"**/logs", []string{"logs/a", "build/logs/a", "deeply/nested/logs"}, []string{"logsx/a"}},
		{"/apps/github", []string{"apps/github", "apps/github/a"}, []string{"x/apps/github"}},
		// Others.
		{"/*", []string{"a"}, []string{"x/a"}},
		{"**", []string{"a", "x/a"}, nil},
		{"/docs/**", []string{"docs/a", "docs/x/a"}, []string{"docs", "x/docs/a"}},
		{"a/**/z", []string{"a/z", "a/b/z", "a/b/c/z/below"}, []string{"a/zz", "b/a/z"}},
		{"**/a*/b?.go", []string{"ax/b1.go", "x/a/bé.go"}, []string{"a/b.go", "a/x/b1.go"}},
		{"/operator*", []string{"operator.yml", "operator-x/a"}, []string{"x/operator"}},
		{`/a\ b`, []string{"a b", "a b/c"}, []string{`a\ b`}},
		{`/a\*b*`, []string{"a*bc"}, []string{"axbc"}},
		{"/{a,b}", []string{"{a,b}"}, []string{"a"}},
		{"README", []string{"README", "x/README", "README/x"}, []string{"README.md"}},
		{"/", nil, []string{"a", "a/b"}},
	}
	for _, tt := range tests {
		m := newMatcher([]pathRule{{Pattern: tt.pattern}}, gitHub)
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

// Random patterns must match the same paths as in a .gitignore of that one line,
// but for a last element *, where GitHub's rule is another.
func TestMatcherAgreesWithGitignore(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, "", "init", "-q")
	rnd := rand.New(rand.NewSource(2))
	paths := make([]string, 60)
	for i := range paths {
		paths[i] = randomPath(rnd, 1+rnd.Intn(4), "a", "b", "ab", "abc", "a.go")
	}
	for range 150 {
		pattern := randomPattern(rnd)
		if strings.HasSuffix(pattern, "/*") {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte(pattern+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		out := "\n" + run(t, dir, strings.Join(paths, "\n")+"\n", "check-ignore", "--no-index", "--stdin")
		m := newMatcher([]pathRule{{Pattern: pattern}}, gitHub)
		for _, p := range paths {
			if _, got := m.last(p); got != strings.Contains(out, "\n"+p+"\n") {
				t.Errorf("%q on %q: %v, git says otherwise", pattern, p, got)
			}
		}
	}
}

func randomPath(rnd *rand.Rand, n int, of ...string) string {
	e := make([]string, n)
	for i := range e {
		e[i] = of[rnd.Intn(len(of))]
	}
	return strings.Join(e, "/")
}

func randomPattern(rnd *rand.Rand) string {
	edge := []string{"", "", "/"}
	return edge[rnd.Intn(3)] + randomPath(rnd, 1+rnd.Intn(3), "a", "b", "ab", "*", "**", "a*", "?b", "*.go", `\a`) + edge[rnd.Intn(3)]
}

// The indexed search must find the rule that trying all rules from the last finds.
func TestLastMatchWins(t *testing.T) {
	rnd := rand.New(rand.NewSource(3))
	for range 300 {
		rules := make([]pathRule, 1+rnd.Intn(20))
		for i := range rules {
			rules[i] = pathRule{Pattern: randomPattern(rnd), Line: i + 1}
		}
		m := newMatcher(rules, gitHub)
		for range 20 {
			path := randomPath(rnd, 1+rnd.Intn(4), "a", "b", "ab", "abc", "a.go")
			want := 0
			for i, r := range rules {
				if _, ok := newMatcher([]pathRule{r}, gitHub).last(path); ok {
					want = i + 1
				}
			}
			if got, _ := m.last(path); got.Line != want {
				t.Fatalf("%q: rule %d, want %d of %+v", path, got.Line, want, rules)
			}
		}
	}
}

// TestHostilePatterns: to try all ways in which they may fit would never end.
func TestHostilePatterns(t *testing.T) {
	path := strings.Repeat("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/", 60) + "b"
	var rules []pathRule
	for range 100 {
		rules = append(rules, pathRule{Pattern: "/" + strings.Repeat("**/*a*a*/", 40) + strings.Repeat("*a", 100) + "c"})
	}
	if _, ok := newMatcher(rules, gitHub).last(path); ok {
		t.Error("matches")
	}
}

func FuzzCodeowners(f *testing.F) {
	f.Add("* @a/b\n/docs/** x@y.example\n", "docs/a/b", false)
	f.Add(`/a\ b\* @x/y # z`, "a b*", false)
	f.Add("**/**/**/?*\\", "/", false)
	f.Add("[A][2] @a/b\n!/x/\n*.[a-z] @@owner\n^[a]\n[b\n", "x/y.c", true)
	f.Add("[[]\n[!]-]* @a\n[^\\", "a", true)
	f.Fuzz(func(t *testing.T, text, path string, gitlab bool) {
		d := gitHub
		if gitlab {
			d = gitLab
		}
		sections, _ := parseCodeowners([]byte(text), d)
		for _, s := range sections {
			for _, rules := range [][]pathRule{s.Rules, s.Excluded} {
				if r, ok := newMatcher(rules, d).last(path); ok && r.Line == 0 {
					t.Errorf("a rule without a line: %+v", r)
				}
			}
		}
		dialectOf("CODEOWNERS", []byte(text))
	})
}

// A large repository: 50,000 paths, 500 rules, one in ten with wildcards.
func BenchmarkMatcher(b *testing.B) {
	var rules []pathRule
	for i := range 500 {
		p := fmt.Sprintf("/pkg/%d/%d/", i%50, i)
		if i%10 == 0 {
			p = fmt.Sprintf("/pkg/*/%d/**/*.go", i)
		}
		rules = append(rules, pathRule{Pattern: p})
	}
	m := newMatcher(rules, gitHub)
	paths := make([]string, 50_000)
	for i := range paths {
		paths[i] = fmt.Sprintf("pkg/%d/%d/sub/folder/file%d.go", i%50, i%700, i)
	}
	for b.Loop() {
		for _, p := range paths {
			m.last(p)
		}
	}
}
