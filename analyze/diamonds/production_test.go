package diamonds

import "testing"

func TestIsProduction(t *testing.T) {
	for folder, want := range map[string]bool{
		".":                                true,
		"services/orders":                  true,
		"testify":                          true,
		"attest/latest":                    true,
		"workbench":                        true,
		"src/LATEST":                       true,
		"test":                             false,
		"Test":                             false,
		"test-plans/ping":                  false,
		"load_test":                        false,
		"packages/app/__tests__":           false,
		"crates/core/benches":              false, // Cargo
		"crates/core/fuzz":                 false,
		"lib/src/test/java":                false, // Maven, Gradle
		"lib/src/integrationTest":          false,
		"lib/src/testFixtures":             false,
		"lib/src/jmh":                      false,
		"tests/Basket.UnitTests":           false, // .NET
		"Catalog.FunctionalTests":          false,
		"benchmarks":                       false,
		"src/Store.Benchmarks":             false,
		"examples/hello":                   false,
		"docs/tutorials":                   false,
		"internal/tools":                   false,
		"third_party/github.com/x/testing": false,
	} {
		if got := IsProduction(folder); got != want {
			t.Errorf("IsProduction(%q) = %t, want %t", folder, got, want)
		}
	}
}
