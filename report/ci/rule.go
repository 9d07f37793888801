package ci

import (
	"seam/analyze/finding"
	"seam/analyze/glossary"
)

// ruleIDs gives every rule an identifier for services that keep findings over years
// (SARIF): it says nothing, so that it can stay when a rule gets a better name. A number
// is never given to another rule.
var ruleIDs = map[string]string{
	"workspace-skew":      "SEAM101",
	"first-party-skew":    "SEAM102",
	"replace-skew":        "SEAM103",
	"work-mask":           "SEAM104",
	"go/two-majors":       "SEAM105",
	"go/requirement-skew": "SEAM106",
	"lock-duplicate":      "SEAM107",
	"dedupable":           "SEAM108",
	"registry-copy":       "SEAM109",
	"go/ambiguous-import": "SEAM110",
	"go/vendor-skew":      "SEAM111",
	"too-many":            "SEAM201",
	"long-chain":          "SEAM202",
	"layer":               "SEAM301",
	"deploy/cycle":        "SEAM401",
	"deploy/breaks":       "SEAM402",
	"deploy/setting":      "SEAM403",
	"deploy/knot":         "SEAM404",
	"deploy/any-order":    "SEAM405",
	"deploy/contradicts":  "SEAM406",
	"deploy/contract":     "SEAM407",
}

// ruleID is stable for rules that only a newer seam knows, too.
func ruleID(rule string) string {
	if id, ok := ruleIDs[rule]; ok {
		return id
	}
	return "SEAM-" + finding.Fingerprint(rule)[:8]
}

// define finds the definition of a rule or a warning; ok is false where there is none.
func define(kind glossary.Kind, code string) (e glossary.Entry, ok bool) {
	for _, e := range glossary.Find(code) {
		if e.Kind == kind {
			return e, true
		}
	}
	return e, false
}
