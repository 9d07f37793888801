package history

// Changes is a log reduced to what coupling and focus may count: units of change,
// without the files and commits that would mislead, each kind of which is counted.
type Changes struct {
	Paths    []string // the log's paths
	Alive    []bool   // by path: it is a tracked file at the revision
	People   []Person // the log's people
	List     []Change // newest first
	Commits  int      // non-merge commits that List was made from, exclusions included
	Merges   int
	Excluded []Exclusion
}

// Change is one unit of change.
type Change struct {
	ID      string // the commit's id, in full
	Author  int32  // index into People
	When    int64  // author time, seconds since 1970
	Subject string
	Files   []int32 // indexes into Paths, ascending; never empty
}

// Exclusion is one kind of thing that was left out, and how often.
type Exclusion struct {
	Code    string `json:"code"` // bot, generated, vendored, lock-file, binary, over-file-cap, excluded …
	Of      string `json:"of"`   // commits or files
	Count   int    `json:"count"`
	Example string `json:"example"` // a path, or a commit id and its subject
}
