// Package layout computes where the boxes and lines of a picture go. It knows sizes and
// numbers only, draws nothing, and gives equal input equal coordinates.
//
// Layered draws an acyclic digraph from top to bottom (Sugiyama, Tagawa and Toda 1981):
// layers by the network of longest paths, shortened where nodes have room (layers.go);
// crossings reduced by sweeps of medians and by exchanging neighbours, from several
// starts (order.go; Gansner et al. 1993); positions by isotonic regression of every
// layer towards its neighbours (place.go); lines that run straight through the layers
// they pass, so that they meet no box (route.go).
//
// Circles packs a tree of sizes into nested circles (circles.go; Wang et al. 2006), Treemap
// divides a rectangle among them (treemap.go; Bruls, Huizing and van Wijk 2000). Line puts
// things in a row so that what is joined lies near (line.go).
//
// Limits: crossing reduction looks for a good order, not the best one, which takes
// exponential time. Meant for pictures that people can read: at a few hundred nodes
// Layered takes seconds.
package layout

// Size is how large a box is.
type Size struct{ Width, Height float64 }

// Point is a place; y grows downwards.
type Point struct{ X, Y float64 }

// Rect is a placed box by its upper left corner, in pixels, as every length here.
type Rect struct{ X, Y, Width, Height float64 }

// Options are distances. The zero value has defaults.
type Options struct {
	NodeGap  float64 // between neighbours in a layer; 0 is 24
	LayerGap float64 // between layers; 0 is 44
	LineGap  float64 // kept free around a line that passes a layer; 0 is 10
	Margin   float64 // around everything; 0 is 8
	// Layers puts node i into layer Layers[i], counted from the top; nil computes
	// layers. An edge must lead to a larger number.
	Layers []int
}

func (o Options) orDefaults() Options {
	set := func(v *float64, d float64) {
		if *v == 0 {
			*v = d
		}
	}
	set(&o.NodeGap, 24)
	set(&o.LayerGap, 44)
	set(&o.LineGap, 10)
	set(&o.Margin, 8)
	return o
}

// Picture is a layered drawing.
type Picture struct {
	Width, Height float64
	Nodes         []Rect    // by node
	Layer         []int     // by node, 0 at the top
	Lines         [][]Point // by edge: corners from the lower side of From to the upper side of To; nil for an edge that is left out
	Crossings     int       // of lines, as the order within layers makes them
}

// Layered places boxes and the lines between them. Every line leads down. An edge of a
// node to itself is left out, and so is one that would close a cycle: the caller folds
// cycles into one box first. Of edges between the same two nodes each has a line.
func Layered(sizes []Size, edges [][2]int, opt Options) *Picture {
	opt = opt.orDefaults()
	used := forward(len(sizes), edges)
	layer := opt.Layers
	if layer == nil {
		layer = Layers(len(sizes), edges)
	}
	n := newNet(sizes, edges, used, layer, opt)
	n.order()
	n.place(opt)
	return n.picture(edges, used, layer, opt)
}

// forward marks the edges that are drawn: those that, taken in order, close no cycle.
func forward(n int, edges [][2]int) []bool {
	out := make([][]int, n)
	used := make([]bool, len(edges))
	seen := make([]int, n)
	for i, e := range edges {
		if e[0] == e[1] || reaches(out, e[1], e[0], seen, i+1) {
			continue
		}
		used[i] = true
		out[e[0]] = append(out[e[0]], e[1])
	}
	return used
}

// reaches marks what it visits with a number of its own.
func reaches(out [][]int, from, to int, seen []int, mark int) bool {
	stack := []int{from}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if v == to {
			return true
		}
		if seen[v] == mark {
			continue
		}
		seen[v] = mark
		stack = append(stack, out[v]...)
	}
	return false
}
