package analyze

import (
	"context"

	"seam/analyze/repo"
	"seam/analyze/surface"
	"seam/analyze/whatif"
)

const (
	surfaceParts  = 20  // leading parts whose surface is followed
	surfaceByPath = 100 // packages whose surface is followed where every folder becomes a unit
)

// followSurface reads how the packages changed that others import: those across the
// cut that is asked about first, then those of the leading parts.
func (in *Input) followSurface(ctx context.Context, r *repo.Repository, q Request) (err error) {
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

// closely is the parts that are worth reading files for: those that the user names,
// then the leading n of the ranking.
func (in *Input) closely(q Request, n int) [][]string {
	parts := q.named(in.Base)
	if q.Needs.Split {
		parts = append(parts, in.Ranking.Leading(n)...)
	}
	return parts
}
