package reach

import (
	"context"
	"errors"
	"slices"
	"strings"

	"seam/analyze/impact"
	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/surface"
)

// Change answers who must follow what changed from base to the revision of the source, at
// the level of modules or packages; "" is modules where there are several. base must
// hold imports and modules, and both SourceOf. Errors are those of Target without
// *NoTarget.
func (x *Search) Change(ctx context.Context, base Facts, level impact.Kind) (*impact.Result, error) {
	head, ok := x.Tree.(*repo.Snapshot)
	if !ok {
		return nil, errors.New("two revisions are compared, not the files on disk")
	}
	old, err := x.Repository.Snapshot(base.Head)
	if err != nil {
		return nil, err
	}
	defer old.Close()
	if level == "" {
		level = impact.Package
		if len(x.Modules.Units) > 1 {
			level = impact.Module
		}
	}
	c := &comparison{
		Search: x, level: level, base: base, old: old, baseUnits: impact.NewUnits(base.Modules, base.Imports, x.teamsOf),
		changed: map[string]bool{}, unknown: map[string]bool{}, nodes: map[string]bool{}, breaks: map[string][]string{},
	}
	c.note(head.Changed(old))
	changes, err := c.compare(ctx)
	if err != nil {
		return nil, err
	}
	g := x.graphOf(level)
	c.addBase(&g)
	t := impact.Target{Kind: impact.Change, Name: base.Head.Short() + ".." + x.Head.Short(), Nodes: c.targets(), Teams: []string{}}
	for _, n := range g.Nodes {
		if c.nodes[n.Name] {
			t.Teams = union(t.Teams, n.Teams)
		}
	}
	if level == impact.Module {
		x.addOutside(&g, t)
	}
	out := impact.Follow(g, t)
	out.Change = changes
	out.Judge(c.unknown)
	out.Services, out.Modules = x.deployed(out), x.modulesOf(out)
	return out, nil
}

// comparison is two revisions side by side.
type comparison struct {
	*Search
	level     impact.Kind
	base      Facts
	old       *repo.Snapshot
	baseUnits *impact.Units

	files    int
	changed  map[string]bool     // files, relative to the analysed folder
	packages []string            // whose sources differ, sorted
	nodes    map[string]bool     // that changed
	unknown  map[string]bool     // nodes of which something was not compared
	breaks   map[string][]string // package -> names that it removed or changed
}

// note sorts the changed paths by what they are part of. Tests, documents and what else
// is no source changes nothing for those who depend on a part; a manifest does.
func (c *comparison) note(paths []string) {
	for _, p := range paths {
		if !repo.Below(c.Folder, p) {
			continue
		}
		file := repo.Relative(c.Folder, p)
		c.files++
		c.changed[file] = true
		for _, f := range [...]Facts{c.Facts, c.base} {
			if pkg, ok := f.SourceOf(file); ok && isSource(f.Imports, pkg, file) {
				c.packages = append(c.packages, pkg)
			}
		}
	}
	slices.Sort(c.packages)
	c.packages = slices.Compact(c.packages)
	for _, p := range c.packages {
		if n := c.nodeNow(p); n != "" {
			c.nodes[n] = true
		}
	}
	if c.level == impact.Module {
		for i, u := range c.Modules.Units {
			if c.changed[u.Manifest] {
				c.nodes[c.units.Names[i]] = true
			}
		}
	}
}

// isSource reports whether a package holds a file outside its tests.
func isSource(g *imports.Graph, pkg, file string) bool {
	p, ok := g.Find(pkg)
	if !ok {
		return false
	}
	_, found := slices.BinarySearch(p.Files, strings.TrimPrefix(file, pkg+"/"))
	return found
}

// nodeNow is the node of a package of either revision.
func (c *comparison) nodeNow(pkg string) string {
	if p, ok := c.Imports.Find(pkg); ok {
		return c.nodeOf(c.level, *p)
	}
	if p, ok := c.base.Imports.Find(pkg); ok {
		return c.nodeThen(p)
	}
	return ""
}

// nodeThen is the node of a package of the base.
func (c *comparison) nodeThen(p *imports.Package) string {
	if c.level == impact.Package {
		return p.Path
	}
	if i := c.baseUnits.Home(p.Path, p.Language); i >= 0 {
		return c.baseUnits.Names[i]
	}
	return ""
}

func (c *comparison) targets() []string {
	out := []string{}
	for n := range c.nodes {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// addBase adds what only the base has: whoever used a package that is gone must follow.
func (c *comparison) addBase(g *impact.Graph) {
	then := c.baseUnits.Graph
	if c.level == impact.Package {
		then = impact.Packages(c.base.Imports, c.teamsOf)
	}
	known := map[string]bool{}
	for _, n := range g.Nodes {
		known[n.Name] = true
	}
	for _, n := range then.Nodes {
		if !known[n.Name] && c.nodes[n.Name] {
			g.Nodes = append(g.Nodes, n)
			known[n.Name] = true
		}
	}
	for _, e := range then.Edges {
		if known[e.From] && known[e.To] {
			g.Edges = append(g.Edges, e)
		}
	}
}

// compare reads the exported names of changed Go packages in both revisions, and who
// used those that are no longer what they were.
func (c *comparison) compare(ctx context.Context) (*impact.Changes, error) {
	out := &impact.Changes{Base: c.base.Head.String(), Head: c.Head.String(), Files: c.files, Packages: []impact.Surface{}, Uses: []impact.Use{}}
	steps, err := surface.Between(ctx, c.Repository, c.base.Head, c.Head, c.Folder, c.packages)
	if err != nil {
		return nil, err
	}
	for _, s := range steps {
		row := impact.Surface{
			Package: s.Path, Node: c.nodeNow(s.Path), Compared: !s.Unread && c.isGo(s.Path), New: s.New, Gone: s.Gone,
			Added: listed(s.Added), Removed: listed(s.Removed), Changed: listed(s.Changed),
		}
		if !row.Compared {
			row.New, row.Gone = !has(c.base.Imports, s.Path), !has(c.Imports, s.Path)
			c.unknown[row.Node] = true
		} else if b := s.Breaks(); len(b) > 0 {
			c.breaks[s.Path] = b
		}
		out.Packages = append(out.Packages, row)
	}
	for _, u := range c.usesOfBroken() {
		if len(out.Uses) == impact.MaxUses {
			out.MoreUses++
			continue
		}
		out.Uses = append(out.Uses, u)
	}
	return out, nil
}

func has(g *imports.Graph, pkg string) bool {
	_, ok := g.Find(pkg)
	return ok
}

func (c *comparison) isGo(pkg string) bool {
	for _, g := range [...]*imports.Graph{c.Imports, c.base.Imports} {
		if p, ok := g.Find(pkg); ok {
			return p.Language == "go"
		}
	}
	return false
}

// usesOfBroken finds who used, in the base, what the change removed or changed: the parts of the
// repository other than the one that holds it.
func (c *comparison) usesOfBroken() []impact.Use {
	var out []impact.Use
	for _, e := range c.base.Imports.Edges {
		names := c.breaks[e.To]
		if len(names) == 0 {
			continue
		}
		user, ok1 := c.base.Imports.Find(e.From)
		of, ok2 := c.base.Imports.Find(e.To)
		if !ok1 || !ok2 || user.Language != "go" {
			continue
		}
		node := c.nodeThen(user)
		if node == c.nodeThen(of) {
			continue
		}
		for _, u := range impact.Mentions(c.old, below(c.Folder, e.From), user, of, names) {
			u.Node, u.Adapted = node, c.changed[u.At.File]
			out = append(out, u)
		}
	}
	slices.SortStableFunc(out, impact.CompareUses)
	return slices.Compact(out)
}

func listed(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}
