package report

import (
	"strings"
	"testing"

	"seam/analyze/split"
	"seam/report/reporttest"
)

// What can be acted on comes first; what is left follows, highest score first. The order
// of JSON is the rank.
func TestRecommendedCandidatesComeFirst(t *testing.T) {
	r := reporttest.Full()
	var left []split.Candidate
	for i := range 12 {
		c := r.Candidates[3]
		c.Title = "left" + string(rune('a'+i))
		c.ID = "split:" + c.Title
		c.Score = float64(i)
		left = append(left, c)
	}
	r.Candidates = append(left, r.Candidates...)
	for i := range r.Candidates {
		r.Candidates[i].Rank = i + 1
	}
	for _, f := range []Format{Text, Markdown, HTML} {
		got := rendered(t, r, f, Options{Rows: 8})
		_, got, _ = strings.Cut(got, "parts were judged")
		money, first := strings.Index(got, "internal/money"), strings.Index(got, "leftk")
		if money < 0 || first < money {
			t.Errorf("%s: internal/money of rank 13 at %d, leftk, which is left, at %d", f, money, first)
		}
		if best := strings.Index(got, "leftl"); best < 0 || first < best {
			t.Errorf("%s: leftl, whose score is highest, at %d, leftk at %d", f, best, first)
		}
	}
	text := rendered(t, r, Text, Options{})
	if _, table, _ := strings.Cut(text, "Because"); !strings.Contains(table[:strings.Index(table, "[library]")], "7 more: --format json") {
		t.Errorf("the second table is not short:\n%s", text)
	}
	if json := rendered(t, r, JSON, Options{}); strings.Index(json, "split:lefta") > strings.Index(json, "split:internal/money") {
		t.Error("JSON leaves the order of ranks")
	}
}
