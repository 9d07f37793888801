package picture

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestTreemapRoom: on maps by chance, no text leaves its block, meets another or is read
// without escapes.
func TestTreemapRoom(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 8))
		m := Treemap{Title: "Map"}
		for i := range 1 + rnd.IntN(40) {
			b := Block{Name: strings.Repeat("name/", rnd.IntN(6)) + fmt.Sprintf("<part>%d", i), Says: "says", Class: "area"}
			for range rnd.IntN(30) {
				b.Tiles = append(b.Tiles, Tile{Size: float64(rnd.IntN(1000)), Says: "a tile"})
			}
			m.Blocks = append(m.Blocks, b)
		}
		d := read(t, string(m.SVG()))
		d.check(t)
		if seed == 0 && (len(d.texts) == 0 || len(d.tiles) == 0) {
			t.Errorf("%d names and %d tiles", len(d.texts), len(d.tiles))
		}
	}
}

// TestTreemapLinks: a block that leads somewhere can be seen and hit, however small it is.
func TestTreemapLinks(t *testing.T) {
	m := Treemap{Blocks: []Block{{Tiles: []Tile{{Size: 100_000}}}, {Tiles: []Tile{{Size: 1}}, Link: "there"}}}
	d := read(t, string(m.SVG()))
	if b := d.boxes[1].at; b.Width < 4 || b.Height < 4 {
		t.Errorf("the block is %v", b)
	}
}

func TestFitting(t *testing.T) {
	path := "internal/command/jsonformat"
	for _, c := range []struct {
		width float64
		want  string
	}{
		{200, path},
		{150, "…/command/jsonformat"},
		{80, "…/jsonformat"},
		{64, "jso…ormat"},
		{20, ""},
	} {
		if got := fitting(path, c.width); got != c.want {
			t.Errorf("in %v: %q, want %q", c.width, got, c.want)
		}
	}
}
