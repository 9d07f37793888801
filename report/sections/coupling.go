package sections

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/cochange"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// couplingSections tell what changes together: first what no import explains.
func couplingSections(r *model.Report) []doc.Section {
	if r.Coupling == nil {
		return nil
	}
	k := sortPairs(r)
	s := plainSection(r, k)
	note := func(n int, one, many, rest string) {
		if n > 0 {
			s.Notes = append(s.Notes, phrase.Plural(n, one, many)+" "+rest+".")
		}
	}
	note(k.chance, "more pair changes together", "more pairs change together", "no more often than chance explains; they are listed in JSON alone")
	note(k.bots, "more pair is changed", "more pairs are changed", "together by programs only; they are listed in JSON, marked")
	note(k.generated, "more pair holds", "more pairs hold", "a file that a program generates; they are listed in JSON, marked")
	return []doc.Section{hiddenSection(r, k), s}
}

// pairKinds are the pairs of a report by what explains them, the rows of families folded.
type pairKinds struct {
	hidden   []pairRow
	habits   []pairRow // of hidden: the first of each habit
	plain    []pairRow // neither hidden nor explained by names: those without an import first
	unnamed  int       // of plain: those that no import explains
	families []cochange.Family
	expected map[cochange.Reason][]cochange.Pair

	chance, bots, generated int
}

// pairRow is one row of pairs: the strongest of those that have the same two ends, a family
// being one end.
type pairRow struct {
	cochange.Pair
	pairs int
	also  int // more hidden pairs of the same habit
}

func sortPairs(r *model.Report) pairKinds {
	k := pairKinds{expected: map[cochange.Reason][]cochange.Pair{}}
	var joined []cochange.Pair
	var hidden, plain []cochange.Pair
	for _, p := range r.Coupling {
		switch {
		case p.Hidden:
			hidden = append(hidden, p)
		case p.Bots:
			k.bots++
		case p.Generated:
			k.generated++
		case !p.BeyondChance():
			k.chance++
		case p.FromFamily != "" && p.FromFamily == p.ToFamily: // told as a family
		case p.Expected != "":
			k.expected[p.Expected] = append(k.expected[p.Expected], p)
		case p.Imports:
			joined = append(joined, p)
		default:
			plain = append(plain, p)
		}
	}
	k.hidden, k.habits = folded(hidden), habits(hidden)
	k.plain = folded(plain)
	k.unnamed = len(k.plain)
	k.plain = append(k.plain, folded(joined)...)
	if r.CouplingInfo != nil {
		k.families = r.CouplingInfo.Families
	}
	return k
}

// habits makes one row of all hidden pairs of a habit, the first one's. A report that was saved
// before there were habits has a row for each pair.
func habits(hidden []cochange.Pair) []pairRow {
	told := map[int]int{} // by habit: pairs
	var first []cochange.Pair
	for _, p := range hidden {
		if told[p.Habit]++; told[p.Habit] == 1 || p.Habit == 0 {
			first = append(first, p)
		}
	}
	out := folded(first)
	for i := range out {
		if out[i].Habit > 0 {
			out[i].also = told[out[i].Habit] - 1
		}
	}
	return out
}

// folded makes one row of all pairs with the same ends, the strongest one's.
func folded(pairs []cochange.Pair) []pairRow {
	type ends struct {
		level    cochange.Level
		from, to string
	}
	at := map[ends]int{}
	var out []pairRow
	for _, p := range pairs {
		key := ends{p.Level, cmp.Or(p.FromFamily, p.From), cmp.Or(p.ToFamily, p.To)}
		if i, ok := at[key]; ok {
			out[i].pairs++
			continue
		}
		at[key] = len(out)
		out = append(out, pairRow{Pair: p, pairs: 1})
	}
	return out
}

// ends are what a row says of its two ends: a family, where it stands for several pairs.
func (p *pairRow) ends() (from, to string) {
	if p.FromFamily != "" && p.FromFamily == p.ToFamily && p.pairs > 1 {
		return familyName(p.FromFamily), "one another"
	}
	return p.end(p.From, p.FromFamily), p.end(p.To, p.ToFamily)
}

// end is a family where a row stands for several pairs, and for a translation always: which
// language it is tells nothing.
func (p *pairRow) end(name, family string) string {
	if family != "" && (p.pairs > 1 || !strings.Contains(family, "*")) && p.FromFamily != p.ToFamily {
		return familyName(family)
	}
	return phrase.Place(name)
}

func familyName(name string) string { return phrase.Place(name) + " (family)" }

func hiddenSection(r *model.Report, k pairKinds) doc.Section {
	s := doc.Section{ID: "hidden-coupling", Title: "Hidden coupling"}
	if !hiddenJudged(r) {
		s.Lead = notJudged(cmp.Or(nothingPaired(r), unreadImports(r), noPackages(r)))
		return s
	}
	if unread := unreadImports(r); unread != "" {
		s.Notes = []string{phrase.Upper(phrase.Sentence(unread + ": what of their code is hidden coupling was not judged"))}
	}
	if len(k.hidden) == 0 {
		s.Lead = "No hidden coupling: every pair that changes together more than by chance is joined by an import path" + couplingWhy(r, ", explained by names or places, or seen too seldom")
		return s
	}
	s.Lead = fmt.Sprintf("%s together more than by chance although no import path leads from one to the other, either way, and neither name nor place explains it%s. %s%s",
		phrase.Plural(hiddenPairs(r), "pair changes", "pairs change"), byLevel(r), asHabits(r, k.habits), couplingOrder)
	s.Tables = couplingTables(r, "without an import", k.habits)
	s.Figures = arcsFigure(k.hidden)
	return s
}

// byLevel says how many hidden pairs are of files, of packages and of areas, where there are
// several.
func byLevel(r *model.Report) string {
	n := map[cochange.Level]int{}
	for _, p := range r.Coupling {
		if p.Hidden {
			n[p.Level]++
		}
	}
	if len(n) < 2 {
		return ""
	}
	var words []string
	for _, l := range couplingLevels {
		if n[l] > 0 {
			words = append(words, fmt.Sprintf("%s of %ss", phrase.Count(n[l]), l))
		}
	}
	return " (" + strings.Join(words, ", ") + ")"
}

// asHabits says how many rows tell the hidden pairs, where these are fewer.
func asHabits(r *model.Report, rows []pairRow) string {
	if len(rows) == hiddenPairs(r) {
		return ""
	}
	return fmt.Sprintf("They are %s: pairs that mostly the same changes touch are told by the first of them, files before packages and areas (also = how many more; seam explain 'A<>B' names them). ", phrase.Plural(len(rows), "habit", "habits"))
}

var couplingLevels = [...]cochange.Level{cochange.File, cochange.Package, cochange.Area}

func plainSection(r *model.Report, k pairKinds) doc.Section {
	s := doc.Section{ID: "coupling", Title: "Coupling"}
	if len(k.plain)+len(k.expected)+len(k.families) == 0 {
		s.Lead = "No coupled pairs" + couplingWhy(r, " beyond chance")
		return s
	}
	s.Lead = phrase.Plural(k.beyondChance(), "pair changes", "pairs change") + " together more than by chance"
	if info := r.CouplingInfo; info != nil {
		s.Lead += fmt.Sprintf(", out of %s seen in %s of two files and more; seen together at least %s.",
			phrase.Plural(info.Pairs, "file pair", "file pairs"), phrase.Plural(info.Changes, "change", "changes"), phrase.Plural(info.MinSupport, "time", "times"))
		if info.Note != "" {
			s.Notes = []string{phrase.Sentence(info.Note)}
		}
	} else {
		s.Lead += "."
	}
	if len(k.plain) > 0 {
		s.Lead += " " + couplingOrder
		if k.unnamed > 0 && k.unnamed < len(k.plain) {
			s.Lead += " Those that no import explains stand before the others."
		}
	}
	s.Tables = doc.FilledTables(append(couplingTables(r, "that change together", k.plain), familyTable(k.families), expectedTable(k.expected))...)
	return s
}

// beyondChance is how many pairs there are besides the hidden ones.
func (k *pairKinds) beyondChance() int {
	n := 0
	for _, p := range k.plain {
		n += p.pairs
	}
	for _, list := range k.expected {
		n += len(list)
	}
	for _, f := range k.families {
		n += f.Pairs
	}
	return n
}

// couplingWhy ends a sentence that says that there is nothing, with the reason.
func couplingWhy(r *model.Report, tail string) string {
	info := r.CouplingInfo
	switch {
	case info == nil:
		return tail + "."
	case info.Note != "":
		return tail + ": " + phrase.Sentence(info.Note)
	}
	return fmt.Sprintf("%s: %s of two files and more were read, and a pair counts from %s on.",
		tail, phrase.Plural(info.Changes, "change", "changes"), phrase.Plural(info.MinSupport, "shared change", "shared changes"))
}

// couplingOrder says in plain words what pairs are ordered by.
const couplingOrder = "Of each level those that changed together in most months come first, an old month counting less: they are the likeliest to go on."

// How many pairs of a level text and Markdown list where nothing is asked for, of a full
// report and of one about coupling alone, and how many the page lists.
const (
	briefPairs = 8
	mostPairs  = 20
	pagePairs  = 100
)

// couplingTables are the pairs level by level.
func couplingTables(r *model.Report, which string, pairs []pairRow) []doc.Table {
	var out []doc.Table
	for _, l := range couplingLevels {
		t := couplingTable(l, which, pairs)
		if len(t.Rows) == 0 {
			continue
		}
		if len(out) == 0 {
			t.Caption += " " + couplingColumns
		}
		t.Most, t.Page = mostPairs, pagePairs
		if r.Split != nil {
			t.Most = briefPairs
		}
		out = append(out, t)
	}
	return out
}

// couplingColumns says what the columns of pairs hold.
const couplingColumns = "Months = months in which both changed, each counting half for every year of its age; together = changes that touch both; each way = their share of the changes of the first and of the second; lift = how many times as often as chance would have it, given how often each changes; q = the share of false pairs to expect down to this one."

func couplingTable(level cochange.Level, which string, pairs []pairRow) doc.Table {
	t := doc.Table{
		Caption: phrase.Upper(string(level)) + "s " + which + ", by months.",
		Columns: []doc.Column{{Title: phrase.Upper(string(level)), Kind: doc.Ident}, {Title: "With", Kind: doc.Ident}, {Title: "Months", Kind: doc.Number}, {Title: "Together", Kind: doc.Number}, {Title: "Each way", Kind: doc.Number}, {Title: "Import", Kind: doc.Word}, {Title: "Also", Kind: doc.Number},
			{Title: "Lift", Kind: doc.Number, Fine: true}, {Title: "q", Kind: doc.Number, Fine: true}, {Title: "Newest", Kind: doc.Word, Fine: true}},
	}
	imports, families, also := false, false, false
	for _, p := range pairs {
		if p.Level != level {
			continue
		}
		newest := ""
		if len(p.Commits) > 0 {
			newest = phrase.ShortID(p.Commits[0])
		}
		imports, also = imports || p.Imports, also || p.also > 0
		from, to := p.ends()
		families = families || from != phrase.Place(p.From) || to != phrase.Place(p.To)
		t.Rows = append(t.Rows, doc.Cells(from, to, phrase.Ratio(p.Weight), phrase.Count(p.Support),
			phrase.Percent(p.ConfidenceFrom)+" / "+phrase.Percent(p.ConfidenceTo), known(p.Imports), more(p.also), phrase.Ratio(p.Lift), phrase.Chance(p.QValue), newest))
	}
	if families {
		t.Caption += " A family (see below) stands for all its files; the numbers are those of the strongest pair."
	}
	without := func(title string, shown bool) {
		if !shown {
			t = doc.Without(t, slices.IndexFunc(t.Columns, func(c doc.Column) bool { return c.Title == title }))
		}
	}
	without("Import", imports)
	without("Also", also)
	return t
}

// more is blank where there is none.
func more(n int) string {
	if n == 0 {
		return ""
	}
	return "+" + phrase.Count(n)
}

// familyTable is the families of files that change as one.
func familyTable(list []cochange.Family) doc.Table {
	t := doc.Table{
		Caption: "Families: files of names alike that change together as one. Months and together count changes to two and more of them; of = changes that touch any.",
		Columns: []doc.Column{{Title: "Family", Kind: doc.Ident}, {Title: "What changes together", Kind: doc.Prose}, {Title: "Months", Kind: doc.Number}, {Title: "Together", Kind: doc.Number}, {Title: "Of", Kind: doc.Number}, {Title: "Pairs", Kind: doc.Number, Fine: true}},
	}
	for _, f := range list {
		t.Rows = append(t.Rows, doc.Cells(phrase.Place(f.Name), familyOf(f), phrase.Ratio(f.Weight), phrase.Count(f.Support), phrase.Count(f.Changes), phrase.Count(f.Pairs)))
	}
	return t
}

// familyOf says in words what a family is.
func familyOf(f cochange.Family) string {
	switch f.Reason {
	case cochange.Translations:
		return phrase.Plural(f.Files, "translation file", "translation files")
	case cochange.Builds:
		return phrase.Plural(f.Files, "manifest", "manifests")
	}
	return phrase.Plural(f.Files, "file", "files") + " that differ in one part of their paths"
}

// reasons are what names explain, in the order of the table, in words.
var reasons = []struct {
	is    cochange.Reason
	words string
}{
	{cochange.Tests, "tests, samples and tools with what they are for"},
	{cochange.Header, "headers with what implements them"},
	{cochange.Interface, "interfaces and who imports them, with what implements or mocks them"},
	{cochange.Component, "files of one folder and one name"},
	{cochange.Output, "files that a program writes, by their names"},
	{cochange.Builds, "manifests and other files of the build"},
	{cochange.Documents, "documents with what they tell of"},
	{cochange.Variants, "variants that the build chooses between"},
	{cochange.Framework, "what a framework reads by its place, with what it names"},
	{cochange.Migrations, "steps that change a schema, with the code that asks for them"},
	{cochange.Translations, "translations of one text"},
}

// expectedTable counts the pairs that names explain, each reason with its strongest.
func expectedTable(expected map[cochange.Reason][]cochange.Pair) doc.Table {
	t := doc.Table{
		Caption: "Pairs that names or places explain: nobody is surprised that they change together",
		Columns: []doc.Column{{Title: "Expected", Kind: doc.Prose}, {Title: "Pairs", Kind: doc.Number}, {Title: "Strongest", Kind: doc.Ident}, {Title: "With", Kind: doc.Ident}, {Title: "Together", Kind: doc.Number, Fine: true}},
	}
	for _, why := range reasons {
		list := expected[why.is]
		if len(list) == 0 {
			continue
		}
		p := list[0]
		t.Rows = append(t.Rows, doc.Cells(why.words, phrase.Count(len(list)), phrase.Place(p.From), phrase.Place(p.To), phrase.Count(p.Support)))
	}
	return t
}

// known is blank where no import was found: one may stand in code that was not read.
func known(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
