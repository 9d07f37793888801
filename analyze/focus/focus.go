// Package focus measures which team works where, both ways: how much of an area is
// one team's work, and how much of a team's work is in one area.
//
//	share_of_area = changes of the area made by the team / changes of the area
//	share_of_team = changes of the team in the area / changes of the team
//
// A change counts once for each area it touches, so a team's shares over all areas
// may sum to more than 1. Deleted files count for the area whose folder held them.
// Who is in no team counts in the changes of the area, so a share can be too low but
// never too high.
//
// Source: Brikman's rule of thumb that files which one team makes 90 % of the
// changes to are a seam. An area is contested where two teams or more make at least
// a quarter of the changes each.
//
// Where seam.yaml lists no members, teams are inferred: authors grouped by the areas
// they work on (see infer). They are marked and get no verdict, since they would
// pass the 90 % rule by construction.
//
// Limits: a change counts for its author, not for co-authors, reviewers or whoever
// pushed a squash. A membership holds for all of the history. Shares say who does
// the work today's way, not who should.
package focus

import "seam/analyze/finding"

// The thresholds.
const (
	focusedShare   = 0.90 // the 90 % rule
	contestedShare = 0.25
	driftShare     = 0.50 // declared owners should do at least so much
	unmappedShare  = 0.20 // more than that by people in no team, and there is no verdict
	minChanges     = 20   // the least sample for a verdict

	// A row is listed if it matters to the area or to the team.
	listedShareOfArea = 0.05
	listedShareOfTeam = 0.25
)

// The verdicts.
const (
	Focused       = "focused"         // this team makes at least 90 % of the area's changes
	Contested     = "contested"       // this team is one of several with at least 25 % each
	Shared        = "shared"          // neither
	NotEnoughData = "not enough data" // fewer than 20 changes, or more than 20 % of them by people in no team
	Inferred      = "inferred"        // the team is inferred, so no verdict is given
)

// Row is one team in one area.
type Row struct {
	Area        string  `json:"area"`
	Team        string  `json:"team"`
	ShareOfArea float64 `json:"share_of_area"`
	ShareOfTeam float64 `json:"share_of_team"`
	Changes     int     `json:"changes"`      // changes of the area made by the team
	AreaChanges int     `json:"area_changes"` // sample size of share_of_area
	TeamChanges int     `json:"team_changes"` // sample size of share_of_team
	TeamFocused bool    `json:"team_focused"` // the 90 % rule the other way: at least 90 % of at least 20 changes of the team are here
	Inferred    bool    `json:"inferred"`     // the team is a group of authors found by their work; never scored
	Verdict     string  `json:"verdict"`      // focused, contested, shared, not enough data, inferred
}

// Share is a team's part of something, 0 to 1.
type Share struct {
	Team  string
	Share float64
}

// ContestedArea is an area that several teams change.
type ContestedArea struct {
	Area    string
	Changes int
	Teams   []Share // those with at least 25 % each, largest first; two or more
}

// Drift is an area whose declared owners make less than half of its changes.
type Drift struct {
	Area     string
	Declared []string // teams that own at least half of the area's files each, sorted
	Share    float64  // of the area's changes, made by them
	Changes  int
	Actual   []Share // teams with at least 5 % of the area, largest first
}

// Team is a team that makes changes, or a group of authors taken for one.
type Team struct {
	Name    string
	People  int // authors of at least one change, after .mailmap
	Changes int // that touch an area
}

// Result is what Measure gives.
type Result struct {
	Rows      []Row           // by area, then largest share of area, then team
	LeftOut   int             // rows under 5 % of their area and 25 % of their team
	Teams     []Team          // by changes, most first
	Changes   int             // changes that touch an area
	Unmapped  float64         // share of Changes by people in no team, 0 to 1
	Inferred  bool            // nothing declares members; Teams are groups of authors
	Contested []ContestedArea // by changes, most first; empty if Inferred
	Drift     []Drift         // by changes, most first; empty if Inferred
	Warnings  []finding.Warning
}

// Options can be zero.
type Options struct {
	MinChanges int // the least sample for a verdict; 0 is 20
}
