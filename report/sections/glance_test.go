package sections

import (
	"fmt"
	"slices"
	"testing"

	"seam/analyze/split"
	"seam/report/model"
	"seam/report/picture"
)

// TestGlance: a candidate stands apart from its area, shades are shares of all changes, and
// the table holds what the picture shows.
func TestGlance(t *testing.T) {
	r := &model.Report{
		Packages: []model.Package{
			{Path: "api", Area: "api", Lines: 900, Changes: 60}, {Path: "api/errors", Area: "api", Lines: 100, Changes: 5},
			{Path: "store", Area: "store", Lines: 500, Changes: 35}, {Path: "docs", Area: "docs"},
		},
		Candidates: []split.Candidate{{ID: "split:api/errors", Title: "api/errors", Verdict: split.Library, Packages: []string{"api/errors"}}},
	}
	g := newGlance(r)
	f := g.figure()
	var blocks []string
	for _, b := range f.Draw.(picture.Treemap).Blocks {
		for _, tile := range b.Tiles {
			blocks = append(blocks, fmt.Sprintf("%s %s %q: %v %s", b.Name, b.Class, b.Link, tile.Size, tile.Class))
		}
	}
	if want := []string{`api area "": 900 hot`, `store area "": 500 warm`, `api/errors library "split:api/errors": 100 cool`}; !slices.Equal(blocks, want) {
		t.Errorf("blocks %q\nwant   %q", blocks, want)
	}
	var rows []string
	for _, row := range g.table().Rows {
		text := ""
		for _, c := range row.Cells {
			text += c.Text + "|"
		}
		rows = append(rows, text)
	}
	if want := []string{"api||1|900|60|", "store||1|500|35|", "api/errors|library|1|100|5|"}; !slices.Equal(rows, want) {
		t.Errorf("rows %q\nwant %q", rows, want)
	}
}

// TestGlanceOfMany: small areas share a block, small packages a tile, and no line is lost.
func TestGlanceOfMany(t *testing.T) {
	r := &model.Report{}
	want := 0
	for i := range 60 {
		for k := range 20 {
			r.Packages = append(r.Packages, model.Package{Path: fmt.Sprintf("a%02d/p%02d", i, k), Area: fmt.Sprintf("a%02d", i), Lines: 1 + i*k})
			want += 1 + i*k
		}
	}
	blocks := newGlance(r).figure().Draw.(picture.Treemap).Blocks
	tiles, lines := 0, 0.0
	for _, b := range blocks {
		for _, tile := range b.Tiles {
			tiles++
			lines += tile.Size
		}
	}
	if last := blocks[len(blocks)-1]; len(blocks) != mostBlocks+1 || last.Name != "smaller areas" || last.Says != "20 smaller areas: 36,500 lines" {
		t.Errorf("%d blocks, the last is %q: %q", len(blocks), last.Name, last.Says)
	}
	if tiles > mostTiles+60+20 || int(lines) != want {
		t.Errorf("%d tiles of %v lines, want %d lines", tiles, lines, want)
	}
}

// TestGlanceOfAlike: of packages of one size no more have a tile than there is room for.
func TestGlanceOfAlike(t *testing.T) {
	r := &model.Report{}
	for i := range 2000 {
		r.Packages = append(r.Packages, model.Package{Path: fmt.Sprintf("p%04d", i), Lines: 10})
	}
	tiles := newGlance(r).tilesOf()[0]
	if last := tiles[len(tiles)-1]; len(tiles) != mostTiles+1 || last.Size != 10*(2000-mostTiles) || last.Class != joined {
		t.Errorf("%d tiles, the last of %v lines", len(tiles), last.Size)
	}
}

// TestGlanceOfLittle: two packages are no map.
func TestGlanceOfLittle(t *testing.T) {
	if newGlance(&model.Report{Packages: []model.Package{{Path: "a", Lines: 1}, {Path: "b", Lines: 1}, {Path: "docs"}}}) != nil {
		t.Error("a map of two packages")
	}
}
