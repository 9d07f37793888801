package picture

import (
	"encoding/xml"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"seam/report/layout"
)

// drawn is what an SVG holds, read back from its text: this test knows nothing of how the
// places were found.
type drawn struct {
	width, height float64
	texts         []said
	boxes         []said // the rectangle of each box, or block of a treemap
	tiles         []layout.Rect
	circles       []layout.Circle
}

type said struct {
	text string
	at   layout.Rect
	box  int // index into boxes of the box that it belongs to, -1 for none
}

// read parses a picture.
func read(t *testing.T, svg string) drawn {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	var out drawn
	box, depth, inBox := -1, 0, 0
	var text *said
	var anchor string
	for {
		tok, err := d.Token()
		if tok == nil {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			depth++
			class := " " + attribute(e, "class") + " "
			switch e.Name.Local {
			case "svg":
				f := strings.Fields(attribute(e, "viewBox"))
				out.width, out.height = value(t, f[2]), value(t, f[3])
			case "g":
				if strings.Contains(class, " box ") || strings.Contains(class, " block ") {
					box, inBox = len(out.boxes), depth
				}
			case "rect":
				r := layout.Rect{X: value(t, attribute(e, "x")), Y: value(t, attribute(e, "y")), Width: value(t, attribute(e, "width")), Height: value(t, attribute(e, "height"))}
				switch {
				case strings.Contains(class, " tile "):
					out.tiles = append(out.tiles, r)
				case box >= 0:
					out.boxes = append(out.boxes, said{at: r, box: box})
				}
				out.inside(t, r, "rectangle")
			case "circle":
				c := layout.Circle{X: value(t, attribute(e, "cx")), Y: value(t, attribute(e, "cy")), R: value(t, attribute(e, "r"))}
				out.circles = append(out.circles, c)
				out.inside(t, layout.Rect{X: c.X - c.R, Y: c.Y - c.R, Width: 2 * c.R, Height: 2 * c.R}, "circle")
			case "text":
				text = &said{box: box, at: layout.Rect{X: value(t, attribute(e, "x")), Y: value(t, attribute(e, "y"))}}
				anchor = class
				if attribute(e, "transform") != "" {
					anchor = " turned "
				}
			}
		case xml.CharData:
			if text != nil {
				text.text += string(e)
			}
		case xml.EndElement:
			if depth == inBox {
				box, inBox = -1, 0
			}
			depth--
			if e.Name.Local == "text" {
				text.at = extent(*text, anchor)
				out.texts = append(out.texts, *text)
				text = nil
			}
		}
	}
	return out
}

// extent is the rectangle of a text by its class in the style sheet of the page.
func extent(s said, class string) layout.Rect {
	size, weight := normal, 1.0
	for _, c := range []string{" more ", " label ", " columnhead ", " bubble", " foldername "} {
		if strings.Contains(class, c) {
			size = small
		}
	}
	if strings.Contains(class, " foldername ") || strings.Contains(class, " rank ") && size == normal {
		weight = bold
	}
	w := widthOf(s.text, size) * weight
	up, height := 0.75*size, 0.95*size
	switch {
	case strings.Contains(class, " turned "):
		return layout.Rect{X: s.at.X - up, Y: s.at.Y - w, Width: height, Height: w}
	case strings.Contains(class, " rank "):
		return layout.Rect{X: s.at.X, Y: s.at.Y - up, Width: w, Height: height}
	case strings.Contains(class, " row "):
		return layout.Rect{X: s.at.X - w, Y: s.at.Y - up, Width: w, Height: height}
	}
	return layout.Rect{X: s.at.X - w/2, Y: s.at.Y - up, Width: w, Height: height}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func value(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (d drawn) inside(t *testing.T, r layout.Rect, what string) {
	t.Helper()
	const slack = 1.5
	if r.X < -slack || r.Y < -slack || r.X+r.Width > d.width+slack || r.Y+r.Height > d.height+slack {
		t.Errorf("%s %v lies outside of %v × %v", what, r, d.width, d.height)
	}
}

// check asserts what the package promises: everything in sight, no two boxes and no two
// texts on one another, each text of a box in it, and no other text on a box.
func (d drawn) check(t *testing.T) {
	t.Helper()
	for i, a := range d.boxes {
		for _, b := range d.boxes[:i] {
			if meet(a.at, b.at) {
				t.Errorf("boxes overlap: %v %v", a.at, b.at)
			}
		}
	}
	for i, a := range d.texts {
		d.inside(t, a.at, "text "+a.text)
		for _, b := range d.texts[:i] {
			if meet(a.at, b.at) {
				t.Errorf("%q covers %q: %v %v", a.text, b.text, a.at, b.at)
			}
		}
		for _, b := range d.tiles {
			if meet(a.at, b) {
				t.Errorf("%q %v covers the tile %v", a.text, a.at, b)
			}
		}
		for _, b := range d.boxes {
			r := b.at
			switch {
			case b.box == a.box && (a.at.X < r.X || a.at.X+a.at.Width > r.X+r.Width || a.at.Y < r.Y || a.at.Y+a.at.Height > r.Y+r.Height):
				t.Errorf("%q %v leaves its box %v", a.text, a.at, r)
			case b.box != a.box && meet(a.at, r):
				t.Errorf("%q %v covers a box %v", a.text, a.at, r)
			}
		}
	}
}

// graphOf gives a graph boxes with names of many lengths, and numbers on its arrows.
func graphOf(n int, edges [][2]int) Graph {
	g := Graph{Title: "Graph"}
	for i := range n {
		b := Box{Lines: []string{strings.Repeat("name/", i*7%9) + strconv.Itoa(i)}, Store: i%5 == 0}
		for k := range i % 4 {
			b.Lines = append(b.Lines, fmt.Sprintf("%d packages", 1000*k))
		}
		g.Boxes = append(g.Boxes, b)
	}
	for i, e := range edges {
		g.Arrows = append(g.Arrows, Arrow{From: e[0], To: e[1], Label: strconv.Itoa(i * i * 7)})
	}
	return g
}

// TestGraphRoom: on graphs by chance, with and without ranks.
func TestGraphRoom(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		n := 2 + rnd.IntN(30)
		var edges [][2]int
		for range rnd.IntN(2 * n) {
			if a, b := rnd.IntN(n), rnd.IntN(n); a < b {
				edges = append(edges, [2]int{a, b})
			}
		}
		g := graphOf(n, edges)
		read(t, string(g.SVG())).check(t)
		g.Layers = layout.Layers(n, edges)
		for l := range n {
			g.Ranks = append(g.Ranks, Rank{fmt.Sprintf("Wave %d", l+1), fmt.Sprintf("after wave %d", l)})
		}
		read(t, string(g.SVG())).check(t)
	}
}

// TestRealGraphRoom: on the graphs of public repositories that layout is tested with, and
// there nearly every number finds its place.
func TestRealGraphRoom(t *testing.T) {
	data, err := os.ReadFile("../layout/testdata/graphs.txt")
	if err != nil {
		t.Fatal(err)
	}
	graphs, arrows, labels := 0, 0, 0
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if line[0] == '#' || len(f) < 5 {
			continue
		}
		var edges [][2]int
		for _, e := range f[4:] {
			var from, to int
			if _, err := fmt.Sscanf(e, "%d>%d", &from, &to); err != nil {
				t.Fatal(err)
			}
			edges = append(edges, [2]int{from, to})
		}
		n := int(value(t, f[3]))
		if n > 40 {
			continue // no picture of the page is so large
		}
		svg := string(graphOf(n, edges).SVG())
		read(t, svg).check(t)
		graphs, arrows, labels = graphs+1, arrows+len(edges), labels+strings.Count(svg, `class="label"`)
	}
	if t.Logf("%d graphs, %d of %d numbers", graphs, labels, arrows); graphs < 25 || labels < arrows*95/100 {
		t.Errorf("%d graphs, %d of %d numbers on arrows have a place", graphs, labels, arrows)
	}
}

// TestBubblesRoom: trees by chance; the largest circles all have a number or a name.
func TestBubblesRoom(t *testing.T) {
	for seed := range uint64(30) {
		rnd := rand.New(rand.NewPCG(seed, 6))
		var b Bubbles
		for i := range 3 + rnd.IntN(300) {
			b.Leaves = append(b.Leaves, Bubble{Path: fmt.Sprintf("top%02d/middle%d/some-package-%03d", i%17, i%3, i), Size: math.Exp(rnd.NormFloat64() * 1.5), Mark: string(rune('A' + i%8)), Rank: max(0, 16-i)})
		}
		svg := string(b.SVG())
		d := read(t, svg)
		d.check(t)
		for i, c := range d.circles {
			if n := namedIn(d, c); c.R > 12 && i > 0 && !strings.Contains(svg, `class="folder" cx="`+num(c.X)+`" cy="`+num(c.Y)+`"`) && n == 0 {
				t.Errorf("nothing is written into circle %v", c)
			}
		}
	}
}

// namedIn counts the texts in a circle.
func namedIn(d drawn, c layout.Circle) (n int) {
	for _, x := range d.texts {
		if math.Hypot(x.at.X+x.at.Width/2-c.X, x.at.Y+x.at.Height/2-c.Y) < c.R {
			n++
		}
	}
	return n
}

// TestSidesRoom and TestMatrixRoom: names of many lengths.
func TestSidesRoom(t *testing.T) {
	for n := range 13 {
		s := Sides{Centre: Box{Lines: []string{"the/middle", "28 packages"}}, Heads: [3]string{"35 packages import it", "the candidate", "it imports 7 packages"}, NoLeft: "nothing imports it", NoRight: "it imports nothing of the rest"}
		for i := range n {
			s.Left = append(s.Left, Side{Box: Box{Lines: []string{strings.Repeat("name/", i)}}, Label: strconv.Itoa(i * i * 100)})
			if i%2 == 1 {
				s.Right = append(s.Right, Side{Box: Box{Lines: []string{strings.Repeat("x", i*4)}}, Label: "7"})
			}
		}
		read(t, string(s.SVG())).check(t)
	}
}

func TestMatrixRoom(t *testing.T) {
	m := Matrix{Names: []string{"a", "a/very/long/name/of/an/area/that/is/cut", "WWWWWWWWWWWW", "web"}}
	for i := range 4 {
		for j := range 4 {
			m.Cells = append(m.Cells, Cell{Row: i, Column: j, N: int(math.Pow(10, float64(i+j)))})
		}
	}
	read(t, string(m.SVG())).check(t)
	for n, want := range map[int]string{999: "999", 1000: "1k", 12_999: "12k", 1_000_000: "1M"} {
		if got := brief(n); got != want {
			t.Errorf("%d is written %s", n, got)
		}
	}
}
