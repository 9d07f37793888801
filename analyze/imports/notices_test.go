package imports

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"seam/analyze/finding"
	"seam/analyze/repo"
)

func TestNotices(t *testing.T) {
	var n Notices
	n.Add("odd", finding.Location{File: "b", Line: 2}, "two")
	n.Add("odd", finding.Location{File: "a\x1b[31m", Line: 3}, strings.Repeat("x", 400)+"\n")
	n.Unreadable("closed", "c", fmt.Errorf("c: %w", repo.ErrMissing))
	n.Unreadable("shut", "d", errors.New("no"))
	var out []string
	for _, w := range n.Warnings(map[string]string{"odd": "names are odd", "closed": "files are closed", "shut": "files are shut"}) {
		out = append(out, fmt.Sprintf("%s %d: %s", w.Code, w.Count, w.Message))
	}
	want := "closed 1: files are closed: c: the clone lacks its content; fetch it with `git fetch --refetch`\n" +
		"odd 2: names are odd; for example a [31m:3: " + strings.Repeat("x", 300) + "…\n" +
		"shut 1: files are shut: d: no"
	if got := strings.Join(out, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
