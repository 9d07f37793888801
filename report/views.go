package report

// view is one page of the report: what a reader looks at for one question. Sections
// that belong to none stand in the last one.
type view struct {
	ID       string
	Title    string
	Sections []section
}

// viewOf says which view a section belongs to, by its id.
var viewOf = map[string]string{
	"verdicts": "overview", "check": "overview", "diff": "overview", "team": "overview",
	"candidates": "candidates", "reuse": "candidates", "profile": "candidates",
	"map": "map", "communities": "map", "areas": "map",
	"matrix":   "matrix",
	"coupling": "changes", "hotspots": "changes", "hidden-coupling": "changes", "change-types": "changes",
	"focus": "teams", "contested": "teams", "drift": "teams", "owners": "teams",
	"diamonds": "dependencies", "why": "dependencies", "chains": "dependencies", "dependencies": "dependencies",
	"rollout": "deployment", "because": "deployment", "rollback": "deployment", "changed-files": "deployment", "deploy": "deployment", "cycles": "deployment", "unknown-calls": "deployment",
	"whatif": "whatif", "cut": "whatif",
}

// viewTitles lists the views in the order of the contents.
var viewTitles = []struct{ id, title string }{
	{"overview", "Overview"}, {"candidates", "Candidates"}, {"map", "Map"}, {"matrix", "Matrix"}, {"changes", "What changes together"},
	{"teams", "Teams"}, {"dependencies", "Dependencies"}, {"deployment", "Deployment"}, {"whatif", "What if"}, {"inventory", "Inventory"},
}

// views groups sections; views without any are left out.
func views(sections []section) []view {
	by := map[string][]section{}
	for _, s := range sections {
		id := viewOf[s.ID]
		if id == "" {
			id = "inventory"
		}
		by[id] = append(by[id], s)
	}
	var out []view
	for _, v := range viewTitles {
		if len(by[v.id]) > 0 {
			out = append(out, view{v.id, v.title, by[v.id]})
		}
	}
	return out
}
