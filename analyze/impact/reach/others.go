package reach

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/impact"
	"seam/analyze/modules"
	"seam/analyze/repo"
	"seam/analyze/reuse"
)

// other is another repository that consumers lie in.
type other struct {
	name       string
	repository *repo.Repository
	head       repo.ID
	done       func() error
	units      *impact.Units
}

// openOthers reads the manifests of the other repositories.
func (x *Search) openOthers() error {
	if x.Reuse == nil {
		return nil
	}
	x.Warnings = append(x.Warnings, x.Reuse.Warnings...)
	for i, dir := range x.With {
		r, err := repo.Open(dir)
		if err != nil {
			return err
		}
		r.Watch(x.Unread)
		head, err := r.Resolve("HEAD")
		if err != nil {
			return err
		}
		tree, err := r.Snapshot(head)
		if err != nil {
			return err
		}
		o := other{name: x.Reuse.Repositories[i].Name, repository: r, head: head, done: tree.Close}
		o.units = impact.NewUnits(x.Manifests("", tree), nil, func(string) []string { return nil })
		if !x.declares(o.units.Set) {
			x.others = append(x.others, o)
		} else if err := tree.Close(); err != nil {
			return err
		}
	}
	return nil
}

// declares reports whether a set holds a unit of this repository by its name: another
// clone, or a fork. A name without a dot or a slash is anybody's.
func (x *Search) declares(set *modules.Set) bool {
	own := map[[2]string]bool{}
	for _, u := range x.Modules.Units {
		if strings.ContainsAny(u.Name, "./") {
			own[[2]string{u.Ecosystem, u.Name}] = true
		}
	}
	return slices.ContainsFunc(set.Units, func(u modules.Unit) bool { return own[[2]string{u.Ecosystem, u.Name}] })
}

// addOutside adds the units of other repositories that ask for a module of this one, or
// the packages there that import one.
func (x *Search) addOutside(g *impact.Graph, t impact.Target) {
	if t.Kind == impact.Package {
		for _, u := range x.uses(x.packagesOf(t.Kind, t.Nodes)) {
			for _, i := range u.Importers {
				name := u.Repository + ": " + i
				if !slices.ContainsFunc(g.Nodes, func(n impact.Node) bool { return n.Name == name }) {
					g.Nodes = append(g.Nodes, impact.Node{Name: name, Teams: []string{u.Repository}, Repository: u.Repository})
				}
				g.Edges = append(g.Edges, impact.Edge{From: name, To: u.Package, At: siteIn(u, i)})
			}
		}
		return
	}
	for _, o := range x.others {
		for _, n := range o.units.Nodes {
			g.Nodes = append(g.Nodes, impact.Node{Name: o.name + ": " + n.Name, Path: n.Path, Teams: []string{o.name}, Repository: o.name})
		}
		for _, e := range o.units.Edges {
			e.From, e.To = o.name+": "+e.From, o.name+": "+e.To
			g.Edges = append(g.Edges, e)
		}
		x.crossing(g, o, t)
	}
}

// crossing adds the edges from the units of another repository to those of this one.
func (x *Search) crossing(g *impact.Graph, o other, t impact.Target) {
	own := map[[2]string]string{}
	for i, u := range x.Modules.Units {
		own[[2]string{u.Ecosystem, u.Name}] = x.units.Names[i]
	}
	if t.Kind == impact.Dependency {
		own[[2]string{x.ecosystemOf(t.Name), t.Name}] = t.Name
	}
	for i, u := range o.units.Set.Units {
		for _, r := range u.Requirements {
			if to := own[[2]string{u.Ecosystem, r.Name}]; to != "" && (!r.Indirect || t.Kind == impact.Dependency) {
				g.Edges = append(g.Edges, impact.Edge{From: o.name + ": " + o.units.Names[i], To: to, Test: r.Kind == modules.Development, At: r.Location})
			}
		}
	}
}

func siteIn(u reuse.Use, importer string) finding.Location {
	for _, s := range u.Sites {
		if path.Dir(s.File) == importer {
			return s
		}
	}
	return finding.Location{}
}

func (x *Search) uses(packages []string) []reuse.Use {
	if x.Reuse == nil {
		return nil
	}
	slices.Sort(packages)
	return x.Reuse.UsesOf(packages)
}

// outside folds what other repositories import by repository.
func (x *Search) outside(packages []string) []impact.Outside {
	out := []impact.Outside{}
	for _, u := range x.uses(packages) {
		i := slices.IndexFunc(out, func(o impact.Outside) bool { return o.Repository == u.Repository })
		if i < 0 {
			i = len(out)
			out = append(out, impact.Outside{Repository: u.Repository, Importers: []string{}, Versions: []string{}})
		}
		o := &out[i]
		o.Packages = append(o.Packages, u.Package)
		o.Importers, o.Versions = union(o.Importers, u.Importers), union(o.Versions, u.Versions)
		o.Sites = append(o.Sites, u.Sites...)
		o.Sites = o.Sites[:min(len(o.Sites), 10)]
	}
	return out
}
