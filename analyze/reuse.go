package analyze

import (
	"context"

	"seam/analyze/cache"
	"seam/analyze/history"
	"seam/analyze/repo"
	"seam/analyze/reuse"
)

// readReuse reads what other repositories take from this one, if any are named.
func (in *Input) readReuse(ctx context.Context, r *repo.Repository, tree repo.Tree, q Request) (err error) {
	if len(q.With) == 0 {
		return nil
	}
	own := reuse.Own{Repository: r, Tree: tree, Folder: in.Folder, Imports: in.Imports, Log: in.Log, History: in.othersHistory(q)}
	in.Reuse, err = reuse.Load(ctx, own, q.With, func(done, total int) {
		if q.Progress != nil {
			q.Progress("other repositories", done, total)
		}
	})
	return err
}

// othersHistory reads the history of other repositories, with what is kept of each.
func (in *Input) othersHistory(q Request) func(context.Context, *repo.Repository, repo.ID) (*history.Log, error) {
	return func(ctx context.Context, r *repo.Repository, head repo.ID) (*history.Log, error) {
		o := history.Options{AllowShallow: true}
		if q.Cache != "" {
			s := cache.Open(q.Cache, r.Folder(), cache.DefaultLimit)
			o.Cache = s
			defer func() {
				s.Close()
				in.RunNotes = append(in.RunNotes, s.Warnings()...)
			}()
		}
		return history.Read(ctx, r, head, o)
	}
}
