package picture

import (
	"math"

	"seam/report/layout"
)

const (
	nodeGap = 16.0 // between boxes of a row
	rowGap  = 20.0 // between rows that no line joins
)

// rowWidths are how wide a row of boxes may be, tried in turn: lines that pass need room
// beside the boxes, so that narrow rows do not always make a narrow picture.
var rowWidths = []float64{860, 700, 540, 400}

// fitted lays a graph out so that it fits the page, or else in the narrowest of the tried
// ways. It gives the layer of each row too.
func fitted(sizes []layout.Size, edges [][2]int, layers []int) (best *layout.Picture, layerOf []int) {
	gap := 0.0
	if len(edges) == 0 {
		gap = rowGap
	}
	for _, w := range rowWidths {
		rows, of := wrapped(layers, sizes, w)
		p := layout.Layered(sizes, edges, layout.Options{Layers: rows, NodeGap: nodeGap, LayerGap: gap})
		if best == nil || p.Width < best.Width {
			best, layerOf = p, of
		}
		if best.Width <= fitWidth*0.9 {
			break
		}
	}
	return best, layerOf
}

// apart moves the boxes that no arrow touches, which are all in the top layer, below the
// others: beside them they would push lines aside.
func apart(layers []int, edges [][2]int) []int {
	joined := make([]bool, len(layers))
	for _, e := range edges {
		if e[0] != e[1] {
			joined[e[0]], joined[e[1]] = true, true
		}
	}
	top, below := math.MaxInt, 0
	for i, l := range layers {
		if joined[i] {
			top, below = min(top, l), max(below, l+1)
		}
	}
	if below == 0 {
		return layers
	}
	for i := range layers {
		if !joined[i] {
			layers[i] = below
		}
		layers[i] -= top
	}
	return layers
}

// wrapped breaks layers that are wider than the page into rows of about the same width,
// which is no harm since no arrow joins boxes of one layer. It gives the row of each box
// and the layer of each row.
func wrapped(layers []int, sizes []layout.Size, widest float64) (rows, layerOf []int) {
	rows = make([]int, len(layers))
	for l, boxes := range boxesOf(layers) {
		total := 0.0
		for _, i := range boxes {
			total += sizes[i].Width + nodeGap
		}
		most := total / max(1, math.Ceil(total/widest))
		used := 0.0
		for k, i := range boxes {
			if k == 0 || used+sizes[i].Width/2 > most {
				layerOf = append(layerOf, l)
				used = 0
			}
			rows[i] = len(layerOf) - 1
			used += sizes[i].Width + nodeGap
		}
		if len(boxes) == 0 {
			layerOf = append(layerOf, l)
		}
	}
	return rows, layerOf
}

// boxesOf are the boxes of each layer.
func boxesOf(layers []int) [][]int {
	var out [][]int
	for i, l := range layers {
		for len(out) <= l {
			out = append(out, nil)
		}
		out[l] = append(out[l], i)
	}
	return out
}
