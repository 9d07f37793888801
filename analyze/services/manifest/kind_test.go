package manifest

import (
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What the patterns find, as regular expressions.
var (
	wantedLine      = regexp.MustCompile(`(?m)^[\s\-{]*"?kind"?\s*:\s*["']?(` + alternatives(wantedKind) + `)["']?\s*(,|#|\r|$)`)
	applicationLine = regexp.MustCompile(`(?m)^\s*kind\s*:\s*["']?(` + alternatives(applicationKind) + `)["']?\s*$`)
)

func alternatives(p kindPattern) string {
	return strings.Join(slices.Sorted(maps.Keys(p.kinds)), "|")
}

func TestKindLine(t *testing.T) {
	for text, want := range map[string]bool{
		"apiVersion: v1\nkind: Service\n":             true,
		"kind: Services\n":                            false,
		"kind:\n  'Pod' # one\n":                      true,
		"- {\"kind\": \"List\", \"items\": []}":       true,
		"{ \"kind\" : \"Job\"\r\n":                    true,
		"{kind: Job}":                                 false,
		"x: {kind: Job,":                              false,
		"mykind: Pod":                                 false,
		"kind: Pod extra\n":                           false,
		"kind: CustomResourceDefinition\n":            false,
		"names:\n  kind: Application\n  plural: as\n": false,
	} {
		if got := IsKubernetes([]byte(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
		compareKind(t, text)
	}
	between := []string{"", "", " ", "\n", "\r", "\t", "\f", "\v", "\"", "'", "-", "{", ",", "#", "x", ":", "kind", "\u00a0"}
	kinds := []string{"Pod", "List", "Application", "ApplicationSet", "Deployment", "DeploymentConfig", "Pods"}
	random := rand.New(rand.NewPCG(1, 2))
	some := func() (text string) {
		for range random.IntN(3) {
			text += between[random.IntN(len(between))]
		}
		return text
	}
	found := 0
	for range 50_000 {
		if compareKind(t, some()+"kind"+some()+":"+some()+kinds[random.IntN(len(kinds))]+some()+some()) {
			found++
		}
	}
	if found < 1000 {
		t.Errorf("only %d of the random texts state a kind", found)
	}
}

// compareKind reports whether a text states a kind, and fails if the patterns and the
// expressions do not agree.
func compareKind(t *testing.T, text string) bool {
	t.Helper()
	wanted, application := IsKubernetes([]byte(text)), applicationKind.in([]byte(text))
	if want := wantedLine.MatchString(text); wanted != want {
		t.Errorf("%q: %v, by the expression %v", text, wanted, want)
	}
	if want := applicationLine.MatchString(text); application != want {
		t.Errorf("an application in %q: %v, by the expression %v", text, application, want)
	}
	return wanted || application
}

func FuzzKindLine(f *testing.F) {
	f.Add("apiVersion: v1\nkind: Service\n")
	f.Add("- {\"kind\": \"List\", \"items\": []}")
	f.Add(" kind :\n'Application'\r\n")
	f.Fuzz(func(t *testing.T, text string) { compareKind(t, text) })
}

func TestMayBeApplication(t *testing.T) {
	for text, want := range map[string]bool{
		"apiVersion: argoproj.io/v1alpha1\nkind: Application\n":                             true,
		"apiVersion: 'argoproj.io/v1alpha1'\nkind: Application\n":                           true,
		"kind: ApplicationSet\nmetadata: {name: a}\n":                                       true,
		"apiVersion: &v argoproj.io/v1alpha1\nkind: Application\n":                          true,
		"apiVersion: apiextensions.k8s.io/v1\nspec:\n  names:\n    kind: Application\n":     false,
		"apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nspec:\n  x: kind: Application": false,
	} {
		if got := mayBeApplication([]byte(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
