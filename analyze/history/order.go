package history

import (
	"container/heap"
	"strings"
)

// newestFirst orders commits so that every commit stands before its parents and, as
// far as that allows, newer before older by committer time, ties by id. Clocks are
// wrong often enough that the date alone would put children behind their parents.
func newestFirst(raw []*rawCommit) []*rawCommit {
	children := make([]int32, len(raw))
	for i, c := range raw {
		c.index = int32(i)
	}
	for _, c := range raw {
		for _, parent := range c.up {
			if parent != nil {
				children[parent.index]++
			}
		}
	}
	var ready commitHeap
	for _, c := range raw {
		if children[c.index] == 0 {
			ready = append(ready, c)
		}
	}
	heap.Init(&ready)
	out := make([]*rawCommit, 0, len(raw))
	for len(ready) > 0 {
		c := heap.Pop(&ready).(*rawCommit)
		out = append(out, c)
		for _, parent := range c.up {
			if parent == nil {
				continue
			}
			if children[parent.index]--; children[parent.index] == 0 {
				heap.Push(&ready, parent)
			}
		}
	}
	return out
}

// commitHeap has the newest commit on top.
type commitHeap []*rawCommit

func (h commitHeap) Len() int      { return len(h) }
func (h commitHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *commitHeap) Push(x any)   { *h = append(*h, x.(*rawCommit)) }

func (h commitHeap) Less(i, j int) bool {
	if h[i].landed != h[j].landed {
		return h[i].landed > h[j].landed
	}
	return strings.Compare(string(h[i].id), string(h[j].id)) < 0
}

func (h *commitHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
