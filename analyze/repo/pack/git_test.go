package pack

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// gitOutput runs the git command, the oracle of these tests, and returns what it prints.
func gitOutput(t testing.TB, dir string, args ...string) string {
	t.Helper()
	return gitInput(t, dir, "", args...)
}

// gitInput is gitOutput with something on git's standard input.
func gitInput(t testing.TB, dir, input string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "LC_ALL=C")
	cmd.Stdin = strings.NewReader(input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("NOT CHECKED: there is no git")
	}
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, stderr.Bytes())
	}
	return string(out)
}

// files are what a commit writes: paths and contents.
type files map[string]string

const who = "Ann <ann@one.example> 1704099600 +0000\n"

// repository makes a bare repository of commits, each of which writes some files beside
// those of the one before, with a tag on the last one, and returns its folder.
func repository(t testing.TB, commits ...files) string {
	t.Helper()
	dir := t.TempDir()
	gitOutput(t, dir, "init", "-q", "--bare", "-b", "main")
	gitOutput(t, dir, "config", "gc.auto", "0")
	add(t, dir, "", commits...)
	gitInput(t, dir, "tag v1\nfrom refs/heads/main\ntagger "+who+data("a tag"), "fast-import", "--quiet")
	return dir
}

// add puts commits on top of one, or of none.
func add(t testing.TB, dir, parent string, commits ...files) {
	t.Helper()
	var stream strings.Builder
	for i, c := range commits {
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter %s%s", who, data(fmt.Sprint("change ", i)))
		if i == 0 && parent != "" {
			fmt.Fprintf(&stream, "from %s\n", parent)
		}
		for _, path := range slices.Sorted(maps.Keys(c)) {
			fmt.Fprintf(&stream, "M 100644 inline %s\n%s", path, data(c[path]))
		}
	}
	gitInput(t, dir, stream.String(), "fast-import", "--quiet")
}

// data is a text as git fast-import reads it.
func data(s string) string { return fmt.Sprintf("data %d\n%s\n", len(s), s) }

// someCommits change folders in folders, so that trees become deltas of deltas.
func someCommits() []files {
	var out []files
	for i := range 12 {
		c := files{}
		for k := range 8 {
			c[fmt.Sprintf("folder/below/file%d", k)] = fmt.Sprint(k, max(0, i-k))
			c[fmt.Sprintf("other%d/file", k)] = fmt.Sprint(k, i/(k+1))
		}
		out = append(out, c)
	}
	return out
}

// raw are the bytes of an id.
func raw(t testing.TB, id string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.TrimSpace(id))
	if err != nil || len(b) != IDSize {
		t.Fatalf("%q is no id", id)
	}
	return b
}

// packNames are the packs of a repository.
func packNames(t testing.TB, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "objects", "pack", "*.pack"))
	if err != nil || len(names) == 0 {
		t.Fatalf("packs %q, error %v", names, err)
	}
	return names
}
