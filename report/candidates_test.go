package report

import (
	"strings"
	"testing"

	"seam/analyze/split"
)

// What can be acted on comes first, with the ranks that all have; the order of JSON is
// the rank.
func TestRecommendedCandidatesComeFirst(t *testing.T) {
	r := sample()
	var left []split.Candidate
	for i := range 12 {
		c := r.Candidates[3]
		c.Title = "left" + string(rune('a'+i))
		c.ID = "split:" + c.Title
		left = append(left, c)
	}
	r.Candidates = append(left, r.Candidates...)
	for i := range r.Candidates {
		r.Candidates[i].Rank = i + 1
	}
	for _, f := range []Format{Text, Markdown, HTML} {
		got := rendered(t, r, f, Options{Rows: 8})
		_, got, _ = strings.Cut(got, "ranked by score")
		money, first := strings.Index(got, "internal/money"), strings.Index(got, "lefta")
		if money < 0 || first < money {
			t.Errorf("%s: internal/money of rank 13 at %d, lefta of rank 1 at %d", f, money, first)
		}
		if !strings.Contains(got, "13. internal/money") {
			t.Errorf("%s: the rank is lost", f)
		}
	}
	text := rendered(t, r, Text, Options{})
	if _, table, _ := strings.Cut(text, "Because"); !strings.Contains(table[:strings.Index(table, "13. ")], "7 more: --format json") {
		t.Errorf("the second table is not short:\n%s", text)
	}
	if json := rendered(t, r, JSON, Options{}); strings.Index(json, "split:lefta") > strings.Index(json, "split:internal/money") {
		t.Error("JSON leaves the order of ranks")
	}
}

func TestCandidatesLead(t *testing.T) {
	r := sample()
	r.Candidates = r.Candidates[3:]
	if got := candidatesLead(r); got != "1 candidate of 48 folders looked at, ranked by score, with every fifth place for a likely service; seam would split 0. Each that is left as it is says why." {
		t.Error(got)
	}
	r.Candidates = sampleCandidates()[:3]
	if got := candidatesLead(r); strings.Contains(got, "left") {
		t.Error(got)
	}
}
