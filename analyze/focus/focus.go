// Package focus measures which team works where, both ways: how much of an area is
// one team's work, and how much of a team's work is in one area.
//
//	share_of_area = changes of the area made by the team / changes of the area
//	share_of_team = changes of the team in the area / changes of the team
//
// A change counts once for each area it touches, so a team's shares over all areas
// may sum to more than 1. A change by several people (co-authors, a squash, a merged
// pull request) counts once for each team among them, however many of the team took
// part; so the shares of an area may sum to more than 1, too. Deleted files count for
// the area whose folder held them. A change with nobody of any team still counts in the
// changes of the area, so a share can be too low but never too high for that. People
// who left count for the team they were in at the time.
//
// Source: Brikman's rule of thumb that files which one team makes 90 % of the
// changes to are a seam. An area is contested where two teams or more make at least
// a quarter of the changes each.
//
// Where seam.yaml lists no members, teams are inferred: authors grouped by the areas
// they work on (see infer). They are marked and get no verdict, since they would
// pass the 90 % rule by construction.
//
// Declared owners are compared with the work file by file: of the changes to the files
// of an area that have owners, how many were made by an owner of that very file (see
// Drift)? Owners who have changed nothing for a year are listed as silent. Ages count
// from the newest change, not from today.
//
// Limits: reviewers, and who pushed a squash without naming its authors, are not seen.
// People whom CODEOWNERS and OWNERS name are compared only if commits show their login
// or address (owners.Roster.Known); where one owner is not recognised, the file is not
// compared. Shares say who does the work today's way, not who should.
package focus

import "seam/analyze/finding"

// The thresholds.
const (
	focusedShare   = 0.90 // the 90 % rule
	contestedShare = 0.25
	driftShare     = 0.50 // declared owners should do at least so much
	unmappedShare  = 0.20 // more than that by people in no team, and there is no verdict
	minChanges     = 20   // the least sample for a verdict

	day        = 24 * 3600 // seconds
	activeDays = 180       // whoever changed nothing for longer may have left
	silentDays = 365       // owners who changed nothing for so long are silent

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

// Row is the share of one team in one area.
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

// Drift is an area whose declared owners make less than half of the changes to their
// files. Each file of a change counts once: a change to three files, one of which has
// its author among the owners, is a third by owners.
//
// Files count if every owner is recognised: a team with members in seam.yaml, an alias
// or a list of people all of whom commits show. Where teams of seam.yaml are among the
// owners, more than 20 % by people in no team is not enough data.
type Drift struct {
	Area     string
	Declared []string // teams that own some of the files, most files first
	People   int      // single people that own some of them
	Files    int      // files that were compared
	Share    float64  // of their changes, made by an owner of the file
	Changes  int      // that touch such a file
	Actual   []Share  // teams with at least 5 % of the area, largest first; empty if inferred
}

// SilentOwner is a declared team none of whose members changed anything for a year.
// Members of seam.yaml count if they ever changed anything, members of OWNERS_ALIASES
// only if all of them are recognised.
type SilentOwner struct {
	Team    string `json:"team"`
	Files   int    `json:"files"`   // tracked files that it owns
	Members int    `json:"members"` // known members at the end of the history
	Days    int    `json:"days"`    // since their last change; where there is none, since the first of all
	Never   bool   `json:"never"`   // they made no change that counts
}

// SilentPeople is files owned by nobody but people who changed nothing for a year. Who
// they are is not said.
type SilentPeople struct {
	Source string `json:"source"` // CODEOWNERS or OWNERS
	Files  int    `json:"files"`
	People int    `json:"people"`
}

// Coverage says how far declarations of owners reach. It counts the tracked files that
// ever changed and lie in an area.
type Coverage struct {
	Files    int           `json:"files"`
	Sources  []SourceFiles `json:"sources"`  // by precedence, first wins
	Compared int           `json:"compared"` // files all of whose owners are recognised
	Areas    int           `json:"areas"`    // areas where such files have changed enough for a verdict
}

// SourceFiles is the files that one kind of declaration gives an owner.
type SourceFiles struct {
	Source string `json:"source"` // seam.yaml, CODEOWNERS or OWNERS
	Files  int    `json:"files"`
}

// Owned is the number of files with an owner.
func (c Coverage) Owned() (n int) {
	for _, s := range c.Sources {
		n += s.Files
	}
	return n
}

// Team is a team that makes changes, or a group of authors taken for one.
type Team struct {
	Name    string `json:"team"`
	People  int    `json:"people"`  // with a part in at least one change, after .mailmap
	Active  int    `json:"active"`  // those of them with one in the last 180 days of the history
	Changes int    `json:"changes"` // that touch an area
}

// Result is what Measure gives.
type Result struct {
	Rows         []Row           // by area, then largest share of area, then team
	LeftOut      int             // rows under 5 % of their area and 25 % of their team
	Teams        []Team          // by changes, most first
	Changes      int             // changes that touch an area
	Unmapped     float64         // share of Changes by people in no team, 0 to 1
	Inferred     bool            // nothing declares members; Teams are groups of authors
	Contested    []ContestedArea // by changes, most first; empty if Inferred
	Drift        []Drift         // by changes, most first
	Silent       []SilentOwner   // by files, most first
	SilentPeople []SilentPeople  // by source
	Coverage     Coverage
	ByChange     ByChange
	Warnings     []finding.Warning
}

// Options can be zero.
type Options struct {
	MinChanges int // the least sample for a verdict; 0 is 20
}
