package split

import (
	"slices"
	"strings"
	"sync"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/portable"
	"seam/analyze/whatif"
)

// halfLife is the age at which a change counts half, in seconds.
const halfLife = 2 * 365.25 * 24 * 3600

// features are the measurements of one part.
type features struct {
	packages, lines, depth int
	places                 int // folders that a group of one name lies in; 0 for a folder
	main                   bool
	program                bool // it is built, or deployed, as a program; no command that an interpreter runs
	golang                 bool // all of it is Go
	ownModule              bool // consists of one or more whole modules
	island                 bool // all of it stands apart by its language

	given, taken     int // distinct names others use of it; distinct names it uses of others
	leaving, inside  int // file-to-package imports out of it, inside it
	importers        int // packages outside that import it
	outside          int // packages of other repositories that import one of it, counted a package
	outsideUsed      int // packages of it that other repositories import
	needs            int // packages outside that it imports
	drags            int // packages outside that it needs, directly and indirectly; of parts kept, see countDrags
	thirdParty, owns int // third-party repositories it uses; those nobody else uses

	past        // counted by units of change
	single past // counted by single commits
}

// past are the measurements of one part that come from history.
type past struct {
	changes, alone  int     // changes that touch it; of these, those that touch no other package
	weight, aloneW  float64 // the same with age weights
	along, expected float64 // other packages touched along; what their popularity explains
	focus           float64 // how much of all their work its authors do here
	authors         int
}

// measurer measures parts of one Base.
type measurer struct {
	b          *whatif.Base
	changes    *history.Changes
	single     *measurer          // of the past alone, of the same packages and single commits; nil where changes are that
	packages   []imports.Package  // by Base index
	lines      map[string]int     // of all packages, by language
	author     []int32            // by touch
	weight     []float64          // by touch
	authorAll  []float64          // by author: weight of all their touches
	work       float64            // weight of all touches
	rooms      sync.Pool          // of *room, empty: see measure
	touchTotal float64            // weighted touches of all packages
	touchOf    []float64          // by package
	fetched    [][]string         // by package: its third parties, folded to repositories, sorted
	users      map[string][]int32 // packages by one of these
	outside    []int              // by package: packages of other repositories that import it
	islands    []bool             // by package: it stands apart by its language
	suites     []suite
	common     map[string]string // see commonFolders
	deployed   map[string]bool   // packages of programs that a manifest deploys
}

// newMeasurer indexes a Base for measuring. identity maps a person to a number that
// all names of one human share.
func newMeasurer(b *whatif.Base, g *imports.Graph, c *history.Changes, identity func(person int32) int32) *measurer {
	m := newMeasurerOfPast(b, c, identity)
	m.users, m.lines = map[string][]int32{}, map[string]int{}
	m.packages = make([]imports.Package, len(b.Packages))
	for i, p := range b.Packages {
		pkg, _ := g.Find(p)
		m.packages[i] = *pkg
		m.lines[pkg.Language] += pkg.Lines
	}
	m.common = commonFolders(b.Packages)
	m.addTests(g)
	m.suites = m.suitesOf(g)
	m.islands = islands(b, m.packages, m.laidOut())
	m.rooms.New = func() any { return newRoom(len(b.Packages), len(c.People)) }
	for i, p := range m.packages {
		m.fetched = append(m.fetched, thirdPartyRepositories(p))
		for _, r := range m.fetched[i] {
			m.users[r] = append(m.users[r], int32(i))
		}
	}
	return m
}

// newMeasurerOfPast indexes a Base for measuring history alone.
func newMeasurerOfPast(b *whatif.Base, c *history.Changes, identity func(person int32) int32) *measurer {
	n := len(b.Touches)
	m := &measurer{
		b: b, changes: c, touchOf: make([]float64, len(b.Packages)),
		authorAll: make([]float64, len(c.People)), author: make([]int32, n), weight: make([]float64, n),
	}
	newest := c.Now()
	for k, t := range b.Touches {
		ch := c.List.At(int(t.Change))
		w := portable.Exp2(-max(0, float64(newest-ch.When())/halfLife))
		who := identity(ch.Author())
		m.author[k], m.weight[k] = who, w
		m.authorAll[who] += w
		m.work += w
		for _, p := range t.Packages {
			m.touchOf[p] += w
			m.touchTotal += w
		}
	}
	return m
}

// IsScript reports whether a language's programs are run by an interpreter. What its
// sources say of a program, the name of an interpreter or a question whether they are run
// themselves, makes it a command that people run: servers are started by others.
func IsScript(language string) bool {
	switch language {
	case "javascript", "typescript", "python", "ruby":
		return true
	}
	return false
}

func (m *measurer) isScript(p int32) bool { return IsScript(m.packages[p].Language) }

// program reports whether a package is built to a program or, where nothing is built,
// deployed as one.
func (m *measurer) program(p int32) bool {
	if m.isScript(p) {
		return m.deployed[m.b.Packages[p]]
	}
	return m.packages[p].Main
}

// addTests counts with a package the tests that lie in a folder of their own.
func (m *measurer) addTests(g *imports.Graph) {
	tested := g.Tested()
	for _, p := range g.Packages {
		if i, ok := m.b.Index(tested[p.Path]); ok {
			of := &m.packages[i]
			of.TestLines, of.TestFiles = of.TestLines+p.TestLines, slices.Concat(of.TestFiles, p.TestFiles)
		}
	}
}

// thirdPartyRepositories folds import paths to repositories, sorted.
func thirdPartyRepositories(p imports.Package) []string {
	var out []string
	for _, path := range p.ThirdParty {
		out = append(out, repositoryOf(path))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// repositoryOf cuts an import path to what is fetched as one: host/owner/name on
// code hosts, host/name elsewhere.
func repositoryOf(path string) string {
	parts := strings.Split(path, "/")
	n := 2
	switch parts[0] {
	case "github.com", "gitlab.com", "bitbucket.org":
		n = 3
	case "golang.org", "google.golang.org":
		if len(parts) > 1 && parts[1] == "x" {
			n = 3
		}
	}
	return strings.Join(parts[:min(n, len(parts))], "/")
}

// measure measures a part. It may be called from several goroutines.
func (m *measurer) measure(p part) features {
	room := m.rooms.Get().(*room)
	in := room.in
	for _, i := range p.set {
		in[i] = true
	}
	defer func() {
		for _, i := range p.set {
			in[i] = false
		}
		m.rooms.Put(room)
	}()
	f := features{packages: len(p.set), depth: m.depthOf(p), places: len(p.roots), golang: true}
	for _, i := range p.set {
		f.lines += m.packages[i].Lines
		f.main = f.main || m.packages[i].Main
		f.golang = f.golang && m.packages[i].Language == "go"
		f.program = f.program || m.program(i)
	}
	f.ownModule = m.b.WholeModules(p.set)
	f.island = !slices.ContainsFunc(p.set, func(i int32) bool { return !m.islands[i] })
	for _, i := range p.set {
		f.outside += m.outside[i]
		f.outsideUsed += min(1, m.outside[i])
	}
	m.imports(&f, p.set, in)
	m.thirdParty(&f, p.set, in)
	f.past = m.history(p.set, in, &room.work)
	f.single = f.past
	if m.single != nil {
		f.single = m.single.history(p.set, in, &room.work)
	}
	return f
}

func (m *measurer) imports(f *features, set []int32, in []bool) {
	importers, needs := map[int32]bool{}, map[int32]bool{}
	for _, i := range set {
		for _, e := range m.b.In[i] {
			if from := m.b.From[e]; !in[from] {
				importers[from] = true
			}
		}
		for _, e := range m.b.Out[i] {
			to := m.b.To[e]
			if in[to] {
				f.inside += m.b.Edges[e].Files
				continue
			}
			f.leaving += m.b.Edges[e].Files
			needs[to] = true
		}
	}
	cut := m.b.CountCut(set)
	f.given, f.taken, f.importers, f.needs = cut.APISymbols, cut.UsedSymbols, len(importers), len(needs)
}

func (m *measurer) thirdParty(f *features, set []int32, in []bool) {
	seen := map[string]bool{}
	for _, i := range set {
		for _, r := range m.fetched[i] {
			if seen[r] {
				continue
			}
			seen[r] = true
			f.thirdParty++
			if !slices.ContainsFunc(m.users[r], func(u int32) bool { return !in[u] }) {
				f.owns++
			}
		}
	}
}

func (m *measurer) history(set []int32, in []bool, work *work) (f past) {
	var own float64
	for _, i := range set {
		own += m.touchOf[i]
	}
	outside := 1.0
	if m.touchTotal > 0 {
		outside = 1 - own/m.touchTotal
	}
	for _, k := range m.b.Touched(set) {
		w, pkgs := m.weight[k], m.b.Touches[k].Packages
		others := 0
		for _, p := range pkgs {
			if !in[p] {
				others++
			}
		}
		f.changes++
		f.weight += w
		if others == 0 {
			f.alone++
			f.aloneW += w
		}
		f.along += float64(w * float64(others))
		f.expected += float64(w * float64(len(pkgs)-1) * outside)
		work.add(m.author[k], w)
	}
	f.authors = len(work.who)
	// Summed in order of author, since the order of floating point sums shows.
	slices.Sort(work.who)
	for _, a := range work.who {
		here := work.of[a]
		f.focus += here * here / m.authorAll[a]
	}
	work.clear()
	if f.weight == 0 {
		f.focus = 0
		return f
	}
	f.focus /= f.weight
	return f
}

// room is what one part is measured with, for the next to use again.
type room struct {
	in   []bool // by package: it is in the part
	work work
}

func newRoom(packages, people int) *room {
	return &room{in: make([]bool, packages), work: work{of: make([]float64, people), is: make([]bool, people)}}
}

// work sums how much of it authors do.
type work struct {
	of  []float64 // by author
	is  []bool    // by author: he is of who
	who []int32
}

func (w *work) add(author int32, weight float64) {
	if !w.is[author] {
		w.is[author], w.who = true, append(w.who, author)
	}
	w.of[author] += weight
}

func (w *work) clear() {
	for _, a := range w.who {
		w.of[a], w.is[a] = 0, false
	}
	w.who = w.who[:0]
}
