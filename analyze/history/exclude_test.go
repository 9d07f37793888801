package history

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// TestShortcuts: the quick ways past a pattern say what the pattern alone says.
func TestShortcuts(t *testing.T) {
	vendored := regexp.MustCompile(`(^|/)(vendor|node_modules|third_party|Godeps|bower_components|jspm_packages|Pods|\.yarn|wwwroot/lib)/`)
	patterns := map[string]struct{ quick, whole func(string) bool }{
		"vendored":  {IsVendored, vendored.MatchString},
		"binary":    {IsBinary, binaryEnding().MatchString},
		"changelog": {IsChangelog, func(p string) bool { return changelog().MatchString(p) && !source().MatchString(p) }},
		"generated": {IsGeneratedName, generatedName().MatchString},
		"bot":       {isBotText, bot().MatchString},
	}
	pieces := strings.Fields(`vendor node_modules third_party Godeps wwwroot/lib wwwroot lib .yarn Pods / / / / . .. - _ changelog Changes CHANGES.d history NEWS release-notes
		releasenotes .changeset changesets .md .TXT .png .go .pb.go _pb2.py zz_generated gen .gen.ts bindata .min.js .map .PNG a b Z
		bot robot [bot] dependabot RENOVATE github-actions Jenkins automation@ noreply@weblate noreply@ greenkeeper mergify snyk-bot @x`)
	random := rand.New(rand.NewPCG(1, 2))
	matched := map[string]int{}
	for range 200000 {
		var text strings.Builder
		for range 1 + random.IntN(6) {
			text.WriteString(pieces[random.IntN(len(pieces))])
		}
		for name, p := range patterns {
			want := p.whole(text.String())
			if got := p.quick(text.String()); got != want {
				t.Fatalf("%s: %q: %v, the pattern says %v", name, text.String(), got, want)
			}
			if want {
				matched[name]++
			}
		}
	}
	for name := range patterns {
		if matched[name] < 1000 {
			t.Errorf("%s matched %d texts only", name, matched[name])
		}
	}
}
