package pack

// Kind is the kind of an object, or of an entry.
type Kind byte

// The kinds of objects.
const (
	Commit Kind = 1
	Tree   Kind = 2
	Blob   Kind = 3
	Tag    Kind = 4

	byOffset Kind = 6 // a delta against the object at an earlier offset
	byID     Kind = 7 // a delta against the object of an id
)

// String is git's word for a kind of object.
func (k Kind) String() string {
	switch k {
	case Commit:
		return "commit"
	case Tree:
		return "tree"
	case Blob:
		return "blob"
	case Tag:
		return "tag"
	}
	return "no object"
}

// maxDeltaDepth is how many deltas may stand on one another.
const maxDeltaDepth = 4096

// entry is the head of one entry.
type entry struct {
	at      int64 // where it begins
	head    int   // how many bytes stand before its compressed ones
	kind    Kind
	size    int64   // uncompressed
	base    int64   // of a delta: where the object begins that it changes
	indexed indexed // what the index says of it, if that was asked
	named   indexed // and of its base
}

// entry reads the head of the entry at a place, of which the index says x.
func (p *Pack) entry(at int64, x indexed, buf *[]byte) (entry, error) {
	e := entry{at: at, indexed: x}
	if at < 12 {
		return e, errUnreadable
	}
	head, err := p.file.Bytes(at, 48, buf)
	if err != nil || len(head) == 0 {
		return e, errUnreadable
	}
	c := head[0]
	e.kind, e.size = Kind(c>>4&7), int64(c&15)
	n := 1
	for shift := 4; c&0x80 != 0 && shift < 60; shift += 7 {
		if n == len(head) {
			return e, errUnreadable
		}
		c = head[n]
		n++
		e.size |= int64(c&0x7f) << shift
	}
	switch e.kind {
	case Commit, Tree, Blob, Tag:
	case byOffset:
		back := int64(-1)
		for more := true; more && back < p.file.Size(); n++ {
			if n == len(head) {
				return e, errUnreadable
			}
			back = (back+1)<<7 | int64(head[n]&0x7f)
			more = head[n]&0x80 != 0
		}
		e.base = at - back
	case byID:
		var ok bool
		if n+IDSize > len(head) {
			return e, errUnreadable
		}
		if e.named, e.base, ok = p.find(head[n : n+IDSize]); !ok {
			return e, errUnreadable
		}
		n += IDSize
	default:
		return e, errUnreadable
	}
	e.head = n
	// Nothing deflates to less than a thousandth.
	if e.size > MaxObject || e.size > (p.file.Size()-at)*1100 || e.kind == byOffset && e.base >= at {
		return e, errUnreadable
	}
	return e, nil
}
