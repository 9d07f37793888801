package split

import "fmt"

// atATime is how many parts are advised at once: the best. A third choice was no better
// in hindsight than a part to leave, and each split that is made moves the scores of the
// rest.
const atATime = 2

// before counts the parts that are advised, behind those that would have been advised
// behind two better ones, both in 154 lists of 50 repositories (docs/bench/verdicts.md).
var before, behind = hindsight{241, 42}, hindsight{215, 9}

// hindsight is how many of some parts were split out next.
type hindsight struct{ parts, split int }

// wait leaves what would be advised behind the first two, and says what comes first.
func wait(list []Candidate) {
	var first []Candidate
	for i := range list {
		c := &list[i]
		switch {
		case c.Verdict == Leave:
		case len(first) < atATime:
			first = append(first, *c)
		default:
			a, b := first[0], first[1]
			c.After = []string{a.ID, b.ID}
			c.Reason = fmt.Sprintf("it can wait: %s and %s rank better, and of %d parts behind two better ones %d were split out next, of those before them %d of %d; alone it would be a %s: %s",
				a.Title, b.Title, behind.parts, behind.split, before.split, before.parts, c.Verdict, c.Reason)
			c.Verdict, c.Next = Leave, fmt.Sprintf("decide on %s and %s first", a.Title, b.Title)
		}
	}
}
