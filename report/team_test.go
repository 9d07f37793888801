package report

import (
	"strings"
	"testing"

	"seam/analyze/teamview"
	"seam/report/model"
)

// What is not known is not "none": an owner without members, and inferred teams.
func TestTeamSaysWhatIsNotKnown(t *testing.T) {
	owner := &model.Report{Team: &teamview.View{Team: "@acme/docs", OwnerOnly: true}}
	text := rendered(t, owner, Text, Options{})
	if n := strings.Count(text, "Not known: nothing says who the team's members are."); n != 4 || strings.Contains(text, "Nobody") || strings.Contains(text, "0 areas") {
		t.Errorf("%d sections are not known:\n%s", n, text)
	}
	inferred := &model.Report{Team: &teamview.View{Team: "inferred 1", Inferred: true}}
	text = rendered(t, inferred, Text, Options{})
	if !strings.Contains(text, "[inferred]") || !strings.Contains(text, "Not judged: inferred teams get no verdict") {
		t.Error(text)
	}
}
