package split

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/imports"
	"seam/analyze/whatif"
)

// Limits of a verdict. They are quantiles of 70 parts that really were split out (of 24
// repositories, the commit before): nine in ten had at least four changes; 36 had enough
// changes to take a share of, and nine in ten of those had at most 77 % of them cross;
// 19 in 20 had at most 28 imports back, of libraries and modules at most 12; 19 in 20
// libraries had at most 81 names that others used, while every fourth module had more
// than 122. What was not split is as chatty as what was: the median crossing share is no
// sign either way, so only its far end speaks.
const (
	barely    = 5    // fewer changes than this say nothing
	mostBack  = 30   // imports back above which hardly anything was split
	manyBack  = 12   // imports back from which a split is called costly
	wideNames = 80   // names used from outside above which a part is no library but a module
	mostCode  = 0.35 // share of the repository's lines above which no part was split out
	allCode   = 0.95 // share of the repository's lines above which nothing worth a name stands around a part
	atOnce    = 0.50 // crossing share above which both sides should stay in one repository
	hardly    = 0.05 // share of parts with such a score that were split, below which none is advised
)

// Of so many parts with fewer lines than enoughLines, among the first twenty of 154 lists, so
// many were split out next (docs/bench/verdicts.md).
const enoughLines, belowEnough, belowSplit = 500, 1019, 26

// verdict says what the part could become, and why. What nobody has changed for a year is
// left, whatever it could become, unless other repositories use it: of the parts that were
// split out and would have been advised all were worked on.
func (j *judge) verdict(s scored, c Candidate, k look) (Verdict, string) {
	v, why := j.advice(s, c, k)
	if _, generated := j.mostlyGenerated(s); v != Leave && !generated && s.features.outside == 0 && j.idle(s) {
		return Leave, fmt.Sprintf("nobody has changed it since %s: leaving it as it is costs nothing; were it worked on, it would be a %s: %s", month(j.lastChange(s)), v, why)
	}
	return v, why
}

// advice is the verdict on a part that is worked on. First what rules a split out, then
// what kind of split fits.
func (j *judge) advice(s scored, c Candidate, k look) (Verdict, string) {
	h := k.history
	if why, no := j.ruledOut(s, c, k); no {
		return Leave, why
	}
	if why, no := j.standsApart(s); no {
		return Leave, why
	}
	if why, no := j.runsAndEnds(s); no {
		return Leave, why
	}
	if why, no := j.released(s); no {
		return Leave, why
	}
	low, scoresLow := j.lowScore(s)
	if j.serves(s) && (!scoresLow || j.deployedByManifest(s) && ready(s, h)) {
		if why, no := j.assembles(s); no {
			return Leave, why
		}
		if h.Changes < whatif.Enough {
			return Leave, fmt.Sprintf("too early: only %s, and a service is advised from %d on", english.Count(h.Changes, "change"), whatif.Enough)
		}
		return Service, j.serviceReason(s)
	}
	if scoresLow {
		return Leave, low
	}
	if len(j.commands(s)) > 0 {
		return Module, fmt.Sprintf("it holds a command that people run, and %s: with a %s of its own it releases alone", j.hardlyUsed(s), j.ecosystem(s).Manifest) + soFew(h)
	}
	if why, no := j.noPart(s, c); no {
		return Leave, why
	}
	v, why := j.libraryOrModule(s, c, h)
	if n := len(k.back.imports); n > 0 && len(c.Cycles) > 0 {
		why += fmt.Sprintf(", once %s back into the repository %s cut", english.Count(n, "import"), english.Choose(n, "is", "are"))
	}
	if _, generated := j.mostlyGenerated(s); !generated {
		why += soFew(h)
	}
	return v, why
}

// noPart is why a part is left that no border of its own would serve.
func (j *judge) noPart(s scored, c Candidate) (why string, no bool) {
	if why, no = j.unused(s); no {
		return why, no
	}
	if why, no = j.bordered(s); no {
		return why, no
	}
	if why, no = j.headersAlone(s); no {
		return why, no
	}
	if why, no = tooSmall(s.features); no {
		return why, no
	}
	if why, no = j.keptInside(s); no {
		return why, no
	}
	if why, no = insideOf(s.features, c); no {
		return why, no
	}
	if why, no = j.shelf(s); no {
		return why, no
	}
	return j.insideModule(s)
}

// lowScore is why a part is left whose score says that hardly any like it was split: what
// keeps most points from it.
func (j *judge) lowScore(s scored) (why string, no bool) {
	b := calibrationOf(s.points)
	if ratio(b.Split, b.Parts) >= hardly {
		return "", false
	}
	if lacks := j.lacks(s, 2); len(lacks) > 0 {
		return "its score is too low, most of all since " + strings.Join(lacks, ", and "), true
	}
	return "its score is too low: " + b.Text, true
}

// ruledOut is why a part is left whatever it could become.
func (j *judge) ruledOut(s scored, c Candidate, k look) (why string, no bool) {
	f, h := s.features, k.history
	text, generated := j.mostlyGenerated(s)
	switch {
	case generated && (f.needs > 0 || f.importers == 0):
		return text + ", and it does not stand alone: what generates them decides", true
	case generated && !f.ownModule && j.modulesOf(s)[0] != ".":
		return fmt.Sprintf("%s, and it already leaves with %s", text, modulesInWords(j.modulesOf(s))), true
	case generated:
		return "", false
	case h.Changes < barely && j.idle(s):
		return fmt.Sprintf("too little to judge by: %s and %s, the last in %s", english.Count(f.lines, "line"), english.Count(f.changes, "change"), month(j.lastChange(s))), true
	case h.Changes < barely:
		return fmt.Sprintf("too early: %s and %s are too little to judge", english.Count(f.lines, "line"), english.Count(f.changes, "change")), true
	case j.tooEarly(s):
		return fmt.Sprintf("too early: it is younger than %d months, and its border may still move", youngDays/30), true
	case whatif.Assess(h, c.Cycles) == whatif.Chatty:
		return fmt.Sprintf("%s of its %s also change other packages", percent(h.Share), english.Count(h.Changes, "change")), true
	case f.ownModule && h.Changes >= whatif.Enough && h.Share > atOnce && !j.serves(s):
		return fmt.Sprintf("%s, and in a repository of its own %s of its %s would have been two", j.isModule(s), percent(h.Share), english.Count(h.Changes, "change")), true
	case j.centre(s) && j.shareOfLines(s) > allCode:
		return fmt.Sprintf("it is the repository itself, not a part of it: %s is here", j.codeHere(s)), true
	case j.centre(s):
		return fmt.Sprintf("it is the centre of the repository: %s is here and %s of its changes touch it; what could leave is what stands around it", j.codeHere(s), percent(ratio(f.changes, len(j.m.b.Touches)))), true
	case f.ownModule && f.given > wideNames && !j.serves(s):
		return fmt.Sprintf("%s, and %s of it are used: in a repository of its own each would be a promise; of the libraries that were split out, 19 in 20 had at most %d", j.isModule(s), english.Count(f.given, "name"), wideNames+1), true
	case len(k.back.imports) > mostBack && len(c.Cycles) > 0:
		return fmt.Sprintf("too costly: %s lead back into the repository; of the parts that were split out, 19 in 20 had fewer than %d", english.Count(len(k.back.imports), "import"), mostBack), true
	}
	return "", false
}

// centre reports whether a part is what the rest of the repository is there for: more of
// the code lies in it than in any part that was split out (35 %), and most changes touch
// it.
func (j *judge) centre(s scored) bool {
	return 2*s.features.changes > len(j.m.b.Touches) && s.features.changes >= tooFew && j.shareOfLines(s) > mostCode
}

// shareOfLines is a part's share of the code in its own languages: copies of a browser's
// libraries beside a server make the server no smaller a part of what it is.
func (j *judge) shareOfLines(s scored) float64 {
	all := 0
	for language := range j.languagesOf(s) {
		all += j.m.lines[language]
	}
	return ratio(s.features.lines, all)
}

func (j *judge) languagesOf(s scored) map[string]bool {
	out := map[string]bool{}
	for _, p := range s.set {
		out[j.m.packages[p].Language] = true
	}
	return out
}

// codeHere says how much of the code lies in a part, and of which where there is other.
func (j *judge) codeHere(s scored) string {
	own, share := j.languagesOf(s), percent(j.shareOfLines(s))
	if !slices.ContainsFunc(j.m.packages, func(p imports.Package) bool { return !own[p.Language] && p.Lines > 0 }) {
		return share + " of its code"
	}
	return share + " of the code in " + english.And(slices.Sorted(maps.Keys(own)))
}

// commands lists the packages of a part that hold programs which people run and no
// manifest deploys: in JavaScript and Python what begins with the name of an interpreter,
// or asks whether it is run itself. Servers are started by others there (node, gunicorn).
// A part that others than one package import is no command, whatever it holds, nor is one
// most of which is of another ecosystem.
func (j *judge) commands(s scored) []int32 {
	if j.productImporters(s) > 1 || j.deployedByManifest(s) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.set), func(p int32) bool {
		return !j.productMain(p) || !j.m.isScript(p) || tooling().MatchString(j.m.b.Packages[p]) || !j.speaksFor(p, s)
	})
}

// runsAndEnds is why a part is left all of whose programs are jobs: what they run is not
// served, and whoever deploys the rest runs them with it.
func (j *judge) runsAndEnds(s scored) (why string, no bool) {
	for _, p := range s.set {
		name := j.m.b.Packages[p]
		job := j.jobs[name]
		switch {
		case job != "":
			why = "what it runs is a job (" + job + "), which ends and serves nobody: it goes out with what it prepares"
		case j.services[name] || j.productMain(p) && !j.m.isScript(p):
			return "", false
		}
	}
	return why, why != "" && j.productImporters(s) <= 1
}

// released is why a command is left that has a manifest of its own already: nobody here
// waits for a release of it.
func (j *judge) released(s scored) (why string, no bool) {
	commands := j.commands(s)
	if len(commands) == 0 {
		return "", false
	}
	home := j.m.b.ModuleFolder(commands[0])
	if home == "." {
		return "", false
	}
	return fmt.Sprintf("it holds a command that people run, released with %s already, and %s: a repository of its own would serve nobody here", home, j.hardlyUsed(s)), true
}

// serves reports whether a part is a program that runs on its own. The score was fitted
// on parts that others import, so that it says less of these.
func (j *judge) serves(s scored) bool {
	return j.productImporters(s) <= 1 && j.deployed(s)
}

// hardlyUsed says who imports a program.
func (j *judge) hardlyUsed(s scored) string {
	switch {
	case s.features.importers == 0:
		return "nothing imports it"
	case j.productImporters(s) == 0:
		return supportingAlone
	default:
		return "one package alone imports it"
	}
}

// ready reports whether a program that a manifest deploys may be advised though its score is
// low: it is not too low, or the past speaks for it, and what speaks for it outweighs what
// speaks against it.
func ready(s scored, h whatif.History) bool {
	return s.points >= worthwhile || s.points > 0 && s.early && enough(h)
}

// enough reports whether the past alone may speak for a service whose score does not:
// there is enough of it, and most of it would have stayed on one side.
func enough(h whatif.History) bool {
	return h.Changes >= whatif.Enough && h.Share <= atOnce
}

func (j *judge) tooEarly(s scored) bool {
	_, cons := j.age(s)
	return slices.ContainsFunc(cons, func(e Evidence) bool { return e.Code == "too-early" })
}

// bordered is why a part is left that is a unit of its own already, unless other
// repositories use it: of 14 such parts of Go repositories that would have been advised none
// was split out next. Elsewhere every small package has a manifest, which says less; but a
// release of it serves nobody here where all who use it are of another ecosystem and take its
// files, as a server does those of its web interface.
func (j *judge) bordered(s scored) (why string, no bool) {
	if !s.features.ownModule || s.features.outside > 0 || !s.features.golang && j.usedByItsLike(s) {
		return "", false
	}
	return j.isModule(s) + ": its border is drawn, and a repository of its own would serve users elsewhere, of whom none is known", true
}

// usedByItsLike reports whether a package of a part's own ecosystem imports it from outside.
func (j *judge) usedByItsLike(s scored) bool {
	b := j.m.b
	for _, p := range s.set {
		for _, e := range b.In[p] {
			from := b.From[e]
			if _, inside := slices.BinarySearch(s.set, from); !inside && ecosystemOf(j.m.packages[from]) == ecosystemOf(j.m.packages[p]) {
				return true
			}
		}
	}
	return false
}

// tooSmall is why a part is left that few lines make up.
func tooSmall(f features) (why string, no bool) {
	if f.lines >= enoughLines || f.outside > 0 {
		return "", false
	}
	return fmt.Sprintf("too small for releases of its own: %s; of %s parts below %d lines that stood first in their lists %d were split out next",
		english.Count(f.lines, "line"), english.Number(belowEnough), enoughLines, belowSplit), true
}

// keptInside is why a part is left that its owners keep inside: a folder called internal is
// theirs alone, as the go command sees to. Where most of a repository lies in such folders,
// the word says nothing.
func (j *judge) keptInside(s scored) (why string, no bool) {
	if s.features.outside > 0 || !s.features.golang || slices.ContainsFunc(s.folders(), func(f string) bool { return !isInternal(f) }) {
		return "", false
	}
	n := 0
	for _, p := range j.m.b.Packages {
		n += one(isInternal(p))
	}
	if 2*n >= len(j.m.b.Packages) {
		return "", false
	}
	return "its owners keep it inside: its path holds \"internal\", as that of only " + outOf(n, len(j.m.b.Packages), "package", "does", "do"), true
}

// insideOf is why a part is left that is the inside of its one user: it needs packages that
// stay, too, so that what is split out would serve nobody else and still come back for them.
func insideOf(f features, c Candidate) (why string, no bool) {
	if f.importers != 1 || f.needs == 0 || f.outside > 0 || len(c.Cut.In) == 0 {
		return "", false
	}
	return fmt.Sprintf("it is the inside of %s, the only package that imports it, and it needs %s of this repository itself", english.Place(c.Cut.In[0].From), english.Count(f.needs, "package")), true
}

// headersAlone is why a part of C or C++ is left in which nothing is implemented, unless a
// build makes it a project: it is the face of code that stands elsewhere.
func (j *judge) headersAlone(s scored) (why string, no bool) {
	for _, i := range s.set {
		p := &j.m.packages[i]
		if p.Language != "c" && p.Language != "c++" || len(p.Exported) < len(p.Files) { // exported are the headers
			return "", false
		}
	}
	return "it holds headers alone: what implements them lies elsewhere, and they leave together", !s.features.ownModule
}

// insideModule is why a part is left that serves only the module around it, where nothing
// imports that: an application with a manifest of its own, which needs no second one for
// its inside. Where a module is most of the repository, its parts are what could leave.
func (j *judge) insideModule(s scored) (why string, no bool) {
	f, b := s.features, j.m.b
	homes := j.modulesOf(s)
	if f.ownModule || f.importers == 0 || f.outside > 0 || len(homes) > 1 || homes[0] == "." || b.Manifest(s.set[0]) == "" {
		return "", false
	}
	all := b.InModule(homes[0])
	if 2*len(all) > len(b.Packages) {
		return "", false
	}
	for _, p := range all {
		for _, e := range b.In[p] {
			if b.ModuleFolder(b.From[e]) != homes[0] {
				return "", false
			}
		}
	}
	return fmt.Sprintf("it is the inside of %s, which has a manifest of its own already and which nothing else imports: a second one in it would serve nobody", homes[0]), true
}

// standsApart is why a part is left that nothing ties to the rest any more.
func (j *judge) standsApart(s scored) (why string, no bool) {
	f := s.features
	if !f.ownModule || f.importers > 0 || f.needs > 0 || f.outside > 0 {
		return "", false
	}
	is := strings.Replace(j.isModule(s), " already", "", 1)
	return "it stands apart already: " + is + ", nothing here imports it, and it needs nothing here", true
}

// isModule says that a part of whole modules is one, or how many.
func (j *judge) isModule(s scored) string {
	n := len(j.modulesOf(s))
	if n == 1 {
		return "it already is a " + j.ecosystem(s).Unit + " of its own"
	}
	unit := j.unitOf(s.set[0])
	for _, p := range s.set {
		if j.unitOf(p) != unit {
			unit = "unit"
		}
	}
	return fmt.Sprintf("it already is %d %ss", n, unit)
}

// modulesOf lists the folders of the modules that hold a part's packages, sorted.
func (j *judge) modulesOf(s scored) []string {
	var out []string
	for _, p := range s.set {
		out = append(out, j.m.b.ModuleFolder(p))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func modulesInWords(folders []string) string {
	if len(folders) == 1 && strings.HasPrefix(folders[0], "..") {
		return "the module around the analysed folder"
	}
	if len(folders) == 1 {
		return "the module " + folders[0]
	}
	return fmt.Sprintf("the %d modules that hold it (%s)", len(folders), english.Some(folders, 2))
}

// mostNeeded is the share of the other packages of its languages that a program needs, from
// which on it is what puts the rest together.
const mostNeeded = 0.5

// assembles is why a program is left that needs most of the repository: it is what the
// rest is put together in, and apart it would follow each of their releases.
func (j *judge) assembles(s scored) (why string, no bool) {
	languages, others := j.languagesOf(s), 0
	for p, name := range j.m.b.Packages {
		if _, inside := slices.BinarySearch(s.set, int32(p)); !inside && languages[j.m.packages[p].Language] && !IsSupporting(name) {
			others++
		}
	}
	if others < tooFew || ratio(s.features.drags, others) < mostNeeded {
		return "", false
	}
	return fmt.Sprintf("it is what the rest is put together in: it needs %d of the %d other packages in %s, directly or through others, and apart it would follow the releases of all of them",
		min(s.features.drags, others), others, english.And(slices.Sorted(maps.Keys(languages)))), true
}

const supportingAlone = "only tests, examples or tools of this repository import it"

// unused is why a part that nothing of the product in this repository imports is left.
func (j *judge) unused(s scored) (why string, no bool) {
	f := s.features
	switch {
	case f.outside > 0:
		return "", false
	case f.importers > 0 && j.productImporters(s) == 0 && !slices.ContainsFunc(s.set, j.productMain): // programs are for whoever runs them
		return supportingAlone + ": a border of its own would serve nobody here", true
	case f.importers > 0:
		return "", false
	case j.m.b.UsedElsewhere(s.set):
		return "it is imported on other platforms or with other tags only", true
	default:
		return "nothing here imports it and no manifest here deploys it: a border of its own would serve nobody here", true
	}
}

// productImporters counts the packages that import a part, but for tests, examples and tools.
func (j *judge) productImporters(s scored) int {
	from := map[int32]bool{}
	for _, p := range s.set {
		for _, e := range j.m.b.In[p] {
			i := j.m.b.From[e]
			if _, inside := slices.BinarySearch(s.set, i); !inside && !IsSupporting(j.m.b.Packages[i]) {
				from[i] = true
			}
		}
	}
	return len(from)
}

// libraryOrModule chooses between a repository of its own and a module in this one. A
// module keeps a change that crosses in one pull request, so it fits where many do, or
// where the API is wide.
func (j *judge) libraryOrModule(s scored, c Candidate, h whatif.History) (Verdict, string) {
	f := s.features
	users := english.Count(f.importers, "package") + english.Choose(f.importers, " imports it", " import it")
	text, generated := j.mostlyGenerated(s)
	switch {
	case f.importers == 0:
		return Library, usedOnlyOutside(j.reuse, c.Packages)
	case f.ownModule:
		return Library, fmt.Sprintf("%s and %s", j.isModule(s), users)
	case generated:
		return Module, fmt.Sprintf("%s, it needs nothing of this repository and %s: with a version of its own, others can use it without the rest", text, users)
	case h.Share > atOnce:
		return Module, fmt.Sprintf("%s, and %s of its %s crossed: in one repository each stays one pull request", users, percent(h.Share), english.Count(h.Changes, "change"))
	case f.given > wideNames:
		return Module, fmt.Sprintf("%s, and %s of it are used: in one repository its users move along with it", users, english.Count(f.given, "name"))
	default:
		return Library, users + " and most of its changes stay inside"
	}
}

// soFew warns that a verdict rests on few changes; "" where they are enough.
func soFew(h whatif.History) string {
	if h.Changes >= whatif.Enough {
		return ""
	}
	return fmt.Sprintf("; only %s, too few to say how it changes, so look again later", english.Count(h.Changes, "change"))
}

// serviceReason says what makes a part a service. Where no manifest deploys anything, a
// program may as well be a command that people run.
func (j *judge) serviceReason(s scored) string {
	who := j.hardlyUsed(s)
	if len(j.services) == 0 {
		return who + ", and it builds to a program; nothing here says whether that is deployed or a command"
	}
	return who + ", and it is deployed as a program of its own already: the question is a " + j.ecosystem(s).Unit + " or a repository of its own"
}
