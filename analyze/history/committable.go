package history

import "encoding/binary"

// commitTable finds kept commits by id. It has at least twice as many slots as commits,
// and a commit stands in the first free one from that which its id begins with: ids are
// hashes. Where all commits are of one batch the slots are filled when another one than its
// newest is asked for: a log of what was kept asks for no more. It is for one goroutine at
// a time.
type commitTable struct {
	all   *nodes
	slots []int32 // 1 more than a node, 0 for none; nil as long as they are not filled
}

// fill takes all kept commits up, of those with one id the first, and tells for which
// others these stand.
func (t *commitTable) fill() (twins map[int32]int32) {
	size := 2
	for size < 2*int(t.all.kept) {
		size *= 2
	}
	t.slots = make([]int32, size)
	clear(t.slots) // a page that is read before it is written is mapped twice, and all cores wait
	for node := range t.all.kept {
		slot := t.slot([]byte(t.all.id(node)))
		if *slot == 0 {
			*slot = node + 1
			continue
		}
		if twins == nil {
			twins = map[int32]int32{}
		}
		twins[node] = *slot - 1
	}
	return twins
}

// of is the kept commit of an id, -1 for none.
func (t *commitTable) of(id []byte) int32 {
	if t.all.kept == 0 {
		return -1
	}
	if t.slots == nil {
		if string(t.all.id(0)) == string(id) {
			return 0
		}
		t.fill()
	}
	return *t.slot(id) - 1
}

// slot is where a commit stands or would stand. ids have 20 bytes or 32.
func (t *commitTable) slot(id []byte) *int32 {
	mask := uint64(len(t.slots) - 1)
	for at := binary.LittleEndian.Uint64(id) & mask; ; at = (at + 1) & mask {
		if s := t.slots[at]; s == 0 || string(t.all.id(s-1)) == string(id) {
			return &t.slots[at]
		}
	}
}
