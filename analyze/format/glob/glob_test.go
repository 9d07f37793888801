package glob

import (
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
)

func TestMatch(t *testing.T) {
	tests := []struct {
		pattern string
		yes, no []string
	}{
		{"vendor", []string{"vendor", "vendor/a.go", "x/vendor/y/z.go"}, []string{"vendors/a.go", "xvendor", "a/vendor.go"}},
		{"vendor/", []string{"vendor/a.go", "x/vendor/y.go"}, []string{"vendor", "x/vendor"}},
		{"/vendor", []string{"vendor", "vendor/a.go"}, []string{"x/vendor/a.go"}},
		{"./vendor", []string{"vendor/a.go", "x/vendor/a.go"}, nil},
		{"pkg/api", []string{"pkg/api", "pkg/api/v1/x.go"}, []string{"x/pkg/api/a.go", "pkg/apis/a.go"}},
		{"pkg/api/", []string{"pkg/api/v1/x.go"}, []string{"pkg/api"}},
		{"pkg/api/**", []string{"pkg/api/x.go", "pkg/api/v1/x.go"}, []string{"pkg/api", "x/pkg/api/a.go"}},
		{"gen/**", []string{"gen/x.go"}, []string{"a/gen/x.go", "gen"}},
		{"*.pb.go", []string{"a.pb.go", "x/y/a.pb.go"}, []string{"a.go", "x.pb.go.txt"}},
		{"**/gen", []string{"gen/a.go", "x/gen/a.go", "x/y/gen"}, []string{"gena/a.go"}},
		{"**/gen/*.go", []string{"gen/a.go", "x/y/gen/a.go"}, []string{"gen/x/a.go", "gen/a.txt"}},
		{"a/**/z.go", []string{"a/z.go", "a/b/z.go", "a/b/c/z.go"}, []string{"z.go", "b/a/z.go"}},
		{"cmd/*/main.go", []string{"cmd/x/main.go"}, []string{"cmd/main.go", "cmd/x/y/main.go"}},
		{"cmd/*", []string{"cmd/x", "cmd/x/y/main.go"}, []string{"cmd", "x/cmd/y"}},
		{"*.{png,svg}", []string{"a.png", "docs/b.svg"}, []string{"a.go"}},
		{"[ab].go", []string{"a.go", "x/b.go"}, []string{"c.go"}},
		{`\[x\].go`, []string{"[x].go", "d/[x].go"}, []string{"x.go"}},
		{`\!a`, []string{"!a"}, []string{"a"}},
		{"über", []string{"über/x"}, []string{"uber/x"}},
		{".", []string{"a", "a/b"}, nil},
		{"**", []string{"a", "a/b"}, nil},
		{"/", []string{"a", "a/b"}, nil},
	}
	for _, tt := range tests {
		s, err := Compile([]string{tt.pattern})
		if err != nil {
			t.Errorf("Compile(%q): %v", tt.pattern, err)
			continue
		}
		for _, p := range tt.yes {
			if !s.Match(p) {
				t.Errorf("%q does not match %q", tt.pattern, p)
			}
		}
		for _, p := range tt.no {
			if s.Match(p) {
				t.Errorf("%q matches %q", tt.pattern, p)
			}
		}
	}
	if (*Set)(nil).Match("a") {
		t.Error("a nil set matches")
	}
}

func TestSetMatchesAnyOfItsPatterns(t *testing.T) {
	s, err := Compile([]string{"vendor/", "docs", "*.md"})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{"vendor/a": true, "docs": true, "a/b.md": true, "a/b.go": false, "vendor": false} {
		if s.Match(path) != want {
			t.Errorf("Match(%q) = %v", path, !want)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	for pattern, want := range map[string]string{
		"":                        "is empty",
		"[a":                      "unclosed",
		"{a,b":                    "unclosed",
		`a\`:                      "backslash",
		"!a":                      "negation",
		"a//b":                    "empty path element",
		"../a":                    `".."`,
		"a/./b":                   `"."`,
		"{a,b}{a,b}{a,b}{a,b}":    "brace groups",
		strings.Repeat("a", 2000): "longer than",
	} {
		_, err := Compile([]string{"ok", pattern})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Compile(%.20q) = %v, want %q", pattern, err, want)
		}
	}
}

func TestBelow(t *testing.T) {
	tests := []struct{ folder, pattern, want string }{
		{"", "a", "a"},
		{".", "/a", "/a"},
		{"sub", "a", "/sub/**/a"},
		{"sub", "a/", "/sub/**/a/"},
		{"sub/x", "/a", "/sub/x/a"},
		{"sub", "a/b", "/sub/a/b"},
		{"sub", "./a/b/", "/sub/a/b/"},
		{"sub", ".", "/sub/"},
		{"s[1]", "*.go", `/s\[1\]/**/*.go`},
	}
	for _, tt := range tests {
		if got := Below(tt.folder, tt.pattern); got != tt.want {
			t.Errorf("Below(%q, %q) = %q, want %q", tt.folder, tt.pattern, got, tt.want)
		}
	}
	s, err := Compile([]string{Below("s[1]", "*.go")})
	if err != nil || !s.Match("s[1]/a.go") || !s.Match("s[1]/x/a.go") || s.Match("a.go") || s.Match("s1/a.go") {
		t.Errorf("a pattern below a folder with brackets does not match as it should (%v)", err)
	}
}

func TestEmail(t *testing.T) {
	tests := []struct {
		pattern string
		yes, no []string
	}{
		{"a@x.example", []string{"a@x.example", "A@X.Example"}, []string{"aa@x.example"}},
		{"*@x.example", []string{"a@x.example", "a/b@X.example"}, []string{"a@y.example", "a@x.example.org"}},
		{"a?@x.example", []string{"ab@x.example"}, []string{"a@x.example"}},
		{"*+me@users.noreply.example", []string{"12+me@users.noreply.example"}, []string{"12+you@users.noreply.example"}},
		{"ci[bot]@x.example", []string{"ci[bot]@x.example"}, []string{"cib@x.example"}},
		{"*[bot]@x.example", []string{"ci[bot]@x.example"}, []string{"cib@x.example"}},
		{"{a,b}*@x.example", []string{"{a,b}c@x.example"}, []string{"ac@x.example"}},
	}
	for _, tt := range tests {
		e, err := CompileEmail(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range tt.yes {
			if !e.Match(a) {
				t.Errorf("%q does not match %q", tt.pattern, a)
			}
		}
		for _, a := range tt.no {
			if e.Match(a) {
				t.Errorf("%q matches %q", tt.pattern, a)
			}
		}
	}
	for _, bad := range []string{"", "someone", "@login", strings.Repeat("a@", 1000)} {
		if _, err := CompileEmail(bad); err == nil {
			t.Errorf("CompileEmail(%.20q) is accepted", bad)
		}
	}
}

// The meaning of a pattern is git's: random patterns must match the same paths as
// git check-ignore says for a .gitignore of that one line.
func TestMatchAgreesWithGitignore(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
		t.Fatalf("git init: %v\n%s", err, out)
	}
	rnd := rand.New(rand.NewSource(1))
	pick := func(of ...string) string { return of[rnd.Intn(len(of))] }
	var paths []string
	for range 60 {
		var e []string
		for range 1 + rnd.Intn(4) {
			e = append(e, pick("a", "b", "ab", "abc", "a.go"))
		}
		paths = append(paths, strings.Join(e, "/"))
	}
	for range 150 {
		var e []string
		for range 1 + rnd.Intn(3) {
			e = append(e, pick("a", "b", "ab", "*", "**", "a*", "?b", "*.go", "[ab]"))
		}
		pattern := pick("", "", "/") + strings.Join(e, "/") + pick("", "", "/")
		s, err := Compile([]string{pattern})
		if err != nil {
			t.Fatalf("Compile(%q): %v", pattern, err)
		}
		ignored := checkIgnore(t, dir, pattern, paths)
		for _, p := range paths {
			if s.Match(p) != ignored[p] {
				t.Errorf("%q on %q: %v, git says %v", pattern, p, s.Match(p), ignored[p])
			}
		}
	}
}

func checkIgnore(t *testing.T, dir, pattern string, paths []string) map[string]bool {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte(pattern+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("git", "-C", dir, "-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "--stdin")
	cmd.Stdin = strings.NewReader(strings.Join(paths, "\n") + "\n")
	out, err := cmd.Output()
	if code, ok := err.(*exec.ExitError); err != nil && (!ok || code.ExitCode() != 1) {
		t.Fatalf("git check-ignore %q: %v", pattern, err)
	}
	ignored := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		ignored[strings.TrimSpace(line)] = true
	}
	return ignored
}

func TestHostilePatternsStayFast(t *testing.T) {
	long := strings.Repeat("a", 200)
	path := strings.Repeat(long+"/", 15) + long + "b"
	for _, pattern := range []string{
		strings.Repeat("*a", 400) + "c",
		strings.Repeat("**/a*/", 100) + "c",
		"{*a,a*}*{*a,a*}*{*a,a*}c",
		"{" + strings.Repeat("*a,", 300) + "}c",
	} {
		s, err := Compile([]string{pattern})
		if err != nil {
			t.Fatal(err)
		}
		if s.Match(path) { // to try all ways in which it may fit would never end
			t.Errorf("%.20q matches", pattern)
		}
	}
}

func TestBeginning(t *testing.T) {
	for glob, want := range map[string]string{
		"*.js": "", "app/assets/*.js": "app/assets", "app/**/x.js": "app", "app/**": "app", "a{b,c}": "a", `a\*b`: "a", "[ab]": "", "aé/*": "a",
	} {
		if got := beginning(glob); got != want {
			t.Errorf("%q: %q, want %q", glob, got, want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("vendor/", "vendor/a.go", "sub")
	f.Add("**/{a,b}/[c-d]*", "x/a/cc", "s[1]/{t}")
	f.Add(`\\**//`, "a/../b", `\`)
	f.Add("//", "a", "0")
	f.Fuzz(func(t *testing.T, pattern, path, folder string) {
		s, err := Compile([]string{pattern})
		if err != nil || !utf8.ValidString(pattern) || !utf8.ValidString(path) || !utf8.ValidString(folder) {
			return
		}
		for _, g := range s.globs {
			if doublestar.MatchUnvalidated(g.glob, path) && !strings.HasPrefix(path, g.begins) {
				t.Fatalf("%q matches %q, which does not begin with %q", g.glob, path, g.begins)
			}
		}
		matched := s.Match(path)
		if !fs.ValidPath(folder) || folder == "." || len(folder) > 100 {
			return
		}
		below, err := Compile([]string{Below(folder, pattern)})
		if err != nil {
			if len(pattern) > 700 {
				return
			}
			t.Fatalf("Below(%q, %q) = %q: %v", folder, pattern, Below(folder, pattern), err)
		}
		if path != "" && below.Match(folder+"/"+path) != matched {
			t.Fatalf("Below(%q, %q) matches otherwise than the pattern on %q", folder, pattern, path)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	s, err := Compile([]string{"vendor/", "*.pb.go", "**/testdata/**", "docs/**", "pkg/*/gen", "third_party"})
	if err != nil {
		b.Fatal(err)
	}
	path := fmt.Sprintf("pkg/%s/controller/reconcile.go", strings.Repeat("x", 10))
	for b.Loop() {
		s.Match(path)
	}
}
