package phrase

import (
	"strconv"
	"strings"

	"seam/analyze/english"
)

// Numbers, shares and lists are written one way in every format, whatever the locale.

// Percent writes a share of 0 to 1.
func Percent(share float64) string { return english.Percent(share) }

// Ratio writes a factor with one decimal.
func Ratio(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// Chance writes a q value.
func Chance(q float64) string {
	if q < 0.001 {
		return "<0.001"
	}
	return strconv.FormatFloat(q, 'f', 3, 64)
}

// Score writes points with at most one decimal.
func Score(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
}

// Signed writes a part of a score with its sign.
func Signed(x float64) string {
	if x < 0 {
		return Score(x)
	}
	return "+" + Score(x)
}

// ShortIDs is ShortID for a list.
func ShortIDs(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = ShortID(id)
	}
	return out
}

// Place is a folder or an area in a sentence, where a lone dot would not be seen.
func Place(folder string) string { return english.Place(folder) }

// Places is Place for a list.
func Places(folders []string) []string { return english.Places(folders) }

// Sentence ends a text with a full stop unless it has an end already.
func Sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?:") {
		return s
	}
	return s + "."
}

// Sentences joins the texts that are not empty.
func Sentences(texts ...string) string {
	var out []string
	for _, t := range texts {
		if t = Sentence(t); t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, " ")
}

// Upper makes the first letter of a sentence a capital, unless its first word looks
// like a name: those are written as they are.
func Upper(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if first == "" || strings.Trim(first, "abcdefghijklmnopqrstuvwxyz,:") != "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
