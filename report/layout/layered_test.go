package layout

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// reduced is a random acyclic graph without edges that others imply, as pictures of
// candidates have them.
func reduced(rnd *rand.Rand, n, m int) (sizes []Size, edges [][2]int) {
	has := make([][]bool, n)
	for i := range has {
		has[i] = make([]bool, n)
		sizes = append(sizes, Size{60 + float64(rnd.IntN(120)), 24 + float64(rnd.IntN(3)*12)})
	}
	for range m {
		if a, b := rnd.IntN(n), rnd.IntN(n); a < b && b-a < n/2+2 {
			has[a][b] = true
		}
	}
	for a := range n {
		for b := range n {
			if has[a][b] && !implied(has, a, b) {
				edges = append(edges, [2]int{a, b})
			}
		}
	}
	return sizes, edges
}

func implied(has [][]bool, a, b int) bool {
	out := make([][]int, len(has))
	for i := range has {
		for j := range has {
			if has[i][j] && (i != a || j != b) {
				out[i] = append(out[i], j)
			}
		}
	}
	return reaches(out, a, b, make([]int, len(has)), 1)
}

// check asserts what every picture promises.
func check(t *testing.T, p *Picture, edges [][2]int) {
	t.Helper()
	for i, a := range p.Nodes {
		if a.X < 0 || a.Y < 0 || a.X+a.Width > p.Width || a.Y+a.Height > p.Height {
			t.Fatalf("box %d %v lies outside %vx%v", i, a, p.Width, p.Height)
		}
		for j, b := range p.Nodes[:i] {
			if a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height {
				t.Fatalf("boxes %d and %d overlap: %v %v", j, i, b, a)
			}
		}
	}
	for i, line := range p.Lines {
		if line == nil {
			continue
		}
		from, to := p.Nodes[edges[i][0]], p.Nodes[edges[i][1]]
		if first, last := line[0], line[len(line)-1]; first.Y != rounded(from.Y+from.Height) || last.Y != to.Y ||
			first.X < from.X || first.X > from.X+from.Width || last.X < to.X || last.X > to.X+to.Width {
			t.Fatalf("line %d %v does not join its boxes %v %v", i, line, from, to)
		}
		for k, at := range line {
			if at.X < 0 || at.X > p.Width || k > 0 && at.Y < line[k-1].Y {
				t.Fatalf("line %d leaves the picture or leads up: %v", i, line)
			}
			if k > 0 {
				meets(t, p, i, line[k-1], at, edges[i])
			}
		}
	}
}

// meets refuses a piece of a line that runs through a box.
func meets(t *testing.T, p *Picture, line int, a, b Point, ends [2]int) {
	for v, r := range p.Nodes {
		if v == ends[0] || v == ends[1] {
			continue
		}
		for k := 1; k < 20; k++ {
			f := float64(k) / 20
			x, y := a.X+(b.X-a.X)*f, a.Y+(b.Y-a.Y)*f
			if x > r.X && x < r.X+r.Width && y > r.Y+0.2 && y < r.Y+r.Height-0.2 {
				t.Fatalf("line %d runs through box %d", line, v)
			}
		}
	}
}

func TestLayeredPromises(t *testing.T) {
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		n := 2 + rnd.IntN(40)
		sizes, edges := reduced(rnd, n, rnd.IntN(3*n))
		p := Layered(sizes, edges, Options{})
		check(t, p, edges)
		if again := Layered(sizes, edges, Options{}); !reflect.DeepEqual(p, again) {
			t.Fatal("equal input, another picture")
		}
	}
}

// TestOddInput: cycles, loops, repeated edges, nothing at all.
func TestOddInput(t *testing.T) {
	if p := Layered(nil, nil, Options{}); p.Width <= 0 || p.Height <= 0 {
		t.Errorf("%+v", p)
	}
	box := Size{50, 20}
	edges := [][2]int{{0, 1}, {1, 0}, {1, 1}, {0, 1}}
	p := Layered([]Size{box, box}, edges, Options{})
	check(t, p, edges)
	if p.Lines[0] == nil || p.Lines[1] != nil || p.Lines[2] != nil || p.Lines[3] == nil {
		t.Errorf("lines %v", p.Lines)
	}
}

// TestGivenLayers: waves are layers, with the caller's numbers.
func TestGivenLayers(t *testing.T) {
	box := Size{50, 20}
	edges := [][2]int{{0, 2}, {1, 2}}
	p := Layered([]Size{box, box, box}, edges, Options{Layers: []int{0, 1, 2}})
	check(t, p, edges)
	if !slices.Equal(p.Layer, []int{0, 1, 2}) || p.Nodes[1].Y <= p.Nodes[0].Y {
		t.Errorf("%+v", p)
	}
}

// TestShortLines: a node that only one node needs stands right above it.
func TestShortLines(t *testing.T) {
	box := Size{50, 20}
	p := Layered([]Size{box, box, box, box}, [][2]int{{0, 1}, {1, 2}, {3, 2}}, Options{})
	if p.Layer[3] != 1 {
		t.Errorf("layers %v", p.Layer)
	}
}

// TestCrossingsBesideGraphviz: where dot is installed, at most 1.3 times as many
// crossings over all graphs, and no single one far off.
func TestCrossingsBesideGraphviz(t *testing.T) {
	if _, err := exec.LookPath("dot"); err != nil {
		t.Skip("dot is not installed: crossings are not compared")
	}
	ours, theirs := 0, 0
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		n := 10 + rnd.IntN(40)
		sizes, edges := reduced(rnd, n, 5*n)
		p := Layered(sizes, edges, Options{})
		dot := crossingsOfDot(t, sizes, edges)
		ours, theirs = ours+p.Crossings, theirs+dot
		if float64(p.Crossings) > 1.3*float64(dot)+6 {
			t.Errorf("graph %d: %d crossings, dot has %d", seed, p.Crossings, dot)
		}
	}
	t.Logf("%d crossings, dot has %d: %.2f", ours, theirs, float64(ours)/float64(theirs))
	if float64(ours) > 1.3*float64(theirs) {
		t.Errorf("%d crossings, dot has %d", ours, theirs)
	}
}

// real reads the graphs of testdata.
func real(t *testing.T) (names []string, sizes [][]Size, edges [][][2]int) {
	t.Helper()
	data, err := os.ReadFile("testdata/graphs.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if line[0] == '#' || len(f) < 5 {
			continue
		}
		n, err := strconv.Atoi(f[3])
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		boxes := make([]Size, n)
		for i := range boxes {
			boxes[i] = Size{90 + float64(i*37%80), 46}
		}
		var list [][2]int
		for _, e := range f[4:] {
			a, b, _ := strings.Cut(e, ">")
			from, err1 := strconv.Atoi(a)
			to, err2 := strconv.Atoi(b)
			if err1 != nil || err2 != nil {
				t.Fatalf("%s: edge %s", line, e)
			}
			list = append(list, [2]int{from, to})
		}
		names, sizes, edges = append(names, strings.Join(f[:3], " ")), append(sizes, boxes), append(edges, list)
	}
	return names, sizes, edges
}

// TestRealGraphs: the promises hold for the graphs of public repositories, and beside
// graphviz there are at most 1.3 times as many crossings.
func TestRealGraphs(t *testing.T) {
	names, sizes, edges := real(t)
	if len(names) < 50 {
		t.Fatalf("%d graphs", len(names))
	}
	_, err := exec.LookPath("dot")
	ours, theirs := 0, 0
	for i, name := range names {
		p := Layered(sizes[i], edges[i], Options{})
		check(t, p, edges[i])
		if err != nil {
			continue
		}
		dot := crossingsOfDot(t, sizes[i], edges[i])
		ours, theirs = ours+p.Crossings, theirs+dot
		if float64(p.Crossings) > 1.3*float64(dot)+6 {
			t.Errorf("%s: %d crossings, dot has %d", name, p.Crossings, dot)
		}
	}
	if err != nil {
		t.Skip("dot is not installed: crossings are not compared")
	}
	t.Logf("%d graphs: %d crossings, dot has %d: %.2f", len(names), ours, theirs, float64(ours)/float64(theirs))
	if float64(ours) > 1.3*float64(theirs) {
		t.Errorf("%d crossings, dot has %d", ours, theirs)
	}
}

var dotEdge = regexp.MustCompile(`^edge (\d+) (\d+) (\d+) (.*)`)

// crossingsOfDot counts how many pairs of dot's lines cross.
func crossingsOfDot(t *testing.T, sizes []Size, edges [][2]int) int {
	t.Helper()
	var b strings.Builder
	b.WriteString("digraph { node [shape=box fixedsize=true label=\"\"]\n")
	for i, s := range sizes {
		fmt.Fprintf(&b, "%d [width=%.3f height=%.3f]\n", i, s.Width/72, s.Height/72)
	}
	for _, e := range edges {
		fmt.Fprintf(&b, "%d -> %d [arrowhead=none]\n", e[0], e[1])
	}
	b.WriteString("}\n")
	c := exec.Command("dot", "-Tplain")
	c.Stdin = strings.NewReader(b.String())
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]Point
	for l := range strings.Lines(string(out)) {
		m := dotEdge.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		n, _ := strconv.Atoi(m[3])
		f := strings.Fields(m[4])
		var control []Point
		for k := range n {
			x, _ := strconv.ParseFloat(f[2*k], 64)
			y, _ := strconv.ParseFloat(f[2*k+1], 64)
			control = append(control, Point{x, y})
		}
		lines = append(lines, bezier(control))
	}
	total := 0
	for i := range lines {
		for j := range i {
			if crosses(lines[i], lines[j]) {
				total++
			}
		}
	}
	return total
}

// bezier draws a piecewise cubic curve as short straight pieces.
func bezier(c []Point) []Point {
	out := []Point{c[0]}
	for i := 0; i+3 < len(c); i += 3 {
		for k := 1; k <= 12; k++ {
			t := float64(k) / 12
			a, b, d, e := (1-t)*(1-t)*(1-t), 3*t*(1-t)*(1-t), 3*t*t*(1-t), t*t*t
			out = append(out, Point{a*c[i].X + b*c[i+1].X + d*c[i+2].X + e*c[i+3].X, a*c[i].Y + b*c[i+1].Y + d*c[i+2].Y + e*c[i+3].Y})
		}
	}
	return out
}

// crosses leaves out the ends, where lines of one box meet.
func crosses(a, b []Point) bool {
	side := func(p, q, r Point) float64 { return (q.X-p.X)*(r.Y-p.Y) - (q.Y-p.Y)*(r.X-p.X) }
	for i := 1; i < len(a); i++ {
		for j := 1; j < len(b); j++ {
			p, q, r, s := a[i-1], a[i], b[j-1], b[j]
			if side(p, q, r)*side(p, q, s) < 0 && side(r, s, p)*side(r, s, q) < 0 {
				return true
			}
		}
	}
	return false
}

func BenchmarkLayered(b *testing.B) {
	sizes, edges := reduced(rand.New(rand.NewPCG(1, 1)), 60, 140)
	for b.Loop() {
		Layered(sizes, edges, Options{})
	}
}
