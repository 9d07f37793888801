// Package analyze reads what an answer needs (Load) and runs every analysis that it
// allows (Run). It is the one place that knows which analysis needs which facts;
// everything below it is a plain function of finished values.
//
// # Load
//
// A Request says which facts are needed, of which revision. Load opens the repository and
// begins to read its history, then reads seam.yaml and who owns what, on which the rest
// depends. History, the import graph, manifests and services are read side by side; two wait
// for another: services for the import graph, and which commits count as changes for the
// generated files, which are seen where imports are read.
//
// All of these are of the whole repository, since configuration above the analysed folder
// counts. Then they are narrowed to the folder. A second look comes last: the parts are
// ranked by what is known so far, and what takes reading files and old trees is read for the
// leading parts alone: how their exported names changed, what their files say, which pieces
// they fall into, what other repositories use of them.
//
// # Run
//
// Run hands the Input to the analyses and gathers what they return. Findings are those of
// version conflicts, deployment, layers and budgets; seam.yaml has the last word on them.
// Where Request.Ahead says what Run will be asked, the analyses that need no second look
// begin while Load is at it; the result is the same.
//
// # Limits
//
// An analysis whose facts were not asked for, or cannot be had, is nil in the Result: that is
// how the formats know what to leave out. What was not seen is a warning of Input or Result.
// What only tells of this run is a note (Input.Notes, RunNotes) and reaches no report.
//
// LoadGate and LoadRollout take the same steps for two revisions; LoadImpact and Plan for one
// target.
package analyze

import (
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"seam/analyze/accept"
	"seam/analyze/areas"
	"seam/analyze/cache"
	"seam/analyze/chains"
	"seam/analyze/changetypes"
	"seam/analyze/cochange"
	"seam/analyze/communities"
	"seam/analyze/config"
	"seam/analyze/deploy"
	"seam/analyze/diamonds"
	"seam/analyze/dossier"
	"seam/analyze/finding"
	"seam/analyze/focus"
	"seam/analyze/forge"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/owners"
	"seam/analyze/pieces"
	"seam/analyze/profile"
	"seam/analyze/proof"
	"seam/analyze/repo"
	"seam/analyze/reuse"
	"seam/analyze/services"
	"seam/analyze/services/manifest"
	"seam/analyze/span"
	"seam/analyze/split"
	"seam/analyze/surface"
	"seam/analyze/whatif"
)

// Needs says which facts an answer is made from. What is not needed is not read.
type Needs struct {
	History  bool
	Imports  bool
	Symbols  bool // which exported names others mention; without it only import lines are read
	Files    bool // which file imports which
	Modules  bool
	Services bool // implies Imports
	Split    bool // candidates; counts only beside History and Imports, as the next
	Cuts     bool // Input.Base where neither candidates nor named parts ask for it
}

// Request says what to read, and from where. The zero value reads the whole of HEAD
// of the repository that the current folder is in.
type Request struct {
	Dir      string // any folder of a repository; "" is the current one
	Revision string // "" is HEAD
	Worktree bool   // the files as they are on disk instead of those of Revision
	Needs    Needs

	Since, Until time.Time
	MaxCommits   int
	Paths        []string // history only of these paths (patterns relative to Dir)
	Exclude      []string // paths that leave history (patterns relative to Dir)
	AllowShallow bool
	Unit         history.Unit        // what counts as one change (commit, merge, ticket); "" is history.Auto
	Ticket       *regexp.Regexp      // finds a ticket id in a subject; nil is history.DefaultTicket
	NoLineage    bool                // do not follow renames
	Renames      bool                // find renames by similar content too; reads blobs
	Bots         bool                // count what bots do as well
	Types        bool                // type-check Go code where it loads
	With         []string            // folders of other repositories, read at their HEAD
	Rendered     []manifest.Rendered // Kubernetes manifests as they are applied, named as in evidence
	Profile      []byte              // a CPU profile in pprof's format; nil is none
	Resolve      bool                // work out what each Go module is built with
	ModuleCache  string              // the Go module cache that Resolve and Types read; "" is none

	// Extract and ByPath are the cut that Run will be asked about: what takes reading
	// files and old trees is read for its parts too.
	Extract []whatif.Part
	ByPath  int

	// Ahead is what Run will be asked with: Load then begins the analyses that wait for
	// nothing which it reads at a second look. It changes no answer; nil begins none.
	Ahead *Options

	// Cache is the folder below which facts of single files are kept from run to run; ""
	// keeps nothing. It changes no answer.
	Cache string

	// Unread is set where an object could not be read, which the answer shows by a warning or
	// by what it lacks; nil is not told.
	Unread *atomic.Bool

	// Reader forces one way to read the repository; "" takes the fastest that can.
	Reader repo.Reader

	// Progress is told how far a stage is; nil is silent. It may be called from
	// several goroutines, one call at a time.
	Progress func(stage string, done, total int)

	kept *cache.Store // what Load opened in Cache; nil for nothing
}

// Input is everything an analysis may look at: finished values that nobody writes
// again. Paths are relative to the analysed folder.
type Input struct {
	Folder  string // the analysed folder in the repository, "." for all of it
	Title   string // what people call the repository, see repo.Title; "" where nothing says
	Web     forge.Page
	Head    repo.ID
	Day     string // YYYY-MM-DD: the committer's date of Head in UTC; "" where it is not known
	Config  config.Config
	Files   []string // tracked regular files below Folder
	Log     *history.Log
	Changes *history.Changes
	Commits *history.Changes // Output with every commit a change; nil where nobody ranks parts
	Output  *history.Changes // the same with what generators write left in; nil without imports
	Imports *imports.Graph
	Modules *modules.Set
	Service *services.Graph
	Owners  *owners.Owners
	Base    *whatif.Base     // nil without imports and history, and where nobody asks what cuts cost
	Ranking *split.Ranking   // nil unless candidates are asked for, or parts are named
	Reuse   *reuse.Result    // nil unless Request.With names other repositories
	Profile *profile.Profile // nil unless Request.Profile holds one
	Dossier *dossier.Dossier // nil unless candidates are asked for

	// Surface is how the exported names of the leading and the named parts changed; nil
	// where no part was looked at.
	Surface *surface.History

	// Proofs is what the sources of Go modules say about the leading version conflicts,
	// by the ids of these; nil unless Request.Types asks for it.
	Proofs map[string]proof.Answer

	// Pieces is what the leading parts of one package fall into, by package.
	Pieces map[string][]pieces.Piece

	Submodules []string
	Warnings   []finding.Warning
	Notes      []string // about this run rather than about the commit; never part of a report
	RunNotes   []string // files that were passed over, of the cache and commit-graphs: about this run alone
	Worktree   bool
	Bare       bool // there is no worktree

	needs           Needs
	narrowed        bool           // the import graph and the owners are cut to Folder
	commits         *whatif.Base   // Base with every commit a change, and what generators write left in; nil where nobody ranks parts
	closing         sync.WaitGroup // what Load still lets go of while Run runs
	filter          history.Filter // what Changes were selected by
	ahead           *ahead         // what Load began for Run; nil for nothing
	profileWarnings []finding.Warning
	unjudged        int // source files whose beginning was not looked at for a marker
}

// Options tunes the analyses. The zero value is the default.
type Options struct {
	Noise       bool          // list diamonds that nobody here can act on
	CouplingTop int           // pairs kept a level; 0 is cochange.DefaultTop
	Extract     []whatif.Part // parts to cut out
	ByPath      int           // make every first n path elements a unit
	Communities bool          // draw the map of the packages
	NoCoupling  bool          // leave out what changes together
	NoFocus     bool          // leave out who works where, but for what would be warned of
	Span        bool          // compare how far changes reach with earlier years
	Why         string        // answer why this dependency or package is here
	Ways        int           // ways that Why looks for; 0 is chains.DefaultWays
}

// Result is every answer that an Input allows. Parts whose facts were not read are
// nil or empty.
type Result struct {
	Input    *Input
	Areas    *areas.Map
	Coupling *cochange.Result
	Types    *changetypes.Result
	Span     *span.Result // nil unless Options ask for it
	Focus    *focus.Result
	Diamonds *diamonds.Result
	Chains   *chains.Result
	Why      []chains.Reason
	Deploy   *deploy.Result
	Split    *split.Result
	Map      *communities.Result
	Whatif   *whatif.Result
	Parts    []split.Candidate // the parts of Whatif that the user names, judged as candidates are
	Findings []finding.Finding // that count: without what seam.yaml switches off or suppresses
	Warnings []finding.Warning

	Suppressed []accept.Suppressed // what seam.yaml suppresses, in the order of findings
	Notes      []string            // what is to be cleaned in seam.yaml
}
