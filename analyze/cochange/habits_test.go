package cochange

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
)

// TestHabits: pairs that mostly the same changes touch are one habit, at whatever level.
func TestHabits(t *testing.T) {
	c := changes(strings.Repeat("a/x b/y b/z\n", 4) + strings.Repeat("a/x c/w\n", 6) + strings.Repeat("q/1 q/2\n", 60) + `
		b/y d/v
		b/y d/v
		b/z d/v
		b/z d/v
	`)
	got := map[string]int{}
	for _, p := range Measure(input(c), Options{}).Pairs {
		if p.Hidden != (p.Habit > 0) {
			t.Errorf("%s and %s: hidden %v, habit %d", p.From, p.To, p.Hidden, p.Habit)
		}
		if p.Hidden && p.From[0] != 'q' {
			got[fmt.Sprintf("%s %s %s", p.Level, p.From, p.To)] = p.Habit
		}
	}
	want := map[string]int{
		"file a/x b/y": 1, "file a/x b/z": 1, "file a/x c/w": 2, // b/y and b/z in the same four changes
		"package a b": 1, "package a c": 2, "area a b": 1, "area a c": 2,
		"package b d": 3, "area b d": 3, // of no pair of files often enough
	}
	if !maps.Equal(got, want) {
		t.Errorf("habits %v\nwant   %v", got, want)
	}
}

// TestMostly: half of the changes is not most of them; of equals the first habit has them.
func TestMostly(t *testing.T) {
	of := map[int32][]int32{1: {1, 2}, 2: {1, 2}, 3: {2}}
	for _, c := range []struct {
		changes []int32
		want    int32
	}{
		{[]int32{1, 2, 9}, 1},
		{[]int32{1, 2, 3}, 2},
		{[]int32{1, 2, 8, 9}, 0},
		{[]int32{7, 8, 9}, 0},
	} {
		if got := mostly(c.changes, of); got != c.want {
			t.Errorf("%v: habit %d, want %d", c.changes, got, c.want)
		}
	}
}

// TestPackagesChangeWhereTheirCodeDoes: what else lies in a folder says nothing of what its
// code imports; an area without code that is read changes with all its files.
func TestPackagesChangeWhereTheirCodeDoes(t *testing.T) {
	c := changes(strings.Repeat("a/x.go b/words.po docs/guide.txt\n", 5) + strings.Repeat("a/x_test.go b/y.go go.mod\n", 5))
	in := input(c)
	in.Source = func(p string) bool { return strings.HasSuffix(p, ".go") }
	in.AreaKnown = func(area string) bool { return area != "docs" }
	for _, p := range Measure(in, Options{}).Pairs {
		if p.Level == Package || p.Level == Area && p.To != "docs" {
			t.Errorf("%ss %s and %s change together %d times", p.Level, p.From, p.To, p.Support)
		}
	}
	if got := only(Measure(in, Options{}), Area); len(got) != 1 || got[0].From != "a" || got[0].Support != 5 {
		t.Errorf("areas that change together: %+v, want a and docs, 5 times", got)
	}
}

// TestMeetings against a count of every change.
func TestMeetings(t *testing.T) {
	c := changes("a/x b/y\na/x b/y b/z\nb/y b/z\na/w b/z")
	l := level{of: c, list: &c.List, name: func(i int) (string, bool) { f, _, ok := strings.Cut(c.Paths[i], "/"); return f, ok }}
	if got := l.meetings([][2]string{{"a", "b"}, {"b", "none"}}); !slices.Equal(got[0], []int32{0, 1, 3}) || len(got[1]) > 0 {
		t.Errorf("meetings %v", got)
	}
	if got := (&level{of: &history.Changes{}, list: &history.List{}}).meetings(nil); len(got) > 0 {
		t.Errorf("meetings of no pair: %v", got)
	}
}
