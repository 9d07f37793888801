package pack

import (
	"crypto/sha1"
	"encoding/binary"
	"hash/crc32"
	"runtime/debug"
	"slices"

	"seam/analyze/filemap"
)

// Reader reads objects of packs. It is for one goroutine.
type Reader struct {
	packs   []*Pack
	last    int   // the pack that had the last object
	failed  *Pack // the one whose object could not be read; nil if all was well
	objects *cache
	inflate *inflater
	input   []byte // of a pack that is not mapped: what was read of it last
	delta   []byte // the last one
	single  []byte // the last object that was not kept
	once    bool   // blobs are read once: they are kept for what is a delta against them alone
	chain   []entry
	batch   batch
}

// NewReader makes a reader of packs that keeps up to room bytes of what it read.
func NewReader(packs []*Pack, room int64) *Reader { return newReader(packs, newCache(room)) }

func newReader(packs []*Pack, c *cache) *Reader {
	return &Reader{packs: packs, objects: c, inflate: newInflater()}
}

// ReadOnce says that hardly any blob will be read twice.
func (r *Reader) ReadOnce() { r.once = true }

// Release says that nothing that was lent is used any more. Before the first time all of it
// stays as it is for ever.
func (r *Reader) Release() { r.objects.release() }

// Failed is the pack whose object the last call of Object could not read; nil if all was
// well.
func (r *Reader) Failed() *Pack { return r.failed }

// Object lends the object of an id, of IDSize bytes. The caller must not change it. A commit,
// and a blob that is read once, may be gone with the next call, other objects after the next
// Release. ok is false of what no pack has, and of what cannot be read: then Failed says
// where.
func (r *Reader) Object(id []byte) (kind Kind, b []byte, ok bool) {
	// As filemap.Guard does, but without a function, which would cost an allocation.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if filemap.IsFault(recover()) {
			ok = false
		}
	}()
	o, ok := r.find(id)
	return o.kind, o.content, ok
}

// find reads an object and makes sure that it is the one of the id.
func (r *Reader) find(id []byte) (object, bool) {
	r.failed = nil
	if o, ok := r.objects.byID(id); ok {
		return o, true
	}
	for i := range r.packs {
		k := r.last + i
		if k >= len(r.packs) {
			k -= len(r.packs)
		}
		x, at, found := r.packs[k].find(id)
		if !found {
			continue
		}
		r.last = k
		return r.verified(k, at, x)
	}
	return object{}, false
}

// verified is the object at a place, if it is the one that the index names.
func (r *Reader) verified(pack int, at int64, x indexed) (object, bool) {
	o, err := r.at(pack, at, x)
	if err == nil && (o.checked == x.number() || r.check(pack, at, x, o)) {
		return o, true
	}
	r.failed = r.packs[pack]
	return object{}, false
}

// check decides whether an object is the one that the index names. That its entry has the
// checksum which the index gives, and the object that it changes is checked, will do:
// whatever byte of the two files is another than it was, one of the checksums is off. A
// base that only its place leads to has none before the index was turned round, and then
// the content must have the id.
func (r *Reader) check(pack int, at int64, x indexed, o object) bool {
	if o.based && o.crc == x.sum() {
		r.objects.mark(placeOf(pack, at), x.number(), x.id())
		return true
	}
	r.packs[pack].unnamed.Add(1)
	if string(IDOf(sha1.New(), o.kind.String(), o.content)) != string(x.id()) {
		return false
	}
	r.objects.mark(placeOf(pack, at), x.number(), x.id())
	return true
}

// at reads the object at a place: the chain of its deltas down to a whole object, then up
// again.
func (r *Reader) at(pack int, at int64, x indexed) (object, error) {
	p := r.packs[pack]
	chain := r.chain[:0]
	var o object
	for {
		var ok bool
		if o, ok = r.objects.get(placeOf(pack, at)); ok {
			break
		}
		if x.group == nil {
			x = p.named(at, r.objects.releases && !r.once)
		}
		e, err := p.entry(at, x, &r.input)
		if err != nil {
			return o, err
		}
		if e.kind <= Tag {
			o = object{kind: e.kind, based: true}
			if len(chain) == 0 && (e.kind == Commit || e.kind == Blob && r.once) { // hardly anybody asks for a commit twice
				o.content = r.alone(int(e.size))
				o.crc, err = r.content(p, e, o.content)
				return o, err
			}
			o.content = r.objects.room(int(e.size))
			if o.crc, err = r.content(p, e, o.content); err != nil {
				return o, err
			}
			r.keep(pack, e, &o)
			break
		}
		if chain = append(chain, e); len(chain) > maxDeltaDepth {
			return o, errUnreadable
		}
		at, x = e.base, e.named
	}
	r.chain = chain
	for i, e := range slices.Backward(chain) {
		r.delta = slices.Grow(r.delta[:0], int(e.size))[:e.size]
		crc, err := r.content(p, e, r.delta)
		if err != nil {
			return o, err
		}
		from, size, delta, err := deltaSizes(r.delta)
		if err != nil || from != len(o.content) {
			return o, errUnreadable
		}
		single := i == 0 && o.kind == Blob && r.once
		var room []byte
		if single {
			room = r.alone(size)
		} else {
			room = r.objects.room(size)
		}
		if err = applyDelta(room, o.content, delta); err != nil {
			return o, err
		}
		based := o.checked != 0 && (e.named.group == nil || o.checked == e.named.number())
		o = object{kind: o.kind, content: room, crc: crc, based: based}
		if !single {
			r.keep(pack, e, &o)
		}
	}
	return o, nil
}

// alone is room for an object that is not kept.
func (r *Reader) alone(size int) []byte {
	r.single = slices.Grow(r.single[:0], size)[:size]
	return r.single
}

// keep caches an object that was just read.
func (r *Reader) keep(pack int, e entry, o *object) {
	var id []byte
	if o.based && e.indexed.group != nil && e.indexed.sum() == o.crc {
		o.checked, id = e.indexed.number(), e.indexed.id()
	}
	r.objects.keep(placeOf(pack, e.at), *o, id)
}

// content inflates an entry into b, which has its size, and returns the checksum of all
// its bytes. The one that ends the compressed bytes is left out.
func (r *Reader) content(p *Pack, e entry, b []byte) (crc uint32, err error) {
	// What deflates to more than this, but for a few bytes, nobody writes.
	in, err := p.file.Bytes(e.at, int64(e.head)+64+e.size+e.size/8, &r.input)
	if err != nil || len(in) < e.head+2 {
		return 0, errUnreadable
	}
	deflated := in[e.head:]
	if deflated[0]&15 != 8 || binary.BigEndian.Uint16(deflated)%31 != 0 || deflated[1]&0x20 != 0 {
		return 0, errUnreadable
	}
	n, err := r.inflate.inflate(b, deflated[2:])
	if err != nil {
		return 0, err
	}
	const adler = 4
	return crc32.ChecksumIEEE(in[:min(e.head+2+n+adler, len(in))]), nil
}
