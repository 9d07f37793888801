package history

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"seam/analyze/parallel"
	"seam/analyze/repo"
)

// maker makes a log of commits that were kept and of others that were read and compared.
type maker struct {
	log   *Log
	all   *nodes
	order []int32 // the nodes of the log, newest first
	index []int32 // by node: its place in the log, -1 if it has none; nil where all nodes are in their order
	cut   bool    // options left some out
}

// bound applies the options and counts what they leave out.
func (m *maker) bound(opt Options) {
	kept := m.order[:0]
	for _, node := range m.order {
		at := time.Unix(m.all.landed(node), 0)
		switch {
		case !opt.Since.IsZero() && at.Before(opt.Since):
			m.log.Skipped.Since++
		case !opt.Until.IsZero() && at.After(opt.Until):
			m.log.Skipped.Until++
		case opt.MaxCommits > 0 && len(kept) == opt.MaxCommits:
			m.log.Skipped.MaxCommits++
		default:
			kept = append(kept, node)
		}
	}
	m.cut = len(kept) < len(m.order)
	m.order = kept
	inOrder := len(kept) == m.all.len()
	for i := 0; inOrder && i < len(kept); i++ {
		inOrder = kept[i] == int32(i)
	}
	if inOrder {
		return
	}
	m.index = make([]int32, m.all.len())
	for i := range m.index {
		m.index[i] = -1
	}
	for i, node := range kept {
		m.index[node] = int32(i)
	}
}

// make fills the log in. ends are the commits whose parents a shallow clone lacks.
func (m *maker) make(ends map[repo.ID]bool) error {
	m.people()
	numbers := m.paths()
	if len(m.log.Paths) > maxPaths {
		return fmt.Errorf("more than %d paths", maxPaths)
	}
	t := &m.log.table
	if m.index == nil && len(m.all.batches) == 1 && len(m.all.fresh) == 0 {
		*t = m.all.batches[0].table // the log of what was kept: nothing is elsewhere or has another number but people
		m.renumber()
	} else if err := m.gather(numbers); err != nil {
		return err
	}
	for i := range int32(t.len()) {
		if len(ends) > 0 && ends[t.idOf(i)] {
			if t.boundary == nil {
				t.boundary = map[int32]bool{}
			}
			t.boundary[i] = true
		}
	}
	return nil
}

// people numbers everybody.
func (m *maker) people() {
	var people []*who
	add := func(p *who) {
		if p.number == 0 {
			p.number = -1
			people = append(people, p)
		}
	}
	for _, node := range m.order {
		if c := m.all.freshOf(node); c != nil {
			add(c.author)
			if c.rare != nil {
				for _, p := range c.rare.coAuthors {
					add(p)
				}
			}
			continue
		}
		b, i := m.all.batchOf(node)
		add(&b.people[b.table.author[i]])
		for _, p := range b.table.coAuthors.of(i) {
			add(&b.people[p])
		}
	}
	slices.SortFunc(people, func(a, b *who) int {
		return cmp.Or(strings.Compare(a.Email, b.Email), strings.Compare(a.Name, b.Name))
	})
	for i, p := range people {
		if i == 0 || p.Person != people[i-1].Person { // several readers and batches may name one
			m.log.People = append(m.log.People, p.Person)
		}
		p.number = int32(len(m.log.People))
	}
}

// renumber gives people the numbers of the log, where the log has the table of a batch.
func (m *maker) renumber() {
	t, people := &m.log.table, m.all.batches[0].people
	for i, p := range people {
		if p.number != int32(i)+1 {
			for i, p := range t.author {
				t.author[i] = people[p].number - 1
			}
			for i, p := range t.coAuthors.all {
				t.coAuthors.all[i] = people[p].number - 1
			}
			return
		}
	}
}

// numbers are what paths of a batch or of a worker are in the log.
type numbers struct {
	ofBatch  map[*batch][]int32
	ofWorker map[*comparer][]int32
}

// paths makes one sorted list of those that the commits name.
func (m *maker) paths() numbers {
	n := numbers{map[*batch][]int32{}, map[*comparer][]int32{}}
	named := m.named()
	var workers []*comparer
	for _, c := range m.all.fresh {
		if c.by != nil && n.ofWorker[c.by] == nil {
			n.ofWorker[c.by] = []int32{}
			workers = append(workers, c.by)
		}
	}
	for k := range m.all.batches {
		m.log.Paths = union(m.log.Paths, named[k])
	}
	sorted := make([][]string, len(workers))
	order := make([][]int32, len(workers)) // of the numbers of each worker's paths, by path
	parallel.Each(len(workers), func(k int) { order[k], sorted[k] = workers[k].paths.sorted() })
	for _, list := range sorted {
		m.log.Paths = union(m.log.Paths, list)
	}
	for k, b := range m.all.batches {
		to := make([]int32, len(b.paths))
		at := 0
		rest := named[k]
		for i, p := range b.paths {
			if len(rest) == 0 {
				break
			}
			if p != rest[0] {
				continue // nobody names it
			}
			for m.log.Paths[at] < p {
				at++
			}
			to[i], rest = int32(at), rest[1:]
		}
		n.ofBatch[b] = to
	}
	for k, w := range workers {
		to := make([]int32, len(order[k]))
		at := int32(0)
		for i, p := range sorted[k] {
			for m.log.Paths[at] != p {
				at++
			}
			to[order[k][i]] = at
		}
		n.ofWorker[w] = to
	}
	return n
}

// named lists the paths of each batch that commits of the log name.
func (m *maker) named() [][]string {
	out := make([][]string, len(m.all.batches))
	marks := make([][]bool, len(out))
	for k, b := range m.all.batches {
		if b.used == b.table.len() && !m.cut {
			out[k] = b.paths
		} else {
			marks[k] = make([]bool, len(b.paths))
		}
	}
	for k, b := range m.all.batches {
		if marks[k] == nil {
			continue
		}
		for i := range int32(b.table.len()) {
			if m.index[b.first+i] < 0 {
				continue
			}
			for _, f := range b.table.files.of(i) {
				marks[k][f.Path()] = true
			}
		}
		for i, p := range b.paths {
			if marks[k][i] {
				out[k] = append(out[k], p)
			}
		}
	}
	return out
}

// gather puts the commits behind one another.
func (m *maker) gather(n numbers) error {
	t := &m.log.table
	t.idSize = len(m.log.Head)
	parents, files, texts := 0, 0, 0
	for _, node := range m.order {
		parents += len(m.all.up(node))
		if c := m.all.freshOf(node); c != nil {
			files += len(c.files)
			texts += len(c.id) + binary.MaxVarintLen16 + len(c.subject)
			continue
		}
		b, i := m.all.batchOf(node)
		files += len(b.table.files.of(i))
	}
	if int64(parents) > maxSpans || int64(files) > maxSpans {
		return fmt.Errorf("more than %d files were changed", uint32(maxSpans))
	}
	t.grow(len(m.order), parents, files)
	t.id = make([]uint32, 0, len(m.order))
	base := make([]uint32, len(m.all.batches))
	for k, b := range m.all.batches {
		base[k] = t.text.add(b.table.text.parts[0])
	}
	fresh := t.text.size()
	if int64(fresh)+int64(texts) > math.MaxUint32 {
		return fmt.Errorf("more than %d bytes of ids and subjects", uint32(math.MaxUint32))
	}
	var own strings.Builder
	own.Grow(texts)
	for at, node := range m.order {
		if c := m.all.freshOf(node); c != nil {
			t.id = append(t.id, fresh+uint32(own.Len()))
			own.WriteString(string(c.id))
			t.subject = append(t.subject, fresh+uint32(own.Len()))
			var length [binary.MaxVarintLen64]byte
			own.Write(binary.AppendUvarint(length[:0], uint64(len(c.subject))))
			own.WriteString(c.subject)
			m.addFresh(at, c, n.ofWorker[c.by])
			continue
		}
		b, i := m.all.batchOf(node)
		k := slices.Index(m.all.batches, b)
		t.id, t.subject = append(t.id, base[k]+b.table.idAt(i)), append(t.subject, base[k]+b.table.subject[i])
		m.addKept(at, b, i, n.ofBatch[b])
	}
	t.text.add(own.String())
	parallel.Spans(len(m.order), func(from, to int) {
		for at := from; at < to; at++ {
			if m.all.freshOf(m.order[at]) != nil { // what was kept has the order of its paths
				slices.SortFunc(t.files.of(int32(at)), func(a, b FileChange) int {
					return cmp.Or(cmp.Compare(a.Path(), b.Path()), cmp.Compare(b.Status(), a.Status()))
				})
			}
		}
	})
	return nil
}

// addParents gives the next commit its parents.
func (m *maker) addParents(at int, up []int32) {
	t := &m.log.table
	for _, p := range up {
		if m.index != nil {
			p = m.index[p]
		}
		t.parents.all = append(t.parents.all, p)
	}
	t.parents.end(at)
}

// addFresh takes a commit up that was read. Its files are not in their order yet.
func (m *maker) addFresh(at int, c *rawCommit, to []int32) {
	t := &m.log.table
	m.addParents(at, c.up)
	t.author = append(t.author, c.author.number-1)
	t.when, t.landed = append(t.when, c.when), append(t.landed, c.landed)
	for _, f := range c.files {
		t.files.all = append(t.files.all, f.at(to[f.Path()]))
	}
	t.files.end(at)
	if c.rare == nil {
		return
	}
	for _, p := range c.rare.coAuthors {
		t.coAuthors.all = append(t.coAuthors.all, p.number-1)
	}
	t.coAuthors.end(at)
	from := len(t.renames.all)
	for _, r := range c.rare.renames {
		t.renames.all = append(t.renames.all, Rename{to[r.From], to[r.To], r.Kind})
	}
	slices.SortFunc(t.renames.all[from:], func(a, b Rename) int { return cmp.Compare(a.From, b.From) })
	t.renames.end(at)
}

// addKept takes a commit of a batch up.
func (m *maker) addKept(at int, b *batch, i int32, to []int32) {
	t := &m.log.table
	m.addParents(at, b.table.parents.of(i))
	t.author = append(t.author, b.people[b.table.author[i]].number-1)
	t.when, t.landed = append(t.when, b.table.when[i]), append(t.landed, b.table.landed[i])
	for _, f := range b.table.files.of(i) {
		t.files.all = append(t.files.all, f.at(to[f.Path()]))
	}
	t.files.end(at)
	for _, p := range b.table.coAuthors.of(i) {
		t.coAuthors.all = append(t.coAuthors.all, b.people[p].number-1)
	}
	t.coAuthors.end(at)
	for _, r := range b.table.renames.of(i) {
		t.renames.all = append(t.renames.all, Rename{to[r.From], to[r.To], r.Kind})
	}
	t.renames.end(at)
}

// union is what is in either of two lists, sorted and without duplicates. It may be one
// of them.
func union(a, b []string) []string {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	out := make([]string, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		c := strings.Compare(a[0], b[0])
		if c <= 0 {
			out = append(out, a[0])
			a = a[1:]
		} else {
			out = append(out, b[0])
		}
		if c >= 0 {
			b = b[1:]
		}
	}
	return append(append(out, a...), b...)
}
