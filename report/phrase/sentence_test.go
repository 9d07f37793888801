package phrase

import "testing"

func TestNumbers(t *testing.T) {
	for share, want := range map[float64]string{0: "0%", 0.0004: "<0.1%", 0.012: "1.2%", 0.02: "2%", 0.0996: "10%", 0.31: "31%", 1: "100%"} {
		if got := Percent(share); got != want {
			t.Errorf("percent(%v) = %q, want %q", share, got, want)
		}
	}
	for s, want := range map[string]string{"too early": "Too early", "internal/a is": "internal/a is", "": "", "öre": "öre", "X y": "X y"} {
		if got := Upper(s); got != want {
			t.Errorf("upper(%q) = %q, want %q", s, got, want)
		}
	}
}
