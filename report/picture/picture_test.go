package picture

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

const hostile = `</title></svg><script>alert(1)</script>"'&<img onerror=x>`

// parsed fails on what is not well-formed, and counts elements by name.
func parsed(t *testing.T, svg string) map[string]int {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	out := map[string]int{}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
		if e, ok := tok.(xml.StartElement); ok {
			out[e.Name.Local]++
		}
	}
}

func TestGraph(t *testing.T) {
	g := Graph{Title: "Waves", Text: "web needs cart", Ranks: []Rank{{"Wave 2", "goes last"}, {"Wave 1", "goes first"}}, Layers: []int{0, 1, 1},
		Boxes:  []Box{{Lines: []string{"web", "3 packages"}, Link: "x"}, {Lines: []string{"cart"}, Class: "bad", ID: "cart"}, {Lines: []string{"pay"}}},
		Arrows: []Arrow{{From: 0, To: 1, Label: "12", Says: "web calls cart", Class: "cut"}, {From: 1, To: 0}}}
	svg := string(g.SVG())
	if n := parsed(t, svg); n["rect"] != 5 || n["path"] != 2 || n["a"] != 1 || n["text"] != 9 {
		t.Errorf("%v in %s", n, svg)
	}
	for _, want := range []string{`aria-label="Waves"`, "<title>web calls cart</title>", `class="box bad" data-id="cart"`, ">Wave 2</text>", ">goes first</text>"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in %s", want, svg)
		}
	}
	if again := string(g.SVG()); again != svg {
		t.Error("two pictures of one graph")
	}
}

// TestBack: an arrow that is said to lead up does, whatever other arrow of the cycle might; the
// layers are those of the others.
func TestBack(t *testing.T) {
	g := Graph{Boxes: []Box{{Lines: []string{"a"}}, {Lines: []string{"b"}}, {Lines: []string{"c"}}}, Arrows: []Arrow{{From: 0, To: 1, Back: true}, {From: 1, To: 2}, {From: 2, To: 0}}}
	d := read(t, string(g.SVG()))
	if a, b, c := d.boxes[0].at.Y, d.boxes[1].at.Y, d.boxes[2].at.Y; !(b < c && c < a) {
		t.Errorf("a, b and c are at %v, %v and %v", a, b, c)
	}
}

func TestSides(t *testing.T) {
	a, b, c := Box{Lines: []string{"a"}}, Box{Lines: []string{"b"}}, Box{Lines: []string{"c", "2 packages"}}
	for _, test := range []struct {
		name         string
		s            Sides
		rects, paths int // a line and a head an arrow
	}{
		{"both", Sides{Centre: c, Left: []Side{{a, "1"}, {b, "2"}}, Right: []Side{{b, "3"}}}, 4, 6},
		{"left", Sides{Centre: c, Left: []Side{{a, "1"}}}, 2, 2},
		{"right", Sides{Centre: c, Right: []Side{{a, ""}}}, 2, 2},
		{"alone", Sides{Centre: c}, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			svg := string(test.s.SVG())
			if n := parsed(t, svg); n["rect"] != test.rects || n["path"] != test.paths {
				t.Errorf("%v in %s", n, svg)
			}
			if strings.Contains(svg, `"-`) {
				t.Errorf("something lies outside: %s", svg)
			}
		})
	}
}

func TestHostileNames(t *testing.T) {
	g := Graph{Title: hostile, Text: hostile, Ranks: []Rank{{hostile, hostile}},
		Boxes:  []Box{{Lines: []string{hostile}, Link: hostile, ID: hostile, Class: hostile}, {Lines: []string{"b"}}},
		Arrows: []Arrow{{From: 0, To: 1, Label: hostile, Says: hostile, Class: hostile}}}
	b := Bubbles{Title: hostile, Text: hostile, Leaves: []Bubble{{Path: hostile, Size: 1, Says: hostile, Class: hostile}, {Path: "b", Size: 2}}}
	s := Sides{Title: hostile, Text: hostile, Centre: g.Boxes[0], Left: []Side{{g.Boxes[0], hostile}}, Right: []Side{{g.Boxes[1], hostile}}}
	m := Treemap{Title: hostile, Text: hostile, Blocks: []Block{{Name: hostile, Says: hostile, Class: hostile, Link: hostile, Tiles: []Tile{{1, hostile, hostile}}}}}
	a := Arcs{Title: hostile, Text: hostile, Names: []string{hostile, "b"}, Arcs: []Arc{{0, 1, 1, hostile}}}
	for _, svg := range []string{string(g.SVG()), string(b.SVG()), string(s.SVG()), string(m.SVG()), string(a.SVG())} {
		if n := parsed(t, svg); n["script"]+n["img"] > 0 {
			t.Error(svg)
		}
	}
}

func TestBubbles(t *testing.T) {
	b := Bubbles{Title: "Hotspots", Leaves: []Bubble{{Path: "a/b/c/x", Size: 9, Class: "t1"}, {Path: "a/b/c/y", Size: 4}, {Path: "z", Size: 1}}}
	svg := string(b.SVG())
	if n := parsed(t, svg); n["circle"] != 5 { // the root, a/b/c, and three leaves
		t.Errorf("%v in %s", n, svg)
	}
	if !strings.Contains(svg, "<title>a/b/c</title>") {
		t.Errorf("folders with one entry are not joined: %s", svg)
	}
}

func TestShort(t *testing.T) {
	long := strings.Repeat("a", 40) + "/end"
	if s := short(long); len([]rune(s)) != longest || !strings.HasSuffix(s, "/end") {
		t.Error(s)
	}
}

// Boxes that no arrow touches stand below the others.
func TestApart(t *testing.T) {
	for _, c := range []struct {
		layers []int
		edges  [][2]int
		want   []int
	}{
		{[]int{0, 0, 1, 0}, [][2]int{{0, 2}}, []int{0, 2, 1, 2}},
		{[]int{0, 1, 2}, [][2]int{{1, 2}, {0, 0}}, []int{2, 0, 1}},
		{[]int{0, 0}, nil, []int{0, 0}},
	} {
		if got := apart(slices.Clone(c.layers), c.edges); !slices.Equal(got, c.want) {
			t.Errorf("%v %v: %v, want %v", c.layers, c.edges, got, c.want)
		}
	}
}
