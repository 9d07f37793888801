package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	pprof "github.com/google/pprof/profile"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"seam/analyze/repo"
)

// given is what a run wrote.
type given struct {
	Stdout, Stderr string
	Code           int
}

func ask(args ...string) given {
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), args, &stdout, &stderr)
	return given{stdout.String(), stderr.String(), code}
}

// gitIn runs git in a folder and returns what it prints, without the end of the line.
func gitIn(t *testing.T, dir string, args ...string) string {
	t.Helper()
	c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@one.example"}, args...)...)
	c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("NOT CHECKED: there is no git")
	}
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, stderr.Bytes())
	}
	return strings.TrimSpace(string(out))
}

func writeIn(t *testing.T, dir, name, content string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

// polyglots is a repository of two commits in the folder repo below dir, and one that
// imports it in the folder other.
func polyglots(t *testing.T, dir string) {
	t.Helper()
	later := map[string]string{"cart/cart.go": "package cart\n\nimport \"x.test/shop/money\"\n\ntype Cart struct{ Sum, Vat money.Amount }\n"}
	for name, commits := range map[string][]map[string]string{
		"repo":  {polyglot, later},
		"other": {{"go.mod": "module x.test/other\n", "a.go": "package a\n\nimport _ \"x.test/shop/money\"\n"}},
	} {
		b, err := repo.NewBuilder(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for i, files := range commits {
			c := repo.BuildCommit{Author: "Ann", Email: "ann@one.example", Message: "change", When: time.Unix(1_700_000_000+int64(i), 0), Write: files}
			if _, err := b.Commit(c); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Finish(); err != nil {
			t.Fatal(err)
		}
	}
}

// profiled is a CPU profile of one function, seen a number of times.
func profiled(t *testing.T, function string, times int64) string {
	t.Helper()
	f := &pprof.Function{ID: 1, Name: function}
	l := &pprof.Location{ID: 1, Line: []pprof.Line{{Function: f}}}
	p := &pprof.Profile{
		SampleType: []*pprof.ValueType{{Type: "samples", Unit: "count"}, {Type: "cpu", Unit: "nanoseconds"}},
		PeriodType: &pprof.ValueType{Type: "cpu", Unit: "nanoseconds"}, Period: 10_000_000,
		Function: []*pprof.Function{f}, Location: []*pprof.Location{l},
		Sample: []*pprof.Sample{{Location: []*pprof.Location{l}, Value: []int64{times, times * 10_000_000}}},
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// answersIn counts the answers below the root of a cache.
func answersIn(t *testing.T, root string) int {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(root, "*", "answer-*.seam"))
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// TestAnswersAreFresh changes, one at a time, what an answer depends on and what it does
// not depend on. A question asked again is answered as without a cache; where the change
// counts it is worked out anew, and shows; else it is taken from the cache.
func TestAnswersAreFresh(t *testing.T) {
	report := []string{"report", "--format", "json", "repo"}
	git := func(args ...string) func(*testing.T) {
		return func(t *testing.T) { gitIn(t, "repo", args...) }
	}
	file := func(name, content string) func(*testing.T) {
		return func(t *testing.T) { writeIn(t, ".", name, content) }
	}
	commit := func(in, name, content string) func(*testing.T) {
		return func(t *testing.T) {
			writeIn(t, in, name, content)
			gitIn(t, in, "add", ".")
			gitIn(t, in, "commit", "-q", "-m", "new")
		}
	}
	const known = "folder: .\nentries:\n  - rule: workspace-skew\n    about: go x.example/x\n    classes: [\"1\"]\n    folders: [.]\n    reason: known\n"
	for _, x := range []struct {
		what   string
		before func(*testing.T)
		asked  []string
		change func(*testing.T)
		again  []string // nil: as before
		counts bool
	}{
		{what: "a new commit", asked: report, change: commit("repo", "mail/new.go", "package mail\n"), counts: true},
		{what: "an amended commit", asked: report, change: git("commit", "-q", "--amend", "-m", "PAY-1 other words"), counts: true},
		{what: "HEAD of another branch", asked: report, change: git("checkout", "-q", "-b", "other", "HEAD~1"), counts: true},
		{what: "a branch that is asked for", before: git("branch", "side"), asked: []string{"focus", "--rev", "side", "repo"}, change: git("branch", "-f", "side", "HEAD~1"), counts: true},
		{what: "the base of a change", before: git("branch", "base"), asked: []string{"impact", "--base", "base", "repo"}, change: git("branch", "-f", "base", "HEAD~1"), counts: true},
		{what: "a side of a difference", before: git("branch", "old"), asked: []string{"diff", "old", "HEAD", "repo"}, change: git("branch", "-f", "old", "HEAD~1"), counts: true},
		{what: "a new tag", asked: []string{"impact", "--format", "json", "module:x.test/shop", "repo"}, change: git("tag", "v1.0.0"), counts: true},
		{what: "a replaced file", asked: []string{"graph", "--format", "csv", "repo"}, change: git("replace", "HEAD:cart/cart.go", "HEAD:money/money.go"), counts: true},
		{what: "a replaced commit", asked: report, change: git("replace", "HEAD", "HEAD~1"), counts: true},
		{what: "a shallow clone", asked: []string{"focus", "--format", "json", "--allow-shallow", "repo"}, change: func(t *testing.T) { writeIn(t, "repo", ".git/shallow", gitIn(t, "repo", "rev-parse", "HEAD")+"\n") }, counts: true},
		{what: "a graft", asked: []string{"focus", "--format", "json", "repo"}, change: func(t *testing.T) { writeIn(t, "repo", ".git/info/grafts", gitIn(t, "repo", "rev-parse", "HEAD")+"\n") }, counts: true},
		{what: "another remote", asked: []string{"focus", "--format", "json", "repo"}, change: git("remote", "add", "origin", "https://one.example/the-shop.git"), counts: true},
		{what: "seam.yaml on disk", asked: report, change: file("repo/seam.yaml", "areas: []\n"), counts: true},
		{what: "a flag", asked: report, again: []string{"report", "--format", "json", "--max-commits", "1", "repo"}, counts: true},
		{what: "a default that is given", asked: report, again: []string{"report", "--format", "json", "--unit", "auto", "repo"}, counts: true},
		{what: "another format", asked: report, again: []string{"report", "--format", "markdown", "repo"}, counts: true},
		{what: "a folder of the repository", asked: report, again: []string{"report", "--format", "json", "repo/cart"}, counts: true},
		{what: "another repository", asked: report, again: []string{"report", "--format", "json", "other"}, counts: true},
		{what: "another verb", asked: []string{"split", "--format", "json", "repo"}, again: []string{"focus", "--format", "json", "repo"}, counts: true},
		{what: "another target", asked: []string{"impact", "cart", "repo"}, again: []string{"impact", "money", "repo"}, counts: true},
		{what: "colour", asked: []string{"report", "repo"}, again: []string{"report", "--color", "always", "repo"}, counts: true},
		{what: "the width of a terminal", asked: []string{"report", "repo"}, change: func(t *testing.T) { t.Setenv("COLUMNS", "50") }, counts: true},
		{what: "another profile", before: func(t *testing.T) { writeIn(t, ".", "cpu.pb.gz", profiled(t, "x.test/shop/cart.Sum", 3)) }, asked: []string{"report", "--format", "json", "--profile", "cpu.pb.gz", "repo"},
			change: func(t *testing.T) { writeIn(t, ".", "cpu.pb.gz", profiled(t, "x.test/shop/money.Add", 5)) }, counts: true},
		{what: "another saved what-if", before: answered("cut.json", "whatif", "--extract", "cart", "--format", "json", "repo"), asked: []string{"report", "--format", "json", "--whatif", "cut.json", "repo"},
			change: answered("cut.json", "whatif", "--extract", "money", "--format", "json", "repo"), counts: true},
		{what: "another saved report", before: answered("saved.json", "report", "--format", "json", "repo"), asked: []string{"report", "--from", "saved.json"},
			change: answered("saved.json", "report", "--format", "json", "other"), counts: true},
		{what: "a saved side of a difference", before: answered("saved.json", "report", "--format", "json", "repo"), asked: []string{"diff", "saved.json", "HEAD", "repo"},
			change: answered("saved.json", "report", "--format", "json", "--rev", "HEAD~1", "repo"), counts: true},
		{what: "a baseline", before: file("base.yaml", "folder: .\nentries: []\n"), asked: []string{"check", "--baseline", "base.yaml", "repo"}, change: file("base.yaml", known), counts: true},
		{what: "a commit of another repository", asked: []string{"split", "--format", "json", "--with", "other", "repo"}, change: commit("other", "b.go", "package a\n\nimport _ \"x.test/shop/cart\"\n"), counts: true},

		{what: "nothing", asked: report},
		{what: "an edited file", asked: report, change: file("repo/cart/cart.go", "package cart\n")},
		{what: "a staged file", asked: report, change: func(t *testing.T) { writeIn(t, "repo", "new.go", "package x\n"); gitIn(t, "repo", "add", "new.go") }},
		{what: "a branch that nobody asks for", asked: report, change: git("branch", "third")},
		{what: "packed anew", asked: report, change: git("gc", "-q")},
		{what: "a commit behind a revision", asked: []string{"focus", "--rev", "HEAD~1", "repo"}, change: func(t *testing.T) {
			commit("repo", "new.go", "package x\n")(t)
			gitIn(t, "repo", "reset", "-q", "--hard", "HEAD~1")
		}},
		{what: "how progress is shown", asked: report, again: append([]string{"--progress", "plain"}, report...)},
		{what: "colour of a file", asked: []string{"report", "-o", "one.txt", "repo"}, again: []string{"report", "-o", "one.txt", "--color", "auto", "repo"}},
	} {
		t.Run(x.what, func(t *testing.T) {
			t.Chdir(t.TempDir())
			polyglots(t, ".")
			if x.before != nil {
				x.before(t)
			}
			fresh := func(args []string) given { return ask(append([]string{"--no-cache"}, args...)...) }
			kept := func(args []string) given { return ask(append([]string{"--cache-dir", "cache"}, args...)...) }
			want := fresh(x.asked)
			for range 2 {
				if diff := cmp.Diff(want, kept(x.asked)); diff != "" {
					t.Fatalf("before the change (-without a cache +with one):\n%s", diff)
				}
			}
			if n := answersIn(t, "cache"); n != 1 || want.Code > exitFindings {
				t.Fatalf("%d answers are kept, want 1: %+v", n, want)
			}
			if x.change != nil {
				x.change(t)
			}
			again := x.again
			if again == nil {
				again = x.asked
			}
			wanted := fresh(again)
			if shows := wanted != want; shows != x.counts {
				t.Errorf("the change shows: %v, want %v", shows, x.counts)
			}
			if diff := cmp.Diff(wanted, kept(again)); diff != "" {
				t.Errorf("after the change (-without a cache +with one):\n%s", diff)
			}
			if n := answersIn(t, "cache"); n == 2 != x.counts {
				t.Errorf("%d answers are kept; want a new one: %v", n, x.counts)
			}
		})
	}
}

// answered writes an answer into a file.
func answered(file string, args ...string) func(*testing.T) {
	return func(t *testing.T) {
		t.Helper()
		if got := ask(append([]string{"--no-cache", "-o", file}, args...)...); got.Code != exitOK {
			t.Fatal(got.Stderr)
		}
	}
}

// TestNotKept: what a key cannot tell is asked anew each time, and so is what went wrong.
func TestNotKept(t *testing.T) {
	for what, args := range map[string][]string{
		"the worktree":          {"graph", "--worktree", "repo"},
		"the module cache":      {"chains", "--resolve", "repo"},
		"types":                 {"split", "--types", "repo"},
		"rendered manifests":    {"deploy", "--rendered", "rendered", "repo"},
		"the git command":       {"focus", "--history-reader", "git", "repo"},
		"a profile from a pipe": {"split", "--profile", os.DevNull, "repo"},
		"no cache":              {"focus", "--no-cache", "repo"},
		"a mistaken flag":       {"focus", "--unit", "day", "repo"},
		"no such revision":      {"focus", "--rev", "gone", "repo"},
		"no such package":       {"impact", "gone", "repo"},
		"no repository":         {"focus", "empty"},
		"no such file":          {"report", "--from", "gone.json"},
		"edits":                 {"diamonds", "--fix", "repo"},
		"tables":                {"export", "-o", "facts", "repo"},
		"a list of findings":    {"baseline", "-o", "-", "repo"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Chdir(t.TempDir())
			polyglots(t, ".")
			writeIn(t, ".", "rendered/a.yaml", "kind: Service\nmetadata: {name: a}\n")
			writeIn(t, ".", "empty/a", "")
			ask(append([]string{"--cache-dir", "cache"}, args...)...)
			if n := answersIn(t, "cache"); n != 0 {
				t.Errorf("%d answers are kept", n)
			}
		})
	}
}

// TestUnreadObjects: an answer that lacks a file which cannot be read is kept as long as
// no object is added.
func TestUnreadObjects(t *testing.T) {
	t.Chdir(t.TempDir())
	polyglots(t, ".")
	gitIn(t, "repo", "repack", "-adq")
	packs, err := filepath.Glob("repo/.git/objects/pack/*.pack")
	if err != nil || len(packs) != 1 {
		t.Fatal(packs, err)
	}
	pack, err := os.ReadFile(packs[0])
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("git", "-C", "repo", "unpack-objects", "-q")
	c.Stdin = bytes.NewReader(pack)
	if err := errors.Join(os.Rename("repo/.git/objects/pack", "pack"), c.Run()); err != nil {
		t.Fatal(err)
	}
	blob := gitIn(t, "repo", "rev-parse", "HEAD:mail/broken.go")
	lost := filepath.Join("repo/.git/objects", blob[:2], blob[2:])
	if err := os.Rename(lost, "blob"); err != nil {
		t.Fatal(err)
	}
	args := []string{"report", "--format", "json", "--cache-dir", "cache", "repo"}
	without := ask(args...)
	if n := answersIn(t, "cache"); without.Code != exitOK || n != 1 || ask(args...) != without || answersIn(t, "cache") != 1 {
		t.Errorf("exit code %d, %d answers without a file are kept: %s", without.Code, n, without.Stderr)
	}
	if err := os.Rename("blob", lost); err != nil {
		t.Fatal(err)
	}
	if with := ask(args...); with == without || with != ask(append(args, "--no-cache")...) {
		t.Error("the file is there again, and does not show")
	}
}

// TestKeptVerbs: what a verb writes is kept whole, what it says and its exit code
// included, and a kept answer is given without the verb being run.
func TestKeptVerbs(t *testing.T) {
	t.Chdir(t.TempDir())
	polyglots(t, ".")
	runs := 0
	outcome := func(a *app, _ []string) error { return a.write([]byte("the answer\n"), "") }
	asking := func(args ...string) given {
		var stdout, stderr bytes.Buffer
		a := &app{stdout: &stdout, stderr: &stderr, direct: &stderr, cacheDir: "cache"}
		c := &cobra.Command{Use: "report", SilenceErrors: true, SilenceUsage: true}
		var out outputFlags
		out.add(c, "text")
		c.RunE = a.kept(func(_ *cobra.Command, args []string) error {
			runs++
			a.stderr.Write([]byte("before\n"))
			a.aboutThisRun([]string{"about this run"})
			err := outcome(a, args)
			a.stderr.Write([]byte("after\n"))
			a.code = exitFindings
			return err
		})
		c.SetArgs(args)
		if err := c.Execute(); err != nil {
			a.code = exitCannot
		}
		return given{stdout.String(), stderr.String(), a.code}
	}
	first := asking("repo")
	if want := (given{"the answer\n", "before\nnote: about this run\nafter\n", exitFindings}); first != want {
		t.Errorf("the first run writes %+v, want %+v", first, want)
	}
	second := asking("repo")
	if want := (given{"the answer\n", "before\nafter\n", exitFindings}); second != want || runs != 1 {
		t.Errorf("the second of %d runs writes %+v, want %+v", runs, second, want)
	}
	for what, other := range map[string]func(*app, []string) error{
		"an error":          func(*app, []string) error { return errors.New("failed") },
		"no answer":         func(*app, []string) error { return nil },
		"two answers":       func(a *app, _ []string) error { return errors.Join(a.write(nil, ""), a.write(nil, "")) },
		"a file of its own": func(a *app, _ []string) error { return a.write(nil, "seam.html") },
		"an object that is added while it runs, where one was not read": func(a *app, _ []string) error {
			a.unread.Store(true)
			writeIn(t, "repo", "new", strconv.Itoa(runs))
			gitIn(t, "repo", "add", "new")
			return a.write(nil, "")
		},
		"a commit while it runs": func(a *app, _ []string) error {
			gitIn(t, "repo", "commit", "-q", "--allow-empty", "-m", "new")
			return a.write(nil, "")
		},
	} {
		if err := os.RemoveAll("cache"); err != nil {
			t.Fatal(err)
		}
		runs, outcome = 0, other
		asking("repo")
		asking("repo")
		if runs != 2 || answersIn(t, "cache") != 0 {
			t.Errorf("%s: %d runs of 2, %d answers are kept", what, runs, answersIn(t, "cache"))
		}
	}
}

// TestEveryFlagIsKnown: each flag of a verb whose answers are kept is said to be what it
// is, so that a new one is thought about.
func TestEveryFlagIsKnown(t *testing.T) {
	a := &app{stdout: io.Discard, stderr: io.Discard, direct: io.Discard}
	used := map[string]bool{}
	verbs := 0
	for _, c := range a.root().Commands() {
		if _, ok := keptVerbs[c.Name()]; !ok {
			continue
		}
		verbs++
		c.InitDefaultHelpFlag()
		look := func(f *pflag.Flag) {
			used[f.Name] = true
			if _, ok := flagKinds[f.Name]; !ok {
				t.Errorf("seam %s --%s: flagKinds does not say what it is", c.Name(), f.Name)
			}
		}
		c.Flags().VisitAll(look)
		c.InheritedFlags().VisitAll(look)
	}
	if verbs != len(keptVerbs) {
		t.Errorf("%d verbs of %d are there", verbs, len(keptVerbs))
	}
	var unused []string
	for name := range flagKinds {
		if !used[name] {
			unused = append(unused, name)
		}
	}
	if slices.Sort(unused); len(unused) > 0 {
		t.Errorf("no verb has the flags %q", unused)
	}
}
