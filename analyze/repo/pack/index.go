package pack

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strings"

	"seam/analyze/filemap"
)

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
func (x indexed) id() []byte { return x.group.ids[x.i*IDSize : (x.i+1)*IDSize] }

// is reports whether there is an object, of an id.
func (x indexed) is(id []byte) bool {
	return x.i < len(x.group.ids)/IDSize && string(x.id()) == string(id)
}

// number counts the ids of a pack, from 1 on.
func (x indexed) number() uint32 { return x.group.before + uint32(x.i) + 1 }

// sum is the CRC-32 of all bytes of the entry.
func (x indexed) sum() uint32 { return binary.BigEndian.Uint32(x.group.sums[4*x.i:]) }

// group finds the ids that begin with a byte. Where they have to be read, they are once.
func (p *Pack) group(b byte) (*idGroup, error) {
	if g := p.groups[b].Load(); g != nil {
		return g, nil
	}
	from, to, all := int64(0), int64(p.ends[b]), int64(p.ends[255])
	if b > 0 {
		from = int64(p.ends[b-1])
	}
	if p.index.Size() < indexBegin+all*(IDSize+8) {
		return nil, errUnreadable
	}
	g := &idGroup{before: uint32(from)}
	var err error
	// Each column has a place for every object of the pack.
	for _, c := range []struct {
		to          *[]byte
		begin, wide int64
	}{{&g.ids, 0, IDSize}, {&g.sums, all * IDSize, 4}, {&g.offsets, all * (IDSize + 4), 4}} {
		var own []byte
		if *c.to, err = p.index.Bytes(indexBegin+c.begin+from*c.wide, (to-from)*c.wide, &own); err != nil {
			return nil, err
		}
		if int64(len(*c.to)) < (to-from)*c.wide {
			return nil, errUnreadable
		}
	}
	p.groups[b].Store(g)
	return g, nil
}

// find is what the index says of an object and where that begins; false if the pack lacks
// it.
func (p *Pack) find(id []byte) (x indexed, at int64, ok bool) {
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
func (p *Pack) begin(x indexed) (at int64, ok bool) {
	return p.wide(binary.BigEndian.Uint32(x.group.offsets[4*x.i:]))
}

// place is where the object with a number begins, the first of which is 0 here.
func (p *Pack) place(number uint32) (at int64, ok bool) {
	all := p.ends[255]
	var buf []byte
	short, err := p.index.Bytes(indexBegin+int64(all)*(IDSize+4)+4*int64(number), 4, &buf)
	if err != nil || number >= all || len(short) < 4 {
		return 0, false
	}
	return p.wide(binary.BigEndian.Uint32(short))
}

// wide is the place that the index writes in 31 bits, or beyond 2 GiB in a table of its own.
func (p *Pack) wide(short uint32) (at int64, ok bool) {
	if short&(1<<31) == 0 {
		return int64(short), true
	}
	var buf []byte
	wide, err := p.index.Bytes(indexBegin+int64(p.ends[255])*(IDSize+8)+int64(short&^(1<<31))*8, 8, &buf)
	if err != nil || len(wide) < 8 {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(wide) & (1<<63 - 1)), true
}

// Complete lists the ids of objects that begin with a hexadecimal prefix of two digits at
// least, in small letters.
func (p *Pack) Complete(prefix string) (found [][]byte, err error) {
	start, err := hex.DecodeString(prefix[:len(prefix)/2*2])
	if err != nil || len(start) == 0 {
		return nil, errUnreadable
	}
	err = filemap.Guard(func() error {
		g, err := p.group(start[0])
		if err != nil {
			return err
		}
		for ids := g.ids[g.first(start)*IDSize:]; len(ids) > 0 && bytes.HasPrefix(ids, start); ids = ids[IDSize:] {
			if id := ids[:IDSize]; strings.HasPrefix(hex.EncodeToString(id), prefix) {
				found = append(found, bytes.Clone(id))
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
	var padded [IDSize]byte
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
	return int(want << 8 >> 32 * uint64(len(g.ids)/IDSize) >> 32)
}

// closerSteps is how many guesses are made: each is off by about the root of what the last
// one was.
const closerSteps = 3

// closer is a better guess than i. How far one id is from another says about how many lie
// between them.
func (g *idGroup) closer(i int, want uint64) int {
	n := len(g.ids) / IDSize
	apart := int64(want - binary.BigEndian.Uint64(g.ids[i*IDSize:])) // less than 1<<56: the first byte is the same
	return min(max(i+int(float64(apart)*float64(n)/(1<<56)), 0), n-1)
}

// search is first from a guess on.
func (g *idGroup) search(i int, want uint64, id []byte) int {
	n := len(g.ids) / IDSize
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
	one := g.ids[i*IDSize : (i+1)*IDSize]
	n := binary.BigEndian.Uint64(one)
	return n < want || n == want && string(one) < string(id)
}
