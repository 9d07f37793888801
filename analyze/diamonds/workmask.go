package diamonds

import (
	"fmt"
	"slices"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// workMasks finds the dependencies of a workspace's members that go.work builds higher
// than a member alone: what is tested together is then not what the member promises.
func workMasks(set *modules.Set, deps []dependency, builds []*resolved) []Diamond {
	var out []Diamond
	released := releasedNames(set)
	for i := range set.Workspaces {
		w := &set.Workspaces[i]
		if w.Ecosystem != ecosystem || len(w.Members) < 2 {
			continue
		}
		together := togetherOf(set, w)
		for _, d := range deps {
			if high := together[d.name]; high != "" && !d.firstParty {
				out = append(out, d.masked(w, high, builds, released)...)
			}
		}
	}
	return out
}

// releasedNames are the modules of the repository that some other manifest of it takes
// at a published version.
func releasedNames(set *modules.Set) map[string]bool {
	declared, out := set.Declared(ecosystem), map[string]bool{}
	for _, u := range set.Units {
		for _, q := range u.Requirements {
			if u.Ecosystem == ecosystem && declared[q.Name] && !gomod.IsPlaceholder(q.Version) {
				out[q.Name] = true
			}
		}
	}
	return out
}

// foldMasks hides the masks whose edit another finding asks for already.
func foldMasks(all []Diamond) {
	skews := map[string]finding.Severity{}
	for _, d := range all {
		if d.Rule == WorkspaceSkew && d.Ecosystem == ecosystem {
			skews[d.Dependency] = d.Severity
		}
	}
	for i := range all {
		if d := &all[i]; d.Rule == WorkMask && skews[d.Dependency].Rank() >= d.Severity.Rank() {
			d.Derived, d.Severity = true, finding.Noise
		}
	}
}

// togetherOf is the version of each module that a workspace builds: as it was resolved,
// else the highest that its members list, which is the same where all members list what
// they need (Go 1.17 and later).
func togetherOf(set *modules.Set, w *modules.Workspace) map[string]string {
	out := map[string]string{}
	if w.Together != nil {
		for i := range w.Together.Packages {
			if p := &w.Together.Packages[i]; !inFolder(p) {
				out[p.Name] = built(p)
			}
		}
		return out
	}
	for i := range set.Units {
		u := &set.Units[i]
		if u.Ecosystem != ecosystem || !slices.Contains(w.Members, u.Path) {
			continue
		}
		for _, x := range wantsOf(u) {
			if gomod.Compare(out[x.name], x.version) < 0 {
				out[x.name] = x.version
			}
		}
	}
	for _, r := range w.Replacements {
		if _, required := out[r.Name]; required && (r.Version == "" || r.Version == out[r.Name]) {
			out[r.Name] = map[bool]string{true: r.NewVersion}[r.NewName == r.Name]
		}
	}
	return out
}

// masked is the finding about one dependency: the members that list it and that are
// built at less when they are built alone.
func (d dependency) masked(w *modules.Workspace, high string, builds []*resolved, released map[string]bool) []Diamond {
	var behind []want
	for _, x := range d.wants {
		if !slices.Contains(w.Members, x.unit.Path) || x.version == "" || x.inFolder() || x.forked() {
			continue
		}
		x.alone, x.released = x.standalone(builds), released[x.unit.Name]
		if gomod.Compare(x.alone, high) < 0 {
			behind = append(behind, x)
		}
	}
	if len(behind) == 0 {
		return nil
	}
	return []Diamond{d.mask(w, high, behind)}
}

// standalone is the version that a unit builds without the workspace.
func (w want) standalone(builds []*resolved) string {
	if r := buildOf(w.unit, builds); r != nil && w.replaced == nil {
		if i := r.index(w.name); i >= 0 {
			return r.lock.Packages[i].Version
		}
	}
	return w.built()
}

func (d dependency) mask(w *modules.Workspace, high string, behind []want) Diamond {
	low := slices.MinFunc(behind, lowestFirst)
	alone := func(x want) string { return x.alone }
	vs := versions(behind, alone, func(a, b want) int { return gomod.Compare(a.alone, b.alone) })
	vs = append(vs, Version{Version: high, RequiredBy: []string{w.Path}, Path: []string{w.Manifest, d.name + "@" + high}})
	return Diamond{
		ID:             "diamond:" + WorkMask + ":" + ecosystem + ":" + d.name + ":" + w.Path,
		Rule:           WorkMask,
		Ecosystem:      ecosystem,
		Unit:           low.unit.Path,
		Dependency:     d.name,
		Severity:       judgeMask(high, behind),
		Message:        maskMessage(d.name, w, high, behind),
		Incompatible:   slices.ContainsFunc(behind, func(x want) bool { return gomod.Class(x.alone) != gomod.Class(high) }),
		DirectVersions: len(distinct(filter(behind, want.direct), alone)),
		Versions:       vs,
		Selected:       high,
		Location:       low.decides(),
		Fix:            unmask(d.name, high, behind, low),
		Key: finding.Key{
			Group:   WorkMask + " " + ecosystem + " " + d.name + " " + w.Path,
			Classes: slices.Compact(slices.Sorted(slices.Values(append(distinct(behind, func(x want) string { return gomod.Class(x.alone) }), gomod.Class(high))))),
			Folders: distinct(behind, folderOf),
		},
	}
}

// judgeMask grades the rule: a problem where the step is more than a patch release and
// the member is a library that others take at its published versions, for these are
// built with less than what was tested.
func judgeMask(high string, behind []want) finding.Severity {
	direct := filter(behind, func(x want) bool { return x.direct() && x.production })
	switch {
	case slices.ContainsFunc(direct, func(x want) bool { return x.released && gomod.MajorMinor(x.alone) != gomod.MajorMinor(high) }):
		return finding.Problem
	case len(direct) > 0:
		return finding.Smell
	}
	return finding.Noise
}

func maskMessage(name string, w *modules.Workspace, high string, behind []want) string {
	vs := versions(behind, func(x want) string { return x.alone }, func(a, b want) int { return gomod.Compare(a.alone, b.alone) })
	between := ""
	if n := len(vs) - 1; n > 0 {
		between = fmt.Sprintf(" (and at %d more versions)", n)
	}
	return fmt.Sprintf("%s builds %s %s for all members, but %s alone at %s%s: tests in the workspace do not show what users of it get",
		w.Manifest, name, high, english.Some(vs[0].RequiredBy, 3), vs[0].Version, between)
}

// unmask is the edit: what the workspace builds is what each member asks for.
func unmask(name, high string, behind []want, low want) *finding.Fix {
	at := low.decides()
	free := filter(behind, func(x want) bool { return x.built() == x.version })
	fix := &finding.Fix{File: at.File, Line: at.Line, Version: high}
	fix.Edit = fmt.Sprintf("Raise %s to %s in %s", name, high, english.And(distinct(behind, func(x want) string { return x.decides().File })))
	if held := len(behind) - len(free); held > 0 {
		fix.Edit += fmt.Sprintf(" (%d held by a replace line, to be edited by hand)", held)
	}
	fix.Command = inFolders(distinct(free, folderOf), "GOWORK=off go get "+name+"@"+high)
	return fix
}
