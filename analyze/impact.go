package analyze

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/impact"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// LoadImpact reads what Impact looks at, or the needs given, and analyses nothing.
func LoadImpact(ctx context.Context, q Request) (*Result, error) {
	in, err := Load(ctx, q)
	if err != nil {
		return nil, err
	}
	r := &Result{Input: in}
	for _, w := range in.Warnings {
		if w.Code != "short-history" && w.Code != "addresses-alike" { // of the history, dates alone count
			r.Warnings = append(r.Warnings, w)
		}
	}
	finding.SortWarnings(r.Warnings)
	return r, nil
}

// ImpactNeeds are the facts that Impact looks at.
var ImpactNeeds = Needs{History: true, Imports: true, Modules: true, Services: true}

// NoTarget is the error of Impact: nothing here has that name.
type NoTarget struct {
	Name string
	Near []string
}

func (e *NoTarget) Error() string {
	return fmt.Sprintf("no package, module, service or dependency is called %q", e.Name)
}

// Impact answers who must follow a change of a target: a folder that holds packages, a
// module by name or folder, a service, or a module of another repository that manifests
// here require. "package:", "module:" or "service:" before it says which is meant; messages
// makes those who depend on the messages of a service its followers. r must hold what
// ImpactNeeds says. The error is *NoTarget, that of repo or reuse, or of ctx.
func Impact(ctx context.Context, q Request, r *Result, target string, messages bool) (*impact.Result, error) {
	x, err := newImpact(ctx, q, r)
	if err != nil {
		return nil, err
	}
	x.messages = messages
	defer x.close()
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
	if out.Versions, err = x.versions(ctx, t, unit); err != nil {
		return nil, err
	}
	return out, nil
}

// impactOf is one question about impact.
type impactOf struct {
	q          Request
	r          *Result
	in         *Input
	units      *impact.Units
	repository *repo.Repository
	tree       repo.Tree
	done       func() error
	others     []other
	messages   bool // order as calls do
}

func newImpact(ctx context.Context, q Request, r *Result) (*impactOf, error) {
	x := &impactOf{q: q, r: r, in: r.Input}
	var err error
	if x.repository, err = q.open(repo.AnyReader); err != nil {
		return nil, err
	}
	if x.tree, x.done, err = treeOf(x.repository, x.in.Head, q.Worktree); err != nil {
		return nil, err
	}
	x.units = impact.NewUnits(x.in.Modules, x.in.Imports, x.teamsOf)
	if err := x.openOthers(ctx); err != nil {
		x.close()
		return nil, err
	}
	return x, nil
}

func (x *impactOf) close() {
	x.done()
	for _, o := range x.others {
		o.done()
	}
}

// teamsOf is the declared owners of a folder's code.
func (x *impactOf) teamsOf(folder string) []string {
	return x.in.Owners.TeamsOfPath(join(folder, "x.go"))
}

func (x *impactOf) graphOf(k impact.Kind) impact.Graph {
	switch k {
	case impact.Package:
		return impact.Packages(x.in.Imports, x.teamsOf)
	case impact.Service:
		return impact.Services(x.in.Service, x.teamsOf, x.messages)
	}
	g := x.units.Graph
	g.Nodes, g.Edges = slices.Clone(g.Nodes), slices.Clone(g.Edges)
	return g
}

// find says what a target is, and the unit where it is a module of this repository; a
// folder that is one of several units is a module, a folder of packages is these.
func (x *impactOf) find(target string) (t impact.Target, unit int, ok bool) {
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
	case is(impact.Module) && len(found) > 0 && (len(x.in.Modules.Units) > 1 || len(packages) == 0 || kind != ""):
		unit = found[0]
		t.Kind, t.Name, t.Nodes = impact.Module, x.units.Names[unit], []string{x.units.Names[unit]}
		t.Teams = append(t.Teams, x.teamsOf(x.in.Modules.Units[unit].Path)...)
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
func (x *impactOf) targetService(t *impact.Target) {
	t.Name = x.service(t.Name)
	t.Nodes = []string{t.Name}
	for _, n := range x.graphOf(impact.Service).Nodes {
		if n.Name == t.Name {
			t.Teams = append(t.Teams, n.Teams...)
		}
	}
}

// isFolder reports whether files lie at or below a path.
func (x *impactOf) isFolder(folder string) bool {
	return slices.ContainsFunc(x.in.Files, func(f string) bool { return f != folder && repo.Below(folder, f) })
}

// packagesIn lists the package of a folder, or those below one that holds none. A name
// of the import path of a package leads to it too.
func (x *impactOf) packagesIn(folder string) []string {
	var below []string
	for _, p := range x.in.Imports.Packages {
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
func (x *impactOf) service(name string) string {
	for _, is := range []func(i int) bool{
		func(i int) bool { return x.in.Service.Services[i].Name == name },
		func(i int) bool { return slices.Contains(x.in.Service.Services[i].Aliases, name) },
		func(i int) bool { return x.in.Service.Services[i].Path == name },
	} {
		for i := range x.in.Service.Services {
			if is(i) {
				return x.in.Service.Services[i].Name
			}
		}
	}
	return ""
}

// ecosystemOf is the ecosystem in which most units require a name; "" where none does.
func (x *impactOf) ecosystemOf(name string) string {
	count := map[string]int{}
	for _, u := range x.in.Modules.Units {
		if len(u.Of(name)) > 0 {
			count[u.Ecosystem]++
		}
	}
	best := ""
	for _, u := range x.in.Modules.Units {
		if e := u.Ecosystem; count[e] > count[best] {
			best = e
		}
	}
	return best
}

// require makes a dependency a node, needed by all that ask for it: whoever lists it
// because something else needs it can raise it as well.
func (x *impactOf) require(g *impact.Graph, name string) {
	g.Nodes = append(g.Nodes, impact.Node{Name: name})
	for _, c := range impact.Consumers(x.in.Modules, x.ecosystemOf(name), name) {
		g.Edges = append(g.Edges, impact.Edge{From: x.units.Names[c.Unit], To: name, Test: c.Requirement.Kind == modules.Development, At: c.Requirement.Location})
	}
}

func (x *impactOf) allNames() []string {
	out := slices.Clone(x.units.Names)
	for _, p := range x.in.Imports.Packages {
		out = append(out, p.Path)
	}
	for _, s := range x.in.Service.Services {
		out = append(out, s.Name)
	}
	for _, u := range x.in.Modules.Units {
		out = append(out, u.Path)
		for _, r := range u.Requirements {
			out = append(out, r.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// packagesOf lists the packages of nodes.
func (x *impactOf) packagesOf(k impact.Kind, nodes []string) []string {
	in := map[string]bool{}
	for _, n := range nodes {
		in[n] = true
	}
	var out []string
	for _, p := range x.in.Imports.Packages {
		if in[x.nodeOf(k, p)] {
			out = append(out, p.Path)
		}
	}
	return out
}

// nodeOf is the node that a package is, or belongs to; "" for none.
func (x *impactOf) nodeOf(k impact.Kind, p imports.Package) string {
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
func (x *impactOf) modulesOf(r *impact.Result) []string {
	out := []string{}
	if r.Level != impact.Package {
		return out
	}
	nodes := slices.Clone(r.Target.Nodes)
	for _, f := range r.Followers {
		nodes = append(nodes, f.Name)
	}
	for _, n := range nodes {
		if p, ok := x.in.Imports.Find(n); ok {
			out = append(out, x.nodeOf(impact.Module, *p))
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// deployed lists the services that a change reaches through code: along imports from the
// packages of the targets. Of services it is themselves.
func (x *impactOf) deployed(r *impact.Result) []string {
	t := r.Target
	if t.Kind == impact.Service {
		return []string{}
	}
	var packages []string
	if t.Kind == impact.Dependency {
		for _, p := range x.in.Imports.Packages {
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
	return impact.Deployed(x.in.Service, packages)
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}
