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

// advise sets the place and the edit of a duplicate: the line of the repository's own
// manifests that can remove it.
func (l *locked) advise(d *Diamond, g, direct []int) {
	high := g[len(g)-1]
	switch n := len(direct); {
	case n >= 2:
		l.raise(d, direct[:n-1], direct[n-1], len(g)-n)
	case n == 1 && direct[0] != high:
		l.raise(d, direct, high, len(g)-2)
	default:
		l.updateHead(d, g, direct)
	}
}

// raise is for versions that units require themselves, below another one that is
// installed as well. others is how many versions stay all the same.
func (l *locked) raise(d *Diamond, low []int, high, others int) {
	var lines []finding.Location
	var edits []finding.Edit
	version := l.wanted(high)
	same := true // all ask by one range: nothing to raise, the lock holds them apart
	for _, p := range low {
		for _, r := range l.asking(p) {
			at := r.Sets()
			if lines = append(lines, at); d.Location.File == "" {
				d.Location = at
			}
			edits = append(edits, finding.Edit{File: at.File, Line: at.Line, Name: d.Dependency, Old: r.Version, New: version})
			same = same && r.Version == version
		}
	}
	if len(lines) == 0 {
		d.Location = l.Location(&l.Packages[low[0]])
		lines = []finding.Location{{File: l.File}}
		same = false
	}
	slices.SortFunc(lines, finding.Location.Compare)
	var places []string
	for _, at := range slices.Compact(lines) {
		places = append(places, at.String())
	}
	d.Fix = &finding.Fix{File: d.Location.File, Line: d.Location.Line, Version: version}
	if same {
		d.Fix.Version = l.Packages[high].Version
		d.Fix.Edit = fmt.Sprintf("Let the package manager install %s %s for %s too, which asks by the same range%s", d.Dependency, d.Fix.Version, english.Some(places, 3), remaining(others))
		_, command := l.deduplication(d.Dependency, append(slices.Clone(low), high), high)
		d.Fix.Command = l.here(command)
		return
	}
	d.Fix.Edit = fmt.Sprintf("Raise %s to %s in %s, then install%s", d.Dependency, version, english.Some(places, 3), remaining(others))
	d.Fix.Edits = sortedEdits(edits)
}

// remaining says that one edit is not enough for more than two versions.
func remaining(others int) string {
	switch others {
	case 0:
		return ""
	case 1:
		return ". One further version stays until whoever brings it is updated too"
	}
	return fmt.Sprintf(". %d further versions stay until those who bring them are updated too", others)
}

// asking lists the lines of manifests that require a package.
func (l *locked) asking(p int) []modules.Requirement {
	var out []modules.Requirement
	for _, n := range l.requirers[p] {
		if r, ok := l.requirement(n.by, p); ok && l.Packages[n.by].FirstParty() {
			out = append(out, r)
		}
	}
	return out
}

// wanted is the range by which a unit asks for a package already, of several the one that
// begins highest; else its version.
func (l *locked) wanted(p int) string {
	best := ""
	for _, r := range l.asking(p) {
		accepts, known := l.scheme.Accepts(r.Version, l.Packages[p].Version)
		if accepts && known && r.Version != "" && (best == "" || l.scheme.Compare(floor(best), floor(r.Version)) < 0) {
			best = r.Version
		}
	}
	return cmp.Or(best, l.Packages[p].Version)
}

// updateHead is for versions that only third parties bring: the requirement in a manifest
// through which they come.
func (l *locked) updateHead(d *Diamond, g, direct []int) {
	d.Location = finding.Location{File: l.File, Line: l.Packages[g[0]].Line}
	for _, p := range g {
		first, r, ok := l.holder(p, g)
		if !ok || slices.Contains(direct, p) || first == p {
			continue
		}
		target := l.Packages[g[len(g)-1]].Version
		if p == g[len(g)-1] {
			target = l.Packages[g[len(g)-2]].Version
		}
		d.Location = r.Location
		d.Fix = &finding.Fix{
			Edit: fmt.Sprintf("Update %s in %s to a release with which %s %s is not needed beside %s; which one that is cannot be told offline%s",
				r.Name, r.Sets(), d.Dependency, l.Packages[p].Version, target, remaining(len(g)-2)),
			File: r.Sets().File, Line: r.Sets().Line,
		}
		return
	}
	d.Fix = &finding.Fix{Edit: "No edit in this repository removes it: nothing that its manifests require brings it"}
}

// dedupe is the highest installed version that every range accepts, if all are known. Of
// a name that the repository overrides the ranges do not decide. Yarn from 2 on knows one
// way, each range to the highest version that is installed: where that is not one for all,
// its command changes nothing.
func (l *locked) dedupe(g []int) (best int, ok bool) {
	if l.forks(g) || l.overridden[l.Packages[g[0]].Name] || l.bundled(g) {
		return 0, false
	}
	for _, p := range slices.Backward(g) {
		if l.acceptedByAll(g, l.Packages[p].Version) {
			return p, p == g[len(g)-1] || !l.yarn2()
		}
	}
	return 0, false
}

// yarn2 reports whether a lock is of yarn from 2 on.
func (l *locked) yarn2() bool { return path.Base(l.File) == "yarn.lock" && l.berry() }

// bundled reports whether one of the versions comes inside another package's archive.
func (l *locked) bundled(g []int) bool {
	return slices.ContainsFunc(g, func(p int) bool { return l.Packages[p].Bundled })
}

func (l *locked) acceptedByAll(g []int, version string) bool {
	for _, p := range g {
		if len(l.requirers[p]) == 0 {
			return false
		}
		for _, n := range l.requirers[p] {
			if accepts, known := l.scheme.Accepts(n.link.Range, version); n.link.Range == "" || !accepts || !known {
				return false
			}
		}
	}
	return true
}

// merge sets the place and the edit of a dedupable name: the lock's entry of the version
// that goes.
func (l *locked) merge(d *Diamond, g []int, best int) {
	gone := g[0]
	if gone == best {
		gone = g[1]
	}
	d.Location = l.Location(&l.Packages[gone])
	edit, command := l.deduplication(d.Dependency, g, best)
	d.Fix = &finding.Fix{Edit: edit, File: l.File, Line: d.Location.Line, Version: l.Packages[best].Version}
	d.Fix.Command = l.here(command)
}

// here is a command in the folder of the lock; "" for none.
func (l *locked) here(command string) string {
	if command == "" {
		return ""
	}
	return inFolders([]string{l.Path}, command)
}

// deduplication is what the package manager of a lock does about one name.
func (l *locked) deduplication(name string, g []int, best int) (edit, command string) {
	word := finding.ShellWord
	edit = fmt.Sprintf("Let the package manager install %s %s alone", name, l.Packages[best].Version)
	switch path.Base(l.File) {
	case "package-lock.json", "npm-shrinkwrap.json":
		return edit, "npm dedupe"
	case "pnpm-lock.yaml":
		return edit, "pnpm dedupe"
	case "yarn.lock":
		if l.yarn2() {
			return edit, "yarn dedupe " + word(name)
		}
		return fmt.Sprintf("Let every entry of %s in %s use %s: yarn 1 has no command for it, the tool yarn-deduplicate does it", name, l.File, l.Packages[best].Version),
			"npx yarn-deduplicate --strategy fewer --packages " + word(name) + " && yarn install"
	case "Cargo.lock":
		var commands []string
		for _, p := range g {
			if p != best {
				commands = append(commands, "cargo update -p "+word(name+"@"+l.Packages[p].Version)+" --precise "+word(l.Packages[best].Version))
			}
		}
		return edit, strings.Join(commands, " && ")
	case "uv.lock":
		return edit, "uv lock --upgrade-package " + word(name)
	case "poetry.lock":
		return edit, "poetry update " + word(name)
	}
	return edit, ""
}

// copied tells a unit that is also installed from the registry.
func (l *locked) copied(own, g []int) Diamond {
	d := l.diamond(RegistryCopy, g)
	unit := &l.Packages[own[0]]
	d.DirectVersions = len(l.direct(g))
	p := g[0]
	if i := slices.IndexFunc(g, l.chosen); i >= 0 {
		p = g[i]
	}
	by := l.requirers[p]
	private := l.private[unit.Unit] && len(l.requirers[own[0]]) == 0
	switch {
	case private, !IsProduction(unit.Unit):
		d.Severity = finding.Noise
	case l.Ecosystem == "cargo" && len(l.requirers[own[0]]) == 0:
		d.Severity = finding.Smell // Cargo takes a unit by its path alone: all ask for the release, on purpose
	case len(by) == 0 || l.chosen(p):
		d.Severity = finding.Problem
	default: // no edit here is sure to remove it
		d.Severity = finding.Smell
	}
	d.Message = fmt.Sprintf("%s is the unit in %s, and %s also installs %s of it from the registry", d.Dependency, english.Places([]string{unit.Unit})[0], l.File, english.And(l.versionsOf(g)))
	d.Location = l.Location(&l.Packages[p])
	if len(by) == 0 {
		d.Fix = &finding.Fix{Edit: "Install anew: nothing requires the copy", File: d.Location.File, Line: d.Location.Line}
		return d
	}
	d.Message += ": " + l.label(by[0].by) + " asks for " + rangeAsked(by[0].link)
	if private {
		d.Fix = &finding.Fix{Edit: fmt.Sprintf("Leave it: the unit in %s is private and no other unit takes it, so that what the registry has is another package of that name", english.Places([]string{unit.Unit})[0])}
		return d
	}
	l.useUnit(&d, p, unit)
	return d
}

// chosen reports whether a unit of the product asks for a package itself: not for
// development alone, as what builds itself with its own releases does, nor under an alias,
// which it does on purpose.
func (l *locked) chosen(p int) bool {
	return slices.ContainsFunc(l.requirers[p], func(n need) bool {
		r, ok := l.requirement(n.by, p)
		return ok && l.Packages[n.by].FirstParty() && IsProduction(l.Packages[n.by].Unit) && !r.Conditional && n.link.Kind != modules.Development
	})
}

func rangeAsked(k modules.Link) string {
	if k.Range == "" {
		return "it"
	}
	return k.Range
}

// useUnit is the edit that lets a requirer take the unit instead of the copy.
func (l *locked) useUnit(d *Diamond, p int, unit *modules.Package) {
	if lines := l.asking(p); len(lines) > 0 {
		r := lines[0]
		d.Location = r.Location
		d.Fix = &finding.Fix{
			Edit: fmt.Sprintf("Require the unit itself in %s, %s", r.Sets(), l.byUnit(unit)),
			File: r.Sets().File, Line: r.Sets().Line, Version: unit.Version,
		}
		return
	}
	if first, r, ok := l.head(p); ok {
		d.Location = r.Location
		d.Fix = &finding.Fix{
			Edit: fmt.Sprintf("Update %s in %s to a release that accepts %s %s, or release the unit at a version that %s accepts; which release that is cannot be told offline", r.Name, r.Sets(), unit.Name, unit.Version, l.label(first)),
			File: r.Sets().File, Line: r.Sets().Line,
		}
	}
}

// byUnit is how a requirement takes a unit.
func (l *locked) byUnit(unit *modules.Package) string {
	if l.Ecosystem == "cargo" || !repo.Below(l.Path, unit.Unit) { // no workspace finds it by its version
		return "by its path, the folder " + unit.Unit
	}
	return "at a range that accepts its version " + unit.Version
}

// berry reports whether yarn 2 or later wrote a lock: these list the units too.
func (l *locked) berry() bool {
	return slices.ContainsFunc(l.Packages, func(p modules.Package) bool { return p.Unit == l.Path && p.Line > 0 })
}
