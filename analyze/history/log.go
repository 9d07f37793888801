// Package history reads a repository's commits and the files they changed, once,
// and turns them into changes: the units that coupling and focus count.
//
// Read gives what git log --raw --no-renames gives: every commit that can be reached
// from a revision, and for every non-merge the paths that differ from its first
// parent (for a root commit: all paths). Only commit and tree objects are read,
// never a blob, so partial clones work.
//
// A rename is a deletion and an addition, as in git log --no-renames, and besides it
// stands in Commit.Renames: paths of equal content, and paths of a folder that moved as
// a whole. Both are seen from trees alone.
//
// Where there is a commit-graph and no cache, the commits to read are known before the
// first is read. The file decides nothing: each commit is read and says itself what its
// parents are, and if that is another thing the file is reported and left alone.
//
// With Options.Cache what each commit changed is read once: a later run reads new commits
// only. A commit stands there under its id, so that history that was rewritten is read
// anew, and the log is the same with any cache or none.
//
// Limits: a merge's own edits (conflict resolutions) are not seen, as in git log
// without -m. A file that was moved and edited in one commit is recognised only if its
// folder moved with it, or with Options.Similar, the one thing that reads blobs.
package history

import "seam/analyze/repo"

// Log is every commit reachable from a revision. It is finished: nobody writes to
// it after Read.
type Log struct {
	Head    repo.ID
	Paths   []string // every path a FileChange names, sorted
	People  []Person // every author, sorted by e-mail, then name
	Commits []Commit // newest first: children before parents, then by committer time, then id
	Shallow bool     // the clone ends early: commits are missing, and the oldest ones show all their files
	Skipped Skipped
}

// Skipped counts the commits that options left out.
type Skipped struct {
	Since, Until, MaxCommits int
	Renames                  int // commits with too many files to compare them for similar ones
}

// Person is an author as the commit names them, before any mail map.
type Person struct {
	Name, Email string
}

// Commit is one commit. Files is nil for a merge.
type Commit struct {
	ID        repo.ID
	Parents   []int32 // indexes into Log.Commits; -1 where the parent was not read
	Author    int32   // index into Log.People
	CoAuthors []int32 // of the Co-authored-by trailers, in order, without the author
	When      int64   // author time, seconds since 1970
	Landed    int64   // committer time, seconds since 1970
	Subject   string  // first line of the message
	Boundary  bool    // a shallow clone ends here: Files lists the whole tree
	Files     []FileChange
	Renames   []Rename // sorted by From
}

// FileChange is one path that a commit changed.
type FileChange struct {
	Path   int32 // index into Log.Paths
	Status Status
}

// Status is git's letter for a change: added, modified, deleted, or its type changed.
type Status byte

const (
	Added       Status = 'A'
	Modified    Status = 'M'
	Deleted     Status = 'D'
	TypeChanged Status = 'T'
)
