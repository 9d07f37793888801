package picture

import (
	"fmt"
	"html/template"

	"seam/report/layout"
)

// Sides is one box between those that lead to it, at its left, and those that it leads
// to, at its right.
type Sides struct {
	Title, Text string
	Centre      Box
	Left, Right []Side
}

// Side is a box at one side, and what stands on its arrow.
type Side struct {
	Box   Box
	Label string
}

// Room between boxes, in pixels.
const (
	sidesAcross = 72.0 // for an arrow and its label
	sidesDown   = 8.0
	sidesEdge   = 2.0 // around all
)

// SVG draws the boxes. The one in the middle is as high as the higher side, so that every
// arrow is level.
func (s Sides) SVG() template.HTML {
	var c canvas
	left, leftHeight := sideSize(s.Left)
	right, rightHeight := sideSize(s.Right)
	middle := sizeOf(s.Centre.Lines)
	centre := layout.Rect{X: sidesEdge, Y: sidesEdge, Width: middle.Width, Height: max(leftHeight, rightHeight, middle.Height)}
	if len(s.Left) > 0 {
		centre.X += left + sidesAcross
	}
	c.box(s.Centre, centre, 0)
	c.side(s.Left, sidesEdge, centre.Y+(centre.Height-leftHeight)/2, left, func(r layout.Rect) (from, to float64) { return r.X + r.Width, centre.X })
	end := centre.X + centre.Width
	c.side(s.Right, end+sidesAcross, centre.Y+(centre.Height-rightHeight)/2, right, func(r layout.Rect) (from, to float64) { return end, r.X })
	if len(s.Right) > 0 {
		end += sidesAcross + right
	}
	return c.svg(s.Title, s.Text, end+sidesEdge, centre.Height+2*sidesEdge)
}

// sideSize is the width and the height of a stack of boxes.
func sideSize(list []Side) (width, height float64) {
	for i, s := range list {
		size := sizeOf(s.Box.Lines)
		width, height = max(width, size.Width), height+size.Height
		if i > 0 {
			height += sidesDown
		}
	}
	return width, height
}

// side draws a stack of boxes and an arrow for each; ends says where the arrow of a box
// begins and ends.
func (c *canvas) side(list []Side, x, y, width float64, ends func(layout.Rect) (from, to float64)) {
	for _, s := range list {
		r := layout.Rect{X: x, Y: y, Width: width, Height: sizeOf(s.Box.Lines).Height}
		c.box(s.Box, r, 0)
		from, to := ends(r)
		level := y + r.Height/2
		fmt.Fprintf(&c.b, `<g class="arrow"><path d="M%s %sH%s"/>`, whole(from), whole(level), whole(to))
		c.head(layout.Point{X: to, Y: level}, layout.Point{X: from, Y: level}, 0)
		if s.Label != "" {
			c.text(s.Label, (from+to)/2, level+4, "label")
		}
		c.b.WriteString("</g>")
		y += r.Height + sidesDown
	}
}
