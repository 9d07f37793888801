package report

import (
	"strings"
	"testing"

	"seam/analyze/chains"
	"seam/analyze/cochange"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/focus"
	"seam/analyze/services"
	"seam/analyze/split"
	"seam/report/model"
	"seam/report/reporttest"
)

// python is a full report on a repository without a Go package: nothing is said to be
// absent that was not looked for.
func python() *model.Report {
	r := reporttest.Empty()
	r.Repository.Languages = []model.Language{{Name: "python", Files: 1330}, {Name: "shell", Files: 3}}
	r.Dependencies = []chains.Dependencies{}
	r.Split = &model.SplitSummary{Verdict: "nothing to split: no package was found"}
	r.Candidates, r.Diamonds = []split.Candidate{}, []diamonds.Diamond{}
	r.Coupling = []cochange.Pair{{From: "a.py", To: "b.py", Level: cochange.File, Support: 9, Lift: 3, QValue: 0.001}}
	r.CouplingInfo = &model.CouplingInfo{Changes: 40, MinSupport: 2, Pairs: 50}
	return r
}

func TestWhatWasNotReadIsNotAbsent(t *testing.T) {
	text := rendered(t, python(), Text, Options{Width: -1})
	for _, want := range []string{
		"== Hidden coupling\nNot judged: imports of python, shell are not read.",
		"== Dependencies\nNot judged: no manifest of a package manager was found that seam reads.",
		"== Version conflicts (diamonds)\nNot judged: no manifest of a package manager was found",
		"  - not judged: No manifest of a package manager",
		"== Packages\nNo packages: no package was found among 1,333 source files (python 1,330, shell 3)",
		"== Split candidates\nNot judged: no package was found among",
		"1 pair changes together more than by chance",
	} {
		if !strings.Contains(strings.ReplaceAll(text, "\nfiles", " files"), want) {
			t.Errorf("text does not say %q:\n%s", want, text)
		}
	}
	for _, claim := range []string{"No hidden", "No diamonds", "No dependencies", "No candidates", "leave it as it is", "0 parts", "0 hidden", "0 version", "0 contested", "No contested", "No drift"} {
		if strings.Contains(text, claim) {
			t.Errorf("text claims %q", claim)
		}
	}
}

// A manifest that is there and broken is not "not found".
func TestBrokenManifestIsNotAbsent(t *testing.T) {
	r := python()
	r.Warnings = []finding.Warning{{Code: "broken-manifest", Message: "go.mod:3: syntax error", Count: 1}}
	text := rendered(t, r, Text, Options{Width: -1})
	if strings.Contains(text, "manager was found") || !strings.Contains(text, "Not judged: no manifest could be read") {
		t.Errorf("%s", text)
	}
}

// What was looked for and not found is said to be absent.
func TestWhatWasReadIsJudged(t *testing.T) {
	r := reporttest.Empty()
	r.Repository.Languages = []model.Language{{Name: "go", Files: 3, Lines: 90}, {Name: "python", Files: 1}}
	r.FocusInfo = &model.FocusInfo{Teams: []focus.Team{{Name: "pay", Changes: 40}}}
	r.Focus = []focus.Row{{Area: "a", Team: "pay", Verdict: focus.Shared}}
	r.CouplingInfo = &model.CouplingInfo{Changes: 40, MinSupport: 2}
	text := rendered(t, r, Text, Options{Width: -1})
	for _, want := range []string{"0 parts could be split out, 0 hidden couplings, 0 contested areas, 0 version conflicts", "No hidden coupling:", "No candidates:", "No contested areas:",
		"Imports of python are not read: what of their code is hidden coupling was not judged."} {
		if !strings.Contains(text, want) {
			t.Errorf("text does not say %q", want)
		}
	}
}

// Where no change touches two files nothing can be said to change together, or not to.
func TestNothingPaired(t *testing.T) {
	r := reporttest.Empty()
	r.Repository.Languages = []model.Language{{Name: "go", Files: 3, Lines: 90}}
	r.CouplingInfo = &model.CouplingInfo{MinSupport: 2}
	text := rendered(t, r, Text, Options{Width: -1})
	if strings.Contains(text, "0 hidden couplings") || !strings.Contains(text, "Not judged: no change touches two files and more.") {
		t.Errorf("%s", text)
	}
}

// Inferred groups are a hint: the strongest first, fifteen at most, and what they leave
// over is no gap in a declaration.
func TestInferredGroupsAreFolded(t *testing.T) {
	r := &model.Report{FocusInfo: &model.FocusInfo{Inferred: true, Changes: 5371, Unmapped: 0.067}}
	for i := range 40 {
		r.Focus = append(r.Focus, focus.Row{Area: "a", Team: "inferred 1", ShareOfArea: float64(i) / 100, Verdict: focus.Inferred})
	}
	text := rendered(t, r, Text, Options{})
	if n := strings.Count(text, "inferred 1"); n != 15 || !strings.Contains(text, "25 more:") {
		t.Errorf("%d rows", n)
	}
	if strings.Index(text, "39%") > strings.Index(text, "38%") {
		t.Error("the largest share is not first")
	}
	if !strings.Contains(text, "6.7% of 5,371 changes belong to no inferred team.") || strings.Contains(text, "declared team") {
		t.Errorf("what is left over is misread:\n%s", text)
	}
}

// Units between which no call was seen have no order, and no wave is claimed.
func TestNoCallNoOrder(t *testing.T) {
	r := reporttest.Full()
	r.Deploy = &model.Deploy{Services: []services.Service{{Name: "a"}, {Name: "b"}}, Waves: [][]string{{"a", "b"}}}
	text := rendered(t, r, Text, Options{})
	if !strings.Contains(text, "No order: 2 units, and no call between them was seen.") || !strings.Contains(text, "2 units: no call between units was seen, so nothing orders them.") || strings.Contains(strings.ToLower(text), "wave 1") || strings.Contains(text, "1 wave;") {
		t.Errorf("an order is claimed:\n%s", text)
	}
}
