package chains

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"seam/analyze/modules"
)

// lockOf builds a lock from "name needs needs…" lines; names with a slash are units.
func lockOf(lines ...string) modules.Lock {
	l := modules.Lock{File: "yarn.lock", Path: ".", Ecosystem: "npm"}
	at := map[string]int{}
	for i, line := range lines {
		name := strings.Fields(line)[0]
		at[name] = i
		p := modules.Package{Name: name, Version: "1"}
		if strings.Contains(name, "/") {
			p = modules.Package{Name: name, Unit: name}
		}
		l.Packages = append(l.Packages, p)
	}
	for i, line := range lines {
		for _, need := range strings.Fields(line)[1:] {
			l.Packages[i].Requires = append(l.Packages[i].Requires, modules.Link{To: at[need]})
		}
	}
	l.Sort()
	return l
}

func TestOfLocks(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  string
	}{
		"units, then third parties":         {[]string{"u/a u/b x", "u/b x", "x y", "y"}, "chain:npm:. 3 1 [u/a u/b x@1 y@1]"},
		"a cycle is one place":              {[]string{"u/a x", "x y", "y x z", "z"}, "chain:npm:. 2 0 [u/a x@1 z@1]"},
		"what no unit reaches is left out":  {[]string{"u/a x", "x", "o p", "p q", "q"}, "chain:npm:. 1 0 [u/a x@1]"},
		"the longest of units may be other": {[]string{"u/a x", "u/b u/c", "u/c", "x y", "y z", "z"}, "chain:npm:. 3 1 [u/a x@1 y@1 z@1]"},
		"a lock without units":              {[]string{"x y", "y"}, "chain:npm:. 1 0 [x@1 y@1]"},
		"nothing":                           {nil, ""},
	} {
		got := ""
		for _, c := range ofLocks([]modules.Lock{lockOf(c.lines...)}) {
			got += fmt.Sprint(c.ID, " ", c.Length, " ", c.FirstPartyLength, " ", c.Path)
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// Two locks of one folder have chains of their own.
func TestOfLocksShared(t *testing.T) {
	a, b := lockOf("u/a x", "x"), lockOf("u/a")
	a.File, b.File = "package-lock.json", "yarn.lock"
	got := ofLocks([]modules.Lock{a, b})
	if got[0].ID != "chain:npm:." || got[1].ID != "chain:npm:.:yarn.lock" {
		t.Errorf("got %v", got)
	}
}

// TestOfLocksAgainstReachability holds lengths against a matrix of who reaches whom: the
// longest row of packages each of which reaches the next and not back.
func TestOfLocksAgainstReachability(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		n := 2 + rnd.IntN(7)
		lines := make([]string, n)
		for i := range lines {
			lines[i] = fmt.Sprintf("p%d", i)
			if i == 0 {
				lines[i] = "u/a"
			}
			for range rnd.IntN(3) {
				lines[i] += fmt.Sprintf(" p%d", 1+rnd.IntN(n-1))
			}
		}
		l := lockOf(lines...)
		if got, want := ofLocks([]modules.Lock{l})[0].Length, longestRow(&l); got != want {
			t.Fatalf("%v: %d steps, want %d", lines, got, want)
		}
	}
}

func longestRow(l *modules.Lock) int {
	n := len(l.Packages)
	reach := make([][]bool, n)
	for i := range reach {
		reach[i] = make([]bool, n)
		for _, k := range l.Packages[i].Requires {
			reach[i][k.To] = true
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
			}
		}
	}
	var below func(i int) int
	below = func(i int) int {
		best := 0
		for j := range n {
			if reach[i][j] && !reach[j][i] && j != i {
				best = max(best, 1+below(j))
			}
		}
		return best
	}
	for i := range n {
		if l.Packages[i].FirstParty() {
			return below(i)
		}
	}
	return 0
}
