package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"seam/analyze/whatif"
	"seam/report/reporttest"
)

// A bar chart keeps time: months without changes have a place too, and of a long past
// the newest months show.
func TestCalendar(t *testing.T) {
	for _, c := range []struct {
		in          []string
		n           int
		first, last string
	}{
		{nil, 0, "", ""},
		{[]string{"2024-11"}, 1, "2024-11", "2024-11"},
		{[]string{"2023-11", "2024-02"}, 4, "2023-11", "2024-02"},
		{[]string{"0001-01", "2024-02"}, barMonths, "2020-03", "2024-02"},
		{[]string{"2024-02", "2023-11"}, 0, "", ""},
		{[]string{"x", "y"}, 2, "x", "y"},
		{[]string{"2024-13", "9999-99"}, 2, "2024-13", "9999-99"},
	} {
		var in []month
		for _, name := range c.in {
			in = append(in, month{Name: name, Changes: 3, Marked: 1})
		}
		got := calendar(in)
		if len(got) != c.n || c.n > 0 && (got[0].Name != c.first || got[c.n-1].Name != c.last) {
			t.Errorf("calendar(%v) = %v", c.in, got)
		}
		if c.n > 0 && got[c.n-1].Changes != 3 {
			t.Errorf("calendar(%v) loses the changes of the last month", c.in)
		}
	}
}

// No bar leaves the picture, whatever the numbers.
func TestBarsStayInside(t *testing.T) {
	m := &months{List: []month{{"2024-01", 0, 0}, {"2024-02", 1000000, 1}, {"2024-03", 3, 9}, {"2024-04", -5, -5}, {"2024-05", 1 << 62, 1 << 61}}}
	b := barsOf(m)
	var x, y, w, h, rest int
	for _, outlines := range []string{b.All, b.Crossed} {
		for len(outlines) > 0 {
			n := slices.Index([]byte(outlines), 'z') + 1
			if _, err := fmt.Sscanf(outlines[:n], "M%d %dh%dv%dh-%dz", &x, &y, &w, &h, &rest); err != nil {
				t.Fatal(err)
			}
			if x < 0 || y < 0 || x+w > b.Width || y+h != barHeight || h < 2 || rest != w {
				t.Errorf("bar %s in a picture of %d", outlines[:n], b.Width)
			}
			outlines = outlines[n:]
		}
	}
}

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
	r.Whatif.History.ByMonth = r.Whatif.History.ByMonth[:mostMonths]
	if !strings.Contains(rendered(t, r, Text, Options{}), "  2021-12") {
		t.Error("two years are folded")
	}
}
