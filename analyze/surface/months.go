package surface

import (
	"slices"
	"time"

	"seam/analyze/history"
	"seam/analyze/repo"
)

// monthEnds picks the commits that stood at the ends of months, oldest first, and names
// the months between them: one fewer. Both are empty where the log does not hold the
// head or nothing lies before it.
func monthEnds(log *history.Log, head repo.ID) (ends []repo.ID, months []string) {
	at := place(log, head)
	if at < 0 {
		return nil, nil
	}
	start := firstOfMonth(log.Commit(at).Landed())
	ends = append(ends, head)
	for i := at; i >= 0 && len(months) < span; i = firstParent(log.Commit(i)) {
		for len(months) < span && log.Commit(i).Landed() < start.Unix() {
			ends = append(ends, log.Commit(i).ID())
			months = append(months, start.Format("2006-01"))
			start = start.AddDate(0, -1, 0)
		}
	}
	slices.Reverse(ends)
	slices.Reverse(months)
	return ends, months
}

// place is where a commit stands in a log, -1 for nowhere.
func place(log *history.Log, id repo.ID) int {
	for i, c := range log.Commits() {
		if c.ID() == id {
			return i
		}
	}
	return -1
}

func firstOfMonth(seconds int64) time.Time {
	t := time.Unix(seconds, 0).UTC()
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// firstParent is -1 where the log ends. A commit at which a shallow clone ends has none.
func firstParent(c history.Commit) int {
	if parents := c.Parents(); len(parents) > 0 {
		return int(parents[0])
	}
	return -1
}
