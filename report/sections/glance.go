package sections

import (
	"cmp"
	"fmt"
	"slices"

	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/picture"
)

// Bounds of the picture on the first screen; what is smaller is joined.
const (
	mostBlocks = 40
	mostTiles  = 500
)

// joined is the class of a tile for several packages.
const joined picture.Class = "joined"

// glance is the repository on the first screen: how large its parts are, where the work is,
// and which parts seam would split.
type glance struct {
	division
	parts []*glancePart // most lines first
	heat  map[string]picture.Class
}

type glancePart struct {
	name           string
	packages       []model.Package // most lines first
	lines, changes int
}

// newGlance is nil where there is too little to look at.
func newGlance(r *model.Report) *glance {
	g := &glance{division: divide(r, len(r.Candidates)), heat: heatOf(r.Packages)}
	at := map[string]*glancePart{}
	n := 0
	for _, p := range r.Packages {
		if p.Lines == 0 {
			continue
		}
		n++
		name := g.of[p.Path]
		part := at[name]
		if part == nil {
			part = &glancePart{name: name}
			at[name], g.parts = part, append(g.parts, part)
		}
		part.packages = append(part.packages, p)
		part.lines += p.Lines
		part.changes += p.Changes
	}
	if n < 3 {
		return nil
	}
	slices.SortFunc(g.parts, func(a, b *glancePart) int {
		return cmp.Or(cmp.Compare(b.lines, a.lines), cmp.Compare(a.name, b.name))
	})
	for _, part := range g.parts {
		slices.SortStableFunc(part.packages, func(a, b model.Package) int { return cmp.Compare(b.Lines, a.Lines) })
	}
	return g
}

// heatOf shades packages: those that changed most and together hold half of all changes, the
// next up to 90 %, and the rest.
func heatOf(all []model.Package) map[string]picture.Class {
	list := slices.Clone(all)
	slices.SortStableFunc(list, func(a, b model.Package) int { return cmp.Compare(b.Changes, a.Changes) })
	total, before := 0, 0
	for _, p := range list {
		total += p.Changes
	}
	heat := map[string]picture.Class{}
	for _, p := range list {
		switch {
		case p.Changes == 0 || 10*before >= 9*total:
			heat[p.Path] = "cool"
		case 2*before >= total:
			heat[p.Path] = "warm"
		default:
			heat[p.Path] = "hot"
		}
		before += p.Changes
	}
	return heat
}

func (g *glance) figure() doc.Figure {
	m := picture.Treemap{Title: "The repository at a glance", Text: fmt.Sprintf("The largest parts are %s.", phrase.Few(g.largest(), mostTold))}
	tiles := g.tilesOf()
	var small *picture.Block
	areas, lines := 0, 0
	for i, part := range g.parts {
		b := picture.Block{Name: part.name, Says: g.says(part), Class: g.classOf(part.name), Link: g.link[part.name], Tiles: tiles[i]}
		if i >= mostBlocks && b.Class == area {
			if small == nil {
				small = &picture.Block{Class: area}
			}
			small.Tiles = append(small.Tiles, b.Tiles...)
			areas, lines = areas+1, lines+part.lines
			continue
		}
		m.Blocks = append(m.Blocks, b)
	}
	if small != nil {
		small.Name = "smaller areas"
		small.Says = fmt.Sprintf("%s: %s", phrase.Plural(areas, "smaller area", "smaller areas"), phrase.Plural(lines, "line", "lines"))
		m.Blocks = append(m.Blocks, *small)
	}
	f := doc.Figure{Caption: "The repository at a glance", Draw: m, Legend: g.legend(tiles),
		Read: "Each block is a part of the code and each tile in it a package, as large as its lines."}
	if g.changed() {
		f.Read += " The stronger its shade, the more often it changed."
	}
	if len(g.link) > 0 {
		f.Read += " Parts in colour could be split out, and are never too small to be seen; a click leads there."
	}
	return f
}

func (g *glance) says(p *glancePart) string {
	text := fmt.Sprintf("%s: %s, %s", p.name, phrase.Plural(len(p.packages), "package", "packages"), phrase.Plural(p.lines, "line", "lines"))
	if c := g.classOf(p.name); c != area {
		text += ", candidate: " + string(c)
	}
	return text
}

func (g *glance) largest() []string {
	var out []string
	for _, p := range g.parts {
		out = append(out, g.says(p))
	}
	return out
}

// tilesOf has a tile for each of the largest packages, and one for the rest of each part.
func (g *glance) tilesOf() [][]picture.Tile {
	var all []int
	for _, part := range g.parts {
		for _, p := range part.packages {
			all = append(all, p.Lines)
		}
	}
	slices.SortFunc(all, func(a, b int) int { return cmp.Compare(b, a) })
	least, room := all[min(len(all), mostTiles)-1], mostTiles
	out := make([][]picture.Tile, len(g.parts))
	for i, part := range g.parts {
		n, lines := 0, 0
		for _, p := range part.packages {
			if p.Lines >= least && room > 0 {
				room--
				out[i] = append(out[i], picture.Tile{Size: float64(p.Lines), Class: g.heat[p.Path],
					Says: fmt.Sprintf("%s: %s, %s", phrase.Place(p.Path), phrase.Plural(p.Lines, "line", "lines"), phrase.Plural(p.Changes, "change", "changes"))})
				continue
			}
			n++
			lines += p.Lines
		}
		if n > 0 {
			out[i] = append(out[i], picture.Tile{Size: float64(lines), Class: joined, Says: fmt.Sprintf("%s of %s: %s", phrase.Plural(n, "smaller package", "smaller packages"), part.name, phrase.Plural(lines, "line", "lines"))})
		}
	}
	return out
}

// changed reports whether any change to a package was counted.
func (g *glance) changed() bool {
	return slices.ContainsFunc(g.parts, func(p *glancePart) bool { return p.changes > 0 })
}

func (g *glance) legend(tiles [][]picture.Tile) []doc.Key {
	var keys []doc.Key
	for _, v := range []picture.Class{"library", "service", "module"} {
		for _, p := range g.parts {
			if g.class[p.name] == v {
				keys = append(keys, doc.Key{Class: string(v), Means: "candidate: " + string(v)})
				break
			}
		}
	}
	if g.changed() {
		keys = append(keys, doc.Key{Class: "hot", Means: "half of all changes"}, doc.Key{Class: "warm", Means: "the next 40 %"}, doc.Key{Class: "cool", Means: "the rest"})
	}
	if slices.ContainsFunc(tiles, func(of []picture.Tile) bool { return len(of) > 0 && of[len(of)-1].Class == joined }) {
		keys = append(keys, doc.Key{Class: string(joined), Means: "smaller packages, together"})
	}
	return keys
}

// table holds what the picture shows.
func (g *glance) table() doc.Table {
	t := doc.Table{Caption: "Parts by lines of code", Fine: true,
		Columns: []doc.Column{{Title: "Part", Kind: doc.Ident}, {Title: "Could be", Kind: doc.Chip}, {Title: "Packages", Kind: doc.Number}, {Title: "Lines", Kind: doc.Number}, {Title: "Changes to its packages", Kind: doc.Number}}}
	for _, p := range g.parts {
		r := doc.Cells(p.name, "", phrase.Count(len(p.packages)), phrase.Count(p.lines), phrase.Count(p.changes))
		r.Cells[0].Link = g.link[p.name]
		if c := g.class[p.name]; c != "" {
			r.Cells[1] = doc.Cell{Text: string(c), Tone: doc.Tone(string(c))}
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}
