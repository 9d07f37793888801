package pieces_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"seam/analyze/pieces"
)

// Each case is the files of one package, and the exported names of its pieces.
func TestFind(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  []string
	}{
		"a drawer": {
			[]string{`package util
func Retry(n int) { for range n { wait() } }
func wait() {}
func Reverse(s string) string { return s }
func ParseDay(s string) int { return 0 }`},
			[]string{"Retry", "ParseDay", "Reverse"},
		},
		"one thing": {
			[]string{`package log
type Logger struct{ level Level }
type Level int
const (
	Debug Level = iota
	Info
)
func New() *Logger { return &Logger{} }`},
			[]string{"Debug Info Level Logger New"},
		},
		"a method belongs to its type, across files": {
			[]string{"package p\n\ntype T[K any] struct{}\n", "package p\n\nfunc (t *T[K]) Do() { Use() }\n\nfunc Use() {}\n"},
			[]string{"T Use"},
		},
		"helpers join, fields and other packages' names do not": {
			[]string{`package p
func A() { shared() }
func B() { shared() }
func shared() {}
func Sort() { other.A(); x.B = 1 }`},
			[]string{"A B", "Sort"},
		},
		"constants that count belong together, others do not": {
			[]string{"package p\n\nconst (\n\tA = iota\n\tB\n)\n\nconst (\n\tX = 1\n\tY = 2\n)\n"},
			[]string{"A B", "X", "Y"},
		},
		"init and what nobody can use are no pieces": {
			[]string{"package p\n\nvar _ = 1\n\nfunc init() {}\n\nfunc hidden() {}\n\nvar Seen int\n"},
			[]string{"Seen"},
		},
		"twins for two platforms are one": {
			[]string{"package p\n\nfunc Open() {}\n", "package p\n\nfunc Open() { Close() }\n\nfunc Close() {}\n"},
			[]string{"Close Open"},
		},
		"a broken file is left out": {
			[]string{"package p\n\nfunc A() {}\n", "package p\n\nfunc B( {\n"},
			[]string{"A"},
		},
		"nothing": {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var sources [][]byte
			for _, f := range c.files {
				sources = append(sources, []byte(f))
			}
			var got []string
			for _, p := range pieces.Find(sources) {
				got = append(got, strings.Join(p.Names, " "))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("pieces %q, want %q", got, c.want)
			}
		})
	}
}

// A piece counts the lines of all of its declarations.
func TestLines(t *testing.T) {
	got := pieces.Find([][]byte{[]byte("package p\n\n// A is documented.\nfunc A() {\n\tb()\n}\n\nfunc b() {}\n\nvar C int\n")})
	if fmt.Sprint(got) != "[{[A] 4} {[C] 1}]" {
		t.Errorf("pieces %v", got)
	}
}

// Whatever the bytes: nothing panics, each exported name is in one piece, and the order
// of files does not matter.
func FuzzFind(f *testing.F) {
	f.Add([]byte("package p\n\nfunc A() { B() }\n"), []byte("package p\n\nfunc B() {}\n\ntype T struct{}\n\nfunc (T) M() {}\n"))
	f.Add([]byte("package p\nconst (A = iota; B)\nfunc (a, b) M() {}\nfunc () N() {}"), []byte("package p\nvar A, _, c = 1, 2, func() { B() }"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		one, other := pieces.Find([][]byte{a, b}), pieces.Find([][]byte{b, a})
		if fmt.Sprint(one) != fmt.Sprint(other) {
			t.Errorf("%v, with the files the other way round %v", one, other)
		}
		seen := map[string]bool{}
		for _, p := range one {
			if len(p.Names) == 0 || p.Lines < 1 {
				t.Errorf("an empty piece: %v", p)
			}
			for _, n := range p.Names {
				if seen[n] {
					t.Errorf("%s is in two pieces", n)
				}
				seen[n] = true
			}
		}
	})
}
