package sections

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"seam/analyze/services"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// deploySections tell the order, the cycles that have none, and what was not found.
func deploySections(r *model.Report) []doc.Section {
	d := r.Deploy
	if d == nil {
		return nil
	}
	out := []doc.Section{wavesSection(r), cyclesSection(d)}
	if len(d.Unknown) > 0 {
		out = append(out, unknownSection(d))
	}
	if len(d.Weak) > 0 {
		t := edgesTable(d.Weak)
		t.Caption = "Signs of calls"
		out = append(out, doc.Section{ID: "weak-calls", Title: "Weak signs of calls", Tables: []doc.Table{t},
			Lead: fmt.Sprintf("%s too weak to be a call; the order above does not know of them.", phrase.Plural(len(d.Weak), "sign", "signs"))})
	}
	return out
}

func wavesSection(r *model.Report) doc.Section {
	d := r.Deploy
	s := doc.Section{ID: "deploy", Title: "Deployment order", Steps: steps("Wave", d.Waves)}
	if len(d.Services) == 0 {
		s.Lead = "Nothing to order: no compose file, manifest or Dockerfile beside code that starts something was found."
		if slices.ContainsFunc(r.Repository.Languages, func(l model.Language) bool { return l.Name == "go" }) {
			s.Lead = "Nothing to order: no Go main package and no compose file, manifest or Dockerfile beside code that starts something was found."
		}
		return s
	}
	s.Lead = fmt.Sprintf("%s in %s; everything in a wave can go at once, after the waves before it.",
		phrase.Plural(ordered(d), "unit", "units"), phrase.Plural(len(d.Waves), "wave", "waves"))
	if len(d.Edges) == 0 {
		s.Lead = fmt.Sprintf("%s: no call between units was seen, so nothing orders them.", phrase.Plural(ordered(d), "unit", "units"))
		if len(s.Steps) == 1 {
			s.Steps[0].Title = "In any order"
		}
	}
	if names := unordered(d); len(names) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s in no wave, being there for telemetry or tests: %s.",
			phrase.Plural(len(names), "more unit is", "more units are"), phrase.Few(names, 8)))
	}
	if len(d.Programs) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s deploys: %s.",
			phrase.Plural(len(d.Programs), "more Go program stands here that nothing", "more Go programs stand here that nothing"), phrase.Few(d.Programs, 8)))
	}
	if names := jobs(d); len(names) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s: %s.",
			phrase.Plural(len(names), "unit is a job, which runs and ends: it has its place in the order, and is nothing to split out", "units are jobs, which run and end: they have their place in the order, and are nothing to split out"), phrase.Few(names, 8)))
	}
	s.Tables = doc.FilledTables(edgesTable(d.Edges), entriesTable(d.Services), servicesTable(d.Services), rollbackTable(d))
	s.Figures = wavesFigure(d)
	if w := deployDrawing(d); w.Small() {
		s.Drawing = w
	}
	return s
}

// ordered counts the units that stand in a wave.
func ordered(d *model.Deploy) int {
	n := 0
	for _, w := range d.Waves {
		n += len(w)
	}
	return n
}

// unordered are the units that stand in no wave, without programs that nothing deploys.
func unordered(d *model.Deploy) []string {
	named := map[string]bool{}
	for _, w := range append([][]string{d.Programs}, d.Waves...) {
		for _, name := range w {
			named[name] = true
		}
	}
	var out []string
	for _, s := range d.Services {
		if !named[s.Name] {
			out = append(out, s.Name)
		}
	}
	return out
}

// jobs are the units that run and end, each with what says so.
func jobs(d *model.Deploy) []string {
	var out []string
	for _, s := range d.Services {
		if s.Job != nil {
			out = append(out, fmt.Sprintf("%s (%s)", s.Name, s.Job))
		}
	}
	return out
}

func edgesTable(edges []services.Edge) doc.Table {
	t := doc.Table{Caption: "Who depends on whom, and the line that shows it. Rows of telemetry and tests order nothing.",
		Columns: []doc.Column{{Title: "From", Kind: doc.Ident}, {Title: "To", Kind: doc.Ident}, {Title: "Class", Kind: doc.Word}, {Title: "Sure", Kind: doc.Number, Fine: true}, {Title: "Seen at", Kind: doc.Ident}, {Title: "Line", Kind: doc.Prose, Fine: true}}}
	for _, e := range edges {
		where, text := "", ""
		if len(e.Evidence) > 0 {
			first := e.Evidence[0]
			where, text = at(first.File, first.Line), first.Text
			if n := len(e.Evidence) - 1; n > 0 {
				where += fmt.Sprintf(" and %s more", phrase.Count(n))
			}
		}
		t.Rows = append(t.Rows, doc.Cells(e.From, e.To, string(e.Class), phrase.Percent(e.Confidence), where, text))
	}
	return t
}

func servicesTable(list []services.Service) doc.Table {
	t := doc.Table{Caption: "Deployable units", Fine: true,
		Columns: []doc.Column{{Title: "Unit", Kind: doc.Ident}, {Title: "Kind", Kind: doc.Word}, {Title: "Class", Kind: doc.Word}, {Title: "Code", Kind: doc.Ident}, {Title: "Also called", Kind: doc.Prose}, {Title: "Declared at", Kind: doc.Ident}}}
	for _, s := range list {
		where := ""
		if len(s.Evidence) > 0 {
			where = s.Evidence[0].String()
		}
		class := string(s.Class)
		if s.Job != nil {
			class = "job"
		}
		t.Rows = append(t.Rows, doc.Cells(s.Name, s.Kind, class, s.Path, listOf(s.Aliases), where))
	}
	return t
}

// entriesTable lists the ways in from outside that manifests declare. A way that several
// objects state alike is one row.
func entriesTable(list []services.Service) doc.Table {
	t := doc.Table{Caption: "Ways in from outside, as manifests declare them",
		Columns: []doc.Column{{Title: "Unit", Kind: doc.Ident}, {Title: "Kind", Kind: doc.Word}, {Title: "Host", Kind: doc.Ident}, {Title: "Path", Kind: doc.Ident}, {Title: "Declared at", Kind: doc.Ident, Fine: true}}}
	for _, s := range list {
		seen := map[[3]string]bool{}
		for _, e := range s.Entries {
			way := [3]string{e.Kind, e.Host, e.Path}
			if !seen[way] {
				seen[way] = true
				t.Rows = append(t.Rows, doc.Cells(s.Name, e.Kind, cmp.Or(e.Host, "any"), cmp.Or(e.Path, "all"), e.At.String()))
			}
		}
	}
	return t
}

// rollbackTable lists what goes back with each unit. A closure of one unit was asked
// for by name, so it shows in text too, empty or not.
func rollbackTable(d *model.Deploy) doc.Table {
	closure := d.Rollback
	if len(closure) == 1 {
		for name := range closure {
			if len(closure[name]) > 0 {
				return rollbackSteps(name, closure[name], d.Edges)
			}
		}
	}
	t := doc.Table{Caption: "Rollback: if the unit goes back, these go back too, in this order", Fine: len(closure) > 1,
		Columns: []doc.Column{{Title: "Unit", Kind: doc.Ident}, {Title: "Rolls back with it", Kind: doc.Prose}}}
	for _, name := range slices.Sorted(maps.Keys(closure)) {
		switch {
		case len(closure[name]) > 0:
			t.Rows = append(t.Rows, doc.Cells(name, phrase.Few(closure[name], 10)))
		case len(closure) == 1:
			t.Rows = append(t.Rows, doc.Cells(name, "nothing else"))
		}
	}
	return t
}

// rollbackSteps is the rollback of one unit, step by step, each with what makes it
// necessary.
func rollbackSteps(name string, closure []string, edges []services.Edge) doc.Table {
	t := doc.Table{Caption: "To roll back " + name + ", roll back in this order",
		Columns: []doc.Column{{Title: "#", Kind: doc.Number}, {Title: "Unit", Kind: doc.Ident}, {Title: "Because it uses", Kind: doc.Ident}, {Title: "Seen at", Kind: doc.Ident}}}
	for i, unit := range append(slices.Clone(closure), name) {
		used, seen := "", ""
		for _, e := range edges {
			if e.From == unit && unit != name && (e.To == name || slices.Contains(closure, e.To)) && len(e.Evidence) > 0 && (used == "" || e.To == name) {
				used, seen = e.To, at(e.Evidence[0].File, e.Evidence[0].Line)
			}
		}
		t.Rows = append(t.Rows, doc.Cells(phrase.Count(i+1), unit, used, seen))
	}
	return t
}

func cyclesSection(d *model.Deploy) doc.Section {
	s := doc.Section{ID: "cycles", Title: "Deployment cycles"}
	if len(d.Cycles) == 0 {
		s.Lead = "No cycles: every unit has a place in the order."
		if len(d.Edges) == 0 {
			s.Lead = "No cycles: no call between units was seen."
		}
		if len(d.Services) == 0 {
			s.Lead = "No cycles: there is nothing to order."
		}
		return s
	}
	s.Lead = fmt.Sprintf("%s in which each unit waits for another: no order is right.", phrase.Plural(len(d.Cycles), "group", "groups"))
	l := doc.List{Title: "Groups and the way out", Sign: "!"}
	for i, c := range d.Cycles {
		text := phrase.Few(c, 8) + "."
		if i < len(d.Advice) {
			text += " " + phrase.Sentence(d.Advice[i])
		}
		l.Items = append(l.Items, doc.Item{Mark: doc.Mark{Word: "cycle", Tone: "problem"}, Text: text})
	}
	s.Lists = []doc.List{l}
	return s
}

func unknownSection(d *model.Deploy) doc.Section {
	s := doc.Section{ID: "unknown-calls", Title: "Calls without a known target",
		Lead: fmt.Sprintf("%s whose target was not found; the order above does not know of them.", phrase.Plural(len(d.Unknown), "sign of a call", "signs of calls"))}
	t := doc.Table{Caption: "Signs of calls", Columns: []doc.Column{{Title: "Unit", Kind: doc.Ident}, {Title: "Seen at", Kind: doc.Ident}, {Title: "Line", Kind: doc.Prose, Fine: true}, {Title: "Why", Kind: doc.Prose}}}
	for _, u := range d.Unknown {
		t.Rows = append(t.Rows, doc.Cells(u.Service, at(u.File, u.Line), u.Text, u.Reason))
	}
	s.Tables = []doc.Table{t}
	return s
}

// at is a place in a file.
func at(file string, line int) string {
	if line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d", file, line)
}
