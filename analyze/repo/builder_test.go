package repo

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestBuilderIsGit builds a history with every kind of change and asks git.
func TestBuilderIsGit(t *testing.T) {
	dir, ids := build(t,
		BuildCommit{Message: "first", Write: map[string]string{
			"a.txt": "one\n", "run": "#!/bin/sh\n", "d/e/f.txt": "deep\n", "d.txt": "sorts before d/\n", "swap": "file\n", "link": "a.txt",
			"module": "0123456789012345678901234567890123456789",
		}, Modes: map[string]Mode{"run": Executable, "link": Symlink, "module": Submodule}},
		BuildCommit{Message: "second", Delete: []string{"d"}, Write: map[string]string{"a.txt": "two\n", "swap/inner": "folder\n"}},
		BuildCommit{Message: "back", Write: map[string]string{"swap": "file again\n", "d/g": "new\n"}},
	)
	if out := gitOutput(t, dir, "fsck", "--strict", "--no-dangling"); out != "" {
		t.Errorf("git fsck says:\n%s", out)
	}
	if out := gitOutput(t, dir, "status", "--porcelain"); out != "" {
		t.Errorf("git status is not clean:\n%s", out)
	}
	if got := strings.TrimSpace(gitOutput(t, dir, "rev-parse", "main")); got != ids[2].String() {
		t.Errorf("main is %s, want %s", got, ids[2])
	}
	want := "100644 a.txt\n100644 d.txt\n100644 d/g\n120000 link\n160000 module\n100755 run\n100644 swap\n"
	if got := gitOutput(t, dir, "ls-tree", "-r", "--format=%(objectmode) %(path)", "HEAD"); got != want {
		t.Errorf("the tree is\n%swant\n%s", got, want)
	}
	wantLog := "1704272400 Ann <ann@one.example> back\n1704186000 Ann <ann@one.example> second\n1704099600 Ann <ann@one.example> first\n"
	if got := gitOutput(t, dir, "log", "--format=%at %an <%ae> %s"); got != wantLog {
		t.Errorf("the log is\n%swant\n%s", got, wantLog)
	}
}

// TestBuilderSameIDs holds the id of one commit for ever: scripts and the demo name
// commits by it.
func TestBuilderSameIDs(t *testing.T) {
	_, ids := build(t, BuildCommit{Message: "first", Write: map[string]string{"a/b.txt": "x\n"}})
	if got, want := ids[0].String(), "add3c8702c03a68ef26f2d6ebd867d8d60e82a04"; got != want {
		t.Errorf("the id is %s, want %s", got, want)
	}
}

func TestBuilderBranchesAndMerge(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	b, err := NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	commit := func(c BuildCommit) ID {
		t.Helper()
		c.Author, c.Email, c.When = "Ann", "ann@one.example", day0
		id, err := b.Commit(c)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	root := commit(BuildCommit{Message: "root", Write: map[string]string{"a": "1"}})
	side := commit(BuildCommit{Message: "side", Branch: "side", Parents: []ID{root}, Write: map[string]string{"b": "2"}})
	ours := commit(BuildCommit{Message: "ours", Write: map[string]string{"c": "3"}})
	merge := commit(BuildCommit{Message: "merge", Parents: []ID{ours, side}, Write: map[string]string{"b": "2"}})
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("%s %s %s\n", merge, ours, side)
	if got := gitOutput(t, dir, "log", "-1", "--format=%H %P"); got != want {
		t.Errorf("the merge is %swant %s", got, want)
	}
	// More commits after Finish, and a file that goes.
	commit(BuildCommit{Message: "later", Delete: []string{"a", "b"}, Write: map[string]string{"d/e": "4"}})
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	if out := gitOutput(t, dir, "status", "--porcelain"); out != "" {
		t.Errorf("git status is not clean after the second Finish:\n%s", out)
	}
	if _, err := os.Stat(filepath.Join(dir, "b")); !os.IsNotExist(err) {
		t.Errorf("b is still there: %v", err)
	}
}

func TestBuilderTimeZones(t *testing.T) {
	zone := time.FixedZone("", 5*3600+30*60)
	dir, _ := build(t, BuildCommit{When: day0.In(zone), Landed: day0.Add(time.Hour), Write: map[string]string{"a": "1"}})
	want := "1704099600 +0530 1704103200 +0000\n"
	if got := gitOutput(t, dir, "log", "--date=raw", "--format=%ad %cd"); got != want {
		t.Errorf("dates are %swant %s", got, want)
	}
}

func TestBuilderRefuses(t *testing.T) {
	full := t.TempDir()
	write(t, filepath.Join(full, "x"), "")
	if _, err := NewBuilder(full); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("NewBuilder in a full folder: %v", err)
	}
	b, err := NewBuilder(filepath.Join(t.TempDir(), "r"))
	if err != nil {
		t.Fatal(err)
	}
	for want, c := range map[string]BuildCommit{
		"cannot be a path":               {Write: map[string]string{"a/../b": ""}},
		"there is no such path":          {Delete: []string{"a"}},
		"as a file and as a folder":      {Write: map[string]string{"a": "", "a/b": ""}},
		"no commit of this repository":   {Parents: []ID{"12345678901234567890"}},
		`".git/config" cannot be a path`: {Write: map[string]string{".git/config": ""}},
		"is no object id":                {Write: map[string]string{"m": "x"}, Modes: map[string]Mode{"m": Submodule}},
	} {
		if _, err := b.Commit(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Commit(%+v) = %v, want %q in it", c, err, want)
		}
	}
}

// BenchmarkBuilder: 400 commits of a tree of 200 files are what the demo needs.
func BenchmarkBuilder(b *testing.B) {
	first := map[string]string{}
	for i := range 200 {
		first[fmt.Sprintf("p%d/q/f%d.go", i/10, i)] = strings.Repeat("package q // some text\n", 50)
	}
	commits := []BuildCommit{{Write: first}}
	for i := range 399 {
		w := map[string]string{}
		for k := range 4 {
			w[fmt.Sprintf("p%d/q/f%d.go", (i+k)%20, i%200)] = fmt.Sprintf("package q // %d %d\n", i, k)
		}
		commits = append(commits, BuildCommit{Write: w})
	}
	for b.Loop() {
		build(b, commits...)
	}
}
