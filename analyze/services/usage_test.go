package services

import (
	"slices"
	"testing"
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
