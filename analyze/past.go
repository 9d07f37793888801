package analyze

import (
	"context"
	"sync"

	"seam/analyze/history"
	"seam/analyze/repo"
)

// past is a log that is being read: what the files of a revision say is found out meanwhile.
type past struct {
	cancel context.CancelFunc
	done   chan struct{}
	log    *history.Log
	notes  []string
	err    error
}

// readHistory begins to read the log; nil if the request needs none. Whoever asks must stop it.
func (q Request) readHistory(ctx context.Context, r *repo.Repository, head repo.ID) *past {
	if !q.Needs.History {
		return nil
	}
	p := &past{done: make(chan struct{})}
	o := history.Options{
		Since: q.Since, Until: q.Until, MaxCommits: q.MaxCommits, AllowShallow: q.AllowShallow, Similar: q.Renames,
		Progress: q.stage("history"),
		Note:     func(text string) { p.notes = append(p.notes, text) },
	}
	if q.kept != nil {
		o.Cache = q.kept
	}
	ctx, p.cancel = context.WithCancel(ctx)
	go func() {
		defer close(p.done)
		p.log, p.err = history.Read(ctx, r, head, o)
	}()
	return p
}

// stop gives up, and waits until nothing is read any more.
func (p *past) stop() {
	if p != nil {
		p.cancel()
		<-p.done
	}
}

// wait is the log once it is read, with what there is to note of this run.
func (p *past) wait(ctx context.Context) (*history.Log, []string, error) {
	select {
	case <-p.done:
		return p.log, p.notes, p.err
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// stage is how a reader of this name tells the request how far it is.
func (q Request) stage(name string) func(done, total int) {
	if q.Progress == nil {
		return nil
	}
	var mu sync.Mutex
	return func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		q.Progress(name, done, total)
	}
}
