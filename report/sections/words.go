package sections

import (
	"slices"
	"strings"

	"seam/analyze/glossary"
	"seam/report/doc"
)

// wordsOf are the words of the glossary that a section uses, in the order in which a
// reader meets them.
var wordsOf = map[string][]string{
	"verdicts":        {"library", "module", "service", "api", "crossing-share", "hidden-coupling", "contested", "diamond", "wave"},
	"candidates":      {"score", "library", "module", "service", "leave", "api", "cut", "crossing-share", "calibration", "n"},
	"hidden-coupling": {"hidden-coupling", "habit", "support", "confidence", "lift", "q-value"},
	"coupling":        {"family", "expected-pair", "support", "confidence", "lift", "q-value"},
	"span":            {"span", "area", "change"},
	"focus":           {"area", "share-of-area", "share-of-team", "inferred-team", "focused", "contested", "shared"},
	"contested":       {"contested", "area"},
	"diamonds":        {"diamond", "problem", "smell"},
	"chains":          {"chain"},
	"deploy":          {"wave", "confidence-of-an-edge"},
	"communities":     {"community", "area"},
	"areas":           {"area"},
	"whatif":          {"unit", "wave", "diamond", "crossing-share"},
	"cut":             {"unit", "wave", "diamond", "crossing-share"},
	"history":         {"change"},
	"team":            {"share-of-area", "share-of-team", "focused", "contested"},
}

// define names the words of each section, and ends a full page with what they mean.
func define(d *doc.Document) {
	var used []string
	for i := range d.Sections {
		s := &d.Sections[i]
		s.Words = wordLinks(wordsOf[s.ID])
		used = append(used, wordsOf[s.ID]...)
	}
	if len(used) == 0 {
		return
	}
	slices.Sort(used)
	s := doc.Section{ID: "words", Title: "Words", Lead: "What the words on this page mean. seam explain WORD says more of each, with its formula and where it misleads."}
	for _, code := range slices.Compact(used) {
		for _, e := range glossary.Find(code) {
			s.Defined = append(s.Defined, doc.WordEntry{ID: wordAnchor(code), Name: spoken(code), Text: e.Text})
			break
		}
	}
	d.Sections = append(d.Sections, s)
}

func wordLinks(codes []string) []doc.WordLink {
	var out []doc.WordLink
	for _, c := range codes {
		out = append(out, doc.WordLink{Name: spoken(c), Link: wordAnchor(c)})
	}
	return out
}

func wordAnchor(code string) string { return doc.Anchor("word:" + code) }

// spoken is a code as people write it.
func spoken(code string) string {
	switch code {
	case "api":
		return "API"
	case "q-value":
		return "q"
	}
	return strings.ReplaceAll(code, "-", " ")
}
