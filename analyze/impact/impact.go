// Package impact answers who must follow a change: everyone who depends on a part,
// directly and through others, in the order in which they can be released.
//
// Nodes are packages, modules or services, edges their dependencies on one another. A
// follower is a node from which a path of dependencies outside tests leads to a target.
// Its wave is the length of the longest path below it among targets and followers, over
// strongly connected components: a library Z, then Y that uses it, then X that uses Y,
// each once what it needs is out. The release train is the longest of these paths: so
// many releases, one after the other, until a change of the target has arrived
// everywhere. Nodes whose tests alone use a target are listed apart: no release waits
// for them. So are services that depend on its messages: these order nothing, and would
// join services that never wait for one another into one cycle.
//
// How far a follower lags is counted in releases of the target: those newer than the one
// that the follower's manifest asks for (of a range: the newest that it accepts), and the
// different major numbers among them. Releases are the repository's tags where they name
// any of the target (FOLDER/vX.Y.Z, NAME@X.Y.Z, vX.Y.Z; candidates and nightly builds do not count), else the versions that manifests
// of the repository have named, each dated by the first commit that did.
//
// How long it took to follow is, for every release that a manifest moved up to, the
// time from the release to the first commit with which that manifest asks for it; what a
// manifest began with is no move. Releases that were passed over are no sample, so that
// those who follow seldom look better than they are: read it beside the lag. A median of
// fewer than three samples is not given.
//
// Source: the util-security.jar of Brikman, Fundamentals of DevOps and Software
// Delivery, part 6 ("Breaking up your codebase"), and libyears (Cox et al., "Measuring
// dependency freshness in software systems", 2015) for the lag.
//
// Limits: those of the import graph, the manifests and the services that are read.
// Commits of branches are dated by their own time, not by that of the merge. A range is
// taken as it stands: what a lock file holds back is not looked at.
package impact

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/graph"
)

// Kind says what a node is.
type Kind string

// The kinds of nodes.
const (
	Package    Kind = "package"
	Module     Kind = "module"
	Service    Kind = "service"
	Dependency Kind = "dependency" // a module of another repository; a target only
	Change     Kind = "change"     // what two revisions differ in; a target only
)

// Graph is the dependencies between packages, modules or services.
type Graph struct {
	Kind  Kind
	Nodes []Node
	Edges []Edge
}

// Node is a part that can change, or follow.
type Node struct {
	Name  string // unique within the graph
	Path  string // its folder; "" if it has none in this repository
	Teams []string

	Repository string // the other repository that it lies in; "" for the analysed one
}

// Edge says that From needs To.
type Edge struct {
	From, To string
	Test     bool // tests, or what only development needs
	Message  bool // From depends on what To's messages hold: it makes a listener and no follower
	At       finding.Location
}

// Target is what changes.
type Target struct {
	Kind  Kind     `json:"kind"`
	Name  string   `json:"name"`
	Nodes []string `json:"nodes"` // of the graph, sorted
	Teams []string `json:"teams"`
	Also  string   `json:"also,omitempty"` // what the name could mean as well, as it is asked for
}

// Need says how sure it is that a follower must do something.
type Need string

// The needs of followers. Without two revisions to compare every need is Unknown.
const (
	Must    Need = "must"    // it uses a name that was removed or changed
	May     Need = "may"     // nothing that it uses was removed or changed
	Unknown Need = "unknown" // the names it uses were not compared, or a changed method's name may be that of another type's method
)

// Follower is a node that depends on a target.
type Follower struct {
	Name       string           `json:"name"`
	Path       string           `json:"path"`
	Teams      []string         `json:"teams"`
	Repository string           `json:"repository,omitempty"` // another one than the analysed; Location is of it then
	Need       Need             `json:"need"`
	Wave       int              `json:"wave"`              // index into Waves
	Direct     bool             `json:"direct"`            // it depends on a target itself
	Adapted    bool             `json:"adapted,omitempty"` // all files of it that use such names differ as well: it follows within the change
	Through    []string         `json:"through"`           // the shortest way from it to a target, both included
	At         finding.Location `json:"location"`          // of its dependency on the second node of Through
}

// Team is the followers of one team. Name "" stands for those without a declared owner.
type Team struct {
	Name      string   `json:"name"`
	Followers []string `json:"followers"` // in the order of release
	Direct    int      `json:"direct"`
	FirstWave int      `json:"first_wave"`
	LastWave  int      `json:"last_wave"`
}

// Result is the answer. Followers are sorted by wave, then name.
type Result struct {
	Target    Target     `json:"target"`
	Level     Kind       `json:"level"` // what followers are
	Followers []Follower `json:"followers"`
	Waves     [][]string `json:"waves"` // Waves[0] is released first; targets stand in them too
	Train     []string   `json:"train"` // the longest chain of releases, first one first
	Cycles    [][]string `json:"cycles"`
	Tests     []string   `json:"tests"` // whose tests alone use a target
	Teams     []Team     `json:"teams"` // most followers first; "" last

	Listeners []Listener `json:"listeners"` // who depends on messages of a target, by name

	Modules  []string  `json:"modules"`            // that targets and followers lie in, where these are packages
	Services []string  `json:"services"`           // that hold a target or a follower in their code
	Versions *Versions `json:"versions,omitempty"` // who asks for which version of the target
	Change   *Changes  `json:"change,omitempty"`   // what two revisions differ in
	Outside  []Outside `json:"outside"`            // what other repositories import of the target
}

// Listener depends on what a message of a target holds. It waits for no release: what it
// sends or reads is kept by the broker, and it must know a message before that comes.
type Listener struct {
	Name  string           `json:"name"`
	Teams []string         `json:"teams"`
	At    finding.Location `json:"location"` // the first place that shows it
}

// Outside is what another repository imports of the target.
type Outside struct {
	Repository string             `json:"repository"`
	Packages   []string           `json:"packages"`  // of the target, sorted
	Importers  []string           `json:"importers"` // packages there, sorted
	Versions   []string           `json:"versions"`  // as its manifests ask for them
	Sites      []finding.Location `json:"sites"`     // import lines there, at most ten
}

// Follow finds the followers of targets, names of nodes of g.
func Follow(g Graph, t Target) *Result {
	f := newFollowing(g, t.Nodes)
	r := &Result{Target: t, Level: g.Kind, Followers: []Follower{}, Waves: [][]string{}, Train: []string{}, Cycles: [][]string{}, Teams: []Team{}, Modules: []string{}, Services: []string{}, Outside: []Outside{}, Listeners: f.listeners(g)}
	wave := map[string]int{}
	for w, nodes := range graph.Waves(f.sub) {
		r.Waves = append(r.Waves, f.sub.Names(nodes))
		for _, i := range nodes {
			wave[f.sub.Name(i)] = w
		}
	}
	for _, c := range graph.Cycles(f.sub) {
		r.Cycles = append(r.Cycles, f.sub.Names(c))
	}
	if p := f.sub.Names(graph.LongestPath(f.sub)); len(p) > 0 {
		slices.Reverse(p)
		r.Train = p
	}
	for _, n := range f.nodes {
		if f.hop[n.Name] == "" {
			continue
		}
		through := f.through(n.Name)
		r.Followers = append(r.Followers, Follower{
			Name: n.Name, Path: n.Path, Teams: list(n.Teams), Repository: n.Repository, Need: Unknown, Wave: wave[n.Name], Direct: f.direct[n.Name],
			Through: through, At: f.at[[2]string{n.Name, through[1]}],
		})
	}
	slices.SortStableFunc(r.Followers, func(a, b Follower) int { return cmp.Compare(a.Wave, b.Wave) })
	r.Tests = f.tests(g)
	r.Teams = teamsOf(r.Followers)
	return r
}

// following is a walk from targets to all who need them.
type following struct {
	nodes   []Node // by name
	targets map[string]bool
	sub     *graph.Graph      // targets and followers
	hop     map[string]string // follower -> the next node on a shortest way to a target
	direct  map[string]bool
	at      map[[2]string]finding.Location // the first place of an edge outside tests
}

func newFollowing(g Graph, targets []string) *following {
	f := &following{targets: map[string]bool{}, hop: map[string]string{}, direct: map[string]bool{}, at: map[[2]string]finding.Location{}}
	f.nodes = slices.Clone(g.Nodes)
	slices.SortFunc(f.nodes, func(a, b Node) int { return strings.Compare(a.Name, b.Name) })
	names := make([]string, len(f.nodes))
	for i, n := range f.nodes {
		names[i] = n.Name
	}
	for _, t := range targets {
		f.targets[t] = true
	}
	for _, e := range g.Edges {
		key := [2]string{e.From, e.To}
		if at, known := f.at[key]; !e.Test && !e.Message && (!known || e.At.Compare(at) < 0) {
			f.at[key] = e.At
		}
	}
	whole := graph.New(names, func(yield func(graph.Edge) bool) {
		for _, e := range g.Edges {
			if !e.Test && !e.Message && !yield(graph.Edge{From: e.From, To: e.To}) {
				return
			}
		}
	})
	f.walk(whole)
	f.restrict(whole)
	return f
}

// walk goes from the targets to those who need them, nearest first.
func (f *following) walk(g *graph.Graph) {
	var queue []int
	for i := range g.Len() {
		if f.targets[g.Name(i)] {
			queue = append(queue, i)
		}
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, j := range g.In(i) {
			name := g.Name(j)
			if f.targets[name] {
				continue
			}
			f.direct[name] = f.direct[name] || f.targets[g.Name(i)]
			if f.hop[name] == "" {
				f.hop[name] = g.Name(i)
				queue = append(queue, j)
			}
		}
	}
}

// restrict keeps targets and followers.
func (f *following) restrict(g *graph.Graph) {
	in := func(i int) bool { return f.targets[g.Name(i)] || f.hop[g.Name(i)] != "" }
	var names []string
	for i := range g.Len() {
		if in(i) {
			names = append(names, g.Name(i))
		}
	}
	f.sub = graph.New(names, func(yield func(graph.Edge) bool) {
		for i, j := range g.Edges() {
			if in(i) && in(j) && !yield(graph.Edge{From: g.Name(i), To: g.Name(j)}) {
				return
			}
		}
	})
}

// through is the way from a follower to a target, both ends included.
func (f *following) through(name string) []string {
	out := []string{name}
	for f.hop[name] != "" {
		name = f.hop[name]
		out = append(out, name)
	}
	return out
}

// tests lists the nodes that are no followers and whose tests use a target.
func (f *following) tests(g Graph) []string {
	out := []string{}
	for _, e := range g.Edges {
		if e.Test && f.targets[e.To] && !f.targets[e.From] && f.hop[e.From] == "" {
			out = append(out, e.From)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// listeners lists the nodes that depend on messages of a target.
func (f *following) listeners(g Graph) []Listener {
	at := map[string]finding.Location{}
	for _, e := range g.Edges {
		if old, known := at[e.From]; e.Message && !e.Test && f.targets[e.To] && !f.targets[e.From] && (!known || e.At.Compare(old) < 0) {
			at[e.From] = e.At
		}
	}
	out := []Listener{}
	for _, n := range f.nodes {
		if l, ok := at[n.Name]; ok {
			out = append(out, Listener{Name: n.Name, Teams: list(n.Teams), At: l})
		}
	}
	return out
}

func teamsOf(followers []Follower) []Team {
	at := map[string]int{}
	out := []Team{}
	for _, f := range followers {
		names := f.Teams
		if len(names) == 0 {
			names = []string{""}
		}
		for _, name := range names {
			i, known := at[name]
			if !known {
				i = len(out)
				at[name] = i
				out = append(out, Team{Name: name, FirstWave: f.Wave})
			}
			t := &out[i]
			t.Followers, t.LastWave = append(t.Followers, f.Name), f.Wave
			if f.Direct {
				t.Direct++
			}
		}
	}
	slices.SortFunc(out, func(a, b Team) int {
		switch {
		case a.Name == "":
			return 1
		case b.Name == "":
			return -1
		}
		return cmp.Or(cmp.Compare(len(b.Followers), len(a.Followers)), strings.Compare(a.Name, b.Name))
	})
	return out
}

func list(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}
