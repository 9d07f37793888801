package impact

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
)

// Changes are the differences of two revisions, with the users of what was removed.
type Changes struct {
	Base     string    `json:"base"` // full commit ids
	Head     string    `json:"head"`
	Files    int       `json:"files"`    // that differ, whatever they are
	Packages []Surface `json:"packages"` // whose sources differ, by path
	Uses     []Use     `json:"uses"`     // of names that were removed or changed, by package, name and place
	MoreUses int       `json:"more_uses,omitempty"`
}

// Surface is what became of one package's exported names.
type Surface struct {
	Package  string   `json:"package"`
	Node     string   `json:"node"`     // of the graph
	Compared bool     `json:"compared"` // its exported names were read in both revisions
	New      bool     `json:"new,omitempty"`
	Gone     bool     `json:"gone,omitempty"`
	Added    []string `json:"added"`
	Removed  []string `json:"removed"`
	Changed  []string `json:"changed"`
}

// Use is a place in the old revision that uses a name which the change removed or changed.
type Use struct {
	Package string           `json:"package"` // whose name it is
	Name    string           `json:"name"`
	User    string           `json:"user"` // package
	Node    string           `json:"node"` // of the graph
	At      finding.Location `json:"location"`
	Test    bool             `json:"test"`
	Adapted bool             `json:"adapted"` // the file differs in the new revision: it most likely follows in this change
	Likely  bool             `json:"likely"`  // a method or field of that name is selected, on what is not known
}

// CompareUses is the order of uses.
func CompareUses(a, b Use) int {
	return cmp.Or(strings.Compare(a.Package, b.Package), strings.Compare(a.Name, b.Name), a.At.Compare(b.At), strings.Compare(a.User, b.User))
}

// MaxUses bounds the uses that are listed.
const MaxUses = 500

// Judge says of every follower what the change asks of it. unknown are the nodes that
// changed and whose exported names were not compared.
func (r *Result) Judge(unknown map[string]bool) {
	must, likely, still := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, u := range r.Change.Uses {
		if u.Likely {
			likely[u.Node] = likely[u.Node] || !u.Adapted
			continue
		}
		must[u.Node] = true
		still[u.Node] = still[u.Node] || !u.Adapted
	}
	for i := range r.Followers {
		f := &r.Followers[i]
		f.Need = May
		if likely[f.Name] || slices.ContainsFunc(f.Through[1:], func(n string) bool { return unknown[n] }) {
			f.Need = Unknown
		}
		if must[f.Name] {
			f.Need, f.Adapted = Must, !still[f.Name]
		}
	}
}

// Breaks counts the names that the change removed or changed.
func (c *Changes) Breaks() (n int) {
	for _, s := range c.Packages {
		n += len(s.Removed) + len(s.Changed)
	}
	return n
}

// Adds counts the names that the change added.
func (c *Changes) Adds() (n int) {
	for _, s := range c.Packages {
		n += len(s.Added)
	}
	return n
}
