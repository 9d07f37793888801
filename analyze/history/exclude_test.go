package history

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestBinaryFilesAreKnownByTheirEndings(t *testing.T) {
	for p, want := range map[string]bool{
		"a.png": true, "a/b.JPeG": true, "x.tar.gz": true, "lib/libc.so": true, "ui/app.test.snap": true, ".a": true,
		"a.png/x": false, "png": false, "a.png.md": false, "a.go": false, "sqlite.c": false, "a.": false, "": false, "data.json": false,
	} {
		if got := IsBinary(p); got != want {
			t.Errorf("%q: %v, want %v", p, got, want)
		}
	}
}

// TestShortcuts: the quick ways past a pattern say what the pattern alone says.
func TestShortcuts(t *testing.T) {
	vendored := regexp.MustCompile(`(^|/)(vendor|node_modules|third_party|Godeps|bower_components|jspm_packages|Pods|\.yarn|site-packages|wwwroot/lib|public/plugins)/`)
	patterns := map[string]struct{ quick, whole func(string) bool }{
		"vendored":  {IsVendored, vendored.MatchString},
		"changelog": {isChangelog, func(p string) bool { return changelog().MatchString(p) && !source().MatchString(p) }},
		"generated": {IsGeneratedName, generatedName().MatchString},
		"bot":       {isBotText, bot().MatchString},
	}
	pieces := strings.Fields(`vendor node_modules third_party Godeps wwwroot/lib wwwroot lib .yarn Pods site-packages public/plugins public plugins / / / / . .. - _ changelog Changes CHANGES.d history NEWS release-notes
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
