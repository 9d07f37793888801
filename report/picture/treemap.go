package picture

import (
	"fmt"
	"html/template"
	"strings"

	"seam/report/layout"
)

// Block is a part of a treemap, divided among its tiles.
type Block struct {
	Name, Says string
	Class      Class
	Link       string // anchor in the page; "" for none
	Tiles      []Tile
}

// Tile is a piece of a block.
type Tile struct {
	Size  float64 // area
	Says  string
	Class Class
}

// Treemap is a rectangle of blocks, each about as large as its tiles together: names take
// their room from the tiles below them, and a block that leads somewhere is large enough to
// be hit.
type Treemap struct {
	Title, Text string
	Blocks      []Block
}

// Sizes of a treemap, in pixels.
const (
	mapWidth, mapHeight = 980.0, 260.0
	blockGap            = 3.0
	blockHead           = 17.0
	leastTiles          = 12.0  // height of the tiles below a name
	leastShare          = 0.008 // of all, of a block with a link: 45 by 45 pixels among others of its kind
)

// SVG draws the blocks.
func (m Treemap) SVG() template.HTML {
	var c canvas
	for i, r := range layout.Treemap(m.sizes(), layout.Rect{Width: mapWidth, Height: mapHeight}) {
		if r = inset(r, blockGap/2); r.Width > 0 && r.Height > 0 {
			c.block(m.Blocks[i], r)
		}
	}
	return c.svg(m.Title, m.Text, mapWidth, mapHeight)
}

func (m Treemap) sizes() []float64 {
	sizes := make([]float64, len(m.Blocks))
	sum := 0.0
	for i, b := range m.Blocks {
		for _, t := range b.Tiles {
			sizes[i] += t.Size
		}
		sum += sizes[i]
	}
	for i, b := range m.Blocks {
		if b.Link != "" {
			sizes[i] = max(sizes[i], sum*leastShare)
		}
	}
	return sizes
}

func inset(r layout.Rect, by float64) layout.Rect {
	return layout.Rect{X: r.X + by, Y: r.Y + by, Width: r.Width - 2*by, Height: r.Height - 2*by}
}

func (c *canvas) block(b Block, r layout.Rect) {
	c.open(b.Link, "", "block "+string(b.Class))
	c.title(b.Says)
	c.rect("", "", r)
	inside := inset(r, 2)
	if name := fitting(b.Name, inside.Width-4); name != "" && inside.Height >= blockHead+leastTiles {
		c.text(name, inside.X+inside.Width/2, inside.Y+blockHead-5, "more")
		inside.Y, inside.Height = inside.Y+blockHead, inside.Height-blockHead
	}
	sizes := make([]float64, len(b.Tiles))
	for i, t := range b.Tiles {
		sizes[i] = t.Size
	}
	for i, t := range layout.Treemap(sizes, inside) {
		if t.Width > 0 && t.Height > 0 {
			c.rect("tile "+string(b.Tiles[i].Class), b.Tiles[i].Says, t)
		}
	}
	c.close(b.Link)
}

func (c *canvas) rect(class, says string, r layout.Rect) {
	c.b.WriteString("<rect")
	if class != "" {
		fmt.Fprintf(&c.b, ` class="%s"`, template.HTMLEscapeString(strings.TrimSpace(class)))
	}
	fmt.Fprintf(&c.b, ` x="%s" y="%s" width="%s" height="%s"`, num(r.X), num(r.Y), num(r.Width), num(r.Height))
	if says == "" {
		c.b.WriteString("/>")
		return
	}
	c.b.WriteString(">")
	c.title(says)
	c.b.WriteString("</rect>")
}

// leastName is how many characters tell a name from others.
const leastName = 8

// fitting is as much of a path as a width holds: all of it, else its last folders, else both
// ends of the last one; "" where that says nothing.
func fitting(path string, width float64) string {
	for name := path; ; {
		if widthOf(name, small) <= width {
			return name
		}
		_, rest, more := strings.Cut(strings.TrimPrefix(name, "…/"), "/")
		if !more {
			break
		}
		name = "…/" + rest
	}
	last := path[strings.LastIndexByte(path, '/')+1:]
	for most := len([]rune(last)) - 1; most >= leastName; most-- {
		if name := cut(last, most); widthOf(name, small) <= width {
			return name
		}
	}
	return ""
}
