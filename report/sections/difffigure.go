package sections

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/report/compare"
	"seam/report/doc"
	"seam/report/phrase"
	"seam/report/picture"
)

// Limits of the picture of a comparison: folders, and arrows between them.
const (
	mostDiffBoxes  = 24
	mostDiffArrows = 40
)

// diffFigure draws which imports between folders are new and which are gone: what
// changed of the structure.
func diffFigure(t *compare.Trend) []doc.Figure {
	k := slices.IndexFunc(t.Sections, func(s compare.TrendSection) bool { return s.Name == "imports" })
	if k < 0 || len(t.Sections[k].Changes) == 0 {
		return nil
	}
	m := movesOf(t.Sections[k].Changes)
	if len(m.pairs) == 0 {
		return nil
	}
	g := m.graph()
	g.Text = fmt.Sprintf("%s; %s.", m.says(), arrowsInWords(g))
	read := "Boxes are " + m.unit + ". An arrow leads from who imports to what is imported; +2 says that two imports are new, −1 that one is gone. Imports that stayed are not drawn."
	if m.left > 0 {
		read += fmt.Sprintf(" %s with fewest changes %s left out: see the table.", phrase.Plural(m.left, "pair", "pairs"), english.Choose(m.left, "is", "are"))
	}
	return []doc.Figure{{Caption: "Imports that are new or gone, between " + m.unit, Read: read, Draw: g,
		Legend: usedKeys(g, doc.Key{Class: "fresh", Means: "+ holds a new package"}, doc.Key{Class: "lost", Means: "− lost a package"}, doc.Key{Class: "moved", Means: "+ − gained and lost packages"}, doc.Key{Class: "unit", Means: "its packages stayed"},
			doc.LineKey("fresh", "new imports"), doc.LineKey("lost", "imports that are gone"), doc.LineKey("moved", "some new, some gone"))}}
}

// moves are the imports that came and went, between packages or the folders that they
// lie in.
type moves struct {
	unit        string // what the ends of pairs are
	pairs       [][2]string
	came, went  map[[2]string]int
	fresh, lost map[string]bool // boxes with a package that was added, with one that was removed
	left        int             // pairs without room
}

// movesOf folds packages into folders until the picture can hold them: packages
// themselves, folders two deep, folders at the top.
func movesOf(changes []compare.Change) moves {
	var m moves
	for _, fold := range []struct {
		unit string
		of   func(string) string
	}{
		{"packages", func(p string) string { return p }},
		{"folders", func(p string) string { return folderOf(p, 2) }},
		{"folders at the top", func(p string) string { return folderOf(p, 1) }},
	} {
		if m = foldMoves(changes, fold.of); len(m.names()) <= mostDiffBoxes {
			m.unit = fold.unit
			break
		}
		m.unit = fold.unit
	}
	slices.SortFunc(m.pairs, func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(m.came[b]+m.went[b], m.came[a]+m.went[a]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	for len(m.pairs) > mostDiffArrows || len(m.names()) > mostDiffBoxes {
		m.pairs = m.pairs[:len(m.pairs)-1]
		m.left++
	}
	return m
}

func foldMoves(changes []compare.Change, of func(string) string) moves {
	m := moves{came: map[[2]string]int{}, went: map[[2]string]int{}, fresh: map[string]bool{}, lost: map[string]bool{}}
	for _, c := range changes {
		from, to, ok := strings.Cut(c.ID, ">")
		if !ok {
			continue
		}
		pair := [2]string{of(from), of(to)}
		if p, ok := strings.CutPrefix(c.Text, "new package "); ok {
			m.fresh[of(p)] = true
		}
		if p, ok := strings.CutPrefix(c.Text, "removed package "); ok {
			m.lost[of(p)] = true
		}
		if pair[0] == pair[1] {
			continue
		}
		if m.came[pair]+m.went[pair] == 0 {
			m.pairs = append(m.pairs, pair)
		}
		if c.Change == compare.Added {
			m.came[pair]++
		} else {
			m.went[pair]++
		}
	}
	return m
}

// names are the ends of the pairs, sorted.
func (m moves) names() []string {
	var out []string
	for _, p := range m.pairs {
		out = append(out, p[0], p[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (m moves) says() string {
	came, went := 0, 0
	for _, p := range m.pairs {
		came, went = came+m.came[p], went+m.went[p]
	}
	return fmt.Sprintf("%s, %s", phrase.Plural(came, "import is new", "imports are new"), phrase.Plural(went, "is gone", "are gone"))
}

func (m moves) graph() picture.Graph {
	g := picture.Graph{Title: "Imports that came and went"}
	names := m.names()
	for _, n := range names {
		b := picture.Box{Lines: []string{phrase.Place(n)}, Class: "unit"}
		switch {
		case m.fresh[n] && m.lost[n]:
			b.Lines, b.Class = append(b.Lines, "+ − packages"), "moved"
		case m.fresh[n]:
			b.Lines, b.Class = append(b.Lines, "+ new here"), "fresh"
		case m.lost[n]:
			b.Lines, b.Class = append(b.Lines, "− gone from here"), "lost"
		}
		g.Boxes = append(g.Boxes, b)
	}
	for _, p := range m.pairs {
		from, _ := slices.BinarySearch(names, p[0])
		to, _ := slices.BinarySearch(names, p[1])
		a := picture.Arrow{From: from, To: to, Class: "moved"}
		switch came, went := m.came[p], m.went[p]; {
		case went == 0:
			a.Class, a.Label, a.Says = "fresh", "+"+phrase.Count(came), phrase.Plural(came, "new import", "new imports")
		case came == 0:
			a.Class, a.Label, a.Says = "lost", "−"+phrase.Count(went), phrase.Plural(went, "import gone", "imports gone")
		default:
			a.Label, a.Says = fmt.Sprintf("+%s −%s", phrase.Count(came), phrase.Count(went)), fmt.Sprintf("%s, %s gone", phrase.Plural(came, "new import", "new imports"), phrase.Count(went))
		}
		a.Says = fmt.Sprintf("%s → %s: %s", phrase.Place(p[0]), phrase.Place(p[1]), a.Says)
		g.Arrows = append(g.Arrows, a)
	}
	return g
}

// folderOf is the first n steps of a path.
func folderOf(p string, n int) string {
	steps := strings.Split(p, "/")
	return strings.Join(steps[:min(n, len(steps))], "/")
}
