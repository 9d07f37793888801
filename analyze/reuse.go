package analyze

import (
	"context"

	"seam/analyze/repo"
	"seam/analyze/reuse"
)

// readReuse reads what other repositories take from this one, if any are named.
func (in *Input) readReuse(ctx context.Context, r *repo.Repository, tree repo.Tree, q Request) (err error) {
	if len(q.With) == 0 {
		return nil
	}
	own := reuse.Own{Repository: r, Tree: tree, Folder: in.Folder, Imports: in.Imports, Log: in.Log}
	in.Reuse, err = reuse.Load(ctx, own, q.With, func(done, total int) {
		if q.Progress != nil {
			q.Progress("other repositories", done, total)
		}
	})
	return err
}
