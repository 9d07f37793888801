package sections

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// diamondsSection shows each version conflict with the paths that prove it and the
// one edit that removes it.
func diamondsSection(r *model.Report) []doc.Section {
	if r.Diamonds == nil {
		return nil
	}
	s := doc.Section{ID: "diamonds", Title: "Version conflicts (diamonds)", More: "--format json"}
	if r.DiamondsHidden > 0 {
		s.Notes = []string{phrase.Plural(r.DiamondsHidden, "conflict that nobody here can remove is hidden: --all shows it.", "conflicts that nobody here can remove are hidden: --all shows them.")}
	}
	if len(r.Diamonds) == 0 {
		s.Lead = noDiamonds(r)
		return one(s)
	}
	groups := diamonds.Groups(worstFirst(r.Diamonds))
	s.Lead = diamondsLead(r.Diamonds, groups)
	s.Tables = []doc.Table{diamondsTable(groups)}
	for _, g := range groups {
		s.Parts = append(s.Parts, diamondPart(g))
	}
	return one(s)
}

// noDiamonds says why there are none: how many manifests agree, as far as they say versions.
func noDiamonds(r *model.Report) string {
	units := len(r.Dependencies)
	switch {
	case r.Dependencies == nil:
		return "No diamonds: nothing is wanted at two versions."
	case !diamondsJudged(r):
		return notJudged(noManifest(r))
	case unresolved(r):
		return "No diamonds in what manifests say; what the Go dependencies require was not all read."
	case allOf(r, "go"):
		return "No diamonds: " + phrase.Plural(units, "go.mod file agrees with itself.", "go.mod files agree.")
	}
	agree := phrase.Plural(units, "manifest agrees with itself", "manifests agree")
	if n := unknownVersions(r); n > 0 {
		return fmt.Sprintf("No diamonds as far as versions are written down: %s, but %s set outside or worked out by scripts, and could not be compared.", agree,
			phrase.Plural(n, "version is", "versions are"))
	}
	return "No diamonds: " + agree + "."
}

// unknownVersions counts the requirements whose version does not stand in the repository.
func unknownVersions(r *model.Report) int {
	n := 0
	for _, w := range r.Warnings {
		if w.Code == "unknown-versions" {
			n += w.Count
		}
	}
	return n
}

// unresolved reports that builds were to be resolved, and not all could be.
func unresolved(r *model.Report) bool {
	return slices.ContainsFunc(r.Warnings, func(w finding.Warning) bool { return w.Code == "module-not-cached" })
}

func allOf(r *model.Report, ecosystem string) bool {
	for _, d := range r.Dependencies {
		if d.Ecosystem != ecosystem {
			return false
		}
	}
	return true
}

func diamondsLead(list []diamonds.Diamond, groups [][]diamonds.Diamond) string {
	problems := 0
	for _, g := range groups {
		if g[0].Severity == finding.Problem {
			problems++
		}
	}
	named, clashing := map[[2]string]bool{}, map[[2]string]bool{}
	for _, d := range list {
		named[nameOf(d)] = true
		if clashes(d) {
			clashing[nameOf(d)] = true
		}
	}
	causes := ""
	if len(groups) < len(named) {
		causes = ", from " + phrase.Plural(len(groups), "cause", "causes")
	}
	what := phrase.Plural(problems, "problem", "problems") + " that an edit here removes, the rest worth knowing. Problems come first"
	switch problems {
	case 0:
		what = "no problem that an edit here has to remove, all worth knowing. First comes what is incompatible, then what has most versions"
	case len(groups):
		what = phrase.Plural(problems, "problem", "problems") + " that an edit here removes. First comes what is incompatible, then what has most versions"
	default:
		what += ", then what is incompatible, then what has most versions"
	}
	return fmt.Sprintf("%s wanted at several versions%s, %s of them at incompatible ones: %s.",
		phrase.Plural(len(named), "dependency is", "dependencies are"), causes, phrase.Count(len(clashing)), what)
}

// nameOf tells dependencies apart: manifests and a lock may tell of one.
func nameOf(d diamonds.Diamond) [2]string { return [2]string{d.Ecosystem, d.Dependency} }

// otherNames counts the dependencies of a cause beside that of its first conflict.
func otherNames(g []diamonds.Diamond) int {
	named := map[[2]string]bool{}
	for _, d := range g {
		named[nameOf(d)] = true
	}
	return len(named) - 1
}

// worstFirst orders conflicts: problems before smells, incompatible versions before
// compatible ones, what is there only because of another last, then most versions first.
func worstFirst(list []diamonds.Diamond) []diamonds.Diamond {
	rank := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(list), func(a, b diamonds.Diamond) int {
		return cmp.Or(cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), cmp.Compare(rank(clashes(b)), rank(clashes(a))),
			cmp.Compare(rank(a.Derived), rank(b.Derived)), cmp.Compare(len(b.Versions), len(a.Versions)))
	})
}

func diamondsTable(groups [][]diamonds.Diamond) doc.Table {
	t := doc.Table{Caption: "Version conflicts, worst first: problems, then smells; of each the incompatible ones first, then those of most versions. Problem = an edit here should end it; smell = worth knowing, nothing breaks today. Compatible = by their numbers one version could stand in for the other.",
		Columns: []doc.Column{{Title: "Severity", Kind: doc.Chip}, {Title: "Dependency", Kind: doc.Ident}, {Title: "Versions", Kind: doc.Prose}, {Title: "Compatible", Kind: doc.Word, Fine: true}, {Title: "Rule", Kind: doc.Word}, {Title: "Unit", Kind: doc.Ident, Fine: true}, {Title: "Where", Kind: doc.Ident}}}
	if slices.ContainsFunc(groups, func(g []diamonds.Diamond) bool { return otherNames(g) > 0 }) {
		t.Caption += " +1 = one more dependency with the same cause."
	}
	for _, g := range groups {
		d := g[0]
		m := doc.MarkOf(d.Severity)
		r := doc.Cells(m.Word, andMore(d.Dependency, otherNames(g)), phrase.Few(versionsOf(d), 4), compatible(d), d.Rule, phrase.Place(d.Unit), d.Location.String())
		r.Cells[0].Tone = m.Tone
		r.Cells[1].Link = diamondAnchor(d)
		t.Rows = append(t.Rows, r)
	}
	return t
}

func compatible(d diamonds.Diamond) string {
	switch {
	case clashes(d):
		return "no"
	case d.Incompatible:
		return "in practice"
	}
	return "yes"
}

// clashes reports whether versions of different classes are wanted, of a module whose
// classes mean something.
func clashes(d diamonds.Diamond) bool {
	return d.Incompatible && !(d.Ecosystem == "go" && diamonds.Unpromising(d.Dependency))
}

// versionsOf are the versions that are wanted. Major versions of a Go module are called by
// their paths, whose number the version repeats: it is enough where no two are alike.
func versionsOf(d diamonds.Diamond) []string {
	whole, short := make([]string, len(d.Versions)), make([]string, len(d.Versions))
	for i, v := range d.Versions {
		whole[i] = v.Version
		short[i] = v.Version[strings.LastIndexByte(v.Version, '@')+1:]
	}
	if d.Rule == "go/two-majors" && len(slices.Compact(slices.Sorted(slices.Values(short)))) == len(short) {
		return short
	}
	return whole
}

func diamondAnchor(d diamonds.Diamond) string { return doc.Anchor("diamond:" + d.ID) }

// andMore is a name and how many others it stands for.
func andMore(name string, others int) string {
	if others == 0 {
		return name
	}
	return fmt.Sprintf("%s +%d", name, others)
}

// diamondPart tells the first conflict of a cause and names the others.
func diamondPart(g []diamonds.Diamond) doc.Section {
	d := g[0]
	p := doc.Section{
		ID:      diamondAnchor(d),
		Title:   d.Dependency,
		Mark:    doc.MarkOf(d.Severity),
		Lead:    diamondLead(d),
		Lists:   []doc.List{{Title: "Asked for", Sign: "*"}},
		Figures: diamondFigure(d),
	}
	for i, v := range d.Versions {
		if i == 8 {
			p.Lists[0].Items = append(p.Lists[0].Items, doc.Item{Text: phrase.Plural(len(d.Versions)-i, "more version.", "more versions.")})
			break
		}
		p.Lists[0].Items = append(p.Lists[0].Items, versionItem(v))
	}
	if len(g) > 1 {
		p.Title = andMore(d.Dependency, otherNames(g))
		p.Lists = append(p.Lists, doc.List{Title: "Of the same cause", Sign: "+", Items: []doc.Item{{Text: sameCause(d, g[1:])}}})
	}
	p.Lists = append(p.Lists, proofLists(d.Proof)...)
	fix := d.Fix
	if fix == nil {
		fix = &finding.Fix{Edit: "No edit in this repository removes it"}
	}
	p.Lists = append(p.Lists, doc.List{Title: "Edit", Sign: ">", Items: fixItems(fix)})
	return p
}

// sameCause names the other conflicts of a cause with their versions: those of other
// dependencies, or what another rule says of this one.
func sameCause(first diamonds.Diamond, others []diamonds.Diamond) string {
	const most = 8
	var names []string
	for _, d := range others {
		name := d.Dependency
		if nameOf(d) == nameOf(first) {
			name = d.Rule
		}
		names = append(names, fmt.Sprintf("%s %s", name, strings.Join(versionsOf(d), " and ")))
	}
	return phrase.Plural(len(others), "more that the same edit is for: ", "more that the same edit is for: ") + phrase.Few(names, most)
}

func diamondLead(d diamonds.Diamond) string {
	selected := ""
	if d.Selected != "" {
		selected = "The build selects " + d.Selected
	}
	derived := ""
	switch {
	case d.Derived:
		derived = "Only there because of another duplicate"
	case len(d.Folded) > 0:
		derived = phrase.Plural(len(d.Folded), "other duplicate is there only because of it: ", "other duplicates are there only because of it: ") + phrase.Few(d.Folded, 4)
	}
	decides := ""
	if d.Decides != "" {
		decides = "Who decides: " + d.Decides
	}
	return phrase.Sentences(d.Message, fmt.Sprintf("Rule %s, at %s", d.Rule, d.Location), selected, derived, decides)
}

func versionItem(v diamonds.Version) doc.Item {
	it := doc.Item{Name: v.Version, Text: "by " + phrase.Few(phrase.Places(v.RequiredBy), 4), Path: phrase.Places(v.Path), Ladder: true}
	for i, l := range v.Locations {
		if i == 3 {
			break
		}
		it.Proof = append(it.Proof, l.String())
	}
	return it
}

// fixItems are the edit and the command that makes it.
func fixItems(f *finding.Fix) []doc.Item {
	items := []doc.Item{{Text: f.Edit}}
	if f.File != "" {
		items[0].Proof = []string{finding.Location{File: f.File, Line: f.Line}.String()}
	}
	if f.Command != "" {
		items = append(items, doc.Item{Text: "Run", Command: f.Command})
	}
	return items
}
