// Package picture draws what package layout has placed, as SVG that stands in a page:
// graphs in layers (Graph), a box and its neighbours (Sides), nested circles (Bubbles), blocks
// of tiles (Treemap), names in a row joined by arcs (Arcs) and who uses whom (Matrix).
//
// A picture has no script, no style of its own and no address: colours are the classes
// of the page, so that it is light and dark, and prints. Every text is escaped here, so
// that names from a repository stay text. Each picture has a title and a description
// that say what it shows, and each box, line and circle a title that is shown on hover.
//
// No text covers another one, and none a box or circle that it does not belong to: one
// that finds no room is left out, and what it says stands in the title of its part.
// Widths of texts are those of a wide font.
package picture

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"seam/analyze/portable"
	"seam/report/layout"
)

// Class is a class of the page's style sheet that colours a part of a picture.
type Class string

// Box is one box of a graph.
type Box struct {
	Lines []string // the first one is the name
	Says  string   // shown on hover, read aloud; "" where Lines say it
	Class Class
	Link  string // anchor in the page; "" for none
	ID    string // data-id, for the page's script; "" for none
	Near  []int  // boxes that a click lights up with this one (data-near)
	Store bool   // drawn with a lid, as data stores are
}

// Arrow leads from box to box.
type Arrow struct {
	From, To int    // indexes into Boxes
	Label    string // written beside it; "" for none
	Says     string // tooltip
	Class    Class
	Back     bool // leads up; the others close no cycle, and say what lies above what
}

// Graph is a graph in layers. Arrows lead down, but for those that are Back or, where none is,
// that close a cycle.
type Graph struct {
	Title, Text string
	Boxes       []Box
	Arrows      []Arrow
	Layers      []int  // by box, nil to compute
	Ranks       []Rank // of the layers, written at their left; nil for none
}

// Rank is the caption of a layer and a note on it.
type Rank struct{ Name, Note string }

// Sizes of what is drawn, in pixels.
const (
	lineHeight = 16.0
	padX, padY = 10.0, 7.0
	leastWidth = 56.0
	corner     = 7.0
	lidHeight  = 7.0
	longest    = 34 // characters of a line; longer ones lose their middle
)

// SVG draws the graph.
func (g Graph) SVG() template.HTML {
	sizes := make([]layout.Size, len(g.Boxes))
	for i, b := range g.Boxes {
		sizes[i] = b.size()
	}
	edges := make([][2]int, len(g.Arrows))
	for i, a := range g.Arrows {
		edges[i] = [2]int{a.From, a.To}
	}
	layers, turned := g.Layers, map[int]bool{}
	if layers == nil {
		turned = turn(edges, g.back(edges))
		layers = apart(layout.Layers(len(sizes), edges), edges)
	}
	p, layerOf := fitted(sizes, edges, layers)
	for i := range turned {
		slices.Reverse(p.Lines[i])
	}
	var c canvas
	left := c.ranks(g.Ranks, layerOf, p)
	labels := labelsOf(g.Arrows, p)
	for i, a := range g.Arrows {
		if p.Lines[i] != nil {
			c.arrow(a, p.Lines[i], left)
		}
	}
	for i, a := range g.Arrows {
		if labels[i] != nil {
			c.label(a, *labels[i], left)
		}
	}
	for i, b := range g.Boxes {
		c.box(b, p.Nodes[i], left)
	}
	return c.svg(g.Title, g.Text, p.Width+left, p.Height)
}

// back lists the arrows that lead up.
func (g Graph) back(edges [][2]int) []int {
	var out []int
	for i, a := range g.Arrows {
		if a.Back {
			out = append(out, i)
		}
	}
	if out == nil {
		out = layout.Closing(len(g.Boxes), edges)
	}
	return out
}

// turn turns edges round for the layout: those that close a cycle all lead against an order
// of the others, so that turned round they close none.
func turn(edges [][2]int, closing []int) map[int]bool {
	turned := map[int]bool{}
	for _, i := range closing {
		if e := edges[i]; e[0] != e[1] {
			edges[i], turned[i] = [2]int{e[1], e[0]}, true
		}
	}
	return turned
}

func (b Box) size() layout.Size {
	w := leastWidth
	for _, l := range b.Lines {
		w = max(w, widthOf(short(l), normal)+2*padX)
	}
	return layout.Size{Width: w, Height: float64(len(b.Lines))*lineHeight + 2*padY + b.lid()}
}

// lid is the room that the lid of a store takes.
func (b Box) lid() float64 {
	if b.Store {
		return lidHeight
	}
	return 0
}

// short takes the middle out of a long text: paths are told apart by both ends.
func short(s string) string { return cut(s, longest) }

// cut leaves so many characters of a text, of both ends.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)
	return string(r[:most/3]) + "…" + string(r[len(r)-(most-most/3-1):])
}

// canvas collects the parts of a picture.
type canvas struct{ b strings.Builder }

// ranks draws a band behind each layer, writes its name, and returns the room that names
// take.
func (c *canvas) ranks(ranks []Rank, layerOf []int, p *layout.Picture) float64 {
	left := 0.0
	for _, r := range ranks {
		left = max(left, float64(widthOf(r.Name, normal)*bold)+16, widthOf(r.Note, small)+16)
	}
	bands := make([]layout.Rect, len(ranks))
	for i, r := range p.Nodes {
		l := layerOf[p.Layer[i]]
		if l >= len(ranks) {
			continue
		}
		b := &bands[l]
		if b.Height == 0 {
			b.Y = r.Y
		}
		end := max(b.Y+b.Height, r.Y+r.Height)
		b.Y = min(b.Y, r.Y)
		b.Height = end - b.Y
	}
	for l, b := range bands {
		if b.Height == 0 {
			continue
		}
		fmt.Fprintf(&c.b, `<rect class="band" x="0" y="%s" width="%s" height="%s"/>`, whole(b.Y-bandEdge), whole(p.Width+left), whole(b.Height+2*bandEdge))
		middle := b.Y + b.Height/2
		if ranks[l].Note == "" {
			c.text(ranks[l].Name, 8, middle+4, "rank")
			continue
		}
		c.text(ranks[l].Name, 8, middle-2, "rank")
		c.text(ranks[l].Note, 8, middle+12, "rank more")
	}
	return left
}

// bandEdge is how far the band of a layer reaches over its boxes.
const bandEdge = 7.0

func (c *canvas) box(b Box, r layout.Rect, left float64) {
	c.open(b.Link, b.ID, "box "+string(b.Class), b.Near...)
	switch {
	case b.Says != "":
		c.title(b.Says)
	case slices.ContainsFunc(b.Lines, func(l string) bool { return short(l) != l }):
		c.title(strings.Join(b.Lines, ", "))
	}
	fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s"/>`, whole(r.X+left), whole(r.Y), whole(r.Width), whole(r.Height))
	if b.Store {
		fmt.Fprintf(&c.b, `<path class="lid" d="M%s %sq%s %s %s 0"/>`, whole(r.X+left), whole(r.Y+4), whole(r.Width/2), whole(lidHeight), whole(r.Width))
	}
	top := r.Y + padY + b.lid() + (r.Height-b.size().Height)/2
	for i, l := range b.Lines {
		class := ""
		if i > 0 {
			class = "more"
		}
		c.text(short(l), r.X+left+r.Width/2, top+lineHeight*float64(i)+12, class)
	}
	c.close(b.Link)
}

func (c *canvas) open(link, id, class string, near ...int) {
	if link != "" {
		fmt.Fprintf(&c.b, `<a href="#%s">`, html.EscapeString(link))
	}
	data := ""
	if id != "" {
		data = fmt.Sprintf(` data-id="%s"`, html.EscapeString(id))
	}
	if len(near) > 0 {
		data += fmt.Sprintf(` data-near="%s"`, strings.Trim(fmt.Sprint(near), "[]"))
	}
	fmt.Fprintf(&c.b, `<g class="%s"%s>`, html.EscapeString(strings.TrimSpace(class)), data)
}

func (c *canvas) close(link string) {
	c.b.WriteString("</g>")
	if link != "" {
		c.b.WriteString("</a>")
	}
}

func (c *canvas) title(text string) {
	if text != "" {
		fmt.Fprintf(&c.b, "<title>%s</title>", html.EscapeString(text))
	}
}

func (c *canvas) text(text string, x, y float64, class string) {
	if class != "" {
		class = ` class="` + class + `"`
	}
	fmt.Fprintf(&c.b, `<text%s x="%s" y="%s">%s</text>`, class, whole(x), whole(y), html.EscapeString(text))
}

// arrow draws a line with round corners and its head.
func (c *canvas) arrow(a Arrow, line []layout.Point, left float64) {
	c.openArrow(a)
	c.title(a.Says)
	fmt.Fprintf(&c.b, `<path d="%s"/>`, rounded(line, left))
	c.head(line[len(line)-1], line[len(line)-2], left)
	c.b.WriteString("</g>")
}

// label is written after all lines, so that none crosses it.
func (c *canvas) label(a Arrow, at layout.Point, left float64) {
	c.openArrow(a)
	c.text(a.Label, at.X+left, at.Y+4, "label")
	c.b.WriteString("</g>")
}

func (c *canvas) openArrow(a Arrow) {
	fmt.Fprintf(&c.b, `<g class="%s" data-from="%d" data-to="%d">`, html.EscapeString(strings.TrimSpace("arrow "+string(a.Class))), a.From, a.To)
}

// Sizes of an arrow's head.
const headLength, headWidth = 8.0, 7.0

// head is a triangle at the end of a line, along the line.
func (c *canvas) head(end, before layout.Point, left float64) {
	dx, dy := end.X-before.X, end.Y-before.Y
	d := portable.Hypot(dx, dy)
	if d == 0 {
		return
	}
	dx, dy = dx/d, dy/d
	x, y := end.X+left-float64(dx*headLength), end.Y-float64(dy*headLength)
	fmt.Fprintf(&c.b, `<path class="head" d="M%s %sL%s %sL%s %sz"/>`, num(end.X+left), num(end.Y),
		num(x-float64(dy*headWidth/2)), num(y+float64(dx*headWidth/2)), num(x+float64(dy*headWidth/2)), num(y-float64(dx*headWidth/2)))
}

// rounded is the path of a line whose corners are curves.
func rounded(line []layout.Point, left float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%s %s", whole(line[0].X+left), whole(line[0].Y))
	for i := 1; i < len(line)-1; i++ {
		in, out := toward(line[i], line[i-1]), toward(line[i], line[i+1])
		fmt.Fprintf(&b, "L%s %sQ%s %s %s %s", whole(in.X+left), whole(in.Y), whole(line[i].X+left), whole(line[i].Y), whole(out.X+left), whole(out.Y))
	}
	last := line[len(line)-1]
	fmt.Fprintf(&b, "L%s %s", whole(last.X+left), whole(last.Y))
	return b.String()
}

// toward is the point near a on the way to b, at most halfway.
func toward(a, b layout.Point) layout.Point {
	dx, dy := b.X-a.X, b.Y-a.Y
	d := max(math.Abs(dx), math.Abs(dy))
	if d == 0 {
		return a
	}
	f := min(0.5, corner/d)
	return layout.Point{X: a.X + float64(dx*f), Y: a.Y + float64(dy*f)}
}

// fitWidth is how wide a picture may be to be shrunk to a narrower window and still be
// read; it is also about the width of the page.
const fitWidth = 1060

// svg wraps what was drawn.
func (c *canvas) svg(title, text string, width, height float64) template.HTML {
	w, h := num(width), num(height)
	class := "picture"
	if width <= fitWidth {
		class += " fit"
	}
	return template.HTML(fmt.Sprintf(`<svg class="%s" viewBox="0 0 %s %s" width="%s" height="%s" role="group" aria-label="%s"><title>%s</title><desc>%s</desc>%s</svg>`,
		class, w, h, w, h, html.EscapeString(title), html.EscapeString(title), html.EscapeString(text), c.b.String()))
}

// whole is a coordinate without digits behind the point, which nobody sees in a graph.
func whole(v float64) string { return strconv.Itoa(int(math.Round(v))) }

// num is a coordinate with at most one digit behind the point.
func num(v float64) string {
	s := fmt.Sprintf("%.1f", v)
	s = strings.TrimSuffix(s, ".0")
	if s == "-0" {
		return "0"
	}
	return s
}
