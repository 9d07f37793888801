package report

import (
	"fmt"
	"seam/analyze/whatif"
	"seam/report/reporttest"
	"strings"
	"testing"
)

// A long past is told by years in text and Markdown; JSON keeps its months.
func TestLongPastIsFolded(t *testing.T) {
	r := reporttest.Whatif()
	r.Whatif.History.ByMonth = nil
	for i := range 30 {
		r.Whatif.History.ByMonth = append(r.Whatif.History.ByMonth, whatif.Month{Month: fmt.Sprintf("%d-%02d", 2020+i/12, i%12+1), Changes: 4, Crossing: 1})
	}
	for f, want := range map[Format][]string{
		Text:     {"by year", "  2020        12 of 48", "  2022         6 of 24"},
		Markdown: {"by year", "| 2020 | 48 | 12 | 25% |"},
		JSON:     {`"month": "2020-01"`, `"month": "2022-06"`},
		HTML:     {"by month", "2022-06"},
	} {
		got := rendered(t, r, f, Options{})
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s does not hold %q:\n%s", f, w, got)
			}
		}
	}
	r.Whatif.History.ByMonth = r.Whatif.History.ByMonth[:24]
	if !strings.Contains(rendered(t, r, Text, Options{}), "  2021-12") {
		t.Error("two years are folded")
	}
}
