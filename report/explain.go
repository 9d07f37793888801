package report

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/glossary"
	"seam/analyze/split"
	"seam/report/model"
	"seam/report/phrase"
)

// explanationDocument is the page about one id or code.
func explanationDocument(r *model.Report) *document {
	e := r.Explanation
	d := &document{Title: e.Title}
	if r.Repository.Head != "" {
		d.Title, d.Facts = title(r), facts(r)
	}
	s := section{ID: "explanation", Title: e.Title, Mark: mark{Word: e.Kind}, Lead: sentence(e.Text)}
	if e.Manual != "" {
		s.Plain = strings.Split(e.Manual, "\n")
	}
	s.Parts = parts(
		section{ID: "numbers", Title: "What it rests on", Lead: e.Formula, Tables: filledTables(explainedTerms(e.Terms)), Lists: filledLists([]list{
			{Title: "Numbers", Items: factItems(e.Facts)}, {Title: "For", Items: coded(e.For)}, {Title: "Against", Items: coded(e.Against)},
			{Title: "Proof", Items: proofs(e.Proof)},
		})},
		section{ID: "definitions", Title: "Definitions", Lists: filledLists([]list{{Sign: "-", Items: defined(e.Definitions)}})},
		section{ID: "commands", Title: "To follow the numbers by hand", Lead: commandsLead(e.Commands), Lists: filledLists([]list{{Sign: "-", Items: commands(e.Commands)}})},
	)
	if len(e.More) > 0 {
		s.Notes = []string{"More: " + strings.Join(prefixed("seam explain ", e.More), ", ")}
	}
	d.Sections = []section{s}
	d.clean()
	return d
}

// parts leaves out those that hold nothing.
func parts(all ...section) []section {
	return slices.DeleteFunc(all, func(s section) bool { return s.Lead == "" && len(s.Tables) == 0 && len(s.Lists) == 0 })
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
func explainedTerms(terms []split.Term) table {
	t := table{Caption: "The score, term by term. Share is that of all points, whatever their sign; lower counts the repository's other parts with a lower value.",
		Columns: []column{{Title: "Term", Kind: word}, {Title: "Measured", Kind: prose}, {Title: "Value", Kind: number}, {Title: "Lower", Kind: number},
			{Title: "Steps", Kind: prose}, {Title: "Points", Kind: number}, {Title: "Share", Kind: number}}}
	for _, x := range terms {
		t.Rows = append(t.Rows, cells(x.Code, x.Text, value(x.Value), percent(x.Percentile), stepsOf(x.Steps), signed(x.Points), percent(x.Share)))
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
		out = append(out, fmt.Sprintf("above %s: %s", value(s.Above), signed(s.Points)))
	}
	return strings.Join(out, ", ")
}

func factItems(facts []model.Fact) []item {
	var out []item
	for _, f := range facts {
		text := f.Value
		if f.Text != "" {
			text += " (" + f.Text + ")"
		}
		out = append(out, item{Name: f.Name, Text: text})
	}
	return out
}

// coded lists evidence with its codes, which can be asked for in turn.
func coded(list []split.Evidence) []item {
	out := evidence(list)
	for i := range out {
		out[i].Name, out[i].Proof = list[i].Code, nil
		if ids := list[i].IDs; len(ids) > 0 {
			out[i].Text += ": " + phrase.Few(shortIDs(ids), 5)
		}
	}
	return out
}

func proofs(list []model.Proof) []item {
	var out []item
	for _, p := range list {
		text := p.Text
		if len(p.Places) > 0 {
			text += ": " + phrase.Few(shortIDs(p.Places), 10)
		}
		out = append(out, item{Text: text, Path: p.Path})
	}
	return out
}

func defined(list []glossary.Entry) []item {
	var out []item
	for _, e := range list {
		out = append(out, item{Name: e.Code, Text: fmt.Sprintf("(%s) %s", e.Kind, e.Text)})
	}
	return out
}

func commands(list []model.Command) []item {
	var out []item
	for _, c := range list {
		out = append(out, item{Text: c.Shows + ":", Command: c.Run})
	}
	return out
}
