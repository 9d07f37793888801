package repo

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// needGit skips a test that the git command takes part in where there is none.
func needGit(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("NOT CHECKED: there is no git")
	}
}

// gitOutput runs the git command, the oracle of these tests, and returns what it prints.
func gitOutput(t testing.TB, dir string, args ...string) string {
	t.Helper()
	needGit(t)
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "LC_ALL=C", "TZ=UTC",
		"GIT_AUTHOR_NAME=Ann", "GIT_AUTHOR_EMAIL=ann@one.example", "GIT_AUTHOR_DATE=2024-01-01T00:00:00Z",
		"GIT_COMMITTER_NAME=Ann", "GIT_COMMITTER_EMAIL=ann@one.example", "GIT_COMMITTER_DATE=2024-01-01T00:00:00Z")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, stderr.Bytes())
	}
	return string(out)
}

var day0 = time.Date(2024, 1, 1, 9, 0, 0, 0, time.UTC)

// build makes a repository of the given commits, one a day, and returns its folder.
func build(t testing.TB, commits ...BuildCommit) (dir string, ids []ID) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "r")
	b, err := NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range commits {
		c.Author, c.Email = "Ann", "ann@one.example"
		if c.When.IsZero() {
			c.When = day0.AddDate(0, 0, i)
		}
		if c.Message == "" {
			c.Message = "change"
		}
		id, err := b.Commit(c)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	return dir, ids
}

func write(t testing.TB, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

func mustOpen(t testing.TB, dir string) *Repository {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// readers opens a repository in every way that can read it: as Open chooses, and
// through the git command.
func readers(t testing.TB, dir string) []*Repository {
	t.Helper()
	r := mustOpen(t, dir)
	if r.Reader() == "git" {
		return []*Repository{r}
	}
	return []*Repository{r, throughGit(t, dir)}
}

// throughGit opens a repository as one that go-git cannot read.
func throughGit(t testing.TB, dir string) *Repository {
	t.Helper()
	r := mustOpen(t, dir)
	c, err := newCommand(r.layout, r.config)
	if err != nil {
		t.Fatal(err)
	}
	r.backend, r.reason = c, "the test wants it"
	if r.edits, err = readEdits(r.layout, r.config, c); err != nil {
		t.Fatal(err)
	}
	return r
}

// snapshotAt opens a revision of the repository that dir is in.
func snapshotAt(t testing.TB, dir, revision string) *Snapshot {
	t.Helper()
	r := mustOpen(t, dir)
	id, err := r.Resolve(revision)
	if err != nil {
		t.Fatal(err)
	}
	s, err := r.Snapshot(id)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// gitInput runs git with something on its standard input, and returns what it prints.
func gitInput(t testing.TB, dir, input string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return string(out)
}
