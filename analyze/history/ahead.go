package history

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"seam/analyze/repo"
)

// Without a commit-graph nobody knows a commit before a child of it was read. With one all
// are known at once, and each worker reads a share of neighbours in time without waiting
// for others. It saves nothing else: author and message stand in the commit alone, and
// what the commit says of its parents counts, so that the file decides no answer.

// walkAhead is walk by the commit-graph; nil where there is none, or where that and the
// commits disagree. Then it is as if it had never been looked at, and why says what was
// wrong with it, if that is known.
func (rd *reader) walkAhead(ctx context.Context, head repo.ID) (all *nodes, found []int32, why []string) {
	graph, why := rd.repository.CommitGraph()
	if graph == nil {
		return nil, nil, why
	}
	defer graph.Close()
	all = &nodes{}
	w := &walker{all: all, known: &commitTable{all: all}, graph: graph}
	found, err := rd.walkFrom(ctx, head, w)
	if err != nil || len(w.border) == 0 {
		return nil, nil, why
	}
	ahead, err := listAhead(graph, all, w.border)
	if err == nil {
		err = rd.readAhead(ctx, ahead)
	}
	if err != nil {
		return nil, nil, append(why, fmt.Sprintf("%s: %v", graph.Name(), err))
	}
	for _, c := range ahead {
		found = append(found, c.node)
	}
	return all, found, why
}

// listAhead makes commits of what a graph says is behind some, those included.
func listAhead(graph *repo.CommitGraph, all *nodes, border []*rawCommit) ([]*rawCommit, error) {
	from := make([]repo.ID, len(border))
	for i, c := range border {
		from[i] = c.id
	}
	a, err := graph.Ancestry(from)
	if err != nil {
		return nil, err
	}
	list := make([]*rawCommit, len(a.IDs))
	for i, at := range a.Asked {
		list[at] = border[i]
	}
	room := make([]rawCommit, len(a.IDs)-len(border))
	for i, id := range a.IDs {
		if list[i] == nil {
			list[i], room = &room[0], room[1:]
			list[i].id = id
			all.add(list[i])
		}
	}
	for i, c := range list {
		parents := a.Parents(i)
		c.up, c.parents = make([]int32, len(parents)), make([]repo.ID, len(parents))
		for k, p := range parents {
			c.up[k], c.parents[k] = list[p].node, list[p].id
		}
	}
	return list, nil
}

// readAhead reads commits whose parents are known; an error says that one could not be
// read, or has others.
func (rd *reader) readAhead(ctx context.Context, list []*rawCommit) error {
	shared := newShares(list, len(rd.objects))
	errs := make([]error, len(rd.objects))
	var failed atomic.Bool
	var wg sync.WaitGroup
	for k, objects := range rd.objects {
		wg.Go(func() {
			p := newCommitParser()
			for part := shared.take(k); len(part) > 0 && !failed.Load() && ctx.Err() == nil; part = shared.take(k) {
				for len(part) > 0 && errs[k] == nil {
					n := min(commitsAtOnce, len(part))
					errs[k] = p.readKnown(objects, part[:n])
					part = part[n:]
				}
				if errs[k] != nil {
					failed.Store(true)
					return
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// readKnown reads commits whose parents are known; an error is that of one of them.
func (p *commitParser) readKnown(objects *repo.Objects, list []*rawCommit) (first error) {
	p.readAll(objects, list, func(c *rawCommit, err error) {
		if err == nil && !slices.EqualFunc(p.parents, c.parents, func(a []byte, b repo.ID) bool { return string(a) == string(b) }) {
			err = fmt.Errorf("commit %s has other parents", c.id.Short())
		}
		if first == nil {
			first = err
		}
	})
	return first
}
