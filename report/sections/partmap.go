package sections

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/graph"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/picture"
)

// mapSection shows how the parts of the repository depend on one another: candidates
// that stand apart, and areas for the rest. Cycles are one box, and what other arrows
// imply is left out.
func mapSection(r *model.Report) []doc.Section {
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
	mark    string // put behind the name of a part that is no area, inside a box of several
	link    []string
	imports map[[2]int]int // package imports between two parts
	graph   *graph.Graph
}

const mostParts = 40

// area is the class of a part that is no candidate.
const area picture.Class = "area"

func newMap(r *model.Report) *partMap {
	if len(r.Packages) < 2 {
		return nil
	}
	parts := divide(r, mostDrawn)
	m := &partMap{of: map[string]int{}, imports: map[[2]int]int{}, mark: " (candidate)"}
	for _, t := range parts.of {
		m.names = append(m.names, t)
	}
	slices.Sort(m.names)
	m.names = slices.Compact(m.names)
	if len(m.names) < 2 || len(m.names) > mostParts {
		return nil
	}
	m.size, m.class, m.link = make([]int, len(m.names)), make([]picture.Class, len(m.names)), make([]string, len(m.names))
	for i, name := range m.names {
		m.class[i], m.link[i] = parts.classOf(name), parts.link[name]
	}
	for _, p := range r.Packages {
		i, _ := slices.BinarySearch(m.names, parts.of[p.Path])
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
	m.index()
	return m
}

// division says which part each package belongs to: a candidate that seam would split, else
// what is left of its area.
type division struct {
	of    map[string]string // package -> name of its part
	class map[string]picture.Class
	link  map[string]string // of candidates
}

// divide lets at most so many candidates stand apart, best first; of two that share packages,
// the better one.
func divide(r *model.Report, most int) division {
	d := division{of: map[string]string{}, class: map[string]picture.Class{}, link: map[string]string{}}
	for _, c := range splittable(r.Candidates) {
		if len(d.link) == most || slices.ContainsFunc(c.Packages, func(p string) bool { return d.of[p] != "" }) {
			continue
		}
		for _, p := range c.Packages {
			d.of[p] = c.Title
		}
		d.class[c.Title], d.link[c.Title] = picture.Class(c.Verdict), doc.Anchor(c.ID)
	}
	for _, p := range r.Packages {
		if d.of[p.Path] == "" {
			d.of[p.Path] = restOf(p.Area, d.link)
		}
	}
	return d
}

// classOf is the colour of a part.
func (d division) classOf(part string) picture.Class { return cmp.Or(d.class[part], area) }

// index makes the graph of the imports.
func (m *partMap) index() {
	m.graph = graph.New(m.names, func(yield func(graph.Edge) bool) {
		for e := range m.imports {
			if !yield(graph.Edge{From: m.names[e[0]], To: m.names[e[1]]}) {
				return
			}
		}
	})
}

// restOf names what is left of an area once candidates stand apart: "the rest" only
// where a candidate has the area's own name.
func restOf(area string, candidates map[string]string) string {
	switch {
	case area == "":
		return "in no area"
	case candidates[area] != "":
		return "rest of " + phrase.Place(area)
	}
	return phrase.Place(area)
}

func (m *partMap) section() doc.Section {
	s := doc.Section{ID: "map", Title: "How the parts depend on one another"}
	drawn, tangles := m.picture()
	s.Lead = m.lead(drawn, tangles)
	for _, t := range tangles {
		text := fmt.Sprintf("Need one another, so they are one red box: %s.", phrase.Few(t, 8))
		if inside := m.candidatesOf(t); len(inside) > 0 {
			text += fmt.Sprintf(" To split %s, the imports that lead back must go first: see the candidate.", phrase.Few(inside, 4))
		}
		s.Notes = append(s.Notes, text)
	}
	legend := usedKeys(drawn, doc.Key{Class: "library", Means: "candidate: library"}, doc.Key{Class: "service", Means: "candidate: service"}, doc.Key{Class: "module", Means: "candidate: module"},
		doc.Key{Class: "tangle", Means: "parts that need one another"}, doc.Key{Class: "area", Means: "rest of the code, by area"})
	if len(drawn.Arrows) > 0 {
		legend = append(legend, doc.NumberKey("12 imports of packages"))
	}
	s.Figures = []doc.Figure{{Caption: "Parts of the repository, users above what they use", Draw: drawn,
		Read:   "An arrow leads from a part to one that it imports. What follows from two arrows has none of its own. A box without an arrow neither imports another part nor is imported; what tests import does not count.",
		Legend: legend}}
	for _, t := range tangles {
		if f, ok := m.tangle(m.graph.Indexes(t)); ok {
			if len(tangles) > 1 {
				f.Caption += " among " + phrase.Few(t, 2)
			}
			s.Figures = append(s.Figures, f)
		}
	}
	s.Tables = doc.FilledTables(m.table())
	s.Notes = append(s.Notes, restNote(m.names)...)
	return s
}

// restNote explains names of areas that end in "(rest)".
func restNote(names []string) []string {
	if !slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, "(rest)") }) {
		return nil
	}
	return []string{"“(rest)” is what lies in a folder outside those of its folders that are areas of their own."}
}

// lead says how many parts there are, and why the picture has fewer boxes and arrows.
func (m *partMap) lead(drawn picture.Graph, tangles [][]string) string {
	candidates := 0
	for _, c := range m.class {
		if c != area {
			candidates++
		}
	}
	lead := fmt.Sprintf("%s: %s to split, and the rest by area", phrase.Plural(len(m.names), "part", "parts"), phrase.Plural(candidates, "candidate", "candidates"))
	if len(tangles) > 0 {
		inside := 0
		for _, t := range tangles {
			inside += len(t)
		}
		lead += fmt.Sprintf(". They are %s, since %d need one another and share %s", phrase.Plural(len(drawn.Boxes), "box", "boxes"), inside, phrase.Plural(len(tangles), "red box", "red boxes"))
	}
	edges, arrows, inside := m.graph.NumEdges(), len(drawn.Arrows), m.inside(tangles)
	all := phrase.Plural(edges, "dependency", "dependencies")
	red := english.Choose(len(tangles), "inside the red box", "inside a red box")
	switch {
	case edges == 0:
		return lead + ". None imports another; calls over the network are no imports: seam deploy lists them."
	case edges == arrows:
		return lead + fmt.Sprintf(". %s between them.", all)
	case edges == inside:
		return lead + fmt.Sprintf(". Of %s all are %s.", all, red)
	}
	words := []string{phrase.Plural(arrows, "has an arrow", "have an arrow")}
	if inside > 0 {
		words = append(words, phrase.Plural(inside, "is", "are")+" "+red)
	}
	if edges > arrows+inside {
		words = append(words, "the others follow from arrows")
	}
	return lead + fmt.Sprintf(". Of %s %s.", all, strings.Join(words, ", "))
}

// inside counts the dependencies between parts of one tangle, which have no arrow.
func (m *partMap) inside(tangles [][]string) int {
	of := map[string]int{}
	for i, t := range tangles {
		for _, name := range t {
			of[name] = i + 1
		}
	}
	n := 0
	for e := range m.imports {
		if box := of[m.names[e[0]]]; box > 0 && box == of[m.names[e[1]]] {
			n++
		}
	}
	return n
}

// candidatesOf lists the candidates among parts.
func (m *partMap) candidatesOf(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		i, _ := slices.BinarySearch(m.names, name)
		return m.class[i] == area
	})
}

func (m *partMap) table() doc.Table {
	t := doc.Table{Caption: "Every dependency between two parts, also those without an arrow, most imports first", Fine: true,
		Columns: []doc.Column{{Title: "From", Kind: doc.Ident}, {Title: "To", Kind: doc.Ident}, {Title: "Package imports", Kind: doc.Number}, {Title: "Back", Kind: doc.Number}}}
	var edges [][2]int
	for e := range m.imports {
		edges = append(edges, e)
	}
	slices.SortFunc(edges, func(a, b [2]int) int {
		return cmp.Or(cmp.Compare(m.imports[b], m.imports[a]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	for _, e := range edges {
		t.Rows = append(t.Rows, doc.Cells(m.names[e[0]], m.names[e[1]], phrase.Count(m.imports[e]), phrase.Count(m.imports[[2]int{e[1], e[0]}])))
	}
	return t
}

// picture folds cycles and leaves out what other arrows imply.
func (m *partMap) picture() (picture.Graph, [][]string) {
	comps := graph.SCCs(m.graph)
	slices.SortFunc(comps, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	box := make([]int, m.graph.Len())
	g := picture.Graph{Title: "Who imports whom"}
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
			b := picture.Box{Lines: []string{m.names[c[0]], phrase.Plural(packages, "package", "packages")}, Class: m.class[c[0]], Link: m.link[c[0]]}
			if b.Class != area {
				b.Lines[1] = m.word(c[0]) + ", " + b.Lines[1]
			}
			g.Boxes = append(g.Boxes, b)
			continue
		}
		tangles = append(tangles, m.graph.Names(c))
		b := picture.Box{Class: "tangle", Says: fmt.Sprintf("%s need one another", phrase.Few(m.graph.Names(c), 20)), Lines: []string{fmt.Sprintf("%d that need one another:", len(c))}}
		for i, k := range c {
			if i == 6 && len(c) > 7 {
				b.Lines = append(b.Lines, fmt.Sprintf("and %d more", len(c)-i))
				break
			}
			name := m.names[k]
			if m.class[k] != area {
				name += m.mark
			}
			b.Lines = append(b.Lines, name)
		}
		b.Lines = append(b.Lines, phrase.Plural(packages, "package", "packages"))
		g.Boxes = append(g.Boxes, b)
	}
	weight := map[[2]int]int{}
	for e, n := range m.imports {
		weight[[2]int{box[e[0]], box[e[1]]}] += n
	}
	for i, j := range graph.Reduced(m.graph.Quotient(box, names)).Edges() {
		n := weight[[2]int{i, j}]
		g.Arrows = append(g.Arrows, picture.Arrow{From: i, To: j, Label: phrase.Count(n), Says: fmt.Sprintf("%s → %s: %s", g.Boxes[i].Lines[0], g.Boxes[j].Lines[0], phrase.Plural(n, "package import", "package imports"))})
	}
	g.Text = fmt.Sprintf("%s, %s. %s", phrase.Plural(len(g.Boxes), "box", "boxes"), phrase.Plural(len(g.Arrows), "arrow", "arrows"), arrowsInWords(g))
	return g, tangles
}

// word says what the colour of a part says.
func (m *partMap) word(i int) string {
	if m.link[i] == "" {
		return "new"
	}
	return string(m.class[i])
}

// mostTold is how many arrows the text of a picture tells.
const mostTold = 12

// arrowsInWords tells the arrows of a picture to who does not see it.
func arrowsInWords(g picture.Graph) string {
	var out []string
	for _, a := range g.Arrows {
		out = append(out, cmp.Or(a.Says, g.Boxes[a.From].Lines[0]+" → "+g.Boxes[a.To].Lines[0]))
	}
	return phrase.Few(out, mostTold) + "."
}
