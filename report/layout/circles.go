package layout

import (
	"cmp"
	"math"
	"slices"

	"seam/analyze/portable"
)

// Circle is a placed circle.
type Circle struct{ X, Y, R float64 }

// Item is a node of a tree to pack. Leaves have a size, the others Children.
type Item struct {
	Size     float64 // area of a leaf, in any unit; not above 0 gives the smallest circle
	Children []int   // indexes of items
}

// Circles packs the tree below root into a circle of radius 1 around (0, 0): the area of
// a leaf is proportional to its size, an inner circle encloses its children, and none
// overlaps another that it does not enclose. gap is the room between siblings and
// around them, as a share of the mean radius of leaves. The order of children does not
// matter: larger ones are placed first.
//
// A front of circles that touch each other grows around the first two; the next circle
// goes where the front is nearest to the middle (Wang, Wang, Dai and Wang 2006). The
// enclosing circle is the smallest one (Welzl 1991, in a fixed order).
func Circles(items []Item, root int, gap float64) []Circle {
	p := packer{items: items, circles: make([]Circle, len(items))}
	if len(items) == 0 {
		return nil
	}
	sum, n := 0.0, 0
	for _, it := range items {
		if len(it.Children) == 0 {
			sum += math.Sqrt(max(it.Size, 0))
			n++
		}
	}
	p.gap = gap * sum / float64(max(1, n))
	p.least = math.SmallestNonzeroFloat32
	if sum > 0 {
		p.least = sum / float64(n) / 50
	}
	p.pack(root)
	r := p.circles[root].R
	p.settle(root, 0, 0, 1/r)
	return p.circles
}

type packer struct {
	items   []Item
	circles []Circle // relative to the parent until settle
	gap     float64
	least   float64
}

// pack gives an item its radius and places its children around (0, 0).
func (p *packer) pack(i int) {
	it := p.items[i]
	if len(it.Children) == 0 {
		p.circles[i].R = max(math.Sqrt(max(it.Size, 0)), p.least)
		return
	}
	order := slices.Clone(it.Children)
	for _, c := range order {
		p.pack(c)
		p.circles[c].R += p.gap / 2
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.circles[b].R, p.circles[a].R) })
	siblings := make([]Circle, len(order))
	for k, c := range order {
		siblings[k] = p.circles[c]
	}
	around := front(siblings)
	for k, c := range order {
		p.circles[c] = Circle{siblings[k].X - around.X, siblings[k].Y - around.Y, siblings[k].R - p.gap/2}
	}
	p.circles[i].R = around.R + p.gap/2
}

func (p *packer) settle(i int, x, y, scale float64) {
	c := &p.circles[i]
	x, y = x+float64(c.X*scale), y+float64(c.Y*scale)
	*c = Circle{x, y, c.R * scale}
	for _, k := range p.items[i].Children {
		p.settle(k, x, y, scale)
	}
}

// ringed is a circle on the front, which is a ring.
type ringed struct {
	c          *Circle
	prev, next *ringed
}

// front places circles, the largest first, and returns the circle that encloses them.
func front(cs []Circle) Circle {
	switch len(cs) {
	case 0:
		return Circle{}
	case 1:
		cs[0].X, cs[0].Y = 0, 0
		return cs[0]
	}
	cs[0].X, cs[0].Y = -cs[1].R, 0
	cs[1].X, cs[1].Y = cs[0].R, 0
	if len(cs) > 2 {
		beside(&cs[1], &cs[0], &cs[2])
		a, b, c := &ringed{c: &cs[0]}, &ringed{c: &cs[1]}, &ringed{c: &cs[2]}
		a.next, b.next, c.next = b, c, a
		a.prev, b.prev, c.prev = c, a, b
		for i := 3; i < len(cs); {
			beside(a.c, b.c, &cs[i])
			if j, k, hit := collision(a, b, &cs[i]); hit {
				a, b = j, k
				a.next, b.prev = b, a
				continue
			}
			n := &ringed{c: &cs[i], prev: a, next: b}
			a.next, b.prev = n, n
			a, b = nearest(n)
			i++
		}
	}
	return enclosing(cs)
}

// collision looks both ways along the front, the shorter distance first, for a circle
// that c overlaps, and gives the gap of the front that remains when what lies between
// is taken off it.
func collision(a, b *ringed, c *Circle) (from, to *ringed, hit bool) {
	j, k := b.next, a.prev
	right, left := b.c.R, a.c.R
	for {
		if right <= left {
			if overlap(j.c, c) {
				return a, j, true
			}
			right += j.c.R
			j = j.next
		} else {
			if overlap(k.c, c) {
				return k, b, true
			}
			left += k.c.R
			k = k.prev
		}
		if j == k.next {
			return nil, nil, false
		}
	}
}

// nearest is the pair of neighbours on the front that lies nearest to the middle.
func nearest(start *ringed) (a, b *ringed) {
	best, least := start, score(start)
	for n := start.next; n != start; n = n.next {
		if s := score(n); s < least {
			best, least = n, s
		}
	}
	return best, best.next
}

// score is the square of the distance of where two neighbours touch.
func score(n *ringed) float64 {
	a, b := n.c, n.next.c
	ab := a.R + b.R
	x, y := (float64(a.X*b.R)+float64(b.X*a.R))/ab, (float64(a.Y*b.R)+float64(b.Y*a.R))/ab
	return float64(x*x) + float64(y*y)
}

// beside places c so that it touches a and b, to the right of the way from b to a.
func beside(b, a, c *Circle) {
	dx, dy := b.X-a.X, b.Y-a.Y
	d2 := float64(dx*dx) + float64(dy*dy)
	if d2 == 0 {
		c.X, c.Y = a.X+c.R, a.Y
		return
	}
	a2, b2 := float64((a.R+c.R)*(a.R+c.R)), float64((b.R+c.R)*(b.R+c.R))
	if a2 > b2 {
		x := (d2 + b2 - a2) / (2 * d2)
		y := math.Sqrt(max(0, b2/d2-float64(x*x)))
		c.X, c.Y = b.X-float64(x*dx)-float64(y*dy), b.Y-float64(x*dy)+float64(y*dx)
		return
	}
	x := (d2 + a2 - b2) / (2 * d2)
	y := math.Sqrt(max(0, a2/d2-float64(x*x)))
	c.X, c.Y = a.X+float64(x*dx)-float64(y*dy), a.Y+float64(x*dy)+float64(y*dx)
}

func overlap(a, b *Circle) bool {
	r := a.R + b.R - float64(1e-6*(a.R+b.R))
	dx, dy := b.X-a.X, b.Y-a.Y
	return r > 0 && float64(r*r) > float64(dx*dx)+float64(dy*dy)
}

// enclosing is the smallest circle around circles. Where rounding keeps it from growing
// over a circle that it must hold, it is made larger by what is missing.
func enclosing(cs []Circle) Circle {
	var basis []Circle
	e := Circle{}
	for i := 0; i < len(cs); {
		if len(basis) > 0 && encloses(e, cs[i]) {
			i++
			continue
		}
		more, ok := extended(basis, cs[i])
		next := around(more)
		if !ok || len(basis) > 0 && !(next.R > e.R) {
			e.R = portable.Hypot(cs[i].X-e.X, cs[i].Y-e.Y) + float64(cs[i].R*(1+1e-6))
			i++
			continue
		}
		basis, e, i = more, next, 0
	}
	return e
}

func encloses(a, b Circle) bool {
	d := a.R - b.R + float64(max(a.R, b.R, 1e-300)*1e-9)
	dx, dy := b.X-a.X, b.Y-a.Y
	return d > 0 && float64(d*d) > float64(dx*dx)+float64(dy*dy)
}

func enclosesAll(a Circle, list ...Circle) bool {
	for _, b := range list {
		if !encloses(a, b) {
			return false
		}
	}
	return true
}

// extended is the basis, of up to three circles, of the smallest circle around a basis
// and one more; false if rounding hides it.
func extended(basis []Circle, c Circle) ([]Circle, bool) {
	if enclosesAll(c, basis...) {
		return []Circle{c}, true
	}
	for _, b := range basis {
		if two := around([]Circle{b, c}); !covers(c, b) && enclosesAll(two, basis...) {
			return []Circle{b, c}, true
		}
	}
	for i, a := range basis {
		for _, b := range basis[i+1:] {
			if !covers(around([]Circle{a, b}), c) && !covers(around([]Circle{a, c}), b) && !covers(around([]Circle{b, c}), a) &&
				enclosesAll(around([]Circle{a, b, c}), basis...) {
				return []Circle{a, b, c}, true
			}
		}
	}
	return basis, false
}

// covers is encloses without room for rounding.
func covers(a, b Circle) bool {
	d, dx, dy := a.R-b.R, b.X-a.X, b.Y-a.Y
	return d >= 0 && float64(d*d) >= float64(dx*dx)+float64(dy*dy)
}

func around(basis []Circle) Circle {
	switch len(basis) {
	case 1:
		return basis[0]
	case 2:
		a, b := basis[0], basis[1]
		dx, dy, dr := b.X-a.X, b.Y-a.Y, b.R-a.R
		l := portable.Hypot(dx, dy)
		if l == 0 {
			return Circle{a.X, a.Y, max(a.R, b.R)}
		}
		return Circle{(a.X + b.X + float64(dx/l*dr)) / 2, (a.Y + b.Y + float64(dy/l*dr)) / 2, (l + a.R + b.R) / 2}
	}
	return apollonius(basis[0], basis[1], basis[2])
}

// apollonius is the circle that three circles touch from within.
func apollonius(a, b, c Circle) Circle {
	a2, b2, c2 := a.X-b.X, a.Y-b.Y, b.R-a.R
	a3, b3, c3 := a.X-c.X, a.Y-c.Y, c.R-a.R
	d1 := float64(a.X*a.X) + float64(a.Y*a.Y) - float64(a.R*a.R)
	d2 := d1 - float64(b.X*b.X) - float64(b.Y*b.Y) + float64(b.R*b.R)
	d3 := d1 - float64(c.X*c.X) - float64(c.Y*c.Y) + float64(c.R*c.R)
	ab := float64(a3*b2) - float64(a2*b3)
	xa, xb := (float64(b2*d3)-float64(b3*d2))/(ab*2)-a.X, (float64(b3*c2)-float64(b2*c3))/ab
	ya, yb := (float64(a3*d2)-float64(a2*d3))/(ab*2)-a.Y, (float64(a2*c3)-float64(a3*c2))/ab
	qa, qb, qc := float64(xb*xb)+float64(yb*yb)-1, 2*(a.R+float64(xa*xb)+float64(ya*yb)), float64(xa*xa)+float64(ya*ya)-float64(a.R*a.R)
	var r float64
	if math.Abs(qa) > 1e-6 {
		r = -(qb + math.Sqrt(max(0, float64(qb*qb)-float64(4*qa*qc)))) / (2 * qa)
	} else {
		r = -qc / qb
	}
	return Circle{a.X + xa + float64(xb*r), a.Y + ya + float64(yb*r), r}
}
