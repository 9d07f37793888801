package whatif

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"seam/analyze/regex"
)

const (
	maxExamples = 10
	maxCrossed  = 50 // changes told of one month
	maxTouched  = 10 // units told of one change
)

// HistoryOf replays the past of a set of packages as one unit against the rest.
func (b *Base) HistoryOf(set []int32) History {
	in := b.mark(set)
	return b.replay(b.Touched(set), func(t Touch) bool {
		return slices.ContainsFunc(t.Packages, func(p int32) bool { return !in[p] })
	}, func(*Month, Touch) {})
}

// replay counts touches (indexes, newest first) and those that cross, of which each is
// told once more, with its month.
func (b *Base) replay(touches []int32, crosses func(Touch) bool, each func(*Month, Touch)) History {
	h := History{ByMonth: []Month{}, Examples: []string{}}
	months := map[int]*Month{}
	var m *Month // of the touch before: most are of one month with it
	for i, k := range touches {
		t := b.Touches[k]
		if i == 0 || b.months[k] != b.months[touches[i-1]] {
			if m = months[b.months[k]]; m == nil {
				m = &Month{Month: time.Unix(b.changeOf(t).When(), 0).UTC().Format("2006-01")}
				months[b.months[k]] = m
			}
		}
		h.Changes++
		m.Changes++
		if crosses(t) {
			h.Crossing++
			m.Crossing++
			if len(h.Examples) < maxExamples {
				h.Examples = append(h.Examples, b.changeOf(t).ID().String())
			}
			each(m, t)
		}
	}
	for _, m := range months {
		h.ByMonth = append(h.ByMonth, *m)
	}
	slices.SortFunc(h.ByMonth, func(x, y Month) int { return cmp.Compare(x.Month, y.Month) })
	if h.Changes > 0 {
		h.Share = float64(h.Crossing) / float64(h.Changes)
	}
	return h
}

// replayCut is the past with the crossing changes of each month and the teams that
// these would have brought together.
func (b *Base) replayCut(c cut, crosses func(Touch) bool) (History, []TeamPair) {
	homes := b.homes()
	all, monthly := pairCounts{}, map[string]pairCounts{}
	h := b.replay(c.touches, crosses, func(m *Month, t Touch) {
		if len(m.Crossed) < maxCrossed {
			m.Crossed = append(m.Crossed, b.crossed(c, t))
		}
		for _, p := range c.between(t, homes) {
			if monthly[m.Month] == nil {
				monthly[m.Month] = pairCounts{}
			}
			all[p]++
			monthly[m.Month][p]++
		}
	})
	for i := range h.ByMonth {
		if n := monthly[h.ByMonth[i].Month]; n != nil {
			h.ByMonth[i].TeamPairs = n.list()
		}
	}
	return h, all.list()
}

// crossed tells one change and the units that it touches.
func (b *Base) crossed(c cut, t Touch) Crossed {
	ch := b.changeOf(t)
	var units []string
	for _, p := range t.Packages {
		units = append(units, c.after.Name(c.after.Of[p]))
	}
	units = distinct(units)
	return Crossed{ID: ch.ID().String(), Subject: told(ch.Subject()), Units: units[:min(len(units), maxTouched)]}
}

var (
	merged = regex.New(`^(Merge (?:pull|merge) request \S+) from .*`)
	person = regex.New(`[^\s@/()<>,;]+@(?:[\w-]+\.)+[A-Za-z]{2,}|@[\w-]+`)
)

// told is a subject without what names people: addresses, users of a host,
// whose branch was merged. Names of packages such as @scope/name stay.
func told(subject string) string {
	text := merged().ReplaceAllString(subject, "$1")
	var out strings.Builder
	from := 0
	for _, at := range person().FindAllStringIndex(text, -1) {
		if at[0] > from && isNameByte(text[at[0]-1]) || text[at[0]] == '@' && at[1] < len(text) && text[at[1]] == '/' {
			continue
		}
		out.WriteString(text[from:at[0]])
		out.WriteString("@…")
		from = at[1]
	}
	out.WriteString(text[from:])
	return out.String()
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
