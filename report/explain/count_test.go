package explain

import "testing"

func TestOutOf(t *testing.T) {
	for _, c := range []struct {
		n, all int
		want   string
	}{{0, 1, "0 of 1 change"}, {1, 1, "1 of 1 change"}, {3, 12, "3 of 12 changes"}, {1026, 1209, "1,026 of 1,209 changes"}} {
		if got := outOf(c.n, c.all); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.n, c.all, got, c.want)
		}
	}
}
