package sections

import (
	"strings"
	"testing"

	"seam/analyze/communities"
	"seam/report/model"
	"seam/report/picture"
	"seam/report/reporttest"
)

// The lead says how the map relates to the folders, and why there is none.
func TestCommunitiesLead(t *testing.T) {
	c := reporttest.Communities()
	if got := communitiesLead(c); !strings.Contains(got, "1 of them lies across folders") {
		t.Error(got)
	}
	c.List = c.List[:1]
	if got := communitiesLead(c); !strings.Contains(got, "Every one of them is a folder") {
		t.Error(got)
	}
	for note, want := range map[string]string{"": "No map: no two packages belong together", "not enough data: a map needs six": "No map: not enough data"} {
		if got := communitiesLead(&communities.Result{Note: note}); !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s", note, got)
		}
	}
	if communitiesSection(&model.Report{}) != nil {
		t.Error("a section about what was not asked")
	}
}

// Each pair of communities is one row, whichever way the imports lead.
func TestCommunityLinksOncePerPair(t *testing.T) {
	rows := communityLinks(reporttest.Communities()).Rows
	if len(rows) != 1 || rows[0].Cells[2].Text != "24" || rows[0].Cells[3].Text != "0" || rows[0].Cells[4].Text != "5" {
		t.Errorf("%+v", rows)
	}
}

// Communities are named as in the table; what has no import has no cell.
func TestCommunitiesFigure(t *testing.T) {
	m := communitiesFigure(reporttest.Communities())[0].Draw.(picture.Matrix)
	if len(m.Cells) != 3 || len(m.Names) != 2 || !strings.HasPrefix(m.Names[0], "1 ") {
		t.Fatalf("%+v", m)
	}
	if m.Cells[0].Class != "all" || m.Cells[0].Row != m.Cells[0].Column || m.Cells[2].Class != "forward" || m.Cells[2].Row != 1 || m.Cells[2].Column != 0 {
		t.Errorf("%+v", m.Cells)
	}
}
