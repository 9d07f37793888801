package split

import (
	"slices"
	"strings"
)

// Named is a part that the user names: the folders that make it up, and all of its
// packages.
type Named struct {
	Title    string
	Folders  []string
	Packages []string
}

// JudgeParts says of parts that the user names what Judge says of ranked ones: the
// same code speaks, whoever proposed the part. Rank is the place that it takes, or
// would take with its near-duplicates gone. A part that is no whole of packages known
// to the ranking is judged by those that are.
func JudgeParts(ranking *Ranking, in Context, parts []Named) []Candidate {
	if in.TypeOf == nil {
		in.TypeOf = func(int32) string { return "" }
	}
	j := newJudge(ranking.m, ranking.all, in)
	out := make([]Candidate, 0, len(parts))
	for _, p := range parts {
		set := ranking.indexes(p.Packages)
		if len(set) == 0 {
			continue
		}
		list, at := ranking.with(p, set)
		c := j.candidate(list[at])
		c.ID, c.Title, c.Folders = "split:"+p.Title, p.Title, p.Folders
		c.Rank, c.Calibration, c.Stability = at+1, calibrationOf(list[at].points), stability(list, ranking.totals)[at]
		out = append(out, c)
	}
	return out
}

func (r *Ranking) indexes(packages []string) []int32 {
	var set []int32
	for _, p := range packages {
		if i, ok := r.m.b.Index(p); ok {
			set = append(set, i)
		}
	}
	slices.Sort(set)
	return slices.Compact(set)
}

// with is the parts kept, and where among them the named one stands: as it is, if it
// is one of them, else in place of its near-duplicates.
func (r *Ranking) with(p Named, set []int32) ([]scored, int) {
	if i := slices.IndexFunc(r.kept, func(k scored) bool { return slices.Equal(k.set, set) }); i >= 0 {
		return r.kept, i
	}
	named := []scored{{part: part{folder: shallowest(p), set: set}}}
	s := &named[0]
	if len(p.Folders) > 1 {
		s.roots = p.Folders
	}
	s.features = r.m.measure(s.part)
	r.m.countDrags(named)
	s.values, s.reached = evaluate(s.features, r.totals)
	s.points = dot(weights(), s.reached)
	s.terms = termsOf(*s, r.totals, r.columns())
	s.folder = p.Title
	list := slices.DeleteFunc(slices.Clone(r.kept), func(k scored) bool { return overlap(k.set, set) >= nearDuplicate })
	at := slices.IndexFunc(list, func(k scored) bool { return k.points < s.points && !k.early })
	if at < 0 {
		at = len(list)
	}
	return slices.Insert(list, at, *s), at
}

// shallowest is the folder of a part with the shortest path: how buried a part is
// counts from there.
func shallowest(p Named) string {
	if len(p.Folders) == 0 {
		return p.Title
	}
	return slices.MinFunc(p.Folders, func(a, b string) int { return strings.Count(a, "/") - strings.Count(b, "/") })
}
