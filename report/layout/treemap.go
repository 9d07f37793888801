package layout

import (
	"cmp"
	"slices"
)

// Treemap divides a rectangle among sizes: the area of each part is its share, all of the
// rectangle is given away, and no two parts overlap. Parts are about as high as they are
// wide; larger ones lie further left and up, equal ones in the order given. A size that is
// not above 0 gets a Rect of no extent.
//
// Rows are filled along the shorter side of what is left, as long as the worst proportion
// in the row gets no worse (Bruls, Huizing and van Wijk 2000).
func Treemap(sizes []float64, in Rect) []Rect {
	out := make([]Rect, len(sizes))
	var order []int
	left := 0.0
	for i, s := range sizes {
		if s > 0 {
			order = append(order, i)
			left += s
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	for len(order) > 0 {
		n, sum := row(order, sizes, min(in.Width, in.Height), in.Width*in.Height/left)
		share := 1.0
		if n < len(order) {
			share = sum / left
		}
		in = fill(out, order[:n], sizes, sum, share, in)
		order, left = order[n:], left-sum
	}
	return out
}

// row is how many of the next sizes make a row along a side, and their sum; scale is the area
// of a unit of size.
func row(order []int, sizes []float64, side, scale float64) (n int, sum float64) {
	most, best := sizes[order[0]], 0.0
	for ; n < len(order); n++ {
		with := sum + sizes[order[n]]
		thick := with * scale / side // a part of size s is s·scale/thick long
		worst := max(thick*thick/(sizes[order[n]]*scale), most*scale/(thick*thick))
		if n > 0 && worst > best {
			break
		}
		best, sum = worst, with
	}
	return n, sum
}

// fill places a row at the left or the top of a rectangle, of which it takes a share, and
// returns the rest.
func fill(out []Rect, row []int, sizes []float64, sum, share float64, in Rect) Rect {
	upright := in.Width >= in.Height
	at, long, thick := in.X, in.Width, float64(in.Height*share)
	if upright {
		at, long, thick = in.Y, in.Height, float64(in.Width*share)
	}
	for _, i := range row {
		length := float64(long * (sizes[i] / sum))
		if upright {
			out[i] = Rect{X: in.X, Y: at, Width: thick, Height: length}
		} else {
			out[i] = Rect{X: at, Y: in.Y, Width: length, Height: thick}
		}
		at += length
	}
	if upright {
		return Rect{X: in.X + thick, Y: in.Y, Width: in.Width - thick, Height: in.Height}
	}
	return Rect{X: in.X, Y: in.Y + thick, Width: in.Width, Height: in.Height - thick}
}
