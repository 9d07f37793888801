package sections

import (
	"fmt"
	"slices"

	"seam/analyze/chains"
	"seam/analyze/modules"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// whySection tells the shortest ways to what was asked for.
func whySection(r *model.Report) []doc.Section {
	if r.Why == nil {
		return nil
	}
	s := doc.Section{ID: "why", Title: "Why " + r.Options["why"] + " is here", More: "--format json"}
	s.Lead = phrase.Plural(len(r.Why), "place holds it.", "places hold it, or a version of it each.") + " The shortest ways first, each from a unit of this repository down."
	for i, x := range r.Why {
		s.Parts = append(s.Parts, doc.Section{
			ID: doc.Anchor(fmt.Sprintf("why:%d", i)), Title: nameVersion(x.Dependency, x.Version), Lead: whyLead(x), Lists: []doc.List{{Title: "Ways", Sign: "*", Items: whyItems(x)}},
		})
	}
	return one(s)
}

func nameVersion(name, version string) string {
	if version == "" {
		return name
	}
	return name + "@" + version
}

// whyLead names the source of the answer (a lock file, manifests) and its limits.
func whyLead(x chains.Reason) string {
	var from string
	switch x.Source {
	case chains.FromLock:
		from = "By " + x.File
	case chains.FromImports:
		from = "Along imports of the default build, tests left out, from a program where one needs it"
	default:
		from = "By the manifests alone, since no lock file holds these units"
		if x.Ecosystem == "go" && slices.ContainsFunc(x.Ways, func(w chains.Way) bool { return w.Indirect }) {
			from += "; --resolve shows what needs an indirect one"
		}
	}
	switch {
	case len(x.Ways) == 0:
		from += "; nothing of this repository leads to it"
	case x.More:
		from += "; there are more ways: --top shows them"
	}
	return phrase.Sentence(from)
}

func whyItems(x chains.Reason) []doc.Item {
	var out []doc.Item
	for _, w := range x.Ways {
		it := doc.Item{Text: phrase.Plural(len(w.Path)-1, "step", "steps"), Path: w.Path, Ladder: true}
		if w.Kind != modules.Production {
			it.Text += ", " + string(w.Kind)
		}
		if w.Indirect {
			it.Text += ", listed only because something else needs it"
		}
		if w.Location.File != "" {
			it.Text += ", asked for at " + w.Location.String()
		}
		out = append(out, it)
	}
	return out
}
