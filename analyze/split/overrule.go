package split

import (
	"slices"
	"strings"
)

// overrule takes a recommendation back where evidence against it weighs more than any
// score: nobody is served by a library that is a drawer.
func overrule(c *Candidate) {
	i := slices.IndexFunc(c.Against, func(e Evidence) bool { return e.Code == "drawer" })
	if i < 0 || c.Verdict == Leave {
		return
	}
	c.Verdict = Leave
	c.Reason = strings.Replace(c.Against[i].Text, "a drawer", "it is a drawer", 1)
}
