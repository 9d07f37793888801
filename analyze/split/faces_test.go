package split

import (
	"slices"
	"strings"
	"testing"

	"seam/analyze/whatif"
)

// TestFaces: headers and the folder of their name that implements them are one part, and no
// part is half of it.
func TestFaces(t *testing.T) {
	for name, c := range map[string]struct{ packages, want, halves string }{
		"mirrored":             {"a/include/acme/a/metrics a/src/metrics a/src/trace", "a/metrics = a/include/acme/a/metrics a/src/metrics", "a/include a/include/acme/a/metrics a/src/metrics"},
		"a library's name":     {"include/git2 include/git2/sys src/libgit2 src/util", "git2 = include/git2 src/libgit2", "include include/git2 src/libgit2"},
		"beside the headers":   {"include/db/utilities tools utilities", "utilities-everywhere = include/db/utilities utilities", "include/db/utilities"},
		"the longest rest":     {"include/a include/a/b src/a src/a/b src/b", "a = include/a src/a; a/b = include/a/b src/a/b", "include include/a include/a/b src/a src/a/b"},
		"the shorter name":     {"include/a/b src/a/b src/b", "a = include/a src/a", "include include/a include/a/b src/a src/a/b"}, // of the same packages
		"no implementation":    {"include/a src/b", "", "include"},
		"no headers":           {"public/a src/a", "", ""},
		"headers alone":        {"include/a other/b", "", ""},
		"the whole repository": {"include/a src/a", "", "include include/a src/a"},
		"tests":                {"include/a/test src/a/test src/b", "", "include"},
		"includes of PHP":      {"includes/a src/a src/b", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := &whatif.Base{Packages: strings.Fields(c.packages)}
			got, half := faces(b, folders(b))
			var said, halves []string
			for _, p := range got {
				said = append(said, p.folder+" = "+strings.Join(p.roots, " "))
			}
			for folder, is := range half {
				if is {
					halves = append(halves, folder)
				}
			}
			slices.Sort(halves)
			if s := strings.Join(said, "; "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
			if s := strings.Join(halves, " "); s != c.halves {
				t.Errorf("halves %q, want %q", s, c.halves)
			}
		})
	}
}
