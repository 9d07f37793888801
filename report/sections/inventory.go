package sections

import (
	"cmp"
	"fmt"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// The inventory: what there is, and what was left out.

func areasSection(r *model.Report) []doc.Section {
	if r.Areas == nil {
		return nil
	}
	s := doc.Section{ID: "areas", Title: "Areas"}
	if len(r.Areas) == 0 {
		s.Lead = "No areas: there is no first-party file."
		return one(s)
	}
	s.Lead = phrase.Plural(len(r.Areas), "part", "parts") + " of the repository by name; areas in seam.yaml change them. Changes are those to any file of an area, documentation and manifests included."
	t := doc.Table{Caption: "Areas", Columns: []doc.Column{{Title: "Area", Kind: doc.Ident}, {Title: "Files", Kind: doc.Number}, {Title: "Changes", Kind: doc.Number}, {Title: "Folders", Kind: doc.Prose}}}
	for _, a := range r.Areas {
		t.Rows = append(t.Rows, doc.Cells(phrase.Place(a.Name), phrase.Count(a.Files), phrase.Count(a.Changes), listOf(a.Folders)))
	}
	s.Tables = []doc.Table{t}
	return one(s)
}

func packagesSection(r *model.Report) []doc.Section {
	if r.Packages == nil {
		return nil
	}
	s := doc.Section{ID: "packages", Title: "Packages"}
	if len(r.Packages) == 0 {
		s.Lead = "No packages: " + phrase.Sentence(noPackages(r))
		return one(s)
	}
	s.Lead = phrase.Plural(len(r.Packages), "first-party package", "first-party packages") + ", most changed first. Lines are those of code without tests; changes are those to source files of the package."
	list := slices.Clone(r.Packages)
	slices.SortStableFunc(list, func(a, b model.Package) int {
		return cmp.Or(cmp.Compare(b.Changes, a.Changes), cmp.Compare(a.Path, b.Path))
	})
	t := doc.Table{Caption: "Packages", Columns: []doc.Column{{Title: "Package", Kind: doc.Ident}, {Title: "Language", Kind: doc.Word, Fine: true}, {Title: "Module", Kind: doc.Ident},
		{Title: "Files", Kind: doc.Number}, {Title: "Lines", Kind: doc.Number}, {Title: "Changes", Kind: doc.Number}, {Title: "Owner", Kind: doc.Ident}}}
	for _, p := range list {
		t.Rows = append(t.Rows, doc.Cells(p.Path, p.Language, p.Module, phrase.Count(p.Files), phrase.Count(p.Lines), phrase.Count(p.Changes), p.Team))
	}
	if !slices.ContainsFunc(list, func(p model.Package) bool { return p.Team != "" }) {
		t = doc.Without(t, len(t.Columns)-1)
		s.Notes = []string{"No package has a declared owner."}
	}
	s.Tables = []doc.Table{t}
	return one(s)
}

func graphSection(r *model.Report) []doc.Section {
	g := r.Graph
	if g == nil {
		return nil
	}
	s := doc.Section{ID: "graph", Title: "Graph of " + g.Level}
	if len(g.Nodes) == 0 {
		s.Lead = "The graph is empty: there are no " + g.Level + "."
		return one(s)
	}
	s.Lead = fmt.Sprintf("%s and %s.", phrase.Plural(len(g.Nodes), "node", "nodes"), phrase.Plural(len(g.Edges), "edge", "edges"))
	if len(g.Cycles) == 0 {
		s.Lead += " No cycles."
	} else {
		l := doc.List{Title: "Cycles", Sign: "!"}
		for _, c := range g.Cycles {
			l.Items = append(l.Items, doc.Item{Mark: doc.Mark{Word: "cycle", Tone: "problem"}, Text: phrase.Few(c, 10)})
		}
		s.Lists = []doc.List{l}
	}
	t := doc.Table{Caption: "Edges", Columns: []doc.Column{{Title: "From", Kind: doc.Ident}, {Title: "To", Kind: doc.Ident}, {Title: "Kind", Kind: doc.Word}, {Title: "Constraint", Kind: doc.Word, Fine: true}, {Title: "Files", Kind: doc.Number}}}
	for _, e := range g.Edges {
		t.Rows = append(t.Rows, doc.Cells(e.From, e.To, e.Kind, e.Constraint, phrase.Count(e.Files)))
	}
	s.Tables = doc.FilledTables(t)
	if d := graphDrawing(g); d.Small() {
		s.Drawing = d
	}
	return one(s)
}

func historySection(r *model.Report) []doc.Section {
	h := r.History
	if h == nil {
		return nil
	}
	s := doc.Section{ID: "history", Title: "History",
		Lead: fmt.Sprintf("%s, %s among them, give %s that coupling and focus count.",
			phrase.Plural(h.Commits, "commit", "commits"), phrase.Plural(h.Merges, "merge", "merges"), phrase.Plural(h.Changes, "change", "changes"))}
	s.Notes = historyNotes(h)
	if len(h.Excluded) == 0 {
		s.Notes = append(s.Notes, "Nothing was excluded.")
		return one(s)
	}
	t := doc.Table{Caption: "What was left out", Columns: []doc.Column{{Title: "Reason", Kind: doc.Word}, {Title: "Of", Kind: doc.Word}, {Title: "Count", Kind: doc.Number}, {Title: "Example", Kind: doc.Ident}}}
	for _, e := range h.Excluded {
		t.Rows = append(t.Rows, doc.Cells(e.Code, e.Of, phrase.Count(e.Count), e.Example))
	}
	s.Tables = []doc.Table{t}
	return one(s)
}

// historyNotes say what one change is, and what became of files that were moved.
func historyNotes(h *model.History) []string {
	var out []string
	if u := h.Unit; u.Kind != "" {
		note := fmt.Sprintf("One change is one %s", unitName(u.Kind))
		if u.Reason != "" {
			note += ": " + u.Reason
		}
		out = append(out, note+".")
	}
	switch l := h.Lineage; {
	case l.Off:
		out = append(out, "Renames were not followed: a file's history begins at its newest name.")
	case l.Renames > 0:
		out = append(out, fmt.Sprintf("%s followed, so the history of %s counts for the names of today.",
			phrase.Plural(l.Renames, "rename was", "renames were"), phrase.Plural(l.Paths, "former path", "former paths")))
	}
	return out
}

func unitName(u history.Unit) string {
	switch u {
	case history.PullRequest:
		return "merged pull request (or a commit that came in without one)"
	case history.Ticket:
		return "ticket's commits"
	case history.Window:
		return "author's row of commits with short pauses"
	}
	return "commit"
}

func warningsSection(r *model.Report) []doc.Section {
	s := doc.Section{ID: "warnings", Title: "What was not looked at"}
	if len(r.Warnings) == 0 {
		if r.Split == nil {
			return nil
		}
		s.Lead = "Nothing: no caveat applies to this report."
		return one(s)
	}
	s.Lead = phrase.Plural(len(r.Warnings), "caveat makes", "caveats make") + " this answer partial."
	t := doc.Table{Caption: "Caveats", Columns: []doc.Column{{Title: "Code", Kind: doc.Word}, {Title: "Meaning", Kind: doc.Prose}, {Title: "Cases", Kind: doc.Number}}}
	for _, w := range r.Warnings {
		t.Rows = append(t.Rows, doc.Cells(w.Code, w.Message, phrase.Count(max(w.Count, 1))))
	}
	s.Tables = []doc.Table{t}
	return one(s)
}

// findingsSection lists what a gate may act on.
func findingsSection(r *model.Report) []doc.Section {
	if r.Findings == nil || r.Check != nil || r.Diamonds != nil {
		return nil
	}
	s := doc.Section{ID: "findings", Title: "Findings"}
	if len(r.Findings) == 0 {
		s.Lead = "No findings: " + nothingFound(r) + "."
		return one(s)
	}
	s.Lead = phrase.Plural(len(r.Findings), "finding", "findings") + " that seam check compares between two revisions."
	s.Tables = []doc.Table{findingsTable("Findings, worst first", r.Findings)}
	return one(s)
}

// nothingFound says what was looked for in vain.
func nothingFound(r *model.Report) string {
	switch {
	case r.Rollout != nil:
		return "the change breaks no service that seam sees, and its order contradicts nothing"
	case r.Deploy != nil:
		return "no services wait for one another, and no declared order contradicts the calls"
	}
	return "nothing here would fail seam check"
}

func findingsTable(caption string, list []finding.Finding) doc.Table {
	t := doc.Table{Caption: caption, Columns: []doc.Column{{Title: "Severity", Kind: doc.Chip}, {Title: "Rule", Kind: doc.Word}, {Title: "Finding", Kind: doc.Prose}, {Title: "Where", Kind: doc.Ident}, {Title: "Fix", Kind: doc.Prose, Fine: true}, {Title: "Command", Kind: doc.Ident, Fine: true}}}
	for _, f := range list {
		m, edit, command := doc.MarkOf(f.Severity), "", ""
		if f.Fix != nil {
			edit, command = f.Fix.Edit, f.Fix.Command
		}
		r := doc.Cells(m.Word, f.Rule, f.Message, f.Location.String(), edit, command)
		r.ID = doc.Anchor("finding:" + f.ID)
		r.Cells[0].Tone = m.Tone
		t.Rows = append(t.Rows, r)
	}
	return t
}
