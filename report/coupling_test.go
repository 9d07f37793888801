package report

import (
	"strings"
	"testing"

	"seam/analyze/cochange"
	"seam/report/model"
	"seam/report/reporttest"
)

// Pairs that chance explains are counted, not listed.
func TestChanceIsNotListed(t *testing.T) {
	pair := func(from string, lift, q float64) cochange.Pair {
		return cochange.Pair{From: from, To: "z", Level: cochange.File, Support: 9, Lift: lift, QValue: q}
	}
	r := &model.Report{Coupling: []cochange.Pair{pair("real", 2, 0.01), pair("rare", 3, 0.06), pair("busy", 1, 0.01), pair("weak", 0.5, 0.9)}}
	for _, f := range []Format{Text, Markdown, HTML} {
		got := rendered(t, r, f, Options{})
		for _, name := range []string{"rare", "busy", "weak"} {
			if strings.Contains(got, name) {
				t.Errorf("%s lists %s", f, name)
			}
		}
		if !strings.Contains(got, "real") || !strings.Contains(got, "3 more pairs change together no more often than chance explains") {
			t.Errorf("%s does not count what it leaves out", f)
		}
	}
	if !strings.Contains(rendered(t, r, JSON, Options{}), "busy") {
		t.Error("JSON leaves a pair out")
	}
}

// Each level has a table of its own, whose first column says which it is.
func TestCouplingKeepsItsLevel(t *testing.T) {
	for _, w := range []int{40, 80, 100} {
		text := rendered(t, &model.Report{Coupling: reporttest.Full().Coupling}, Text, Options{Width: w})
		for _, head := range []string{"\nFile ", "\nPackage "} {
			if n := strings.Count(text, head); n != 1 {
				t.Errorf("width %d: %q stands over %d of 2 tables:\n%s", w, head, n, text)
			}
		}
	}
}

// Files that change as one are one row, in every format, and so is what changes with them.
func TestFamiliesAreOneRow(t *testing.T) {
	const all = "locales/"
	pair := func(from, to, fromFamily, toFamily string, weight float64) cochange.Pair {
		p := cochange.Pair{From: from, To: to, FromFamily: fromFamily, ToFamily: toFamily, Level: cochange.File, Support: 9, Lift: 2, QValue: 0.001, Weight: weight}
		if fromFamily == toFamily {
			p.Expected = cochange.Translations
		}
		return p
	}
	r := &model.Report{
		Coupling: []cochange.Pair{
			pair("locales/de.json", "locales/en.json", all, all, 9), pair("locales/de.json", "locales/fr.json", all, all, 8), pair("locales/en.json", "locales/fr.json", all, all, 7),
			pair("form.js", "locales/en.json", "", all, 6), pair("form.js", "locales/de.json", "", all, 5),
		},
		CouplingInfo: &model.CouplingInfo{Changes: 12, MinSupport: 2, Pairs: 5, Families: []cochange.Family{{Name: all, Reason: cochange.Translations, Files: 57, Pairs: 3, Changes: 12, Support: 10, Weight: 9}}},
	}
	for _, f := range []Format{Text, Markdown, HTML} {
		got := rendered(t, r, f, Options{})
		if !strings.Contains(got, "57 translation files") {
			t.Errorf("%s does not tell the family:\n%s", f, got)
		}
		if strings.Contains(got, "de.json") || strings.Contains(got, "fr.json") {
			t.Errorf("%s lists a file of the family:\n%s", f, got)
		}
		if n := strings.Count(got, "form.js"); n != 1 {
			t.Errorf("%s: what changes with the family stands in %d rows, want one", f, n)
		}
		if !strings.Contains(got, "5 pairs change together") {
			t.Errorf("%s does not count all pairs", f)
		}
	}
}

// What names explain is counted, with its strongest; it does not stand among the surprises.
func TestExpectedPairsStandApart(t *testing.T) {
	p := func(from, to string, why cochange.Reason) cochange.Pair {
		return cochange.Pair{From: from, To: to, Expected: why, Level: cochange.File, Support: 9, Lift: 2, QValue: 0.001}
	}
	r := &model.Report{Coupling: []cochange.Pair{p("a.c", "a.h", cochange.Header), p("b.c", "b.h", cochange.Header), p("x.sql", "y.go", "")}}
	got := rendered(t, r, Text, Options{})
	if strings.Contains(got, "b.h") || !strings.Contains(got, "headers with what implements them") || !strings.Contains(got, "a.h") {
		t.Errorf("headers are not told in one row:\n%s", got)
	}
	if !strings.Contains(got, "x.sql") || strings.Index(got, "x.sql") > strings.Index(got, "a.h") {
		t.Errorf("the pair that nothing explains does not come first:\n%s", got)
	}
}

// The first hidden pair says what to read and what to do, and out of how many changes.
func TestHiddenHasANextStep(t *testing.T) {
	r := reporttest.Full()
	text := strings.Join(strings.Fields(rendered(t, r, Text, Options{})), " ")
	for _, want := range []string{"83% of the 23 of the first", "Next: read git show -m --first-parent " + reporttest.OtherID[:10] + ", then keep what both must agree on in one contract"} {
		if !strings.Contains(text, want) {
			t.Errorf("the first screen does not say %q", want)
		}
	}
}
