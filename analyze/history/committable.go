package history

import "encoding/binary"

// commitTable finds kept commits by id. It has at least twice as many slots as commits,
// and a commit stands in the first free one from that which its id begins with: ids are
// hashes. The nil table is empty. Where all commits are of one batch the slots are filled
// when another one than its newest is asked for: a log of what was kept asks for no more.
// It is for one goroutine at a time.
type commitTable struct {
	slots []*rawCommit // nil as long as they are not filled
	alone *batch       // that all commits are of, in this case
	count int
}

// newCommitTable has room for some commits.
func newCommitTable(commits int) *commitTable {
	t := &commitTable{}
	t.grow(commits)
	return t
}

func (t *commitTable) grow(commits int) {
	size := 2
	for size < 2*commits {
		size *= 2
	}
	t.slots, t.count = make([]*rawCommit, size), 0
}

func (t *commitTable) len() int {
	if t == nil {
		return 0
	}
	return t.count
}

// add takes a commit up unless there is one of its id, and returns the one that is there.
func (t *commitTable) add(c *rawCommit) *rawCommit {
	slot := t.slot([]byte(c.id))
	if *slot == nil {
		*slot = c
		t.count++
	}
	return *slot
}

// of is the commit of an id, nil for none.
func (t *commitTable) of(id []byte) *rawCommit {
	if t.len() == 0 {
		return nil
	}
	if t.slots == nil {
		commits := t.alone.commits
		if string(commits[0].id) == string(id) {
			return &commits[0]
		}
		t.grow(len(commits))
		for i := range commits {
			t.add(&commits[i])
		}
	}
	return *t.slot(id)
}

// slot is where a commit stands or would stand. ids have 20 bytes or 32.
func (t *commitTable) slot(id []byte) **rawCommit {
	mask := uint64(len(t.slots) - 1)
	for at := binary.LittleEndian.Uint64(id) & mask; ; at = (at + 1) & mask {
		if c := t.slots[at]; c == nil || string(c.id) == string(id) {
			return &t.slots[at]
		}
	}
}
