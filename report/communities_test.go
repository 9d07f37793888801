package report

import (
	"strings"
	"testing"

	"seam/analyze/communities"
	"seam/report/model"
	"seam/report/picture"
)

// sampleCommunities is a map with a community that is a folder, one that crosses
// folders, and one that other runs draw otherwise.
func sampleCommunities() *communities.Result {
	return &communities.Result{
		Runs: 20, Resolution: 1, Modularity: 0.512, Packages: 13, Imports: 31, CoChanges: 18, Changes: 640,
		List: []communities.Community{
			{ID: "community:internal/billing", Name: "internal/billing", Folder: "internal/billing", FolderMatch: 0.92, Center: "internal/billing/invoice",
				Packages: []string{"internal/billing", "internal/billing/invoice", "internal/billing/tax", "internal/money"}, Lines: 4100,
				Imports: 14, ImportsInside: 0.643, Changes: 160, ChangesInside: 0.78, Stability: 0.98,
				Areas: []communities.AreaShare{{Area: "billing", Packages: 3}, {Area: "core", Packages: 1}}},
			{ID: "community:internal/core (around internal/core/order)", Name: "internal/core (around internal/core/order)", Folder: "internal/core", FolderMatch: 0.44, Center: "internal/core/order",
				Packages: []string{"cmd/shop", "internal/core/order", "web/order"}, Lines: 2300,
				Imports: 11, ImportsInside: 0.45, Changes: 301, ChangesInside: 0.41, Stability: 0.55,
				Areas: []communities.AreaShare{{Area: "core", Packages: 2}, {Area: "web", Packages: 1}}},
		},
		Alone: []string{".", "tools/lint"},
		Links: []communities.Link{
			{From: "community:internal/billing", To: "community:internal/core (around internal/core/order)", Changes: 24},
			{From: "community:internal/core (around internal/core/order)", To: "community:internal/billing", Imports: 5, Changes: 24},
		},
	}
}

// The lead says how the map relates to the folders, and why there is none.
func TestCommunitiesLead(t *testing.T) {
	c := sampleCommunities()
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
	rows := communityLinks(sampleCommunities()).Rows
	if len(rows) != 1 || rows[0].Cells[2].Text != "24" || rows[0].Cells[3].Text != "0" || rows[0].Cells[4].Text != "5" {
		t.Errorf("%+v", rows)
	}
}

// Communities are named as in the table; what has no import has no cell.
func TestCommunitiesFigure(t *testing.T) {
	m := communitiesFigure(sampleCommunities())[0].Draw.(picture.Matrix)
	if len(m.Cells) != 3 || len(m.Names) != 2 || !strings.HasPrefix(m.Names[0], "1 ") {
		t.Fatalf("%+v", m)
	}
	if m.Cells[0].Class != "all" || m.Cells[0].Row != m.Cells[0].Column || m.Cells[2].Class != "forward" || m.Cells[2].Row != 1 || m.Cells[2].Column != 0 {
		t.Errorf("%+v", m.Cells)
	}
}
