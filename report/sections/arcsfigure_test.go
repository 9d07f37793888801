package sections

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/cochange"
	"seam/report/picture"
)

// TestArcsFigure: packages are drawn, files where there are too few of them, nothing where there
// are too few of both; what is left out is counted.
func TestArcsFigure(t *testing.T) {
	pairs := func(level cochange.Level, n int) []pairRow {
		var out []pairRow
		for i := range n {
			out = append(out, pairRow{Pair: cochange.Pair{Level: level, From: fmt.Sprintf("%s%d", level, i/2), To: fmt.Sprintf("%s%d", level, i+1), Support: 9, Weight: 3}, pairs: 1})
		}
		return out
	}
	for _, c := range []struct {
		name         string
		pairs        []pairRow
		caption      string // "" for no picture
		names, drawn int
		says         string
	}{
		{"packages first", append(pairs(cochange.File, 9), pairs(cochange.Package, 3)...), "Packages that change", 4, 3, "arcs alone."},
		{"files where packages are few", append(pairs(cochange.File, 4), pairs(cochange.Package, 2)...), "Files that change", 5, 4, "arcs alone."},
		{"few of both", append(pairs(cochange.File, 2), pairs(cochange.Package, 2)...), "", 0, 0, ""},
		{"many", pairs(cochange.Package, 40), "Packages that change", 19, 18, "Drawn are the first 18 of 40 pairs."},
	} {
		t.Run(c.name, func(t *testing.T) {
			figures := arcsFigure(c.pairs)
			if c.caption == "" {
				if len(figures) > 0 {
					t.Errorf("a picture: %s", figures[0].Caption)
				}
				return
			}
			f := figures[0]
			a := f.Draw.(picture.Arcs)
			if !strings.HasPrefix(f.Caption, c.caption) || len(a.Names) != c.names || len(a.Arcs) != c.drawn || !strings.HasSuffix(f.Read, c.says) {
				t.Errorf("%q, %d names, %d arcs, %q", f.Caption, len(a.Names), len(a.Arcs), f.Read)
			}
		})
	}
}
