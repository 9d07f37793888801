package sections

import (
	"seam/report/reporttest"
	"strings"
	"testing"
)

func TestCandidatesLead(t *testing.T) {
	r := reporttest.Full()
	r.Candidates = r.Candidates[3:]
	if got := candidatesLead(r); got != "1 part was judged, of 48 folders looked at; seam would split 0 and leave the rest as it is, each for the reason given. "+scoreMeans+"." {
		t.Error(got)
	}
	r.Candidates = reporttest.Candidates()[:3]
	if got := candidatesLead(r); strings.Contains(got, "leave the rest") {
		t.Error(got)
	}
}
