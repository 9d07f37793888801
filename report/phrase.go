package report

import (
	"strconv"
	"strings"

	"seam/analyze/english"
	"seam/report/phrase"
)

// Numbers, shares and lists are written one way in every format, whatever the locale.

// percent writes a share of 0 to 1.
func percent(share float64) string { return english.Percent(share) }

// ratio writes a factor with one decimal.
func ratio(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// chance writes a q value.
func chance(q float64) string {
	if q < 0.001 {
		return "<0.001"
	}
	return strconv.FormatFloat(q, 'f', 3, 64)
}

// score writes points with at most one decimal.
func score(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
}

// signed writes a part of a score with its sign.
func signed(x float64) string {
	if x < 0 {
		return score(x)
	}
	return "+" + score(x)
}

func shortIDs(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = phrase.ShortID(id)
	}
	return out
}

// place is a folder or an area in a sentence, where a lone dot would not be seen.
func place(folder string) string {
	if folder == "." || strings.HasPrefix(folder, ". (") {
		return "the root" + folder[1:]
	}
	return folder
}

func places(folders []string) []string {
	out := make([]string, len(folders))
	for i, f := range folders {
		out[i] = place(f)
	}
	return out
}

// sentence ends a text with a full stop unless it has an end already.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?:") {
		return s
	}
	return s + "."
}

// sentences joins the texts that are not empty.
func sentences(texts ...string) string {
	var out []string
	for _, t := range texts {
		if t = sentence(t); t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, " ")
}

// upper makes the first letter of a sentence a capital, unless its first word looks
// like a name: those are written as they are.
func upper(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if first == "" || strings.Trim(first, "abcdefghijklmnopqrstuvwxyz,:") != "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
