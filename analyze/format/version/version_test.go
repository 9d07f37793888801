package version

import "testing"

func TestClass(t *testing.T) {
	for _, c := range []struct{ ecosystem, version, want string }{
		{"go", "v1.2.3", "1"}, {"go", "v0.14.2", "0.14"}, {"go", "v2.0.0+incompatible", "2"}, {"go", "v0.0.0-20240102030405-0123456789ab", "0.0"},
		{"npm", "1.2.3", "1"}, {"npm", "0.2.3", "0.2"}, {"npm", "0.0.3", "0.0.3"}, {"npm", "10.0.0-rc.1", "10"}, {"npm", "latest", ""},
		{"cargo", "0.0.7", "0.0.7"}, {"cargo", "0.9.0+build", "0.9"},
		{"maven", "3.1.0", "3"}, {"maven", "4.1.100.Final", "4"}, {"maven", "0.9", "0.9"},
		{"python", "2024.8.30", "2024"}, {"python", "0.27", "0.27"},
		{"nuget", "9.0.30", "9"}, {"bazel", "1.2.3", "1.2.3"},
	} {
		if got := Of(c.ecosystem).Class(c.version); got != c.want {
			t.Errorf("%s %s is of class %q, want %q", c.ecosystem, c.version, got, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct{ ecosystem, low, high string }{
		{"go", "v1.2.3", "v1.10.0"}, {"go", "v1.0.0-rc.1", "v1.0.0"}, {"npm", "1.9.0", "1.10.0"}, {"npm", "2.0.0", "latest"},
		{"maven", "1.0-alpha-1", "1.0"}, {"maven", "1.0", "1.0.1"}, {"python", "1.0rc1", "1.0"}, {"python", "1.0", "1.0.post1"},
		{"nuget", "1.0.0-beta", "1.0.0"}, {"cargo", "0.9.0", "0.10.0"}, {"npm", "abc", "abd"},
	} {
		s := Of(c.ecosystem)
		if s.Compare(c.low, c.high) >= 0 || s.Compare(c.high, c.low) <= 0 || s.Compare(c.low, c.low) != 0 {
			t.Errorf("%s: %s is not below %s", c.ecosystem, c.low, c.high)
		}
	}
}

// TestAccepts holds ranges whose reading differs by ecosystem, and texts about which
// nothing may be said.
func TestAccepts(t *testing.T) {
	for _, c := range []struct {
		ecosystem, rng, version string
		accepts, known          bool
	}{
		{"npm", "^1.2.0", "1.9.0", true, true}, {"npm", "^0.2.0", "0.3.0", false, true}, {"npm", "~1.2.0", "1.3.0", false, true},
		{"npm", "1.x || >=2.5.0", "2.6.1", true, true}, {"npm", "^1.2.3-beta.1", "1.2.4-beta.1", false, true}, {"npm", "1.2.3 - 1.4.0", "1.4.0", true, true},
		{"npm", "^1.0.0", "next", false, false},
		{"cargo", "1.2", "1.9.0", true, true}, {"cargo", "0.9", "0.10.0", false, true}, {"cargo", "=1.2.3", "1.2.4", false, true},
		{"python", ">=1.0,<2", "1.5", true, true}, {"python", "~=1.4.2", "1.5.0", false, true}, {"python", "==1.*", "1.9", true, true},
		{"nuget", "[1.0,2.0)", "1.5.0", true, true}, {"nuget", "1.0.0", "2.0.0", true, true}, {"nuget", "[1.0,2.0)", "2.0.0-beta", false, true},
		{"go", "v1.0.0", "v1.1.0", true, true}, {"maven", "1.0", "1.1", true, true}, {"maven", "[1.0,2.0)", "2.0", false, true}, {"maven", "[1.0]", "1.0", true, true},
		{"npm", ">=3.0.0 || insiders", "3.1.0", false, false}, {"npm", "github:a/b#abc", "1.0.0", false, false}, {"npm", "npm:other@^1.0.0", "1.0.0", false, false},
		{"npm", "workspace:^", "1.0.0", false, false}, {"npm", ">=1.0.0 <2.0.0", "1.5.0", true, true}, {"npm", "> 1.0.0", "1.5.0", true, true}, {"npm", "*", "1.5.0", true, true},
		{"npm", "", "1.5.0", true, true}, {"npm", ">=1.2.3-beta.1 <2", "1.2.4-beta.1", false, true}, {"npm", "v1.x", "1.5.0", true, true},
		{"bundler", "~> 1.2, >= 1.2.3", "1.9.0", true, true}, {"bundler", "~> 1.2.3", "1.3.0", false, true}, {"bundler", "~> 2.0.0.beta", "2.0.0.rc1", true, true}, {"bundler", "1.2", "1.2.0", true, true},
		{"bundler", "~> 1", "2.0.0.pre", false, true}, {"bundler", "!= 1.2, < 2", "1.3", true, true}, {"bundler", "=> 1", "1", false, false}, {"bundler", "", "1", false, false}, {"bundler", "~> 1", "x", false, false},
		{"cargo", "1.2, <1.5", "1.6.0", false, true}, {"cargo", "*", "1.6.0", true, true}, {"cargo", "~1.2", "1.3.0", false, true}, {"cargo", "^0.0.3", "0.0.4", false, true},
	} {
		accepts, known := Of(c.ecosystem).Accepts(c.rng, c.version)
		if accepts != c.accepts || known != c.known {
			t.Errorf("%s: %q accepts %s: %v (known %v), want %v (%v)", c.ecosystem, c.rng, c.version, accepts, known, c.accepts, c.known)
		}
	}
}

func TestOverlap(t *testing.T) {
	npm := Of("npm")
	for _, c := range []struct {
		a, b string
		want bool
	}{{"^1.2.0", "^1.5.0", true}, {"^1.2.0", "^2.0.0", false}, {"~1.2.0", ">=1.2.9", true}, {"1.0.0", "1.0.1", false}} {
		if got, known := npm.Overlap(c.a, c.b); got != c.want || !known {
			t.Errorf("%s and %s: %v (known %v), want %v", c.a, c.b, got, known, c.want)
		}
	}
	if _, known := npm.Overlap("^1.0.0", "npm:other@1"); known {
		t.Error("an alias is no range")
	}
}

func TestIncompatible(t *testing.T) {
	if s := Of("npm"); s.Incompatible("1.0.0", "1.9.0", "latest") || !s.Incompatible("1.0.0", "latest", "2.0.0") || s.Incompatible() {
		t.Error("classes decide, texts that are no versions do not")
	}
}

func FuzzVersions(f *testing.F) {
	f.Add("npm", "^1.2.0", "1.2.3")
	f.Add("composer", "^1.2 || 1.0 - 2", "1.2.x-dev")
	f.Add("maven", "[1.0,2.0)", "1.0.0.RC2")
	f.Add("python", "~=1.4", "1!1.0+local")
	f.Fuzz(func(t *testing.T, ecosystem, a, b string) {
		s := Of(ecosystem)
		if x, y := s.Compare(a, b), s.Compare(b, a); x != -y {
			t.Errorf("%s: %q and %q compare as %d and %d", ecosystem, a, b, x, y)
		}
		s.Class(a)
		s.Accepts(a, b)
		s.Overlap(a, b)
	})
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		ecosystem, a, b string
		want            bool
	}{
		{"cargo", "0.3", "0.3.0", true}, {"cargo", "^1.2", "1.2.0", true}, {"cargo", "1.2", "1.3", false}, {"cargo", "=1.2.0", "1.2.0", false}, {"cargo", "1", "1.0", true}, {"cargo", "0", "0.0", false}, {"bundler", "1.2", "= 1.2.0", true}, {"bundler", "~> 1.2", "~> 1.2.0", false},
		{"npm", "^1.2", "^1.2.0", true}, {"npm", "1.2", "1.2.0", false}, {"npm", "1.x", "^1.0.0", true}, {"npm", "latest", "latest", true}, {"npm", "latest", "next", false},
		{"python", "1.0", "1.0.0", true}, {"python", "==1.0", "1.0", true}, {"python", "1.0", "1.1", false}, {"maven", "1.0", "1.0.0", false},
	} {
		if got := Of(c.ecosystem).Same(c.a, c.b); got != c.want {
			t.Errorf("%s: %s and %s are the same: %v", c.ecosystem, c.a, c.b, got)
		}
	}
}
