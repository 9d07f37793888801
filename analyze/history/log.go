// Package history reads a repository's commits and the files they changed, once,
// and turns them into changes: the units that coupling and focus count.
//
// Read gives what git log --raw --no-renames gives: every commit that can be reached
// from a revision, and for every non-merge the paths that differ from its first
// parent (for a root commit: all paths). Only commit and tree objects are read,
// never a blob, so partial clones work.
//
// A rename is a deletion and an addition, as in git log --no-renames, and besides it
// stands in Renames of a commit: paths of equal content, and paths of a folder that moved as
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

import (
	"iter"

	"seam/analyze/repo"
)

// Log is every commit reachable from a revision, newest first: children before parents,
// then by committer time, then id. It is finished: nobody writes to it after Read.
//
// A million commits take some 50 MB, and what was kept of them stays where it was read
// from: subjects and ids are made when they are asked for.
type Log struct {
	Head    repo.ID
	Paths   []string // every path a FileChange names, sorted
	People  []Person // every author, sorted by e-mail, then name
	Shallow bool     // the clone ends early: commits are missing, and the oldest ones show all their files
	Skipped Skipped

	table table
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

// Len is how many commits there are.
func (l *Log) Len() int { return l.table.len() }

// Commit is the commit at a place, from 0 for the newest on.
func (l *Log) Commit(i int) Commit { return Commit{&l.table, int32(i)} }

// Commits yields the commits with their places, newest first.
func (l *Log) Commits() iter.Seq2[int, Commit] {
	return func(yield func(int, Commit) bool) {
		for i := range l.Len() {
			if !yield(i, l.Commit(i)) {
				return
			}
		}
	}
}

// Commit is one commit of a log. What it lists is the log's: nobody may write to it.
type Commit struct {
	t *table
	i int32
}

// ID is the commit's id.
func (c Commit) ID() repo.ID { return c.t.idOf(c.i) }

// Parents are the places of its parents in the log; -1 where one was not read.
func (c Commit) Parents() []int32 { return c.t.parents.of(c.i) }

// IsMerge reports whether it has several parents.
func (c Commit) IsMerge() bool { return len(c.Parents()) > 1 }

// Author is an index into Log.People.
func (c Commit) Author() int32 { return c.t.author[c.i] }

// CoAuthors are those of the Co-authored-by trailers, in order, without the author.
func (c Commit) CoAuthors() []int32 { return c.t.coAuthors.of(c.i) }

// When is the author time, in seconds since 1970.
func (c Commit) When() int64 { return c.t.when[c.i] }

// Landed is the committer time, in seconds since 1970.
func (c Commit) Landed() int64 { return c.t.landed[c.i] }

// Subject is the first line of the message.
func (c Commit) Subject() string { return c.t.subjectOf(c.i) }

// Boundary reports whether a shallow clone ends here: Files lists the whole tree.
func (c Commit) Boundary() bool { return c.t.boundary[c.i] }

// Files are the paths that it changed, ascending; of a merge there are none.
func (c Commit) Files() []FileChange { return c.t.files.of(c.i) }

// Renames are sorted by From.
func (c Commit) Renames() []Rename { return c.t.renames.of(c.i) }

// FileChange is one path that a commit changed, and how.
type FileChange uint32

// maxPaths is how many paths a FileChange can tell apart.
const maxPaths = 1 << 30

// changeOf puts a FileChange together.
func changeOf(path int32, s Status) FileChange {
	return FileChange(path)<<2 | FileChange(statusCode(s))
}

// Path is an index into Log.Paths.
func (f FileChange) Path() int32 { return int32(f >> 2) }

// Status is how the path changed.
func (f FileChange) Status() Status { return statuses[f&3] }

// at is the same change of another path.
func (f FileChange) at(path int32) FileChange { return FileChange(path)<<2 | f&3 }

// Status is git's letter for a change: added, modified, deleted, or its type changed.
type Status byte

const (
	Added       Status = 'A'
	Modified    Status = 'M'
	Deleted     Status = 'D'
	TypeChanged Status = 'T'
)

var statuses = [...]Status{Added, Modified, Deleted, TypeChanged}

func statusCode(s Status) uint8 {
	for i, x := range statuses {
		if x == s {
			return uint8(i)
		}
	}
	return 0
}
