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
	at := slices.IndexFunc(log.Commits, func(c history.Commit) bool { return c.ID == head })
	if at < 0 {
		return nil, nil
	}
	start := firstOfMonth(log.Commits[at].Landed)
	ends = append(ends, head)
	for i := int32(at); i >= 0 && len(months) < span; i = firstParent(&log.Commits[i]) {
		for len(months) < span && log.Commits[i].Landed < start.Unix() {
			ends = append(ends, log.Commits[i].ID)
			months = append(months, start.Format("2006-01"))
			start = start.AddDate(0, -1, 0)
		}
	}
	slices.Reverse(ends)
	slices.Reverse(months)
	return ends, months
}

func firstOfMonth(seconds int64) time.Time {
	t := time.Unix(seconds, 0).UTC()
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// firstParent is -1 where the log ends. A commit at which a shallow clone ends has none.
func firstParent(c *history.Commit) int32 {
	if len(c.Parents) == 0 {
		return -1
	}
	return c.Parents[0]
}
