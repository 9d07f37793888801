package layout

// rounds is how often the layers are drawn towards their neighbours.
const rounds = 60

// How much a line wants to be straight: long lines most, since a bend in the middle of
// nowhere is what people stumble over.
const (
	boxToBox     = 1.0
	boxToJoint   = 2.0
	jointToJoint = 8.0
)

// place gives every node its middle and its upper side. Within a layer nodes keep their
// order and their distance.
func (n *net) place(opt Options) {
	n.x, n.y = make([]float64, len(n.sizes)), make([]float64, len(n.sizes))
	for _, l := range n.layers {
		at := 0.0
		for i, v := range l {
			if i > 0 {
				at += n.distance(l[i-1], v, opt)
			}
			n.x[v] = at
		}
		for _, v := range l {
			n.x[v] -= at / 2
		}
	}
	for r := range rounds {
		for i := range n.layers {
			l := i
			if r%2 == 1 {
				l = len(n.layers) - 1 - i
			}
			n.pull(n.layers[l], r, opt)
		}
	}
	n.rows(opt)
	n.shift(opt)
}

// distance is what must lie between the middles of two neighbours.
func (n *net) distance(a, b int, opt Options) float64 {
	gap := opt.NodeGap
	if a >= n.boxes || b >= n.boxes {
		gap = opt.LineGap
	}
	return (n.sizes[a].Width+n.sizes[b].Width)/2 + gap
}

// pull moves the nodes of a layer as near as their order lets them to the weighted mean
// of their neighbours: above in even rounds, below in odd ones, both in the last ones.
func (n *net) pull(nodes []int, round int, opt Options) {
	want, weight := make([]float64, len(nodes)), make([]float64, len(nodes))
	offset := 0.0
	for i, v := range nodes {
		if i > 0 {
			offset += n.distance(nodes[i-1], v, opt)
		}
		sum := 0.0
		add := func(others []int) {
			for _, w := range others {
				k := n.stiffness(v, w)
				sum += float64(k * n.x[w])
				weight[i] += k
			}
		}
		if both := round >= rounds/2; both || round%2 == 0 {
			add(n.up[v])
		}
		if both := round >= rounds/2; both || round%2 == 1 {
			add(n.down[v])
		}
		if weight[i] == 0 {
			sum, weight[i] = n.x[v]*0.01, 0.01
		}
		want[i] = sum/weight[i] - offset
	}
	isotonic(want, weight)
	offset = 0
	for i, v := range nodes {
		if i > 0 {
			offset += n.distance(nodes[i-1], v, opt)
		}
		n.x[v] = want[i] + offset
	}
}

func (n *net) stiffness(v, w int) float64 {
	switch {
	case v >= n.boxes && w >= n.boxes:
		return jointToJoint
	case v >= n.boxes || w >= n.boxes:
		return boxToJoint
	}
	return boxToBox
}

// isotonic replaces values by the nearest ascending ones in the weighted least squares
// sense: neighbours that are out of order are pooled.
func isotonic(value, weight []float64) {
	type pool struct {
		mean, weight float64
		count        int
	}
	var pools []pool
	for i, v := range value {
		pools = append(pools, pool{v, weight[i], 1})
		for len(pools) > 1 && pools[len(pools)-2].mean > pools[len(pools)-1].mean {
			a, b := pools[len(pools)-2], pools[len(pools)-1]
			w := a.weight + b.weight
			pools = append(pools[:len(pools)-2], pool{(float64(a.mean*a.weight) + float64(b.mean*b.weight)) / w, w, a.count + b.count})
		}
	}
	i := 0
	for _, p := range pools {
		for range p.count {
			value[i] = p.mean
			i++
		}
	}
}

// rows gives every layer its height.
func (n *net) rows(opt Options) {
	n.height = make([]float64, len(n.layers))
	at := opt.Margin
	for i, l := range n.layers {
		for _, v := range l {
			n.y[v] = at
			n.height[i] = max(n.height[i], n.sizes[v].Height)
		}
		at += n.height[i] + opt.LayerGap
	}
}

// shift moves everything so that the leftmost box or line stands at the margin.
func (n *net) shift(opt Options) {
	left := 0.0
	for v := range n.x {
		if at := n.x[v] - n.sizes[v].Width/2; v == 0 || at < left {
			left = at
		}
	}
	for v := range n.x {
		n.x[v] = rounded(n.x[v] - left + opt.Margin)
	}
}

// rounded is a coordinate to a tenth, so that the last digits of sums cannot differ from
// machine to machine in what is drawn.
func rounded(v float64) float64 {
	return float64(int(float64(v*10)+0.5)) / 10
}
