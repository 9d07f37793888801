package picture

import (
	"fmt"
	"html/template"

	"seam/report/layout"
)

// Arcs are names one below another, and arcs at their right between those that belong
// together; names lie so that arcs are short.
type Arcs struct {
	Title, Text string
	Names       []string
	Arcs        []Arc
}

// Arc joins two names.
type Arc struct {
	A, B   int     // indexes into Names
	Weight float64 // how thick it is beside the heaviest
	Says   string
}

// Sizes of arcs, in pixels.
const (
	arcRow     = 24.0
	arcGroup   = 10.0 // between names that no arc joins, over others neither
	arcLeast   = 26.0 // how far an arc's handles lie to the right, and for each pixel that it leads down
	arcPerDown = 0.9
	arcWidths  = 4 // classes thick1 to thick4
)

// SVG draws the names and the arcs. An arc is an arrow without a head: a name that is pointed
// at lights up with its arcs.
func (a Arcs) SVG() template.HTML {
	middle, height := a.rows()
	heaviest, left := 0.0, leastWidth
	for _, arc := range a.Arcs {
		heaviest = max(heaviest, arc.Weight)
	}
	for _, name := range a.Names {
		left = max(left, widthOf(short(name), normal)+2*padX)
	}
	var c canvas
	right := left
	for _, arc := range a.Arcs {
		top, bottom := min(middle[arc.A], middle[arc.B]), max(middle[arc.A], middle[arc.B])
		handle := left + arcLeast + float64((bottom-top)*arcPerDown)
		right = max(right, handle)
		c.openArrow(Arrow{From: arc.A, To: arc.B, Class: Class("arc " + arc.thick(heaviest))})
		c.title(arc.Says)
		fmt.Fprintf(&c.b, `<path d="M%s %sC%s %s %s %s %s %s"/></g>`, num(left), num(top), num(handle), num(top), num(handle), num(bottom), num(left), num(bottom))
	}
	for i, name := range a.Names {
		c.box(Box{Lines: []string{name}, Class: "plain"}, layout.Rect{Y: middle[i] - arcRow/2 + 1, Width: left, Height: arcRow - 2}, 0)
	}
	return c.svg(a.Title, a.Text, right, height)
}

// thick is the class of an arc by its weight beside the heaviest.
func (a Arc) thick(heaviest float64) string {
	n := 1
	for n < arcWidths && a.Weight*arcWidths > heaviest*float64(n) {
		n++
	}
	return fmt.Sprint("thick", n)
}

// rows is where the middle of each name lies, and how high all are.
func (a Arcs) rows() (middle []float64, height float64) {
	links := make([]layout.Link, len(a.Arcs))
	for i, arc := range a.Arcs {
		links[i] = layout.Link{A: arc.A, B: arc.B, Weight: arc.Weight}
	}
	place := layout.Line(len(a.Names), links)
	joined := make([]bool, len(a.Names)) // by place, with what stands below
	for _, l := range links {
		for k := min(place[l.A], place[l.B]); k < max(place[l.A], place[l.B]); k++ {
			joined[k] = true
		}
	}
	at := make([]float64, len(a.Names))
	for k := range at {
		at[k] = height + arcRow/2
		height += arcRow
		if !joined[k] && k < len(at)-1 {
			height += arcGroup
		}
	}
	middle = make([]float64, len(a.Names))
	for i, k := range place {
		middle[i] = at[k]
	}
	return middle, height
}
