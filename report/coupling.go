package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/cochange"
	"seam/report/model"
	"seam/report/phrase"
)

// significant is the largest q value of a pair that is shown.
const significant = 0.05

// couplingSections tell what changes together: first what no import explains.
func couplingSections(r *model.Report) []section {
	if r.Coupling == nil {
		return nil
	}
	var hidden, plain []cochange.Pair
	bots, generated, chance := 0, 0, 0
	for _, p := range r.Coupling {
		switch {
		case p.Hidden:
			hidden = append(hidden, p)
		case p.Bots:
			bots++
		case p.Generated:
			generated++
		case p.Lift <= 1 || p.QValue > significant:
			chance++
		default:
			plain = append(plain, p)
		}
	}
	s := plainSection(r, plain)
	if chance > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s no more often than chance explains; they are listed in JSON alone.", phrase.Plural(chance, "more pair changes together", "more pairs change together")))
	}
	if bots > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s together by programs only; they are listed in JSON, marked.", phrase.Plural(bots, "more pair is changed", "more pairs are changed")))
	}
	if generated > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s a file that a program generates; they are listed in JSON, marked.", phrase.Plural(generated, "more pair holds", "more pairs hold")))
	}
	return []section{hiddenSection(r, hidden), s}
}

func hiddenSection(r *model.Report, pairs []cochange.Pair) section {
	s := section{ID: "hidden-coupling", Title: "Hidden coupling"}
	if !hiddenJudged(r) {
		s.Lead = notJudged(cmp.Or(nothingPaired(r), unreadImports(r), noPackages(r)))
		return s
	}
	if unread := unreadImports(r); unread != "" {
		s.Notes = []string{upper(sentence(unread + ": what of their code is hidden coupling was not judged"))}
	}
	if len(pairs) == 0 {
		s.Lead = "No hidden coupling: every pair that changes together more than by chance is joined by an import path" + couplingWhy(r, " or seen too seldom")
		return s
	}
	s.Lead = fmt.Sprintf("%s together more than by chance although no import path leads from one to the other, either way%s. %s",
		phrase.Plural(len(pairs), "pair changes", "pairs change"), byLevel(pairs), couplingOrder)
	s.Tables = []table{couplingTable("Pairs without an import, by months", pairs)}
	return s
}

// byLevel says how many pairs are of files, of packages and of areas, where there are
// several: one habit may show at each level.
func byLevel(pairs []cochange.Pair) string {
	n := map[cochange.Level]int{}
	for _, p := range pairs {
		n[p.Level]++
	}
	if len(n) < 2 {
		return ""
	}
	var words []string
	for _, l := range []cochange.Level{cochange.File, cochange.Package, cochange.Area} {
		if n[l] > 0 {
			words = append(words, fmt.Sprintf("%s of %ss", phrase.Count(n[l]), l))
		}
	}
	return " (" + strings.Join(words, ", ") + "; one habit may show at several levels)"
}

func plainSection(r *model.Report, pairs []cochange.Pair) section {
	s := section{ID: "coupling", Title: "Coupling"}
	if len(pairs) == 0 {
		s.Lead = "No coupled pairs" + couplingWhy(r, " beyond chance")
		return s
	}
	s.Lead = phrase.Plural(len(pairs), "pair changes", "pairs change") + " together more than by chance"
	if info := r.CouplingInfo; info != nil {
		s.Lead += fmt.Sprintf(", out of %s seen in %s of two files and more; seen together at least %s.",
			phrase.Plural(info.Pairs, "file pair", "file pairs"), phrase.Plural(info.Changes, "change", "changes"), phrase.Plural(info.MinSupport, "time", "times"))
		if info.Note != "" {
			s.Notes = []string{sentence(info.Note)}
		}
	} else {
		s.Lead += "."
	}
	s.Lead += " " + couplingOrder
	s.Tables = []table{couplingTable("Coupled pairs, by months", pairs)}
	return s
}

// couplingWhy ends a sentence that says that there is nothing, with the reason.
func couplingWhy(r *model.Report, tail string) string {
	info := r.CouplingInfo
	switch {
	case info == nil:
		return tail + "."
	case info.Note != "":
		return tail + ": " + sentence(info.Note)
	}
	return fmt.Sprintf("%s: %s of two files and more were read, and a pair counts from %s on.",
		tail, phrase.Plural(info.Changes, "change", "changes"), phrase.Plural(info.MinSupport, "shared change", "shared changes"))
}

// couplingOrder says in plain words what pairs are ordered by.
const couplingOrder = "Of each level those that changed together in most months come first, an old month counting less: they are the likeliest to go on."

func couplingTable(caption string, pairs []cochange.Pair) table {
	t := table{
		Caption: caption + ". Months = months in which both changed, each counting half for every year of its age; together = changes that touch both; each way = their share of the changes of the first and of the second; lift = how many times as often as chance would have it, given how often each changes; q = the share of false pairs to expect down to this one.",
		Columns: []column{{Title: "One", Kind: ident}, {Title: "Other", Kind: ident}, {Title: "Level", Kind: word}, {Title: "Months", Kind: number}, {Title: "Together", Kind: number}, {Title: "Each way", Kind: number},
			{Title: "Lift", Kind: number, Fine: true}, {Title: "q", Kind: number, Fine: true}, {Title: "Newest", Kind: word, Fine: true}, {Title: "Import", Kind: word, Fine: true}},
	}
	for _, p := range pairs {
		newest := ""
		if len(p.Commits) > 0 {
			newest = phrase.ShortID(p.Commits[0])
		}
		t.Rows = append(t.Rows, cells(p.From, p.To, string(p.Level), ratio(p.Weight), phrase.Count(p.Support),
			percent(p.ConfidenceFrom)+" / "+percent(p.ConfidenceTo), ratio(p.Lift), chance(p.QValue), newest, known(p.Imports)))
	}
	if !slices.ContainsFunc(pairs, func(p cochange.Pair) bool { return p.Imports }) {
		return without(t, len(t.Columns)-1)
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
