package diamonds

import (
	"slices"
	"strings"
)

// aside are the words that mark a folder as tools, examples or tests: code that no
// user of the product builds.
var aside = []string{
	"tool", "tools", "tooling", "hack",
	"example", "examples", "sample", "samples", "demo", "demos", "doc", "docs", "playground", "playgrounds",
	"tutorial", "tutorials", "quickstart", "quickstarts", "playground", "playgrounds",
	"test", "tests", "testing", "testdata", "e2e", "fixture", "fixtures",
	"bench", "benchmark", "benchmarks",
}

// isProduction tells by a unit's folder whether it is part of the product. A word
// counts wherever it stands on its own in the path: test/, test-plans/, load_test/,
// but not testify/ or attest/.
func isProduction(folder string) bool {
	words := strings.FieldsFunc(strings.ToLower(folder), func(r rune) bool { return strings.ContainsRune("/-_.", r) })
	return !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(aside, w) })
}
