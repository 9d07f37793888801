package pack

import (
	"cmp"
	"encoding/binary"
	"runtime/debug"
	"slices"

	"seam/analyze/filemap"
)

// batch reads many objects of packs, each once.
//
// One object waits for memory at half a dozen places, one after the other: in the cache, in
// the columns of the index, in the pack. Here each kind of place is visited for all objects
// in a loop of its own, so that the processor waits for many of them at a time. Then they
// are read in the order in which they lie, so that most of what they are deltas against has
// just been read.
type batch struct {
	list  []batchObject
	asked []int32 // the number of what was asked for, from 1 on; 0 if that is not to be read
	slots []int32 // the same by ids: a power of two of them
	open  []int32 // indexes in list: those no pack was found to have
	order []batchPlace

	touched byte // of no use but that memory is read
}

// batchObject is one object that is to be read.
type batchObject struct {
	id      []byte
	want    uint64 // what the id begins with
	found   indexed
	pack    int
	content []byte // nil before it is read
}

// batchPlace is where an object of the list lies.
type batchPlace struct {
	place uint64 // see placeOf
	i     int32
}

// Objects fills out with the objects of ids which are of a kind. It leaves out what it cannot
// read, and what is more than the cache may hold at a time. The caller must not change
// them, and they are there until the next Release.
func (r *Reader) Objects(kind Kind, ids, out [][]byte) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() { filemap.IsFault(recover()) }()
	b := &r.batch
	room := r.objects.limit
	b.begin(len(ids))
	for i, id := range ids {
		if len(id) != IDSize || room < 0 {
			continue
		}
		if n := b.number(id); n != 0 {
			b.asked[i] = n
		} else if o, ok := r.objects.byID(id); ok && o.kind == kind {
			out[i] = o.content
			room -= len(o.content)
		} else if !ok {
			b.asked[i] = b.add(id)
		}
	}
	r.locate()
	for _, p := range b.order {
		if room < 0 {
			break
		}
		o := &b.list[p.i]
		if got, ok := r.placed(p); ok && got.kind == kind {
			o.content = got.content
			room -= len(o.content)
		}
	}
	for i, n := range b.asked {
		if n > 0 {
			out[i] = b.list[n-1].content
		}
	}
}

// EachCommit calls use with the commits of ids, each of them another one, and leaves out
// what it cannot read. A commit is gone when use returns.
func (r *Reader) EachCommit(ids [][]byte, use func(i int, commit []byte)) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() { filemap.IsFault(recover()) }()
	b := &r.batch
	b.begin(0)
	for _, id := range ids {
		if len(id) != IDSize {
			return
		}
		b.append(id)
	}
	r.locate()
	for _, p := range b.order {
		if o, ok := r.placed(p); ok && o.kind == Commit {
			use(int(p.i), o.content)
		}
	}
}

// locate finds where the objects of the batch lie.
func (r *Reader) locate() {
	b := &r.batch
	first := r.last
	for k := range r.packs {
		if open := len(b.open); open > 0 {
			k = (first + k) % len(r.packs)
			if b.locate(r.packs[k], k); len(b.open) <= open/2 {
				r.last = k
			}
		}
	}
	slices.SortFunc(b.order, func(x, y batchPlace) int { return cmp.Compare(x.place, y.place) })
}

// placed reads an object of the batch.
func (r *Reader) placed(p batchPlace) (object, bool) {
	o := &r.batch.list[p.i]
	return r.verified(o.pack, int64(p.place&(1<<48-1)), o.found)
}

// begin forgets what was read before.
func (b *batch) begin(n int) {
	b.list, b.open, b.order = b.list[:0], b.open[:0], b.order[:0]
	b.asked = slices.Grow(b.asked[:0], n)[:n]
	clear(b.asked)
	size := len(b.slots)
	for size < 2*n {
		size = max(2*size, 64)
	}
	if size > len(b.slots) {
		b.slots = make([]int32, size)
	} else {
		clear(b.slots)
	}
}

// slot is where the number of an id stands or belongs.
func (b *batch) slot(id []byte) *int32 {
	mask := len(b.slots) - 1
	for i := int(binary.BigEndian.Uint32(id)); ; i++ {
		if s := &b.slots[i&mask]; *s == 0 || string(b.list[*s-1].id) == string(id) {
			return s
		}
	}
}

// number is that of an id which is in the list, else 0.
func (b *batch) number(id []byte) int32 { return *b.slot(id) }

// add puts an id into the list, and returns its number.
func (b *batch) add(id []byte) int32 {
	b.append(id)
	n := int32(len(b.list))
	*b.slot(id) = n
	return n
}

func (b *batch) append(id []byte) {
	b.open = append(b.open, int32(len(b.list)))
	b.list = append(b.list, batchObject{id: id, want: binary.BigEndian.Uint64(id)})
}

// locate finds the places of the open objects that a pack has.
func (b *batch) locate(p *Pack, number int) {
	for _, i := range b.open {
		o := &b.list[i]
		if g, err := p.group(o.id[0]); err == nil && len(g.ids) > 0 {
			o.found = indexed{g, g.guess(o.want)}
		}
	}
	for range closerSteps {
		for _, i := range b.open {
			if x := &b.list[i].found; x.group != nil {
				x.i = x.group.closer(x.i, b.list[i].want)
			}
		}
	}
	for _, i := range b.open {
		if o := &b.list[i]; o.found.group != nil {
			if o.found.i = o.found.group.search(o.found.i, o.want, o.id); !o.found.is(o.id) {
				o.found.group = nil
			}
		}
	}
	for _, i := range b.open {
		if x := b.list[i].found; x.group != nil {
			b.touched += x.group.offsets[4*x.i] + x.group.sums[4*x.i]
		}
	}
	rest := b.open[:0]
	for _, i := range b.open {
		x := b.list[i].found
		if x.group == nil {
			rest = append(rest, i)
		} else if at, ok := p.begin(x); ok {
			b.list[i].pack = number
			b.order = append(b.order, batchPlace{placeOf(number, at), i})
		}
	}
	b.open = rest
}
