package repo

// packObject is an object of a pack.
type packObject struct {
	kind    byte
	content []byte
	crc     uint32 // of its entry, as it was read
	based   bool   // there is no object that it is a delta against, or that one is checked
	checked uint32 // the number, from 1 on, of the id that it was found to have: see packReader.check
}

// packCache keeps recently read objects of packs, by where they lie: in two generations,
// of which the older one goes when the younger one is full. It is for one goroutine.
//
// Contents lie in slabs, one behind the other, so that an object costs neither an
// allocation nor a look of the garbage collector. What was handed out stays as it is until
// release says that nobody uses it any more; without that for ever.
type packCache struct {
	limit      int // of one generation, in bytes
	young, old packGeneration
	gone       [][]byte // slabs of generations that went; somebody may still use them
	spare      [][]byte // those that nobody uses
	releases   bool     // somebody says release
}

type packGeneration struct {
	slots []packSlot // a power of two of them; the free ones have no key
	used  int
	bytes int
	slabs [][]byte
	end   int // of what is used of the last slab
}

// packSlot is one object of a generation.
type packSlot struct {
	key          uint64
	at, size     uint32 // where its content lies: the number of the slab, and the place in it
	crc, checked uint32
	kind         byte
	based        bool
}

// packKey names an object by its pack's number and its offset, which is never 0.
func packKey(pack int, at int64) uint64 { return uint64(pack)<<48 | uint64(at) }

const (
	slabBits = 22
	slabSize = 1 << slabBits
)

// slotSize is about what an object takes beside its content, in bytes.
const slotSize = 40

func newPackCache(limit int64) *packCache {
	return &packCache{limit: int(min(max(limit, 0)/2, 1<<30))}
}

// find is the slot of a key, or the free one where it belongs.
func (g *packGeneration) find(key uint64) *packSlot {
	mask := uint64(len(g.slots) - 1)
	for i := key * 0x9e3779b97f4a7c15 >> 20; ; i++ {
		if s := &g.slots[i&mask]; s.key == key || s.key == 0 {
			return s
		}
	}
}

func (g *packGeneration) get(key uint64) (*packSlot, bool) {
	if g.used == 0 {
		return nil, false
	}
	s := g.find(key)
	return s, s.key != 0
}

func (g *packGeneration) object(s *packSlot) packObject {
	at, end := s.at&(slabSize-1), s.at&(slabSize-1)+s.size
	return packObject{kind: s.kind, content: g.slabs[s.at>>slabBits][at:end:end], crc: s.crc, based: s.based, checked: s.checked}
}

// grow makes room for one more slot.
func (g *packGeneration) grow() {
	if g.used*4 < len(g.slots)*3 {
		return
	}
	before := g.slots
	g.slots = make([]packSlot, max(2*len(before), 1024))
	for _, s := range before {
		if s.key != 0 {
			*g.find(s.key) = s
		}
	}
}

// get finds an object. One of the older generation joins the younger one.
func (c *packCache) get(key uint64) (packObject, bool) {
	if s, ok := c.young.get(key); ok {
		return c.young.object(s), true
	}
	s, ok := c.old.get(key)
	if !ok {
		return packObject{}, false
	}
	o := c.old.object(s)
	room := c.room(len(o.content))
	copy(room, o.content)
	o.content = room
	c.keep(key, o)
	return o, true
}

// room is where the next object of a size is to be written that keep shall take. An object
// that is too large to be worth it gets memory of its own.
func (c *packCache) room(size int) []byte {
	if size > c.limit/4 || size > slabSize {
		return make([]byte, size)
	}
	if c.young.bytes+size > c.limit {
		c.turn()
	}
	g := &c.young
	if len(g.slabs) == 0 || g.end+size > len(g.slabs[len(g.slabs)-1]) {
		g.slabs, g.end = append(g.slabs, c.slab()), 0
	}
	last := g.slabs[len(g.slabs)-1]
	return last[g.end : g.end+size : g.end+size]
}

// slab is a new one, or one that was used before.
func (c *packCache) slab() []byte {
	if n := len(c.spare); n > 0 {
		s := c.spare[n-1]
		c.spare = c.spare[:n-1]
		return s
	}
	return make([]byte, min(slabSize, c.limit))
}

// turn begins a new generation.
func (c *packCache) turn() {
	if c.releases && len(c.gone) <= c.limit/slabSize+1 {
		c.gone = append(c.gone, c.old.slabs...)
	}
	slots := c.old.slots
	clear(slots)
	c.old, c.young = c.young, packGeneration{slots: slots}
}

// release says that nobody uses what was handed out so far.
func (c *packCache) release() {
	c.releases = true
	if len(c.gone) > 0 {
		c.spare, c.gone = append(c.spare, c.gone...), c.gone[:0]
	}
}

// keep takes an object that was written where room said last.
func (c *packCache) keep(key uint64, o packObject) {
	size := len(o.content)
	if size > c.limit/4 || size > slabSize {
		return
	}
	g := &c.young
	g.grow()
	s := g.find(key)
	if s.key != 0 {
		return
	}
	*s = packSlot{key: key, at: uint32(len(g.slabs)-1)<<slabBits | uint32(g.end), size: uint32(size), crc: o.crc, kind: o.kind, based: o.based, checked: o.checked}
	g.end += size
	g.bytes += size + slotSize
	g.used++
}

// mark notes which id an object was found to have.
func (c *packCache) mark(key uint64, checked uint32) {
	if s, ok := c.young.get(key); ok {
		s.checked = checked
	}
}
