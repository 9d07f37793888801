package repo

import "testing"

func TestRelative(t *testing.T) {
	for _, c := range []struct{ folder, path, want string }{
		{".", "a/b", "a/b"}, {"a", "a", "."}, {"a", "a/b", "b"}, {"a", "ab", "../ab"}, {"a/b", ".", "../.."},
		{"a/c", "a", ".."}, {"a/b", "a/c/d", "../c/d"}, {".", ".", "."},
	} {
		if got := Relative(c.folder, c.path); got != c.want {
			t.Errorf("Relative(%q, %q) = %q, want %q", c.folder, c.path, got, c.want)
		}
	}
}

func TestBelow(t *testing.T) {
	for _, c := range []struct {
		folder, path string
		want         bool
	}{{".", "a", true}, {"a", "a", true}, {"a", "a/b", true}, {"a", "ab", false}, {"a/b", "a", false}} {
		if got := Below(c.folder, c.path); got != c.want {
			t.Errorf("Below(%q, %q) = %v", c.folder, c.path, got)
		}
	}
}

func TestOutside(t *testing.T) {
	for path, want := range map[string]bool{"..": true, "../a": true, ".": false, "a": false, "..a": false, "a/..b": false, "": false} {
		if got := Outside(path); got != want {
			t.Errorf("Outside(%q) = %v", path, got)
		}
	}
}

// TestNearest: a folder is its own, else the one above it has it, else nobody.
func TestNearest(t *testing.T) {
	n := NewNearest(map[string]string{"a/b": "b", "a": "top", "c": "c"}, "none")
	for _, again := range []bool{false, true} {
		for folder, want := range map[string]string{"a/b": "b", "a/b/x/y": "b", "a/bb": "top", "a": "top", "c/d": "c", ".": "none", "d/e": "none"} {
			if got := n.Of(folder); got != want {
				t.Errorf("%s, asked again %v: %q, want %q", folder, again, got, want)
			}
		}
	}
	if got := NewNearest(map[string]int{".": 1}, 0).Of("x/y"); got != 1 {
		t.Errorf("the root counts for all below it, not %d", got)
	}
}
