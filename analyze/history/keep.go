package history

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/repo"
)

// Cache keeps bytes from run to run. What it loses is read anew.
type Cache interface {
	Get(key string) (value []byte, ok bool)
	// All is every value that was put under a key and is still there, newest first.
	All(key string) [][]byte
	Put(key string, value []byte)
	// Rest tells that little of a value will be looked at from now on.
	Rest(value []byte)
}

// What the commits of a repository changed never changes, so it is kept in batches, each
// commit under its id: history that was rewritten has other ids and is read anew. All
// batches stand under what else an answer depends on: the version of this reader, and
// what the repository replaces, grafts and cuts off. A list names the batches there are.

// keepVersion changes with what a commit is said to have changed, and with the batches.
const keepVersion = 2

// maxBatches is how many batches a list names, the largest ones, so that one run reads no
// more. Only work on many branches at once leaves that many.
const maxBatches = 64

// maxGone is how many batches a list names that others took up: a store keeps a few
// older lists, which may still name them.
const maxGone = 256

// keeper reads and writes the batches of one repository.
type keeper struct {
	cache   Cache // nil keeps nothing
	prefix  string
	batches []*batch
	gone    []string // batches that others took up, the latest first
}

func newKeeper(r *repo.Repository, opt Options) *keeper {
	c := opt.Cache
	if c == nil || opt.Similar { // which blobs a clone has is not in the key
		return &keeper{}
	}
	return &keeper{cache: c, prefix: fmt.Sprintf("history/%d/%s/", keepVersion, r.Edits())}
}

func (k *keeper) list() string { return k.prefix + "list" }

// load reads the batches of commits whose ids have as many bytes as one, and returns how to
// find a commit in them.
func (k *keeper) load(id repo.ID) *commitTable {
	if k.cache == nil {
		return &commitTable{all: &nodes{}}
	}
	var room text
	for _, name := range k.names() {
		value, ok := k.cache.Get(k.prefix + name)
		if !ok {
			continue
		}
		b, err := decodeBatch(value)
		k.cache.Rest(value)
		if err != nil || b.table.idSize != len(id) || !room.fits(b.table.text.parts[0]) {
			continue
		}
		room.add(b.table.text.parts[0])
		b.name = name
		k.batches = append(k.batches, b)
	}
	known := &commitTable{all: newNodes(k.batches)}
	if len(k.batches) < 2 {
		return known
	}
	if twins := known.fill(); len(twins) > 0 { // of commits that an earlier batch holds too
		for _, b := range k.batches {
			for i, node := range b.table.parents.all {
				if first, ok := twins[node]; ok {
					b.table.parents.all[i] = first
				}
			}
		}
	}
	return known
}

// names lists the batches to read. Runs at once write lists that do not know of each
// other: what any of them names counts, unless a newer one says that it was taken up.
func (k *keeper) names() []string {
	var live []string
	seen := map[string]bool{}
	for _, v := range k.cache.All(k.list()) {
		for _, word := range strings.Fields(string(v)) {
			name, gone := strings.CutPrefix(word, takenUp)
			switch {
			case seen[name]:
			case gone:
				k.gone = append(k.gone, name)
			case len(live) < maxBatches:
				live = append(live, name)
			}
			seen[name] = true
		}
	}
	return live
}

// takenUp stands in a list before the name of a batch that another one took up.
const takenUp = "-"

// save puts what a log holds that no batch does into a new one, which takes up small
// ones, so that their number grows with the logarithm of that of the runs. Of a run that
// was stopped it puts what is whole. order is the nodes of the log.
func (k *keeper) save(l *Log, all *nodes, order []int32) {
	if k.cache == nil {
		return
	}
	fresh := 0
	for _, c := range all.fresh {
		if c.whole {
			fresh++
		}
	}
	if fresh == 0 {
		return
	}
	taken := k.takeUp(fresh)
	var indexes []int32
	for i, node := range order {
		take := false
		if c := all.freshOf(node); c != nil {
			take = c.whole
		} else {
			b, _ := all.batchOf(node)
			take = taken[b]
		}
		if take {
			indexes = append(indexes, int32(i))
		}
	}
	name := fmt.Sprintf("%s-%d", l.Commit(int(indexes[0])).ID(), len(indexes))
	k.cache.Put(k.prefix+name, encodeBatch(l, indexes))
	names := []string{name}
	slices.SortStableFunc(k.batches, func(a, b *batch) int { return cmp.Compare(b.table.len(), a.table.len()) })
	for _, b := range k.batches {
		switch {
		case taken[b]:
			k.gone = append([]string{b.name}, k.gone...)
		case b.name != name && len(names) < maxBatches:
			names = append(names, b.name)
		}
	}
	for _, old := range k.gone[:min(len(k.gone), maxGone)] {
		if old != name {
			names = append(names, takenUp+old)
		}
	}
	k.cache.Put(k.list(), []byte(strings.Join(names, "\n")))
}

// takeUp chooses the batches that a new one of some commits takes up: small ones of
// which every commit is in the log.
func (k *keeper) takeUp(commits int) map[*batch]bool {
	taken := map[*batch]bool{}
	bySize := slices.Clone(k.batches)
	slices.SortStableFunc(bySize, func(a, b *batch) int { return cmp.Compare(a.table.len(), b.table.len()) })
	for _, b := range bySize {
		if b.table.len() > 2*commits {
			break
		}
		if b.used == b.table.len() {
			taken[b] = true
			commits += b.table.len()
		}
	}
	return taken
}
