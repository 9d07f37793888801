package picture

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"seam/report/layout"
)

// Bubble is a leaf of a packed tree.
type Bubble struct {
	Path  string  // its folders make the circles around it
	Size  float64 // area
	Says  string
	Class Class
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

// folderOf is a folder of a packed tree while it is built.
type folderOf struct {
	item     int
	children map[string]int
}

// SVG draws the circles.
func (b Bubbles) SVG() template.HTML {
	items, names, leaf := b.tree()
	cs := layout.Circles(items, 0, bubbleGap)
	var c canvas
	half := bubbleSide / 2
	for i := range items {
		x, y, r := half+cs[i].X*(half-4), half+cs[i].Y*(half-4), cs[i].R*(half-4)
		if k := leaf[i]; k >= 0 {
			l := b.Leaves[k]
			c.circle("bubble "+string(l.Class), l.Says, x, y, r)
			continue
		}
		c.circle("folder", names[i], x, y, r)
	}
	c.labels(b, items, names, leaf, cs)
	return c.svg(b.Title, b.Text, bubbleSide, bubbleSide)
}

func (c *canvas) circle(class, says string, x, y, r float64) {
	fmt.Fprintf(&c.b, `<circle class="%s" cx="%s" cy="%s" r="%s">`, html.EscapeString(strings.TrimSpace(class)), num(x), num(y), num(r))
	c.title(says)
	c.b.WriteString("</circle>")
}

// labels names what is large enough to hold its name: leaves in the middle, folders at
// the top.
func (c *canvas) labels(b Bubbles, items []layout.Item, names []string, leaf []int, cs []layout.Circle) {
	half := bubbleSide / 2
	for i := range items {
		name := names[i]
		r := cs[i].R * (half - 4)
		if i == 0 || widthOf(name) > 2*r*0.95 {
			continue
		}
		x, y := half+cs[i].X*(half-4), half+cs[i].Y*(half-4)
		if leaf[i] >= 0 {
			c.text(name, x, y+4, "bubblename")
		} else if r > 60 {
			c.text(name, x, y-r+16, "foldername")
		}
	}
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
