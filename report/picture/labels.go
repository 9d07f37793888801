package picture

import (
	"seam/report/layout"
)

// room is what texts have taken of a picture.
type room struct{ taken []layout.Rect }

func (r *room) take(a layout.Rect) { r.taken = append(r.taken, a) }

func (r *room) free(a layout.Rect) bool {
	for _, b := range r.taken {
		if meet(a, b) {
			return false
		}
	}
	return true
}

func meet(a, b layout.Rect) bool {
	return a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height
}

// around is a rectangle of a size around a point.
func around(at layout.Point, width, height float64) layout.Rect {
	return layout.Rect{X: at.X - width/2, Y: at.Y - height/2, Width: width, Height: height}
}

const labelHeight = 14.0

// placesOnLine are the parts of the way along a piece of a line where a label may stand,
// best first.
var placesOnLine = []float64{0.5, 0.38, 0.62, 0.28, 0.72}

// labelsOf finds the middle of every label: on its own line, from the last piece to the
// first, clear of boxes, of heads, of labels, and of other lines where that can be. nil is no room.
func labelsOf(arrows []Arrow, p *layout.Picture) []*layout.Point {
	out := make([]*layout.Point, len(arrows))
	r := &room{}
	for _, b := range p.Nodes {
		r.take(layout.Rect{X: b.X - 1, Y: b.Y - 1, Width: b.Width + 2, Height: b.Height + 2})
	}
	for _, line := range p.Lines {
		if line != nil {
			r.take(around(line[len(line)-1], headWidth+2, 2*headLength))
		}
	}
	for i, a := range arrows {
		if a.Label == "" || p.Lines[i] == nil {
			continue
		}
		out[i] = labelOn(i, widthOf(a.Label, small)+4, p, r)
		if out[i] != nil {
			r.take(around(*out[i], widthOf(a.Label, small)+4, labelHeight))
		}
	}
	return out
}

// labelOn looks twice: for a place that no other line crosses, then for any.
func labelOn(i int, width float64, p *layout.Picture, r *room) *layout.Point {
	line := p.Lines[i]
	for _, crossed := range []bool{false, true} {
		for k := len(line) - 1; k > 0; k-- {
			for _, f := range placesOnLine {
				at := between(line[k-1], line[k], f)
				spot := around(at, width, labelHeight)
				if r.free(spot) && (crossed || !othersCross(p, i, spot)) && spot.X >= 0 && spot.X+spot.Width <= p.Width {
					return &at
				}
			}
		}
	}
	return nil
}

func between(a, b layout.Point, f float64) layout.Point {
	return layout.Point{X: a.X + float64((b.X-a.X)*f), Y: a.Y + float64((b.Y-a.Y)*f)}
}

// othersCross reports whether a line other than i runs through a rectangle.
func othersCross(p *layout.Picture, i int, spot layout.Rect) bool {
	const steps = 16
	for k, line := range p.Lines {
		if k == i {
			continue
		}
		for n := 1; n < len(line); n++ {
			for s := range steps + 1 {
				at := between(line[n-1], line[n], float64(s)/steps)
				if at.X > spot.X && at.X < spot.X+spot.Width && at.Y > spot.Y && at.Y < spot.Y+spot.Height {
					return true
				}
			}
		}
	}
	return false
}
