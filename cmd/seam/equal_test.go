package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var (
	equalRepositories = flag.String("equal-repos", "", "git repositories, comma separated, whose answers must not depend on who reads them (make equal REPOS=…)")
	equalOld          = flag.String("equal-old", "", "another seam program whose answers are to be the same")
)

// TestRepositoriesAnswerAlike asks for the JSON report of each repository by each reader,
// and without, with a new and with a full cache, and from a kept answer; with -equal-old, the other program for
// what history says. All answers to one question have the same bytes.
func TestRepositoriesAnswerAlike(t *testing.T) {
	if *equalRepositories == "" {
		t.Skip("no -equal-repos given")
	}
	report := []string{"report", "--format", "json"}
	focus := []string{"focus", "--format", "json"}
	for dir := range strings.SplitSeq(*equalRepositories, ",") {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			kept := filepath.Join(t.TempDir(), "cache")
			want := answer(t, "seam", report, "--no-cache", "--history-reader", "pack", dir)
			for _, other := range [][]string{
				{"--no-cache", "--history-reader", "git"},
				{"--no-cache", "--history-reader", "go-git"},
				{"--cache-dir", kept},
				{"--cache-dir", kept},
				{"--cache-dir", kept, "--history-reader", "pack"},
				{"--cache-dir", kept, "--history-reader", "git"},
			} {
				if got := answer(t, "seam", report, append(other, dir)...); got != want {
					t.Errorf("%v: another report than --no-cache --history-reader pack", other)
				}
			}
			if *equalOld != "" && answer(t, *equalOld, focus, "--no-cache", dir) != answer(t, "seam", focus, "--no-cache", dir) {
				t.Errorf("focus: another answer than %s", *equalOld)
			}
			head, err := exec.Command("git", "-C", dir, "rev-parse", "HEAD").Output()
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s at %.10s: %s", dir, head, want)
		})
	}
}

// answer runs seam and gives the hash of what it writes: reports of large repositories
// have a hundred megabytes.
func answer(t *testing.T, program string, verb []string, more ...string) string {
	t.Helper()
	sum := sha256.New()
	var complaint bytes.Buffer
	c := exec.Command(program, append(verb[:len(verb):len(verb)], more...)...)
	c.Stdout = sum
	c.Stderr = &complaint
	if err := c.Run(); err != nil {
		t.Fatalf("%s %v %v: %v\n%s", program, verb, more, err, complaint.Bytes())
	}
	return fmt.Sprintf("%.8x", sum.Sum(nil))
}
