package repo

import "sync"

// packObject is an object of a pack.
type packObject struct {
	kind    byte
	content []byte
	id      ID // its hash; "" if nobody asked
}

// packCache keeps recently read objects of packs, by where they lie: in two
// generations, of which the older one goes when the younger one is half of the limit.
// It is safe for several goroutines.
type packCache struct {
	mu         sync.Mutex
	limit      int64
	size       int64 // of young
	young, old map[packKey]packObject
}

type packKey struct {
	pack *pack
	at   int64
}

// overhead is about what an entry takes beside its content, in bytes.
const overhead = 100

func newPackCache(limit int64) *packCache {
	return &packCache{limit: limit, young: map[packKey]packObject{}}
}

func (c *packCache) get(p *pack, at int64) (packObject, bool) {
	key := packKey{p, at}
	c.mu.Lock()
	defer c.mu.Unlock()
	o, ok := c.young[key]
	if ok {
		return o, true
	}
	if o, ok = c.old[key]; ok {
		c.add(key, o)
	}
	return o, ok
}

// put keeps an object unless it is too large to be worth it.
func (c *packCache) put(p *pack, at int64, o packObject) {
	if int64(len(o.content)) > c.limit/8 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(packKey{p, at}, o)
}

func (c *packCache) add(key packKey, o packObject) {
	if have, ok := c.young[key]; ok {
		if have.id == "" {
			c.young[key] = o
		}
		return
	}
	c.young[key] = o
	if c.size += int64(len(o.content)) + overhead; c.size > c.limit/2 {
		c.old, c.young, c.size = c.young, map[packKey]packObject{}, 0
	}
}
