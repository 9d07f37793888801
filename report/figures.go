package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"seam/analyze/diamonds"
	"seam/analyze/split"
	"seam/analyze/whatif"
	"seam/graph"
	"seam/report/model"
	"seam/report/picture"
)

// figure is a picture on the page, beside tables with the same facts.
type figure struct {
	Caption string
	Draw    interface{ SVG() template.HTML }
	Legend  []key
	Hint    string // what a click on a box shows, "" for nothing; the script shows it
}

// SVG draws the picture, when the page holds it: most candidates have no room there.
func (f figure) SVG() template.HTML {
	return template.HTML(visible(string(f.Draw.SVG()))) // a picture has no line breaks of its own
}

// key is one entry of a legend: a class of the page's style and what it means.
type key struct{ Class, Means string }

// usedKeys are the entries of a legend that a picture has boxes of.
func usedKeys(g picture.Graph, keys ...key) []key {
	return slices.DeleteFunc(keys, func(k key) bool {
		return !slices.ContainsFunc(g.Boxes, func(b picture.Box) bool { return string(b.Class) == k.Class })
	})
}

// mapSection shows how the parts of the repository depend on one another: candidates
// that stand apart, and areas for the rest. Cycles are one box, and what other arrows
// imply is left out.
func mapSection(r *model.Report) []section {
	m := newMap(r)
	if m == nil {
		return nil
	}
	return one(m.section())
}

// partMap is the quotient of the packages by candidates and areas.
type partMap struct {
	names   []string       // sorted
	of      map[string]int // package -> part
	size    []int          // packages
	class   []picture.Class
	link    []string
	imports map[[2]int]int // package imports between two parts
	graph   *graph.Graph
}

const mostParts = 40

func newMap(r *model.Report) *partMap {
	if len(r.Packages) < 2 {
		return nil
	}
	title := map[string]string{}
	class, link := map[string]picture.Class{}, map[string]string{}
	taken := map[string]bool{}
	n := 0
	for _, c := range splittable(r.Candidates) {
		if n == mostDrawn || slices.ContainsFunc(c.Packages, func(p string) bool { return taken[p] }) {
			continue
		}
		n++
		for _, p := range c.Packages {
			taken[p], title[p] = true, c.Title
		}
		class[c.Title], link[c.Title] = picture.Class(c.Verdict), anchor(c.ID)
	}
	for _, p := range r.Packages {
		if title[p.Path] == "" {
			title[p.Path] = restOf(p.Area, link)
		}
	}
	m := &partMap{of: map[string]int{}, imports: map[[2]int]int{}}
	for _, t := range title {
		m.names = append(m.names, t)
	}
	slices.Sort(m.names)
	m.names = slices.Compact(m.names)
	if len(m.names) < 2 || len(m.names) > mostParts {
		return nil
	}
	m.size, m.class, m.link = make([]int, len(m.names)), make([]picture.Class, len(m.names)), make([]string, len(m.names))
	for i, name := range m.names {
		m.class[i], m.link[i] = class[name], link[name]
	}
	for _, p := range r.Packages {
		i, _ := slices.BinarySearch(m.names, title[p.Path])
		m.of[p.Path] = i
		m.size[i]++
	}
	for _, p := range r.Packages {
		for _, q := range p.Imports {
			if to, ok := m.of[q]; ok && to != m.of[p.Path] {
				m.imports[[2]int{m.of[p.Path], to}]++
			}
		}
	}
	m.graph = graph.New(m.names, func(yield func(graph.Edge) bool) {
		for e := range m.imports {
			if !yield(graph.Edge{From: m.names[e[0]], To: m.names[e[1]]}) {
				return
			}
		}
	})
	return m
}

// restOf names what is left of an area once candidates stand apart: "the rest" only
// where a candidate has the area's own name.
func restOf(area string, candidates map[string]string) string {
	switch {
	case area == "":
		return "in no area"
	case candidates[area] != "":
		return "rest of " + place(area)
	}
	return place(area)
}

func (m *partMap) section() section {
	s := section{ID: "map", Title: "How the parts depend on one another"}
	drawn, tangles := m.picture()
	s.Lead = fmt.Sprintf("%s: candidates to split stand apart, the rest by area. Arrows lead to what is needed.", plural(len(m.names), "part", "parts"))
	for _, t := range tangles {
		if inside := slices.DeleteFunc(slices.Clone(t), func(name string) bool { i, _ := slices.BinarySearch(m.names, name); return m.class[i] == "" }); len(inside) > 0 {
			s.Notes = append(s.Notes, fmt.Sprintf("%s to split and the red box need one another: the imports that lead back must go first, see the candidate.", few(inside, 4)))
		}
		s.Notes = append(s.Notes, fmt.Sprintf("%s need one another and are drawn as one box.", few(t, 6)))
	}
	s.Notes = append(s.Notes, fmt.Sprintf("%s of %s between parts are drawn; the others follow from these.", count(len(drawn.Arrows)), plural(m.graph.NumEdges(), "dependency", "dependencies")))
	s.Figures = []figure{{Caption: "Parts of the repository, users above what they use", Draw: drawn,
		Legend: usedKeys(drawn, key{"library", "library"}, key{"service", "service"}, key{"module", "module"}, key{"tangle", "need one another"})}}
	s.Tables = []table{m.table()}
	return s
}

func (m *partMap) table() table {
	t := table{Caption: "Every dependency between two parts, most imports first", Fine: true,
		Columns: []column{{Title: "From", Kind: ident}, {Title: "To", Kind: ident}, {Title: "Package imports", Kind: number}, {Title: "Back", Kind: number}}}
	var edges [][2]int
	for e := range m.imports {
		edges = append(edges, e)
	}
	slices.SortFunc(edges, func(a, b [2]int) int {
		return cmp.Or(cmp.Compare(m.imports[b], m.imports[a]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	for _, e := range edges {
		t.Rows = append(t.Rows, cells(m.names[e[0]], m.names[e[1]], count(m.imports[e]), count(m.imports[[2]int{e[1], e[0]}])))
	}
	return t
}

// picture folds cycles and leaves out what other arrows imply.
func (m *partMap) picture() (picture.Graph, [][]string) {
	comps := graph.SCCs(m.graph)
	slices.SortFunc(comps, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	box := make([]int, m.graph.Len())
	g := picture.Graph{Title: "How the parts depend on one another"}
	var tangles [][]string
	names := make([]string, len(comps))
	for k, c := range comps {
		packages := 0
		for _, i := range c {
			box[i] = k
			packages += m.size[i]
		}
		names[k] = fmt.Sprintf("%06d", k) // sorted as k is
		if len(c) == 1 {
			g.Boxes = append(g.Boxes, picture.Box{Lines: []string{m.names[c[0]], plural(packages, "package", "packages")}, Class: m.class[c[0]], Link: m.link[c[0]]})
			continue
		}
		tangles = append(tangles, m.graph.Names(c))
		b := picture.Box{Class: "tangle", Says: fmt.Sprintf("%s need one another", few(m.graph.Names(c), 20))}
		for i, n := range m.graph.Names(c) {
			if i == 5 && len(c) > 6 {
				b.Lines = append(b.Lines, fmt.Sprintf("and %d more", len(c)-i))
				break
			}
			b.Lines = append(b.Lines, n)
		}
		b.Lines = append(b.Lines, plural(packages, "package", "packages"))
		g.Boxes = append(g.Boxes, b)
	}
	weight := map[[2]int]int{}
	for e, n := range m.imports {
		weight[[2]int{box[e[0]], box[e[1]]}] += n
	}
	for i, j := range graph.Reduced(m.graph.Quotient(box, names)).Edges() {
		n := weight[[2]int{i, j}]
		g.Arrows = append(g.Arrows, picture.Arrow{From: i, To: j, Label: count(n), Says: fmt.Sprintf("%s → %s: %s", g.Boxes[i].Lines[0], g.Boxes[j].Lines[0], plural(n, "package import", "package imports"))})
	}
	g.Text = fmt.Sprintf("%s, %s.", plural(len(g.Boxes), "box", "boxes"), plural(len(g.Arrows), "arrow", "arrows"))
	return g, tangles
}

// mostEgo bounds the neighbours in a candidate's picture.
const mostEgo = 12

// egoFigure is a candidate between those that import it and what it imports. The same
// imports stand in the tables of the cut.
func egoFigure(c split.Candidate) []figure {
	in, out := neighbours(c.Cut.In, func(i whatif.Import) string { return i.From }), neighbours(c.Cut.Out, func(i whatif.Import) string { return i.To })
	if len(in)+len(out) == 0 {
		return nil
	}
	both := map[string]bool{}
	for _, n := range in {
		both[n.name] = slices.ContainsFunc(out, func(o neighbour) bool { return o.name == n.name })
	}
	g := picture.Sides{Title: "What imports " + c.Title + ", and what it imports", Left: sideOf(in, both), Right: sideOf(out, both),
		Centre: picture.Box{Lines: []string{c.Title, plural(len(c.Packages), "package", "packages")}, Class: picture.Class(c.Verdict)},
		Text:   fmt.Sprintf("%s import it, it imports %s.", plural(len(in), "folder", "folders"), plural(len(out), "folder", "folders"))}
	var legend []key
	if slices.ContainsFunc(in, func(n neighbour) bool { return both[n.name] }) {
		legend = []key{{"cut", "on both sides: closes a cycle"}}
	}
	return []figure{{Caption: "Who imports it, at the left, and what it imports, with the number of package imports", Draw: g, Legend: legend}}
}

// sideOf are the boxes of neighbours; the last one stands for all that have no room.
func sideOf(list []neighbour, both map[string]bool) []picture.Side {
	var out []picture.Side
	for k, n := range list {
		if k == mostEgo-1 && len(list) > mostEgo {
			rest := 0
			for _, o := range list[k:] {
				rest += o.imports
			}
			return append(out, picture.Side{Box: picture.Box{Lines: []string{fmt.Sprintf("%d more", len(list)-k)}}, Label: count(rest)})
		}
		b := picture.Box{Lines: []string{n.name}}
		if both[n.name] {
			b.Class = "cut"
		}
		out = append(out, picture.Side{Box: b, Label: count(n.imports)})
	}
	return out
}

type neighbour struct {
	name    string
	imports int
}

// neighbours groups imports by package, most first.
func neighbours(list []whatif.Import, of func(whatif.Import) string) []neighbour {
	n := map[string]int{}
	for _, i := range list {
		n[of(i)]++
	}
	var out []neighbour
	for name, k := range n {
		out = append(out, neighbour{place(name), k})
	}
	slices.SortFunc(out, func(a, b neighbour) int {
		return cmp.Or(cmp.Compare(b.imports, a.imports), cmp.Compare(a.name, b.name))
	})
	return out
}

// diamondFigure draws the paths that ask for each version of a dependency.
func diamondFigure(d diamonds.Diamond) []figure {
	g := picture.Graph{Title: "Who asks for " + d.Dependency, Text: d.Message}
	at := map[string]int{}
	box := func(name string, class picture.Class) int {
		i, ok := at[name]
		if !ok {
			i = len(g.Boxes)
			at[name] = i
			g.Boxes = append(g.Boxes, picture.Box{Lines: []string{place(name)}, Class: class})
		}
		return i
	}
	for k, v := range d.Versions {
		if k == 4 {
			break
		}
		steps := v.Path
		if len(steps) < 2 && len(v.RequiredBy) > 0 {
			steps = []string{v.RequiredBy[0], d.Dependency}
		}
		if len(steps) < 2 || len(steps) > 8 {
			continue
		}
		from := -1
		for _, s := range steps[:len(steps)-1] {
			to := box(s, "")
			if from >= 0 && from != to {
				g.Arrows = append(g.Arrows, picture.Arrow{From: from, To: to})
			}
			from = to
		}
		class := picture.Class("cut")
		if v.Version == d.Selected {
			class = "library"
		}
		g.Boxes = append(g.Boxes, picture.Box{Lines: []string{d.Dependency, v.Version}, Class: class})
		g.Arrows = append(g.Arrows, picture.Arrow{From: from, To: len(g.Boxes) - 1, Class: "cut"})
	}
	g.Arrows = distinctArrows(g.Arrows)
	if len(g.Boxes) < 3 {
		return nil
	}
	return []figure{{Caption: "The shortest way to each version", Draw: g}}
}

func distinctArrows(list []picture.Arrow) []picture.Arrow {
	seen := map[[2]int]bool{}
	return slices.DeleteFunc(list, func(a picture.Arrow) bool {
		key := [2]int{a.From, a.To}
		was := seen[key]
		seen[key] = true
		return was
	})
}

// wavesFigure draws the services in the order of deployment: what goes first stands
// below what needs it. A cycle is one box.
func wavesFigure(d *model.Deploy) []figure {
	if len(d.Edges) == 0 || len(d.Waves) == 0 {
		return nil
	}
	box, class := map[string]int{}, map[string]string{}
	for _, s := range d.Services {
		class[s.Name] = string(s.Class)
	}
	g := picture.Graph{Title: "Deployment order"}
	for k, c := range d.Cycles {
		lines := slices.Clone(c)
		if len(lines) > 6 {
			lines = append(lines[:6:6], fmt.Sprintf("and %d more", len(c)-6))
		}
		g.Boxes = append(g.Boxes, picture.Box{Lines: lines, Class: "tangle", Says: few(c, 20) + " need one another"})
		for _, name := range c {
			box[name] = k
		}
	}
	g.Layers = make([]int, len(g.Boxes))
	for w, names := range d.Waves {
		layer := len(d.Waves) - 1 - w
		for _, name := range names {
			i, ok := box[name]
			if !ok {
				i = len(g.Boxes)
				box[name] = i
				g.Boxes = append(g.Boxes, picture.Box{Lines: []string{name}, Class: picture.Class(class[name]), ID: name})
				g.Layers = append(g.Layers, layer)
			}
			g.Layers[i] = layer
		}
		g.Names = append([]string{fmt.Sprintf("Wave %d", w+1)}, g.Names...)
	}
	if len(g.Boxes) > 2*mostNodes {
		return nil
	}
	for _, e := range d.Edges {
		from, ok1 := box[e.From]
		to, ok2 := box[e.To]
		if ok1 && ok2 && g.Layers[from] < g.Layers[to] {
			g.Arrows = append(g.Arrows, picture.Arrow{From: from, To: to, Class: picture.Class(e.Class), Says: fmt.Sprintf("%s → %s (%s)", e.From, e.To, e.Class)})
		}
	}
	g.Arrows = distinctArrows(g.Arrows)
	if len(g.Arrows) > 3*mostEdges {
		return nil
	}
	for name, i := range box {
		g.Boxes[i].Near = append(g.Boxes[i].Near, boxesOf(d.Rollback[name], box, i)...)
	}
	for i := range g.Boxes {
		slices.Sort(g.Boxes[i].Near)
		g.Boxes[i].Near = slices.Compact(g.Boxes[i].Near)
	}
	g.Text = fmt.Sprintf("%s; the lowest go first.", plural(len(d.Waves), "wave", "waves"))
	return []figure{{Caption: "Deployment order: the lowest wave goes first, arrows lead to what is needed", Draw: g,
		Hint:   "Click a unit to see what must go back with it when it is rolled back.",
		Legend: usedKeys(g, key{"data", "data store"}, key{"tangle", "need one another"})}}
}

// boxesOf are the boxes of units, but for one.
func boxesOf(units []string, box map[string]int, but int) []int {
	var out []int
	for _, u := range units {
		if i, ok := box[u]; ok && i != but {
			out = append(out, i)
		}
	}
	return out
}

// hotspotsSection shows where the work is: packages by changes, coloured by who does it.
func hotspotsSection(r *model.Report) []section {
	var leaves []picture.Bubble
	t := table{Caption: "Packages by changes", Fine: true,
		Columns: []column{{Title: "Package", Kind: ident}, {Title: "Changes", Kind: number}, {Title: "Lines", Kind: number}, {Title: "Team", Kind: word}}}
	colours := teamColours(r.Packages)
	list := slices.Clone(r.Packages)
	slices.SortStableFunc(list, func(a, b model.Package) int { return cmp.Compare(b.Changes, a.Changes) })
	total := 0
	for _, p := range list {
		if p.Changes == 0 {
			continue
		}
		total += p.Changes
		leaves = append(leaves, picture.Bubble{Path: p.Path, Size: float64(p.Changes), Class: colours[p.Team],
			Says: fmt.Sprintf("%s: %s, %s%s", place(p.Path), plural(p.Changes, "change", "changes"), plural(p.Lines, "line", "lines"), byTeam(p.Team))})
		t.Rows = append(t.Rows, cells(p.Path, count(p.Changes), count(p.Lines), p.Team))
	}
	if len(leaves) < 3 {
		return nil
	}
	b := picture.Bubbles{Title: "Where the work is", Leaves: fewBubbles(leaves), Text: fmt.Sprintf("The busiest packages are %s.", few(busiest(list), 3))}
	s := section{ID: "hotspots", Title: "Where the work is", Tables: []table{t},
		Lead:    fmt.Sprintf("Each circle is a package, its area how often it changed; folders enclose what they hold. Half of all changes to packages fall on %s.", plural(half(list, total), "package", "packages")),
		Figures: []figure{{Caption: "Packages by changes, within their folders", Draw: b, Legend: teamLegend(r.Packages, colours)}}}
	return one(s)
}

// mostBubbles bounds the circles of the picture: smaller ones nobody sees.
const mostBubbles = 500

// fewBubbles joins all but the largest circles, folder by folder, and sorts by path. They
// come largest first.
func fewBubbles(list []picture.Bubble) []picture.Bubble {
	out := slices.Clone(list[:min(mostBubbles, len(list))])
	size, n := map[string]float64{}, map[string]int{}
	for _, b := range list[len(out):] {
		folder := parent(b.Path)
		if n[folder]++; n[folder] == 1 {
			out = append(out, picture.Bubble{Path: folder})
		}
		size[folder] += b.Size
	}
	for i := range out {
		if b := &out[i]; i >= mostBubbles {
			b.Size, b.Says = size[b.Path], fmt.Sprintf("%s in %s: %s", plural(n[b.Path], "smaller package", "smaller packages"), place(b.Path), plural(int(size[b.Path]), "change", "changes"))
			b.Path += "/…"
		}
	}
	slices.SortStableFunc(out, func(a, b picture.Bubble) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// parent is the folder that a package is counted in with others: at most two levels deep.
func parent(p string) string {
	steps := strings.Split(p, "/")
	return cmp.Or(strings.Join(steps[:min(2, len(steps)-1)], "/"), ".")
}

// busiest names packages by changes.
func busiest(list []model.Package) []string {
	var out []string
	for _, p := range list[:min(3, len(list))] {
		out = append(out, place(p.Path))
	}
	return out
}

// half is how many packages, the busiest first, make half of the changes.
func half(list []model.Package, total int) int {
	sum := 0
	for i, p := range list {
		if sum += p.Changes; 2*sum >= total {
			return i + 1
		}
	}
	return len(list)
}

func byTeam(team string) string {
	if team == "" {
		return ""
	}
	return ", " + team
}

// mostTeams is how many teams have a colour of their own.
const mostTeams = 8

// teamColours gives the teams with most packages a colour.
func teamColours(list []model.Package) map[string]picture.Class {
	n := map[string]int{}
	for _, p := range list {
		if p.Team != "" {
			n[p.Team]++
		}
	}
	out := map[string]picture.Class{}
	for i, t := range mostFrequent(n) {
		if i == mostTeams {
			break
		}
		out[t] = picture.Class(fmt.Sprintf("team%d", i+1))
	}
	return out
}

func mostFrequent(n map[string]int) []string {
	var out []string
	for t := range n {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	return out
}

func teamLegend(list []model.Package, colours map[string]picture.Class) []key {
	var out []key
	n := map[string]int{}
	for _, p := range list {
		if colours[p.Team] != "" {
			n[p.Team]++
		}
	}
	for _, t := range mostFrequent(n) {
		out = append(out, key{string(colours[t]), t})
	}
	if len(out) > 0 {
		out = append(out, key{"noteam", "other or not known"})
	}
	return out
}

// matrixSection is the imports of all packages as a matrix; the script draws it.
func matrixSection(r *model.Report) []section {
	f := factsOf(r)
	if f == nil || len(f.Packages) < 2 {
		return nil
	}
	s := section{ID: "matrix", Title: "Dependency structure matrix", Canvas: true, Tables: againstTables(f),
		Lead: fmt.Sprintf("%s and %s, by area, what is needed first. A dot says that the package of its row imports that of its column; red ones lead against the order.",
			plural(len(f.Packages), "package", "packages"), plural(len(f.From), "import", "imports"))}
	if len(s.Tables) == 0 {
		s.Notes = []string{"No import leads against the order."}
	}
	return one(s)
}

// againstTables are the imports that lead against the order: by areas, and one by one.
func againstTables(f *pageFacts) []table {
	at := make([]int, len(f.Packages))
	for i, p := range f.Order {
		at[p] = i
	}
	all := table{Caption: "Imports against the order: what the red dots are", Folded: true,
		Columns: []column{{Title: "Package", Kind: ident}, {Title: "Imports", Kind: ident}}}
	n := map[[2]int]int{}
	for e := range f.From {
		if from, to := f.From[e], f.To[e]; at[to] > at[from] {
			n[[2]int{f.Group[from], f.Group[to]}]++
			all.Rows = append(all.Rows, cells(f.Packages[from], f.Packages[to]))
		}
	}
	var pairs [][2]int
	for p := range n {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b [2]int) int {
		return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	byArea := table{Caption: "Imports against the order, by area",
		Columns: []column{{Title: "From area", Kind: ident}, {Title: "To area", Kind: ident}, {Title: "Imports", Kind: number}}}
	for _, p := range pairs {
		byArea.Rows = append(byArea.Rows, cells(f.Groups[p[0]], f.Groups[p[1]], count(n[p])))
	}
	return filledTables(byArea, all)
}

// cutSection is the what-if of the page; it needs scripts.
func cutSection(r *model.Report) []section {
	if r.Facts == nil || len(r.Facts.Packages) < 2 || r.Whatif != nil {
		return nil
	}
	return one(section{ID: "cut", Title: "What if", Cut: true,
		Lead: "Take folders out of their module and see what follows: units, cycles, release waves, diamonds, and how many past changes would have crossed. The same as seam whatif --extract FOLDER[,FOLDER…]."})
}
