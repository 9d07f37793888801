package report

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"seam/analyze/finding"
	"seam/analyze/plan"
	"seam/analyze/whatif"
	"seam/report/model"
)

// evil is a folder that tries to move the cursor, close a code block and begin a line.
const evil = "a\x1b[2J\n```\n# b|<script>@x"

func hostilePlan() *model.Report {
	var sites []finding.Location
	for line := range 9 {
		sites = append(sites, finding.Location{File: evil, Line: line + 1})
	}
	task := plan.Task{
		Text: "Move " + evil, File: evil, Content: "module m\n\n\trequire ``` " + evil, Commands: []string{"git mv '" + evil + "' x"},
		Imports: []whatif.Import{{From: evil, To: evil, Symbols: []string{"A", evil}, Sites: sites}},
	}
	p := &plan.Plan{Title: evil, Advice: evil, Steps: []plan.Step{{Code: "move", Title: "Move code", Why: evil, Notes: []string{evil}}}}
	for range planTasks + 2 {
		p.Steps[0].Tasks = append(p.Steps[0].Tasks, task)
	}
	return &model.Report{Plan: p}
}

func TestPlanOfHostileNames(t *testing.T) {
	for _, f := range []Format{Text, Markdown} {
		out := rendered(t, hostilePlan(), f, Options{})
		for i, line := range lines(out) {
			if strings.ContainsFunc(line, func(r rune) bool { return r != '\t' && (r == unicode.ReplacementChar || !unicode.IsPrint(r)) }) {
				t.Errorf("%s, line %d: %q", f, i+1, line)
			}
			if strings.HasPrefix(line, "# b") || strings.HasPrefix(line, "```") {
				t.Errorf("%s, line %d begins as a name wants: %q", f, i+1, line)
			}
		}
		if n := strings.Count(out, "[ ] Move"); n != planTasks {
			t.Errorf("%s: %d tasks, want %d", f, n, planTasks)
		}
		if !strings.Contains(out, "5 more") || !strings.Contains(out, "2 more") {
			t.Errorf("%s does not say what it leaves out", f)
		}
	}
}

// A fence is longer than any in the code that it holds, so that it closes where it should.
func TestPlanFencesHold(t *testing.T) {
	open := ""
	for _, line := range lines(rendered(t, hostilePlan(), Markdown, Options{})) {
		fence := strings.TrimLeft(line, " ")
		ticks := fence[:len(fence)-len(strings.TrimLeft(fence, "`"))]
		switch {
		case len(ticks) < 3:
		case open == "":
			open = ticks
		case fence == open:
			open = ""
		case len(ticks) >= len(open):
			t.Errorf("%q inside a fence of %d", line, len(open))
		}
	}
	if open != "" {
		t.Error("a fence stays open")
	}
}

func TestPlanFormats(t *testing.T) {
	if got := fmt.Sprint(Formats(hostilePlan())); got != "[text json markdown]" {
		t.Error(got)
	}
}

func TestExplanationSaysWhatItRestsOn(t *testing.T) {
	r := &model.Report{Explanation: &model.Explanation{
		Kind: "pair", Title: "a and b", Text: "6 changes touch both", Facts: []model.Fact{{Name: "lift", Value: "3", Text: "as chance"}},
		Proof:    []model.Proof{{Text: "newest", Places: []string{strings.Repeat("ab", 20)}, Path: []string{"a", "b"}}},
		Commands: []model.Command{{Shows: "all", Run: "git log -- a"}}, Manual: "one\ntwo " + evil, More: []string{"cochange"},
	}}
	for f, wants := range map[Format][]string{
		Text:     {"== a and b  [pair]", "6 changes touch both.", "- lift: 3 (as chance)", "- newest: ababababab", "a -> b", "- all: git log -- a", "\none\n", "More: seam explain cochange"},
		Markdown: {"## a and b (pair)", "`lift`: 3 (as chance)", "```\none\n", "all: `git log -- a`"},
		HTML:     {"<pre>one\n", "git log -- a"},
	} {
		out := rendered(t, r, f, Options{})
		for _, want := range wants {
			if !strings.Contains(out, want) {
				t.Errorf("%s lacks %q:\n%s", f, want, out)
			}
		}
	}
}
