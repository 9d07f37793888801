package goresolve

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// lock turns a graph into packages and links between the selected ones. Which modules
// were taken back is looked up for those that a unit lists.
func (r *resolver) lock(g *graph, rules rules, l modules.Lock, units []*modules.Unit) modules.Lock {
	l.Ecosystem, l.Resolved, l.Missing = ecosystem, true, g.absent()
	at := map[string]int{}
	for _, m := range g.mains {
		at[m.unit.Name] = len(l.Packages)
		l.Packages = append(l.Packages, modules.Package{Name: m.unit.Name, Unit: m.unit.Path})
	}
	for _, m := range sorted(g.selected) {
		at[m.path] = len(l.Packages)
		p := modules.Package{Name: m.path, Version: m.version, Replaced: rules.replacement(m)}
		if p.Replaced != nil {
			p.Unit = p.Replaced.Target
		}
		l.Packages = append(l.Packages, p)
	}
	for _, m := range g.mains {
		l.Packages[at[m.unit.Name]].Requires = links(at, m.roots)
	}
	for m := range g.requires {
		if g.selected[m.path] == m.version {
			l.Packages[at[m.path]].Requires = links(at, g.requires[m])
		}
	}
	r.retractions(&l, units)
	l.Sort()
	r.overlaps(&l)
	return l
}

func links(at map[string]int, requires []mod) []modules.Link {
	var out []modules.Link
	for _, q := range requires {
		if to, ok := at[q.path]; ok {
			out = append(out, modules.Link{To: to, Range: q.version})
		}
	}
	return out
}

// retractions marks the versions in use that their authors took back.
func (r *resolver) retractions(l *modules.Lock, units []*modules.Unit) {
	listed := map[string]bool{}
	for _, u := range units {
		for _, q := range u.Requirements {
			listed[q.Name] = true
		}
	}
	asked := make([][]string, len(l.Packages))
	for i, p := range l.Packages {
		asked[i] = append(asked[i], p.Version)
		for _, link := range p.Requires {
			asked[link.To] = append(asked[link.To], link.Range)
		}
	}
	for i := range l.Packages {
		p := &l.Packages[i]
		if !listed[p.Name] || p.FirstParty() {
			continue
		}
		if taken := r.takenBack(p.Name); len(taken) > 0 {
			slices.Sort(asked[i])
			p.Retracted = slices.DeleteFunc(slices.Compact(asked[i]), func(v string) bool { return !covers(taken, v) })
		}
	}
}

func covers(taken []modules.Retraction, v string) bool {
	return v != "" && slices.ContainsFunc(taken, func(t modules.Retraction) bool {
		return gomod.Compare(t.Low, v) <= 0 && gomod.Compare(v, t.High) <= 0
	})
}

// takenBack lists what a module's newest known go.mod takes back: that of the
// repository for a unit, else that of the newest version in the cache.
func (r *resolver) takenBack(name string) []modules.Retraction {
	if known, ok := r.retracted[name]; ok {
		return known
	}
	var out []modules.Retraction
	if u := r.declared(name); u != nil {
		out = u.Retracts
	} else if v := r.newest(name); v != "" {
		data, err := r.cached(mod{name, v})
		if f, failed := gomod.ParseDependency("go.mod", data); err == nil && failed == nil {
			for _, t := range f.Retracts {
				out = append(out, modules.Retraction{Low: t.Low, High: t.High, Rationale: t.Rationale})
			}
		}
	}
	r.retracted[name] = out
	return out
}

func (r *resolver) declared(name string) *modules.Unit {
	var found *modules.Unit
	for _, u := range r.units {
		if u.Name == name && (found == nil || u.Path < found.Path) {
			found = u
		}
	}
	return found
}

// newest is the highest release of a module in the cache, else its highest version.
func (r *resolver) newest(name string) string {
	folder, err := gomod.CacheFolder(name)
	if err != nil || r.cache == nil {
		return ""
	}
	entries, err := fs.ReadDir(r.cache, folder)
	if err != nil {
		return ""
	}
	best := ""
	for _, e := range entries {
		base, isManifest := strings.CutSuffix(path.Base(e.Name()), ".mod")
		if !isManifest {
			continue
		}
		if v := gomod.VersionOf(base); v != "" && (best == "" || newer(best, v)) {
			best = v
		}
	}
	return best
}

func newer(than, v string) bool {
	if a, b := gomod.IsStable(than), gomod.IsStable(v); a != b {
		return b
	}
	return gomod.Compare(than, v) < 0
}
