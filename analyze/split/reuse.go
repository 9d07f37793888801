package split

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/reuse"
)

// usedOutside is what other repositories take from a part: imports, copies and vendored
// copies. It says nothing where no other repository was looked at.
func usedOutside(r *reuse.Result, packages []string) []Evidence {
	if r == nil {
		return nil
	}
	var out []Evidence
	if e, ok := importedOutside(r.UsesOf(packages), len(r.Repositories)); ok {
		out = append(out, e)
	}
	copies, vendored := []reuse.Copy{}, []reuse.Copy{}
	for _, c := range r.CopiesOf(packages) {
		if c.Kind == reuse.Vendored {
			vendored = append(vendored, c)
		} else {
			copies = append(copies, c)
		}
	}
	if len(copies) > 0 {
		out = append(out, copiedOutside(copies, len(r.Repositories)))
	}
	if len(vendored) > 0 {
		out = append(out, vendoredOutside(vendored, len(r.Repositories)))
	}
	return out
}

// importedOutside counts the packages of other repositories that import a part.
func importedOutside(uses []reuse.Use, looked int) (Evidence, bool) {
	e := Evidence{Code: "imported-outside", N: looked, IDs: []string{}}
	total := outsideImporters(uses)
	if total == 0 {
		return e, false
	}
	var words []string
	for _, name := range repositories(uses) {
		versions := map[string]bool{}
		n := map[string]bool{}
		for _, u := range uses {
			if u.Repository == name {
				mark(n, u.Importers)
				mark(versions, u.Versions)
			}
		}
		if len(n) > 0 {
			words = append(words, fmt.Sprintf("%s (%d%s)", name, len(n), atVersions(versions)))
		}
	}
	for _, u := range uses {
		for _, s := range u.Sites {
			if len(e.IDs) < maxIDs {
				e.IDs = append(e.IDs, u.Repository+":"+s.String())
			}
		}
	}
	e.Value = float64(total)
	e.Text = fmt.Sprintf("%s of %s it: %s", english.Count(total, "package"), others(len(words))+english.Choose(total, " imports", " import"), strings.Join(words, ", "))
	return e, true
}

// usedOnlyOutside is the reason for a library that nothing here imports.
func usedOnlyOutside(r *reuse.Result, packages []string) string {
	uses := r.UsesOf(packages)
	n := outsideImporters(uses)
	return fmt.Sprintf("nothing here imports it, but %s of %s %s", english.Count(n, "package"), others(len(repositories(uses))), english.Choose(n, "does", "do"))
}

func others(n int) string {
	if n == 1 {
		return "another repository"
	}
	return fmt.Sprintf("%d other repositories", n)
}

func atVersions(versions map[string]bool) string {
	switch list := names(versions); len(list) {
	case 0:
		return ""
	case 1:
		return " at " + list[0]
	default:
		return fmt.Sprintf(" at %d versions", len(list))
	}
}

// copiedOutside says which files of a part stand in other repositories too.
func copiedOutside(copies []reuse.Copy, looked int) Evidence {
	where, files := tally(copies)
	var here, there int
	for _, c := range copies {
		switch c.First {
		case reuse.Here:
			here++
		case reuse.There:
			there++
		}
	}
	text := fmt.Sprintf("%s of it %s in %s too", english.Count(files, "file"), english.Choose(files, "stands", "stand"), where)
	switch {
	case here+there == 0:
		text += "; which side was first is not known"
	case len(copies) == 1 && here == 1:
		text += "; it was here first"
	case len(copies) == 1:
		text += "; it was there first"
	default:
		text += fmt.Sprintf("; of %d pairs of files, %d were here first, %d there", len(copies), here, there)
	}
	return Evidence{Code: "copied-outside", Value: float64(files), N: looked, IDs: copyIDs(copies), Text: text}
}

// vendoredOutside names what holds a part's code where others keep foreign code.
func vendoredOutside(copies []reuse.Copy, looked int) Evidence {
	where, files := tally(copies)
	as := map[string]bool{}
	for _, c := range copies {
		as[c.Foreign] = true
	}
	return Evidence{Code: "vendored-outside", Value: float64(files), N: looked, IDs: copyIDs(copies),
		Text: fmt.Sprintf("code of %s of it stands in what %s %s: %s", english.Count(files, "file"), where,
			english.Choose(strings.Count(where, ",")+1, "vendors", "vendor"), english.Some(names(as), 3))}
}

// tally says in which repositories copies stand and counts the files from here.
func tally(copies []reuse.Copy) (where string, files int) {
	var list []string
	seen, own := map[string]bool{}, map[string]bool{}
	for _, c := range copies {
		if !seen[c.Repository] {
			seen[c.Repository] = true
			list = append(list, c.Repository)
		}
		own[c.Here.File] = true
	}
	return strings.Join(list, ", "), len(own)
}

func copyIDs(copies []reuse.Copy) []string {
	ids := []string{}
	for _, c := range copies[:min(len(copies), maxIDs)] {
		ids = append(ids, fmt.Sprintf("%s = %s:%s (%s, %s)", c.Here, c.Repository, c.There, percent(c.Similarity), english.Count(c.Lines, "line")))
	}
	return ids
}

// brokenOutside is the price of moving a part that others import: its path changes.
func brokenOutside(r *reuse.Result, packages []string, ownModule bool) []Evidence {
	uses := r.UsesOf(packages)
	total := outsideImporters(uses)
	if total == 0 || ownModule {
		return nil
	}
	return []Evidence{{Code: "moves-outside-users", Value: float64(total), N: len(r.Repositories), IDs: []string{},
		Text: fmt.Sprintf("%s of other repositories %s it by its present path: in a repository of its own that path changes, in a module of its own it stays",
			english.Count(total, "package"), english.Choose(total, "imports", "import"))}}
}

// outsideImporters counts the distinct packages elsewhere that import a part.
func outsideImporters(uses []reuse.Use) int {
	all := map[string]bool{}
	for _, u := range uses {
		for _, p := range u.Importers {
			all[u.Repository+"\x00"+p] = true
		}
	}
	return len(all)
}

// names lists a set in order.
func names(set map[string]bool) []string {
	return slices.Sorted(maps.Keys(set))
}

func repositories(uses []reuse.Use) []string {
	seen := map[string]bool{}
	for _, u := range uses {
		seen[u.Repository] = true
	}
	return names(seen)
}

func mark(set map[string]bool, names []string) {
	for _, n := range names {
		set[n] = true
	}
}

// countOutside enters how many packages of other repositories import each package.
func (m *measurer) countOutside(of func(pkg string) int) {
	m.outside = make([]int, len(m.b.Packages))
	for i, p := range m.b.Packages {
		if of != nil {
			m.outside[i] = of(p)
		}
	}
}

// usedMore reports whether other repositories use a part for more of what it is than
// they use another, or use something that the other lacks: then it must not be folded
// under the other, since it is the part that has users.
func (s scored) usedMore(better scored) bool {
	a, b := s.features, better.features
	return a.outsideUsed > b.outsideUsed || a.outsideUsed > 0 && a.outsideUsed*b.packages > b.outsideUsed*a.packages
}
