package analyze

import (
	"context"
	"fmt"
	"slices"

	"seam/analyze/profile"
	"seam/analyze/repo"
	"seam/analyze/reuse"
	"seam/analyze/whatif"
)

// matchProfile reads the CPU profile that was given, if any.
func (in *Input) matchProfile(q Request) error {
	if q.Profile == nil || in.Imports == nil {
		return nil
	}
	p, warnings, err := profile.Read(q.Profile, in.Imports)
	if err != nil {
		return fmt.Errorf("--profile: %w", err)
	}
	in.Profile, in.profileWarnings = p, warnings
	return nil
}

// calls tells what the profile says of a cut that the user named.
func (in *Input) calls(w *whatif.Result, opt Options) {
	if in.Profile == nil {
		return
	}
	unit := map[string]string{}
	for _, u := range w.Units {
		for _, p := range u.Packages {
			unit[p] = u.Name
		}
	}
	if opt.ByPath > 0 {
		w.Calls = in.Profile.Between(func(p string) string { return unit[p] })
		return
	}
	w.Calls = in.Profile.CutOf(func(p string) bool {
		return slices.ContainsFunc(opt.Extract, func(part whatif.Part) bool {
			return slices.ContainsFunc(part, func(folder string) bool { return repo.Below(folder, p) })
		})
	})
}

// lookOutside reads what other repositories take from this one, if any are named.
func (in *Input) lookOutside(ctx context.Context, r *repo.Repository, tree repo.Tree, q Request) (err error) {
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
