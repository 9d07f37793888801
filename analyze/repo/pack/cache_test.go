package pack

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestPackCache: what the cache gives is what was put in, by place and by id, and what was
// handed out since the last release stays as it is.
func TestPackCache(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for _, limit := range []int64{0, 100, 10_000, 300_000, 8 << 20} {
		c := newCache(limit)
		content := func(place uint64) []byte {
			return bytes.Repeat([]byte{byte(place), byte(place >> 8)}, int(place*37%1500))
		}
		id := func(place uint64) []byte { return fmt.Appendf(nil, "%08d............", place*1_000_003%100_000_000) }
		held := map[uint64][]byte{}
		found, byID := 0, 0
		for round := range 60_000 {
			place := 1 + uint64(min(r.IntN(3000), r.IntN(3000)))
			o, ok := c.get(place)
			if ok {
				found++
			} else if o, ok = c.byID(id(place)); ok {
				t.Fatalf("limit %d: found by its id only", limit)
			} else {
				o = object{kind: Tree, content: c.room(len(content(place))), crc: uint32(place), checked: uint32(place & 1)}
				copy(o.content, content(place))
				c.keep(place, o, id(place))
			}
			if o.kind != Tree || o.crc != uint32(place) || !bytes.Equal(o.content, content(place)) {
				t.Fatalf("limit %d: place %d has another object", limit, place)
			}
			switch again, ok := c.byID(id(place)); {
			case ok && (o.checked == 0 || !bytes.Equal(again.content, content(place))):
				t.Fatalf("limit %d: another object of an id", limit)
			case ok:
				byID++
			case o.checked == 0 && place&2 != 0:
				c.mark(place, 7, id(place))
			}
			held[place] = o.content
			if round%50 == 0 {
				for place, b := range held {
					if !bytes.Equal(b, content(place)) {
						t.Fatalf("limit %d: an object changed while it was used", limit)
					}
				}
				clear(held)
				c.release()
			}
		}
		if limit >= 300_000 && (found < 1000 || byID < 1000) {
			t.Errorf("limit %d: %d found, %d by id", limit, found, byID)
		}
		slabs := len(c.young.slabs) + len(c.old.slabs) + len(c.spare) + len(c.gone)
		if most := int(limit)/slabSize*3 + 8; slabs > most {
			t.Errorf("limit %d: %d slabs", limit, slabs)
		}
	}
}
