package page

import (
	"cmp"
	"errors"
	"html/template"
	"slices"
	"strings"

	"seam/analyze/parallel"
	"seam/report/doc"
)

// view is one page of the report: what a reader looks at for one question. Sections
// that belong to none stand in the last one.
type view struct {
	ID       string
	Title    string
	Sections []doc.Section
	Written  []template.HTML // of each section
}

// viewList says which sections a view holds, in the order of the contents and of the
// view.
var viewList = []struct {
	id, title string
	sections  []string
}{
	{"overview", "Overview", []string{"verdicts", "check", "team", "team-areas", "team-owned", "team-candidates", "team-services", "team-diamonds", "team-contested", "team-others"}},
	{"candidates", "Candidates", []string{"candidates", "reuse", "profile"}},
	{"map", "Map", []string{"map", "communities", "areas"}},
	{"matrix", "Matrix", []string{"matrix"}},
	{"changes", "What changes together", []string{"hidden-coupling", "span", "hotspots", "coupling", "change-types"}},
	{"teams", "Teams", []string{"focus", "contested", "drift", "owners"}},
	{"dependencies", "Dependencies", []string{"diamonds", "why", "chains", "dependencies"}},
	{"deployment", "Deployment", []string{"rollout", "because", "rollback", "changed-files", "deploy", "cycles", "weak-calls", "unknown-calls"}},
	{"impact", "Impact", []string{"impact", "impact-change", "impact-versions", "impact-adoption", "impact-teams", "impact-outside"}},
	{"whatif", "What if", []string{"whatif", "whatif-parts", "cut"}},
	{"diff", "What changed", []string{"diff", "diff-candidates", "diff-cycles", "diff-diamonds", "diff-coupling", "diff-imports", "diff-chains"}},
	{"inventory", "Inventory", nil}, // whatever is left
	{"words", "Words", []string{"words"}},
}

// views groups sections; views without any are left out.
func views(sections []doc.Section) []view {
	type place struct{ view, at int }
	of := map[string]place{}
	for v, l := range viewList {
		for at, id := range l.sections {
			of[id] = place{v, at}
		}
	}
	rest := 0
	for v, l := range viewList {
		if l.sections == nil {
			rest = v
		}
	}
	by := make([][]doc.Section, len(viewList))
	for _, s := range sections {
		v := rest
		if p, ok := of[s.ID]; ok {
			v = p.view
		}
		by[v] = append(by[v], s)
	}
	var out []view
	for v, l := range viewList {
		if len(by[v]) == 0 {
			continue
		}
		slices.SortStableFunc(by[v], func(a, b doc.Section) int { return cmp.Compare(of[a.ID].at, of[b.ID].at) })
		out = append(out, view{ID: l.id, Title: l.title, Sections: by[v]})
	}
	return out
}

// writeSections renders every section of some views, side by side.
func writeSections(t *template.Template, list []view) error {
	type place struct{ view, at int }
	var all []place
	for v := range list {
		list[v].Written = make([]template.HTML, len(list[v].Sections))
		for at := range list[v].Sections {
			all = append(all, place{v, at})
		}
	}
	failed := make([]error, len(all))
	parallel.Each(len(all), func(i int) {
		var b strings.Builder
		v := &list[all[i].view]
		failed[i] = t.ExecuteTemplate(&b, "section", v.Sections[all[i].at])
		v.Written[all[i].at] = template.HTML(b.String())
	})
	return errors.Join(failed...)
}
