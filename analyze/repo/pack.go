package repo

import (
	"bufio"
	"bytes"
	"compress/flate"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
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
	file, index *os.File
	size        int64
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
	if p.index, err = os.Open(name + ".idx"); err != nil {
		return nil, err
	}
	if p.file, err = os.Open(name + ".pack"); err == nil {
		err = p.readHeads()
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *pack) close() {
	p.index.Close()
	if p.file != nil {
		p.file.Close()
	}
}

func (p *pack) readHeads() error {
	var head [indexBegin]byte
	if _, err := p.index.ReadAt(head[:], 0); err != nil {
		return err
	}
	var first [12]byte
	if _, err := p.file.ReadAt(first[:], 0); err != nil {
		return err
	}
	info, err := p.file.Stat()
	if err != nil {
		return err
	}
	p.size = info.Size()
	for i := range p.ends {
		p.ends[i] = binary.BigEndian.Uint32(head[8+4*i:])
	}
	if string(head[:8]) != indexMagic || string(first[:8]) != packMagic || !slices.IsSorted(p.ends[:]) || binary.BigEndian.Uint32(first[8:]) != p.ends[255] {
		return errPack
	}
	return nil
}

// group reads the ids that begin with a byte, once.
func (p *pack) group(b byte) (*idGroup, error) {
	if g := p.groups[b].Load(); g != nil {
		return g, nil
	}
	from, to, all := int64(0), int64(p.ends[b]), int64(p.ends[255])
	if b > 0 {
		from = int64(p.ends[b-1])
	}
	if info, err := p.index.Stat(); err != nil || info.Size() < indexBegin+all*(idSize+8) {
		return nil, errPack
	}
	g := &idGroup{ids: make([]byte, (to-from)*idSize), offsets: make([]byte, (to-from)*4)}
	if _, err := p.index.ReadAt(g.ids, indexBegin+from*idSize); err != nil {
		return nil, err
	}
	// Between ids and offsets lies a checksum of four bytes for each object.
	if _, err := p.index.ReadAt(g.offsets, indexBegin+all*(idSize+4)+from*4); err != nil {
		return nil, err
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
	i := sort.Search(n, func(i int) bool { return string(g.ids[i*idSize:(i+1)*idSize]) >= string(id) })
	if i == n || string(g.ids[i*idSize:(i+1)*idSize]) != string(id) {
		return 0, false
	}
	at := binary.BigEndian.Uint32(g.offsets[4*i:])
	if at&(1<<31) == 0 {
		return int64(at), true
	}
	var wide [8]byte // beyond 2 GiB the offset lies in a table of its own
	if _, err := p.index.ReadAt(wide[:], indexBegin+int64(p.ends[255])*(idSize+8)+int64(at&^(1<<31))*8); err != nil {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(wide[:]) & (1<<63 - 1)), true
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

func (p *pack) entry(at int64) (packEntry, error) {
	var buf [48]byte
	n, err := p.file.ReadAt(buf[:], at)
	if err != nil && err != io.EOF || at < 12 {
		return packEntry{}, errPack
	}
	b := bytes.NewReader(buf[:n])
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
		for more := true; more && back < p.size; {
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
	e.data = at + int64(n) - int64(b.Len())
	// Nothing deflates to less than a thousandth.
	if err != nil || e.size > MaxFile || e.size > (p.size-at)*1100 || e.kind == packByOffset && e.base >= at {
		return e, errPack
	}
	return e, nil
}

// packReader reads objects of packs. It is for one goroutine.
type packReader struct {
	packs   []*pack
	last    int // the pack that had the last object
	objects *packCache
	source  packSource
	input   *bufio.Reader
	inflate io.ReadCloser
}

func newPackReader(packs []*pack, c *packCache) *packReader {
	r := &packReader{packs: packs, objects: c}
	r.input = bufio.NewReaderSize(&r.source, 4096)
	r.inflate = flate.NewReader(r.input)
	return r
}

// packSource reads a pack from an offset on.
type packSource struct {
	f  *os.File
	at int64
}

func (s *packSource) Read(b []byte) (int, error) {
	n, err := s.f.ReadAt(b, s.at)
	s.at += int64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}

// object returns an object whose hash is the id. The caller must not change it.
func (r *packReader) object(id ID) (kind string, b []byte, ok bool) {
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
		e, err := p.entry(at)
		if err != nil {
			return o, err
		}
		if e.kind <= packTag {
			o.kind = e.kind
			if o.content, err = r.content(p, e); err != nil {
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
		delta, err := r.content(p, e)
		if err != nil {
			return o, err
		}
		o.id = ""
		if o.content, err = applyDelta(o.content, delta); err != nil {
			return o, err
		}
	}
	return o, nil
}

// content inflates an entry. Its checksum is left out: objects are held against their
// ids.
func (r *packReader) content(p *pack, e packEntry) ([]byte, error) {
	r.source = packSource{p.file, e.data}
	r.input.Reset(&r.source)
	var head [2]byte
	if _, err := io.ReadFull(r.input, head[:]); err != nil {
		return nil, err
	}
	if head[0]&15 != 8 || binary.BigEndian.Uint16(head[:])%31 != 0 || head[1]&0x20 != 0 {
		return nil, errPack
	}
	if err := r.inflate.(flate.Resetter).Reset(r.input, nil); err != nil {
		return nil, err
	}
	b := make([]byte, e.size)
	if _, err := io.ReadFull(r.inflate, b); err != nil {
		return nil, fmt.Errorf("%w: %w", errPack, err)
	}
	return b, nil
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
