package cochange

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/big"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
	"seam/analyze/repo"
)

// changes reads one change a line, newest first: the files that it touches. Each
// line is a day older than the one above.
func changes(text string) *history.Changes {
	c := &history.Changes{People: []history.Person{{Name: "a", Email: "a@example.com"}}}
	var lines [][]string
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) > 0 {
			lines = append(lines, f)
			c.Paths = append(c.Paths, f...)
		}
	}
	slices.Sort(c.Paths)
	c.Paths = slices.Compact(c.Paths)
	c.Alive = slices.Repeat([]bool{true}, len(c.Paths))
	var list []history.ChangeFields
	for i, f := range lines {
		ch := history.ChangeFields{ID: repo.ID(fmt.Sprintf("c%d", i)), When: int64(1_700_000_000 - i*86400)}
		for _, p := range f {
			at, _ := slices.BinarySearch(c.Paths, p)
			ch.Files = append(ch.Files, int32(at))
		}
		slices.Sort(ch.Files)
		list = append(list, ch)
	}
	c.List = history.ListOf(list...)
	return c
}

func input(c *history.Changes, linked ...string) Input {
	in := Input{
		Changes:   c,
		PackageOf: func(p string) (string, bool) { return path.Dir(p), path.Dir(p) != "." },
		AreaOf:    func(p string) (string, bool) { a, _, ok := strings.Cut(p, "/"); return a, ok },
		Source:    func(string) bool { return true },
		Linked: func(pairs [][2]string) []bool {
			out := make([]bool, len(pairs))
			for k, p := range pairs {
				out[k] = slices.Contains(linked, p[0]+">"+p[1]) || slices.Contains(linked, p[1]+">"+p[0])
			}
			return out
		},
	}
	in.AreasLinked = in.Linked
	in.AreaKnown = func(string) bool { return true }
	return in
}

func only(r Result, l Level) []Pair {
	return slices.DeleteFunc(slices.Clone(r.Pairs), func(p Pair) bool { return p.Level != l })
}

func TestMeasure(t *testing.T) {
	r := Measure(input(changes(`
		a/x b/y
		a/x b/y c/z
		a/x
		b/y c/z
		a/x b/y
	`)), Options{})
	pairs := only(r, File)
	if len(pairs) != 2 {
		t.Fatalf("got %d file pairs, want a/x b/y and b/y c/z (a/x c/z has support 1)", len(pairs))
	}
	p := pairs[0]
	if p.From != "a/x" || p.To != "b/y" || p.Support != 3 {
		t.Errorf("first pair is %s %s with support %d", p.From, p.To, p.Support)
	}
	// a/x is in 4 changes (one of them alone), b/y in 4.
	if p.ConfidenceFrom != 0.75 || p.ConfidenceTo != 0.75 {
		t.Errorf("confidence %v and %v, want 0.75 both", p.ConfidenceFrom, p.ConfidenceTo)
	}
	// Sizes 2, 3, 1, 2, 2: Σ s(s-1) = 2+6+0+2+2 = 12, S = 10; lift = 3/(4·4·12/100).
	if want := 3 / (4 * 4 * 0.12); math.Abs(p.Lift-want) > 1e-9 {
		t.Errorf("lift %v, want %v", p.Lift, want)
	}
	if p.Weight != 1 {
		t.Errorf("weight %v, want 1: all three changes fall into one month", p.Weight)
	}
	if got, want := p.Commits, []string{repo.ID("c0").String(), repo.ID("c1").String(), repo.ID("c4").String()}; !slices.Equal(got, want) {
		t.Errorf("commits %s, want the newest first", got)
	}
	if r.Changes != 4 || r.FilePairs != 3 {
		t.Errorf("%d changes of two and more files, %d pairs", r.Changes, r.FilePairs)
	}
}

// TestBots: what programs do moves no number of people's pairs.
func TestBots(t *testing.T) {
	c := changes("a/x b/y\na/x b/y\nc/z d/w\nc/z d/w\na/x c/z")
	before := Measure(input(c), Options{}).Pairs
	first := c.List.Fields()[0]
	other := history.ChangeFields{ID: "b", When: first.When, Files: []int32{0, 3}}
	c.Bots = history.ListOf(first, first, other, other)
	var people, bots []Pair
	for _, p := range Measure(input(c), Options{}).Pairs {
		if p.Bots {
			bots = append(bots, p)
		} else {
			people = append(people, p)
		}
	}
	if fmt.Sprint(people) != fmt.Sprint(before) {
		t.Errorf("people's pairs moved:\n%v\n%v", people, before)
	}
	if len(bots) != 1 || bots[0].From != "a/x" || bots[0].To != "d/w" || bots[0].Support != 2 {
		t.Errorf("bots' pairs: %+v", bots)
	}
}

// TestOutput: generated files give rows of their own and move no other number.
func TestOutput(t *testing.T) {
	all := changes("a/x b/y gen\na/x b/y gen\na/x b/y\nc/z d/w\nc/z d/w")
	written := changes("a/x b/y\na/x b/y\na/x b/y\nc/z d/w\nc/z d/w")
	before := Measure(input(written), Options{}).Pairs
	in := input(written)
	in.Output = all
	var rest, generated []Pair
	for _, p := range Measure(in, Options{}).Pairs {
		if p.Generated {
			generated = append(generated, p)
		} else {
			rest = append(rest, p)
		}
	}
	if fmt.Sprint(rest) != fmt.Sprint(before) {
		t.Errorf("pairs of written files moved:\n%v\n%v", rest, before)
	}
	if len(generated) != 2 || generated[0].From != "a/x" || generated[0].To != "gen" || generated[0].Support != 2 || generated[1].From != "b/y" {
		t.Errorf("pairs with a generated file: %+v", generated)
	}
}

// TestWeight: months count, not changes, and they fade.
func TestWeight(t *testing.T) {
	c := changes("a/x b/y\na/x b/y\na/x b/y\na/x b/y")
	list := c.List.Fields()
	for i, daysAgo := range []int64{0, 10, 400, 410} {
		list[i].When = 1_700_000_000 - daysAgo*86400
	}
	c.List = history.ListOf(list...)
	got := only(Measure(input(c), Options{}), File)[0].Weight
	if want := 1 + math.Exp2(-400/365.25); math.Abs(got-want) > 1e-9 {
		t.Errorf("weight %v, want %v", got, want)
	}
}

func TestDeadFilesDoNotPair(t *testing.T) {
	c := changes("a/x b/y\na/x b/y\na/x b/y")
	c.Alive[0] = false
	r := Measure(input(c), Options{})
	if len(only(r, File)) != 0 {
		t.Error("a file that is gone was paired")
	}
	if len(only(r, Package)) != 1 {
		t.Error("work on a file that is gone still counts for its package")
	}
}

func TestHidden(t *testing.T) {
	// x and y change together ten times, among thirty changes of other things.
	text := strings.Repeat("a/x b/y\n", 10) + strings.Repeat("c/z\n", 15) + strings.Repeat("d/q e/r\n", 15)
	for _, c := range []struct {
		name   string
		linked []string
		hidden bool
	}{
		{"no import", nil, true},
		{"an import one way", []string{"a>b"}, false},
		{"an import the other way", []string{"b>a"}, false},
		{"tests", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(changes(text), c.linked...)
			in.Supporting = func(p string) bool { return c.name == "tests" && (p == "b" || p == "b/y") }
			r := Measure(in, Options{})
			for _, p := range r.Pairs {
				if p.From[0] == 'a' && p.Hidden != c.hidden {
					t.Errorf("%s pair %s %s: hidden %v (q %.3g)", p.Level, p.From, p.To, p.Hidden, p.QValue)
				}
			}
		})
	}
}

func TestChanceIsNotHidden(t *testing.T) {
	var wide strings.Builder // one change of forty files
	for i := range 40 {
		fmt.Fprintf(&wide, "w/%d ", i)
	}
	for _, c := range []struct {
		name, text          string
		significant, lifted bool // q and lift alone would do
	}{
		{"in nearly every change", strings.Repeat("a/x b/y\n", 10) + strings.Repeat("a/x\n", 2) + strings.Repeat("b/y\n", 2), false, true},
		{"two changes are too few", strings.Repeat("a/x b/y\n", 2) + strings.Repeat("c/z\n", 60), true, true},
		{"where most changes are wide", strings.Repeat("a/x b/y\n", 10) + strings.Repeat(wide.String()+"\n", 5), true, false},
	} {
		for _, p := range Measure(input(changes(c.text)), Options{}).Pairs {
			if p.Level == File && p.From == "a/x" && ((p.QValue <= 0.01) != c.significant || (p.Lift > 1) != c.lifted) {
				t.Errorf("%s: q %.3g, lift %.3g", c.name, p.QValue, p.Lift)
			}
			if p.Hidden && p.Level == File {
				t.Errorf("%s: %s %s is called hidden with q %.3g, lift %.3g, support %d", c.name, p.From, p.To, p.QValue, p.Lift, p.Support)
			}
		}
	}
}

func TestBeyondChance(t *testing.T) {
	for _, c := range []struct {
		lift, q float64
		want    bool
	}{{1.01, 0.05, true}, {1, 0.01, false}, {1.01, 0.051, false}} {
		if p := (Pair{Lift: c.lift, QValue: c.q}); p.BeyondChance() != c.want {
			t.Errorf("lift %v, q %v: not %v", c.lift, c.q, c.want)
		}
	}
}

// TestFisher compares with exact rational arithmetic.
func TestFisher(t *testing.T) {
	choose := func(n, k int) *big.Int { return new(big.Int).Binomial(int64(n), int64(k)) }
	for _, c := range []struct{ both, d1, d2, total int }{
		{1, 1, 1, 1}, {3, 5, 4, 30}, {0, 5, 4, 30}, {2, 2, 2, 1000}, {10, 40, 12, 500}, {5, 5, 100, 100}, {40, 60, 50, 70},
	} {
		sum := new(big.Int)
		for k := c.both; k <= min(c.d1, c.d2); k++ {
			if c.d2-k <= c.total-c.d1 {
				sum.Add(sum, new(big.Int).Mul(choose(c.d1, k), choose(c.total-c.d1, c.d2-k)))
			}
		}
		want, _ := new(big.Rat).SetFrac(sum, choose(c.total, c.d2)).Float64()
		if got := logsUpTo(c.total).fisher(c.both, c.d1, c.d2, c.total); math.Abs(got-want) > 1e-9*max(want, 1e-3) {
			t.Errorf("fisher%v = %v, want %v", c, got, want)
		}
	}
}

func TestBenjaminiHochberg(t *testing.T) {
	p := []float64{0.01, 0.04, 0.03, 0.005, 1, 0.04}
	want := []float64{0.03, 0.048, 0.048, 0.03, 1, 0.048}
	var found []discovery
	for _, p := range p {
		found = append(found, discovery{p: p, pairs: 1})
	}
	several := []discovery{{p: 0.04, pairs: 2}, {p: 1, pairs: 1}, {p: 0.03, pairs: 1}, {p: 0.01, pairs: 1}, {p: 0.005, pairs: 1}}
	for _, q := range []discoveries{benjaminiHochberg(found), benjaminiHochberg(several)} {
		for i := range p {
			if got := q.of(p[i]); math.Abs(got-want[i]) > 1e-12 {
				t.Errorf("q of p %v is %v, want %v", p[i], got, want[i])
			}
		}
	}
}

// TestTests counts tests against a plain map of them.
func TestTests(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{0, 1, 100, 2048, 100_000} {
		all, want := newTests(1<<20), map[test]int32{}
		for range n {
			x := test{1 + int32(rnd.ExpFloat64()), 1 + int32(rnd.ExpFloat64()*100), 1 + int32(rnd.ExpFloat64()*100)}
			all.add(x)
			want[x]++
		}
		got := map[test]int32{}
		for _, x := range all.table {
			if x.pairs > 0 {
				got[x.test] = x.pairs
			}
		}
		if all.pairs != n || !maps.Equal(got, want) {
			t.Errorf("%d tests are counted as %d, %d different ones as %d", n, all.pairs, len(want), len(got))
		}
	}
}

// TestCountAgainstPairs compares the row products with a plain map of pairs.
func TestCountAgainstPairs(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	for range 20 {
		var lines []string
		for range 60 {
			var f []string
			for range 1 + rnd.IntN(6) {
				f = append(f, fmt.Sprintf("d%d/f%d", rnd.IntN(4), rnd.IntN(10)))
			}
			slices.Sort(f)
			lines = append(lines, strings.Join(slices.Compact(f), " "))
		}
		naive := map[[2]string]int{}
		for _, l := range lines {
			f := strings.Fields(l)
			for i := range f {
				for j := i + 1; j < len(f); j++ {
					naive[[2]string{f[i], f[j]}]++
				}
			}
		}
		r := Measure(input(changes(strings.Join(lines, "\n"))), Options{MinSupport: 1, Top: -1})
		pairs := only(r, File)
		if len(pairs) != len(naive) {
			t.Fatalf("%d pairs, want %d", len(pairs), len(naive))
		}
		if !slices.IsSortedFunc(pairs, func(a, b Pair) int {
			return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(b.Support, a.Support), strings.Compare(a.From, b.From), strings.Compare(a.To, b.To))
		}) {
			t.Error("not in the order that the package's doc states")
		}
		for _, p := range pairs {
			if naive[[2]string{p.From, p.To}] != p.Support {
				t.Fatalf("%s %s: support %d, want %d", p.From, p.To, p.Support, naive[[2]string{p.From, p.To}])
			}
		}
	}
}

// someChanges are changes of up to most files each, of about e^most files in some folders, of
// which few change often.
func someChanges(rnd *rand.Rand, n, most, folders int) string {
	var text strings.Builder
	for range n {
		for range 1 + rnd.IntN(most) {
			file := int(math.Exp(rnd.Float64() * float64(most)))
			fmt.Fprintf(&text, "d%d/f%d ", file%folders, file)
		}
		text.WriteString("\n")
	}
	return text.String()
}

// TestTopMovesNoNumber: pairs that are not kept count for those that are.
func TestTopMovesNoNumber(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		in := input(changes(someChanges(rnd, 400, 5, 7)))
		for _, level := range []Level{File, Package, Area} {
			want := only(Measure(in, Options{Top: -1}), level)
			for _, top := range []int{1, 3, 20, 200} {
				got := only(Measure(in, Options{Top: top}), level)
				if want := want[:min(top, len(want))]; fmt.Sprint(got) != fmt.Sprint(want) {
					t.Fatalf("the first %d pairs of level %s:\n%v\nbut of all:\n%v", top, level, got, want)
				}
			}
		}
	}
}

func BenchmarkMeasure(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	in := input(changes(someChanges(rnd, 20_000, 8, 50)))
	for b.Loop() {
		Measure(in, Options{})
	}
}
