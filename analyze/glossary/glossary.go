// Package glossary holds what the codes in a report mean: terms of the score, kinds of
// evidence, exclusions, warnings, rules and verdicts, a sentence or two each; and the
// documentation of every package that measures something, word for word (packages.txt,
// which its test writes anew).
//
// It is the one place for these definitions: seam explain prints them, and a test holds
// that every code that the program can say is here.
package glossary

import (
	_ "embed"
	"slices"
	"strings"
)

// Kind says what a code stands for.
type Kind string

const (
	Term      Kind = "term of the score"
	Evidence  Kind = "evidence"
	Exclusion Kind = "exclusion"
	Warning   Kind = "warning"
	Rule      Kind = "rule"
	Verdict   Kind = "verdict"
	Word      Kind = "word"
)

// Entry is the definition of one code. A code may stand for several things.
type Entry struct {
	Code    string `json:"code"`
	Kind    Kind   `json:"kind"`
	Text    string `json:"text"`
	Package string `json:"package"` // whose documentation says more; "" if none does
}

// definition is an Entry in its table, which says the kind.
type definition struct{ code, pkg, text string }

// Find lists what a code means, in the order of the kinds.
func Find(code string) []Entry {
	return slices.DeleteFunc(All(), func(e Entry) bool { return e.Code != code })
}

// All lists every definition, by kind and, within it, as the tables have them.
func All() []Entry {
	var out []Entry
	for _, t := range []struct {
		kind Kind
		list []definition
	}{{Term, terms}, {Evidence, evidence}, {Exclusion, exclusions}, {Warning, warnings}, {Rule, rules}, {Verdict, verdicts}, {Word, words}} {
		for _, d := range t.list {
			out = append(out, Entry{Code: d.code, Kind: t.kind, Text: d.text, Package: d.pkg})
		}
	}
	return out
}

// Codes lists every code once, sorted.
func Codes() []string {
	var out []string
	for _, e := range All() {
		out = append(out, e.Code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

//go:embed packages.txt
var packages string

// Package is the documentation of a package below analyze, as "cochange"; "" for one that
// is not there.
func Package(name string) string {
	_, rest, ok := strings.Cut("\n"+packages, "\n-- "+name+" --\n")
	if !ok || name == "" {
		return ""
	}
	text, _, _ := strings.Cut(rest, "\n-- ")
	return strings.TrimRight(text, "\n")
}

// Packages lists the packages whose documentation is here, sorted.
func Packages() []string {
	var out []string
	for line := range strings.Lines(packages) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "-- "); ok {
			out = append(out, strings.TrimSuffix(name, " --"))
		}
	}
	return out
}
