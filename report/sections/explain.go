package sections

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/glossary"
	"seam/analyze/split"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// explanationDocument is the page about one id or code.
func explanationDocument(r *model.Report) *doc.Document {
	e := r.Explanation
	d := &doc.Document{Title: e.Title}
	if r.Repository.Head != "" {
		d.Title, d.Facts = Title(r), facts(r)
	}
	s := doc.Section{ID: "explanation", Title: e.Title, Mark: doc.Mark{Word: e.Kind}, Lead: phrase.Sentence(e.Text)}
	if e.Manual != "" {
		s.Plain = strings.Split(e.Manual, "\n")
	}
	numbers := doc.Section{ID: "numbers", Title: "What it rests on", Lead: e.Formula, Tables: doc.FilledTables(explainedTerms(e.Terms)), Lists: doc.FilledLists([]doc.List{
		{Title: "Numbers", Items: factItems(e.Facts)}, {Title: "For", Items: coded(e.For)}, {Title: "Against", Items: coded(e.Against)},
		{Title: "Proof", Items: proofs(e.Proof)},
	})}
	if numbers.Lead == "" && len(numbers.Tables) == 0 { // lists with titles of their own
		s.Lists, numbers.Lists = numbers.Lists, nil
	}
	s.Parts = parts(
		numbers,
		doc.Section{ID: "definitions", Title: "Definitions", Lists: doc.FilledLists([]doc.List{{Sign: "-", Items: defined(e.Definitions)}})},
		doc.Section{ID: "commands", Title: "To follow the numbers by hand", Lead: commandsLead(e.Commands), Lists: doc.FilledLists([]doc.List{{Sign: "-", Items: commands(e.Commands)}})},
	)
	if len(e.More) > 0 {
		s.Notes = []string{"More: " + strings.Join(prefixed("seam explain ", e.More), ", ")}
	}
	d.Sections = []doc.Section{s}
	d.Clean()
	return d
}

// parts leaves out those that hold nothing.
func parts(all ...doc.Section) []doc.Section {
	return slices.DeleteFunc(all, func(s doc.Section) bool { return s.Lead == "" && len(s.Tables) == 0 && len(s.Lists) == 0 })
}

func commandsLead(list []model.Command) string {
	if len(list) == 0 {
		return ""
	}
	return "In the analysed folder. They show the raw numbers, before exclusions, age weights and renames, so small differences are to be expected."
}

func prefixed(prefix string, list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = prefix + s
	}
	return out
}

// explainedTerms is the scorecard with everything that the points follow from.
func explainedTerms(terms []split.Term) doc.Table {
	t := doc.Table{Caption: "The score, term by term. Share is that of all points, whatever their sign; lower counts the repository's other parts with a lower value.",
		Columns: []doc.Column{{Title: "Term", Kind: doc.Word}, {Title: "Measured", Kind: doc.Prose}, {Title: "Value", Kind: doc.Number}, {Title: "Lower", Kind: doc.Number},
			{Title: "Steps", Kind: doc.Prose}, {Title: "Points", Kind: doc.Number}, {Title: "Share", Kind: doc.Number}}}
	for _, x := range terms {
		t.Rows = append(t.Rows, doc.Cells(x.Code, x.Text, value(x.Value), phrase.Percent(x.Percentile), stepsOf(x.Steps), phrase.Signed(x.Points), phrase.Percent(x.Share)))
	}
	return t
}

// value writes a measured value with three digits that tell.
func value(x float64) string {
	if x == float64(int(x)) {
		return phrase.Count(int(x))
	}
	return fmt.Sprintf("%.3g", x)
}

func stepsOf(steps []split.Step) string {
	var out []string
	for _, s := range steps {
		out = append(out, fmt.Sprintf("above %s: %s", value(s.Above), phrase.Signed(s.Points)))
	}
	return strings.Join(out, ", ")
}

func factItems(facts []model.Fact) []doc.Item {
	var out []doc.Item
	for _, f := range facts {
		text := f.Value
		if f.Text != "" {
			text += " (" + f.Text + ")"
		}
		out = append(out, doc.Item{Name: f.Name, Text: text})
	}
	return out
}

// coded lists evidence with its codes, which can be asked for in turn.
func coded(list []split.Evidence) []doc.Item {
	out := evidence(list)
	for i := range out {
		out[i].Name, out[i].Proof = list[i].Code, nil
		if ids := list[i].IDs; len(ids) > 0 {
			out[i].Text += ": " + phrase.Few(phrase.ShortIDs(ids), 5)
		}
	}
	return out
}

func proofs(list []model.Proof) []doc.Item {
	var out []doc.Item
	for _, p := range list {
		text := p.Text
		if len(p.Places) > 0 {
			text += ": " + phrase.Few(phrase.ShortIDs(p.Places), 10)
		}
		out = append(out, doc.Item{Text: text, Path: p.Path})
	}
	return out
}

func defined(list []glossary.Entry) []doc.Item {
	var out []doc.Item
	for _, e := range list {
		out = append(out, doc.Item{Name: e.Code, Text: fmt.Sprintf("(%s) %s", e.Kind, e.Text)})
	}
	return out
}

func commands(list []model.Command) []doc.Item {
	var out []doc.Item
	for _, c := range list {
		out = append(out, doc.Item{Text: c.Shows + ":", Command: c.Run})
	}
	return out
}
