package sections

import (
	"testing"

	"seam/analyze/cochange"
	"seam/report/model"
)

// TestHabits: pairs of one habit are one row that counts the others, and one on the first
// screen; those of a report without habits stay apart.
func TestHabits(t *testing.T) {
	pair := func(from string, habit int) cochange.Pair {
		return cochange.Pair{Level: cochange.File, From: from, To: from + ".x", Hidden: true, Habit: habit}
	}
	for _, c := range []struct {
		name  string
		pairs []cochange.Pair
		rows  int
		also  int // of the first row
	}{
		{"two habits", []cochange.Pair{pair("a", 1), pair("b", 1), pair("c", 1), pair("d", 2)}, 2, 2},
		{"saved before there were habits", []cochange.Pair{pair("a", 0), pair("b", 0), pair("c", 0)}, 3, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &model.Report{Coupling: c.pairs}
			if rows := sortPairs(r).habits; len(rows) != c.rows || rows[0].also != c.also {
				t.Errorf("%d rows, the first with %d more; want %d and %d", len(rows), rows[0].also, c.rows, c.also)
			}
			if n := hiddenHabits(r); n != c.rows {
				t.Errorf("%d on the first screen, want %d", n, c.rows)
			}
		})
	}
}
