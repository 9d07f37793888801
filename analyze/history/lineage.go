package history

import "slices"

// tracker follows paths from today back into the past. It is driven over a log from
// the newest commit to the oldest: follow before a commit's files are read, past
// after.
//
// For a path that is gone today the newest rename decides at once where it went, so
// that work on a branch that left before the move still counts; for one that exists
// today, only commits older than a rename of it belong to the path that it became.
type tracker struct {
	log     *Log
	off     bool
	today   []int32 // by path: the path that its content has today
	moved   map[int32]bool
	former  map[int32]bool // paths whose history counts for another
	renames int
	moves   int // files that only moved
	example string
}

func newTracker(l *Log, alive map[string]bool, off bool) *tracker {
	t := &tracker{log: l, off: off, today: make([]int32, len(l.Paths)), moved: map[int32]bool{}, former: map[int32]bool{}}
	for i := range t.today {
		t.today[i] = int32(i)
	}
	if off {
		return t
	}
	for _, c := range l.Commits() {
		for _, r := range c.Renames() {
			t.renames++
			if !alive[l.Paths[r.From]] && t.today[r.From] == r.From && t.end(r.To) != r.From {
				t.today[r.From] = r.To
				t.former[r.From] = true
			}
		}
	}
	for i := range t.today {
		t.today[i] = t.end(int32(i))
	}
	return t
}

// end follows a chain of renames of gone paths to its last path. A chain that comes
// back to its beginning is never made.
func (t *tracker) end(p int32) int32 {
	for t.today[p] != p {
		p = t.today[p]
	}
	return p
}

// follow says which of a commit's paths only moved. From and To of a rename name the
// same file, by what it is called today. A file that was edited while its folder moved
// counts as moved too: such edits follow the move (import paths, package names).
func (t *tracker) follow(c Commit) map[int32]bool {
	clear(t.moved)
	if t.off {
		return t.moved
	}
	for _, r := range c.Renames() {
		t.today[r.From] = t.today[r.To]
		if r.Kind == SimilarContent {
			continue
		}
		t.moved[r.From], t.moved[r.To] = true, true
		if t.moves++; t.example == "" {
			t.example = t.log.Paths[r.From] + " -> " + t.log.Paths[r.To]
		}
	}
	return t.moved
}

// past leaves a commit behind: what stood at To before it was another file.
func (t *tracker) past(c Commit) {
	if t.off {
		return
	}
	for _, r := range c.Renames() {
		t.former[r.From] = true
		t.today[r.To] = r.To
	}
}

// followed is what following the files of a log said.
type followed struct {
	paths   spans[int32] // by commit, as follow yields them; empty unless they are kept
	kept    bool
	merges  int
	lineage Lineage
	moves   int // files that only moved
	example string
}

// follow follows the files of a log back from today. Of every commit it yields them by the
// names that they have today: indexes into Log.Paths, ascending, without files that only
// moved, good until the next commit. keep is for who asks again.
func follow(l *Log, alive map[string]bool, off, keep bool, yield func(commit int, paths []int32)) *followed {
	out := &followed{kept: keep}
	if keep {
		out.paths.grow(l.Len(), len(l.table.files.all))
	}
	t := newTracker(l, alive, off)
	var today []int32
	for i, c := range l.Commits() {
		if c.IsMerge() {
			out.merges++
		}
		moved := t.follow(c)
		today = today[:0]
		for _, f := range c.Files() {
			if len(moved) == 0 || !moved[f.Path()] {
				today = append(today, t.today[f.Path()])
			}
		}
		slices.Sort(today)
		if keep {
			out.paths.put(i, today...)
		}
		yield(i, today)
		t.past(c)
	}
	out.lineage, out.moves, out.example = t.lineage(), t.moves, t.example
	return out
}

func (t *tracker) lineage() Lineage {
	return Lineage{Off: t.off, Renames: t.renames, Paths: len(t.former)}
}
