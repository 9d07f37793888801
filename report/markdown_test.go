package report

import (
	"seam/report/reporttest"
	"strings"
	"testing"
)

// A full report as Markdown can be pasted into a pull request, whose comments hold 65,536
// characters; what is folded is closed again.
func TestMarkdownFitsAComment(t *testing.T) {
	text := rendered(t, reporttest.Large(1600, 300), Markdown, Options{})
	if len(text) > 65_536 || len(text) < 10_000 {
		t.Errorf("%d bytes of Markdown", len(text))
	}
	open, closed := strings.Count(text, "<details><summary>"), strings.Count(text, "\n\n</details>\n")
	if open == 0 || open != closed {
		t.Errorf("%d folded, %d closed", open, closed)
	}
}
