package diamonds

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

func buildOf(u *modules.Unit, builds []*resolved) *resolved {
	i := slices.IndexFunc(builds, func(r *resolved) bool { return r.unit == u })
	if i < 0 {
		return nil
	}
	return builds[i]
}

// unlisted are the modules of the build list that the manifest does not name, as wants
// of the line by which they come in.
func (r *resolved) unlisted() []want {
	if r == nil {
		return nil
	}
	var out []want
	for i, p := range r.lock.Packages {
		if r.requires[p.Name] == nil && !r.isRoot(i) {
			out = append(out, want{
				unit: r.unit, name: p.Name, version: p.Version, indirect: true, location: r.line(i),
				replaced: p.Replaced, production: r.production(), unlisted: true,
			})
		}
	}
	return out
}

// explain adds to a finding who in the build asks for each major, and says whether
// another finding is the cause.
func (r *resolved) explain(d *Diamond, wants []want, byBase map[string][]want) {
	if r == nil {
		return
	}
	derived, causes := len(filter(wants, func(w want) bool { return !w.direct() })) > 0, []string(nil)
	for i := range d.Versions {
		w := wants[slices.IndexFunc(wants, func(w want) bool { return w.path() == d.Versions[i].Version })]
		at := r.index(w.name)
		if at < 0 {
			return
		}
		if w.unlisted {
			d.Versions[i] = Version{Version: w.path(), RequiredBy: []string{}, Path: r.path(at)}
		}
		d.Versions[i].RequiredBy = append(d.Versions[i].RequiredBy, r.others(at)...)
		if !w.direct() {
			cause := r.cause(at, byBase)
			derived = derived && cause != ""
			causes = append(causes, cause)
		}
	}
	if derived {
		d.Derived, d.Severity = true, finding.Noise
		slices.Sort(causes)
		d.Fix.Edit = fmt.Sprintf("It goes with the several majors of %s, which alone ask for it: see there", english.And(slices.Compact(causes)))
		d.Fix.Command = ""
	} else if low := movesOf(wants); len(low.imported) == 0 {
		r.nameEntrance(d, low)
	}
}

func (r *resolved) index(name string) int {
	return slices.IndexFunc(r.lock.Packages, func(p modules.Package) bool { return p.Name == name })
}

// others names who asks for a package besides the unit.
func (r *resolved) others(i int) []string {
	var out []string
	for _, a := range r.askers[i] {
		if p := &r.lock.Packages[a.from]; r.isRoot(a.from) {
			continue
		} else if p.FirstParty() {
			out = append(out, p.Unit)
		} else {
			out = append(out, p.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// cause is the module with several majors of its own that alone asks for a package; ""
// where anything else does, or nothing.
func (r *resolved) cause(i int, byBase map[string][]want) string {
	own, found := gomod.MajorBase(r.lock.Packages[i].Name), ""
	for _, a := range r.askers[i] {
		if r.isRoot(a.from) {
			continue
		}
		base := gomod.MajorBase(r.lock.Packages[a.from].Name)
		if base == own || len(byBase[base]) < 2 {
			return ""
		}
		if found == "" {
			found = base
		}
	}
	return found
}

// nameEntrance replaces the general advice by the requirements of go.mod that bring in
// the majors that nothing here imports.
func (r *resolved) nameEntrance(d *Diamond, m moves) {
	var lines []string
	for _, w := range m.needed {
		if q := r.entrance(r.index(w.name)); q != nil && q.Name != w.name {
			lines = append(lines, fmt.Sprintf("%s brings %s", q.Name, w.name))
			continue
		}
		if who := r.others(r.index(w.name)); len(who) > 0 {
			lines = append(lines, fmt.Sprintf("%s: %s", w.name, english.Some(who, 3)))
		}
	}
	if len(lines) > 0 {
		d.Fix.Edit += ". Who needs them: " + strings.Join(lines, "; ")
	}
}
