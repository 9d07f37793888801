package page

import (
	"bytes"
	"io"
	"testing"

	"seam/report/reporttest"
)

// A page of 1,600 packages can be sent by mail: a megabyte at most.
func TestPageSize(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, reporttest.Large(1600, 300)); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 1_000_000 || b.Len() < 300_000 {
		t.Errorf("page of %d bytes", b.Len())
	}
}

// BenchmarkPage renders a page of 1,600 packages; 300 ms are the goal.
func BenchmarkPage(b *testing.B) {
	r := reporttest.Large(1600, 300)
	for b.Loop() {
		if err := Write(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}
