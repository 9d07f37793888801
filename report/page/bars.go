package page

import (
	"fmt"
	"time"

	"seam/report/doc"
	"seam/report/phrase"
)

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

	monthLayout = "2006-01"
)

// barsOf draws the newest months, each as all its changes with the crossing ones at
// the bottom.
func barsOf(m *doc.Months) bars {
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
	b.Label = fmt.Sprintf("%s: %s of %s over %s, at most %s in one", m.Title(), phrase.Count(crossed), phrase.Count(all), phrase.Plural(len(list), "month", "months"), phrase.Count(most))
	for i, x := range list {
		b.All += outline(i*step, step-2, scaled(x.Changes, most))
		b.Crossed += outline(i*step, step-2, scaled(min(x.Marked, x.Changes), most))
		if i == 0 || i == len(list)-1 && i*step > 120 {
			b.Ticks = append(b.Ticks, tick{X: min(i*step, b.Width-56), Text: x.Name})
		}
	}
	return b
}

// calendar fills in the months without changes, so that the bars keep time, and keeps
// the newest of all. Names that are no months are left as they are.
func calendar(list []doc.Month) []doc.Month {
	if len(list) == 0 {
		return nil
	}
	first, err1 := time.Parse(monthLayout, list[0].Name)
	last, err2 := time.Parse(monthLayout, list[len(list)-1].Name)
	if err1 != nil || err2 != nil {
		return doc.Newest(list)
	}
	known := map[string]doc.Month{}
	for _, m := range list {
		known[m.Name] = m
	}
	if start := last.AddDate(0, 1-doc.BarMonths, 0); start.After(first) {
		first = start
	}
	var out []doc.Month
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
