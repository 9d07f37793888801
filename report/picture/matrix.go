package picture

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// Matrix shows who uses whom: a cell says how often its row uses its column. Rows and
// columns have the same names in the same order.
type Matrix struct {
	Title, Text string
	Names       []string
	Cells       []Cell
}

// Cell is a number in a matrix.
type Cell struct {
	Row, Column int
	N           int    // above 0
	Says        string // tooltip
	Class       Class
}

// Sizes of a matrix, in pixels.
const (
	cellSide    = 28.0
	matrixGap   = 8.0
	longestEdge = 24 // characters of a name
)

// SVG draws the matrix: names at both edges, a shade and a number in each cell. Shades go
// by the root of the number, so that a few are seen beside many.
func (m Matrix) SVG() template.HTML {
	var c canvas
	edge, most := 0.0, 1
	for _, n := range m.Names {
		edge = max(edge, widthOf(cut(n, longestEdge), normal))
	}
	for _, x := range m.Cells {
		most = max(most, x.N)
	}
	edge += matrixGap
	side := cellSide * float64(len(m.Names))
	for i, name := range m.Names {
		at := edge + float64(cellSide*float64(i))
		fmt.Fprintf(&c.b, `<rect class="diagonal" x="%s" y="%s" width="%s" height="%s"/>`, whole(at), whole(at), whole(cellSide), whole(cellSide))
		c.text(cut(name, longestEdge), edge-matrixGap, at+cellSide/2+4, "row")
		x, y := whole(at+cellSide/2+4), whole(edge-matrixGap)
		fmt.Fprintf(&c.b, `<text class="column" x="%s" y="%s" transform="rotate(-90 %s %s)">%s</text>`, x, y, x, y, html.EscapeString(cut(name, longestEdge)))
	}
	for _, x := range m.Cells {
		c.cell(x, edge, most)
	}
	fmt.Fprintf(&c.b, `<rect class="border" x="%s" y="%s" width="%s" height="%s"/>`, whole(edge), whole(edge), whole(side), whole(side))
	return c.svg(m.Title, m.Text, edge+side+1, edge+side+1)
}

func (c *canvas) cell(x Cell, edge float64, most int) {
	left, top := edge+float64(cellSide*float64(x.Column)), edge+float64(cellSide*float64(x.Row))
	shade := 0.12 + float64(0.48*math.Sqrt(min(float64(x.N)/float64(most), 1)))
	fmt.Fprintf(&c.b, `<g class="cell %s" data-row="%d" data-column="%d">`, html.EscapeString(strings.TrimSpace(string(x.Class))), x.Row, x.Column)
	c.title(x.Says)
	fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s" fill-opacity="%.2f"/>`, whole(left+1), whole(top+1), whole(cellSide-2), whole(cellSide-2), shade)
	c.text(brief(x.N), left+cellSide/2, top+cellSide/2+4, "")
	c.b.WriteString("</g>")
}

// brief is a number in at most three characters: 999, 1k, 12k.
func brief(n int) string {
	switch {
	case n < 1000:
		return strconv.Itoa(n)
	case n < 1_000_000:
		return strconv.Itoa(n/1000) + "k"
	}
	return strconv.Itoa(n/1_000_000) + "M"
}
