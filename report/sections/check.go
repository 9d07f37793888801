package sections

import (
	"fmt"

	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// checkSection is the gate's answer for pages.
func checkSection(r *model.Report) []doc.Section {
	c := r.Check
	if c == nil {
		return nil
	}
	s := doc.Section{ID: "check", Title: "Check", Lead: checkLead(c), Mark: doc.Mark{Word: "passed", Tone: "good"}}
	if c.Failed {
		s.Mark = doc.Mark{Word: "failed", Tone: "problem"}
	}
	s.Notes = checkNotes(c)
	s.Tables = doc.FilledTables(
		findingsTable("New: in "+phrase.ShortID(c.Head)+" only", c.New),
		findingsTable("Gone: in "+phrase.ShortID(c.Base)+" only", c.Gone))
	return one(s)
}

func checkLead(c *model.Check) string {
	between := fmt.Sprintf("%s against %s", phrase.ShortID(c.Head), phrase.ShortID(c.Base))
	if c.Baseline != nil {
		between = fmt.Sprintf("%s against %s", phrase.ShortID(c.Head), c.Baseline.File)
	}
	if len(c.New) == 0 {
		return fmt.Sprintf("Nothing new in %s; %s gone, %s unchanged.", between, phrase.Count(len(c.Gone)), phrase.Count(c.Unchanged))
	}
	return fmt.Sprintf("%s in %s; %s gone, %s unchanged.", phrase.Plural(len(c.New), "new finding", "new findings"), between, phrase.Count(len(c.Gone)), phrase.Count(c.Unchanged))
}

// checkNotes say what was left out on purpose and what can be cleaned up.
func checkNotes(c *model.Check) []string {
	var out []string
	for _, what := range c.Skipped {
		out = append(out, "Not compared: "+what+", since no file that could change them differs.")
	}
	if n := len(c.Suppressed); n > 0 {
		out = append(out, fmt.Sprintf("seam.yaml suppresses %s:", phrase.Plural(n, "finding", "findings")))
		for _, s := range c.Suppressed {
			out = append(out, fmt.Sprintf("%s: %s", s.ID, s.Reason))
		}
	}
	return append(out, c.Notes...)
}
