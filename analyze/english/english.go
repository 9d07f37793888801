// Package english writes numbers and lists as they stand in an English sentence, one way
// in every message, finding and format, whatever the locale.
package english

import (
	"fmt"
	"strconv"
	"strings"
)

// Number writes an integer with commas between thousands: 2,000.
func Number(n int) string {
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

// Count writes a number with a noun whose plural ends in s: 1 file, 2,000 files.
func Count(n int, noun string) string { return Number(n) + " " + Choose(n, noun, noun+"s") }

// Choose is the word that agrees with a number: one for 1, else many.
func Choose(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Percent writes a share of 0 to 1. Small ones keep a digit, so that few is not none.
func Percent(share float64) string {
	p := share * 100
	switch {
	case p > 0 && p < 0.1:
		return "<0.1%"
	case p > 0 && p < 9.95:
		return strings.TrimSuffix(strconv.FormatFloat(p, 'f', 1, 64), ".0") + "%"
	}
	return strconv.FormatFloat(p, 'f', 0, 64) + "%"
}

// And joins a list as a sentence does: a, b and c.
func And(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// Some names the first n of a list and says how many more there are.
func Some(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(list[:n], ", "), Number(len(list)-n))
}

// Few is Some that names one more rather than say "and 1 more".
func Few(list []string, n int) string {
	if len(list) == n+1 {
		n++
	}
	return Some(list, n)
}

// Place names a folder, or an area of which "(rest)" is left, in a sentence, where the lone
// dot of the root would not be seen.
func Place(folder string) string {
	if folder == "." || strings.HasPrefix(folder, ". (") {
		return "the root" + folder[1:]
	}
	return folder
}

// Places is Place for a list.
func Places(folders []string) []string {
	out := make([]string, len(folders))
	for i, f := range folders {
		out[i] = Place(f)
	}
	return out
}
