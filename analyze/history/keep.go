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
}

// What the commits of a repository changed never changes, so it is kept in batches, each
// commit under its id: history that was rewritten has other ids and is read anew. All
// batches stand under what else an answer depends on: the version of this reader, and
// what the repository replaces, grafts and cuts off. A list names the batches there are.

// keepVersion changes with what a commit is said to have changed, and with the batches.
const keepVersion = 1

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

// load reads the batches and returns the commits in them by id.
func (k *keeper) load() *commitTable {
	if k.cache == nil {
		return nil
	}
	n := 0
	for _, name := range k.names() {
		value, ok := k.cache.Get(k.prefix + name)
		if !ok {
			continue
		}
		b, err := decodeBatch(value)
		if err != nil {
			continue
		}
		b.name = name
		k.batches = append(k.batches, b)
		n += len(b.commits)
	}
	if len(k.batches) == 1 {
		return &commitTable{alone: k.batches[0], count: n}
	}
	known := newCommitTable(n)
	twins := map[*rawCommit]*rawCommit{} // of commits that an earlier batch holds too
	for _, b := range k.batches {
		for i := range b.commits {
			c := &b.commits[i]
			if first := known.add(c); first != c {
				twins[c] = first
			}
		}
	}
	if len(twins) > 0 {
		for _, b := range k.batches {
			for i, c := range b.parents {
				if first := twins[c]; first != nil {
					b.parents[i] = first
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
// was stopped it puts what is whole; nil is all.
func (k *keeper) save(l *Log, raw []*rawCommit, whole []bool) {
	if k.cache == nil {
		return
	}
	fresh := 0
	isFresh := func(i int) bool { return raw[i].from == nil && (whole == nil || whole[i]) }
	for i := range raw {
		if isFresh(i) {
			fresh++
		}
	}
	if fresh == 0 {
		return
	}
	taken := k.takeUp(fresh)
	var indexes []int32
	for i, c := range raw {
		if isFresh(i) || taken[c.from] {
			indexes = append(indexes, int32(i))
		}
	}
	name := fmt.Sprintf("%s-%d", l.Commits[indexes[0]].ID, len(indexes))
	k.cache.Put(k.prefix+name, encodeBatch(l, indexes))
	names := []string{name}
	slices.SortStableFunc(k.batches, func(a, b *batch) int { return cmp.Compare(len(b.commits), len(a.commits)) })
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
	slices.SortStableFunc(bySize, func(a, b *batch) int { return cmp.Compare(len(a.commits), len(b.commits)) })
	for _, b := range bySize {
		if len(b.commits) > 2*commits {
			break
		}
		if b.used == len(b.commits) {
			taken[b] = true
			commits += len(b.commits)
		}
	}
	return taken
}

// known lists the commits whose files have the numbers of a batch, and of its paths those
// that they name.
func known(l *Log, raw []*rawCommit) []numbered {
	var order []*batch
	commits := map[*batch][]int32{}
	for i, c := range raw {
		if c.from == nil {
			continue
		}
		if commits[c.from] == nil {
			order = append(order, c.from)
			commits[c.from] = make([]int32, 0, c.from.used)
		}
		commits[c.from] = append(commits[c.from], int32(i))
	}
	var out []numbered
	for _, b := range order {
		out = append(out, numbered{paths: b.keepNamed(l, commits[b]), commits: commits[b], sorted: true})
	}
	return out
}

// keepNamed leaves out the paths of a batch that none of some commits names.
func (b *batch) keepNamed(l *Log, commits []int32) []string {
	to := make([]int32, len(b.paths))
	for _, i := range commits {
		for _, f := range l.Commits[i].Files {
			to[f.Path] = 1
		}
	}
	if number(to) == len(b.paths) {
		return b.paths
	}
	var paths []string
	for i, p := range b.paths {
		if to[i] > 0 {
			paths = append(paths, p)
		}
		to[i]--
	}
	for _, i := range commits {
		l.Commits[i].renumber(to)
	}
	return paths
}
