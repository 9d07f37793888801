package maven

import "testing"

func TestAcceptsJava(t *testing.T) {
	for text, want := range map[string]bool{
		"17": true, "17.0": true, "1": true, "11": false, "": false,
		"!17": false, "!1.8": true,
		"[17,": true, "[17.0.15,": true, "(17.0.15,": false, "[21,": false,
		"[1.4,9)": false, "[11,17.0.15]": true, "[11,17.0.15)": false, "[11,21)": true, "(,17]": false, "(,18]": true,
	} {
		if got := acceptsJava(text); got != want {
			t.Errorf("%q accepts Java %s: %v, want %v", text, java, got, want)
		}
	}
}
