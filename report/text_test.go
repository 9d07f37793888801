package report

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/chains"
	"seam/analyze/finding"
	"seam/report/model"
	"seam/report/reporttest"
	"seam/report/typeset"
)

// Text keeps to the width it is given; commands stay whole, to be copied.
func TestTextKeepsToItsWidth(t *testing.T) {
	for _, w := range []int{40, 80, 100, 132} {
		for _, r := range []*model.Report{reporttest.Full(), reporttest.Whatif()} {
			for _, line := range lines(rendered(t, r, Text, Options{Width: w})) {
				if typeset.Width(line) > w && !strings.Contains(line, "> Run ") {
					t.Errorf("width %d: %d columns: %s", w, typeset.Width(line), line)
				}
			}
		}
	}
}

// Without a width no name is cut, so that the output can be searched.
func TestTextWithoutWidthCutsNothing(t *testing.T) {
	text := rendered(t, reporttest.Full(), Text, Options{Width: -1})
	for _, p := range reporttest.Packages() {
		if !strings.Contains(text, p.Path) {
			t.Errorf("%s is not in the text", p.Path)
		}
	}
}

// The answer stands on the first screen.
func TestVerdictsFitOneScreen(t *testing.T) {
	text, _, ok := strings.Cut(rendered(t, reporttest.Full(), Text, Options{}), "\n== Split candidates")
	if n := strings.Count(text, "\n"); !ok || n > 52 {
		t.Errorf("the verdicts take %d lines", n)
	}
}

func TestColourOnlyOnRequest(t *testing.T) {
	if strings.Contains(rendered(t, reporttest.Full(), Text, Options{}), "\x1b") {
		t.Error("escapes without Color")
	}
	if !strings.Contains(rendered(t, reporttest.Full(), Text, Options{Color: true}), "\x1b[31mproblem\x1b[0m") {
		t.Error("no colour with Color")
	}
}

func TestTopAndRows(t *testing.T) {
	r := reporttest.Huge(40, 30)
	for _, c := range []struct {
		opt       Options
		told      int
		more      string
		tableMore string
	}{
		{Options{}, 10, "20 more: --top N", "28 more: --format json"},
		{Options{Top: 3, Rows: 5}, 3, "27 more: --top N", "35 more: --format json"},
		{Options{Top: -1, Rows: -1}, 30, "", ""},
	} {
		text := rendered(t, r, Text, c.opt)
		got := 0
		for _, verdict := range []string{"library", "service", "module", "leave"} {
			got += strings.Count(text, "  ["+verdict+"]\n")
		}
		if got != c.told {
			t.Errorf("%+v: %d candidates told, want %d", c.opt, got, c.told)
		}
		if !strings.Contains(text, c.more) || !strings.Contains(text, c.tableMore) || c.more == "" && strings.Contains(text, " more: ") {
			t.Errorf("%+v: what was left out is not said", c.opt)
		}
	}
}

// A check is silent when there is nothing to say, and never longer than ten lines.
func TestCheckIsShort(t *testing.T) {
	if got := rendered(t, reporttest.Check(0), Text, Options{}); got != "" {
		t.Errorf("nothing new, yet it says %q", got)
	}
	for n := range 40 {
		for caveats := range 3 {
			r := reporttest.Check(n)
			for i := range caveats {
				r.Warnings = append(r.Warnings, finding.Warning{Code: "broken", Message: fmt.Sprintf("go.mod:%d: broken", i), Count: 1})
			}
			text := rendered(t, r, Text, Options{})
			if got := strings.Count(text, "\n"); got > checkLines {
				t.Fatalf("%d findings, %d caveats: %d lines", n, caveats, got)
			}
			told := strings.Count(text, "[workspace-skew]") + strings.Count(text, "[go/two-majors]")
			if told < n && !strings.Contains(text, fmt.Sprintf("%d more new finding", n-told)) {
				t.Errorf("%d findings, %d told, and no word on the others:\n%s", n, told, text)
			}
			if caveats > 0 && !strings.Contains(text, "not checked: go.mod:0: broken") {
				t.Errorf("a caveat is missing:\n%s", text)
			}
		}
	}
}

// What one edit removes together is one finding of a check, as it is of diamonds.
func TestCheckFolds(t *testing.T) {
	r := reporttest.Check(5) // problem, smell, problem, smell, problem
	for i := range r.Check.New {
		if r.Check.New[i].Severity == finding.Problem {
			r.Check.New[i].Cause, r.Check.New[i].Dependency = "one go get", fmt.Sprintf("x.example/%d", i)
		}
	}
	text := rendered(t, r, Text, Options{})
	for part, want := range map[string]int{"[workspace-skew]": 1, "[workspace-skew] (and 2 more of the same cause: x.example/2, x.example/4)": 1, "[go/two-majors]\n": 2, "more new finding": 0} {
		if n := strings.Count(text, part); n != want {
			t.Errorf("%q stands %d times, want %d:\n%s", part, n, want, text)
		}
	}
	if text := rendered(t, r, Comment, Options{}); strings.Count(text, "<summary><b>") != 3 || !strings.Contains(text, "(and 2 more of the same cause: x.example/2, x.example/4)") {
		t.Errorf("the comment:\n%s", text)
	}
}

// A total that rests on a graph with holes says so.
func TestPartialTotal(t *testing.T) {
	r := &model.Report{Dependencies: []chains.Dependencies{
		{Unit: "a", Ecosystem: "go", Direct: 2, Listed: 9, Total: 12, Partial: true, Brings: []chains.Brought{{Dependency: "x.example/x", Count: 5}}},
		{Unit: "b", Ecosystem: "go", Direct: 2, Listed: 9, Total: 14},
	}}
	text := rendered(t, r, Text, Options{})
	for _, want := range []string{"at least 12", "x.example/x alone brings 5 of at least 12, as far as requirements could", " 14 "} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
}

// A page about one thing lists more of it than the full report does.
func TestRowsOfAVerb(t *testing.T) {
	r := reporttest.Huge(40, 1)
	only := &model.Report{Packages: r.Packages}
	if text := rendered(t, only, Text, Options{}); strings.Contains(text, "more:") || !strings.Contains(text, r.Packages[39].Path) {
		t.Error("a page about packages leaves packages out")
	}
}
