package report

import (
	"strings"
	"testing"

	"seam/analyze/chains"
	"seam/report/model"
	"seam/report/reporttest"
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
		text := rendered(t, &model.Report{Chains: []chains.Chain{chain}, Dependencies: units}, Text, Options{})
		if strings.Contains(text, "release") != (c.want > 1) {
			t.Errorf("%v: a release is spoken of in\n%s", c.path, text)
		}
	}
}

// One dependency in conflict in two places needs the places.
func TestRepeatedConflictsNameTheirUnit(t *testing.T) {
	r := reporttest.Full()
	again := r.Diamonds[0]
	again.ID, again.Unit = "work-mask:go:.:golang.org/x/net", "."
	r.Diamonds = append(r.Diamonds[:1:1], again, r.Diamonds[1])
	text := rendered(t, r, Text, Options{Width: -1})
	for _, want := range []string{"golang.org/x/net: in tools wanted at", "golang.org/x/net: in the root wanted at"} {
		if !strings.Contains(text, want) {
			t.Errorf("text does not say %q", want)
		}
	}
	if text := rendered(t, reporttest.Full(), Text, Options{}); strings.Contains(text, "in tools wanted") {
		t.Error("a lone conflict names its unit")
	}
}
