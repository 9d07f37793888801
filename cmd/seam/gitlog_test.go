package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"seam/analyze/history"
	"seam/analyze/repo"
)

// gitlogCommand holds the history of DIR against git: each commit's changed paths with
// their status, and the number of commits, merges too. READER is who must have read it.
func gitlogCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: gitlog DIR READER")
	}
	r, err := repo.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	head, err := r.Resolve("HEAD")
	ts.Check(err)
	log, err := history.Read(context.Background(), r, head, history.Options{AllowShallow: true})
	ts.Check(err)
	if r.Reader() != args[1] {
		ts.Fatalf("%s reads it, want %s: %s", r.Reader(), args[1], r.ReaderReason())
	}
	got, want := changesOf(log), gitChanges(ts, args[0])
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			ts.Fatalf("change %d of %d is %q, git says %q of %d", i, len(got), at(got, i), at(want, i), len(want))
		}
	}
	if n := strings.TrimSpace(gitSays(ts, args[0], "rev-list", "--count", "HEAD")); n != fmt.Sprint(log.Len()) {
		ts.Fatalf("%d commits, git says %s", log.Len(), n)
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func changesOf(log *history.Log) []string {
	var rows []string
	for _, c := range log.Commits() {
		for _, f := range c.Files() {
			rows = append(rows, fmt.Sprintf("%s %c %s", c.ID(), f.Status(), log.Paths[f.Path()]))
		}
	}
	slices.Sort(rows)
	return rows
}

func gitChanges(ts *testscript.TestScript, dir string) []string {
	out := gitSays(ts, dir, "log", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-merges", "--root", "--format=%x01%H", "HEAD")
	var rows []string
	commit, status := "", ""
	for field := range strings.SplitSeq(out, "\x00") {
		field = strings.TrimPrefix(field, "\n")
		switch {
		case status != "":
			rows = append(rows, commit+" "+status+" "+field)
			status = ""
		case strings.HasPrefix(field, "\x01"):
			commit = field[1:]
		case strings.HasPrefix(field, ":"):
			status = field[len(field)-1:]
		}
	}
	slices.Sort(rows)
	return rows
}

// gitSays runs git without filling the script's log.
func gitSays(ts *testscript.TestScript, dir string, args ...string) string {
	c := exec.Command("git", append([]string{"-C", ts.MkAbs(dir)}, args...)...)
	c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "LC_ALL=C")
	out, err := c.Output()
	ts.Check(err)
	return string(out)
}
