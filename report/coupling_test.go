package report

import (
	"strings"
	"testing"

	"seam/analyze/cochange"
	"seam/report/model"
	"seam/report/reporttest"
)

// Pairs that chance explains are counted, not listed.
func TestChanceIsNotListed(t *testing.T) {
	pair := func(from string, lift, q float64) cochange.Pair {
		return cochange.Pair{From: from, To: "z", Level: cochange.File, Support: 9, Lift: lift, QValue: q}
	}
	r := &model.Report{Coupling: []cochange.Pair{pair("real", 2, 0.01), pair("rare", 3, 0.06), pair("busy", 1, 0.01), pair("weak", 0.5, 0.9)}}
	for _, f := range []Format{Text, Markdown, HTML} {
		got := rendered(t, r, f, Options{})
		for _, name := range []string{"rare", "busy", "weak"} {
			if strings.Contains(got, name) {
				t.Errorf("%s lists %s", f, name)
			}
		}
		if !strings.Contains(got, "real") || !strings.Contains(got, "3 more pairs change together no more often than chance explains") {
			t.Errorf("%s does not count what it leaves out", f)
		}
	}
	if !strings.Contains(rendered(t, r, JSON, Options{}), "busy") {
		t.Error("JSON leaves a pair out")
	}
}

// The level tells rows apart: it is the last to give way.
func TestCouplingKeepsItsLevel(t *testing.T) {
	for _, w := range []int{40, 80, 100} {
		text := rendered(t, &model.Report{Coupling: reporttest.Full().Coupling}, Text, Options{Width: w})
		if n := strings.Count(text, "  Level"); n != 2 {
			t.Errorf("width %d: Level stands over %d of 2 tables:\n%s", w, n, text)
		}
	}
}
