package sections

import (
	"fmt"
	"path"
	"slices"

	"seam/analyze/span"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// mostWearing is how many wearing borders are told in a sentence each.
const mostWearing = 3

// spanSection tells whether changes reach over more areas than they did.
func spanSection(r *model.Report) []doc.Section {
	x := r.Span
	if x == nil || len(r.Areas) < 2 {
		return nil
	}
	s := doc.Section{ID: "span", Title: "Do changes stay in one area?", Lead: spanLead(x), Months: spanMonths(x)}
	if x.Now.Changes > 0 {
		s.Tables = append(s.Tables, periodsTable(x))
	}
	if x.Verdict == span.NotEnoughData {
		return one(s)
	}
	s.Notes = []string{"Counted are changes to source files that are no tests, samples or tools. Areas are those of today: a new one, or one that code moves into, makes changes cross for a while."}
	if len(x.Borders) == 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("No border stands out: of %s no more and no fewer changes touch both sides than chance allows.", phrase.Plural(x.Tested, "pair of areas", "pairs of areas")))
		return one(s)
	}
	if l := wearing(x); len(l.Items) > 0 {
		s.Lists = []doc.List{l}
	}
	s.Tables = append(s.Tables, bordersTable(x))
	return one(s)
}

// spanLead is the answer in one sentence.
func spanLead(x *span.Result) string {
	if x.Verdict == span.NotEnoughData {
		return "Not enough data: the last year is compared with the three before where in both at least 50 changes touch several source files."
	}
	seen := fmt.Sprintf("%s of %s of the last year touch two areas or more, %s of %s before",
		phrase.Percent(x.Now.Share), phrase.Plural(x.Now.Changes, "change", "changes"), phrase.Percent(x.Before.Share), phrase.Count(x.Before.Changes))
	expected := fmt.Sprintf("as many changes of each size as now would have made it %s then", phrase.Percent(x.Expected))
	outcome := map[span.Verdict]string{
		span.Wider:    "so that larger changes do not explain it",
		span.Narrower: "so that smaller changes do not explain it",
		span.Steady:   "and the difference is no more than chance allows, or small",
	}
	return phrase.Sentences(reach[x.Verdict]+": "+seen, phrase.Upper(expected)+", "+outcome[x.Verdict])
}

// spanFirst is what the first screen says of it, where there is something to say.
func spanFirst(r *model.Report) doc.List {
	l := doc.List{Title: "Over the years"}
	x := r.Span
	if x == nil || len(r.Areas) < 2 || x.Verdict == span.NotEnoughData {
		return l
	}
	text := fmt.Sprintf("%s of the last year's changes touch two areas or more, %s before", phrase.Percent(x.Now.Share), phrase.Percent(x.Before.Share))
	i := slices.IndexFunc(x.Borders, func(b span.Border) bool { return b.Verdict == span.Wearing })
	if x.Verdict == span.Steady && i < 0 {
		return l // nothing to act on
	}
	if i >= 0 {
		b := x.Borders[i]
		text += fmt.Sprintf("; between %s %s, not %s", betweenAreas(b), phrase.Percent(b.Now.Share), phrase.Percent(b.Before.Share))
	}
	l.Items = []doc.Item{{Name: reach[x.Verdict], Text: text + ".", Link: "span"}}
	return l
}

// reach says what a verdict means for the repository.
var reach = map[span.Verdict]string{
	span.Wider:    "Changes reach further than they did",
	span.Narrower: "Changes stay in one area more often than they did",
	span.Steady:   "Changes reach as far as they did",
}

func betweenAreas(b span.Border) string { return phrase.Place(b.From) + " and " + phrase.Place(b.To) }

func moreTouchBoth(b span.Border) string {
	return fmt.Sprintf("%s of %s to either touch both, %s of %s before.", phrase.Percent(b.Now.Share), phrase.Plural(b.Now.Changes, "change", "changes"), phrase.Percent(b.Before.Share), phrase.Count(b.Before.Changes))
}

// wearing tells which borders more changes cross, and where to look.
func wearing(x *span.Result) doc.List {
	l := doc.List{Title: "Where more changes cross than before"}
	for _, b := range x.Borders {
		if b.Verdict != span.Wearing || len(l.Items) == mostWearing {
			continue
		}
		it := doc.Item{Name: betweenAreas(b), Text: moreTouchBoth(b), Proof: phrase.ShortIDs(b.Commits)}
		if len(b.Files) > 0 {
			f := b.Files[0]
			it.Text = phrase.Sentences(it.Text, fmt.Sprintf("Most often %s with %s, %s: see whether what they share can live on one side", path.Base(f.From), path.Base(f.To), phrase.Plural(f.Changes, "change", "changes")))
		}
		l.Items = append(l.Items, it)
	}
	return l
}

func periodsTable(x *span.Result) doc.Table {
	t := doc.Table{Caption: "The last year of the history beside up to three years before it. Crossing = changes that touch two areas or more; files = the median of the source files of a change",
		Columns: []doc.Column{{Title: "Period", Kind: doc.Word}, {Title: "Changes", Kind: doc.Number}, {Title: "Crossing", Kind: doc.Number}, {Title: "Share", Kind: doc.Number}, {Title: "Files", Kind: doc.Number}}}
	for _, p := range []span.Period{x.Before, x.Now} {
		if p.Changes > 0 {
			t.Rows = append(t.Rows, doc.Cells(p.From+" to "+p.To, phrase.Count(p.Changes), phrase.Count(p.Crossing), phrase.Percent(p.Share), phrase.Count(p.Files)))
		}
	}
	return t
}

func bordersTable(x *span.Result) doc.Table {
	t := doc.Table{
		Caption: fmt.Sprintf("Pairs of areas that more, or fewer, changes touch together than before, of %s. Both now, both before = changes that touch both, of those that touch either; odds = how many times the odds of touching both are what they were, for changes of one size; p = the chance of that if nothing had changed, times the number of pairs", phrase.Plural(x.Tested, "pair", "pairs")),
		Columns: []doc.Column{{Title: "One", Kind: doc.Ident}, {Title: "Other", Kind: doc.Ident}, {Title: "Verdict", Kind: doc.Word}, {Title: "Both now", Kind: doc.Number}, {Title: "Both before", Kind: doc.Number}, {Title: "Odds", Kind: doc.Number, Fine: true}, {Title: "p", Kind: doc.Number, Fine: true}},
	}
	for _, b := range x.Borders {
		t.Rows = append(t.Rows, doc.Cells(phrase.Place(b.From), phrase.Place(b.To), string(b.Verdict), bothOf(b.Now), bothOf(b.Before), phrase.Ratio(b.Odds), phrase.Chance(b.PValue)))
	}
	return t
}

func bothOf(s span.Shared) string {
	return fmt.Sprintf("%s of %s (%s)", phrase.Count(s.Both), phrase.Count(s.Changes), phrase.Percent(s.Share))
}

func spanMonths(x *span.Result) *doc.Months {
	if len(x.ByMonth) == 0 {
		return nil
	}
	m := &doc.Months{Caption: "Changes, and those that touch two areas or more", Stayed: "stayed in one area"}
	for _, b := range x.ByMonth {
		m.List = append(m.List, doc.Month{Name: b.Month, Changes: b.Changes, Marked: b.Crossing})
	}
	return m
}
