package sections

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"seam/analyze/rollout"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/picture"
)

// rolloutSections tell the order of a change: what breaks in any order first, then the
// waves with the reason for each, what goes back with what, and what was not placed.
func rolloutSections(r *model.Report) []doc.Section {
	p := r.Rollout
	if p == nil {
		return nil
	}
	out := []doc.Section{rolloutSection(p)}
	if why := rolloutWhySection(p); len(why.Lists) > 0 {
		out = append(out, why)
	}
	if gone := rolloutSchemaSection(p); len(p.Removals) > 0 {
		out = append(out, gone)
	}
	return append(out, rolloutBackSection(p), rolloutFilesSection(p))
}

func rolloutSection(p *model.Rollout) doc.Section {
	s := doc.Section{ID: "rollout", Title: "Deployment of this change", Lead: rolloutLead(p), Steps: steps("Wave", p.Waves), Figures: rolloutFigure(p)}
	problems := doc.List{Title: "Breaks in any order", Sign: "!"}
	for _, x := range p.Problems {
		it := doc.Item{Mark: doc.Mark{Word: "problem", Tone: "problem"}, Text: x.Message + ". " + x.Advice, Proof: []string{x.At.String()}}
		for _, at := range x.Related {
			it.Proof = append(it.Proof, at.String())
		}
		problems.Items = append(problems.Items, it)
	}
	knots := doc.List{Title: "No order of one step", Sign: "!"}
	for _, k := range p.Knots {
		knots.Items = append(knots.Items, doc.Item{Name: phrase.Few(k.Services, 6), Text: "deploy together, or take the change apart:", Path: k.Steps, Ladder: true})
	}
	s.Lists = doc.FilledLists([]doc.List{problems, knots})
	return s
}

// rolloutWhySection gives the reason of every order, and of every one that is not needed.
func rolloutWhySection(p *model.Rollout) doc.Section {
	s := doc.Section{ID: "because", Title: "Why this order"}
	because := doc.List{Title: "Because", Sign: "*"}
	for _, c := range p.Constraints {
		it := doc.Item{Name: c.First + " before " + c.Then, Text: c.Because}
		for _, at := range c.Evidence {
			it.Proof = append(it.Proof, at.String())
		}
		if len(it.Proof) > 0 {
			it.Text += " (" + it.Proof[0] + ")"
		}
		it.Text += "."
		because.Items = append(because.Items, it)
	}
	pairs := map[string][]string{}
	for _, f := range p.Free {
		why := "nothing that the caller uses of the other's contract changed"
		switch {
		case strings.HasPrefix(f.Reason, "no file"):
			why = "of the other only what it shares changed"
		case strings.HasPrefix(f.Reason, "no message"):
			why = "no message between them begins or ends"
		}
		pairs[why] = append(pairs[why], f.Caller+" and "+f.Callee)
	}
	free := doc.List{Title: "No order needed", Sign: "*"}
	for _, why := range slices.Sorted(maps.Keys(pairs)) {
		free.Items = append(free.Items, doc.Item{Text: fmt.Sprintf("No order needed: %s; %s.", phrase.Few(pairs[why], 8), why)})
	}
	s.Lists = doc.FilledLists([]doc.List{because, free})
	return s
}

// rolloutSchemaSection tells what migrations take away, and who names it.
func rolloutSchemaSection(p *model.Rollout) doc.Section {
	used := 0
	t := doc.Table{Caption: "Still = the code names it after this change, too", Most: 30,
		Columns: []doc.Column{{Title: "Service", Kind: doc.Ident}, {Title: "Takes away", Kind: doc.Prose}, {Title: "Used by", Kind: doc.Prose}, {Title: "Stands at", Kind: doc.Ident}}}
	steps := doc.List{Title: "To do", Sign: "*"}
	for _, r := range p.Removals {
		var users []string
		for _, u := range r.Users {
			text := u.Service
			if u.Still {
				text += " still"
			}
			users = append(users, fmt.Sprintf("%s (%s)", text, u.At))
		}
		what := r.What
		if r.Now != "" {
			what += ", now " + r.Now
		}
		by := "nobody seen"
		if len(users) > 0 {
			used++
			by = phrase.Few(users, 3)
		}
		t.Rows = append(t.Rows, doc.Cells(r.Service, what, by, r.At.String()))
		if r.Advice != "" && !slices.ContainsFunc(steps.Items, func(it doc.Item) bool { return it.Text == r.Advice }) {
			steps.Items = append(steps.Items, doc.Item{Text: r.Advice, Proof: []string{r.At.String()}})
		}
	}
	s := doc.Section{ID: "schema", Title: "What migrations take away", Tables: doc.FilledTables(t), Lists: doc.FilledLists([]doc.List{steps})}
	s.Lead = fmt.Sprintf("%s or renamed; nobody was seen to use them.", phrase.Plural(len(p.Removals), "table or column is dropped", "tables and columns are dropped"))
	if used > 0 {
		s.Lead = fmt.Sprintf("%s or renamed, %s while versions that use it run.", phrase.Plural(len(p.Removals), "table or column is dropped", "tables and columns are dropped"), phrase.Count(used))
	}
	return s
}

func rolloutLead(p *model.Rollout) string {
	if len(p.Services) == 0 {
		return "Nothing to deploy: no changed file belongs to a service."
	}
	lead := fmt.Sprintf("%s changed; ", phrase.Plural(len(p.Services), "service", "services"))
	switch {
	case len(p.Problems) > 0:
		lead += phrase.Plural(len(p.Problems), "thing breaks", "things break") + " in whatever order."
	case len(p.Constraints) == 0:
		lead += "in any order, or all at once."
	case len(p.Waves) == 1:
		lead += fmt.Sprintf("no order is right for %s that contradict one another, and the others need none.", phrase.Plural(len(p.Knots), "group", "groups"))
	default:
		lead += fmt.Sprintf("%s in order, %s.", phrase.Plural(len(p.Waves), "wave", "waves"), reasonsOf(p))
	}
	return lead
}

// reasonsOf says how far the order is known.
func reasonsOf(p *model.Rollout) string {
	assumed := 0
	for _, c := range p.Constraints {
		if c.Kind == rollout.Assumed {
			assumed++
		}
	}
	switch {
	case assumed == len(p.Constraints):
		return "all of it assumed from who calls whom, since no contract could be compared"
	case assumed > 0:
		return fmt.Sprintf("%s of it because of what changed, the rest assumed from who calls whom", phrase.Plural(len(p.Constraints)-assumed, "constraint", "constraints"))
	}
	return "each because of what changed"
}

// rolloutFigure draws the constraints, the first wave at the top.
func rolloutFigure(p *model.Rollout) []doc.Figure {
	if len(p.Constraints) == 0 || len(p.Services) > doc.MostNodes {
		return nil
	}
	at := map[string]int{}
	g := picture.Graph{Title: "The order of this change", Text: rolloutLead(p)}
	for w, names := range p.Waves {
		g.Ranks = append(g.Ranks, rankOf(w, len(p.Waves)))
		for _, name := range names {
			at[name] = len(g.Boxes)
			g.Boxes = append(g.Boxes, picture.Box{Lines: []string{name}, Class: "unit"})
			g.Layers = append(g.Layers, w)
		}
	}
	for _, k := range p.Knots {
		for _, name := range k.Services {
			g.Boxes[at[name]].Class = "tangle"
		}
	}
	for _, c := range p.Constraints {
		if from, to := at[c.First], at[c.Then]; g.Layers[from] < g.Layers[to] {
			g.Arrows = append(g.Arrows, picture.Arrow{From: from, To: to, Says: c.Because})
		}
	}
	g.Arrows = distinctArrows(g.Arrows)
	return []doc.Figure{{Caption: "The order of this change, from the first wave down", Draw: g,
		Read:   "An arrow leads from what must be deployed first to what waits for it; point at one for the reason.",
		Legend: usedKeys(g, doc.Key{Class: "unit", Means: "unit that changed"}, doc.Key{Class: "tangle", Means: "the orders of these contradict each other"})}}
}

func rolloutBackSection(p *model.Rollout) doc.Section {
	s := doc.Section{ID: "rollback", Title: "Rollback"}
	t := doc.Table{Caption: "If this service goes back, these go back too, in this order",
		Columns: []doc.Column{{Title: "Service", Kind: doc.Ident}, {Title: "Go back before it", Kind: doc.Prose}, {Title: "Because", Kind: doc.Prose}}}
	for _, name := range slices.Sorted(maps.Keys(p.Rollback)) {
		if list := p.Rollback[name]; len(list) > 0 {
			var why []string
			for _, c := range p.Constraints {
				if c.First == name && slices.Contains(list, c.Then) {
					why = append(why, c.Because)
				}
			}
			t.Rows = append(t.Rows, doc.Cells(name, phrase.Few(list, 10), phrase.Few(why, 2)))
		}
	}
	s.Lead = "Every changed service can go back by itself."
	if len(t.Rows) > 0 {
		s.Lead = "The order backwards: whoever relies on what a service brings goes back before it."
	}
	s.Tables = doc.FilledTables(t)
	for _, m := range p.OneWay {
		var gone []string
		for _, r := range m.Removes {
			gone = append(gone, fmt.Sprintf("%s (line %d)", r.Name(), r.At.Line))
		}
		switch {
		case len(gone) == 0:
			s.Notes = append(s.Notes, fmt.Sprintf("%s: the migration %s has no way back beside it; once applied, an older version may not fit the schema.", m.Service, m.At))
		case m.Reversible:
			s.Notes = append(s.Notes, fmt.Sprintf("%s: the migration %s takes away %s; an older version that uses it fails, and the way back brings back no data that was dropped.", m.Service, m.At, phrase.Few(gone, 6)))
		default:
			s.Notes = append(s.Notes, fmt.Sprintf("%s: the migration %s takes away %s and has no way back beside it; an older version that uses it fails.", m.Service, m.At, phrase.Few(gone, 6)))
		}
	}
	return s
}

func rolloutFilesSection(p *model.Rollout) doc.Section {
	s := doc.Section{ID: "changed-files", Title: "What changed"}
	if p.Passive > 0 {
		s.Lead = phrase.Plural(p.Passive, "changed file of documentation and tests deploys", "changed files of documentation and tests deploy") + " nothing."
	}
	t := doc.Table{Caption: "Changed files by service", Fine: len(p.Touches) > 40,
		Columns: []doc.Column{{Title: "Service", Kind: doc.Ident}, {Title: "Because of", Kind: doc.Word}, {Title: "Files", Kind: doc.Number}, {Title: "First", Kind: doc.Ident}}}
	for i := 0; i < len(p.Touches); {
		first, n := p.Touches[i], 0
		kinds := map[rollout.Why][]string{}
		for ; i+n < len(p.Touches) && p.Touches[i+n].Service == first.Service; n++ {
			x := p.Touches[i+n]
			kinds[x.Why] = append(kinds[x.Why], x.File)
		}
		i += n
		for _, why := range slices.Sorted(maps.Keys(kinds)) {
			t.Rows = append(t.Rows, doc.Cells(first.Service, string(why), phrase.Count(len(kinds[why])), kinds[why][0]))
		}
	}
	s.Tables = doc.FilledTables(t)
	if len(p.Programs) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s: %s.", phrase.Plural(len(p.Programs), "more changed program stands in no wave, since nothing deploys it", "more changed programs stand in no wave, since nothing deploys them"), phrase.Few(p.Programs, 6)))
	}
	if len(p.Unowned) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s of no service: %s.", phrase.Plural(len(p.Unowned), "changed file is", "changed files are"), phrase.Few(p.Unowned, 6)))
	}
	return s
}
