package sections

import (
	"seam/analyze/focus"
	"seam/report/model"
	"testing"
)

func TestTeamsUnjudged(t *testing.T) {
	teams := []focus.Team{{Name: "pay", Changes: 4}}
	for _, c := range []struct {
		name string
		info model.FocusInfo
		rows []focus.Row
		want string
	}{
		{"inferred groups", model.FocusInfo{Inferred: true, Teams: teams}, []focus.Row{{Verdict: focus.Inferred}}, "nothing says who is in which team; list members under teams in seam.yaml"},
		{"members without changes", model.FocusInfo{}, nil, "nobody of a declared team changed anything"},
		{"too few changes", model.FocusInfo{Teams: teams}, []focus.Row{{Verdict: focus.NotEnoughData}}, "no area has enough changes by people of known teams"},
		{"one area judged", model.FocusInfo{Teams: teams}, []focus.Row{{Verdict: focus.NotEnoughData}, {Verdict: focus.Focused}}, ""},
	} {
		if got := teamsUnjudged(&model.Report{Focus: c.rows, FocusInfo: &c.info}); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
