package picture

// Sizes of texts, in pixels.
const (
	normal = 12.0
	small  = 11.0
	bold   = 1.13 // times as wide, at most
)

// advances are the widths of the printable characters of ASCII in DejaVu Sans, in
// thousandths of the size: the widest of the fonts that system-ui stands for.
var advances = [...]float64{
	318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
	1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
	500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
}

// widthOf is how wide a text of a size is at most. A character outside ASCII takes a
// whole em.
func widthOf(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		if r >= ' ' && int(r-' ') < len(advances) {
			w += advances[r-' ']
		} else {
			w += 1000
		}
	}
	return float64(w / 1000 * size)
}
