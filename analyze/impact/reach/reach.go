// Package reach finds who must follow a change: it looks up what a name means, lays the
// graph of its level (packages, modules, services) with those of other repositories, lets
// package impact follow it, and reads which versions consumers ask for, and asked for
// before.
//
// Limits: those of package impact. A name that means several things is taken for a
// service unless it is a folder, then for a module where there are several, then for a
// folder of packages. A unit of another repository that declares a module of this one is a
// clone or a fork of it and is left out with its repository.
package reach

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/impact"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/owners"
	"seam/analyze/repo"
	"seam/analyze/reuse"
	"seam/analyze/services"
)

// NoTarget is the error of Search.Target: nothing here has that name.
type NoTarget struct {
	Name string
	Near []string // names that look like it, the likeliest first
}

func (e *NoTarget) Error() string {
	return fmt.Sprintf("no package, module, service or dependency is called %q", e.Name)
}

// Facts are the graphs of one revision. Paths are relative to Folder.
type Facts struct {
	Folder   string // the analysed folder in the repository
	Head     repo.ID
	Files    []string
	Log      *history.Log // nil where history was not read: nobody's moves are known then
	Imports  *imports.Graph
	Modules  *modules.Set
	Services *services.Graph
	Owners   *owners.Owners
	Reuse    *reuse.Result // what the repositories of Source.With import from here; nil without any

	// SourceOf finds the package that a source file, alive or long gone, lies in. Only
	// Search.Change looks at it.
	SourceOf func(file string) (pkg string, ok bool)
}

// Source is a repository about which is asked, with the facts of one of its revisions.
type Source struct {
	Facts
	Repository *repo.Repository
	Tree       repo.Tree
	With       []string     // folders of other repositories, in the order of Reuse.Repositories
	Unread     *atomic.Bool // set where an object of those could not be read; nil is not told
	Messages   bool         // who depends on the messages of a service follows it

	// History reads that of another repository.
	History func(ctx context.Context, r *repo.Repository, head repo.ID) (*history.Log, error)

	// Manifests reads the manifests of one ecosystem, or of all for "".
	Manifests func(ecosystem string, tree repo.Tree) *modules.Set
}

// Search answers questions about one Source. It is closed after the last one.
type Search struct {
	Source
	Warnings []finding.Warning // what was not seen so far

	units  *impact.Units
	others []other
}

// New opens the other repositories of a source. The error is that of repo.
func New(s Source) (*Search, error) {
	x := &Search{Source: s}
	x.units = impact.NewUnits(x.Modules, x.Imports, x.teamsOf)
	if err := x.openOthers(); err != nil {
		x.Close()
		return nil, err
	}
	return x, nil
}

// Close closes what New opened.
func (x *Search) Close() {
	for _, o := range x.others {
		o.done()
	}
}

// Target answers who must follow a change of a target: a folder that holds packages, a
// module by name or folder, a service, or a module of another repository that manifests
// here require. "package:", "module:" or "service:" before it says which is meant. The
// error is *NoTarget, that of repo or history, or of ctx.
func (x *Search) Target(ctx context.Context, target string) (*impact.Result, error) {
	t, unit, ok := x.find(target)
	if !ok {
		return nil, &NoTarget{target, finding.Nearest(target, x.allNames(), 3)}
	}
	g := x.graphOf(t.Kind)
	if t.Kind == impact.Dependency {
		x.require(&g, t.Name)
	}
	x.addOutside(&g, t)
	out := impact.Follow(g, t)
	out.Services, out.Modules = x.deployed(out), x.modulesOf(out)
	out.Outside = x.outside(x.packagesOf(t.Kind, t.Nodes))
	var err error
	if out.Versions, err = x.versions(ctx, t, unit); err != nil {
		return nil, err
	}
	return out, nil
}

// teamsOf is the declared owners of a folder's code.
func (x *Search) teamsOf(folder string) []string {
	return x.Owners.TeamsOfPath(below(folder, "x.go"))
}

func (x *Search) graphOf(k impact.Kind) impact.Graph {
	switch k {
	case impact.Package:
		return impact.Packages(x.Imports, x.teamsOf)
	case impact.Service:
		return impact.Services(x.Services, x.teamsOf, x.Messages)
	}
	g := x.units.Graph
	g.Nodes, g.Edges = slices.Clone(g.Nodes), slices.Clone(g.Edges)
	return g
}

// find says what a target is, and the unit where it is a module of this repository; a
// folder that is one of several units is a module, a folder of packages is these.
func (x *Search) find(target string) (t impact.Target, unit int, ok bool) {
	unit = -1
	kind, name, marked := strings.Cut(target, ":")
	if !marked || kind != string(impact.Package) && kind != string(impact.Module) && kind != string(impact.Service) {
		kind, name = "", target
	}
	is := func(k impact.Kind) bool { return kind == "" || kind == string(k) }
	folder := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	found := x.units.Find(name)
	if len(found) == 0 {
		found = x.units.Find(folder)
	}
	packages := x.packagesIn(folder)
	t = impact.Target{Name: name, Teams: []string{}}
	// A bare name that a service has means the service, unless it is a folder.
	bare := kind == "" && x.service(name) == name && !x.isFolder(folder)
	if bare && len(found) > 0 {
		t.Also = "module:" + name
	}
	switch {
	case bare:
		t.Kind = impact.Service
	case is(impact.Module) && len(found) > 0 && (len(x.Modules.Units) > 1 || len(packages) == 0 || kind != ""):
		unit = found[0]
		t.Kind, t.Name, t.Nodes = impact.Module, x.units.Names[unit], []string{x.units.Names[unit]}
		t.Teams = append(t.Teams, x.teamsOf(x.Modules.Units[unit].Path)...)
	case is(impact.Package) && len(packages) > 0:
		t.Kind, t.Name, t.Nodes = impact.Package, folder, packages
		t.Teams = append(t.Teams, x.teamsOf(folder)...)
	case is(impact.Service) && x.service(name) != "":
		t.Kind = impact.Service
	case is(impact.Module) && x.ecosystemOf(name) != "":
		t.Kind, t.Nodes = impact.Dependency, []string{name}
	default:
		return t, -1, false
	}
	if t.Kind == impact.Service {
		x.targetService(&t)
	}
	return t, unit, true
}

// targetService fills in a service by its name, another name or its folder.
func (x *Search) targetService(t *impact.Target) {
	t.Name = x.service(t.Name)
	t.Nodes = []string{t.Name}
	for _, n := range x.graphOf(impact.Service).Nodes {
		if n.Name == t.Name {
			t.Teams = append(t.Teams, n.Teams...)
		}
	}
}

// isFolder reports whether files lie at or below a path.
func (x *Search) isFolder(folder string) bool {
	return slices.ContainsFunc(x.Files, func(f string) bool { return f != folder && repo.Below(folder, f) })
}

// packagesIn lists the package of a folder, or those below one that holds none. A name
// of the import path of a package leads to it too.
func (x *Search) packagesIn(folder string) []string {
	var below []string
	for _, p := range x.Imports.Packages {
		switch {
		case p.Path == folder || p.ImportPath != "" && p.ImportPath == folder:
			return []string{p.Path}
		case folder != "." && repo.Below(folder, p.Path) && !p.TestOnly:
			below = append(below, p.Path)
		}
	}
	return below
}

// service finds a service by its name, another name or its folder.
func (x *Search) service(name string) string {
	for _, is := range []func(i int) bool{
		func(i int) bool { return x.Services.Services[i].Name == name },
		func(i int) bool { return slices.Contains(x.Services.Services[i].Aliases, name) },
		func(i int) bool { return x.Services.Services[i].Path == name },
	} {
		for i := range x.Services.Services {
			if is(i) {
				return x.Services.Services[i].Name
			}
		}
	}
	return ""
}

// ecosystemOf is the ecosystem in which most units require a name; "" where none does.
func (x *Search) ecosystemOf(name string) string {
	count := map[string]int{}
	for _, u := range x.Modules.Units {
		if len(u.Of(name)) > 0 {
			count[u.Ecosystem]++
		}
	}
	best := ""
	for _, u := range x.Modules.Units {
		if e := u.Ecosystem; count[e] > count[best] {
			best = e
		}
	}
	return best
}

// require makes a dependency a node, needed by all that ask for it: whoever lists it
// because something else needs it can raise it as well.
func (x *Search) require(g *impact.Graph, name string) {
	g.Nodes = append(g.Nodes, impact.Node{Name: name})
	for _, c := range impact.Consumers(x.Modules, x.ecosystemOf(name), name) {
		g.Edges = append(g.Edges, impact.Edge{From: x.units.Names[c.Unit], To: name, Test: c.Requirement.Kind == modules.Development, At: c.Requirement.Location})
	}
}

func (x *Search) allNames() []string {
	out := slices.Clone(x.units.Names)
	for _, p := range x.Imports.Packages {
		out = append(out, p.Path)
	}
	for _, s := range x.Services.Services {
		out = append(out, s.Name)
	}
	for _, u := range x.Modules.Units {
		out = append(out, u.Path)
		for _, r := range u.Requirements {
			out = append(out, r.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// packagesOf lists the packages of nodes.
func (x *Search) packagesOf(k impact.Kind, nodes []string) []string {
	in := map[string]bool{}
	for _, n := range nodes {
		in[n] = true
	}
	var out []string
	for _, p := range x.Imports.Packages {
		if in[x.nodeOf(k, p)] {
			out = append(out, p.Path)
		}
	}
	return out
}

// nodeOf is the node that a package is, or belongs to; "" for none.
func (x *Search) nodeOf(k impact.Kind, p imports.Package) string {
	switch k {
	case impact.Package:
		return p.Path
	case impact.Module:
		if i := x.units.Home(p.Path, p.Language); i >= 0 {
			return x.units.Names[i]
		}
	}
	return ""
}

// modulesOf lists the modules in which targets and followers lie, if these are packages.
func (x *Search) modulesOf(r *impact.Result) []string {
	out := []string{}
	if r.Level != impact.Package {
		return out
	}
	nodes := slices.Clone(r.Target.Nodes)
	for _, f := range r.Followers {
		nodes = append(nodes, f.Name)
	}
	for _, n := range nodes {
		if p, ok := x.Imports.Find(n); ok {
			out = append(out, x.nodeOf(impact.Module, *p))
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// deployed lists the services that a change reaches through code: along imports from the
// packages of the targets. Of services it is themselves.
func (x *Search) deployed(r *impact.Result) []string {
	t := r.Target
	if t.Kind == impact.Service {
		return []string{}
	}
	var packages []string
	if t.Kind == impact.Dependency {
		for _, p := range x.Imports.Packages {
			if slices.ContainsFunc(p.ThirdParty, func(m string) bool { return repo.Below(t.Name, m) }) {
				packages = append(packages, p.Path)
			}
		}
	} else {
		packages = x.packagesOf(r.Level, t.Nodes)
	}
	reached := impact.Follow(x.graphOf(impact.Package), impact.Target{Kind: impact.Package, Nodes: packages})
	for _, f := range reached.Followers {
		packages = append(packages, f.Path)
	}
	return impact.Deployed(x.Services, packages)
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func below(dir, name string) string {
	if dir == "." {
		return name
	}
	return dir + "/" + name
}
