package analyze

import (
	"context"

	"seam/analyze/repo"
	"seam/analyze/split"
	"seam/analyze/whatif"
)

// lookCloser is the second look, once the first facts say where to look: it orders the
// parts of the repository, so that what takes reading files and old trees is read for
// the leading ones alone.
func (in *Input) lookCloser(ctx context.Context, r *repo.Repository, tree repo.Tree, q Request) error {
	if err := in.matchProfile(q); err != nil {
		return err
	}
	if in.Changes == nil || in.Imports == nil {
		return nil
	}
	in.Base = whatif.Prepare(whatif.Input{
		Imports: in.Imports, Changes: in.Changes, SourceOf: in.packageIndex().sourceOf, TeamsOf: in.teamsOf(),
	})
	if !q.Needs.Split {
		return nil
	}
	if err := in.lookOutside(ctx, r, tree, q); err != nil {
		return err
	}
	identity := in.Owners.Identities(in.Changes.People)
	in.Ranking = split.Rank(split.Input{
		Base: in.Base, Imports: in.Imports, Changes: in.Changes,
		Identity: func(p int32) int32 { return int32(identity[p]) }, Outside: in.Reuse.Outside,
	})
	in.lookInside(tree)
	return nil
}
