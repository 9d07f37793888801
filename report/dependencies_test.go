package report

import (
	"strings"
	"testing"

	"seam/report/reporttest"
)

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
