// Package phrase writes names, numbers and texts as every format of a report does: what
// comes from a repository so that it cannot do harm where it is shown, counts one way
// whatever the locale.
package phrase

import (
	"fmt"
	"strconv"
	"strings"

	"seam/analyze/finding"
)

// Count writes an integer with commas between thousands.
func Count(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Plural writes a count with its noun.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + many
}

// ShortID cuts a commit id to 10 digits; names of other kinds stay whole.
func ShortID(id string) string {
	if len(id) < 40 || strings.Trim(id, "0123456789abcdef") != "" {
		return id
	}
	return id[:10]
}

// Few joins the first n of a list and says how many more there are.
func Few(list []string, n int) string {
	if len(list) <= n+1 {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(list[:n], ", "), Count(len(list)-n))
}

func Caveat(w finding.Warning) string {
	if w.Count > 1 && !strings.Contains(w.Message, strconv.Itoa(w.Count)) && !strings.Contains(w.Message, Count(w.Count)) {
		return fmt.Sprintf("%s (%s)", w.Message, Plural(w.Count, "case", "cases"))
	}
	return w.Message
}
