package split

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"seam/analyze/pieces"
	"seam/analyze/profile"
	"seam/analyze/reuse"
	"seam/analyze/surface"
	"seam/analyze/whatif"
)

const (
	tooFew   = 20  // changes below which a share is no evidence
	small    = 200 // lines below which a part is too small to be worth a release of its own
	barely   = 5   // changes below which nothing can be said at all
	maxIDs   = 10
	maxTypes = 3
)

// judge turns measured parts into candidates. It knows all parts, so that a value can
// be told beside the repository's median.
type judge struct {
	m        *measurer
	today    whatif.UnitGraph
	median   map[string]float64
	services map[string]bool // packages of programs that a manifest deploys
	typeOf   func(change int32) string
	types    map[string]int // type -> changes that touch source files
	reuse    *reuse.Result  // nil where no other repository was looked at

	pieces  map[string][]pieces.Piece // of packages that were looked into
	profile *profile.Profile
	surface *surface.History
}

func newJudge(m *measurer, all []scored, in Context) *judge {
	j := &judge{m: m, today: m.b.Today(), median: map[string]float64{}, services: in.Deployed, typeOf: in.TypeOf, types: map[string]int{}, reuse: in.Reuse, pieces: in.Pieces, profile: in.Profile, surface: in.Surface}
	for _, t := range m.b.Touches {
		j.types[in.TypeOf(t.Change)]++
	}
	share := make([]float64, 0, len(all))
	for _, s := range all {
		if s.features.changes >= tooFew {
			share = append(share, ratio(s.features.alone, s.features.changes))
		}
	}
	j.median["alone"] = median(share)
	return j
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[len(v)/2]
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func (j *judge) candidate(s scored) Candidate {
	b := j.m.b
	h := b.HistoryOf(s.set)
	c := Candidate{
		ID: "split:" + s.folder, Title: s.folder, Score: round1(s.points), Lines: s.features.lines, Terms: s.terms,
		Cut: b.CutOf(s.set, true), ByMonth: h.ByMonth, Near: []string{},
	}
	c.ChangeTypes = j.changeTypes(s.set)
	c.Cut.Changes, c.Cut.CrossingChanges, c.Cut.CrossingShare = h.Changes, h.Crossing, h.Share
	for _, p := range s.set {
		c.Packages = append(c.Packages, b.Packages[p])
	}
	for _, n := range s.near {
		c.Near = append(c.Near, "split:"+n)
	}
	after := b.Extracted([][]int32{s.set}, []string{s.folder})
	c.DiamondsCreated = after.Created(j.today)
	c.Cycles = whatif.CreatedCycles(after, j.today)
	c.Verdict, c.Reason = j.verdict(s, c, h)
	c.Calls = j.callsAcross(c.Packages)
	c.Releases = j.releasesOf(s)
	c.For, c.Against = j.pros(s, c), j.cons(s, c, h)
	overrule(&c)
	c.Next = next(c)
	return c
}

// changeTypes lists the types that most changes of a part have.
func (j *judge) changeTypes(set []int32) []TypeShare {
	touched := j.m.b.Touched(set)
	n := map[string]int{}
	for _, k := range touched {
		if t := j.typeOf(j.m.b.Touches[k].Change); t != "" {
			n[t]++
		}
	}
	out := []TypeShare{}
	for t, k := range n {
		out = append(out, TypeShare{t, k, ratio(k, len(touched)), ratio(k, j.types[t])})
	}
	slices.SortFunc(out, func(a, b TypeShare) int {
		return cmp.Or(cmp.Compare(b.Changes, a.Changes), cmp.Compare(a.Type, b.Type))
	})
	return out[:min(len(out), maxTypes)]
}

// verdict says what the part could become. Whether it is worth it is judged as a
// replay of the cut judges it; the kinds differ as the parts did that were really
// split out: modules took nothing and were used widely, services were programs that
// hardly anything imports.
func (j *judge) verdict(s scored, c Candidate, h whatif.History) (Verdict, string) {
	f := s.features
	users := count(f.importers, "package") + plural(f.importers, " imports it", " import it")
	outlook := whatif.Assess(h, c.Cycles)
	switch {
	case s.points < worthwhile:
		return Leave, fmt.Sprintf("parts below %d points were hardly ever split out", worthwhile)
	case outlook == whatif.TooLittle:
		return Leave, fmt.Sprintf("%s and %s are too little to judge", count(f.lines, "line"), count(f.changes, "change"))
	case outlook == whatif.Chatty:
		return Leave, fmt.Sprintf("%s of its changes also change other packages", percent(h.Share))
	case f.main && f.importers <= 1 && j.deployed(s):
		return Service, serviceReason(f)
	case f.importers == 0 && f.outside > 0:
		return Library, usedOnlyOutside(j.reuse, c.Packages)
	case f.importers == 0 && j.m.b.UsedElsewhere(s.set):
		return Leave, "it is imported on other platforms or with other tags only"
	case f.importers == 0:
		return Leave, "nothing imports it and nothing deploys it: there is no one to serve"
	case f.ownModule:
		return Library, fmt.Sprintf("it already is a module of its own and %s", users)
	case f.needs == 0 && f.importers > 8 && f.depth <= 2:
		return Module, fmt.Sprintf("it needs nothing of this repository and %s", users)
	case len(c.Cycles) > 0:
		return Library, fmt.Sprintf("once %s back into the repository %s cut", count(c.Cut.ImportsOut, "import"), plural(c.Cut.ImportsOut, "is", "are"))
	default:
		return Library, fmt.Sprintf("%s and it needs nothing that needs it", users)
	}
}

// tooling matches folders of programs that build or check the repository itself.
var tooling = regexp.MustCompile(`(?i)(^|[/_.-])(tools?|tooling|gen|generate|generators?|codegen|docgen|schemagen|release|build|ci|lint|dev)($|[/_.-])`)

// deployed reports whether a part holds a program that runs on its own: one that a
// manifest deploys, or, where the repository deploys nothing by manifest, any program
// that is no tool of the repository itself.
func (j *judge) deployed(s scored) bool {
	if len(j.services) == 0 {
		return !tooling.MatchString(s.folder)
	}
	return slices.ContainsFunc(s.set, func(p int32) bool { return j.services[j.m.b.Packages[p]] })
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func serviceReason(f features) string {
	who := "nothing imports it"
	if f.importers == 1 {
		who = "one package imports it"
	}
	return who + " and it runs on its own"
}

// next is the one step that brings a split nearer, or that saves the work.
func next(c Candidate) string {
	switch {
	case c.Verdict == Leave:
		return "leave it; look again when the evidence against is gone"
	case len(c.Cycles) > 0 && len(c.Cut.Out) > 0:
		e := cheapest(c.Cut.Out)
		return fmt.Sprintf("cut %s -> %s first (%s)", e.From, e.To, place(e))
	case slices.ContainsFunc(c.For, func(e Evidence) bool { return e.Code == "own-module" }):
		return fmt.Sprintf("the open question is a repository of its own: require a tagged release of %s instead of replacing it by a folder, and see what breaks", c.Title)
	case c.Verdict == Service:
		return fmt.Sprintf("replay the cut: seam whatif --extract %s", c.Title)
	default:
		return fmt.Sprintf("give %s its own go.mod and run its tests alone", c.Title)
	}
}

// cheapest is the import with the fewest files, then the fewest symbols.
func cheapest(list []whatif.Import) whatif.Import {
	return slices.MinFunc(list, func(a, b whatif.Import) int {
		return cmp.Or(cmp.Compare(a.Files, b.Files), cmp.Compare(len(a.Symbols), len(b.Symbols)),
			cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
}

func place(e whatif.Import) string {
	if len(e.Sites) == 0 {
		return count(e.Files, "file")
	}
	return e.Sites[0].String()
}
