package layout

import (
	"cmp"
	"slices"
)

// picture puts boxes and lines together.
func (n *net) picture(edges [][2]int, used []bool, layer []int, opt Options) *Picture {
	p := &Picture{Nodes: make([]Rect, n.boxes), Layer: layer, Lines: make([][]Point, len(edges)), Crossings: n.crossings()}
	for v := range n.boxes {
		s := n.sizes[v]
		p.Nodes[v] = Rect{rounded(n.x[v] - s.Width/2), n.y[v], s.Width, s.Height}
		p.Width, p.Height = max(p.Width, n.x[v]+s.Width/2), max(p.Height, n.y[v]+s.Height)
	}
	leave, arrive := n.ports(edges, used)
	for i, c := range n.chains {
		if c == nil {
			continue
		}
		p.Lines[i] = n.line(c, leave[i], arrive[i])
		for _, at := range p.Lines[i] {
			p.Width = max(p.Width, at.X)
		}
	}
	p.Width, p.Height = rounded(p.Width+opt.Margin), rounded(p.Height+opt.Margin)
	return p
}

// ports spreads the ends of lines over the sides of their boxes, in the order of where
// they come from or go to, so that they do not cross at the box.
func (n *net) ports(edges [][2]int, used []bool) (leave, arrive []float64) {
	leave, arrive = make([]float64, len(edges)), make([]float64, len(edges))
	out, in := make([][]int, n.boxes), make([][]int, n.boxes)
	for i, e := range edges {
		if used[i] {
			out[e[0]] = append(out[e[0]], i)
			in[e[1]] = append(in[e[1]], i)
		}
	}
	for v := range n.boxes {
		n.spread(v, out[v], leave, func(e int) float64 { return n.x[n.chains[e][1]] })
		n.spread(v, in[v], arrive, func(e int) float64 { return n.x[n.chains[e][len(n.chains[e])-2]] })
	}
	return leave, arrive
}

// mostSpread is how far apart the ends of two lines stand at most.
const mostSpread = 14.0

func (n *net) spread(v int, lines []int, at []float64, other func(e int) float64) {
	slices.SortStableFunc(lines, func(a, b int) int { return cmp.Compare(other(a), other(b)) })
	step := min(mostSpread, n.sizes[v].Width*0.8/float64(max(1, len(lines))))
	for k, e := range lines {
		at[e] = rounded(n.x[v] + float64((float64(k)-float64(len(lines)-1)/2)*step))
	}
}

// line is the corners of an edge: down to the end of its box's layer, straight through
// every layer that it passes, and down to its other box.
func (n *net) line(chain []int, leave, arrive float64) []Point {
	first, last := chain[0], chain[len(chain)-1]
	top := n.y[first] + n.sizes[first].Height
	out := []Point{{leave, rounded(top)}}
	if end := n.y[first] + n.height[n.layer[first]]; end > top {
		out = append(out, Point{leave, rounded(end)})
	}
	for _, v := range chain[1 : len(chain)-1] {
		y := n.y[v]
		out = append(out, Point{n.x[v], rounded(y)}, Point{n.x[v], rounded(y + n.height[n.layer[v]])})
	}
	return append(out, Point{arrive, rounded(n.y[last])})
}
