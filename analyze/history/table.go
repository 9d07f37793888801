package history

import (
	"encoding/binary"
	"math"

	"seam/analyze/repo"
)

// table is commits as columns, children before parents: some 50 bytes for each and what its
// lists hold, none of them a pointer. Ids and subjects stay where they were read from.
type table struct {
	text     text
	idSize   int
	id       []uint32 // by commit: where its id stands in text; nil where all stand one behind the other
	ids      uint32   // and where those begin then
	subject  []uint32 // and where its subject does, behind its length
	author   []int32
	when     []int64
	landed   []int64
	boundary map[int32]bool // nil for none

	parents   spans[int32]
	coAuthors spans[int32]
	files     spans[FileChange]
	renames   spans[Rename]
}

func (t *table) len() int { return len(t.author) }

// grow makes room for some commits, their parents and files; not for places of ids.
func (t *table) grow(commits, parents, files int) {
	t.subject = make([]uint32, 0, commits)
	t.author = make([]int32, 0, commits)
	t.when, t.landed = make([]int64, 0, commits), make([]int64, 0, commits)
	t.parents.grow(commits, parents)
	t.files.grow(commits, files)
}

// idAt is where the id of a commit stands in text.
func (t *table) idAt(i int32) uint32 {
	if t.id == nil {
		return t.ids + uint32(i)*uint32(t.idSize)
	}
	return t.id[i]
}

func (t *table) idOf(i int32) repo.ID { return repo.ID(t.text.from(t.idAt(i))[:t.idSize]) }

func (t *table) subjectOf(i int32) string {
	s := t.text.from(t.subject[i])
	n, from := uvarint(s)
	return s[from : from+int(n)]
}

// uvarint reads what binary.AppendUvarint wrote; of what it did not write the end is 0.
func uvarint(s string) (x uint64, end int) {
	for i := 0; i < len(s) && i < binary.MaxVarintLen64; i++ {
		c := s[i]
		x |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			return x, i + 1
		}
	}
	return 0, 0
}

// spans is a short list for each of many things, all in one slice.
type spans[T any] struct {
	ends []uint32 // by thing: where its list ends and that of the next begins; none for the last without a list
	all  []T
}

// maxSpans is how long the lists of all things together may be.
const maxSpans = math.MaxUint32

func (s *spans[T]) grow(things, all int) {
	s.ends, s.all = make([]uint32, 0, things), make([]T, 0, all)
}

// of is the list of a thing. It has no room behind it: what is appended is a copy.
func (s *spans[T]) of(i int32) []T {
	if int(i) >= len(s.ends) {
		return nil
	}
	from, to := uint32(0), s.ends[i]
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.all[from:to:to]
}

// put gives a thing its list. Things rise; those that were left out have none.
func (s *spans[T]) put(i int, list ...T) {
	if len(list) > 0 {
		s.all = append(s.all, list...)
		s.end(i)
	}
}

// end gives a thing what was appended to all since the last one.
func (s *spans[T]) end(i int) {
	before := uint32(0)
	if n := len(s.ends); n > 0 {
		before = s.ends[n-1]
	}
	if int(before) == len(s.all) {
		return
	}
	for len(s.ends) < i {
		s.ends = append(s.ends, before)
	}
	s.ends = append(s.ends, uint32(len(s.all)))
}

// text is long texts one behind the other, so that 32 bits tell a place in any of them.
type text struct {
	parts []string
	begin []uint32 // by part
}

// fits reports whether there is room for a part.
func (t *text) fits(part string) bool {
	return uint64(t.size())+uint64(len(part)) <= math.MaxUint32
}

func (t *text) size() uint32 {
	if len(t.parts) == 0 {
		return 0
	}
	last := len(t.parts) - 1
	return t.begin[last] + uint32(len(t.parts[last]))
}

// add takes a part up, which must fit, and tells where it begins.
func (t *text) add(part string) uint32 {
	at := t.size()
	t.parts, t.begin = append(t.parts, part), append(t.begin, at)
	return at
}

// from is what stands from a place on, up to the end of its part.
func (t *text) from(at uint32) string {
	k := len(t.begin) - 1
	for t.begin[k] > at {
		k--
	}
	return t.parts[k][at-t.begin[k]:]
}
