package history

import "seam/analyze/repo"

// nodes are the commits that a log is made of, by number: those that were kept first, batch
// after batch, then those that are read, in the order in which they were met.
type nodes struct {
	batches []*batch
	kept    int32 // how many are of batches
	fresh   []*rawCommit
}

// newNodes numbers the commits of batches.
func newNodes(batches []*batch) *nodes {
	all := &nodes{batches: batches}
	for _, b := range batches {
		b.first = all.kept
		all.kept += int32(b.table.len())
		if b.first > 0 {
			for k, p := range b.table.parents.all {
				if p >= 0 {
					b.table.parents.all[k] += b.first
				}
			}
		}
	}
	return all
}

func (all *nodes) len() int { return int(all.kept) + len(all.fresh) }

// add numbers a commit that is to be read.
func (all *nodes) add(c *rawCommit) int32 {
	c.node = all.kept + int32(len(all.fresh))
	all.fresh = append(all.fresh, c)
	return c.node
}

// freshOf is a commit that is read; nil of one that was kept.
func (all *nodes) freshOf(node int32) *rawCommit {
	if node < all.kept {
		return nil
	}
	return all.fresh[node-all.kept]
}

// batchOf is the batch of a commit that was kept, and its place there.
func (all *nodes) batchOf(node int32) (*batch, int32) {
	k := 0
	for k+1 < len(all.batches) && all.batches[k+1].first <= node {
		k++
	}
	b := all.batches[k]
	return b, node - b.first
}

// up are the parents of a commit, as far as they are known: see batch.outside.
func (all *nodes) up(node int32) []int32 {
	if c := all.freshOf(node); c != nil {
		return c.up
	}
	b, i := all.batchOf(node)
	return b.table.parents.of(i)
}

func (all *nodes) id(node int32) repo.ID {
	if c := all.freshOf(node); c != nil {
		return c.id
	}
	b, i := all.batchOf(node)
	return b.table.idOf(i)
}

func (all *nodes) landed(node int32) int64 {
	if c := all.freshOf(node); c != nil {
		return c.landed
	}
	b, i := all.batchOf(node)
	return b.table.landed[i]
}
