package whatif

import (
	"slices"
	"strings"

	"seam/analyze/surface"
)

// Releases is how many versions of a unit's API the past would have needed: one for
// each month in which the exported surface of the packages that others import changed.
type Releases struct {
	Unit     string    `json:"unit"`
	Packages []string  `json:"packages"` // imported from outside, with a known history
	Unread   []string  `json:"unread"`   // imported from outside, history unknown: not read, not readable, or generated
	Months   int       `json:"months"`   // calendar months compared, at most twelve: sample size of the counts below
	Breaking int       `json:"breaking"` // months in which names were removed or changed
	Additive int       `json:"additive"` // months in which names were added and nothing else
	Used     int       `json:"used"`     // months in which a name that others use today was added or changed
	ByMonth  []Release `json:"by_month"` // the months with a change, oldest first
}

// Release is what one month did to a unit's surface.
type Release struct {
	Month   string   `json:"month"`
	Kind    string   `json:"kind"` // breaking or additive
	Added   int      `json:"added"`
	Removed int      `json:"removed"`
	Changed int      `json:"changed"`
	Used    int      `json:"used"`  // of the added and changed names, those that others use today
	Names   []string `json:"names"` // package.Name, at most ten: first those that others use, then removed, changed, added
}

// The kinds of a release.
const (
	Breaking = "breaking"
	Additive = "additive"
)

const maxNames = 10

// Total is how many releases there would have been.
func (r Releases) Total() int { return r.Breaking + r.Additive }

// ReleasesOf counts the releases that a set of packages would have needed. s is nil
// where no past was read.
func (b *Base) ReleasesOf(unit string, set []int32, s *surface.History) Releases {
	in := b.mark(set)
	return b.releases(unit, set, s, func(e int32) bool { return !in[b.From[e]] })
}

// releases counts for the packages of a set that edges for which from holds lead to.
func (b *Base) releases(unit string, set []int32, s *surface.History, from func(edge int32) bool) Releases {
	r := Releases{Unit: unit, Packages: []string{}, Unread: []string{}, ByMonth: []Release{}}
	used := map[string]bool{} // package.Name, top-level names only
	since := ""
	var read []*surface.Package
	for _, p := range set {
		edges := slices.DeleteFunc(slices.Clone(b.In[p]), func(e int32) bool { return !from(e) })
		if len(edges) == 0 {
			continue
		}
		known := find(s, b.Packages[p])
		if known == nil || b.members[p].generated {
			r.Unread = append(r.Unread, b.Packages[p])
			continue
		}
		r.Packages, read = append(r.Packages, b.Packages[p]), append(read, known)
		if known.Since != "" && (since == "" || known.Since < since) {
			since = known.Since
		}
		for _, e := range edges {
			for _, name := range b.Edges[e].Symbols {
				used[b.Packages[p]+"."+name] = true
			}
		}
	}
	if since != "" {
		r.count(s.Months[slices.Index(s.Months, since):], read, used)
	}
	return r
}

// find returns a package's history, nil if it is not known.
func find(s *surface.History, pkg string) *surface.Package {
	if s == nil {
		return nil
	}
	if p, ok := s.Find(pkg); ok && !p.Unread {
		return p
	}
	return nil
}

func (r *Releases) count(months []string, packages []*surface.Package, used map[string]bool) {
	r.Months = len(months)
	for _, m := range months {
		var all tally
		for _, p := range packages {
			if i := slices.IndexFunc(p.Changes, func(c surface.Change) bool { return c.Month == m }); i >= 0 {
				all.add(p.Path, p.Changes[i], used)
			}
		}
		release, ok := all.release(m)
		if !ok {
			continue
		}
		if release.Kind == Breaking {
			r.Breaking++
		} else {
			r.Additive++
		}
		if release.Used > 0 {
			r.Used++
		}
		r.ByMonth = append(r.ByMonth, release)
	}
}

// tally is the names that one month changed in several packages.
type tally struct {
	used, removed, changed, added []string
	counts                        [3]int // removed, changed, added, used ones too
}

func (t *tally) add(pkg string, c surface.Change, used map[string]bool) {
	for k, names := range [][]string{c.Removed, c.Changed, c.Added} {
		t.counts[k] += len(names)
		for _, name := range names {
			full := pkg + "." + name
			top, _, _ := strings.Cut(name, ".")
			switch list := [...]*[]string{&t.removed, &t.changed, &t.added}[k]; {
			case k > 0 && used[pkg+"."+top]:
				t.used = append(t.used, full)
			default:
				*list = append(*list, full)
			}
		}
	}
}

func (t *tally) release(month string) (Release, bool) {
	names := slices.Concat(t.used, t.removed, t.changed, t.added)
	r := Release{
		Month: month, Kind: Additive, Removed: t.counts[0], Changed: t.counts[1], Added: t.counts[2],
		Used: len(t.used), Names: names[:min(len(names), maxNames)],
	}
	if r.Removed+r.Changed > 0 {
		r.Kind = Breaking
	}
	return r, len(names) > 0
}
