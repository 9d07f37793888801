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
	Heads       [3]string // over the left side, the middle and the right side
	NoLeft      string    // what stands at the left where nothing leads to it; "" for nothing
	NoRight     string    // and at the right
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
	sidesHead   = 24.0
)

// SVG draws the boxes. The one in the middle is as high as the higher side, so that every
// arrow is level.
func (s Sides) SVG() template.HTML {
	var c canvas
	left, right := withNone(s.Left, s.NoLeft), withNone(s.Right, s.NoRight)
	leftWidth, leftHeight := sideSize(left, s.Heads[0])
	rightWidth, rightHeight := sideSize(right, s.Heads[2])
	middle := s.Centre.size()
	top := sidesEdge
	if s.Heads != [3]string{} {
		top += sidesHead
	}
	centre := layout.Rect{X: sidesEdge, Y: top, Width: max(middle.Width, headSize(s.Heads[1])), Height: max(leftHeight, rightHeight, middle.Height)}
	centre.X += leftWidth + acrossTo(left)
	c.box(s.Centre, centre, 0)
	c.side(left, sidesEdge, centre.Y+(centre.Height-leftHeight)/2, leftWidth, func(r layout.Rect) (from, to float64) { return r.X + r.Width, centre.X })
	end := centre.X + centre.Width
	rightX := end + acrossTo(right)
	c.side(right, rightX, centre.Y+(centre.Height-rightHeight)/2, rightWidth, func(r layout.Rect) (from, to float64) { return end, r.X })
	c.heads(s.Heads, []float64{sidesEdge + leftWidth/2, centre.X + centre.Width/2, rightX + rightWidth/2})
	return c.svg(s.Title, s.Text, rightX+rightWidth+sidesEdge, centre.Y+centre.Height+sidesEdge)
}

// ghost is the class of the box of an empty side; it has no arrows.
const ghost Class = "ghost"

// acrossTo is the room between the middle and a side.
func acrossTo(list []Side) float64 {
	switch {
	case len(list) == 0:
		return 0
	case list[0].Box.Class == ghost:
		return sidesDown * 2
	}
	return sidesAcross
}

// withNone is the list, or a single box with the text none if it is empty.
func withNone(list []Side, none string) []Side {
	if len(list) > 0 || none == "" {
		return list
	}
	return []Side{{Box: Box{Lines: []string{none}, Class: ghost}}}
}

func headSize(head string) float64 { return widthOf(short(head), small) + 4 }

func (c *canvas) heads(heads [3]string, middles []float64) {
	for i, h := range heads {
		if h != "" {
			c.text(short(h), middles[i], sidesEdge+13, "columnhead")
		}
	}
}

// sideSize is the width and the height of a stack of boxes under a head.
func sideSize(list []Side, head string) (width, height float64) {
	if len(list) > 0 {
		width = headSize(head)
	}
	for i, s := range list {
		size := s.Box.size()
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
		r := layout.Rect{X: x, Y: y, Width: width, Height: s.Box.size().Height}
		c.box(s.Box, r, 0)
		y += r.Height + sidesDown
		if s.Box.Class == ghost {
			continue
		}
		from, to := ends(r)
		level := r.Y + r.Height/2
		fmt.Fprintf(&c.b, `<g class="arrow"><path d="M%s %sH%s"/>`, whole(from), whole(level), whole(to))
		c.head(layout.Point{X: to, Y: level}, layout.Point{X: from, Y: level}, 0)
		if s.Label != "" {
			c.text(s.Label, (from+to)/2, level+4, "label")
		}
		c.b.WriteString("</g>")
	}
}
