package services

import (
	"slices"
	"testing"

	"seam/analyze/repo"
	"seam/graph"
)

func TestImportedIsAllOrNothing(t *testing.T) {
	u := &usage{code: map[int][]string{0: {"a/a.go", "a/b.go"}, 1: {"b/b.go"}, 2: {"c/c.go"}}}
	for _, test := range []struct {
		name    string
		reached []bool
		most    int
		want    []string
		ok      bool
	}{
		{"nothing", []bool{false, false, false}, 2, nil, true},
		{"as many as may be", []bool{true, true, false}, 3, []string{"a/a.go", "a/b.go", "b/b.go"}, true},
		{"one too many", []bool{true, true, false}, 2, nil, false},
		{"only what is reached counts", []bool{false, true, true}, 2, []string{"b/b.go", "c/c.go"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := u.imported(test.reached, test.most)
			if !slices.Equal(got, test.want) || ok != test.ok {
				t.Errorf("got %q, %v; want %q, %v", got, ok, test.want, test.ok)
			}
		})
	}
}

// TestPackagesBelow compares with a look at every package; - and . sort before /, 0 behind.
func TestPackagesBelow(t *testing.T) {
	names := []string{".", "a", "a-b", "a.b/c", "a/b", "a/b/c", "a0", "ab", "b/a", "c"}
	u := &usage{links: graph.New(names, func(func(graph.Edge) bool) {})}
	for _, dir := range []string{".", "a", "a/b", "a.b", "b", "c", "d", "a/b/c"} {
		var want []string
		for _, n := range names {
			if repo.Below(dir, n) {
				want = append(want, n)
			}
		}
		var got []string
		for _, i := range u.packagesBelow(dir) {
			got = append(got, u.links.Name(i))
		}
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", dir, got, want)
		}
	}
}

func TestSeveralOfAKind(t *testing.T) {
	for _, c := range []struct {
		labels []string
		want   bool
	}{
		{nil, false},
		{[]string{"compose cart"}, false},
		{[]string{"compose cart", "kubernetes basket"}, false},
		{[]string{"compose cart", "kubernetes cart", "compose cart"}, false},
		{[]string{"compose cart", "kubernetes cart", "compose web", "compose cart"}, true},
	} {
		var r readersOf
		for _, l := range c.labels {
			r.add(l)
		}
		if r.severalOfAKind != c.want {
			t.Errorf("%q: %v", c.labels, r.severalOfAKind)
		}
	}
}
