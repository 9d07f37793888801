package split

import "fmt"

// atATime is how many parts are advised at once: the best. A third choice was no better
// in hindsight than a part to leave, and each split that is made moves the scores of the
// rest.
const atATime = 2

// Of so many parts that would have been advised behind two better ones, so many were split
// out next, in 154 lists of 50 repositories; of those that are advised, 44 of 216
// (docs/bench/verdicts.md).
const behind, behindSplit = 145, 8

// wait leaves what would be advised behind the first two, and says what comes first. advised
// are the indexes of what would be, best first.
func wait(list []Candidate, advised []int) {
	if len(advised) <= atATime {
		return
	}
	a, b := list[advised[0]], list[advised[1]]
	for _, i := range advised[atATime:] {
		c := &list[i]
		c.After = []string{a.ID, b.ID}
		c.Reason = fmt.Sprintf("it can wait for %s and %s: of %d parts behind two better ones %d were split out next; alone it would be a %s: %s",
			a.Title, b.Title, behind, behindSplit, c.Verdict, c.Reason)
		c.Verdict, c.Next = Leave, fmt.Sprintf("decide on %s and %s first", a.Title, b.Title)
	}
}
