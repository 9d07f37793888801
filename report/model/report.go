// Package model is seam's report as data: one typed, versioned value that every
// format renders and that JSON carries without loss, so that a saved report renders
// to every other format later.
//
// The rows of its sections are the results of the analyses themselves; their json
// tags are the contract. A section that was not asked for is nil and absent from
// JSON; one that was asked for and is empty is an empty list.
package model

import (
	"seam/analyze/accept"
	"seam/analyze/chains"
	"seam/analyze/changetypes"
	"seam/analyze/cochange"
	"seam/analyze/communities"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/focus"
	"seam/analyze/forge"
	"seam/analyze/history"
	"seam/analyze/impact"
	"seam/analyze/plan"
	"seam/analyze/profile"
	"seam/analyze/reuse"
	"seam/analyze/services"
	"seam/analyze/span"
	"seam/analyze/split"
	"seam/analyze/teamview"
	"seam/analyze/whatif"
	"seam/report/compare"
)

// SchemaVersion changes when a field changes its meaning or goes away.
const SchemaVersion = 1

// Report is one run's answer. Paths are relative to the analysed folder.
type Report struct {
	SchemaVersion int               `json:"schema_version"`
	Tool          Tool              `json:"tool"`
	Repository    Repository        `json:"repository"`
	Options       map[string]string `json:"options"` // options that differ from the defaults, and what marks facts as less than exact
	Warnings      []finding.Warning `json:"warnings"`

	History        *History              `json:"history,omitempty"`
	ChangeTypes    *changetypes.Result   `json:"change_types,omitempty"`
	Areas          []Area                `json:"areas,omitzero"`
	Span           *span.Result          `json:"span,omitempty"`
	Packages       []Package             `json:"packages,omitzero"`
	Split          *SplitSummary         `json:"split,omitempty"`
	Candidates     []split.Candidate     `json:"candidates,omitzero"`
	Reuse          *reuse.Result         `json:"reuse,omitempty"`
	Profile        *profile.Summary      `json:"profile,omitempty"`
	Communities    *communities.Result   `json:"communities,omitempty"`
	Diamonds       []diamonds.Diamond    `json:"diamonds,omitzero"`
	DiamondsHidden int                   `json:"diamonds_hidden,omitempty"` // diamonds of severity noise that are not listed
	Chains         []chains.Chain        `json:"chains,omitzero"`
	Dependencies   []chains.Dependencies `json:"dependencies,omitzero"`
	Why            []chains.Reason       `json:"why,omitzero"`
	Coupling       []cochange.Pair       `json:"coupling,omitzero"`
	CouplingInfo   *CouplingInfo         `json:"coupling_info,omitempty"`
	Focus          []focus.Row           `json:"focus,omitzero"`
	FocusInfo      *FocusInfo            `json:"focus_info,omitempty"`
	Deploy         *Deploy               `json:"deploy,omitempty"`
	Impact         *impact.Result        `json:"impact,omitempty"`
	Rollout        *Rollout              `json:"rollout,omitempty"`
	Graph          *Graph                `json:"graph,omitempty"`
	Whatif         *Whatif               `json:"whatif,omitempty"`
	Plan           *plan.Plan            `json:"plan,omitempty"`
	Explanation    *Explanation          `json:"explanation,omitempty"`
	Facts          *whatif.Facts         `json:"facts,omitempty"` // what any cut is worked out from
	Findings       []finding.Finding     `json:"findings,omitzero"`
	Check          *Check                `json:"check,omitempty"`
	Diff           *compare.Trend        `json:"diff,omitempty"`
	Team           *teamview.View        `json:"team,omitempty"`
}

// Tool names the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Repository says what was looked at.
type Repository struct {
	Name      string     `json:"name"`            // path of the module that the folder is, else what the repository's module paths share, else ""
	Title     string     `json:"title,omitempty"` // where the name is no address: what the repository is called, by the address that it was cloned from, else by its folder
	Web       forge.Page `json:"web,omitempty"`   // address of its page at the host that it was cloned from, where that is known
	Folder    string     `json:"folder"`          // the analysed folder in the repository, "." for all of it
	Head      string     `json:"head"`            // full commit id, or "worktree"
	Commits   int        `json:"commits"`
	First     string     `json:"first"` // date of the oldest commit, 2006-01-02 in UTC; "" without history
	Last      string     `json:"last"`
	Root      string     `json:"root,omitempty"` // full id of the oldest commit; "" where the history was not read to its beginning
	Files     int        `json:"files"`
	Languages []Language `json:"languages"` // most files first
}

// Language counts the source files of one language.
type Language struct {
	Name  string `json:"name"`
	Files int    `json:"files"`
	Lines int    `json:"lines"`
}

// History says what became of the commits.
type History struct {
	Commits  int                 `json:"commits"` // all, merges included
	Merges   int                 `json:"merges"`
	Changes  int                 `json:"changes"` // units of change after exclusions
	Unit     history.UnitInfo    `json:"unit"`    // what one change is
	Lineage  history.Lineage     `json:"lineage"` // renames followed
	Excluded []history.Exclusion `json:"excluded"`
}

// Area is a named part of the repository: Folders hold its Files tracked files, which Changes
// changes touched.
type Area struct {
	Name    string   `json:"name"`
	Folders []string `json:"folders"`
	Files   int      `json:"files"`
	Changes int      `json:"changes"`
}

// Package is one first-party package.
type Package struct {
	Path     string `json:"path"`
	Language string `json:"language"`
	Module   string `json:"module"`
	Files    int    `json:"files"`
	Lines    int    `json:"lines"`
	Changes  int    `json:"changes"`
	Team     string `json:"team"` // declared owner, else the declared team with most changes; "" unknown
	Area     string `json:"area"` // "" for none
	// Imports are the first-party packages that it imports, sorted: default build, tests
	// left out.
	Imports []string `json:"imports"`
}

// SplitSummary is what the candidates add up to.
type SplitSummary struct {
	Verdict string `json:"verdict"` // one sentence for the whole repository
	Listed  int    `json:"listed"`
	Total   int    `json:"total"` // candidates looked at
}

// CouplingInfo explains the coupling table.
type CouplingInfo struct {
	Changes    int    `json:"changes"`        // changes of two files and more
	MinSupport int    `json:"min_support"`    // pairs below it are not listed
	Pairs      int    `json:"pairs"`          // file pairs seen at least once
	Note       string `json:"note,omitempty"` // why the table is empty or short
	// Families are files of names alike that change together as one, most months first.
	Families []cochange.Family `json:"families,omitempty"`
}

// FocusInfo is what the focus rows add up to.
type FocusInfo struct {
	Changes   int          `json:"changes"`        // changes that touch an area
	Unmapped  float64      `json:"unmapped_share"` // share of them by people who belong to no declared team
	Inferred  bool         `json:"inferred"`       // the teams are groups found by their work: shown, never scored
	Teams     []focus.Team `json:"teams"`          // declared or inferred, most changes first
	Contested []Contested  `json:"contested"`
	Drift     []OwnerDrift `json:"drift"`
	LeftOut   int          `json:"left_out"` // rows too small to list

	Declared     focus.Coverage       `json:"declared"`      // how far declarations of owners reach
	SilentOwners []focus.SilentOwner  `json:"silent_owners"` // declared teams that changed nothing for a year
	SilentPeople []focus.SilentPeople `json:"silent_people"` // files of people who changed nothing for a year
}

// Contested is an area that several teams change.
type Contested struct {
	Area    string      `json:"area"`
	Changes int         `json:"changes"`
	Teams   []TeamShare `json:"teams"` // most first
}

// TeamShare is one team's share of an area.
type TeamShare struct {
	Team  string  `json:"team"`
	Share float64 `json:"share"`
}

// OwnerDrift is an area whose declared owners do not do most of the work on their files.
type OwnerDrift struct {
	Area     string      `json:"area"`
	Declared []string    `json:"declared"` // teams, the one with most files first
	People   int         `json:"people"`   // single people that are declared
	Files    int         `json:"files"`    // that were compared
	Share    float64     `json:"share"`    // of the changes to each file, by an owner of it
	Changes  int         `json:"changes"`  // that touch such a file
	Actual   []TeamShare `json:"actual"`   // of the whole area, most first; empty for inferred teams
}

// Deploy is the deployment section.
type Deploy struct {
	Services []services.Service  `json:"services"`
	Edges    []services.Edge     `json:"edges"`
	Waves    [][]string          `json:"waves"`
	Programs []string            `json:"programs"` // Go programs that nothing deploys; in no wave
	Cycles   [][]string          `json:"cycles"`
	Advice   []string            `json:"advice"` // one sentence a cycle
	Unknown  []services.Unknown  `json:"unknown"`
	Weak     []services.Edge     `json:"weak,omitempty"`   // signs too weak to be edges; only where asked for
	Rollback map[string][]string `json:"rollback"`         // service -> what must be rolled back with it, callers first
	Owners   map[string][]string `json:"owners,omitempty"` // service -> declared teams of its code
}

// Graph is the import graph at one level. In JSON the edges that no import statement and no
// reference makes (kinds embed, run and through) stand apart, as links: edges are what the
// tools of the languages list.
type Graph struct {
	Level  string      `json:"level"` // files, packages, modules, areas, services, teams
	Nodes  []GraphNode `json:"nodes"`
	Edges  []GraphEdge `json:"edges"`
	Cycles [][]string  `json:"cycles"` // without edges of tests and of types alone
	Links  []GraphEdge `json:"links"`  // in JSON only; else nil and among Edges
}

// GraphNode is a node of Graph.
type GraphNode struct {
	Path     string `json:"path"`
	Language string `json:"language"`
	Module   string `json:"module"`
}

// GraphEdge is an edge of Graph.
type GraphEdge struct {
	From       string `json:"from"`
	To         string `json:"to"`
	Kind       string `json:"kind"`
	Constraint string `json:"constraint,omitempty"`
	Files      int    `json:"files"`          // files that hold the import
	Line       int    `json:"line,omitempty"` // at the level of files: of the import
}

// Check is the gate's answer.
type Check struct {
	Base      string            `json:"base"` // full commit id; "" against a baseline
	Head      string            `json:"head"`
	New       []finding.Finding `json:"new"`
	Gone      []finding.Finding `json:"gone"`
	Unchanged int               `json:"unchanged"`
	Failed    bool              `json:"failed"`
	Units     []string          `json:"units,omitempty"` // folders of the units whose manifests were judged, sorted

	FailOn     finding.Severity    `json:"fail_on,omitempty"`    // the least severity that fails; "" never fails
	Baseline   *BaselineUse        `json:"baseline,omitempty"`   // what was compared with instead of a base
	Skipped    []string            `json:"skipped,omitempty"`    // versions, imports: what no changed file can have changed, so that it was not looked at
	Suppressed []accept.Suppressed `json:"suppressed,omitempty"` // findings of head that seam.yaml suppresses
	Standing   int                 `json:"standing,omitempty"`   // how many of the report's warnings, the last ones, hold of the base as well
	Notes      []string            `json:"notes,omitempty"`      // what can be cleaned up; never fails
}

// BaselineUse says what became of the entries of a baseline.
type BaselineUse struct {
	File    string `json:"file"` // its name, without folders
	Entries int    `json:"entries"`
	Dead    int    `json:"dead"` // entries that match nothing any more
}
