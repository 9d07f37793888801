package explain

import (
	"fmt"
	"strings"

	"seam/analyze"
	"seam/analyze/english"
	"seam/analyze/history"
	"seam/analyze/split"
	"seam/report/model"
	"seam/report/phrase"
)

// Commit explains a commit of the history that a report was made of: what it changed,
// whether it counts, and if not, why. A saved report does not hold its history, so that the
// caller looks the commit up. Nobody is named.
func Commit(r *model.Report, c *analyze.Commit) *model.Explanation {
	id := c.ID.String()
	e := &model.Explanation{
		ID: "commit:" + id, Kind: "commit", Title: phrase.ShortID(id), More: []string{"history"},
		Text:     fmt.Sprintf("%q, of %s. %s", c.Subject, c.Day, counts(r, c)),
		Commands: []model.Command{{Shows: "what it changed", Run: "git show --stat " + id}},
	}
	if c.Left != "" {
		e.Definitions = define(c.Left)
	}
	if !c.Merge {
		e.Facts = append(e.Facts, model.Fact{Name: "changed", Value: english.Count(c.Changed, "file"), Text: "before exclusions"})
	}
	e.Facts = append(e.Facts, someOf("files that count", c.Files, "by the names of today")...)
	e.Facts = append(e.Facts, someOf("packages", inWords(c.Packages), "of source files among these")...)
	e.Facts = append(e.Facts, someOf("areas", inWords(c.Areas), "of all of these")...)
	e.Facts = append(e.Facts, someOf("teams", c.Teams, "declared ones of who wrote it")...)
	e.Proof = cited(r.Candidates, id)
	return e
}

// counts says in a sentence or two what became of a commit among the changes.
func counts(r *model.Report, c *analyze.Commit) string {
	switch {
	case c.Alone:
		return "It counts as a change of its own."
	case c.Grouped:
		return "It counts together with others as one change, " + grouping(r) + "; the ranking of parts counts each commit."
	case c.Merge:
		return "It is a merge: what it brought in counts, itself it changes nothing."
	case c.Changed == 0:
		return "It changes nothing below the analysed folder."
	case c.Left != "":
		return "It is left out: " + strings.ReplaceAll(c.Left, "-", " ") + "."
	}
	return "It is left out: it only moves files, touches too many (over file cap), or none that the report looks at."
}

// grouping is what makes one change of several commits here.
func grouping(r *model.Report) string {
	if r.History != nil {
		switch r.History.Unit.Kind {
		case history.PullRequest:
			return "which one merge brought in"
		case history.Ticket:
			return "which are for one ticket"
		case history.Window:
			return "which one author made with short pauses"
		}
	}
	return "which belong together"
}

// cited lists the evidence that names a commit as its proof.
func cited(all []split.Candidate, id string) []model.Proof {
	var out []model.Proof
	for _, c := range all {
		for _, list := range [][]split.Evidence{c.For, c.Against} {
			for _, e := range list {
				for _, x := range e.IDs {
					if len(x) >= 7 && strings.HasPrefix(id, x) && len(out) < mostNamed {
						out = append(out, model.Proof{Text: fmt.Sprintf("stands behind %s of %s: %s", e.Code, c.Title, e.Text)})
					}
				}
			}
		}
	}
	return out
}

func inWords(folders []string) []string {
	var out []string
	for _, f := range folders {
		out = append(out, english.Place(f))
	}
	return out
}
