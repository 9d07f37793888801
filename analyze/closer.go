package analyze

import (
	"cmp"
	"context"
	"sync"

	"seam/analyze/dossier"
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
	in.askSources(tree, q)
	if in.Changes == nil || in.Imports == nil {
		return nil
	}
	in.Base = whatif.Prepare(whatif.Input{
		Imports: in.Imports, Changes: in.Changes, SourceOf: in.packageIndex().sourceOf, TeamsOf: in.teamsOf(), OwnersOf: in.ownersOf(),
	})
	q.Extract = in.groupsIn(q.Extract)
	if q.ByPath > 0 && !q.Needs.Split {
		return in.followSurface(ctx, r, q)
	}
	if !q.Needs.Split && len(q.Extract) == 0 {
		return nil
	}
	var commitBase *whatif.Base
	beside := make(chan struct{})
	go func() {
		defer close(beside)
		commitBase = in.commitBase()
	}()
	if err := in.lookOutside(ctx, r, tree, q); err != nil {
		<-beside
		return err
	}
	identity := in.Owners.Identities(in.Changes.People)
	<-beside
	in.Ranking = split.Rank(split.Input{
		Base: in.Base, Imports: in.Imports, Changes: in.Changes, Commits: in.Commits, CommitBase: commitBase,
		Identity: func(p int32) int32 { return int32(identity[p]) }, Outside: in.Reuse.Outside,
		Deployed: in.deployed(),
	})
	return in.lookAtLeading(ctx, r, tree, q)
}

// lookAtLeading reads, side by side, what takes reading files and old trees of the
// leading parts.
func (in *Input) lookAtLeading(ctx context.Context, r *repo.Repository, tree repo.Tree, q Request) error {
	var beside sync.WaitGroup
	var failed, inside error
	beside.Go(func() { inside = in.lookInside(tree, q) })
	beside.Go(func() { failed = in.followSurface(ctx, r, q) })
	err := in.openDossier(ctx, tree, q)
	beside.Wait()
	return cmp.Or(err, failed, inside)
}

// groupsIn puts its folders in the place of every part that is the name of a group of
// folders, as the ids of candidates have it, and no folder itself.
func (in *Input) groupsIn(parts []whatif.Part) []whatif.Part {
	var out []whatif.Part
	for _, p := range parts {
		var folders whatif.Part
		for _, f := range p {
			if group := split.FoldersOf(in.Base, f); len(in.Base.Below(f)) == 0 && len(group) > 0 {
				folders = append(folders, group...)
			} else {
				folders = append(folders, f)
			}
		}
		out = append(out, folders)
	}
	return out
}

// commitBase is Base with every commit a change, and what generators write left in.
func (in *Input) commitBase() *whatif.Base {
	return whatif.Prepare(whatif.Input{Imports: in.Imports, Changes: in.Commits, SourceOf: in.packageIndex().sourceOf})
}

// readParts is how many leading parts have their files read.
const readParts = 40

// openDossier reads the files of the named and the leading parts.
func (in *Input) openDossier(ctx context.Context, tree repo.Tree, q Request) (err error) {
	in.Dossier, err = dossier.Load(ctx, tree, dossier.Request{
		Folder: in.Folder, Imports: in.Imports, Parts: in.closely(q, readParts), Language: LanguageOf, Names: in.Config.Names,
		Cache: q.fileCache(),
	})
	return err
}
