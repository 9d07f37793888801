package split

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"seam/analyze/dossier"
	"seam/analyze/english"
	"seam/analyze/imports"
	"seam/analyze/pieces"
	"seam/analyze/profile"
	"seam/analyze/regex"
	"seam/analyze/reuse"
	"seam/analyze/surface"
	"seam/analyze/whatif"
)

const (
	tooFew      = 20  // changes below which a share is no evidence
	muchHistory = 200 // changes from which few that touch code say that there is little of it, not that it is early
	small       = 200 // lines below which a part is too small to be worth a release of its own
	maxIDs      = 10
	maxTypes    = 3
)

// judge turns measured parts into candidates. It knows all parts, so that a value can
// be told beside the repository's median.
type judge struct {
	m        *measurer
	today    whatif.UnitGraph
	median   map[string]float64
	services map[string]bool   // packages of programs that a manifest deploys
	jobs     map[string]string // packages of programs that run and end: what says so
	typeOf   func(change int32) string
	types    map[string]int // type -> changes that touch source files
	reuse    *reuse.Result  // nil where no other repository was looked at

	pieces  map[string][]pieces.Piece // of packages that were looked into
	profile *profile.Profile
	surface *surface.History
	dossier *dossier.Dossier // nil where no files were read
}

func newJudge(m *measurer, all []scored, in Context) *judge {
	j := &judge{m: m, today: m.b.Today(), median: map[string]float64{}, services: in.Deployed, jobs: in.Jobs, typeOf: in.TypeOf, types: map[string]int{}, reuse: in.Reuse, pieces: in.Pieces, profile: in.Profile, surface: in.Surface, dossier: in.Dossier}
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
		ID: "split:" + s.folder, Title: s.folder, Folders: s.folders(), Score: round1(s.points), Lines: s.features.lines, Terms: s.terms,
		Cut: b.CutOf(s.set), ByMonth: h.ByMonth, Near: []string{},
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
	c.Calls = j.callsAcross(c.Packages)
	c.Deployed = j.deployedByManifest(s)
	c.Releases = j.releasesOf(s)
	k := look{history: h, file: j.dossier.Of(c.Packages), back: j.backOf(s, c, after), teams: j.coordinating(s.set)}
	c.Verdict, c.Reason = j.verdict(s, c, k)
	c.For, c.Against = j.weigh(s, c, k)
	c.Notes = j.notes(k)
	overrule(&c)
	c.Cost = j.cost(s, c, k.back, k.teams)
	c.Next = next(c, k.back, j.ecosystem(s))
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

// tooling matches folders of programs that build or check the repository itself.
var tooling = regex.New(`(?i)(^|[/_.-])(tools?|tooling|gen|generate|generators?|codegen|docgen|schemagen|release|build|ci|lint|dev)($|[/_.-])`)

// deployed reports whether a part holds a program that runs on its own: one that a
// manifest deploys, or, where the repository deploys nothing by manifest, any program
// that is no tool of the repository itself and of whose ecosystem most of the part is.
func (j *judge) deployed(s scored) bool {
	if len(j.services) > 0 {
		return j.deployedByManifest(s)
	}
	return slices.ContainsFunc(s.set, func(p int32) bool {
		return j.productMain(p) && !j.m.isScript(p) && !tooling().MatchString(j.m.b.Packages[p]) && j.speaksFor(p, s)
	})
}

// speaksFor reports whether at least half of a part is of the ecosystem of one of its
// packages: pages of a browser do not become a program by one that writes them anew.
func (j *judge) speaksFor(p int32, s scored) bool {
	lines, own := 0, ecosystemOf(j.m.packages[p])
	for _, q := range s.set {
		if ecosystemOf(j.m.packages[q]) == own {
			lines += j.m.packages[q].Lines
		}
	}
	return 2*lines >= s.features.lines
}

func (j *judge) deployedByManifest(s scored) bool {
	return slices.ContainsFunc(s.set, func(p int32) bool { return j.services[j.m.b.Packages[p]] && !IsSupporting(j.m.b.Packages[p]) })
}

// manyUsers is how many packages import one of the JVM's, where any class may be started,
// that is no program for it: a library's settings that print themselves.
const manyUsers = 5

// productMain reports whether a package builds to a program that is no test or sample:
// a library is no service for the example that shows it.
func (j *judge) productMain(p int32) bool {
	b, k := j.m.b, &j.m.packages[p]
	return k.Main && !IsSupporting(b.Packages[p]) && !(k.OnJVM() && len(b.In[p]) >= manyUsers)
}

// next is the one step that brings a split nearer, or that saves the work.
func next(c Candidate, b back, e imports.Ecosystem) string {
	switch {
	case c.Verdict == Leave:
		return "leave it; look again when the evidence against is gone"
	case len(c.Cycles) > 0 && len(b.imports) > 0:
		i := b.imports[0]
		return fmt.Sprintf("cut %s -> %s first (%s)", i.From, i.To, place(i))
	case c.Verdict == Service: // nobody requires a release of a program
		return fmt.Sprintf("replay the cut: seam whatif --extract %s", strings.Join(c.Folders, ","))
	case slices.ContainsFunc(c.For, func(e Evidence) bool { return e.Code == "own-module" }):
		return fmt.Sprintf("the open question is a repository of its own: require a %s release of %s instead of taking it from its folder, and see what breaks", released(e), c.Title)
	case len(c.Folders) > 1 && e.Names[0] != "cmake": // headers lie apart from what implements them
		return fmt.Sprintf("bring its %d folders together in one (%s), which can then have its own %s", len(c.Folders), english.Some(c.Folders, 3), e.Manifest)
	default:
		return fmt.Sprintf("give %s its own %s and run its tests alone", c.Title, e.Manifest)
	}
}

// released says what a release is called where others take a unit from its folder.
func released(e imports.Ecosystem) string {
	if e.Manifest == "go.mod" {
		return "tagged"
	}
	return "published"
}

// ecosystem is that of the language in which most lines of a part are written.
func (j *judge) ecosystem(s scored) imports.Ecosystem {
	lines := map[string]int{}
	for _, i := range s.set {
		lines[j.m.packages[i].Language] += j.m.packages[i].Lines
	}
	best := j.m.packages[s.set[0]].Language
	for _, l := range slices.Sorted(maps.Keys(lines)) {
		if lines[l] > lines[best] {
			best = l
		}
	}
	return imports.EcosystemOf(best).In(j.m.b.Manifest(s.set[0]))
}

// unitOf is what a package's module is called.
func (j *judge) unitOf(p int32) string {
	return imports.EcosystemOf(j.m.packages[p].Language).In(j.m.b.Manifest(p)).Unit
}

func place(e whatif.Import) string {
	if len(e.Sites) == 0 {
		return english.Count(e.Files, "file")
	}
	return e.Sites[0].String()
}
