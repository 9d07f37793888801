package history

import (
	"encoding/binary"
	"errors"
	"math"
	"unsafe"

	"seam/analyze/repo"
)

// A batch is commits and what each changed, as bytes: numbers are varints, and one after
// another stand
//
//	the size of an id, and how many paths, people, commits, parents, co-authors, files
//	and renames follow
//	the paths, sorted: how many bytes each shares with the one before, and the others
//	the people: name and e-mail
//	the commits, children before parents: the parents, each its position in the batch
//	and 1, or 0 and an id; author and co-authors; author and committer time, each less
//	the one before; the files, or that it is a merge; the renames
//	the ids of the commits
//	their subjects
//
// Ids and subjects, which stay where they are, stand apart: few ids are asked for.
// Texts have their length in front. A batch stands for itself: what it says of a commit
// is whole, whichever others are there.

// errBatch is said of bytes that no batch has.
var errBatch = errors.New("malformed batch of commits")

// encodeBatch writes the commits of a log at some indexes, ascending. All their parents
// must be in the log.
func encodeBatch(l *Log, indexes []int32) []byte {
	e := batchWriter{log: l, position: make([]int32, l.Len()), path: make([]int32, len(l.Paths)), person: make([]int32, len(l.People))}
	return e.write(indexes)
}

// batchWriter numbers what a batch holds: 0 is not in it, others are 1 more than the
// number.
type batchWriter struct {
	log                    *Log
	position, path, person []int32
	b                      []byte
}

func (e *batchWriter) write(indexes []int32) []byte {
	var parents, coAuthors, files, renames int
	for i, at := range indexes {
		c := e.log.Commit(int(at))
		e.position[at] = int32(i) + 1
		for _, f := range c.Files() {
			e.path[f.Path()] = 1
		}
		e.person[c.Author()] = 1
		for _, p := range c.CoAuthors() {
			e.person[p] = 1
		}
		parents += len(c.Parents())
		coAuthors += len(c.CoAuthors())
		files += len(c.Files())
		renames += len(c.Renames())
	}
	idSize := len(e.log.Head)
	for _, n := range []int{idSize, number(e.path), number(e.person), len(indexes), parents, coAuthors, files, renames} {
		e.number(uint64(n))
	}
	last := ""
	for i, p := range e.log.Paths {
		if e.path[i] > 0 {
			n := shared(last, p)
			e.number(uint64(n))
			e.text(p[n:])
			last = p
		}
	}
	for i, p := range e.log.People {
		if e.person[i] > 0 {
			e.text(p.Name)
			e.text(p.Email)
		}
	}
	var when, landed int64
	for _, at := range indexes {
		c := e.log.Commit(int(at))
		e.commit(c, when, landed)
		when, landed = c.When(), c.Landed()
	}
	for _, at := range indexes {
		e.b = append(e.b, e.log.Commit(int(at)).ID()...)
	}
	for _, at := range indexes {
		e.text(e.log.Commit(int(at)).Subject())
	}
	return e.b
}

// number counts what is marked and numbers it.
func number(marks []int32) int {
	n := int32(0)
	for i, m := range marks {
		if m > 0 {
			n++
			marks[i] = n
		}
	}
	return int(n)
}

func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func (e *batchWriter) number(x uint64) { e.b = binary.AppendUvarint(e.b, x) }

func (e *batchWriter) text(s string) {
	e.number(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *batchWriter) commit(c Commit, when, landed int64) {
	e.number(uint64(len(c.Parents())))
	for _, p := range c.Parents() {
		e.number(uint64(e.position[p]))
		if e.position[p] == 0 {
			e.b = append(e.b, e.log.Commit(int(p)).ID()...)
		}
	}
	e.number(uint64(e.person[c.Author()] - 1))
	e.number(uint64(len(c.CoAuthors())))
	for _, p := range c.CoAuthors() {
		e.number(uint64(e.person[p] - 1))
	}
	e.b = binary.AppendVarint(e.b, c.When()-when)
	e.b = binary.AppendVarint(e.b, c.Landed()-landed)
	if c.IsMerge() {
		e.number(0)
		return
	}
	e.number(uint64(len(c.Files())) + 1)
	last := int32(1)
	for _, f := range c.Files() {
		at := e.path[f.Path()]
		e.number(uint64(at-last)<<2 | uint64(f&3))
		last = at
	}
	e.number(uint64(len(c.Renames())))
	for _, r := range c.Renames() {
		e.number(uint64(e.path[r.From] - 1))
		e.number(uint64(e.path[r.To] - 1))
		e.number(uint64(r.Kind))
	}
}

// batch is a decoded one. Its texts are parts of its bytes, its table has the batch's own
// numbers: people and paths are its own, and a parent is the place of a commit in it, or
// less than 0: -1-k is outside[k].
type batch struct {
	name    string // in the cache
	paths   []string
	people  []who
	outside []repo.ID
	table   table
	first   int32 // its first commit among all nodes
	used    int   // commits that the log takes from it
}

// decodeBatch reads what encodeBatch wrote; other bytes are an error, whatever they are.
// The bytes must not be changed afterwards.
func decodeBatch(b []byte) (*batch, error) {
	d := batchReader{whole: unsafe.String(unsafe.SliceData(b), len(b))}
	d.rest = d.whole
	out := &batch{}
	t := &out.table
	t.idSize = d.count()
	if t.idSize != 20 && t.idSize != 32 || !t.text.fits(d.whole) {
		return nil, errBatch
	}
	t.text.add(d.whole)
	paths, people, commits := d.count(), d.count(), d.count()
	parents, coAuthors, files, renames := d.count(), d.count(), d.count(), d.count()
	d.readPaths(out, paths)
	out.people = make([]who, 0, people)
	for range people {
		out.people = append(out.people, who{Person: Person{d.text(), d.text()}})
	}
	if d.bad || paths > maxPaths || commits > len(d.rest)/t.idSize || parents+coAuthors+files+renames > len(d.rest) {
		return nil, errBatch
	}
	t.grow(commits, parents, files)
	d.left = counts{parents, coAuthors, files, renames}
	var when, landed int64
	for i := range commits {
		d.commit(out, i, commits)
		if d.bad {
			return nil, errBatch
		}
		when, landed = when+t.when[i], landed+t.landed[i]
		t.when[i], t.landed[i] = when, landed
	}
	t.ids = d.place()
	d.bytes(commits * t.idSize)
	for range commits {
		t.subject = append(t.subject, d.place())
		d.text()
	}
	if d.bad || d.rest != "" {
		return nil, errBatch
	}
	return out, nil
}

// batchReader is what is left to read. Once bad, it gives zeros.
type batchReader struct {
	whole, rest string
	bad         bool
	left        counts
}

// counts are how many of each may follow.
type counts struct{ parents, coAuthors, files, renames int }

func (d *batchReader) fail() { d.rest, d.bad = "", true }

func (d *batchReader) number() uint64 {
	if len(d.rest) > 0 && d.rest[0] < 0x80 {
		x := d.rest[0]
		d.rest = d.rest[1:]
		return uint64(x)
	}
	return d.long()
}

// long is a number of several bytes.
func (d *batchReader) long() uint64 {
	x, end := uvarint(d.rest)
	if end == 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[end:]
	return x
}

// place is how much was read.
func (d *batchReader) place() uint32 { return uint32(len(d.whole) - len(d.rest)) }

func (d *batchReader) signed() int64 {
	x := d.number()
	return int64(x>>1) ^ -int64(x&1)
}

// count is a number of things that take a byte each at least.
func (d *batchReader) count() int {
	x := d.number()
	if x > uint64(len(d.rest)) || x > math.MaxInt32 {
		d.fail()
		return 0
	}
	return int(x)
}

// below is a number less than n.
func (d *batchReader) below(n int) int {
	x := d.number()
	if x >= uint64(n) {
		d.fail()
		return 0
	}
	return int(x)
}

func (d *batchReader) bytes(n int) string {
	if n > len(d.rest) {
		d.fail()
		return ""
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *batchReader) text() string { return d.bytes(d.count()) }

// maxPath bounds a path that is put together of what it shares with the one before.
const maxPath = 1 << 20

func (d *batchReader) readPaths(out *batch, n int) {
	out.paths = make([]string, 0, n)
	last := ""
	for range n {
		same := d.number()
		rest := d.text()
		if d.bad || same > uint64(len(last)) || len(rest) == 0 || int(same)+len(rest) > maxPath {
			d.fail()
			return
		}
		p := last[:same] + rest
		if p <= last {
			d.fail()
			return
		}
		out.paths = append(out.paths, p)
		last = p
	}
}

// commit reads one of so many commits. Its times are less those of the one before.
func (d *batchReader) commit(out *batch, i, commits int) {
	t := &out.table
	parents := d.take(&d.left.parents)
	for range parents {
		if position := d.below(commits + 1); position > 0 {
			t.parents.all = append(t.parents.all, int32(position-1))
			continue
		}
		out.outside = append(out.outside, repo.ID(d.bytes(t.idSize)))
		t.parents.all = append(t.parents.all, int32(-len(out.outside)))
	}
	t.parents.end(i)
	t.author = append(t.author, int32(d.below(len(out.people))))
	for range d.take(&d.left.coAuthors) {
		t.coAuthors.all = append(t.coAuthors.all, int32(d.below(len(out.people))))
	}
	t.coAuthors.end(i)
	t.when, t.landed = append(t.when, d.signed()), append(t.landed, d.signed())
	d.changes(out, i, parents > 1)
}

// take is a number of things of which so many are left.
func (d *batchReader) take(left *int) int {
	n := d.below(*left + 1)
	*left -= n
	return n
}

// changes reads what a commit changed.
func (d *batchReader) changes(out *batch, i int, merge bool) {
	n := d.below(d.left.files + 2)
	if merge != (n == 0) {
		d.fail()
	}
	if n == 0 {
		return
	}
	d.left.files -= n - 1
	t := &out.table
	at := 0
	for range n - 1 {
		x := d.number()
		if x>>2 >= uint64(len(out.paths)-at) {
			d.fail()
			return
		}
		at += int(x >> 2)
		t.files.all = append(t.files.all, FileChange(at)<<2|FileChange(x&3))
	}
	t.files.end(i)
	for range d.take(&d.left.renames) {
		r := Rename{From: int32(d.below(len(out.paths))), To: int32(d.below(len(out.paths))), Kind: RenameKind(d.below(int(SimilarContent) + 1))}
		t.renames.all = append(t.renames.all, r)
	}
	t.renames.end(i)
}
