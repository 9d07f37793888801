// Package split ranks the parts of a repository by how well they could stand on
// their own, with the evidence for and against each, and a verdict: library, service,
// module, or leave it as it is.
//
// A part is a folder with all packages below it, or a group: all folders that share a
// name, or, of C and C++, headers below include and the folder beside them that implements
// them. Its score is a sum of points from a short scorecard (see scorecard): what it
// gives and takes, whether it keeps to itself, whether it changes alone, whose work it
// is, and its size. History counts by single commits, half after two years. Parts are
// listed by score; every fifth place is for the part that looks most like a service (a
// program; in Go also what has third parties of its own), since services look unlike
// libraries, and one in ten, the eighth, for what stands apart
// by its language: in another ecosystem than most of the repository, and joined with it by
// no import, contract or embedded file. A part that is nearly the same as a better one
// is folded under it; where it is nearly all of a module, the module stands for both.
// Modules side by side of which none imports another are no part together, each is one;
// migrations of a schema, and the folders and layers that Rails and Laravel lay out, are none.
// Left whatever they score are parts that no border of their own would serve: one that has
// its border already, a folder that only holds what lies in it, the inside of one user, what
// its owners keep internal, a few hundred lines.
// At most two parts are advised at a time; what would be advised behind them can wait.
//
// Source: the points are fitted (make fit) to parts that really were split out later,
// against all other parts of their repositories. All of those repositories did split
// something, so a high score means "like parts that were split", not "will succeed".
// docs/bench/splits.md says how often that ranking was right, and where it was not.
//
// Where it misleads: imports and history know nothing of shared data, of run-time
// calls or of what the business wants. Parts too small or too young to have a history
// look alike. Tests, samples and tools are never suggested. The points were fitted to parts
// of Go repositories alone.
package split

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"seam/analyze/dossier"
	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/parallel"
	"seam/analyze/pieces"
	"seam/analyze/profile"
	"seam/analyze/reuse"
	"seam/analyze/surface"
	"seam/analyze/whatif"
)

// Input is the facts that Rank needs.
type Input struct {
	Base    *whatif.Base
	Imports *imports.Graph
	Changes *history.Changes
	// Commits is the same history with every commit a change and what generators write
	// left in, and CommitBase what it touches; both nil where Changes is that. The score
	// counts these: in hindsight they told parts that were split out from others better
	// than pull requests without generated files did.
	Commits    *history.Changes
	CommitBase *whatif.Base
	// Identity maps an index into Changes.People to a number that all names of one
	// human share; nil is the identity.
	Identity func(person int32) int32
	// Outside counts the packages of other repositories that import a package; nil where
	// none was looked at.
	Outside func(pkg string) int
	// Deployed holds the packages of programs that a manifest deploys.
	Deployed map[string]bool
}

// Context is what Judge judges a ranking by, beyond what the ranking was made from.
type Context struct {
	// TypeOf names the type of a change, an index into Changes.List; "" for none. nil
	// where changes have no types.
	TypeOf func(change int32) string
	// Deployed holds the packages of programs that a manifest deploys; empty where the
	// repository has no such manifests.
	Deployed map[string]bool
	// Jobs holds the packages of programs that run and end, each with what says so.
	Jobs  map[string]string
	Reuse *reuse.Result // what other repositories take; nil where none was looked at
	// Pieces is what the packages that were looked into fall into, by path.
	Pieces  map[string][]pieces.Piece
	Profile *profile.Profile // nil where none was given
	Surface *surface.History // how the exported names of some packages changed; nil where none was read
	Dossier *dossier.Dossier // what the files of the leading parts say; nil where none were read
}

// Result is the ranked candidates.
type Result struct {
	Candidates []Candidate
	Total      int    // parts looked at
	Verdict    string // one sentence for the whole repository
	Warnings   []finding.Warning
}

// nearDuplicate is the overlap from which a part is folded under a better one.
const nearDuplicate = 0.5

// worthwhile is the score below which seam advises nothing: such parts were hardly
// ever split.
const worthwhile = 6

// maxJudged is how many parts are judged, those that stand first: what is left when one is
// cut out takes time with all packages, so that judging all would with their square. A
// repository of 500 packages has some 300 parts.
const maxJudged = 2000

// Ranking is the parts in their order, before anything is said about them.
type Ranking struct {
	m        *measurer
	totals   totals
	all      []scored // every part measured, best first
	kept     []scored // without near-duplicates of better ones, maxJudged at most
	unjudged int      // how many stand behind these
}

// Rank measures every part, orders them and folds near-duplicates.
func Rank(in Input) *Ranking {
	if in.Identity == nil {
		in.Identity = func(p int32) int32 { return p }
	}
	m := newMeasurer(in.Base, in.Imports, in.Changes, in.Identity)
	m.countOutside(in.Outside)
	m.deployed = in.Deployed
	if in.CommitBase != nil {
		m.single = newMeasurerOfPast(in.CommitBase, in.Commits, in.Identity)
	}
	all, t := m.score(parts(in.Base))
	r := &Ranking{m: m, totals: t, all: all}
	r.keep(inPlaces(fold(m.parted(all)), t), maxJudged)
	m.countDrags(r.kept)
	r.explain()
	return r
}

// keep keeps the parts that stand first, and counts the others.
func (r *Ranking) keep(parts []scored, most int) {
	n := min(len(parts), most)
	r.kept, r.unjudged = parts[:n:n], len(parts)-n
}

// Leading lists the packages of the first n parts, each sorted. What takes reading
// their files is worth it for these.
func (r *Ranking) Leading(n int) [][]string {
	var out [][]string
	for _, k := range r.kept[:min(n, len(r.kept))] {
		set := make([]string, len(k.set))
		for i, p := range k.set {
			set[i] = r.m.b.Packages[p]
		}
		out = append(out, set)
	}
	return out
}

// Judge says of every part of a ranking what speaks for and against a split, and what
// could become of it.
func Judge(ranking *Ranking, in Context) Result {
	if in.TypeOf == nil {
		in.TypeOf = func(int32) string { return "" }
	}
	all, kept := ranking.all, ranking.kept
	r := Result{Total: len(all), Candidates: make([]Candidate, len(kept))}
	if n := ranking.unjudged; n > 0 {
		r.Warnings = append(r.Warnings, finding.Warning{Code: "parts-unjudged", Count: n,
			Message: fmt.Sprintf("%s with lower scores than the %s candidates %s not judged; seam whatif --extract FOLDER judges one", english.Count(n, "part"), english.Number(len(kept)), english.Choose(n, "was", "were"))})
	}
	j := newJudge(ranking.m, all, in)
	var stable []Stability
	var beside sync.WaitGroup
	beside.Go(func() { stable = stability(kept, ranking.totals) })
	parallel.Each(len(kept), func(i int) {
		c := j.candidate(kept[i])
		c.Rank, c.Calibration = i+1, calibrationOf(kept[i].points)
		r.Candidates[i] = c
	})
	beside.Wait()
	for i := range r.Candidates {
		r.Candidates[i].Stability = stable[i]
	}
	wait(r.Candidates, leaveNested(r.Candidates, kept))
	r.Candidates = sink(r.Candidates)
	r.Verdict = j.overall(r.Candidates)
	return r
}

// scored is a measured part.
type scored struct {
	part
	features features
	values   []float64 // by term
	reached  []float64 // by step of the scorecard: 0 to 1
	points   float64
	terms    []Term   // of the parts kept
	near     []string // folders of near-duplicates
	early    bool     // it stands here as a service, before its points' turn
}

func (m *measurer) score(parts []part) ([]scored, totals) {
	out := make([]scored, len(parts))
	parallel.Each(len(parts), func(i int) { out[i] = scored{part: parts[i], features: m.measure(parts[i])} })
	t := totalsOf(out, len(m.b.Packages))
	rate(out, t, weights())
	sortByPoints(out)
	return out, t
}

func totalsOf(parts []scored, packages int) totals {
	t := totals{packages: packages}
	var alone, weight float64
	for _, s := range parts {
		if s.roots == nil {
			alone += s.features.single.aloneW
			weight += s.features.single.weight
		}
	}
	if weight > 0 {
		t.alone = alone / weight
	}
	return t
}

// rate gives parts their points.
func rate(parts []scored, t totals, weights []float64) {
	for i := range parts {
		parts[i].values, parts[i].reached = evaluate(parts[i].features, t)
		parts[i].points = dot(weights, parts[i].reached)
	}
}

func sortByPoints(parts []scored) {
	slices.SortFunc(parts, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.points, a.points), cmp.Compare(b.features.outside, a.features.outside), strings.Compare(a.key(), b.key()))
	})
}

// fold drops every part that is nearly the same as a better one.
func fold(all []scored) []scored {
	holders := map[int32][]int{} // package -> kept parts that hold it
	hold := func(s scored, k int) {
		for _, p := range s.set {
			holders[p] = append(holders[p], k)
		}
	}
	var kept []scored
	for _, s := range all {
		if k := nearest(s, kept, holders); k >= 0 && !s.usedMore(kept[k]) {
			if !s.isModuleAround(kept[k]) {
				kept[k].near = append(kept[k].near, s.folder)
				continue
			}
			s.near = append(kept[k].near, kept[k].folder)
			kept[k] = s
			hold(s, k)
			continue
		}
		hold(s, len(kept))
		kept = append(kept, s)
	}
	sortByPoints(kept) // a module may have fewer points than what it stands for
	return kept
}

// nearlyAll is the overlap from which a folder of a module stands for the module.
const nearlyAll = 0.8

// isModuleAround reports whether a part is the module of which another is nearly all: the
// module is what people speak of, and what has a manifest.
func (s scored) isModuleAround(o scored) bool {
	return s.features.ownModule && !o.features.ownModule && len(s.set) > len(o.set) && nested(s.set, o.set) && overlap(s.set, o.set) >= nearlyAll
}

// nearest finds the best kept part that s nearly equals, -1 if none. Only parts that
// share a package with s are compared.
func nearest(s scored, kept []scored, holders map[int32][]int) int {
	tried := map[int]bool{}
	best := -1
	for _, p := range s.set {
		for _, k := range holders[p] {
			if !tried[k] {
				tried[k] = true
				if overlap(s.set, kept[k].set) >= nearDuplicate && (best < 0 || k < best) {
					best = k
				}
			}
		}
	}
	return best
}

// nested reports whether one of two sorted sets holds the other.
func nested(a, b []int32) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); !ok {
			return false
		}
	}
	return true
}

// overall is the verdict on the repository.
func (j *judge) overall(list []Candidate) string {
	n := map[Verdict]int{}
	for _, c := range list {
		n[c.Verdict]++
	}
	b := j.m.b
	all := b.AllChanges()
	switch worth := len(list) - n[Leave]; {
	case len(b.Packages) == 0:
		return "nothing to split: no package was found"
	case len(b.Touches) < tooFew && all >= muchHistory:
		return fmt.Sprintf("little code to split: of %s %s source files whose imports are read", english.Count(all, "change"), fewTouch(len(b.Touches))) + guess(worth)
	case len(b.Touches) < tooFew:
		return fmt.Sprintf("too early to say: %s source files whose imports are read", fewTouch(len(b.Touches))) + guess(worth)
	case len(b.Packages) < 8:
		return fmt.Sprintf("leave it as it is: %s are no monolith", english.Count(len(b.Packages), "package"))
	case worth == 0:
		return fmt.Sprintf("leave it as it is: none of %s stands apart enough", english.Count(len(list), "part"))
	default:
		return fmt.Sprintf("%s of %d could be split out (%s)%s; leave the rest",
			english.Count(worth, "part"), len(list), kinds(n), waiting(list))
	}
}

// waiting says how many parts would be split but can wait, "" if none.
func waiting(list []Candidate) string {
	n := 0
	for _, c := range list {
		n += one(c.After != nil)
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more can wait", n)
}

// fewTouch says that few changes touch something, or none.
func fewTouch(n int) string {
	if n == 0 {
		return "no change touches"
	}
	return "only " + english.Count(n, "change") + english.Choose(n, " touches", " touch")
}

// guess says how to read what is advised after all where history is short.
func guess(worth int) string {
	if worth == 0 {
		return ""
	}
	return fmt.Sprintf("; the %s to split %s guessed from imports and manifests", english.Count(worth, "part"), english.Choose(worth, "is", "are"))
}

func kinds(n map[Verdict]int) string {
	var words []string
	for _, k := range []struct {
		v          Verdict
		one, other string
	}{{Library, "library", "libraries"}, {Service, "service", "services"}, {Module, "module", "modules"}} {
		switch n[k.v] {
		case 0:
		case 1:
			words = append(words, "1 "+k.one)
		default:
			words = append(words, fmt.Sprintf("%d %s", n[k.v], k.other))
		}
	}
	return strings.Join(words, ", ")
}
