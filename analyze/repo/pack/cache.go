package pack

import "encoding/binary"

// object is an object of a pack.
type object struct {
	kind    Kind
	content []byte
	crc     uint32 // of its entry, as it was read
	based   bool   // there is no object that it is a delta against, or that one is checked
	checked uint32 // the number, from 1 on, of the id that it was found to have: see Reader.check
}

// cache keeps recently read objects of packs, by where they lie and by their ids: in
// two generations, of which the older one goes when the younger one is full. It is for one
// goroutine.
//
// Contents lie in slabs, one behind the other, so that an object costs neither an
// allocation nor a look of the garbage collector. What was handed out stays as it is until
// release says that nobody uses it any more; without that for ever.
type cache struct {
	limit      int // of one generation, in bytes
	young, old generation
	gone       [][]byte // slabs of generations that went; somebody may still use them
	spare      [][]byte // those that nobody uses
	releases   bool     // somebody says release
}

type generation struct {
	list    []keptObject
	byPlace table
	byID    table // by the first bytes of ids that were found
	bytes   int
	slabs   [][]byte
	end     int // of what is used of the last slab
}

// keptObject is one object of a generation. Its id stands in front of its content.
type keptObject struct {
	place        uint64 // see placeOf
	at, size     uint32 // of the content: the number of the slab, and the place in it
	crc, checked uint32
	kind         Kind
	based        bool
}

// table finds objects by a number, or what another one with the same lower half of
// the hash was put in for: whoever asks has to look. It is small, so that it stays near the
// processor.
type table struct {
	slots []slot // a power of two of them
	used  int
}

type slot struct {
	hash uint32
	next int32 // the index in the list of the generation, and 1; 0 is free
}

// placeOf names an object by its pack's number and its offset, which is never 0.
func placeOf(pack int, at int64) uint64 { return uint64(pack)<<48 | uint64(at) }

// idKey is a number that few ids have in common.
func idKey(id []byte) uint64 { return binary.BigEndian.Uint64(id) }

const (
	slabBits = 20
	slabSize = 1 << slabBits
)

// keptSize is about what an object takes beside its content, in bytes.
const keptSize = 80

func newCache(limit int64) *cache {
	return &cache{limit: int(min(max(limit, 0)/2, 1<<30))}
}

func hashOfKey(key uint64) uint32 { return uint32(key * 0x9e3779b97f4a7c15 >> 32) }

// find is the slot of a hash, or the free one where it belongs.
func (t *table) find(hash uint32) *slot {
	mask := uint32(len(t.slots) - 1)
	for i := hash; ; i++ {
		if s := &t.slots[i&mask]; s.next == 0 || s.hash == hash {
			return s
		}
	}
}

func (t *table) get(key uint64) (int32, bool) {
	if t.used == 0 {
		return 0, false
	}
	s := t.find(hashOfKey(key))
	return s.next - 1, s.next != 0
}

// put enters what is not there yet. Of two objects with one hash the first stays.
func (t *table) put(key uint64, i int32) {
	if t.used*2 >= len(t.slots) {
		before := t.slots
		t.slots = make([]slot, max(2*len(before), 1024))
		clear(t.slots) // a page that is read before it is written is mapped twice, and all cores wait
		for _, s := range before {
			if s.next != 0 {
				*t.find(s.hash) = s
			}
		}
	}
	if s := t.find(hashOfKey(key)); s.next == 0 {
		*s = slot{hashOfKey(key), i + 1}
		t.used++
	}
}

func (t *table) clear() {
	clear(t.slots)
	t.used = 0
}

func (g *generation) object(i int32) object {
	k := &g.list[i]
	at := k.at & (slabSize - 1)
	return object{kind: k.kind, content: g.slabs[k.at>>slabBits][at : at+k.size : at+k.size], crc: k.crc, based: k.based, checked: k.checked}
}

// id is that of a checked object.
func (g *generation) id(i int32) []byte {
	k := &g.list[i]
	at := k.at & (slabSize - 1)
	return g.slabs[k.at>>slabBits][at-IDSize : at]
}

// get finds an object by where it lies. One of the older generation joins the younger one.
func (c *cache) get(place uint64) (object, bool) {
	if i, ok := c.young.byPlace.get(place); ok && c.young.list[i].place == place {
		return c.young.object(i), true
	}
	if i, ok := c.old.byPlace.get(place); ok && c.old.list[i].place == place {
		return c.renew(i), true
	}
	return object{}, false
}

// byID finds an object that was found to have an id.
func (c *cache) byID(id []byte) (object, bool) {
	key := idKey(id)
	if i, ok := c.young.byID.get(key); ok && string(c.young.id(i)) == string(id) {
		return c.young.object(i), true
	}
	if i, ok := c.old.byID.get(key); ok && string(c.old.id(i)) == string(id) {
		return c.renew(i), true
	}
	return object{}, false
}

// renew takes an object of the older generation into the younger one.
func (c *cache) renew(i int32) object {
	k, o, id := c.old.list[i], c.old.object(i), c.old.id(i)
	room := c.room(len(o.content))
	copy(room, o.content)
	o.content = room
	c.keep(k.place, o, id)
	return o
}

// room is where the next object of a size is to be written that keep shall take. An object
// that is too large to be worth it gets memory of its own.
func (c *cache) room(size int) []byte {
	if c.tooLarge(size) {
		return make([]byte, size)
	}
	if c.young.bytes+size > c.limit {
		c.turn()
	}
	g := &c.young
	if len(g.slabs) == 0 || g.end+IDSize+size > len(g.slabs[len(g.slabs)-1]) {
		g.slabs, g.end = append(g.slabs, c.slab()), 0
	}
	last := g.slabs[len(g.slabs)-1]
	from := g.end + IDSize
	return last[from : from+size : from+size]
}

func (c *cache) tooLarge(size int) bool { return IDSize+size > min(c.limit/4, slabSize) }

// slab is a new one, or one that was used before.
func (c *cache) slab() []byte {
	if n := len(c.spare); n > 0 {
		s := c.spare[n-1]
		c.spare = c.spare[:n-1]
		return s
	}
	return make([]byte, min(slabSize, c.limit))
}

// turn begins a new generation.
func (c *cache) turn() {
	if c.releases && len(c.gone) <= c.limit/slabSize+1 {
		c.gone = append(c.gone, c.old.slabs...)
	}
	c.old.byPlace.clear()
	c.old.byID.clear()
	c.old, c.young = c.young, generation{list: c.old.list[:0], byPlace: c.old.byPlace, byID: c.old.byID}
}

// release says that nobody uses what was handed out so far.
func (c *cache) release() {
	c.releases = true
	if len(c.gone) > 0 {
		c.spare, c.gone = append(c.spare, c.gone...), c.gone[:0]
	}
}

// keep takes an object that was written where room said last. If it is checked, it has the
// id.
func (c *cache) keep(place uint64, o object, id []byte) {
	size := len(o.content)
	if c.tooLarge(size) {
		return
	}
	g := &c.young
	g.byPlace.put(place, int32(len(g.list)))
	g.list = append(g.list, keptObject{
		place: place, at: uint32(len(g.slabs)-1)<<slabBits | uint32(g.end+IDSize), size: uint32(size),
		crc: o.crc, kind: o.kind, based: o.based,
	})
	g.end += IDSize + size
	g.bytes += keptSize + size
	if o.checked != 0 {
		c.mark(place, o.checked, id)
	}
}

// mark notes the id that an object was found to have.
func (c *cache) mark(place uint64, checked uint32, id []byte) {
	g := &c.young
	if i, ok := g.byPlace.get(place); ok && g.list[i].place == place {
		g.list[i].checked = checked
		copy(g.id(i), id)
		g.byID.put(idKey(id), i)
	}
}
