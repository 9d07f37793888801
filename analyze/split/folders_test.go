package split

import "testing"

func TestSupportingFolders(t *testing.T) {
	for folder, want := range map[string]bool{
		"pkg/tests": true, "Examples/web": true, "web-e2e": true, "web.Tests/unit": true, "my_integration": true, ".github/actions": true, ".": true, "a/docs/b": true,
		"testing": true, "protest": false, "latest": false, "tests-of-law": false, "e2": false, "docserver": false, "web-": false, "a..b": false, "": false, "pkg/billing": false,
	} {
		if got := IsSupporting(folder); got != want {
			t.Errorf("%q: %v, want %v", folder, got, want)
		}
	}
}
