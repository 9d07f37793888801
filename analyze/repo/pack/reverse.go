package pack

import (
	"encoding/binary"
	"runtime/debug"

	"seam/analyze/filemap"
)

// The index of a pack leads from ids to places. The other way is needed to know what it
// says of an object that is found as what another one changes, which is named by its place
// only.

const (
	// manyUnnamed is how many objects of a pack are hashed at least before it is worth it to
	// go through its index. That takes as long as to hash one object in fewUnnamed. Who
	// reads history goes on to need most of them, but not with a few new commits, for which
	// one in someUnnamed is enough. Where git has written the other way down, looking there
	// is cheaper than a hash, and one in mostUnnamed may.
	manyUnnamed = 500
	someUnnamed = 256
	fewUnnamed  = 64
	mostUnnamed = 16
	// maxReversed is how many objects a pack may have for that: each takes 8 to 16 bytes.
	maxReversed = 4 << 20
)

// named is what the index says of the object at a place. Where git has not written that
// down, it is nothing before many were asked for.
func (p *Pack) named(at int64, history bool) indexed {
	share := uint32(fewUnnamed)
	switch {
	case history:
		share = someUnnamed
	case p.places != nil:
		share = mostUnnamed
	}
	if p.unnamed.Load() < int32(max(manyUnnamed, p.ends[255]/share)) || !p.turn() {
		return p.written(at)
	}
	if len(p.numbers) == 0 {
		return indexed{}
	}
	mask := uint64(len(p.numbers) - 1)
	for i := placeHash(at); p.numbers[i&mask] != 0; i++ {
		x := p.numbered(p.numbers[i&mask])
		if begin, ok := p.begin(x); ok && begin == at {
			return x
		}
	}
	return indexed{}
}

// readPlaces takes up NAME.rev, which git writes beside NAME.idx since version 2.41: the
// numbers of all objects, from 0 on, in the order of their places. It is a help and no more:
// what it says is held against the index, and none, a wrong or a foreign one is as good as
// another, but slower.
func (p *Pack) readPlaces(b []byte) {
	const head, ids = "RIDX\x00\x00\x00\x01\x00\x00\x00\x01", 2 * IDSize // that of the pack, its own
	if n := 4 * int(p.ends[255]); len(b) == len(head)+n+ids && string(b[:len(head)]) == head {
		p.places = b[len(head):][:n]
	}
}

// written is what the index says of the object at a place, if NAME.rev leads there. The
// first halves are the same for all, so that to guess better takes longer.
func (p *Pack) written(at int64) indexed {
	from, to := 0, len(p.places)/4
	if to > 0 {
		p.unnamed.Add(1)
	}
	for from < to {
		middle := int(uint(from+to) / 2)
		number := binary.BigEndian.Uint32(p.places[4*middle:])
		begin, ok := p.place(number)
		switch {
		case !ok:
			return indexed{}
		case begin == at:
			return p.numbered(number + 1)
		case begin < at:
			from = middle + 1
		default:
			to = middle
		}
	}
	return indexed{}
}

// Turn turns the indexes of those packs round of which so many objects are a good part, as
// reading these would in the end.
func (r *Reader) Turn(objects int) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() { filemap.IsFault(recover()) }()
	for _, p := range r.packs {
		if objects >= max(manyUnnamed, int(p.ends[255]/fewUnnamed)) {
			p.turn()
		}
	}
}

// turn turns the index round, once, and reports whether that may be.
func (p *Pack) turn() bool {
	if p.ends[255] > maxReversed {
		return false
	}
	p.reverse.Do(p.turnRound)
	return true
}

func placeHash(at int64) uint64 { return uint64(at) * 0x9e3779b97f4a7c15 >> 32 }

// turnRound fills the table: free places are at least half of it.
func (p *Pack) turnRound() {
	size := 1
	for size < 2*int(p.ends[255]) {
		size *= 2
	}
	numbers := make([]uint32, size)
	clear(numbers) // a page that is read before it is written is mapped twice, and all cores wait
	mask := uint64(size - 1)
	for b := range p.ends {
		g, err := p.group(byte(b))
		if err != nil {
			return
		}
		for k := range len(g.ids) / IDSize {
			x := indexed{g, k}
			at, ok := p.begin(x)
			if !ok {
				continue
			}
			i := placeHash(at)
			for numbers[i&mask] != 0 {
				i++
			}
			numbers[i&mask] = x.number()
		}
	}
	p.numbers = numbers
}

// numbered is the object with a number.
func (p *Pack) numbered(n uint32) indexed {
	from, to := 0, 255 // the group is the first that ends at n or behind it
	for from < to {
		if middle := (from + to) / 2; p.ends[middle] < n {
			from = middle + 1
		} else {
			to = middle
		}
	}
	g, err := p.group(byte(from))
	if err != nil {
		return indexed{}
	}
	return indexed{g, int(n - g.before - 1)}
}
