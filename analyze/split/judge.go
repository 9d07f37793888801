package split

import (
	"cmp"
	"fmt"
	"slices"

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
	m      *measurer
	today  whatif.UnitGraph
	median map[string]float64
	typeOf func(change int32) string
	types  map[string]int // type -> changes that touch source files
}

func newJudge(m *measurer, all []scored, typeOf func(change int32) string) *judge {
	j := &judge{m: m, today: m.b.Today(), median: map[string]float64{}, typeOf: typeOf, types: map[string]int{}}
	for _, t := range m.b.Touches {
		j.types[typeOf(t.Change)]++
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
	c.Cycles = newCycles(after.Cycles(), j.today.Cycles(), s.folder)
	c.Verdict, c.Reason = verdict(s, c)
	c.For, c.Against = j.pros(s, c), j.cons(s, c, h)
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

// newCycles keeps the cycles that the part takes part in and that today's modules do
// not have.
func newCycles(after, before [][]string, unit string) [][]string {
	out := [][]string{}
	for _, c := range after {
		known := slices.ContainsFunc(before, func(b []string) bool { return slices.Equal(b, c) })
		if !known && slices.Contains(c, unit) {
			out = append(out, c)
		}
	}
	return out
}

// verdict says what the part could become. The kinds differ as the parts did that
// were really split out: modules took nothing and were used widely, services were
// used by one place and had programs or third parties of their own.
func verdict(s scored, c Candidate) (Verdict, string) {
	f := s.features
	service := f.importers <= 1 && (f.main || f.owns > 0)
	users := count(f.importers, "package") + plural(f.importers, " imports it", " import it")
	switch {
	case s.points < worthwhile:
		return Leave, fmt.Sprintf("a score of %.1f: parts below %d were hardly ever split out", s.points, worthwhile)
	case f.changes < barely || f.lines < small && f.changes < tooFew:
		return Leave, fmt.Sprintf("%s and %s are too little to judge", count(f.lines, "line"), count(f.changes, "change"))
	case f.changes >= tooFew && c.Cut.CrossingShare > 0.75:
		return Leave, fmt.Sprintf("%s of its changes also change other packages", percent(c.Cut.CrossingShare))
	case service:
		return Service, serviceReason(f)
	case f.importers == 0:
		return Leave, "nothing imports it and it is no program: there is no one to serve"
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
	if f.main {
		return who + " and it builds to a program"
	}
	return fmt.Sprintf("%s and nobody else uses %s of its own", who, count(f.owns, "third-party module"))
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
		return fmt.Sprintf("tag a release of %s and require it by version; then it can move to a repository of its own", c.Title)
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
