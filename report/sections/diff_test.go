package sections

import (
	"seam/report/compare"
	"testing"
)

// A revision is named once: by its name, and by its commit where that says something else.
func TestStand(t *testing.T) {
	const commit = "54f9cf08e4a1b2c3d4e5f60718293a4b5c6d7e8f"
	for _, c := range []struct {
		r    compare.Revision
		want string
	}{
		{compare.Revision{Name: "54f9cf08e4", Head: commit, Last: "2026-01-02"}, "54f9cf08e4 (2026-01-02)"},
		{compare.Revision{Name: commit, Head: commit}, commit},
		{compare.Revision{Name: "v1.0", Head: commit, Last: "2026-01-02"}, "v1.0 (54f9cf08e4, 2026-01-02)"},
		{compare.Revision{Name: "HEAD", Head: commit}, "HEAD (54f9cf08e4)"},
	} {
		if got := stand(c.r); got != c.want {
			t.Errorf("stand(%+v) = %q, want %q", c.r, got, c.want)
		}
	}
}
