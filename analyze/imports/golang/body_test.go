package golang

import (
	"go/scanner"
	"go/token"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestBody: what is read without go/parser, and what is left to it.
func TestBody(t *testing.T) {
	for code, simple := range map[string]bool{
		"":                            true,
		"func f() { q.A(); r.B.C() }": true,
		"func f(q int) { q.A() }\nfunc g() { q.A() }":                                                   true,
		"func f() { q := q.A(); q.B() }":                                                                true,
		"func f() { if q, ok := r.A(); ok { q.B() } else { q.C() }; q.D() }":                            true,
		"func f() { for q := range r.A { q.B() }; for i, q := range q.C() {}; q.D() }":                  true,
		"func f() { switch q := r.A.(type) { case q.B, *s.C: q.D() }; q.E() }":                          true,
		"func f() { switch q := 1; { case q.A: q := 2; q.B() }; q.C() }":                                true,
		"func f() { select { case q := <-r.A: q.B(); case s.C <- q.D: default: q.E() } }":               true,
		"func f() { var q = q.A(); const r = r.B; type s struct{ s.C; q r.D } }":                        true,
		"func f() { L: for { break L; goto M }; M: }":                                                   true,
		"func f(a, b q.A, c ...r.B) (q, r int, err s.C) { return q.D, r.E, s.F }":                       true,
		"func f(q.A, *r.B, s, []t.C, T[u.D]) func(q q.E) q.F { return func(q q.G) r.H { return q.I } }": true,
		"func (q *T) M() { q.A(); T.B() }\ntype T struct { q.A `tag`; *r.B; c, d [s.N]t.C; E }":         true,
		"func (t T[K]) M() { q.A(t, K(1)) }\ntype T[K q.B] struct{ K }":                                 true,
		"func (T) m() {}\nfunc (*T) M() {}\nfunc (t *T[_, V]) N(v V)":                                   true,
		"func (t T[q]) M() { q.A() }":                                                                   false,
		"func f[T any, S ~[]T | q.A, U interface { ~int; q.B }](t T) { T.A() }":                         true,
		"func f[T interface { U.A }, U any]() {}":                                                       false,
		"type ( T[K any] int; U K )":                                                                    false,
		"type T[P *q.A] int":                                                                            false,
		"type T[P []q.A] int\ntype U[q.N]int\ntype V[N]int\ntype W [...]q.B\ntype X = q.C":              true,
		"type I interface { q.A; M(q q.B) (r.C, error); int | ~string; *q.D }":                          true,
		"type I interface { T[int] }":                                                                   false,
		"var a, B = q.A{X: q.B, \"y\": {Z: 1}}, []q.C{{1}, {q.D}}\nconst ( C = iota; D )":               true,
		"var _ = map[q.A]*q.B{q.C: {}, q.D: &q.E{}}\nvar _ q.F":                                         true,
		"var _ = f[q.A](g[int, q.B], h[q.C:q.D:q.E], (q).F, (q.G)(1), q.H...)":                          true,
		"func f() { if (q.A{}) == x {}; if x == (q.B{1}) {}; for _, y := range []q.C{} {} }":            true,
		"func f() { if x == q.A{} {} }":                                                                 false,
		"func f() { go q.A(); defer func() { q.B() }(); ch <- q.C; x++; q.D, y = 1, 2; x <<= q.E }":     true,
		"func f() { go q.A }":              false,
		"func f() { defer (q.A()) }":       false,
		"func f() { q.A := 1 }":            false,
		"func f() { x = <-chan int(q.A) }": true,
		"func f() { x := (<-chan int)(nil); <-q.A; var y <-chan q.B; z := make(chan<- q.C) }": false,
		"func f() { var y <-chan q.B; z := make(chan<- q.C); z = make(chan (<-chan int)) }":   true,
		"func f() { _.A() }\nvar _ = 1":  true,
		"func q() {}\nvar _ = q.A":       true,
		"func init() {}\nvar _ = init.A": true,
		"func F() {}\ntype T int\nvar V, w int\nconst C = 1\nfunc (T) M() {}\nfunc (t t) M() {}": true,
		"const a = 0x1F + 0b1 + 0o7 + 017 + 1_000 + 1e9 + .5 + 1. + 1.5e-3 + 2i + 0i":            true,
		"const a = 08":     false,
		"const a = 1__0":   false,
		"const a = 0x1p-2": false,
		"const a = '\\n' + '\\'' + '\\x00' + '\\u1234' + '\\U0010ffff' + '\\377' + 'é' + '\"'": true,
		"const a = \"\\n\\\"\\\\ é\" + `\\ \n \"`":                                             true,
		"const a = '\\ud800'": false,
		"const a = '\\400'":   false,
		"const a = 'ab'":      false,
		"const a = \"\\q\"":   false,
		"const a = \"":        false,
		"const a = `":         false,
		"var é int":           false,
		"// é\nvar a = 1 /* x\ny */\nvar b = 2 // end": true,
		"//line x.go:1\nvar a int":                     false,
		"/*line x.go:1*/ var a int":                    false,
		"/* ":                                          false,
		"var a int\r\n":                                false,
		"import \"fmt\"\nvar a int\nimport \"os\"":     false,
		"func f() { x.\ny() }":                         true,
		"func f() { x\n.y() }":                         false,
		"func f( {":                                    false,
		"func f()\n{ }":                                false,
		"func f(a int, b) {}":                          false,
		"func f(a ...int, b int) {}":                   false,
		"func f() (a ...int) {}":                       false,
		"func f(a, b ...int) {}":                       false,
		"func f() { for a, b, c := range d {} }":       false,
		"func f() { a[1::2] }":                         false,
		"func f() { a[] }":                             false,
		"func f() { a: b: c: for {}; x.(type); switch x = y.(type) {} }":       false,
		"func f() " + strings.Repeat("{", 100) + strings.Repeat("}", 100):      true,
		"func f() " + strings.Repeat("{", 300) + strings.Repeat("}", 300):      false,
		"var a = " + strings.Repeat("(", 300) + "1" + strings.Repeat(")", 300): false,
		"var a = 1" + strings.Repeat("+1", 30_000):                             false,
		"var a = 1" + strings.Repeat("+1", 10_000):                             true,
	} {
		src := []byte("package a\n\n" + code)
		if h, ok := new(headings).read(src); !ok && simple {
			t.Errorf("the heading of %.200q is left to go/parser", code)
		} else if ok {
			if _, _, ok := new(bodies).read(src, h.end); ok != simple {
				t.Errorf("%.200q is read without go/parser: %v, want %v", code, ok, simple)
			}
		}
		compareBody(t, &room{}, src)
	}
}

// TestBodyOfPrograms compares with go/parser on the files of the Go distribution, and on
// those of the folder that SEAM_SOURCES names: as they are, and with a token taken out, put
// in twice or put in another's place.
func TestBodyOfPrograms(t *testing.T) {
	simple, all := 0, 0
	random := rand.New(rand.NewPCG(1, 2))
	r := &room{}
	eachProgram(func(file string, src []byte) {
		if strings.Contains(file, "testdata") && len(src) > 1<<20 {
			return
		}
		if all++; compareBody(t, r, src) {
			simple++
		}
		if !testing.Short() && len(src) < 20_000 && all%20 == 0 {
			for range 4 {
				compareBody(t, r, damaged(random, src))
			}
		}
	})
	if all == 0 {
		t.Skip("NOT COMPARED with go/parser: the sources of the Go distribution are not here, and SEAM_SOURCES names no folder")
	}
	t.Logf("%d of %d files are read without go/parser", simple, all)
	if simple*10 < all*8 {
		t.Errorf("only %d of %d files are read without go/parser", simple, all)
	}
}

// damaged is a file with one token taken out, twice there, or in the place of another.
func damaged(random *rand.Rand, src []byte) []byte {
	type piece struct{ from, to int }
	var pieces []piece
	var s scanner.Scanner
	set := token.NewFileSet()
	file := set.AddFile("", -1, len(src))
	s.Init(file, src, nil, 0)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		if lit == "" {
			lit = tok.String()
		}
		if from := file.Offset(pos); lit != "\n" && from+len(lit) <= len(src) {
			pieces = append(pieces, piece{from, from + len(lit)})
		}
	}
	if len(pieces) == 0 {
		return src
	}
	p, q := pieces[random.IntN(len(pieces))], pieces[random.IntN(len(pieces))]
	switch random.IntN(3) {
	case 0:
		return slices.Concat(src[:p.from], []byte(" "), src[p.to:])
	case 1:
		return slices.Concat(src[:p.to], []byte(" "), src[p.from:])
	}
	return slices.Concat(src[:p.from], src[q.from:q.to], src[p.to:])
}

// compareBody reports whether a file is read without go/parser, and fails if that says
// another thing.
func compareBody(t *testing.T, r *room, src []byte) bool {
	t.Helper()
	h, ok := r.headings.read(src)
	if !ok {
		return false
	}
	exported, mentions, ok := r.bodies.read(src, h.end)
	if !ok {
		return false
	}
	got := h.facts("a.go", src)
	got.Exported, got.Mentions = exported, mentions
	if want := parseFacts("a.go", src, false); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v\nof %.3000q", got, want, src)
	}
	return true
}

func FuzzBody(f *testing.F) {
	for _, code := range []string{
		"func f[T any](a, b q.A, c ...r.B) (s.C, error) { if q, ok := a.D(); ok { q.E() } else if x { return q.F } }",
		"type T[K comparable] struct{ q.A `x`; b, c []*r.B }\nfunc (t *T[K]) M() { switch x := t.(type) { case q.C: x.D() } }",
		"var a, B = q.A{X: 1}, func(q int) { for i := range q { go q.C(i...) } }\nconst ( c = 'x' + 0x1F; d )",
		"func f() { L: select { case x := <-q.A: break L; case r.B <- 1: default: }; a[1:2:3], b = <-c, *d; type e = q.F }",
		"type I interface { q.A; M(x, y int) map[string]chan<- q.B; ~int | string }",
	} {
		f.Add([]byte(code))
	}
	f.Fuzz(func(t *testing.T, code []byte) {
		compareBody(t, &room{}, slices.Concat([]byte("package a\n"), code))
	})
}
