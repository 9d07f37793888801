package diamonds

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// maxCompared bounds the different versions of one name that are held against each other
// as ranges; beyond it their classes alone count.
const maxCompared = 60

// manifestSkews finds workspace-skew and first-party-skew in every ecosystem but Go.
func manifestSkews(set *modules.Set, together *builds) []Diamond {
	var out []Diamond
	for _, w := range gatherWishes(set) {
		w.together = together
		out = append(out, w.skews()...)
	}
	return out
}

// skews are those of what is asked for; else of what the locks of several applications hold.
func (d wished) skews() []Diamond {
	out := d.asked()
	if slices.ContainsFunc(out, func(x Diamond) bool { return x.Incompatible }) {
		return out
	}
	if x, ok := d.betweenLocks(); ok {
		return []Diamond{x}
	}
	return out
}

// betweenLocks is the workspace-skew of locks of which each is an application's own: only
// what these ask for themselves counts, and only other classes.
func (d wished) betweenLocks() (Diamond, bool) {
	shipped := keep(d.locks, func(w wish) bool { return w.shipped() && !w.held })
	if d.firstParty || len(classesOf(shipped)) < 2 {
		return Diamond{}, false
	}
	x := d.skew(WorkspaceSkew, finding.Smell, shipped, shipped)
	x.neverMeet()
	return x, true
}

func (d wished) asked() []Diamond {
	outside := keep(d.wishes, func(w wish) bool { return !w.inside })
	own := keep(outside, func(w wish) bool { return !w.central })
	var out []Diamond
	if len(own) < len(outside) {
		out = append(out, d.departures(outside, own)...)
		own = append(own, disagreeing(keep(outside, func(w wish) bool { return w.central }), own)...)
	}
	if free := keep(own, func(w wish) bool { return !w.held }); len(free) < len(own) {
		if len(versionsOf(free)) < 2 && len(versionsOf(own)) > 1 {
			return append(out, d.left(own))
		}
		own = free
	}
	severity, deciding := d.judge(own)
	apart := false
	if severity == finding.Problem {
		if met := d.meeting(deciding); len(met) > 0 {
			deciding = met
		} else {
			severity, deciding, apart = finding.Smell, keep(own, wish.judged), true
		}
	}
	if severity == finding.Noise {
		own = firm(own)
		deciding = own
	}
	switch {
	case len(versionsOf(own)) < 2:
		return out
	case !d.firstParty:
		x := d.skew(WorkspaceSkew, severity, own, deciding)
		if apart {
			x.neverMeet()
		}
		return append(out, x)
	}
	derived := d.skew(WorkspaceSkew, finding.Noise, own, own)
	derived.Derived = true
	severity, deciding = d.judgeOwn(own)
	return append(out, derived, d.skew(FirstPartySkew, severity, own, deciding))
}

// left is the workspace-skew of units that hold versions on purpose.
func (d wished) left(own []wish) Diamond {
	x := d.skew(WorkspaceSkew, finding.Noise, own, own)
	x.Fix = leaveHeld(distinct(keep(own, func(w wish) bool { return w.held }), func(w wish) string { return w.unit }))
	return x
}

// disagreeing are the wishes that central lists decide, where these lists, and the projects
// that none of them is for, say different versions: each list is one decision, as a literal
// version is. A list that says several itself, by condition, is left out.
func disagreeing(listed, own []wish) []wish {
	versions := map[string]map[string]bool{} // by list
	for _, w := range listed {
		of := versions[w.sets.File]
		if of == nil {
			of = map[string]bool{}
			versions[w.sets.File] = of
		}
		of[w.version] = true
	}
	out := keep(listed, func(w wish) bool { return len(versions[w.sets.File]) == 1 })
	free := keep(own, func(w wish) bool { return !slices.ContainsFunc(listed, w.under) })
	if len(versionsOf(slices.Concat(out, free))) < 2 {
		return nil
	}
	return out
}

// under reports that a list lies above the unit of a wish, so that it is for that one too.
func (w wish) under(listed wish) bool { return repo.Below(path.Dir(listed.sets.File), w.unit) }

// departures is the replace-skew of a name whose version the repository keeps in one list
// for all units, while some unit goes its own way.
func (d wished) departures(wishes, own []wish) []Diamond {
	listed := keep(wishes, func(w wish) bool { return w.central })
	odd := keep(own, func(w wish) bool {
		return slices.ContainsFunc(listed, w.under) && !slices.ContainsFunc(listed, w.within)
	})
	if len(odd) == 0 {
		return nil
	}
	first := slices.MinFunc(odd, lowestWish)
	listed = keep(listed, first.under)
	model := listed[0]
	for _, l := range listed { // of several conditions the one that comes nearest
		if l.class() == first.class() {
			model = l
		}
	}
	both := slices.Concat(odd, keep(listed, func(w wish) bool { return w.version == model.version }))
	severity, deciding := d.judge(both)
	x := d.skew(ReplaceSkew, severity, both, deciding)
	x.Unit, x.Location = first.unit, first.sets
	x.Message = fmt.Sprintf("%s is %s in %s, but %s, the list of versions for all projects, says %s (%s)", d.name,
		first.version, first.location.File, model.sets, model.version, step([]wish{first, model}))
	if apart := keep(odd, func(w wish) bool { return w.optsOut != finding.Location{} }); len(apart) == len(odd) {
		d.apart(&x, apart, listed, model)
		return []Diamond{x}
	}
	x.Fix = &finding.Fix{
		Edit: fmt.Sprintf("Drop the version of %s in %s, so that the list decides; or raise the list", d.name, english.Some(distinct(odd, func(w wish) string { return w.sets.String() }), 4)),
		File: first.sets.File, Line: first.sets.Line, Version: model.version,
	}
	return []Diamond{x}
}

// apart is the advice for units that switch the list of versions off: to leave them, unless
// they are built with one that follows the list.
func (d wished) apart(x *Diamond, apart, listed []wish, model wish) {
	off := english.Some(distinct(apart, func(w wish) string { return w.optsOut.String() }), 3)
	together := keep(apart, func(w wish) bool {
		return slices.ContainsFunc(listed, func(l wish) bool { return w.builtWith[l.unit] })
	})
	if len(together) == 0 {
		x.Severity = finding.Noise
		x.Fix = &finding.Fix{Edit: "Leave it: " + off + " switches the list off, and no project that follows it is built with these"}
		return
	}
	first := slices.MinFunc(together, lowestWish)
	x.Fix = &finding.Fix{
		Edit: fmt.Sprintf("Say %s %s in %s too: %s switches the list off, but its project is built with %s, which follows it", d.name, model.version,
			english.Some(distinct(together, func(w wish) string { return w.sets.String() }), 4), off, model.unit),
		File: first.sets.File, Line: first.sets.Line, Version: model.version,
	}
}

// within reports that a listed version is the wish's own, or a range that accepts it.
func (w wish) within(listed wish) bool {
	if listed.version == w.version {
		return true
	}
	accepts, known := w.scheme.Accepts(listed.version, w.version)
	return strings.ContainsAny(listed.version, "[(*") && known && accepts
}

// firm keeps what a finding that nobody need act on may rest on: versions that the package
// manager confirms, and files of one kind that differ among themselves. A lock of one tool
// need not agree with that of another.
func firm(wishes []wish) []wish {
	confirmed := keep(wishes, func(w wish) bool { return !w.unconfirmed })
	var out []wish
	for _, source := range distinct(confirmed, func(w wish) string { return w.source }) {
		same := keep(confirmed, func(w wish) bool { return w.source == source })
		if len(versionsOf(same)) > 1 {
			out = append(out, same...)
		}
	}
	return out
}

// judge grades workspace-skew and returns the wishes that decided it.
func (d wished) judge(wishes []wish) (finding.Severity, []wish) {
	shipped := keep(wishes, wish.shipped)
	judged := keep(wishes, wish.judged)
	switch {
	case settled(wishes):
		return finding.Noise, wishes
	case clash(shipped):
		return finding.Problem, shipped
	case len(versionsOf(judged)) > 1:
		return finding.Smell, judged
	}
	return finding.Noise, wishes
}

// meeting are the wishes that something is built with besides one that they conflict with.
// Of very many versions their classes alone are compared.
func (d wished) meeting(wishes []wish) []wish {
	version, conflicts := func(w wish) string { return w.version }, wish.conflicts
	if len(versionsOf(wishes)) > maxCompared {
		version, conflicts = wish.class, func(_, _ wish) bool { return true }
	}
	return meeting(d.together, wishes, version, wish.place, conflicts)
}

func (w wish) place() place {
	if w.locked {
		return lockAt(w.ecosystem, w.location.File)
	}
	return unitAt(w.ecosystem, w.unit)
}

// judgeOwn grades first-party-skew. Ranges that one version meets are lower bounds, which
// a published unit keeps low on purpose.
func (d wished) judgeOwn(wishes []wish) (finding.Severity, []wish) {
	if shipped := keep(wishes, wish.shipped); len(versionsOf(shipped)) > 1 && (!ranged[d.ecosystem] || clash(shipped)) {
		return finding.Problem, shipped
	}
	return finding.Smell, wishes
}

// settled reports that one lock file resolves all wishes to one version.
func settled(wishes []wish) bool {
	for _, w := range wishes {
		if w.built == "" || w.built != wishes[0].built {
			return false
		}
	}
	return true
}

// clash reports that two of the wishes cannot be served by one version.
func clash(wishes []wish) bool {
	different := versionsOf(wishes)
	if len(different) > maxCompared {
		return len(classesOf(different)) > 1
	}
	for i, a := range different {
		if slices.ContainsFunc(different[:i], a.conflicts) {
			return true
		}
	}
	return false
}

// versionsOf is one wish for each version, lowest first; of two texts that mean one
// version (0.3 and 0.3.0 in Cargo) one counts.
func versionsOf(wishes []wish) []wish {
	sorted := slices.Clone(wishes)
	slices.SortStableFunc(sorted, wish.compare)
	return slices.CompactFunc(sorted, func(a, b wish) bool { return a.scheme.Same(a.version, b.version) })
}

func classesOf(wishes []wish) []string {
	return distinct(wishes, wish.class)
}

func keep(wishes []wish, ok func(wish) bool) []wish {
	var out []wish
	for _, w := range wishes {
		if ok(w) {
			out = append(out, w)
		}
	}
	return out
}

// skew assembles a finding. deciding, a part of wishes, is what the message and the edit
// are about.
func (d wished) skew(rule string, severity finding.Severity, wishes, deciding []wish) Diamond {
	low := slices.MinFunc(deciding, lowestWish)
	return Diamond{
		ID:             "diamond:" + rule + ":" + d.ecosystem + ":" + d.name,
		Rule:           rule,
		Ecosystem:      d.ecosystem,
		Unit:           low.unit,
		Dependency:     d.name,
		Severity:       severity,
		Message:        d.message(deciding),
		Incompatible:   clash(wishes),
		DirectVersions: len(versionsOf(keep(wishes, func(w wish) bool { return w.direct }))),
		Versions:       groupWishes(wishes),
		Location:       low.sets,
		Fix:            d.mend(deciding),
		Key:            d.key(rule, deciding),
	}
}

// lowestWish orders wishes by version, then those that matter more.
func lowestWish(a, b wish) int {
	return cmp.Or(a.compare(b), compareBool(b.production, a.production), compareBool(b.direct, a.direct), strings.Compare(a.unit, b.unit), a.location.Compare(b.location))
}

// groupWishes lists each version with who asks for it.
func groupWishes(wishes []wish) []Version {
	sorted := slices.Clone(wishes)
	slices.SortStableFunc(sorted, func(a, b wish) int {
		return cmp.Or(a.compare(b), strings.Compare(a.unit, b.unit), a.location.Compare(b.location))
	})
	var out []Version
	for _, w := range sorted {
		if n := len(out); n == 0 || out[n-1].Version != w.version {
			out = append(out, Version{Version: w.version, Path: w.proof()})
		}
		v := &out[len(out)-1]
		v.RequiredBy = append(v.RequiredBy, w.unit)
		v.Locations = append(v.Locations, w.location)
	}
	return out
}

// proof is the path from a unit to the dependency.
func (w wish) proof() []string {
	if w.way != nil {
		if p := w.way(); len(p) > 1 {
			return p
		}
	}
	return []string{w.unit, w.name + "@" + w.version}
}

// message names the lowest and the highest version and counts those between.
func (d wished) message(deciding []wish) string {
	all := groupWishes(deciding)
	low, high := all[0], all[len(all)-1]
	asking := filesAsking
	if slices.Equal(filesAsking(low), filesAsking(high)) {
		asking = unitsAsking // one file speaks for several units
	}
	between := ""
	if n := len(all) - 2; n > 0 {
		between = fmt.Sprintf(", with %d more between", n)
	}
	out := fmt.Sprintf("%s is required at %s in %s and at %s in %s%s (%s)", d.name,
		low.Version, english.Some(asking(low), 3), high.Version, english.Some(asking(high), 3), between, step(deciding))
	if settled(deciding) {
		_, v, _ := strings.Cut(deciding[0].built, " ")
		out += fmt.Sprintf("; the lock file gives all of them %s", v)
	}
	return out
}

// unitsAsking lists the units that ask for a version.
func unitsAsking(v Version) []string {
	units := slices.Clone(v.RequiredBy)
	slices.Sort(units)
	return slices.Compact(units)
}

// filesAsking lists the files that ask for a version.
func filesAsking(v Version) []string {
	var files []string
	for _, l := range v.Locations {
		files = append(files, l.File)
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// step says what lies between the lowest and the highest wish.
func step(wishes []wish) string {
	all := versionsOf(wishes)
	low, high := all[0], all[len(all)-1]
	a, b := low.class(), high.class()
	switch {
	case low.ecosystem == "bazel":
		return "whoever builds several of them gets the highest"
	case a == "" || b == "":
		return "not comparable"
	case a == b:
		return "drift within " + a
	case !clash(wishes):
		return "ranges that overlap"
	case strings.HasPrefix(a, "0.") && strings.HasPrefix(b, "0."):
		return fmt.Sprintf("%s to %s: no compatibility promise", a, b)
	}
	return fmt.Sprintf("%s to %s: another major version", a, b)
}

// key names the classes in conflict and the folders that ask for less than the highest of
// them, as skewKey does.
func (d wished) key(rule string, deciding []wish) finding.Key {
	high := slices.MaxFunc(deciding, lowestWish).class()
	return finding.Key{
		Group:   rule + " " + d.ecosystem + " " + d.name,
		Classes: classesOf(deciding),
		Folders: distinct(keep(deciding, func(w wish) bool { return w.class() != high }), func(w wish) string { return w.unit }),
	}
}
