// Package focus measures which team works where, both ways: how much of an area is
// one team's work, and how much of a team's work is in one area.
//
//	share_of_area = changes of the area made by the team / changes of the area
//	share_of_team = changes of the team in the area / changes of the team
//
// Source: Brikman's rule of thumb that files which one team makes 90 % of the
// changes to are a seam.
package focus

// Row is one team in one area.
type Row struct {
	Area        string  `json:"area"`
	Team        string  `json:"team"`
	ShareOfArea float64 `json:"share_of_area"`
	ShareOfTeam float64 `json:"share_of_team"`
	Changes     int     `json:"changes"`      // changes of the area made by the team
	AreaChanges int     `json:"area_changes"` // sample size of share_of_area
	TeamChanges int     `json:"team_changes"` // sample size of share_of_team
	Inferred    bool    `json:"inferred"`     // the team is a group of authors found by their work; never scored
	Verdict     string  `json:"verdict"`      // focused, contested, shared, not enough data
}
