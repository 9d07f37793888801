// Package phrase writes names, numbers and texts as every format of a report does: what
// comes from a repository so that it cannot do harm where it is shown, counts one way
// whatever the locale.
package phrase

import (
	"fmt"
	"strconv"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
)

// Count writes an integer with commas between thousands.
func Count(n int) string { return english.Number(n) }

// Plural writes a count with its noun.
func Plural(n int, one, many string) string { return Count(n) + " " + english.Choose(n, one, many) }

// ShortID cuts a commit id to 10 digits; names of other kinds stay whole.
func ShortID(id string) string {
	if len(id) < 40 || strings.Trim(id, "0123456789abcdef") != "" {
		return id
	}
	return id[:10]
}

// Few joins the first n of a list and says how many more there are.
func Few(list []string, n int) string { return english.Few(list, n) }

// Caveat is a warning as one line, with its number of cases unless the message has it.
func Caveat(w finding.Warning) string {
	if w.Count > 1 && !strings.Contains(w.Message, strconv.Itoa(w.Count)) && !strings.Contains(w.Message, Count(w.Count)) {
		return fmt.Sprintf("%s (%s)", w.Message, Plural(w.Count, "case", "cases"))
	}
	return w.Message
}
