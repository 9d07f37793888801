package gomod

import (
	"slices"
	"testing"
)

func TestClass(t *testing.T) {
	for v, want := range map[string]string{
		"v1.2.3":                               "1",
		"v1.0.0-rc.1":                          "1",
		"v14.0.1":                              "14",
		"v3.2.1+incompatible":                  "3",
		"v0.12.3":                              "0.12",
		"v0.0.4":                               "0.0",
		"v0.0.0-20260414002931-afd174a4e478":   "0.0",
		"v1.5.4-0.20250319132907-e064f32e3674": "1",
		"master":                               "",
		"":                                     "",
	} {
		if got := Class(v); got != want {
			t.Errorf("Class(%q) = %q, want %q", v, got, want)
		}
	}
}

func TestCompare(t *testing.T) {
	ascending := []string{"", "master", "v0.0.0-20200101000000-afd174a4e478", "v0.0.0", "v0.9.0", "v0.10.0", "v1.0.0-rc.1", "v1.0.0", "v1.0.1-0.20200101000000-afd174a4e478", "v1.0.1", "v2.0.0", "v2.0.0+incompatible"}
	shuffled := slices.Clone(ascending)
	slices.Reverse(shuffled)
	slices.SortFunc(shuffled, Compare)
	if !slices.Equal(shuffled, ascending) {
		t.Errorf("sorted to %q", shuffled)
	}
}

func TestSplitPathVersion(t *testing.T) {
	for path, want := range map[string][2]string{
		"github.com/x/y":               {"github.com/x/y", ""},
		"github.com/x/y/v2":            {"github.com/x/y", "/v2"},
		"github.com/x/y/v15":           {"github.com/x/y", "/v15"},
		"github.com/v2ray/v2ray":       {"github.com/v2ray/v2ray", ""},
		"github.com/x/y/v1":            {"github.com/x/y/v1", ""},
		"github.com/x/y/v02":           {"github.com/x/y/v02", ""},
		"gopkg.in/yaml.v2":             {"gopkg.in/yaml", ".v2"},
		"gopkg.in/user/pkg.v1":         {"gopkg.in/user/pkg", ".v1"},
		"gopkg.in/pkg.v1-unstable":     {"gopkg.in/pkg", ".v1-unstable"},
		"github.com/x/y/v2/sub":        {"github.com/x/y/v2/sub", ""},
		"github.com/x/y/sub/v3":        {"github.com/x/y/sub", "/v3"},
		"go.opentelemetry.io/otel/sdk": {"go.opentelemetry.io/otel/sdk", ""},
	} {
		base, major := SplitPathVersion(path)
		if base != want[0] || major != want[1] {
			t.Errorf("SplitPathVersion(%q) = %q, %q, want %q", path, base, major, want)
		}
		if MajorBase(path) != base {
			t.Errorf("MajorBase(%q) = %q", path, MajorBase(path))
		}
	}
}

func TestPseudoAndPlaceholder(t *testing.T) {
	for v, want := range map[string][2]bool{
		"v0.0.0":                               {false, true},
		"v0.0.0-00010101000000-000000000000":   {true, true},
		"v1.2.4-0.20200101000000-afd174a4e478": {true, false},
		"v0.0.0-20200101000000-afd174a4e478":   {true, false},
		"v1.2.3":                               {false, false},
	} {
		if IsPseudo(v) != want[0] || IsPlaceholder(v) != want[1] {
			t.Errorf("%s: pseudo %v, placeholder %v, want %v", v, IsPseudo(v), IsPlaceholder(v), want)
		}
	}
}

func TestIsRelease(t *testing.T) {
	for v, want := range map[string]bool{
		"v1.2.3":                               true,
		"v2.0.0+incompatible":                  true,
		"v0.0.1":                               true,
		"v4.0.0-rc.2":                          false,
		"v1.2.4-0.20200101000000-afd174a4e478": true,  // after v1.2.3
		"v3.0.0-20200101000000-afd174a4e478":   false, // after no release
		"v4.0.0-rc.2.0.20200101000000-afd174a4e478":         false, // after v4.0.0-rc.2
		"v2.0.1-0.20200101000000-afd174a4e478+incompatible": true,
		"master": false,
		"":       false,
	} {
		if IsRelease(v) != want {
			t.Errorf("IsRelease(%q) = %v", v, !want)
		}
	}
}

func TestCompareMajor(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"v2.9.0", "v10.0.0", -1}, {"v2.0.0", "v2.9.0+incompatible", 0}, {"v1.0.0", "v0.9.0", 1}} {
		if got := CompareMajor(c.a, c.b); got != c.want {
			t.Errorf("CompareMajor(%s, %s) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestPruned(t *testing.T) {
	for v, want := range map[string]bool{"": false, "1.9": false, "1.16": false, "1.17": true, "1.17.3": true, "1.21rc2": true, "1.26.0": true} {
		if Pruned(v) != want {
			t.Errorf("Pruned(%q) = %v", v, !want)
		}
	}
}
