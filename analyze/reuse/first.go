package reuse

import (
	"context"
	"path"
	"time"

	"seam/analyze/history"
)

// sameTime is how far two first days may lie apart and still say nothing, in seconds.
const sameTime = 24 * 3600

// date tells of each copy when both sides got it, and whether the histories began with
// a common commit. The other history is read only if there is something to date.
func (h *here) date(ctx context.Context, o *other, copies []Copy) (sameRoots bool, err error) {
	if len(copies) == 0 || !whole(h.own.Log) {
		return false, nil
	}
	log, err := h.own.History(ctx, o.repository, o.head)
	if err != nil || !whole(log) {
		return false, err
	}
	if commonRoot(h.own.Log, log) {
		return true, nil
	}
	var ours, theirs []string
	for _, c := range copies {
		ours = append(ours, path.Join(h.own.Folder, c.Here.File))
		theirs = append(theirs, path.Join(o.repository.Prefix(), c.There.File))
	}
	mine, others := firstSeen(h.own.Log, ours), firstSeen(log, theirs)
	for i := range copies {
		copies[i].order(mine[ours[i]], others[theirs[i]])
	}
	return false, nil
}

// whole reports whether a log reaches back to its beginning.
func whole(l *history.Log) bool {
	return l != nil && !l.Shallow && l.Skipped == history.Skipped{Renames: l.Skipped.Renames}
}

func commonRoot(a, b *history.Log) bool {
	roots := map[string]bool{}
	for _, c := range a.Commits() {
		if len(c.Parents()) == 0 {
			roots[string(c.ID())] = true
		}
	}
	for _, c := range b.Commits() {
		if len(c.Parents()) == 0 && roots[string(c.ID())] {
			return true
		}
	}
	return false
}

func (c *Copy) order(here, there int64) {
	if here == 0 || there == 0 {
		return
	}
	c.HereSince, c.ThereSince = day(here), day(there)
	switch {
	case c.Kind == Vendored:
		return // a vendored file is younger than what it is a copy of, wherever that came from
	case here < there-sameTime:
		c.First = Here
	case there < here-sameTime:
		c.First = There
	}
}

func day(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.DateOnly) }

// firstSeen is the author time of the oldest commit that names each path under any of
// its names, by path of today; paths that no commit names are absent.
func firstSeen(l *history.Log, paths []string) map[string]int64 {
	wanted := map[string]bool{}
	for _, p := range paths {
		wanted[p] = true
	}
	today := map[int32]string{} // path of the log -> path of today
	for i, p := range l.Paths {
		if wanted[p] {
			today[int32(i)] = p
		}
	}
	first := map[string]int64{}
	for _, c := range l.Commits() {
		for _, f := range c.Files() {
			if p, ok := today[f.Path()]; ok && (first[p] == 0 || c.When() < first[p]) {
				first[p] = c.When()
			}
		}
		for _, r := range c.Renames() {
			if p, ok := today[r.To]; ok && today[r.From] == "" {
				today[r.From] = p
			}
		}
	}
	return first
}
