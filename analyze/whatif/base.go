package whatif

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"
	"time"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/graph"
)

// Input is the facts that cuts are measured with.
type Input struct {
	Imports *imports.Graph
	Changes *history.Changes
	// SourceOf names the package that a source file belongs to; ok is false for
	// files that are no source or lie in no package.
	SourceOf func(path string) (pkg string, ok bool)
	// TeamsOf names the declared teams of the people behind a change, each once; nil
	// where nothing declares any.
	TeamsOf func(history.Change) []string
	// OwnersOf names the declared teams that own a package by its path; nil where nothing
	// declares any.
	OwnersOf func(pkg string) []string
}

// Base is an Input made ready for many cuts. It is immutable and safe for several
// goroutines.
type Base struct {
	Graph     *graph.Graph   // default build, non-test; node i is Packages[i]
	Packages  []string       // sorted paths of packages that hold more than tests
	Touches   []Touch        // changes that touch a package, newest first
	months    []int          // by touch: its month, counted from the year 0
	Touching  [][]int32      // by package: indexes into Touches, ascending
	Edges     []imports.Edge // default build edges between Packages
	From, To  []int32        // by edge: its ends, indexes into Packages
	In, Out   [][]int32      // by package: indexes into Edges
	elsewhere []link         // edges that hold only on other platforms or tags
	members   []member       // every package: those of Packages in their order, then those of tests alone
	packageOf []int32        // by index into Input.Changes.Paths: the package, -1 for none
	inModule  map[string]int // by the folder of a module: how many of Packages are in it
	names     func() *names  // of edges
	modules   func() naming  // of members by the folders of their modules
	input     Input
}

// member is a package as a part of some unit.
type member struct {
	path      string
	module    string // folder of its module
	manifest  string // of its module; "" unknown
	elsewhere bool   // no default build holds it
	homeless  bool   // no module of its own language holds it, though the repository has modules
	generated bool   // all of its files are generated
	above     int32  // of a package of tests alone: the one that it tests, else the nearest one above it; -1 for none and for the others
}

// link is an edge by package index.
type link struct{ from, to int32 }

// Touch is one change as a set of packages.
type Touch struct {
	Packages []int32 // ascending, never empty
	Change   int32   // index into Input.Changes.List
}

// Prepare indexes an Input.
func Prepare(in Input) *Base {
	b := &Base{input: in, inModule: map[string]int{}}
	folder := in.Imports.ModuleFolders()
	manifest := map[string]string{} // by folder and name
	homes := map[string]bool{}      // by name and the manifest of its language
	for _, m := range in.Imports.Modules {
		manifest[m.Path+"\x00"+m.Name] = m.Manifest
		if m.Language != "protobuf" { // contracts are versioned with the code that is made from them
			homes[m.Name+"\x00"+imports.EcosystemOf(m.Language).Manifest] = true
		}
	}
	var tests []member
	for _, p := range in.Imports.Packages {
		m := member{path: p.Path, module: cmp.Or(folder[p.Path], "."), manifest: manifest[folder[p.Path]+"\x00"+p.Module], elsewhere: p.Elsewhere, generated: len(p.Files) > 0 && len(p.Generated) == len(p.Files), above: -1}
		if p.Language == "protobuf" && folder[p.Path] == "" {
			m.module = moduleAround(in.Imports.Modules, p.Path)
		}
		m.homeless = len(homes) > 0 && !homes[p.Module+"\x00"+imports.EcosystemOf(p.Language).Manifest]
		if p.TestOnly {
			tests = append(tests, m)
			continue
		}
		b.Packages, b.members = append(b.Packages, p.Path), append(b.members, m)
		b.inModule[m.module]++
	}
	tested := in.Imports.Tested()
	for _, m := range tests {
		if i, ok := b.Index(tested[m.path]); ok {
			m.above = i
		} else {
			m.above = b.above(m.path)
		}
		b.members = append(b.members, m)
	}
	b.modules = sync.OnceValue(func() naming {
		return namingOf(func(i int) string { return b.members[i].module }, len(b.members))
	})
	b.edges()
	b.names = sync.OnceValue(b.numberNames)
	b.packageOf = b.packagesOf(in.Changes.Paths)
	b.touches()
	return b
}

// With is a Base of the same imports and other changes.
func (b *Base) With(changes *history.Changes) *Base {
	other := *b
	other.input.Changes = changes
	if p, q := b.input.Changes.Paths, changes.Paths; len(p) != len(q) || len(p) > 0 && &p[0] != &q[0] {
		other.packageOf = b.packagesOf(q)
	}
	other.touches()
	return &other
}

// moduleAround is the folder of the innermost module that a folder lies in, whatever its
// language: contracts without a module of their own are released with the code beside them.
func moduleAround(modules []imports.Module, folder string) string {
	best := "."
	for _, m := range modules {
		if m.Path != "." && repo.Below(m.Path, folder) && (best == "." || len(m.Path) > len(best)) {
			best = m.Path
		}
	}
	return best
}

// Index finds a package by its path.
func (b *Base) Index(path string) (int32, bool) {
	i, ok := slices.BinarySearch(b.Packages, path)
	return int32(i), ok
}

func (b *Base) edges() {
	n := len(b.Packages)
	b.In, b.Out = make([][]int32, n), make([][]int32, n)
	for _, e := range b.input.Imports.Edges {
		from, ok1 := b.Index(e.From)
		to, ok2 := b.Index(e.To)
		if !ok1 || !ok2 || e.Kind == imports.Test {
			continue
		}
		if e.Constraint != "" {
			if e.Constraint != imports.Never {
				b.elsewhere = append(b.elsewhere, link{from, to})
			}
			continue
		}
		at := int32(len(b.Edges))
		b.Edges, b.From, b.To = append(b.Edges, e), append(b.From, from), append(b.To, to)
		b.Out[from] = append(b.Out[from], at)
		b.In[to] = append(b.In[to], at)
		b.members[to].elsewhere = false // the default build needs it, wherever it lies
	}
	b.Graph = graph.New(b.Packages, func(yield func(graph.Edge) bool) {
		for _, e := range b.Edges {
			if !yield(graph.Edge{From: e.From, To: e.To}) {
				return
			}
		}
	})
}

// packagesOf is the package of each path, -1 for none.
func (b *Base) packagesOf(paths []string) []int32 {
	of := make([]int32, len(paths))
	for i, p := range paths {
		of[i] = -1
		if name, ok := b.input.SourceOf(p); ok {
			if at, ok := b.Index(name); ok {
				of[i] = at
			}
		}
	}
	return of
}

func (b *Base) touches() {
	c, of := b.input.Changes, b.packageOf
	b.Touching = make([][]int32, len(b.Packages))
	touching, files := 0, 0
	for _, ch := range c.List.All() {
		n := 0
		for _, f := range ch.Files() {
			if of[f] >= 0 {
				n++
			}
		}
		files += n
		touching += min(n, 1)
	}
	room := make([]int32, 0, files) // for the packages of all touches
	b.Touches, b.months = make([]Touch, 0, touching), make([]int, 0, touching)
	for k, ch := range c.List.All() {
		from := len(room)
		for _, f := range ch.Files() {
			if of[f] >= 0 {
				room = append(room, of[f])
			}
		}
		set := room[from:]
		if len(set) == 0 {
			continue
		}
		slices.Sort(set)
		set = slices.Compact(set)
		room = room[:from+len(set)]
		set = set[:len(set):len(set)]
		when := time.Unix(ch.When(), 0).UTC()
		b.months = append(b.months, 12*when.Year()+int(when.Month()))
		for _, p := range set {
			b.Touching[p] = append(b.Touching[p], int32(len(b.Touches)))
		}
		b.Touches = append(b.Touches, Touch{Packages: set, Change: int32(k)})
	}
}

// changeOf is the change behind a touch.
func (b *Base) changeOf(t Touch) history.Change { return b.input.Changes.List.At(int(t.Change)) }

// Manifest is the manifest file of the module that a package belongs to; "" where none
// is known.
func (b *Base) Manifest(pkg int32) string { return b.members[pkg].manifest }

// ModuleFolder is the folder of the module that a package belongs to.
func (b *Base) ModuleFolder(pkg int32) string { return b.members[pkg].module }

// InModule lists the packages of the module in a folder, ascending.
func (b *Base) InModule(folder string) []int32 {
	var out []int32
	for i := range b.Packages {
		if b.members[i].module == folder {
			out = append(out, int32(i))
		}
	}
	return out
}

// UsedElsewhere reports whether a package outside a set imports it on other platforms
// or with other tags only.
func (b *Base) UsedElsewhere(set []int32) bool {
	in := b.mark(set)
	return slices.ContainsFunc(b.elsewhere, func(e link) bool { return in[e.to] && !in[e.from] })
}

// AllChanges is how many changes there are, those that touch no source file too.
func (b *Base) AllChanges() int { return b.input.Changes.List.Len() }

// Below lists the packages at or below a folder.
func (b *Base) Below(folder string) []int32 {
	var out []int32
	for i, p := range b.Packages {
		if repo.Below(folder, p) {
			out = append(out, int32(i))
		}
	}
	return out
}

// Touched lists the touches of a set of packages, ascending: newest first. It is not to be
// changed.
//
// A ranking asks this of every candidate: the lists are put together in a set of bits, which
// takes no sorting.
func (b *Base) Touched(set []int32) []int32 {
	if len(set) == 1 {
		return b.Touching[set[0]]
	}
	hit := make([]uint64, (len(b.Touches)+63)/64)
	n := 0
	for _, p := range set {
		for _, k := range b.Touching[p] {
			if bit := uint64(1) << (k % 64); hit[k/64]&bit == 0 {
				hit[k/64] |= bit
				n++
			}
		}
	}
	out := make([]int32, 0, n)
	for w, word := range hit {
		for ; word != 0; word &= word - 1 {
			out = append(out, int32(64*w+bits.TrailingZeros64(word)))
		}
	}
	return out
}

// mark marks a set over all packages.
func (b *Base) mark(set []int32) []bool {
	in := make([]bool, len(b.Packages))
	for _, p := range set {
		in[p] = true
	}
	return in
}

// InsideExamples names the newest changes of a set of packages that touch no others, at
// most n, by full commit id.
func (b *Base) InsideExamples(set []int32, n int) []string {
	in := b.mark(set)
	var out []string
	for _, k := range b.Touched(set) {
		if len(out) == n {
			break
		}
		if !slices.ContainsFunc(b.Touches[k].Packages, func(p int32) bool { return !in[p] }) {
			out = append(out, b.changeOf(b.Touches[k]).ID().String())
		}
	}
	return out
}
