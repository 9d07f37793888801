package analyze

import (
	"fmt"
	"slices"

	"seam/analyze/profile"
	"seam/analyze/repo"
	"seam/analyze/whatif"
)

// readProfile reads the CPU profile that was given, if any.
func (in *Input) readProfile(q Request) error {
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
