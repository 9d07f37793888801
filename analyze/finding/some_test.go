package finding

import "testing"

func TestSome(t *testing.T) {
	for _, c := range []struct {
		list []string
		want string
	}{
		{nil, ""},
		{[]string{"a", "b"}, "a, b"},
		{[]string{"a", "b", "c"}, "a, b and 1 more"},
	} {
		if got := Some(c.list, 2); got != c.want {
			t.Errorf("Some(%v, 2) = %q, want %q", c.list, got, c.want)
		}
	}
}
