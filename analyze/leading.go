package analyze

import (
	"cmp"
	"context"
	"path"
	"slices"
	"sync"

	"seam/analyze/dossier"
	"seam/analyze/pieces"
	"seam/analyze/repo"
	"seam/analyze/source"
	"seam/analyze/split"
	"seam/analyze/surface"
	"seam/analyze/whatif"
)

// rankParts is the second look, once the first facts say where to look: it orders the
// parts of the repository, so that what takes reading files and old trees is read for
// the leading ones alone.
func (in *Input) rankParts(ctx context.Context, r *repo.Repository, tree repo.Tree, q Request) error {
	if err := in.readProfile(q); err != nil {
		return err
	}
	in.readProofs(tree, q)
	if in.Changes == nil || in.Imports == nil {
		return nil
	}
	if in.ahead != nil {
		in.ahead.manifests()
	}
	q.Extract = in.groupsIn(q.Extract)
	if q.ByPath > 0 && !q.Needs.Split {
		return in.readSurface(ctx, r, q)
	}
	if !q.Needs.Split && len(q.Extract) == 0 {
		return nil
	}
	if err := in.readReuse(ctx, r, tree, q); err != nil {
		return err
	}
	identity := in.Owners.Identities(in.Changes.People)
	in.Ranking = split.Rank(split.Input{
		Base: in.Base, Imports: in.Imports, Changes: in.Changes, Commits: in.Commits, CommitBase: in.commits,
		Identity: func(p int32) int32 { return int32(identity[p]) }, Outside: in.Reuse.Outside,
		Deployed: in.deployed(),
	})
	return in.readLeading(ctx, r, tree, q)
}

// prepare makes the facts that cuts are measured with, and begins what waits for these or
// for changes and imports alone: what services there are is not known yet.
func (in *Input) prepare(q Request) {
	in.narrowImports()
	if in.Imports == nil {
		return
	}
	if q.Needs.Split || q.Needs.Cuts || len(q.Extract) > 0 || q.ByPath > 0 {
		in.Base = whatif.Prepare(whatif.Input{
			Imports: in.Imports, Changes: in.Changes, SourceOf: in.packageIndex().sourceOf, TeamsOf: in.teamsOf(), OwnersOf: in.ownersOf(),
		})
	}
	if q.Ahead != nil {
		in.ahead = begin(in, *q.Ahead)
	}
	if q.Needs.Split || len(q.Extract) > 0 && q.ByPath == 0 {
		in.commits = in.Base.With(in.Commits)
	}
}

// readLeading reads, side by side, what takes reading files and old trees of the
// leading parts.
func (in *Input) readLeading(ctx context.Context, r *repo.Repository, tree repo.Tree, q Request) error {
	var beside sync.WaitGroup
	var failed, inside error
	beside.Go(func() { inside = in.readPieces(tree, q) })
	beside.Go(func() { failed = in.readSurface(ctx, r, q) })
	err := in.readDossier(ctx, tree, q)
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

// readParts is how many leading parts have their files read.
const readParts = 40

// readDossier reads the files of the named and the leading parts.
func (in *Input) readDossier(ctx context.Context, tree repo.Tree, q Request) (err error) {
	in.Dossier, err = dossier.Load(ctx, tree, dossier.Request{
		Folder: in.Folder, Imports: in.Imports, Parts: in.leadingParts(q, readParts), Language: source.LanguageOf, Names: in.Config.Names,
		Cache: q.fileCache(),
	})
	return err
}

// lookedInto is the number of leading parts that are looked into.
const lookedInto = 40

// readPieces reads into which pieces the named and the leading parts that are one
// package fall. Of parts with several packages, the imports among them say how they
// hang together.
func (in *Input) readPieces(tree repo.Tree, q Request) error {
	r, err := pieces.NewReader(tree, q.fileCache())
	if err != nil {
		return err
	}
	in.Pieces = map[string][]pieces.Piece{}
	for _, set := range in.leadingParts(q, lookedInto) {
		p, ok := in.Imports.Find(set[0])
		if !ok || len(set) > 1 || p.Language != "go" {
			continue
		}
		written := slices.DeleteFunc(slices.Clone(p.Files), func(f string) bool {
			_, generated := slices.BinarySearch(p.Generated, f)
			return generated
		})
		in.Pieces[p.Path] = r.Read(path.Join(in.Folder, p.Path), written)
	}
	return nil
}

const (
	surfaceParts  = 20  // leading parts whose surface is followed
	surfaceByPath = 100 // packages whose surface is followed where every folder becomes a unit
)

// readSurface reads how the packages changed that others import: those across the
// cut that is asked about first, then those of the leading parts.
func (in *Input) readSurface(ctx context.Context, r *repo.Repository, q Request) (err error) {
	var packages []string
	switch {
	case q.ByPath > 0:
		packages = in.Base.Shared(nil, q.ByPath)
		packages = packages[:min(len(packages), surfaceByPath)]
	case len(q.Extract) > 0:
		packages = in.Base.Shared(q.Extract, 0)
	}
	if q.Needs.Split {
		for _, part := range in.Ranking.Leading(surfaceParts) {
			packages = append(packages, in.Base.SharedOf(part)...)
		}
	}
	if len(packages) == 0 {
		return nil
	}
	in.Surface, err = surface.Read(ctx, r, surface.Request{Head: in.Head, Log: in.Log, Folder: in.Folder, Packages: packages, Cache: q.fileCache()})
	return err
}

// named is the packages of the parts that the user names, one list a part; a part that
// cannot be cut out has none.
func (q Request) named(b *whatif.Base) [][]string {
	var out [][]string
	for _, part := range q.Extract {
		if set := b.PackagesOf(part); len(set) > 0 {
			out = append(out, set)
		}
	}
	return out
}

// leadingParts is the parts that are worth reading files for: those that the user names,
// then the leading n of the ranking.
func (in *Input) leadingParts(q Request, n int) [][]string {
	parts := q.named(in.Base)
	if q.Needs.Split {
		parts = append(parts, in.Ranking.Leading(n)...)
	}
	return parts
}
