package sections

import (
	"fmt"
	"seam/analyze/chains"
	"seam/report/model"
	"strings"
	"testing"
)

// Packages of one module are released together: only a chain that enters another module
// has to wait for a release.
func TestModulesOnChains(t *testing.T) {
	units := []chains.Dependencies{{Unit: ".", Ecosystem: "go"}, {Unit: "lib/a", Ecosystem: "go"}, {Unit: "lib", Ecosystem: "npm"}}
	for _, c := range []struct {
		path []string
		want int
	}{
		{nil, 0},
		{[]string{"cmd/shop", "internal/web", "lib/b"}, 1},
		{[]string{"cmd/shop", "lib/a/sub", "lib/a"}, 2},
		{[]string{"lib/a", "lib/abc", "/odd"}, 3},
	} {
		chain := chains.Chain{Ecosystem: "go", Path: c.path, FirstPartyLength: len(c.path) - 1}
		if got := modulesOn(chain, units); got != c.want {
			t.Errorf("%v: %d modules, want %d", c.path, got, c.want)
		}
		text := fmt.Sprint(chainsSection(&model.Report{Chains: []chains.Chain{chain}, Dependencies: units}))
		if strings.Contains(text, "release") != (c.want > 1) {
			t.Errorf("%v: a release is spoken of in\n%s", c.path, text)
		}
	}
}
