package sections

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/whatif"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

const (
	monthsInText  = 12 // of the replay and of its crossing changes, in text
	crossedInText = 10
)

// besideTable puts today and the time after the cut side by side.
func besideTable(w *model.Whatif) doc.Table {
	t := doc.Table{Caption: "Before and after the cut",
		Columns: []doc.Column{{Title: "Before and after", Kind: doc.Word}, {Title: "Today", Kind: doc.Number}, {Title: "After", Kind: doc.Number}, {Title: "New", Kind: doc.Prose}}}
	before, after := w.Before, w.After
	if len(after.Units) == 0 {
		return t // a result of an earlier version
	}
	line := func(what string, was, is int, news string) {
		t.Rows = append(t.Rows, doc.Cells(what, phrase.Count(was), phrase.Count(is), news))
	}
	line("units", len(before.Units), len(after.Units), phrase.Few(phrase.Places(missing(after.Units, before.Units)), 4))
	line("dependencies", before.UnitEdges, after.UnitEdges, "")
	line("cycles", len(before.Cycles), len(after.Cycles), newCycles(before.Cycles, after.Cycles))
	line("latent diamonds", len(before.Diamonds), len(after.Diamonds), newDiamonds(w.DiamondsCreated))
	line("waves of release", len(before.Waves), len(after.Waves), "")
	return t
}

// missing lists what is in list and not in others, both sorted.
func missing(list, others []string) []string {
	var out []string
	for _, s := range list {
		if _, ok := slices.BinarySearch(others, s); !ok {
			out = append(out, s)
		}
	}
	return out
}

func newCycles(before, after [][]string) string {
	var out []string
	for _, c := range after {
		if !slices.ContainsFunc(before, func(b []string) bool { return slices.Equal(b, c) }) {
			out = append(out, phrase.Few(phrase.Places(c), 4))
		}
	}
	return phrase.Few(out, 2)
}

func newDiamonds(list []whatif.Diamond) string {
	var out []string
	for _, d := range list {
		out = append(out, phrase.Place(d.Dependency))
	}
	return phrase.Few(out, 4)
}

// releasesTable is how often each API would have been released.
func releasesTable(list []whatif.Releases) doc.Table {
	t := doc.Table{
		Caption: "Releases that the API would have needed: one for each month in which the exported names of the packages imported across the cut changed",
		Columns: []doc.Column{{Title: "API of", Kind: doc.Ident}, {Title: "Packages", Kind: doc.Number}, {Title: "Releases", Kind: doc.Number}, {Title: "Breaking", Kind: doc.Number},
			{Title: "Only adding", Kind: doc.Number}, {Title: "With used names", Kind: doc.Number, Fine: true}, {Title: "Not followed", Kind: doc.Number, Fine: true}},
	}
	for _, r := range list {
		if r.Months == 0 {
			continue
		}
		t.Rows = append(t.Rows, doc.Cells(r.Unit, phrase.Count(len(r.Packages)), fmt.Sprintf("%d in %s", r.Total(), phrase.Plural(r.Months, "month", "months")),
			phrase.Count(r.Breaking), phrase.Count(r.Additive), phrase.Count(r.Used), phrase.Count(len(r.Unread))))
	}
	return t
}

// releaseCount sums the releases of all APIs and gives the longest time compared.
func releaseCount(list []whatif.Releases) (releases, months int) {
	for _, r := range list {
		releases += r.Total()
		months = max(months, r.Months)
	}
	return releases, months
}

// releaseNotes explain the table of releases and say what is not in it.
func releaseNotes(w *model.Whatif) []string {
	if len(w.Releases) == 0 {
		return nil
	}
	var out []string
	var unknown []string
	shown, unread := 0, 0
	for _, r := range w.Releases {
		if r.Months == 0 {
			unknown = append(unknown, r.Unit)
			continue
		}
		shown++
		unread += len(r.Unread)
	}
	if shown > 0 {
		out = append(out, "A breaking release removes or changes a name. Used names are those that the other side mentions today and that were added or changed. Files of all platforms count together; test files and generated files do not count.")
	}
	if unread > 0 {
		out = append(out, fmt.Sprintf("Of %s imported across the cut the past is not known: generated, not readable, or beyond what is read for one answer.", phrase.Plural(unread, "package", "packages")))
	}
	if len(unknown) > 0 {
		out = append(out, fmt.Sprintf("How often the API of %s changed is not known: its packages are generated, or the history read has no month to compare with.", phrase.Few(phrase.Places(unknown), 6)))
	}
	return out
}

// monthlyTable is the replay, newest month first, where it says more than the bars of
// the months do: what was released and who would have met.
func monthlyTable(w *model.Whatif) doc.Table {
	t := doc.Table{Caption: "The replay month by month, newest first", Most: monthsInText, Folded: true,
		Columns: []doc.Column{{Title: "Month", Kind: doc.Word}, {Title: "Changes", Kind: doc.Number}, {Title: "Crossing", Kind: doc.Number}}}
	released, _ := releaseCount(w.Releases)
	if released > 0 {
		t.Columns = append(t.Columns, doc.Column{Title: "API releases", Kind: doc.Prose})
	}
	if len(w.TeamPairs) > 0 {
		t.Columns = append(t.Columns, doc.Column{Title: "Teams brought together", Kind: doc.Prose})
	}
	if len(t.Columns) == 3 {
		return t
	}
	for _, m := range slices.Backward(w.History.ByMonth) {
		texts := []string{m.Month, phrase.Count(m.Changes), phrase.Count(m.Crossing)}
		if released > 0 {
			texts = append(texts, releasesIn(w.Releases, m.Month))
		}
		if len(w.TeamPairs) > 0 {
			texts = append(texts, pairsIn(m))
		}
		t.Rows = append(t.Rows, doc.Cells(texts...))
	}
	return t
}

func pairsIn(m whatif.Month) string {
	var pairs []string
	for _, p := range m.TeamPairs {
		pairs = append(pairs, fmt.Sprintf("%s with %s (%s)", p.A, p.B, phrase.Count(p.Changes)))
	}
	return phrase.Few(pairs, 3)
}

// releasesIn names the APIs released in a month.
func releasesIn(list []whatif.Releases, month string) string {
	var breaking, additive []string
	for _, r := range list {
		i := slices.IndexFunc(r.ByMonth, func(x whatif.Release) bool { return x.Month == month })
		switch {
		case i < 0:
		case r.ByMonth[i].Kind == whatif.Breaking:
			breaking = append(breaking, phrase.Place(r.Unit))
		default:
			additive = append(additive, phrase.Place(r.Unit))
		}
	}
	var words []string
	if len(breaking) > 0 {
		words = append(words, "breaking: "+phrase.Few(breaking, 3))
	}
	if len(additive) > 0 {
		words = append(words, "adding: "+phrase.Few(additive, 3))
	}
	return strings.Join(words, "; ")
}

// crossedTable is the crossing changes themselves, newest first.
func crossedTable(list []whatif.Month) doc.Table {
	t := doc.Table{Caption: "Changes that would have crossed, newest first", Most: crossedInText, Folded: true,
		Columns: []doc.Column{{Title: "Crossed in", Kind: doc.Word}, {Title: "Change", Kind: doc.Word}, {Title: "Subject", Kind: doc.Prose}, {Title: "Units", Kind: doc.Prose}}}
	for _, m := range slices.Backward(list) {
		for _, c := range m.Crossed {
			t.Rows = append(t.Rows, doc.Cells(m.Month, phrase.ShortIDs([]string{c.ID})[0], c.Subject, phrase.Few(phrase.Places(c.Units), 3)))
		}
	}
	return t
}

// pairsList is the declared teams that the changes would have brought together.
func pairsList(w *model.Whatif) doc.List {
	l := doc.List{Title: "Teams that would have had to coordinate"}
	for i, p := range w.TeamPairs {
		if i == 8 {
			l.Items = append(l.Items, doc.Item{Text: phrase.Plural(len(w.TeamPairs)-i, "more pair", "more pairs")})
			break
		}
		l.Items = append(l.Items, doc.Item{Text: fmt.Sprintf("%s and %s, in %s", p.A, p.B, phrase.Plural(p.Changes, "change", "changes"))})
	}
	return l
}
