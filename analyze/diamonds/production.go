package diamonds

import (
	"slices"
	"strings"
	"unicode"
)

// aside are the words that mark a folder as tools, examples or tests: code that no
// user of the product builds.
var aside = []string{
	"tool", "tools", "tooling", "hack",
	"example", "examples", "sample", "samples", "demo", "demos", "doc", "docs", "playground", "playgrounds",
	"tutorial", "tutorials", "quickstart", "quickstarts",
	"test", "tests", "testing", "testdata", "e2e", "fixture", "fixtures", "fuzz", "fuzzing",
	"bench", "benches", "benchmark", "benchmarks", "jmh",
}

// asideEnds are the ends that Java, Kotlin and .NET give to names of such folders:
// integrationTest, Basket.UnitTests.
var asideEnds = []string{"Test", "Tests", "Benchmark", "Benchmarks", "TestFixtures"}

// IsProduction tells by a unit's folder whether it is part of the product. A word
// counts wherever it stands on its own in the path: test/, test-plans/, load_test/,
// src/test/java/, integrationTest/, but not testify/, attest/ or latest/. A folder whose
// name is to be filled in ({{cookiecutter.name}}) is a template of a unit.
func IsProduction(folder string) bool {
	if strings.Contains(folder, "{{") {
		return false
	}
	words := strings.FieldsFunc(folder, func(r rune) bool { return strings.ContainsRune("/-_.", r) })
	return !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(aside, strings.ToLower(w)) || endsAside(w) })
}

// endsAside reports that a word in mixed case ends with one of asideEnds.
func endsAside(word string) bool {
	if word == "testFixtures" { // Gradle's
		return true
	}
	return slices.ContainsFunc(asideEnds, func(end string) bool {
		head, ok := strings.CutSuffix(word, end)
		return ok && head != "" && !unicode.IsUpper(rune(head[len(head)-1]))
	})
}
