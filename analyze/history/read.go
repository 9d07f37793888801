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
	rd := &reader{repository: r, ends: ends, similar: opt.Similar, most: bounds{mostPairs, maxFolders}, progress: opt.Progress, note: opt.Note}
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
	whole, err := rd.compare(ctx, log, raw)
	if len(raw) == found && (err == nil || whole != nil) {
		keep.save(log, raw, whole)
	}
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
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
	parents := l.fillPeople(raw)
	room := make([]int32, parents)
	l.Commits = make([]Commit, len(raw))
	for i, c := range raw {
		up := room[:len(c.up):len(c.up)]
		room = room[len(c.up):]
		for k, p := range c.up {
			up[k] = -1
			if p != nil {
				up[k] = p.index
			}
		}
		to := &l.Commits[i]
		to.ID, to.Parents, to.Author, to.When, to.Landed = c.id, up, c.author.number-1, c.when, c.landed
		to.Subject, to.Boundary = c.subject, ends[c.id]
		if c.from != nil {
			to.Files = c.from.filesOf(c)
		}
		if c.rare != nil {
			for _, p := range c.rare.coAuthors {
				to.CoAuthors = append(to.CoAuthors, p.number-1)
			}
			to.Renames = c.rare.renames
		}
	}
}

// fillPeople numbers everybody, and counts the parents of all commits.
func (l *Log) fillPeople(raw []*rawCommit) (parents int) {
	var people []*who
	add := func(p *who) {
		if p.number == 0 {
			p.number = -1
			people = append(people, p)
		}
	}
	for _, c := range raw {
		parents += len(c.up)
		add(c.author)
		if c.rare != nil {
			for _, p := range c.rare.coAuthors {
				add(p)
			}
		}
	}
	slices.SortFunc(people, func(a, b *who) int {
		return cmp.Or(strings.Compare(a.Email, b.Email), strings.Compare(a.Name, b.Name))
	})
	for i, p := range people {
		if i == 0 || p.Person != people[i-1].Person { // several readers and batches may name one
			l.People = append(l.People, p.Person)
		}
		p.number = int32(len(l.People))
	}
	return parents
}

// numbered is commits whose files have the numbers of one list of paths.
type numbered struct {
	paths   []string
	commits []int32 // indexes into Log.Commits
	sorted  bool    // paths are sorted, and so are the files of each commit
}

// intern replaces the lists of paths by one sorted list.
func (l *Log) intern(lists []numbered) {
	for _, n := range lists {
		paths := n.paths
		if !n.sorted {
			paths = slices.Clone(paths)
			slices.Sort(paths)
		}
		l.Paths = union(l.Paths, paths)
	}
	for _, n := range lists {
		to := make([]int32, len(n.paths))
		at := 0
		for i, p := range n.paths {
			if n.sorted {
				for l.Paths[at] < p {
					at++
				}
			} else {
				at, _ = slices.BinarySearch(l.Paths, p)
			}
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

// union is what is in either of two lists, sorted and without duplicates. It may be one
// of them.
func union(a, b []string) []string {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	out := make([]string, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		c := strings.Compare(a[0], b[0])
		if c <= 0 {
			out = append(out, a[0])
			a = a[1:]
		} else {
			out = append(out, b[0])
		}
		if c >= 0 {
			b = b[1:]
		}
	}
	return append(append(out, a...), b...)
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
