package repo

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"io"
	"runtime/debug"
	"slices"
	"strings"
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
	file, index *packFile
	ends        [256]uint32 // how many ids have a first byte up to this one
	groups      [256]atomic.Pointer[idGroup]
}

// idGroup is what an index says of the ids with one first byte.
type idGroup struct{ ids, offsets []byte }

const (
	indexBegin = 8 + 4*256
	indexMagic = "\xfftOc\x00\x00\x00\x02"
	packMagic  = "PACK\x00\x00\x00\x02"
)

// openPack opens NAME.pack and NAME.idx.
func openPack(name string) (*pack, error) {
	p := &pack{}
	var err error
	if p.index, err = openPackFile(name + ".idx"); err != nil {
		return nil, err
	}
	if p.file, err = openPackFile(name + ".pack"); err == nil {
		err = whole(p.readHeads)
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *pack) close() {
	p.index.close()
	if p.file != nil {
		p.file.close()
	}
}

// whole runs what reads mapped files, and makes an error of reading where a file has no
// bytes any more, or none that can be read.
func whole(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch why := recover().(type) {
		case nil:
		case interface{ Addr() uintptr }: // the address of the fault
			err = errPack
		default:
			panic(why)
		}
	}()
	return read()
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
	g := &idGroup{}
	var err error
	var ids, offsets []byte
	if g.ids, err = p.index.bytes(indexBegin+from*idSize, (to-from)*idSize, &ids); err != nil {
		return nil, err
	}
	// Between ids and offsets lies a checksum of four bytes for each object.
	if g.offsets, err = p.index.bytes(indexBegin+all*(idSize+4)+from*4, (to-from)*4, &offsets); err != nil {
		return nil, err
	}
	if len(g.ids) < int(to-from)*idSize || len(g.offsets) < int(to-from)*4 {
		return nil, errPack
	}
	p.groups[b].Store(g)
	return g, nil
}

// find is where an object begins; false if the pack lacks it.
func (p *pack) find(id ID) (int64, bool) {
	g, err := p.group(id[0])
	if err != nil {
		return 0, false
	}
	n := len(g.ids) / idSize
	i := g.first(id)
	if i == n || string(g.ids[i*idSize:(i+1)*idSize]) != string(id) {
		return 0, false
	}
	at := binary.BigEndian.Uint32(g.offsets[4*i:])
	if at&(1<<31) == 0 {
		return int64(at), true
	}
	var buf []byte // beyond 2 GiB the offset lies in a table of its own
	wide, err := p.index.bytes(indexBegin+int64(p.ends[255])*(idSize+8)+int64(at&^(1<<31))*8, 8, &buf)
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
		for ids := g.ids[g.first(start)*idSize:]; len(ids) > 0; ids = ids[idSize:] {
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

// first is the index of the first id that is not below one. Nearly all comparisons end
// with the first eight bytes.
func (g *idGroup) first(id ID) int {
	var padded [idSize]byte
	copy(padded[:], id)
	want := binary.BigEndian.Uint64(padded[:])
	from, to := 0, len(g.ids)/idSize
	for from < to {
		i := int(uint(from+to) / 2)
		one := g.ids[i*idSize : (i+1)*idSize]
		if n := binary.BigEndian.Uint64(one); n < want || n == want && string(one) < string(id) {
			from = i + 1
		} else {
			to = i
		}
	}
	return from
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
	at, data int64 // where it begins, and where its compressed bytes do
	kind     byte
	size     int64 // uncompressed
	base     int64 // of a delta: where the object begins that it changes
}

func (p *pack) entry(at int64, buf *[]byte) (packEntry, error) {
	if at < 12 {
		return packEntry{}, errPack
	}
	head, err := p.file.bytes(at, 48, buf)
	if err != nil {
		return packEntry{}, errPack
	}
	b := bytes.NewReader(head)
	c, err := b.ReadByte()
	e := packEntry{at: at, kind: c >> 4 & 7, size: int64(c & 15)}
	for shift := 4; c&0x80 != 0 && shift < 60; shift += 7 {
		c, err = b.ReadByte()
		e.size |= int64(c&0x7f) << shift
	}
	switch e.kind {
	case packCommit, packTree, packBlob, packTag:
	case packByOffset:
		back := int64(-1)
		for more := true; more && back < p.file.size; {
			c, err = b.ReadByte()
			back = (back+1)<<7 | int64(c&0x7f)
			more = err == nil && c&0x80 != 0
		}
		e.base = at - back
	case packByID:
		var id [idSize]byte
		_, err = io.ReadFull(b, id[:])
		var ok bool
		if e.base, ok = p.find(ID(id[:])); !ok {
			return e, errPack
		}
	default:
		return e, errPack
	}
	e.data = at + int64(len(head)) - int64(b.Len())
	// Nothing deflates to less than a thousandth.
	if err != nil || e.size > MaxFile || e.size > (p.file.size-at)*1100 || e.kind == packByOffset && e.base >= at {
		return e, errPack
	}
	return e, nil
}

// packReader reads objects of packs. It is for one goroutine.
type packReader struct {
	packs   []*pack
	last    int // the pack that had the last object
	objects *packCache
	inflate *inflater
	input   []byte // of a pack that is not mapped: what was read of it last
	delta   []byte // the last one
}

func newPackReader(packs []*pack, c *packCache) *packReader {
	return &packReader{packs: packs, objects: c, inflate: newInflater()}
}

// object returns an object whose hash is the id. The caller must not change it.
func (r *packReader) object(id ID) (kind string, b []byte, ok bool) {
	err := whole(func() error {
		kind, b, ok = r.find(id)
		return nil
	})
	return kind, b, ok && err == nil
}

func (r *packReader) find(id ID) (kind string, b []byte, ok bool) {
	for i := range r.packs {
		k := (r.last + i) % len(r.packs)
		at, found := r.packs[k].find(id)
		if !found {
			continue
		}
		r.last = k
		o, err := r.at(r.packs[k], at)
		if err != nil {
			return "", nil, false
		}
		kind = packKinds[o.kind]
		if o.id != id {
			if hashOf(sha1.New(), kind, o.content) != id {
				return "", nil, false
			}
			o.id = id
			r.objects.put(r.packs[k], at, o)
		}
		return kind, o.content, true
	}
	return "", nil, false
}

// at reads the object at an offset: the chain of its deltas down to a whole object, then
// up again.
func (r *packReader) at(p *pack, at int64) (packObject, error) {
	var chain []packEntry
	var o packObject
	for {
		var ok bool
		if o, ok = r.objects.get(p, at); ok {
			break
		}
		e, err := p.entry(at, &r.input)
		if err != nil {
			return o, err
		}
		if e.kind <= packTag {
			o.kind = e.kind
			o.content = make([]byte, e.size)
			if err = r.content(p, e, o.content); err != nil {
				return o, err
			}
			break
		}
		if chain = append(chain, e); len(chain) > maxDeltaDepth {
			return o, errPack
		}
		at = e.base
	}
	for _, e := range slices.Backward(chain) {
		r.objects.put(p, e.base, o)
		r.delta = slices.Grow(r.delta[:0], int(e.size))[:e.size]
		err := r.content(p, e, r.delta)
		if err != nil {
			return o, err
		}
		o.id = ""
		if o.content, err = applyDelta(o.content, r.delta); err != nil {
			return o, err
		}
	}
	return o, nil
}

// content inflates an entry into b, which has its size. Its checksum is left out: objects
// are held against their ids.
func (r *packReader) content(p *pack, e packEntry, b []byte) error {
	// What deflates to more than this, but for a few bytes, nobody writes.
	in, err := p.file.bytes(e.data, 64+e.size+e.size/8, &r.input)
	if err != nil || len(in) < 2 {
		return errPack
	}
	if in[0]&15 != 8 || binary.BigEndian.Uint16(in)%31 != 0 || in[1]&0x20 != 0 {
		return errPack
	}
	return r.inflate.inflate(b, in[2:])
}

// applyDelta makes an object of the one that a delta changes.
func applyDelta(base, delta []byte) ([]byte, error) {
	size, delta := deltaSize(delta)
	if size != uint64(len(base)) {
		return nil, errPack
	}
	if size, delta = deltaSize(delta); size > MaxFile {
		return nil, errPack
	}
	out := make([]byte, 0, size)
	for len(delta) > 0 {
		c := delta[0]
		delta = delta[1:]
		var piece []byte
		if c&0x80 == 0 { // the next c bytes
			if c == 0 || int(c) > len(delta) {
				return nil, errPack
			}
			piece, delta = delta[:c], delta[c:]
		} else { // a part of base
			var word [7]byte // offset and length, of which only bytes that are not 0 are written
			for i := range word {
				if c>>i&1 == 0 {
					continue
				}
				if len(delta) == 0 {
					return nil, errPack
				}
				word[i], delta = delta[0], delta[1:]
			}
			from := uint64(word[0]) | uint64(word[1])<<8 | uint64(word[2])<<16 | uint64(word[3])<<24
			n := uint64(word[4]) | uint64(word[5])<<8 | uint64(word[6])<<16
			if n == 0 {
				n = 1 << 16
			}
			if from+n > uint64(len(base)) {
				return nil, errPack
			}
			piece = base[from : from+n]
		}
		if uint64(len(out)+len(piece)) > size {
			return nil, errPack
		}
		out = append(out, piece...)
	}
	if uint64(len(out)) != size {
		return nil, errPack
	}
	return out, nil
}

// deltaSize reads one of the two sizes that a delta begins with; too large a one if
// there is none.
func deltaSize(b []byte) (uint64, []byte) {
	var x uint64
	for i, c := range b {
		if i == 9 {
			break
		}
		x |= uint64(c&0x7f) << (7 * i)
		if c&0x80 == 0 {
			return x, b[i+1:]
		}
	}
	return MaxFile + 1, nil
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
