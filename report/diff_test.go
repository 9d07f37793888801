package report

import (
	"fmt"
	"strings"
	"testing"

	"seam/report/compare"
	"seam/report/model"
	"seam/report/reporttest"
)

// sampleDiff is a comparison with n imports more, and every kind of change once.
func sampleDiff(n int) *model.Report {
	t := &compare.Trend{
		Base: compare.Revision{Name: "v1.0", Head: reporttest.BaseID, Last: "2023-12-20", Version: "v0.1.0"},
		Head: compare.Revision{Name: "HEAD", Head: reporttest.HeadID, Last: "2024-12-20", Version: "v0.1.0"},
		Sections: []compare.TrendSection{
			{Name: "candidates", BaseCount: 40, HeadCount: 42, Unchanged: 16, Restricted: "candidates among the first 20 of either report", Changes: []compare.Change{
				{Change: compare.Changed, ID: "split:internal/money", Title: "internal/money", Text: "module before, now library; rank 3 -> 1, score 7 -> 12: changes alone 0.24 -> 0.41 (+3.0)",
					Rank: &compare.Move{Before: 3, After: 1}, Score: &compare.Move{Before: 7, After: 12},
					Terms: []compare.TermMove{{Code: "changes-alone", Value: compare.Move{Before: 0.24, After: 0.41}, Points: compare.Move{Before: 2, After: 5},
						TextBefore: "12 of its 50 changes touch nothing else", TextAfter: "30 of its 73 changes touch nothing else"}}},
				{Change: compare.Fell, ID: "split:web", Title: "web", Text: "rank 2 -> 9, score 6: none of its own terms moved, other parts did", Rank: &compare.Move{Before: 2, After: 9}},
				{Change: compare.Removed, ID: "split:old", Title: "old", Text: "was rank 5 (library): its packages are gone", Rank: &compare.Move{Before: 5}},
			}},
			{Name: "cycles", BaseCount: 1, HeadCount: 1, Changes: []compare.Change{{Change: compare.Rose, ID: "cycle:areas:core,web", Title: "areas core, web", Text: "the cycle gained web; new imports across: core/a > web/b"}}},
			{Name: "diamonds", NotInBase: true, HeadCount: 2, Changes: []compare.Change{}},
			{Name: "coupling", BaseCount: 3, HeadCount: 2, Unchanged: 2, Changes: []compare.Change{{Change: compare.Removed, ID: "file:a.go>b.go", Title: "a.go and b.go", Text: "an import path explains it now"}}},
			{Name: "imports", BaseCount: 100, HeadCount: 100 + n, Unchanged: 100, Changes: []compare.Change{}},
			{Name: "chains", BaseCount: 1, HeadCount: 1, Unchanged: 1, Changes: []compare.Change{}},
		},
		Notes: []string{"made with different options: none before, --since=2023-01-01 now"},
	}
	imports := &t.Sections[4]
	for i := range n {
		imports.Changes = append(imports.Changes, compare.Change{Change: compare.Added, ID: fmt.Sprintf("a>p%d", i), Title: fmt.Sprintf("a > p%d", i)})
	}
	return &model.Report{SchemaVersion: model.SchemaVersion, Tool: model.Tool{Name: model.ToolName, Version: "v0.1.0"},
		Repository: reporttest.Full().Repository, Options: map[string]string{}, Diff: t}
}

// Ten lines at most, some of every kind, and the last one counts what is left.
func TestDiffLines(t *testing.T) {
	for n := range 30 {
		text := rendered(t, sampleDiff(n), Text, Options{})
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
	r := sampleDiff(2)
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
	r := sampleDiff(0)
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

// A revision is named once: by its name, and by its commit where that says something else.
func TestStand(t *testing.T) {
	const commit = "54f9cf08e4a1b2c3d4e5f60718293a4b5c6d7e8f"
	for _, c := range []struct {
		r    compare.Revision
		want string
	}{
		{compare.Revision{Name: "54f9cf08e4", Head: commit, Last: "2026-01-02"}, "54f9cf08e4 (2026-01-02)"},
		{compare.Revision{Name: commit, Head: commit}, commit},
		{compare.Revision{Name: "v1.0", Head: commit, Last: "2026-01-02"}, "v1.0 (54f9cf08e4, 2026-01-02)"},
		{compare.Revision{Name: "HEAD", Head: commit}, "HEAD (54f9cf08e4)"},
	} {
		if got := stand(c.r); got != c.want {
			t.Errorf("stand(%+v) = %q, want %q", c.r, got, c.want)
		}
	}
}
