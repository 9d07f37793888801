package sections

import (
	"fmt"
	"slices"
	"testing"

	"seam/report/model"
	"seam/report/picture"
)

// TestTangleFigure: of a cycle of three areas the fewest imports lead back, and what follows from
// two arrows has none; a cycle of two needs no picture.
func TestTangleFigure(t *testing.T) {
	packages := []model.Package{
		{Path: "app/a", Area: "app", Imports: []string{"core/c", "store/s"}}, {Path: "app/b", Area: "app", Imports: []string{"store/s"}},
		{Path: "store/s", Area: "store", Imports: []string{"core/c"}},
		{Path: "core/c", Area: "core", Imports: []string{"app/b"}},
	}
	s := newMap(&model.Report{Packages: packages}).section()
	if len(s.Figures) != 2 {
		t.Fatalf("%d figures", len(s.Figures))
	}
	g := s.Figures[1].Draw.(picture.Graph)
	var arrows []string
	for _, a := range g.Arrows {
		arrows = append(arrows, fmt.Sprintf("%s back=%v", a.Says, a.Back))
	}
	want := []string{"app → store: 2 package imports back=false", "store → core: 1 package import back=false", "core → app: 1 package import back=true"}
	if !slices.Equal(arrows, want) {
		t.Errorf("%q\nwant %q", arrows, want)
	}
	two := []model.Package{{Path: "a", Area: "a", Imports: []string{"b"}}, {Path: "b", Area: "b", Imports: []string{"a"}}}
	if n := len(newMap(&model.Report{Packages: two}).section().Figures); n != 1 {
		t.Errorf("%d figures of two", n)
	}
}
