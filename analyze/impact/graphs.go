package impact

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/repo"
	"seam/analyze/services"
)

// TeamsOf names the teams of a folder.
type TeamsOf func(folder string) []string

// Packages is the graph of imports. An edge that only another platform has counts too.
func Packages(g *imports.Graph, teams TeamsOf) Graph {
	out := Graph{Kind: Package}
	for _, p := range g.Packages {
		out.Nodes = append(out.Nodes, Node{Name: p.Path, Path: p.Path, Teams: teams(p.Path)})
	}
	for _, e := range g.Edges {
		x := Edge{From: e.From, To: e.To, Test: e.Kind == imports.Test}
		if len(e.Sites) > 0 {
			x.At = e.Sites[0]
		}
		out.Edges = append(out.Edges, x)
	}
	return out
}

// Services is the graph of calls, declared orders and data; telemetry is left out, and
// calls of tests are edges of tests. Messages make listeners, and followers only if asked
// for.
func Services(g *services.Graph, teams TeamsOf, messages bool) Graph {
	out := Graph{Kind: Service}
	test := map[string]bool{}
	for _, s := range g.Services {
		n := Node{Name: s.Name, Path: s.Path}
		switch {
		case s.Path != "":
			n.Teams = teams(s.Path)
		case len(s.Evidence) > 0:
			n.Teams = teams(repo.Folder(s.Evidence[0].File))
		}
		test[s.Name] = s.Class == services.Test
		out.Nodes = append(out.Nodes, n)
	}
	for _, e := range g.Edges {
		if e.Class == services.Telemetry || e.Contradicted {
			continue
		}
		x := Edge{From: e.From, To: e.To, Test: e.Class == services.Test || test[e.From], Message: e.Class == services.Message && !messages}
		if len(e.Evidence) > 0 {
			x.At = finding.Location{File: e.Evidence[0].File, Line: e.Evidence[0].Line}
		}
		out.Edges = append(out.Edges, x)
	}
	return out
}

// Units is the graph of the units of versioning: what manifests require of one another,
// and what packages of one import from those of another. A requirement that a Go module
// lists only because something else needs it is no edge.
type Units struct {
	Graph
	Set    *modules.Set
	Names  []string // of Set.Units
	byPath map[string][]int
	byName map[[2]string]int // by ecosystem and name: the first one
}

// NewUnits makes the graph of units. g may be nil: then manifests alone tell.
func NewUnits(set *modules.Set, g *imports.Graph, teams TeamsOf) *Units {
	u := &Units{Graph: Graph{Kind: Module}, Set: set, Names: names(set), byPath: map[string][]int{}, byName: map[[2]string]int{}}
	for i, x := range set.Units {
		key := [2]string{x.Ecosystem, x.Name}
		if _, known := u.byName[key]; !known && x.Name != "" {
			u.byName[key] = i
		}
		u.byPath[x.Path] = append(u.byPath[x.Path], i)
		u.Nodes = append(u.Nodes, Node{Name: u.Names[i], Path: x.Path, Teams: teams(x.Path)})
	}
	imported := u.imports(g)
	for i := range set.Units {
		for _, r := range set.Units[i].Requirements {
			if j := u.unitOf(&set.Units[i], r); j >= 0 && j != i && !r.Indirect {
				x := Edge{From: u.Names[i], To: u.Names[j], Test: r.Kind == modules.Development, At: r.Location}
				x.Test = x.Test || imported[[2]string{x.From, x.To}] // a go.mod does not tell tests apart
				u.Edges = append(u.Edges, x)
			}
		}
	}
	return u
}

// names names units as others require them, those of one name by their folders.
func names(set *modules.Set) []string {
	named, placed := map[string]int{}, map[string]int{}
	for _, u := range set.Units {
		named[u.Name]++
		placed[u.Path]++
	}
	out := make([]string, len(set.Units))
	taken := map[string]int{}
	for i, u := range set.Units {
		name := u.Name
		switch {
		case name != "" && named[name] == 1:
		case placed[u.Path] > 1:
			name = fmt.Sprintf("%s (%s)", u.Path, u.Ecosystem)
		default:
			name = u.Path
		}
		if taken[name]++; taken[name] > 1 {
			name = u.Manifest
		}
		out[i] = name
	}
	return out
}

// unitOf is the unit that a requirement leads to; -1 for none.
func (u *Units) unitOf(from *modules.Unit, r modules.Requirement) int {
	if r.Unit != "" {
		if i := u.at(r.Unit, from.Ecosystem); i >= 0 {
			return i
		}
	}
	if i, ok := u.byName[[2]string{from.Ecosystem, r.Name}]; ok {
		return i
	}
	return -1
}

func (u *Units) at(folder, ecosystem string) int {
	for _, i := range u.byPath[folder] {
		if u.Set.Units[i].Ecosystem == ecosystem {
			return i
		}
	}
	return -1
}

// imports adds the edges that packages show, and tells of each pair of units whether
// tests alone make it one.
func (u *Units) imports(g *imports.Graph) map[[2]string]bool {
	out := map[[2]string]bool{}
	if g == nil {
		return out
	}
	home := map[string]int{}
	for _, p := range g.Packages {
		home[p.Path] = u.Home(p.Path, p.Language)
	}
	for _, e := range g.Edges {
		i, ok1 := home[e.From]
		j, ok2 := home[e.To]
		if !ok1 || !ok2 || i < 0 || j < 0 || i == j {
			continue
		}
		x := Edge{From: u.Names[i], To: u.Names[j], Test: e.Kind == imports.Test}
		if len(e.Sites) > 0 {
			x.At = e.Sites[0]
		}
		key := [2]string{x.From, x.To}
		only, known := out[key]
		out[key] = x.Test && (only || !known)
		u.Edges = append(u.Edges, x)
	}
	return out
}

// Home is the innermost unit of its ecosystem around a package; -1 for none.
func (u *Units) Home(pkg, language string) int {
	ecosystems := imports.EcosystemOf(language).Names
	for d := pkg; ; d = repo.Folder(d) {
		for _, i := range u.byPath[d] {
			if slices.Contains(ecosystems, u.Set.Units[i].Ecosystem) {
				return i
			}
		}
		if d == "." || strings.HasPrefix(d, "..") {
			return -1
		}
	}
}

// Find finds units by name or folder.
func (u *Units) Find(target string) []int {
	var out []int
	for i, x := range u.Set.Units {
		if x.Name == target || u.Names[i] == target || x.Path == target {
			out = append(out, i)
		}
	}
	return out
}

// Consumer is one requirement of a unit for a target.
type Consumer struct {
	Unit        int // index into Set.Units
	Requirement modules.Requirement
	Local       bool // built with what lies in the repository
}

// Consumers lists what asks for a module of a name, in whatever major version Go has it.
func Consumers(set *modules.Set, ecosystem, name string) []Consumer {
	var out []Consumer
	for i := range set.Units {
		x := &set.Units[i]
		if x.Ecosystem != ecosystem || x.Name == name {
			continue
		}
		for _, r := range x.Requirements {
			if sameModule(ecosystem, r.Name, name) {
				out = append(out, Consumer{Unit: i, Requirement: r, Local: local(set, x, r)})
			}
		}
	}
	return out
}

func sameModule(ecosystem, a, b string) bool {
	return a == b || ecosystem == "go" && gomod.MajorBase(a) == gomod.MajorBase(b)
}

func local(set *modules.Set, u *modules.Unit, r modules.Requirement) bool {
	if r.Unit != "" {
		return true
	}
	for _, x := range u.Replacements {
		if x.Name == r.Name && x.Folder {
			return true
		}
	}
	for _, w := range set.Workspaces {
		if w.Ecosystem == u.Ecosystem && slices.Contains(w.Members, u.Path) && slices.ContainsFunc(w.Members, func(m string) bool {
			return slices.ContainsFunc(set.Units, func(x modules.Unit) bool { return x.Path == m && x.Name == r.Name })
		}) {
			return true
		}
	}
	return false
}

// Deployed lists the services in whose code one of some folders lies, sorted.
func Deployed(g *services.Graph, folders []string) []string {
	out := []string{}
	for _, s := range g.Services {
		if s.Path != "" && slices.ContainsFunc(folders, func(f string) bool {
			return f == s.Path || s.Path != "." && repo.Below(s.Path, f)
		}) {
			out = append(out, s.Name)
		}
	}
	slices.Sort(out)
	return out
}
