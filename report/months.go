package report

import (
	"fmt"
	"strings"
	"time"

	"seam/report/phrase"
)

// months is a replay of the past, by calendar month or year; those without changes are
// left out.
type months struct {
	Caption string
	Stayed  string // what the changes that did not cross did
	List    []month
	Years   bool // folded to years
	Fine    bool // left out of text
}

type month struct {
	Name            string // 2006-01, or 2006
	Changes, Marked int
}

// mostMonths is how many are listed one by one; more are folded to years.
const mostMonths = 24

// folded sums a long past by years.
func (m *months) folded() *months {
	if len(m.List) <= mostMonths {
		return m
	}
	out := &months{Caption: m.Caption, Stayed: m.Stayed, Years: true, Fine: m.Fine}
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

func (m *months) period() string {
	if m.Years {
		return "year"
	}
	return "month"
}

// title is the caption with the period.
func (m *months) title() string { return m.Caption + ", by " + m.period() }

func (m month) share() float64 {
	if m.Changes <= 0 {
		return 0
	}
	return min(max(float64(m.Marked)/float64(m.Changes), 0), 1)
}

// monthsTable is the newest months as a table.
func monthsTable(m *months) table {
	t := table{Caption: m.title(), Columns: []column{{Title: upper(m.period()), Kind: word}, {Title: "Changes", Kind: number}, {Title: "Crossing", Kind: number}, {Title: "Share", Kind: number}}}
	for _, x := range newest(m.List) {
		t.Rows = append(t.Rows, cells(x.Name, phrase.Count(x.Changes), phrase.Count(x.Marked), percent(x.share())))
	}
	return t
}

// bars is a bar chart with its geometry worked out: style attributes are forbidden on
// the page, so all of it stands in SVG attributes. All and Crossed are the outlines of
// all bars of a kind.
type bars struct {
	Width, Height, Base, TickY int
	Most                       string // what the highest bar counts
	Older                      string // what stands before the first bar, "" for nothing
	Label                      string
	All, Crossed               string
	Ticks                      []tick
}

type tick struct {
	X    int
	Text string
}

const (
	barHeight = 72
	barMonths = 48 // the newest; older ones are in the JSON

	monthLayout = "2006-01"
)

// barsOf draws the newest months, each as all its changes with the crossing ones at
// the bottom.
func barsOf(m *months) bars {
	list := calendar(m.List)
	most, all, crossed := 1, 0, 0
	for _, x := range list {
		most, all, crossed = max(most, x.Changes), all+x.Changes, crossed+x.Marked
	}
	step := min(max(600/max(len(list), 1), 12), 32)
	b := bars{Width: max(step*len(list), 160), Height: barHeight + 24, Base: barHeight + 1, TickY: barHeight + 16}
	b.Most = phrase.Plural(most, "change", "changes")
	if len(list) > 0 && m.List[0].Name < list[0].Name {
		b.Older = fmt.Sprintf("older changes, from %s on, are in the JSON", m.List[0].Name)
	}
	b.Label = fmt.Sprintf("%s: %s of %s over %s, at most %s in one", m.title(), phrase.Count(crossed), phrase.Count(all), phrase.Plural(len(list), "month", "months"), phrase.Count(most))
	for i, x := range list {
		b.All += outline(i*step, step-2, scaled(x.Changes, most))
		b.Crossed += outline(i*step, step-2, scaled(min(x.Marked, x.Changes), most))
		if i == 0 || i == len(list)-1 && i*step > 120 {
			b.Ticks = append(b.Ticks, tick{X: min(i*step, b.Width-56), Text: x.Name})
		}
	}
	return b
}

// newest is the part of the months that a page shows.
func newest(list []month) []month { return list[max(0, len(list)-barMonths):] }

// calendar fills in the months without changes, so that the bars keep time, and keeps
// the newest of all. Names that are no months are left as they are.
func calendar(list []month) []month {
	if len(list) == 0 {
		return nil
	}
	first, err1 := time.Parse(monthLayout, list[0].Name)
	last, err2 := time.Parse(monthLayout, list[len(list)-1].Name)
	if err1 != nil || err2 != nil {
		return newest(list)
	}
	known := map[string]month{}
	for _, m := range list {
		known[m.Name] = m
	}
	if start := last.AddDate(0, 1-barMonths, 0); start.After(first) {
		first = start
	}
	var out []month
	for t := first; !t.After(last); t = t.AddDate(0, 1, 0) {
		m := known[t.Format(monthLayout)]
		m.Name = t.Format(monthLayout)
		out = append(out, m)
	}
	return out
}

// outline is the path of one bar that stands on the base line.
func outline(x, width, height int) string {
	if height == 0 {
		return ""
	}
	return fmt.Sprintf("M%d %dh%dv%dh-%dz", x, barHeight-height, width, height, width)
}

// scaled is a bar's height; what is not nothing is seen.
func scaled(n, most int) int {
	if n <= 0 {
		return 0
	}
	return max(int(float64(n)/float64(most)*barHeight), 2)
}
