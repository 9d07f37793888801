package history

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"path"
	"slices"
	"strings"
)

const (
	// maxSimilar bounds the files on each side that are compared with each other in one
	// commit: a commit of thousands of files must not hang.
	maxSimilar = 50
	// maxCompared is the largest file compared, in bytes.
	maxCompared = 256 << 10
	// alike is the least share of common lines of a rename, the bound that git uses too.
	alike = 0.5
)

// similarity is how much two files have in common: twice the common lines over all
// lines, lines counted as often as they stand there.
func similarity(a, b lines) float64 {
	if a.total+b.total == 0 {
		return 0
	}
	common := 0
	for line, n := range a.count {
		common += min(n, b.count[line])
	}
	return 2 * float64(common) / float64(a.total+b.total)
}

// lines is a file as a multiset of lines.
type lines struct {
	count map[uint64]int
	total int
}

var lineSeed = maphash.MakeSeed()

func linesOf(content []byte) lines {
	l := lines{count: map[uint64]int{}}
	for line := range bytes.Lines(content) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 {
			l.count[maphash.Bytes(lineSeed, line)]++
			l.total++
		}
	}
	return l
}

// findSimilar pairs what is left of a commit's deletions and additions by content:
// the most alike first. read returns a blob; a file that cannot be read or is too large
// pairs with nothing. skipped is true if there were too many files to compare.
func findSimilar(deleted, added []entryAt, read func(id string) ([]byte, error)) (moves []move, skipped bool) {
	if len(deleted) == 0 || len(added) == 0 {
		return nil, false
	}
	if len(deleted) > maxSimilar || len(added) > maxSimilar {
		return nil, true
	}
	contents := func(list []entryAt) []lines {
		out := make([]lines, len(list))
		for i, e := range list {
			if b, err := read(e.id); err == nil && len(b) <= maxCompared {
				out[i] = linesOf(b)
			}
		}
		return out
	}
	from, to := contents(deleted), contents(added)
	type pair struct {
		i, j  int
		score float64
	}
	var pairs []pair
	for i := range from {
		for j := range to {
			if path.Ext(deleted[i].path) != path.Ext(added[j].path) {
				continue
			}
			if s := similarity(from[i], to[j]); s >= alike {
				pairs = append(pairs, pair{i, j, s})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score),
			strings.Compare(deleted[a.i].path, deleted[b.i].path), strings.Compare(added[a.j].path, added[b.j].path))
	})
	usedFrom, usedTo := map[int]bool{}, map[int]bool{}
	for _, p := range pairs {
		if !usedFrom[p.i] && !usedTo[p.j] {
			usedFrom[p.i], usedTo[p.j] = true, true
			moves = append(moves, move{deleted[p.i].path, added[p.j].path, SimilarContent})
		}
	}
	return moves, false
}
