package split

import (
	"fmt"

	"seam/analyze/english"
	"seam/analyze/whatif"
)

const (
	enoughMonths = 6    // months compared below which nothing is said of a surface
	quietMonths  = 0.25 // share of months up to which a changing surface speaks for a split
)

// releasesOf is how many releases a part would have needed; nil where others import
// none of it or none of that was followed.
func (j *judge) releasesOf(s scored) *whatif.Releases {
	if j.surface == nil {
		return nil
	}
	r := j.m.b.ReleasesOf(s.folder, s.set, j.surface)
	if len(r.Packages) == 0 {
		return nil
	}
	return &r
}

// quietSurface speaks for a part whose users would seldom have waited for a release.
func quietSurface(r *whatif.Releases) []Evidence {
	if r == nil || r.Months < enoughMonths || float64(r.Total()) > quietMonths*float64(r.Months) {
		return nil
	}
	text := fmt.Sprintf("the names that it exports to others did not change in %s", english.Count(r.Months, "month"))
	if r.Total() > 0 {
		text = fmt.Sprintf("the names that it exports to others changed in only %d of %s, %s", r.Total(), english.Count(r.Months, "month"), breaking(r))
	}
	return []Evidence{{Code: "quiet-surface", Text: text + unread(r), Value: float64(r.Total()), N: r.Months, IDs: releaseIDs(r)}}
}

// busySurface speaks against a part whose users would often have waited for a release.
func busySurface(r *whatif.Releases) []Evidence {
	if r == nil || r.Months < enoughMonths || float64(r.Total()) <= quietMonths*float64(r.Months) {
		return nil
	}
	text := fmt.Sprintf("the names that it exports to others changed in %d of %s, %s: each of these months would have been a versioned release",
		r.Total(), english.Count(r.Months, "month"), breaking(r))
	if r.Used > 0 {
		text += fmt.Sprintf("; in %d of them names that others use today were added or changed", r.Used)
	}
	return []Evidence{{Code: "busy-surface", Text: text + unread(r), Value: float64(r.Total()), N: r.Months, IDs: releaseIDs(r)}}
}

// breaking says in how many of the months a user could have been broken.
func breaking(r *whatif.Releases) string {
	switch {
	case r.Breaking == 0:
		return "always by adding names alone"
	case r.Breaking == r.Total():
		return "always by removing or changing names"
	}
	return fmt.Sprintf("in %d of them by removing or changing names", r.Breaking)
}

// unread says what was not looked at.
func unread(r *whatif.Releases) string {
	if len(r.Unread) == 0 {
		return ""
	}
	return fmt.Sprintf(" (of %s that others import the past is not known)", english.Count(len(r.Unread), "more package"))
}

// releaseIDs is the months of releases with one name each, newest first.
func releaseIDs(r *whatif.Releases) []string {
	ids := []string{}
	for i := len(r.ByMonth) - 1; i >= 0 && len(ids) < maxIDs; i-- {
		ids = append(ids, r.ByMonth[i].Month+" "+r.ByMonth[i].Names[0])
	}
	return ids
}
