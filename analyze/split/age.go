package split

import (
	"time"

	"seam/analyze/english"
	"seam/analyze/history"
)

const (
	youngDays = 183 // age in days below which a part is still finding its shape
	idleDays  = 365 // days without a change after which a part is idle
	day       = 24 * 60 * 60
)

// age says since when a part exists and how much is done to it. Parts that were split
// out were active ones: who splits what nobody changes pays for nothing.
func (j *judge) age(s scored) (pros, cons []Evidence) {
	b := j.m.b
	touched := b.Touched(s.set)
	if len(touched) == 0 {
		return nil, nil
	}
	first, last := j.when(touched[len(touched)-1]), j.when(touched[0])
	now, begin := j.when(0), j.when(int32(len(b.Touches)-1))
	recent := 0
	for _, k := range touched {
		recent += one(now-j.when(k) <= idleDays*day)
	}
	n := len(touched)
	_, generated := j.mostlyGenerated(s)
	switch {
	case generated: // its changes do not count
	case j.idle(s):
		cons = append(cons, reason("idle", float64(now-last)/day, n, []string{j.change(touched[0]).ID().String()}, "nobody has changed it since %s: leaving it as it is costs nothing", month(last)))
	case now-first < youngDays*day && first-begin > youngDays*day:
		cons = append(cons, reason("too-early", float64(now-first)/day, n, nil, "too early: its first change was in %s, %s before the newest one; its border may still move",
			month(first), english.Count(int((now-first)/day), "day")))
	case n >= tooFew:
		pros = append(pros, reason("active", float64(recent), n, nil, "it is worked on: %d of its %s fell into the last 12 months (first %s, last %s)",
			recent, english.Count(n, "change"), month(first), month(last)))
	}
	return pros, cons
}

// lastChange is when a part was changed last, in Unix seconds; 0 if never.
func (j *judge) lastChange(s scored) int64 {
	touched := j.m.b.Touched(s.set)
	if len(touched) == 0 {
		return 0
	}
	return j.when(touched[0])
}

// idle reports whether nobody has changed a part for a year.
func (j *judge) idle(s scored) bool {
	last := j.lastChange(s)
	return last > 0 && j.when(0)-last > idleDays*day
}

// change is the one of a touch, of which the newest is the first.
func (j *judge) change(touch int32) history.Change {
	return j.m.changes.List.At(int(j.m.b.Touches[touch].Change))
}

func (j *judge) when(touch int32) int64 { return j.change(touch).When() }

func month(seconds int64) string { return time.Unix(seconds, 0).UTC().Format("2006-01") }

// generatedFiles counts the files of a part that say a program wrote them.
func (j *judge) generatedFiles(s scored) (generated, files int) {
	for _, i := range s.set {
		p := &j.m.packages[i]
		generated += len(p.Generated)
		files += len(p.Files)
	}
	return generated, files
}

// mostlyGenerated reports whether most files of a part, and of most of its packages, are
// written by a program. Their changes do not count, so that such a part seems to have no
// history. A package that people write beside one with its messages is none.
func (j *judge) mostlyGenerated(s scored) (text string, yes bool) {
	generated, files := j.generatedFiles(s)
	handwritten := 0
	for _, i := range s.set {
		p := &j.m.packages[i]
		handwritten += one(2*len(p.Generated) <= len(p.Files))
	}
	return outOf(generated, files, "file", "is", "are") + " generated", files > 0 && 2*generated > files && 2*handwritten < len(s.set)
}
