package repo

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Packs are read here, without go-git, for speed: go-git makes a map of every object of
// a pack before it reads the first one. What this reader cannot read, for whatever
// reason, is go-git's to read or to judge: so an error here says little.

// errPack is what is said of everything in a pack that is not as it should be.
var errPack = errors.New("unreadable pack")

// maxPacks is how many packs are kept open; of a repository with more, which wants
// `git gc`, go-git reads all.
const maxPacks = 100

// pack is an open pack with its index, of version 2 both. Reading is safe from several
// goroutines.
type pack struct {
	name        string // of its file
	file, index *mappedFile
	turned      *mappedFile // NAME.rev; nil if there is none, or it is not mapped
	ends        [256]uint32 // how many ids have a first byte up to this one
	groups      [256]atomic.Pointer[idGroup]

	places  []byte       // of turned: see readPlaces
	unnamed atomic.Int32 // objects that were hashed or looked for in places for want of what follows
	reverse sync.Once
	numbers []uint32 // by a hash of where an entry begins: the number of its id, from 1 on
}

// idGroup is what an index says of the ids with one first byte: 20 bytes of each id, and
// four each of the checksum of its entry and of where that begins.
type idGroup struct {
	before             uint32 // ids in front of them
	ids, sums, offsets []byte
}

// indexed is what an index says of one object.
type indexed struct {
	group *idGroup // nil: it was not asked
	i     int
}

// id is its raw bytes.
func (x indexed) id() []byte { return x.group.ids[x.i*idSize : (x.i+1)*idSize] }

// is reports whether there is an object, of an id.
func (x indexed) is(id []byte) bool {
	return x.i < len(x.group.ids)/idSize && string(x.id()) == string(id)
}

// number counts the ids of a pack, from 1 on.
func (x indexed) number() uint32 { return x.group.before + uint32(x.i) + 1 }

// sum is the CRC-32 of all bytes of the entry.
func (x indexed) sum() uint32 { return binary.BigEndian.Uint32(x.group.sums[4*x.i:]) }

const (
	indexBegin = 8 + 4*256
	indexMagic = "\xfftOc\x00\x00\x00\x02"
	packMagic  = "PACK\x00\x00\x00\x02"
)

// openPack opens NAME.pack and NAME.idx.
func openPack(name string) (*pack, error) {
	p := &pack{name: filepath.Base(name) + ".pack"}
	var err error
	if p.index, err = openMapped(name + ".idx"); err != nil {
		return nil, err
	}
	if p.file, err = openMapped(name + ".pack"); err == nil {
		err = whole(p.readHeads)
	}
	if err != nil {
		p.close()
		return nil, err
	}
	if p.turned, err = openMapped(name + ".rev"); err == nil {
		whole(func() error { p.readPlaces(p.turned.mapped); return nil })
	}
	return p, nil
}

func (p *pack) close() {
	for _, f := range []*mappedFile{p.index, p.file, p.turned} {
		if f != nil {
			f.close()
		}
	}
}

func (p *pack) readHeads() error {
	var buf []byte
	head, err := p.index.bytes(0, indexBegin, &buf)
	if err != nil || len(head) < indexBegin || string(head[:8]) != indexMagic {
		return errPack
	}
	for i := range p.ends {
		p.ends[i] = binary.BigEndian.Uint32(head[8+4*i:])
	}
	first, err := p.file.bytes(0, 12, &buf)
	if err != nil || len(first) < 12 || string(first[:8]) != packMagic || !slices.IsSorted(p.ends[:]) || binary.BigEndian.Uint32(first[8:]) != p.ends[255] {
		return errPack
	}
	return nil
}

// group finds the ids that begin with a byte. Where they have to be read, they are once.
func (p *pack) group(b byte) (*idGroup, error) {
	if g := p.groups[b].Load(); g != nil {
		return g, nil
	}
	from, to, all := int64(0), int64(p.ends[b]), int64(p.ends[255])
	if b > 0 {
		from = int64(p.ends[b-1])
	}
	if p.index.size < indexBegin+all*(idSize+8) {
		return nil, errPack
	}
	g := &idGroup{before: uint32(from)}
	var err error
	// Each column has a place for every object of the pack.
	for _, c := range []struct {
		to          *[]byte
		begin, wide int64
	}{{&g.ids, 0, idSize}, {&g.sums, all * idSize, 4}, {&g.offsets, all * (idSize + 4), 4}} {
		var own []byte
		if *c.to, err = p.index.bytes(indexBegin+c.begin+from*c.wide, (to-from)*c.wide, &own); err != nil {
			return nil, err
		}
		if int64(len(*c.to)) < (to-from)*c.wide {
			return nil, errPack
		}
	}
	p.groups[b].Store(g)
	return g, nil
}

// find is what the index says of an object and where that begins; false if the pack lacks
// it.
func (p *pack) find(id []byte) (x indexed, at int64, ok bool) {
	g, err := p.group(id[0])
	if err != nil {
		return x, 0, false
	}
	i := g.first(id)
	if x = (indexed{g, i}); !x.is(id) {
		return x, 0, false
	}
	at, ok = p.begin(x)
	return x, at, ok
}

// begin is where an object begins.
func (p *pack) begin(x indexed) (at int64, ok bool) {
	return p.wide(binary.BigEndian.Uint32(x.group.offsets[4*x.i:]))
}

// place is where the object with a number begins, the first of which is 0 here.
func (p *pack) place(number uint32) (at int64, ok bool) {
	all := p.ends[255]
	var buf []byte
	short, err := p.index.bytes(indexBegin+int64(all)*(idSize+4)+4*int64(number), 4, &buf)
	if err != nil || number >= all || len(short) < 4 {
		return 0, false
	}
	return p.wide(binary.BigEndian.Uint32(short))
}

// wide is the place that the index writes in 31 bits, or beyond 2 GiB in a table of its own.
func (p *pack) wide(short uint32) (at int64, ok bool) {
	if short&(1<<31) == 0 {
		return int64(short), true
	}
	var buf []byte
	wide, err := p.index.bytes(indexBegin+int64(p.ends[255])*(idSize+8)+int64(short&^(1<<31))*8, 8, &buf)
	if err != nil || len(wide) < 8 {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(wide) & (1<<63 - 1)), true
}

// complete lists the objects whose ids begin with a hexadecimal prefix, of which start is
// the whole bytes.
func (p *pack) complete(start ID, prefix string) (found []ID, err error) {
	err = whole(func() error {
		g, err := p.group(start[0])
		if err != nil {
			return err
		}
		for ids := g.ids[g.first([]byte(start))*idSize:]; len(ids) > 0; ids = ids[idSize:] {
			id := ID(ids[:idSize])
			if !strings.HasPrefix(string(id), string(start)) {
				break
			}
			if strings.HasPrefix(id.String(), prefix) {
				found = append(found, id)
			}
		}
		return nil
	})
	return found, err
}

// first is the index of the first id that is not below one, which may be cut short after
// its first byte.
func (g *idGroup) first(id []byte) int {
	if len(g.ids) == 0 {
		return 0
	}
	var padded [idSize]byte
	copy(padded[:], id)
	want := binary.BigEndian.Uint64(padded[:])
	i := g.guess(want)
	for range closerSteps {
		i = g.closer(i, want)
	}
	return g.search(i, want, padded[:])
}

// guess is about where an id is that begins with want. Ids are evenly spread.
func (g *idGroup) guess(want uint64) int {
	return int(want << 8 >> 32 * uint64(len(g.ids)/idSize) >> 32)
}

// closerSteps is how many guesses are made: each is off by about the root of what the last
// one was.
const closerSteps = 3

// closer is a better guess than i. How far one id is from another says about how many lie
// between them.
func (g *idGroup) closer(i int, want uint64) int {
	n := len(g.ids) / idSize
	apart := int64(want - binary.BigEndian.Uint64(g.ids[i*idSize:])) // less than 1<<56: the first byte is the same
	return min(max(i+int(float64(apart)*float64(n)/(1<<56)), 0), n-1)
}

// search is first from a guess on.
func (g *idGroup) search(i int, want uint64, id []byte) int {
	n := len(g.ids) / idSize
	from, to := 0, n // the answer is in from to to
	if g.below(i, want, id) {
		from = i + 1
		for step := 1; from+step < n; step *= 2 {
			if !g.below(from+step, want, id) {
				to = from + step
				break
			}
			from += step + 1
		}
	} else {
		to = i
		for step := 1; to-step >= 0; step *= 2 {
			if g.below(to-step, want, id) {
				from = to - step + 1
				break
			}
			to -= step
		}
	}
	for from < to {
		if middle := (from + to) / 2; g.below(middle, want, id) {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}

// below reports whether the id at an index is below another one, which begins with want.
// Nearly all comparisons end with the first eight bytes.
func (g *idGroup) below(i int, want uint64, id []byte) bool {
	one := g.ids[i*idSize : (i+1)*idSize]
	n := binary.BigEndian.Uint64(one)
	return n < want || n == want && string(one) < string(id)
}

// The kinds of entries.
const (
	packCommit    = 1
	packTree      = 2
	packBlob      = 3
	packTag       = 4
	packByOffset  = 6 // a delta against the object at an earlier offset
	packByID      = 7 // a delta against the object of an id
	maxDeltaDepth = 4096
)

var packKinds = [...]string{packCommit: "commit", packTree: "tree", packBlob: "blob", packTag: "tag"}

// packEntry is the head of one entry.
type packEntry struct {
	at      int64 // where it begins
	head    int   // how many bytes stand before its compressed ones
	kind    byte
	size    int64   // uncompressed
	base    int64   // of a delta: where the object begins that it changes
	indexed indexed // what the index says of it, if that was asked
	named   indexed // and of its base
}

func (p *pack) entry(at int64, x indexed, buf *[]byte) (packEntry, error) {
	e := packEntry{at: at, indexed: x}
	if at < 12 {
		return e, errPack
	}
	head, err := p.file.bytes(at, 48, buf)
	if err != nil || len(head) == 0 {
		return e, errPack
	}
	c := head[0]
	e.kind, e.size = c>>4&7, int64(c&15)
	n := 1
	for shift := 4; c&0x80 != 0 && shift < 60; shift += 7 {
		if n == len(head) {
			return e, errPack
		}
		c = head[n]
		n++
		e.size |= int64(c&0x7f) << shift
	}
	switch e.kind {
	case packCommit, packTree, packBlob, packTag:
	case packByOffset:
		back := int64(-1)
		for more := true; more && back < p.file.size; n++ {
			if n == len(head) {
				return e, errPack
			}
			back = (back+1)<<7 | int64(head[n]&0x7f)
			more = head[n]&0x80 != 0
		}
		e.base = at - back
	case packByID:
		var ok bool
		if n+idSize > len(head) {
			return e, errPack
		}
		if e.named, e.base, ok = p.find(head[n : n+idSize]); !ok {
			return e, errPack
		}
		n += idSize
	default:
		return e, errPack
	}
	e.head = n
	// Nothing deflates to less than a thousandth.
	if e.size > MaxFile || e.size > (p.file.size-at)*1100 || e.kind == packByOffset && e.base >= at {
		return e, errPack
	}
	return e, nil
}

// openPacks opens all packs among files; nil if there are too many.
func openPacks(files []string) []*pack {
	if len(files) > maxPacks {
		return nil
	}
	var out []*pack
	for _, file := range files {
		if p, err := openPack(strings.TrimSuffix(file, ".pack")); err == nil {
			out = append(out, p)
		}
	}
	return out
}
