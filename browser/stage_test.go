package browser

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// stage is what the tests play on: the program, a browser, and the demo monorepo with its
// report.
type stage struct {
	browser *Browser
	dir     string // temporary
	seam    string
	repo    string
	page    string
	views   []string
}

// TestReport runs everything that needs a browser, which is started once.
func TestReport(t *testing.T) {
	s := setUp(t)
	for _, c := range []struct {
		name string
		test func(*testing.T, *stage)
	}{
		{"closed", testClosed}, {"policy", testPolicy}, {"anchors", testAnchors}, {"views", testViews}, {"deep links", testDeepLinks},
		{"tables", testTables}, {"copy", testCopy}, {"keys", testKeys}, {"rollback", testRollback}, {"pictures", testPictures}, {"matrix", testMatrix},
		{"what if", testWhatif}, {"what if tasks", testTasks},
		{"no scripts", testNoScripts}, {"dark", testDark}, {"print", testPrint}, {"paper", testPaper}, {"narrow", testNarrow},
		{"hostile", testHostile}, {"comparison", testComparison}, {"large", testLarge}, {"accessible", testAccessible},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, s) })
	}
}

// missing skips a test for want of a tool: loudly, and as a failure where CI is set.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("NOT TESTED: %s", what)
	}
	t.Skipf("NOT TESTED: %s", what)
}

func setUp(t *testing.T) *stage {
	t.Helper()
	if _, err := Find(); err != nil {
		missing(t, err.Error())
	}
	s := &stage{dir: t.TempDir()}
	s.seam = filepath.Join(s.dir, "seam")
	s.build(t, "./cmd/seam", s.seam)
	s.repo = filepath.Join(s.dir, "shop")
	s.run(t, "demo", "--keep", s.repo)
	s.page = filepath.Join(s.dir, "seam.html")
	b, err := Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	s.browser = b
	p := s.open(t, s.page, Look{})
	s.views = eval[[]string](t, p, `[...document.querySelectorAll("main [data-view]")].map(v => v.dataset.view)`)
	if len(s.views) < 8 {
		t.Fatalf("views: %v", s.views)
	}
	return s
}

// build builds a program of the repository that this module lies in.
func (s *stage) build(t *testing.T, pkg, out string) {
	t.Helper()
	c := exec.Command("go", "build", "-o", out, pkg)
	c.Dir = ".."
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", pkg, err, said)
	}
}

// run runs seam in the temporary folder and returns what it printed.
func (s *stage) run(t *testing.T, args ...string) []byte {
	t.Helper()
	c := exec.Command(s.seam, args...)
	c.Dir = s.dir
	c.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(s.dir, "cache"))
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil {
		t.Fatalf("seam %s: %v\n%s", strings.Join(args, " "), err, said.String())
	}
	return out.Bytes()
}

// report writes the report on a repository and returns its path.
func (s *stage) report(t *testing.T, repo, name string) string {
	t.Helper()
	page := filepath.Join(s.dir, name)
	s.run(t, "report", repo, "--format", "html", "-o", page)
	return page
}

func (s *stage) open(t *testing.T, page string, look Look) *Page {
	t.Helper()
	p, err := s.browser.Open(page, look)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func eval[T any](t *testing.T, p *Page, expression string) T {
	t.Helper()
	v, err := Eval[T](p, expression)
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// commit makes a repository of files with one commit a set.
func commit(t *testing.T, dir string, sets ...map[string]string) {
	t.Helper()
	git := func(args ...string) {
		c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"}, args...)...)
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, said)
		}
	}
	must(t, os.MkdirAll(dir, 0o755))
	git("init", "-q", "-b", "main")
	for i, files := range sets {
		for name, text := range files {
			must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
			must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
		}
		git("add", "-A")
		git("commit", "-q", "-m", "step "+string(rune('a'+i)))
	}
}
