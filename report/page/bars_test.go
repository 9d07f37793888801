package page

import (
	"fmt"
	"seam/report/doc"
	"slices"
	"testing"
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
		{[]string{"0001-01", "2024-02"}, doc.BarMonths, "2020-03", "2024-02"},
		{[]string{"2024-02", "2023-11"}, 0, "", ""},
		{[]string{"x", "y"}, 2, "x", "y"},
		{[]string{"2024-13", "9999-99"}, 2, "2024-13", "9999-99"},
	} {
		var in []doc.Month
		for _, name := range c.in {
			in = append(in, doc.Month{Name: name, Changes: 3, Marked: 1})
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
	m := &doc.Months{List: []doc.Month{{Name: "2024-01", Changes: 0, Marked: 0}, {Name: "2024-02", Changes: 1000000, Marked: 1}, {Name: "2024-03", Changes: 3, Marked: 9}, {Name: "2024-04", Changes: -5, Marked: -5}, {Name: "2024-05", Changes: 1 << 62, Marked: 1 << 61}}}
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
