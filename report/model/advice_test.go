package model

import (
	"strings"
	"testing"

	"seam/analyze/cochange"
)

// Nothing can import across languages, so nobody is told to.
func TestAdvice(t *testing.T) {
	r := &Report{Packages: []Package{{Path: "flags", Language: "go"}, {Path: "store", Language: "go"}, {Path: "site", Language: "typescript"}, {Path: "form", Language: "vue"}},
		Areas: []Area{{Name: "backend", Folders: []string{"flags", "store"}}, {Name: "web", Folders: []string{"site", "form"}}, {Name: "both", Folders: []string{"store", "site"}}, {Name: "site (rest)", Folders: []string{"site"}}}}
	for _, c := range []struct {
		level    cochange.Level
		from, to string
		want     string
	}{
		{cochange.File, "a/order.go", "b/bill.go", "where both can import it"},
		{cochange.File, "pages/PageEditor.vue", "posts/post_editor.vue", "compare them"},
		{cochange.File, "a/Order.java", "b/bill.kt", "where both can import it"},
		{cochange.File, "a/order.go", "b/order.go", "compare them"},
		{cochange.File, "a/types.go", "ui/models.ts", "in one contract"},
		{cochange.Package, "flags", "store", "let one import the other"},
		{cochange.Package, "flags", "site", "in one contract"},
		{cochange.Package, "form", "site", "let one import the other"},
		{cochange.Package, "flags", "gone", "let one import the other"},
		{cochange.Area, "backend", "web", "in one contract"},
		{cochange.Area, "backend", "both", "let one import the other"},
		{cochange.Area, "backend", "site (rest)", "let one import the other"},
	} {
		if got := r.Advice(cochange.Pair{From: c.from, To: c.to, Level: c.level, ConfidenceFrom: 0.5, ConfidenceTo: 0.6}); !strings.Contains(got, c.want) {
			t.Errorf("%s %s and %s: %q, want %q in it", c.level, c.from, c.to, got, c.want)
		}
	}
}
