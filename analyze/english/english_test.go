package english_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"seam/analyze/english"
)

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 7: "7", -7: "-7", 999: "999", -999: "-999", 1000: "1,000", -1000: "-1,000", 1234567: "1,234,567", math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := english.Number(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 files", 1: "1 file", 2: "2 files", 2000: "2,000 files"} {
		if got := english.Count(n, "file"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0%", 0.0004: "<0.1%", 0.004: "0.4%", 0.0499: "5%", 0.0949: "9.5%", 0.0996: "10%", 0.144: "14%", 0.994: "99%", 1: "100%",
	} {
		if got := english.Percent(share); got != want {
			t.Errorf("%g: %q, want %q", share, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	for _, c := range []struct{ list, and, some, few string }{
		{"", "", "", ""},
		{"a", "a", "a", "a"},
		{"a b", "a and b", "a, b", "a, b"},
		{"a b c", "a, b and c", "a, b and 1 more", "a, b, c"},
		{"a b c d", "a, b, c and d", "a, b and 2 more", "a, b and 2 more"},
	} {
		list := strings.Fields(c.list)
		if got := english.And(list); got != c.and {
			t.Errorf("And(%q) = %q, want %q", list, got, c.and)
		}
		if got := english.Some(list, 2); got != c.some {
			t.Errorf("Some(%q, 2) = %q, want %q", list, got, c.some)
		}
		if got := english.Few(list, 2); got != c.few {
			t.Errorf("Few(%q, 2) = %q, want %q", list, got, c.few)
		}
	}
}

func TestPlaces(t *testing.T) {
	folders := []string{".", "a", "../."}
	if got := english.Places(folders); !slices.Equal(got, []string{"the root", "a", "../."}) || folders[0] != "." {
		t.Errorf("%q of %q", got, folders)
	}
}
