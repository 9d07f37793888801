package version

import "testing"

// The order of pub's documentation: a pre-release before its release, a build after it.
func TestPubOrder(t *testing.T) {
	ascending := []string{"0.0.9", "0.1.0-dev.2", "0.1.0-dev.10", "0.1.0-dev.x", "0.1.0", "0.1.0+1", "0.1.0+2", "0.1.0+hotfix", "1.0.0-alpha", "1.0.0-alpha+1", "1.0.0", "1.10.0", "99999999999999999999.0.0"}
	s := Of("pub")
	for i, a := range ascending {
		for j, b := range ascending {
			want := 0
			switch {
			case i < j:
				want = -1
			case i > j:
				want = 1
			}
			if got := s.Compare(a, b); got != want {
				t.Errorf("%s to %s: %d, want %d", a, b, got, want)
			}
		}
	}
	for _, no := range []string{"", "1", "1.2", "1.2.3.4", "any", "^1.2.3", "1.2.3-", "1.2.3+", "a.b.c"} {
		if s.Valid(no) {
			t.Errorf("%q is no version", no)
		}
	}
}

func TestPubRanges(t *testing.T) {
	s := Of("pub")
	for _, c := range []struct {
		rng, version string
		want         bool
	}{
		{"any", "0.0.1-dev", true},
		{"1.2.3", "1.2.3", true}, {"1.2.3", "1.2.4", false}, {"1.2.3", "1.2.3+1", false},
		{"^1.2.3", "1.9.9", true}, {"^1.2.3", "1.2.2", false}, {"^1.2.3", "2.0.0", false}, {"^1.2.3", "2.0.0-dev", false}, {"^1.2.3", "1.3.0-dev", true},
		{"^0.1.2", "0.1.9", true}, {"^0.1.2", "0.2.0", false},
		{"^0.0.3", "0.0.9", true}, {"^0.0.3", "0.1.0", false},
		{">=1.0.0 <2.0.0", "1.0.0", true}, {">=1.0.0 <2.0.0", "2.0.0-beta", false}, {">=1.0.0<2.0.0", "1.5.0", true},
		{">=2.0.0-alpha <2.0.0", "2.0.0-beta", true},
		{">1.0.0", "1.0.0", false}, {">1.0.0", "1.0.0+1", true}, {"<=1.0.0", "1.0.0", true}, {">= 1.0.0", "1.0.0", true},
	} {
		if got, known := s.Accepts(c.rng, c.version); got != c.want || !known {
			t.Errorf("%q accepts %s: %t, known %t; want %t", c.rng, c.version, got, known, c.want)
		}
	}
	for _, no := range []string{"", "1.x", "^", "=1.0.0", "latest", ">=1", "~1.0.0", ">=1.0.0 || <0.5.0"} {
		if _, known := s.Accepts(no, "1.0.0"); known {
			t.Errorf("%q is no range", no)
		}
	}
	for _, c := range []struct {
		a, b          string
		overlap, same bool
	}{
		{"^1.0.0", ">=1.5.0 <3.0.0", true, false},
		{"^1.0.0", "^2.0.0", false, false},
		{"^1.0.0", ">=1.0.0 <2.0.0", true, true},
		{"any", "3.1.4", true, false},
		{"^0.1.0", "^0.2.0", false, false},
		{">1.0.0", "<=1.0.0", false, false},
		{">=1.0.0", "<=1.0.0", true, false},
	} {
		if got, known := s.Overlap(c.a, c.b); got != c.overlap || !known {
			t.Errorf("%q and %q: %t, known %t", c.a, c.b, got, known)
		}
		if got := s.Same(c.a, c.b); got != c.same {
			t.Errorf("%q is %q: %t", c.a, c.b, got)
		}
	}
	if s.Class("0.0.3") != "0.0" || s.Class("0.3.1+4") != "0.3" || s.Class("2.0.0-dev") != "2" {
		t.Error("classes are those of ^")
	}
}

func FuzzPub(f *testing.F) {
	f.Add(">=1.0.0 <2.0.0", "^0.0.3", "1.2.3-a.1+b")
	f.Fuzz(func(t *testing.T, a, b, v string) {
		s := Of("pub")
		x, known1 := s.Overlap(a, b)
		y, known2 := s.Overlap(b, a)
		if x != y || known1 != known2 {
			t.Errorf("overlap of %q and %q depends on their order", a, b)
		}
		inA, _ := s.Accepts(a, v)
		inB, _ := s.Accepts(b, v)
		if inA && inB && !x {
			t.Errorf("%q and %q both accept %q and do not overlap", a, b, v)
		}
	})
}
