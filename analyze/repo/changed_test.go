package repo

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestChangedEqualsGit(t *testing.T) {
	day := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	dir, _ := build(t,
		BuildCommit{When: day, Write: map[string]string{"a": "1", "b/c": "2", "b.d": "3", "same": "4", "z/last": "5"}},
		BuildCommit{When: day, Landed: day.Add(time.Hour), Write: map[string]string{"a": "0", "b-new": "6", "zz": "7"}, Delete: []string{"b"}},
	)
	for _, c := range [][2]string{{"HEAD~1", "HEAD"}, {"HEAD", "HEAD~1"}, {"HEAD", "HEAD"}} {
		want := strings.FieldsFunc(gitOutput(t, dir, "diff", "--name-only", "--no-renames", "-z", c[0], c[1]), func(r rune) bool { return r == 0 })
		slices.Sort(want)
		if got := snapshotAt(t, dir, c[0]).Changed(snapshotAt(t, dir, c[1])); !slices.Equal(got, want) {
			t.Errorf("%s: changed %q, git says %q", c, got, want)
		}
	}
	if got := snapshotAt(t, dir, "HEAD").Landed(); !got.Equal(day.Add(time.Hour)) {
		t.Errorf("landed on %v", got)
	}
}

func TestLandedAtOddCommits(t *testing.T) {
	for text, want := range map[string]int64{
		"tree x\nauthor A <a> 5 +0000\ncommitter B <b> 7 +0200\n\ncommitter C <c> 9 +0000": 7,
		"committer <> x> 8 -0000\n":    8,
		"tree x\n\ncommitter <> 8\n":   -1,
		"committer <a> soon\n\n":       -1,
		"committer without brackets\n": -1,
		"":                             -1,
	} {
		got := landedAt([]byte(text))
		if want < 0 && !got.IsZero() || want >= 0 && got.Unix() != want {
			t.Errorf("%q landed at %v, want %d", text, got, want)
		}
	}
}
