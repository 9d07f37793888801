package version

import "testing"

func TestSwiftRanges(t *testing.T) {
	s := Of("swiftpm")
	for _, c := range []struct {
		rng, version string
		want         bool
	}{
		{"1.2.3", "1.2.3", true}, {"1.2.3", "1.2.4", false},
		{"1.2.3..<2.0.0", "1.2.3", true}, {"1.2.3..<2.0.0", "1.9.0", true}, {"1.2.3..<2.0.0", "2.0.0", false}, {"1.2.3..<2.0.0", "2.0.0-beta.1", false},
		{"0.3.0..<1.0.0", "0.9.0", true}, {"1.0.0...1.5.0", "1.5.0", true}, {"1.0.0...1.5.0", "1.5.1", false}, {"2.0.0-beta..<2.0.0", "2.0.0-rc", true},
	} {
		if got, known := s.Accepts(c.rng, c.version); got != c.want || !known {
			t.Errorf("%q accepts %s: %t, known %t; want %t", c.rng, c.version, got, known, c.want)
		}
	}
	for _, no := range []string{"", "main", "1.0..<2.0", "1.0.0..<", "..<2.0.0"} {
		if _, known := s.Accepts(no, "1.0.0"); known {
			t.Errorf("%q is no range", no)
		}
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"1.0.0..<2.0.0", "1.5.0..<2.0.0", true}, {"1.0.0..<2.0.0", "2.0.0..<3.0.0", false}, {"1.0.0...2.0.0", "2.0.0", true}, {"1.4.0", "1.4.1", false},
	} {
		if got, known := s.Overlap(c.a, c.b); got != c.want || !known {
			t.Errorf("%q and %q: %t, known %t", c.a, c.b, got, known)
		}
	}
}
