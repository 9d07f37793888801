package history

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// squash finds the pull request number that hosts put behind the subject of a squash.
var squash = regexp.MustCompile(`\([#!][0-9]+\)\s*$`)

// TestQuickLooks: what is passed over by a quick look is what the expressions refuse.
func TestQuickLooks(t *testing.T) {
	words := []string{
		"change", "Changes", "CHANGELOG", "changesets", "history", "NEWS", "release-notes", "release", "x", "hi\u017ftory", "zz_generated", "bindata", ".pb", "_pb2", ".go", ".g.cs",
		".gen", "_generated", ".designer", ".min", ".js", ".map", ".md", ".png", ".sketch", ".\u017fo", ".a", ".MP3", ".h", "/", "/", ".", "_", "-", "(#12)", "(!3) ", "ABC-12", "A-0", "build: ", "[x] ", "v1", "\u017fet version", "prepare ", "chore: ", "ci!: ", "cut ", "tag v", "bump ", "Set Version", "gofmt", "go fmt ", "gofumpt", "goimports ", "lint", "linting ", "License header", "typos", "mi\u017f\u017fpelled", "white space", "tabs to ", "spaces ", "line endings ", "mechanically ", "re-organise ", "reorganize ", "move x ", "into ", "moved ", "files ", "s/x/y/ ", "rename ", "module ", "path ", "replace ", "with any ", "interface{}", "ioutil ", " ", "\n",
	}
	random := rand.New(rand.NewPCG(1, 2))
	g := grouper{filter: Filter{}.withDefaults()}
	counts := map[string]int{}
	for range 200_000 {
		var b strings.Builder
		for range 1 + random.IntN(5) {
			b.WriteString(words[random.IntN(len(words))])
		}
		text := b.String()
		g.log = &Log{}
		g.log.add(commitFields{ID: "1", Subject: text})
		for _, c := range []struct {
			name      string
			got, want bool
		}{
			{"changelog", isChangelog(text), changelog().MatchString(text) && !source().MatchString(text)},
			{"generated", IsGeneratedName(text), generatedName().MatchString(text[strings.LastIndexByte(text, '/')+1:])},
			{"squash", isSquash(text), squash.MatchString(text)},
			{"release", isRelease(text), release().MatchString(text)},
			{"mass", saysMass(text), mass().MatchString(text)},
			{"ticket", g.ticketOf(0) != "", DefaultTicket().MatchString(text)},
		} {
			if c.got != c.want {
				t.Fatalf("%s: %q is %v, want %v", c.name, text, c.got, c.want)
			}
			if c.want {
				counts[c.name]++
			}
		}
	}
	for name, n := range counts {
		if n < 100 {
			t.Errorf("%s: %d texts: the test looks at too little", name, n)
		}
	}
	if len(counts) != 6 {
		t.Errorf("looked at %v", counts)
	}
}
