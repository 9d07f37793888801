package browser

import (
	"path/filepath"
	"strings"
	"testing"
)

// A comparison of two reports is a page too: what is new, what is gone, what moved.
func testComparison(t *testing.T, s *stage) {
	page := filepath.Join(s.dir, "diff.html")
	s.run(t, "diff", "HEAD~150", "HEAD", s.repo, "--format", "html", "-o", page)
	p := s.open(t, page, Look{})
	if lead := eval[string](t, p, `document.querySelector("#diff .lead").textContent`); !strings.Contains(lead, "HEAD~150") {
		t.Errorf("lead %q", lead)
	}
	if n := eval[int](t, p, `document.querySelectorAll("main section[id^=diff-] tbody tr").length`); n < 5 {
		t.Errorf("%d changes", n)
	}
	if r, c := p.Requests(), p.Console(); len(r)+len(c) > 0 {
		t.Errorf("asked for %v, said %v", r, c)
	}
}
