package picture

import (
	"math"

	"seam/report/layout"
)

const (
	nodeGap = 16.0  // between boxes of a row
	widest  = 860.0 // of a row of boxes, in pixels
)

// wrapped breaks layers that are wider than the page into rows of about the same width,
// which is no harm since no arrow joins boxes of one layer. It gives the row of each box
// and the layer of each row.
func wrapped(layers []int, sizes []layout.Size) (rows, layerOf []int) {
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
