package doc

import (
	"strings"

	"seam/report/phrase"
)

// Months is a replay of the past, by calendar month or year; those without changes are
// left out.
type Months struct {
	Caption string
	Stayed  string // what the changes that did not cross did
	List    []Month
	Years   bool // folded to years
	Fine    bool // left out of text
}

// Month is one month, or year, of a replay.
type Month struct {
	Name            string // 2006-01, or 2006
	Changes, Marked int
}

// mostMonths is how many are listed one by one; more are folded to years.
const mostMonths = 24

// Folded sums a long past by years.
func (m *Months) Folded() *Months {
	if len(m.List) <= mostMonths {
		return m
	}
	out := &Months{Caption: m.Caption, Stayed: m.Stayed, Years: true, Fine: m.Fine}
	for _, x := range m.List {
		x.Name, _, _ = strings.Cut(x.Name, "-")
		if last := len(out.List) - 1; last >= 0 && out.List[last].Name == x.Name {
			out.List[last].Changes += x.Changes
			out.List[last].Marked += x.Marked
			continue
		}
		out.List = append(out.List, x)
	}
	return out
}

func (m *Months) period() string {
	if m.Years {
		return "year"
	}
	return "month"
}

// Title is the caption with the period.
func (m *Months) Title() string { return m.Caption + ", by " + m.period() }

// Share is which part of the changes is marked, 0 to 1.
func (m Month) Share() float64 {
	if m.Changes <= 0 {
		return 0
	}
	return min(max(float64(m.Marked)/float64(m.Changes), 0), 1)
}

// MonthsTable is the newest months as a table.
func MonthsTable(m *Months) Table {
	t := Table{Caption: m.Title(), Columns: []Column{{Title: phrase.Upper(m.period()), Kind: Word}, {Title: "Changes", Kind: Number}, {Title: "Crossing", Kind: Number}, {Title: "Share", Kind: Number}}}
	for _, x := range Newest(m.List) {
		t.Rows = append(t.Rows, Cells(x.Name, phrase.Count(x.Changes), phrase.Count(x.Marked), phrase.Percent(x.Share())))
	}
	return t
}

// BarMonths is how many months a page shows, the newest; older ones are in the JSON.
const BarMonths = 48

// Newest is the part of the months that a page shows.
func Newest(list []Month) []Month { return list[max(0, len(list)-BarMonths):] }
