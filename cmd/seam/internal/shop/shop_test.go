package shop

import (
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func buildShop(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	if err := Build(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// output runs a command without a network and without the caller's settings.
func output(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOPROXY=off", "GOFLAGS=", "GOWORK=", "GOTOOLCHAIN=local",
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "TZ=UTC")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// TestCompiles: what the demo reports on is real code.
func TestCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles some hundred files")
	}
	dir := buildShop(t)
	output(t, dir, "go", "vet", "./...", "./platform/...", "./reports/...")
	output(t, dir, "go", "test", "-vet=off", "./pricing/...")
	if out := output(t, dir, "gofmt", "-l", "."); out != "" {
		t.Errorf("not formatted:\n%s", out)
	}
}

func TestHistory(t *testing.T) {
	dir := buildShop(t)
	if out := output(t, dir, "git", "status", "--porcelain"); out != "" {
		t.Errorf("git status is not clean:\n%s", out)
	}
	commits := strings.Split(strings.TrimSpace(output(t, dir, "git", "log", "--format=%cs %P")), "\n")
	if len(commits) != Commits {
		t.Errorf("%d commits, want %d", len(commits), Commits)
	}
	newest, oldest := commits[0][:10], commits[len(commits)-1][:10]
	if oldest != "2024-01-08" || newest < "2025-12-15" || newest > "2026-01-08" {
		t.Errorf("the history runs from %s to %s", oldest, newest)
	}
	for i := 1; i < len(commits); i++ {
		if commits[i][:10] > commits[i-1][:10] {
			t.Errorf("commit %d is newer than the one after it", i)
		}
	}
	merges := 0
	for _, c := range commits {
		if strings.Count(c, " ") == 2 {
			merges++
		}
	}
	if merges != 23 {
		t.Errorf("%d merges, want 23", merges)
	}
}

// TestPlanted asks git for the facts that the README promises.
func TestPlanted(t *testing.T) {
	dir := buildShop(t)
	count := func(args ...string) int {
		t.Helper()
		out := output(t, dir, "git", append([]string{"log", "--no-merges", "--format=%h"}, args...)...)
		return len(strings.Fields(out))
	}
	mass := 2 // the first commit and the mass edit touch everything
	if all, own := count("--", "pricing")-mass, count("--author=@pricing", "--", "pricing"); all < 70 || own*10 < all*9 {
		t.Errorf("the pricing team makes %d of %d changes of pricing", own, all)
	}
	if s, f := count("--author=@storefront", "--", "checkout"), count("--author=@fulfilment", "--", "checkout"); s+f < 40 || s != f {
		t.Errorf("checkout: storefront %d, fulfilment %d", s, f)
	}
	both := 0
	for c := range strings.SplitSeq(output(t, dir, "git", "log", "--no-merges", "--format=%x00", "--name-only"), "\x00") {
		if strings.Contains(c, "\norders/store/") && strings.Contains(c, "\nreports/export/") {
			both++
		}
	}
	if both < 30 {
		t.Errorf("orders/store and reports/export change together %d times", both)
	}
	for _, author := range []string{"bot", "old-mail"} {
		if count("--no-mailmap", "--author="+author) == 0 {
			t.Errorf("no commit of %s", author)
		}
	}
}

func TestSameTwice(t *testing.T) {
	a, b := buildShop(t), buildShop(t)
	if x, y := output(t, a, "git", "rev-parse", "HEAD"), output(t, b, "git", "rev-parse", "HEAD"); x != y {
		t.Errorf("two builds give %s and %s", x, y)
	}
}

// TestGrow: every revision of every Go file parses, and each differs from the last.
func TestGrow(t *testing.T) {
	files, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		g := grow(name, text)
		for _, n := range []int{1, min(3, g.steps), g.steps} {
			before := ""
			for r := 1; r <= n; r++ {
				now, err := g.at(r, n)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if now == before {
					t.Errorf("%s: revisions %d and %d of %d are equal", name, r-1, r, n)
				}
				if _, err := parser.ParseFile(token.NewFileSet(), name, now, parser.SkipObjectResolution); err != nil {
					t.Errorf("revision %d of %d: %v", r, n, err)
				}
				before = now
			}
			if n > 0 && before != text {
				t.Errorf("%s: the last of %d revisions is not the finished file", name, n)
			}
		}
		if _, err := g.at(1, g.steps+2); err == nil && g.steps > 0 {
			t.Errorf("%s: more revisions than steps are not refused", name)
		}
	}
}

func TestBuildRefusesFullFolder(t *testing.T) {
	dir := buildShop(t)
	if err := Build(dir); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("building in a full folder: %v", err)
	}
}
