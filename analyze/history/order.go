package history

import (
	"container/heap"
	"strings"
)

// newestFirst orders commits so that every commit stands before its parents and, as
// far as that allows, newer before older by committer time, ties by id. Clocks are
// wrong often enough that the date alone would put children behind their parents.
func (all *nodes) newestFirst(found []int32) []int32 {
	children := make([]int32, all.len())
	for _, node := range found {
		for _, parent := range all.up(node) {
			children[parent]++
		}
	}
	ready := commitHeap{all: all}
	for _, node := range found {
		if children[node] == 0 {
			ready.list = append(ready.list, aged{node, all.landed(node)})
		}
	}
	heap.Init(&ready)
	out := make([]int32, 0, len(found))
	for len(ready.list) > 0 {
		c := ready.list[0]
		out = append(out, c.node)
		replaced := false // most commits give their place to their only parent
		for _, parent := range all.up(c.node) {
			if children[parent]--; children[parent] > 0 {
				continue
			}
			next := aged{parent, all.landed(parent)}
			if replaced {
				heap.Push(&ready, next)
				continue
			}
			replaced = true
			ready.list[0] = next
			heap.Fix(&ready, 0)
		}
		if !replaced {
			heap.Pop(&ready)
		}
	}
	return out
}

// aged is a commit and its committer time.
type aged struct {
	node   int32
	landed int64
}

// commitHeap has the newest commit on top.
type commitHeap struct {
	all  *nodes
	list []aged
}

func (h *commitHeap) Len() int      { return len(h.list) }
func (h *commitHeap) Swap(i, j int) { h.list[i], h.list[j] = h.list[j], h.list[i] }
func (h *commitHeap) Push(x any)    { h.list = append(h.list, x.(aged)) }

func (h *commitHeap) Less(i, j int) bool {
	a, b := h.list[i], h.list[j]
	if a.landed != b.landed {
		return a.landed > b.landed
	}
	return strings.Compare(string(h.all.id(a.node)), string(h.all.id(b.node))) < 0
}

func (h *commitHeap) Pop() any {
	last := h.list[len(h.list)-1]
	h.list = h.list[:len(h.list)-1]
	return last
}
