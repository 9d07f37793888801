package split

import (
	"fmt"
	"slices"

	"seam/analyze/dossier"
	"seam/analyze/english"
	"seam/analyze/whatif"
)

// look is what the judge looks up once for a part.
type look struct {
	history whatif.History
	file    *dossier.Part // nil where its files were not read
	back    back
	teams   []string // declared teams whose changes cross its border, most first
}

// weigh lists what speaks for a split and what speaks against it. Neither list is empty
// without a word.
func (j *judge) weigh(s scored, c Candidate, k look) (pros, cons []Evidence) {
	pros, cons = j.pros(s, c), j.cons(s, c, k)
	both := func(p, c []Evidence) { pros, cons = append(pros, p...), append(cons, c...) }
	both(k.back.comesAlong(), nil)
	both(quietSurface(c.Releases), busySurface(c.Releases))
	both(j.age(s))
	both(j.thirdParties(s))
	both(j.sharedData(s, c))
	_, files := j.generatedFiles(s)
	both(languages(k.file, files))
	both(j.papers(s, k.file))
	both(j.private(k.file))
	both(nil, j.licence(k.file))
	both(usedOutside(j.reuse, c.Packages), brokenOutside(j.reuse, c.Packages, s.features.ownModule))
	both(ownCPU(c.Calls, s.features.packages, len(j.m.b.Packages)), hotCalls(c.Calls))
	if c.Verdict == Module || c.Verdict == Library {
		both(nil, j.trap(s, c))
		both(nil, j.internal(s))
	}
	if len(pros) == 0 {
		pros = append(pros, reason("nothing-for", 0, 0, nil, "nothing that was measured speaks for a split"))
	}
	if len(cons) == 0 {
		cons = append(cons, reason("nothing-against", 0, 0, nil, "nothing that was measured speaks against it; run time and business were not measured"))
	}
	return pros, cons
}

// notes says what was not looked at.
func (j *judge) notes(k look) []string {
	out := []string{}
	if k.file == nil {
		out = append(out, "Its files were not read for papers, secrets, names and shared data: that is done for the leading candidates and for parts that are named.")
	} else if n := j.dossier.Unread; n > 0 {
		out = append(out, fmt.Sprintf("%s of the repository %s not read for secrets and shared data: larger than 1 MiB, missing in this clone, or too many.", english.Count(n, "file"), english.Choose(n, "was", "were")))
	}
	return out
}

// pros lists what imports and history say for a split, strongest kind first.
func (j *judge) pros(s scored, c Candidate) []Evidence {
	f := s.features
	out := []Evidence{}
	add := func(code string, value float64, n int, ids []string, format string, args ...any) {
		out = append(out, reason(code, value, n, ids, format, args...))
	}
	if share := ratio(f.alone, f.changes); f.changes >= tooFew && share > max(0.3, j.median["alone"]) {
		add("changes-alone", share, f.changes, j.m.b.InsideExamples(s.set, maxIDs),
			"%s of its %s touch nothing else (median of all parts: %s)", percent(share), english.Count(f.changes, "change"), percent(j.median["alone"]))
	}
	for _, t := range c.ChangeTypes {
		if all := j.types[t.Type]; all >= tooFew && t.ShareOfType >= 0.75 {
			add("change-type", t.ShareOfType, all, nil, "%s of the %d changes of type %s are here", percent(t.ShareOfType), all, t.Type)
		}
	}
	if f.importers > 0 && f.given > 2*f.taken {
		add("gives", float64(f.given), 0, j.importers(s.set), "others use %s of it; it uses %d of theirs", english.Count(f.given, "name"), f.taken)
	}
	if f.importers >= 5 {
		add("wide-use", float64(f.importers), 0, j.importers(s.set), "%s import it", english.Count(f.importers, "package"))
	}
	if f.ownModule {
		add("own-module", 1, 0, nil, "%s", j.isModule(s))
	}
	if inner := f.inside + f.leaving; f.packages > 1 && inner > 0 && 2*f.inside > inner {
		add("keeps-to-itself", ratio(f.inside, inner), inner, nil, "%s inside", outOf(f.inside, inner, "import", "stays", "stay"))
	}
	if f.needs == 0 {
		add("takes-nothing", 0, 0, nil, "nothing of this repository would have to come along")
	}
	if f.focus > 0.15 && f.changes >= tooFew && f.authors > 1 {
		add("team-focus", f.focus, f.changes, nil, "its %s %s of all their work here", english.Count(f.authors, "author")+english.Choose(f.authors, " does", " do"), percent(f.focus))
	}
	if f.importers <= 1 && slices.ContainsFunc(s.set, j.productMain) { // with more, it is a library with a tool in it
		add("program", 1, 0, nil, "it already builds to a program")
	}
	return out
}

// cons lists what imports and history say against a split.
func (j *judge) cons(s scored, c Candidate, k look) []Evidence {
	f, h := s.features, k.history
	out := []Evidence{}
	add := func(code string, value float64, n int, ids []string, format string, args ...any) {
		out = append(out, reason(code, value, n, ids, format, args...))
	}
	if text, yes := j.mostlyGenerated(s); yes {
		add("generated", float64(f.changes), 0, nil, "%s: what would be split off is what generates them, and the changes of generated files do not count", text)
	}
	if f.changes < tooFew || f.lines < small {
		add("too-little", float64(f.changes), 0, nil, "%s and %s: little to judge by", english.Count(f.lines, "line"), english.Count(f.changes, "change"))
	}
	if h.Changes >= tooFew && h.Share > whatif.Noticed || whatif.Assess(h, nil) == whatif.Chatty {
		with, n := j.companion(s.set)
		add("crossing", h.Share, h.Changes, h.Examples, "%d of %s also change other packages, most often %s (%d)",
			h.Crossing, english.Count(h.Changes, "change"), english.Place(with), n)
	}
	if f.needs > 0 {
		text := fmt.Sprintf("it needs %s of this repository", english.Count(f.needs, "package"))
		if f.drags > f.needs {
			text += fmt.Sprintf(", and through %s %d more", english.Choose(f.needs, "it", "them"), f.drags-f.needs)
		}
		add("needs", float64(f.needs), 0, importIDs(c.Cut.Out), "%s", text)
	}
	out = append(out, k.back.blocks(c.Cycles)...)
	out = append(out, teamsAgainst(k.teams, c.Cut)...)
	if c.Cut.OtherBuilds > 0 {
		add("other-builds", float64(c.Cut.OtherBuilds), 0, nil, "%s across the cut %s only on other platforms or with other tags",
			english.Count(c.Cut.OtherBuilds, "more import"), english.Choose(c.Cut.OtherBuilds, "holds", "hold"))
	}
	if n := len(c.DiamondsCreated); n > 0 {
		ids := []string{}
		for _, d := range c.DiamondsCreated {
			ids = append(ids, d.Dependency)
		}
		text := fmt.Sprintf("%s (%s) would be needed over two ways, possibly at two versions", english.Count(n, "unit"), english.Some(english.Places(ids), 3))
		if len(c.Cycles) > 0 {
			text += ", as long as imports lead back"
		}
		add("diamonds", float64(n), 0, ids, "%s", text)
	}
	if f.focus > 0 && f.focus < 0.01 && f.changes >= tooFew {
		add("nobody-owns", f.focus, f.changes, nil, "its authors do %s of their work here: nobody owns it", percent(f.focus))
	}
	if share := ratio(f.packages, len(j.m.b.Packages)); share > 0.2 && !f.ownModule && len(j.m.b.Packages) >= 20 {
		add("most-of-it", share, len(j.m.b.Packages), nil, "it is %s of all packages: %s", percent(share), largePart(share))
	}
	out = append(out, j.drawerOf(s).evidence()...)
	if f.given > 20 {
		add("wide-surface", float64(f.given), 0, nil, "%s used from outside would have to be kept stable", english.Count(f.given, "exported name"))
	}
	return out
}

// largePart says what taking out a large share of the packages would be.
func largePart(share float64) string {
	if share > 0.5 {
		return "this is the repository, not a part of it"
	}
	return "that cuts the repository in two more than it takes a part out of it"
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
		for _, r := range j.m.fetched[i] {
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
	n := make([]int, len(b.Packages))
	for _, k := range b.Touched(set) {
		for _, p := range b.Touches[k].Packages {
			n[p]++
		}
	}
	for _, p := range set {
		n[p] = 0
	}
	best := 0
	for p, c := range n {
		if c > n[best] {
			best = p
		}
	}
	if len(n) == 0 || n[best] == 0 {
		return "", 0
	}
	return b.Packages[best], n[best]
}
