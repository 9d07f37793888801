package split

import (
	"cmp"
	"fmt"
	"slices"

	"seam/analyze/whatif"
)

// pros lists what speaks for a split, strongest kind first.
func (j *judge) pros(s scored, c Candidate) []Evidence {
	f := s.features
	out := []Evidence{}
	add := func(code string, value float64, n int, ids []string, format string, args ...any) {
		out = append(out, Evidence{Code: code, Text: fmt.Sprintf(format, args...), Value: value, N: n, IDs: orEmpty(ids)})
	}
	if share := ratio(f.alone, f.changes); f.changes >= tooFew && share > max(0.3, j.median["alone"]) {
		add("changes-alone", share, f.changes, j.m.b.Examples(s.set, false, maxIDs),
			"%s of its %s touch nothing else (median of all parts: %s)", percent(share), count(f.changes, "change"), percent(j.median["alone"]))
	}
	for _, t := range c.ChangeTypes {
		if all := j.types[t.Type]; all >= tooFew && t.ShareOfType >= 0.75 {
			add("change-type", t.ShareOfType, all, nil, "%s of the %d changes of type %s are here", percent(t.ShareOfType), all, t.Type)
		}
	}
	if f.importers > 0 && f.given > 2*f.taken {
		add("gives", float64(f.given), 0, j.importers(s.set), "others use %s of it; it uses %d of theirs", count(f.given, "name"), f.taken)
	}
	if f.importers >= 5 {
		add("wide-use", float64(f.importers), 0, j.importers(s.set), "%s import it", count(f.importers, "package"))
	}
	if f.ownModule {
		add("own-module", 1, 0, nil, "it already is a module of its own")
	}
	if inner := f.inside + f.leaving; f.packages > 1 && inner > 0 && 2*f.inside > inner {
		add("keeps-to-itself", ratio(f.inside, inner), inner, nil, "%d of its %s to packages of this repository stay inside", f.inside, count(inner, "import"))
	}
	if f.needs == 0 {
		add("takes-nothing", 0, 0, nil, "nothing of this repository would have to come along")
	}
	if f.focus > 0.15 && f.changes >= tooFew && f.authors > 1 {
		add("team-focus", f.focus, f.changes, nil, "its %s %s of all their work here", count(f.authors, "author")+plural(f.authors, " does", " do"), percent(f.focus))
	}
	if f.owns > 0 {
		add("own-third-parties", float64(f.owns), f.thirdParty, j.ownThirdParties(s.set), "%s would leave with it; nobody else uses %s",
			count(f.owns, "third-party module"), plural(f.owns, "it", "them"))
	}
	if f.main {
		add("program", 1, 0, nil, "it already builds to a program")
	}
	return slices.Concat(out, quietSurface(c.Releases), usedOutside(j.reuse, c.Packages), ownCPU(c.Calls, f.packages, len(j.m.b.Packages)))
}

// cons lists what speaks against a split.
func (j *judge) cons(s scored, c Candidate, h whatif.History) []Evidence {
	f := s.features
	out := []Evidence{}
	add := func(code string, value float64, n int, ids []string, format string, args ...any) {
		out = append(out, Evidence{Code: code, Text: fmt.Sprintf(format, args...), Value: value, N: n, IDs: orEmpty(ids)})
	}
	if f.changes < tooFew || f.lines < small {
		add("too-little", float64(f.changes), 0, nil, "%s and %s: little to judge by", count(f.lines, "line"), count(f.changes, "change"))
	}
	if h.Changes >= tooFew && h.Share > 0.25 {
		with, n := j.companion(s.set)
		add("crossing", h.Share, h.Changes, h.Examples, "%d of %s also change other packages, most often %s (%d)",
			h.Crossing, count(h.Changes, "change"), with, n)
	}
	if f.needs > 0 {
		text := fmt.Sprintf("it needs %s of this repository", count(f.needs, "package"))
		if f.drags > f.needs {
			text += fmt.Sprintf(", and through them %d more", f.drags-f.needs)
		}
		add("needs", float64(f.needs), 0, importIDs(c.Cut.Out), "%s", text)
	}
	for _, cycle := range c.Cycles {
		add("cycle", float64(len(c.Cut.Out)), 0, importIDs(c.Cut.Out), "it and the rest would need each other (a cycle of %d units): %s back must be cut",
			len(cycle), count(len(c.Cut.Out), "import"))
	}
	if c.Cut.OtherBuilds > 0 {
		add("other-builds", float64(c.Cut.OtherBuilds), 0, nil, "%s across the cut %s only on other platforms or with other tags",
			count(c.Cut.OtherBuilds, "more import"), plural(c.Cut.OtherBuilds, "holds", "hold"))
	}
	if len(c.DiamondsCreated) > 0 {
		ids := []string{}
		for _, d := range c.DiamondsCreated {
			ids = append(ids, d.Dependency)
		}
		add("diamonds", float64(len(ids)), 0, ids, "%s would be needed over two ways at possibly two versions", count(len(ids), "unit"))
	}
	if f.focus > 0 && f.focus < 0.01 && f.changes >= tooFew {
		add("nobody-owns", f.focus, f.changes, nil, "its authors do %s of their work here: nobody owns it", percent(f.focus))
	}
	if share := ratio(f.packages, len(j.m.b.Packages)); share > 0.2 && !f.ownModule && len(j.m.b.Packages) >= 20 {
		add("most-of-it", share, len(j.m.b.Packages), nil, "it is %s of all packages: this is the repository, not a part of it", percent(share))
	}
	out = append(out, j.drawerOf(s).evidence()...)
	if f.given > 20 {
		add("wide-surface", float64(f.given), 0, nil, "%s used from outside would have to be kept stable", count(f.given, "exported name"))
	}
	return slices.Concat(out, busySurface(c.Releases), brokenOutside(j.reuse, c.Packages, f.ownModule), hotCalls(c.Calls))
}

func orEmpty(ids []string) []string {
	if ids == nil {
		return []string{}
	}
	return ids[:min(len(ids), maxIDs)]
}

func importIDs(list []whatif.Import) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.From+">"+e.To)
	}
	return out
}

// importers names the outside packages that import a part.
func (j *judge) importers(set []int32) []string {
	b := j.m.b
	var out []string
	for _, i := range set {
		for _, e := range b.In[i] {
			if _, inside := slices.BinarySearch(set, b.From[e]); !inside {
				out = append(out, b.Packages[b.From[e]])
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (j *judge) ownThirdParties(set []int32) []string {
	var out []string
	for _, i := range set {
		for _, r := range thirdPartyRepositories(j.m.packages[i]) {
			outside := slices.ContainsFunc(j.m.users[r], func(u int32) bool {
				_, in := slices.BinarySearch(set, u)
				return !in
			})
			if !outside {
				out = append(out, r)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// companion is the outside package that changes most often along with a part.
func (j *judge) companion(set []int32) (name string, changes int) {
	b := j.m.b
	n := map[int32]int{}
	for _, k := range b.Touched(set) {
		for _, p := range b.Touches[k].Packages {
			if _, in := slices.BinarySearch(set, p); !in {
				n[p]++
			}
		}
	}
	best := int32(-1)
	for p, c := range n {
		if best < 0 || cmp.Or(cmp.Compare(c, n[best]), cmp.Compare(best, p)) > 0 {
			best = p
		}
	}
	if best < 0 {
		return "", 0
	}
	return b.Packages[best], n[best]
}
