package picture

import (
	"cmp"
	"fmt"
	"html"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/portable"
	"seam/report/layout"
)

// Bubble is a leaf of a packed tree.
type Bubble struct {
	Path  string  // its folders make the circles around it
	Size  float64 // area
	Says  string
	Class Class
	Mark  string // one letter that says what Class says by colour; "" for none
	Rank  int    // number in a list beside the picture; 0 for none
}

// Bubbles are circles within circles, one for every folder that holds more than one.
type Bubbles struct {
	Title, Text string
	Leaves      []Bubble // sorted by Path
}

const (
	bubbleSide = 640.0
	bubbleGap  = 0.12
)

// SVG draws the circles.
func (b Bubbles) SVG() template.HTML {
	items, names, leaf := b.tree()
	cs := layout.Circles(items, 0, bubbleGap)
	var c canvas
	for i := range cs {
		cs[i].X, cs[i].Y, cs[i].R = bubbleSide/2+float64(cs[i].X*(bubbleSide/2-bubbleEdge)), bubbleSide/2+float64(cs[i].Y*(bubbleSide/2-bubbleEdge)), cs[i].R*(bubbleSide/2-bubbleEdge)
	}
	for i := range items {
		if k := leaf[i]; k >= 0 {
			c.circle("bubble "+string(b.Leaves[k].Class), b.Leaves[k].Says, cs[i])
		} else {
			c.circle("folder", names[i], cs[i])
		}
	}
	order := largestFirst(cs)
	r := &room{}
	for _, i := range order {
		if k := leaf[i]; k >= 0 {
			c.leafName(names[i], b.Leaves[k], cs[i], r)
		}
	}
	for _, i := range order {
		if leaf[i] < 0 && i > 0 {
			c.folderName(names[i], i, cs, leaf, r)
		}
	}
	return c.svg(b.Title, b.Text, bubbleSide, bubbleSide)
}

// bubbleEdge is kept free around the outermost circle.
const bubbleEdge = 4.0

func largestFirst(cs []layout.Circle) []int {
	order := make([]int, len(cs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(cs[b].R, cs[a].R) })
	return order
}

func (c *canvas) circle(class, says string, at layout.Circle) {
	fmt.Fprintf(&c.b, `<circle class="%s" cx="%s" cy="%s" r="%s">`, html.EscapeString(strings.TrimSpace(class)), num(at.X), num(at.Y), num(at.R))
	c.title(says)
	c.b.WriteString("</circle>")
}

// Heights of lines in circles, in pixels.
const (
	nameLine  = 13.0
	leastHeld = 8.0 // radius of a circle that holds a letter or a number
)

// leafName writes into a circle what it holds: its number in the list, its name, and the
// letter of its colour; the number before the name, the name before the letter.
func (c *canvas) leafName(name string, l Bubble, at layout.Circle, r *room) {
	type line struct{ text, class string }
	var lines []line
	if l.Rank > 0 {
		lines = append(lines, line{strconv.Itoa(l.Rank), "bubblerank"})
	}
	lines = append(lines, line{name, "bubblename"})
	if l.Mark != "" {
		lines = append(lines, line{l.Mark, "bubblemark"})
	}
	var held []line
	for _, x := range lines {
		if more := append(slices.Clone(held), x); at.R >= leastHeld && holds(at.R, len(more), func(k int) float64 { return widthOf(more[k].text, small) }) {
			held = more
		}
	}
	for k, x := range held {
		middle := at.Y + float64((float64(k)-float64(len(held)-1)/2)*nameLine)
		r.take(around(layout.Point{X: at.X, Y: middle}, widthOf(x.text, small), nameLine))
		c.text(x.text, at.X, middle+4, x.class)
	}
}

// holds reports whether a circle has room for lines, one above another.
func holds(radius float64, lines int, width func(k int) float64) bool {
	for k := range lines {
		outer := (math.Abs(float64(k)-float64(lines-1)/2) + 0.5) * (nameLine - 2)
		if half := width(k) / 2; float64(outer*outer)+float64(half*half) > float64(radius*radius) {
			return false
		}
	}
	return true
}

const (
	leastFolder = 24.0 // radius of a folder that is named
	longestRim  = 22   // characters of its name
)

// folderName writes the name of a folder on the rim of its circle: where it covers least
// of the circles, from the top on; nowhere where it would cover another text or hide a
// circle that matters.
func (c *canvas) folderName(name string, i int, cs []layout.Circle, leaf []int, r *room) {
	at := cs[i]
	if at.R < leastFolder {
		return
	}
	name = cut(name, longestRim)
	width := float64(widthOf(name, small)*bold) + 6
	best, least := layout.Rect{}, at.R/2
	for step := range 24 {
		turn := float64((step+1)/2) * math.Pi / 12
		if step%2 == 1 {
			turn = -turn
		}
		sin, cos := portable.SinCos(turn)
		spot := around(layout.Point{X: at.X + float64(at.R*sin), Y: at.Y - float64(at.R*cos)}, width, nameLine+1)
		if spot.X < 0 || spot.Y < 0 || spot.X+width > bubbleSide || spot.Y+spot.Height > bubbleSide || !r.free(spot) {
			continue
		}
		if hidden := covered(spot, cs, leaf); hidden < least {
			best, least = spot, hidden
		}
	}
	if best.Width == 0 {
		return
	}
	r.take(best)
	fmt.Fprintf(&c.b, `<rect class="rim" x="%s" y="%s" width="%s" height="%s"/>`, num(best.X), num(best.Y), num(best.Width), num(best.Height))
	c.text(name, best.X+best.Width/2, best.Y+best.Height/2+4, "foldername")
}

// covered is the sum of the radii of leaves that a rectangle covers in part.
func covered(a layout.Rect, cs []layout.Circle, leaf []int) (sum float64) {
	for i, c := range cs {
		if leaf[i] < 0 {
			continue
		}
		dx := max(a.X-c.X, c.X-a.X-a.Width, 0)
		dy := max(a.Y-c.Y, c.Y-a.Y-a.Height, 0)
		if float64(dx*dx)+float64(dy*dy) < float64(c.R*c.R) {
			sum += c.R
		}
	}
	return sum
}

// tree makes items of the leaves and of the folders above them; folders with one entry
// are joined with it.
func (b Bubbles) tree() (items []layout.Item, names []string, leaf []int) {
	add := func(name string, of int) int {
		items, names, leaf = append(items, layout.Item{}), append(names, name), append(leaf, of)
		return len(items) - 1
	}
	root := add("", -1)
	folders := map[string]int{"": root}
	var folder func(path string) int
	folder = func(path string) int {
		if i, ok := folders[path]; ok {
			return i
		}
		up, name := "", path
		if k := strings.LastIndexByte(path, '/'); k >= 0 {
			up, name = path[:k], path[k+1:]
		}
		parent := folder(up)
		i := add(name, -1)
		items[parent].Children = append(items[parent].Children, i)
		folders[path] = i
		return i
	}
	for k, l := range b.Leaves {
		up, name := "", l.Path
		if s := strings.LastIndexByte(l.Path, '/'); s >= 0 {
			up, name = l.Path[:s], l.Path[s+1:]
		}
		parent := folder(up)
		i := add(name, k)
		items[i].Size = l.Size
		items[parent].Children = append(items[parent].Children, i)
	}
	for i := range items {
		for j, c := range items[i].Children {
			for len(items[c].Children) == 1 {
				only := items[c].Children[0]
				names[only] = names[c] + "/" + names[only]
				items[c].Children, c = nil, only
			}
			items[i].Children[j] = c
		}
	}
	return reachable(items, names, leaf)
}

// reachable drops the items that joining has left alone, keeping the order.
func reachable(items []layout.Item, names []string, leaf []int) ([]layout.Item, []string, []int) {
	number := make([]int, len(items))
	for i := range number {
		number[i] = -1
	}
	var order []int
	var visit func(i int)
	visit = func(i int) {
		number[i] = len(order)
		order = append(order, i)
		for _, c := range items[i].Children {
			visit(c)
		}
	}
	visit(0)
	outItems, outNames, outLeaf := make([]layout.Item, len(order)), make([]string, len(order)), make([]int, len(order))
	for k, i := range order {
		outItems[k], outNames[k], outLeaf[k] = layout.Item{Size: items[i].Size}, names[i], leaf[i]
		for _, c := range items[i].Children {
			outItems[k].Children = append(outItems[k].Children, number[c])
		}
	}
	return outItems, outNames, outLeaf
}
