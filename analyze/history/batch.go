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
//	the commits, children before parents: the id; the parents, each its position in the
//	batch and 1, or 0 and an id; author and co-authors; author and committer time, each
//	less the one before; the subject; the files, or that it is a merge; the renames
//
// Texts have their length in front. A batch stands for itself: what it says of a commit
// is whole, whichever others are there.

// errBatch is said of bytes that no batch has.
var errBatch = errors.New("malformed batch of commits")

var statuses = [...]Status{Added, Modified, Deleted, TypeChanged}

func statusCode(s Status) uint64 {
	for i, x := range statuses {
		if x == s {
			return uint64(i)
		}
	}
	return 0
}

// encodeBatch writes the commits of a log at some indexes, ascending. All their parents
// must be in the log.
func encodeBatch(l *Log, indexes []int32) []byte {
	e := batchWriter{log: l, position: make([]int32, len(l.Commits)), path: make([]int32, len(l.Paths)), person: make([]int32, len(l.People))}
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
		c := &e.log.Commits[at]
		e.position[at] = int32(i) + 1
		for _, f := range c.Files {
			e.path[f.Path] = 1
		}
		e.person[c.Author] = 1
		for _, p := range c.CoAuthors {
			e.person[p] = 1
		}
		parents += len(c.Parents)
		coAuthors += len(c.CoAuthors)
		files += len(c.Files)
		renames += len(c.Renames)
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
		c := &e.log.Commits[at]
		e.commit(c, when, landed)
		when, landed = c.When, c.Landed
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

func (e *batchWriter) commit(c *Commit, when, landed int64) {
	e.b = append(e.b, c.ID...)
	e.number(uint64(len(c.Parents)))
	for _, p := range c.Parents {
		e.number(uint64(e.position[p]))
		if e.position[p] == 0 {
			e.b = append(e.b, e.log.Commits[p].ID...)
		}
	}
	e.number(uint64(e.person[c.Author] - 1))
	e.number(uint64(len(c.CoAuthors)))
	for _, p := range c.CoAuthors {
		e.number(uint64(e.person[p] - 1))
	}
	e.b = binary.AppendVarint(e.b, c.When-when)
	e.b = binary.AppendVarint(e.b, c.Landed-landed)
	e.text(c.Subject)
	if c.Files == nil {
		e.number(0)
		return
	}
	e.number(uint64(len(c.Files)) + 1)
	last := int32(1)
	for _, f := range c.Files {
		at := e.path[f.Path]
		e.number(uint64(at-last)<<2 | statusCode(f.Status))
		last = at
	}
	e.number(uint64(len(c.Renames)))
	for _, r := range c.Renames {
		e.number(uint64(e.path[r.From] - 1))
		e.number(uint64(e.path[r.To] - 1))
		e.number(uint64(r.Kind))
	}
}

// batch is a decoded one. Its texts share its bytes.
type batch struct {
	name    string // in the cache
	paths   []string
	commits []rawCommit
	parents []*rawCommit // of all commits; nil for those that are not in the batch
	files   []FileChange // of all commits
	used    int          // commits that the log takes from it
}

// decodeBatch reads what encodeBatch wrote; other bytes are an error, whatever they are.
// The bytes must not be changed afterwards.
func decodeBatch(b []byte) (*batch, error) {
	d := batchReader{rest: unsafe.String(unsafe.SliceData(b), len(b))}
	out := &batch{}
	idSize := d.count()
	if idSize != 20 && idSize != 32 {
		return nil, errBatch
	}
	paths, people, commits := d.count(), d.count(), d.count()
	parents, coAuthors, files, renames := d.count(), d.count(), d.count(), d.count()
	d.readPaths(out, paths)
	d.people = make([]who, 0, people)
	for range people {
		d.people = append(d.people, who{Person: Person{d.text(), d.text()}})
	}
	if d.bad || commits > len(d.rest)/idSize || parents+coAuthors+files+renames > len(d.rest) {
		return nil, errBatch
	}
	out.parents = make([]*rawCommit, 0, parents)
	out.files = make([]FileChange, 0, files)
	d.coAuthors = make([]*who, 0, coAuthors)
	d.renames = make([]Rename, 0, renames)
	out.commits = make([]rawCommit, commits)
	var when, landed int64
	for i := range out.commits {
		c := &out.commits[i]
		d.commit(out, c, idSize)
		if d.bad {
			return nil, errBatch
		}
		when, landed = when+c.when, landed+c.landed
		c.when, c.landed, c.from = when, landed, out
	}
	if d.rest != "" {
		return nil, errBatch
	}
	return out, nil
}

// batchReader is what is left to read. Once bad, it gives zeros.
type batchReader struct {
	rest string
	bad  bool

	people    []who
	coAuthors []*who // all of the batch, as the renames
	renames   []Rename
}

func (d *batchReader) fail() { d.rest, d.bad = "", true }

func (d *batchReader) number() uint64 {
	var x uint64
	for i := 0; i < len(d.rest) && i < binary.MaxVarintLen64; i++ {
		c := d.rest[i]
		x |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			d.rest = d.rest[i+1:]
			return x
		}
	}
	d.fail()
	return 0
}

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

func (d *batchReader) commit(out *batch, c *rawCommit, idSize int) {
	c.id = repo.ID(d.bytes(idSize))
	from := len(out.parents)
	n := d.atMost(cap(out.parents) - from)
	for k := range n {
		if position := d.below(len(out.commits) + 1); position > 0 {
			out.parents = append(out.parents, &out.commits[position-1])
			continue
		}
		if c.parents == nil {
			c.parents = make([]repo.ID, n)
		}
		c.parents[k] = repo.ID(d.bytes(idSize))
		out.parents = append(out.parents, nil)
	}
	c.up = out.parents[from:len(out.parents):len(out.parents)]
	c.author = d.person()
	from = len(d.coAuthors)
	for range d.atMost(cap(d.coAuthors) - from) {
		d.coAuthors = append(d.coAuthors, d.person())
	}
	if from < len(d.coAuthors) {
		c.rare = &rare{coAuthors: d.coAuthors[from:len(d.coAuthors):len(d.coAuthors)]}
	}
	c.when, c.landed = d.signed(), d.signed()
	c.subject = d.text()
	d.changes(out, c)
}

// atMost is a number no greater than n.
func (d *batchReader) atMost(n int) int { return d.below(n + 1) }

func (d *batchReader) person() *who {
	i := d.below(len(d.people))
	if d.bad {
		return nil
	}
	return &d.people[i]
}

func (d *batchReader) changes(out *batch, c *rawCommit) {
	n := d.atMost(cap(out.files) - len(out.files) + 1)
	c.merge = n == 0
	if c.merge {
		return
	}
	c.first = uint32(len(out.files))
	at := 0
	for range n - 1 {
		x := d.number()
		if x>>2 >= uint64(len(out.paths)-at) {
			d.fail()
			return
		}
		at += int(x >> 2)
		out.files = append(out.files, FileChange{Path: int32(at), Status: statuses[x&3]})
	}
	c.last = uint32(len(out.files))
	from := len(d.renames)
	for range d.atMost(cap(d.renames) - from) {
		r := Rename{From: int32(d.below(len(out.paths))), To: int32(d.below(len(out.paths))), Kind: RenameKind(d.below(int(SimilarContent) + 1))}
		d.renames = append(d.renames, r)
	}
	if from < len(d.renames) {
		if c.rare == nil {
			c.rare = &rare{}
		}
		c.rare.renames = d.renames[from:len(d.renames):len(d.renames)]
	}
}

// filesOf is the files of a commit of the batch, nil for a merge.
func (b *batch) filesOf(c *rawCommit) []FileChange {
	if c.merge {
		return nil
	}
	return b.files[c.first:c.last:c.last]
}
