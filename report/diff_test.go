package report

import (
	"fmt"
	"strings"
	"testing"

	"seam/report/compare"
	"seam/report/reporttest"
)

// Ten lines at most, some of every kind, and the last one counts what is left.
func TestDiffLines(t *testing.T) {
	for n := range 30 {
		text := rendered(t, reporttest.Diff(n), Text, Options{})
		got := lines(text)
		shown, all := len(got), 5+n
		if all > diffLines {
			if shown != diffLines || !strings.HasPrefix(got[diffLines-1], fmt.Sprintf("%d more (imports %d)", all-diffLines+1, all-diffLines+1)) {
				t.Errorf("%d changes:\n%s", all, text)
			}
		} else if shown != all {
			t.Errorf("%d changes:\n%s", all, text)
		}
	}
}

// What is minor is counted, and takes no line from the rest.
func TestDiffMinor(t *testing.T) {
	r := reporttest.Diff(2)
	for i := range r.Diff.Sections[0].Changes[1:] {
		r.Diff.Sections[0].Changes[1+i].Minor = true
	}
	got := lines(rendered(t, r, Text, Options{}))
	if n := len(got); n != 6 || got[5] != "2 more (candidates 2): seam diff --format markdown" || strings.Contains(strings.Join(got, "\n"), "candidate v web") {
		t.Errorf("%d lines:\n%s", n, strings.Join(got, "\n"))
	}
	for i := range r.Diff.Sections {
		for k := range r.Diff.Sections[i].Changes {
			r.Diff.Sections[i].Changes[k].Minor = true
		}
	}
	if got, want := rendered(t, r, Text, Options{}), "7 small moves, nothing to act on (candidates 3, cycles 1, coupling 1, imports 2): seam diff --format markdown\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Nothing changed: silence.
func TestDiffSilence(t *testing.T) {
	r := reporttest.Diff(0)
	for i := range r.Diff.Sections {
		r.Diff.Sections[i].Changes = []compare.Change{}
	}
	if got := rendered(t, r, Text, Options{}); got != "" {
		t.Errorf("%q", got)
	}
	if got := rendered(t, r, Markdown, Options{}); !strings.Contains(got, "Nothing changed from v1.0") || !strings.Contains(got, "Not compared: the first report does not have them") {
		t.Error(got)
	}
}
