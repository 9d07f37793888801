package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"seam/analyze/whatif"
	"seam/report/model"
	"seam/report/reporttest"
)

// sized is a report of a large repository: packages with imports, a past, and candidates
// whose cuts have imports to show.
func sized(packages, candidates int) *model.Report {
	r := reporttest.Huge(packages, candidates)
	f := &whatif.Facts{Units: []string{"."}}
	for i := range packages {
		f.Packages = append(f.Packages, r.Packages[i].Path)
		f.Unit, f.Built = append(f.Unit, 0), append(f.Built, 1)
		for k := 1; k <= 5 && i-k*k > 0; k++ {
			f.From, f.To = append(f.From, int32(i)), append(f.To, int32(i-k*k))
		}
		f.Touches = append(f.Touches, []int32{2, int32(i / 2), int32(i)})
		r.Packages[i].Area = fmt.Sprintf("area%d", i%19)
	}
	for i := range r.Candidates {
		c := &r.Candidates[i]
		for k := range 40 {
			c.Cut.In = append(c.Cut.In, whatif.Import{From: f.Packages[(i*7+k)%packages], To: f.Packages[k], Files: k, Symbols: []string{"New", "Options", "Run"}})
			c.Cut.Out = append(c.Cut.Out, whatif.Import{From: f.Packages[k], To: f.Packages[(i*11+k)%packages], Files: k})
		}
	}
	r.Facts = f
	return r
}

// A page of 1,600 packages can be sent by mail: a megabyte at most.
func TestPageSize(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, sized(1600, 300), HTML, Options{}); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 1_000_000 || b.Len() < 300_000 {
		t.Errorf("page of %d bytes", b.Len())
	}
}

// A full report as Markdown can be pasted into a pull request, whose comments hold 65,536
// characters; what is folded is closed again.
func TestMarkdownFitsAComment(t *testing.T) {
	text := rendered(t, sized(1600, 300), Markdown, Options{})
	if len(text) > 65_536 || len(text) < 10_000 {
		t.Errorf("%d bytes of Markdown", len(text))
	}
	open, closed := strings.Count(text, "<details><summary>"), strings.Count(text, "\n\n</details>\n")
	if open == 0 || open != closed {
		t.Errorf("%d folded, %d closed", open, closed)
	}
}

// BenchmarkPage renders a page of 1,600 packages; 300 ms are the goal.
func BenchmarkPage(b *testing.B) {
	r := sized(1600, 300)
	for b.Loop() {
		if err := Write(io.Discard, r, HTML, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// The order of areas in a cycle: one that 5 imports lead to goes before the one that they
// come from, though one import leads back.
func TestGroupOrder(t *testing.T) {
	f := &pageFacts{Facts: &whatif.Facts{Packages: []string{"a", "b", "c", "d"}}, Groups: []string{"A", "B", "C", "D"}, Group: []int{0, 1, 2, 3}}
	add := func(from, to int32, n int) {
		for range n {
			f.From, f.To = append(f.From, from), append(f.To, to)
		}
	}
	add(0, 1, 5) // a needs b
	add(1, 0, 1)
	add(1, 2, 3) // b needs c
	add(2, 0, 1)
	f.sort()
	if want := []int{2, 1, 0, 3}; !slices.Equal(f.Order, want) {
		t.Errorf("order %v, want %v", f.Order, want)
	}
}
