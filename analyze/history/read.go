package history

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"seam/analyze/repo"
)

// ErrShallow: the clone's history ends early, so counts would mislead.
var ErrShallow = errors.New("this is a shallow clone: its history is cut off")

// Options bounds what Read reads. The zero value reads everything.
type Options struct {
	Since, Until time.Time // by committer time; zero is unbounded, both ends included
	MaxCommits   int       // the newest commits only; 0 is all
	AllowShallow bool      // read a shallow clone as far as it goes
	Similar      bool      // find renames by similar content too; reads blobs, and leaves out those that the clone lacks
	Cache        Cache     // keeps what commits changed from run to run; nil keeps nothing. Similar makes no use of it
	Progress     func(done, total int)
	Note         func(text string) // told of a file that was passed over: that changes no answer
}

// Read reads the commits that can be reached from head and what each changed. The
// result does not depend on the number of cores or on the order of objects on disk.
func Read(ctx context.Context, r *repo.Repository, head repo.ID, opt Options) (*Log, error) {
	if r.Shallow() && !opt.AllowShallow {
		return nil, fmt.Errorf("history: %w", ErrShallow)
	}
	ends, err := r.ShallowCommits()
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	rd := &reader{repository: r, ends: ends, similar: opt.Similar, progress: opt.Progress, note: opt.Note}
	rd.open(runtime.GOMAXPROCS(0))
	defer rd.close()
	keep := newKeeper(r, opt)
	raw, err := rd.walk(ctx, head, keep.load())
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	found := len(raw)
	if raw = newestFirst(raw); len(raw) < found {
		return nil, fmt.Errorf("history: %w: %d commits are their own ancestors; a graft or a replaced object makes a circle", repo.ErrCorrupt, found-len(raw))
	}
	log := &Log{Head: head, Shallow: len(ends) > 0}
	raw = log.bound(raw, opt)
	log.fill(raw, ends)
	if err := rd.compare(ctx, log, raw); err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	if len(raw) == found {
		keep.save(log, raw)
	}
	return log, nil
}

// bound applies the options and counts what they leave out. raw is newest first.
func (l *Log) bound(raw []*rawCommit, opt Options) []*rawCommit {
	kept := raw[:0]
	for _, c := range raw {
		c.index = -1
		at := time.Unix(c.landed, 0)
		switch {
		case !opt.Since.IsZero() && at.Before(opt.Since):
			l.Skipped.Since++
		case !opt.Until.IsZero() && at.After(opt.Until):
			l.Skipped.Until++
		case opt.MaxCommits > 0 && len(kept) == opt.MaxCommits:
			l.Skipped.MaxCommits++
		default:
			c.index = int32(len(kept))
			kept = append(kept, c)
		}
	}
	return kept
}

// fill interns people and links parents.
func (l *Log) fill(raw []*rawCommit, ends map[repo.ID]bool) {
	people := map[Person]int32{}
	for _, c := range raw {
		people[c.author] = 0
		for _, p := range c.coAuthors {
			people[p] = 0
		}
	}
	for p := range people {
		l.People = append(l.People, p)
	}
	slices.SortFunc(l.People, func(a, b Person) int {
		return cmp.Or(strings.Compare(a.Email, b.Email), strings.Compare(a.Name, b.Name))
	})
	for i, p := range l.People {
		people[p] = int32(i)
	}
	l.Commits = make([]Commit, len(raw))
	for i, c := range raw {
		parents := make([]int32, len(c.up))
		for k, p := range c.up {
			parents[k] = -1
			if p != nil {
				parents[k] = p.index
			}
		}
		l.Commits[i] = Commit{
			ID: c.id, Parents: parents, Author: people[c.author], When: c.when, Landed: c.landed,
			Subject: c.subject, Boundary: ends[c.id],
		}
		for _, p := range c.coAuthors {
			l.Commits[i].CoAuthors = append(l.Commits[i].CoAuthors, people[p])
		}
		l.Commits[i].Files, l.Commits[i].Renames = c.files, c.renames
	}
}

// numbered is commits whose files have the numbers of one list of paths.
type numbered struct {
	paths   []string
	commits []int32 // indexes into Log.Commits
	sorted  bool    // paths are sorted, and so are the files of each commit
}

// intern replaces the lists of paths by one sorted list.
func (l *Log) intern(lists []numbered) {
	all := 0
	for _, n := range lists {
		all += len(n.paths)
	}
	merged := make([]string, 0, all)
	for _, n := range lists {
		merged = append(merged, n.paths...)
	}
	slices.Sort(merged)
	l.Paths = slices.Clone(slices.Compact(merged))
	for _, n := range lists {
		to := make([]int32, len(n.paths))
		for i, p := range n.paths {
			at, _ := slices.BinarySearch(l.Paths, p)
			to[i] = int32(at)
		}
		for _, c := range n.commits {
			l.Commits[c].renumber(to)
			if !n.sorted {
				l.Commits[c].sort()
			}
		}
	}
}

func (c *Commit) renumber(to []int32) {
	for i := range c.Files {
		c.Files[i].Path = to[c.Files[i].Path]
	}
	for i := range c.Renames {
		c.Renames[i].From, c.Renames[i].To = to[c.Renames[i].From], to[c.Renames[i].To]
	}
}

func (c *Commit) sort() {
	slices.SortFunc(c.Files, func(a, b FileChange) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(b.Status, a.Status))
	})
	slices.SortFunc(c.Renames, func(a, b Rename) int { return cmp.Compare(a.From, b.From) })
}
