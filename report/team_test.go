package report

import (
	"strings"
	"testing"

	"seam/analyze/focus"
	"seam/analyze/split"
	"seam/analyze/teamview"
	"seam/report/model"
	"seam/report/reporttest"
)

// sampleTeam is a team's page with something in every section.
func sampleTeam() *model.Report {
	return &model.Report{SchemaVersion: model.SchemaVersion, Tool: model.Tool{Name: model.ToolName, Version: "v0.1.0"},
		Repository: reporttest.Full().Repository, Options: map[string]string{"team": "@acme/web"},
		Team: &teamview.View{
			Team: "@acme/web", People: 4, Active: 3, Changes: 221,
			Areas:      []focus.Row{{Area: "web", Team: "@acme/web", ShareOfArea: 0.77, ShareOfTeam: 0.905, Changes: 200, AreaChanges: 260, TeamChanges: 221, TeamFocused: true, Verdict: "shared"}},
			Contested:  []teamview.Contested{{Area: "core", Changes: 602, Share: 0.26, With: []teamview.Share{{Team: "@acme/platform", Share: 0.41}}}},
			Candidates: []teamview.Candidate{{ID: "split:web/cart", Title: "web/cart", Rank: 2, Verdict: split.Service, Changes: 90, Ours: 81, Share: 0.9, With: []string{"@acme/payments"}}},
			Others:     []teamview.Other{{Team: "@acme/platform", WaitsFor: 31, KeptWaiting: 12, Together: 9}, {Team: "@acme/payments", Together: 2}},
			Owned:      []teamview.Owned{{Area: "web", Files: 88, Of: 95}},
			Diamonds:   []teamview.Conflict{{ID: "diamond:1", Dependency: "example.com/decimal", Severity: "problem", Message: "required at v1.2.0 in . and at v1.4.0 in web", File: "web/go.mod", Edit: "Raise it to v1.4.0 in web/go.mod"}},
			Services:   []teamview.Service{{Name: "storefront", Path: "web", Wave: 3, After: []string{"cart", "stock"}, Rollback: []string{}}, {Name: "batch", Path: "web/batch"}},
		}}
}

// What is not known is not "none": an owner without members, and inferred teams.
func TestTeamSaysWhatIsNotKnown(t *testing.T) {
	owner := &model.Report{Team: &teamview.View{Team: "@acme/docs", OwnerOnly: true}}
	text := rendered(t, owner, Text, Options{})
	if n := strings.Count(text, unknownMembers); n != 4 || strings.Contains(text, "Nobody") || strings.Contains(text, "0 areas") {
		t.Errorf("%d sections are not known:\n%s", n, text)
	}
	inferred := &model.Report{Team: &teamview.View{Team: "inferred 1", Inferred: true}}
	text = rendered(t, inferred, Text, Options{})
	if !strings.Contains(text, "[inferred]") || !strings.Contains(text, "Not judged: inferred teams get no verdict") {
		t.Error(text)
	}
}
