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
func (rd *reader) walkAhead(ctx context.Context, head repo.ID) (found []*rawCommit, why []string) {
	graph, why := rd.repository.CommitGraph()
	if graph == nil {
		return nil, why
	}
	defer graph.Close()
	w := &walker{graph: graph}
	newer, err := rd.walkFrom(ctx, head, w)
	if err != nil || len(w.border) == 0 {
		return nil, why
	}
	ahead, err := listAhead(graph, w.border)
	if err == nil {
		err = rd.readAhead(ctx, ahead)
	}
	if err != nil {
		return nil, append(why, fmt.Sprintf("%s: %v", graph.Name(), err))
	}
	return append(newer, ahead...), why
}

// listAhead makes commits of what a graph says is behind some, those included.
func listAhead(graph *repo.CommitGraph, border []*rawCommit) ([]*rawCommit, error) {
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
		}
	}
	for i, c := range list {
		parents := a.Parents(i)
		c.up, c.parents = make([]*rawCommit, len(parents)), make([]repo.ID, len(parents))
		for k, p := range parents {
			c.up[k], c.parents[k] = list[p], list[p].id
		}
	}
	return list, nil
}

// readAhead reads commits whose parents are known; an error says that one could not be
// read, or has others.
func (rd *reader) readAhead(ctx context.Context, list []*rawCommit) error {
	todo := make([]int32, len(list))
	for i := range todo {
		todo[i] = int32(i)
	}
	shared := newShares(todo, len(rd.objects))
	errs := make([]error, len(rd.objects))
	var failed atomic.Bool
	var wg sync.WaitGroup
	for k, objects := range rd.objects {
		wg.Go(func() {
			p := newCommitParser()
			var now []*rawCommit
			for part := shared.take(k); len(part) > 0 && !failed.Load() && ctx.Err() == nil; part = shared.take(k) {
				for len(part) > 0 && errs[k] == nil {
					now = now[:0]
					for _, i := range part[:min(commitsAtOnce, len(part))] {
						now = append(now, list[i])
					}
					part = part[len(now):]
					errs[k] = p.readKnown(objects, now)
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
