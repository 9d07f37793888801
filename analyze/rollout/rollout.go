// Package rollout plans how a change goes out: which services it touches, and in which
// order just these must be deployed so that nothing breaks on the way.
//
// The order of two services depends on what changed, not on who calls whom alone. Let A
// call B:
//
//	B adds something that A's change begins to use      B, then A
//	B adds something that A does not use                no order
//	B removes something that A's change stops using     A, then B
//	B removes something that A still uses               a problem: B breaks A
//	B demands something of a request that A now sends   A, then B; a problem if A does not send it
//	both at once, or one thing in another shape         no order of one step: expand and contract
//	B is new, or A begins to call it                    B, then A
//	B is gone                                           A, then B; a problem if A still calls it
//	B offers nothing that can be read                   B, then A, said to be assumed, if code of its own changed
//	B's contract is as it was                           no order
//	a message that B begins to send and A to read       A, then B: a reader must be there first
//	a message that both give up                         B, then A: what was sent is still read
//	what a message holds, where protobuf or AsyncAPI    as of a call: B owns the message
//	say it
//	messages of which none begins or ends               no order: the broker holds them
//
// A service reads a setting that nothing gives it: a problem. A change of a database's
// schema that adds something goes before the code of all that use this database. One that
// takes a table or column away goes after those who stop using it, and is a problem while
// another service still does. The code of its own service that stops using it goes out with
// it, and the version before still runs then: that asks for expand and contract.
//
// Orders that contradict each other make a knot: services that must be taken together
// unless the change is taken apart, for which the three steps are given.
//
// Rollback is the same constraints backwards: whoever relies on what a service brings
// goes back before it; and where a service took something away after its users had left
// it, these can only go back once it has.
//
// Source: the tables of compatible changes of Protocol Buffers and OpenAPI, and
// "deployment ordering" in Brikman, Fundamentals of DevOps and Software Delivery, part 6.
// Limits: those of contracts: what code does behind an unchanged contract is not seen, and
// a use is a mention. A path through a service that does not change orders nothing,
// unless that service only passes requests on.
package rollout

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/contracts"
	"seam/analyze/finding"
	"seam/analyze/migrations"
	"seam/analyze/services"
	"seam/graph"
)

// Side is the facts of one revision.
type Side struct {
	Services *services.Graph
	Surfaces map[string]contracts.Surface // by service; a service without a readable contract has none
	Uses     map[string]*contracts.Uses   // by service
	Settings map[string][]Setting         // by service: what its code reads without a default, by key
	Topics   map[string]Topics            // by service
	Events   map[string]contracts.Surface // by service: the fields of its messages, where a document says them
	Protos   *contracts.Protos            // every definition; nil for none

	// Mentions are the tables and columns that code names, by service, where a migration takes
	// some away.
	Mentions map[string]*migrations.Mentions
}

// Topics are the names under which a service sends and reads messages.
type Topics struct {
	Sends, Reads map[string]finding.Location // name -> the place that says so
}

// Setting is an environment variable that a service's code needs.
type Setting struct {
	Key   string
	At    finding.Location // where it is read
	Given bool             // a manifest gives it a value, or the whole of a bag whose keys are not known
}

// Input is two revisions and what lies between them.
type Input struct {
	Base, Head Side
	Touches    []Touch
	Changed    []string    // every file that differs, sorted
	Migrations []Migration // new or changed in Head
}

// Touch is one changed file that belongs to a service.
type Touch struct {
	Service string `json:"service"`
	File    string `json:"file"`
	Why     Why    `json:"why"`
}

// Why says how a file belongs to a service.
type Why string

// The ways in which a file belongs to a service.
const (
	Code     Why = "code"     // below its folder
	Shared   Why = "shared"   // of a package that its code imports
	Manifest Why = "manifest" // its own part of a manifest
	Settings Why = "settings" // a file that a manifest mounts into it or copies into its image
	Contract Why = "contract" // a definition that it serves
)

// Migration is a change of a database's schema.
type Migration struct {
	Service    string               `json:"service"`
	At         finding.Location     `json:"location"`
	Reversible bool                 `json:"reversible"` // a down migration lies beside it
	Adds       bool                 `json:"adds"`       // it creates something, or has a statement that is not understood
	Removes    []migrations.Removal `json:"removes"`
}

// Removal is what a migration takes away, and what stands against it.
type Removal struct {
	Service string           `json:"service"` // whose migration it is
	What    string           `json:"what"`    // in words: the column orders.note
	Now     string           `json:"now,omitempty"`
	At      finding.Location `json:"location"`
	Users   []User           `json:"users"`  // by name
	Advice  string           `json:"advice"` // "" if nobody was seen to use it
}

// User is a service whose code names what a migration takes away.
type User struct {
	Service string           `json:"service"`
	Still   bool             `json:"still"` // after the change, too
	At      finding.Location `json:"location"`
}

// Kind is the reason of a constraint, in a word.
type Kind string

// The kinds of constraints.
const (
	Adds     Kind = "adds"     // the callee offers what its caller begins to use: the callee is first
	Removes  Kind = "removes"  // the callee takes away what its caller stopped using: the caller is first
	Demands  Kind = "demands"  // the callee refuses requests that its caller did not send so before: the caller is first
	Begins   Kind = "begins"   // a new call
	Ends     Kind = "ends"     // a call that is gone
	Assumed  Kind = "assumed"  // no contract to read
	Declared Kind = "declared" // as the repository says
	Schema   Kind = "schema"   // of a database
	Topic    Kind = "topic"    // messages that begin or end
)

// Constraint says that one changed service must be deployed before another.
type Constraint struct {
	First    string             `json:"first"`
	Then     string             `json:"then"`
	Kind     Kind               `json:"kind"`
	Because  string             `json:"because"` // one sentence
	Evidence []finding.Location `json:"evidence"`
}

// Problem is something that no order mends.
type Problem struct {
	Service string             `json:"service"` // whose change it is
	User    string             `json:"user"`    // who breaks; the service itself for settings
	Message string             `json:"message"`
	Advice  string             `json:"advice"`
	At      finding.Location   `json:"location"`
	Related []finding.Location `json:"related"`
}

// Knot is a group of services whose constraints contradict each other.
type Knot struct {
	Services    []string     `json:"services"`
	Constraints []Constraint `json:"constraints"`
	Steps       []string     `json:"steps"` // the way out, in order
}

// Free is a pair of changed services of which one calls the other, and that need no
// order.
type Free struct {
	Caller string `json:"caller"`
	Callee string `json:"callee"`
	Reason string `json:"reason"`
}

// Plan is the answer.
type Plan struct {
	Services    []string            `json:"services"` // the changed ones, sorted
	Touches     []Touch             `json:"touches"`
	Waves       [][]string          `json:"waves"`
	Constraints []Constraint        `json:"constraints"`
	Free        []Free              `json:"free"`
	Knots       []Knot              `json:"knots"`
	Problems    []Problem           `json:"problems"`
	Rollback    map[string][]string `json:"rollback"` // by changed service: what goes back before it, in order
	OneWay      []Migration         `json:"one_way"`  // migrations without a way back, or after which an older version lacks something
	Removals    []Removal           `json:"removals"` // what migrations take away, by service and place
}

// New plans a change. Paths of the plan are those of the input: see Plan.Relative.
func New(in Input) *Plan {
	p := planner{in: in, plan: &Plan{Rollback: map[string][]string{}}, changed: map[string]bool{}, own: map[string]bool{}}
	for _, t := range in.Touches {
		p.changed[t.Service] = true
		if t.Why == Code || t.Why == Contract {
			p.own[t.Service] = true
		}
	}
	p.plan.Touches = slices.Clone(in.Touches)
	slices.SortFunc(p.plan.Touches, func(a, b Touch) int {
		return cmp.Or(strings.Compare(a.Service, b.Service), strings.Compare(a.File, b.File), strings.Compare(string(a.Why), string(b.Why)))
	})
	p.plan.Touches = slices.Compact(p.plan.Touches)
	for s := range p.changed {
		p.plan.Services = append(p.plan.Services, s)
	}
	slices.Sort(p.plan.Services)
	for _, pair := range p.pairs() {
		p.pair(pair)
	}
	p.settings()
	p.schemas()
	p.removals()
	p.finish()
	return p.plan
}

// planner makes one plan.
type planner struct {
	in      Input
	plan    *Plan
	changed map[string]bool
	own     map[string]bool // a file of its own code or contract changed, not only what it shares with others
}

// finish orders what was found.
func (p *planner) finish() {
	out := p.plan
	slices.SortFunc(out.Constraints, compareConstraints)
	out.Constraints = slices.CompactFunc(out.Constraints, func(a, b Constraint) bool { return compareConstraints(a, b) == 0 })
	slices.SortFunc(out.Problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Service, b.Service), strings.Compare(a.User, b.User), a.At.Compare(b.At), strings.Compare(a.Message, b.Message))
	})
	out.Problems = slices.CompactFunc(out.Problems, func(a, b Problem) bool {
		return a.Service == b.Service && a.User == b.User && a.At == b.At && a.Message == b.Message
	})
	d := graph.New(out.Services, func(yield func(graph.Edge) bool) {
		for _, c := range out.Constraints {
			if !yield(graph.Edge{From: c.Then, To: c.First}) {
				return
			}
		}
	})
	wave := make([]int, d.Len())
	for w, nodes := range graph.Waves(d) {
		out.Waves = append(out.Waves, d.Names(nodes))
		for _, i := range nodes {
			wave[i] = w
		}
	}
	for _, c := range graph.Cycles(d) {
		out.Knots = append(out.Knots, newKnot(d.Names(c), out.Constraints))
	}
	for i := range d.Len() {
		var back []int
		for j, reached := range graph.ReachedBy(d, i) {
			if reached && j != i {
				back = append(back, j)
			}
		}
		slices.SortFunc(back, func(a, b int) int { return cmp.Or(cmp.Compare(wave[b], wave[a]), cmp.Compare(a, b)) })
		out.Rollback[d.Name(i)] = append([]string{}, d.Names(back)...)
	}
	for _, m := range p.in.Migrations {
		if !m.Reversible || len(m.Removes) > 0 {
			out.OneWay = append(out.OneWay, m)
		}
	}
	slices.SortFunc(out.Removals, func(a, b Removal) int {
		return cmp.Or(strings.Compare(a.Service, b.Service), a.At.Compare(b.At), strings.Compare(a.What, b.What))
	})
	slices.SortFunc(out.OneWay, func(a, b Migration) int {
		return cmp.Or(strings.Compare(a.Service, b.Service), a.At.Compare(b.At))
	})
}

func compareConstraints(a, b Constraint) int {
	return cmp.Or(strings.Compare(a.First, b.First), strings.Compare(a.Then, b.Then), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Because, b.Because))
}

// Relative rewrites every path of the plan.
func (p *Plan) Relative(to func(string) string) {
	at := func(l *finding.Location) {
		if l.File != "" {
			l.File = to(l.File)
		}
	}
	all := func(list []finding.Location) {
		for i := range list {
			at(&list[i])
		}
	}
	for i := range p.Touches {
		p.Touches[i].File = to(p.Touches[i].File)
	}
	for i := range p.Constraints {
		all(p.Constraints[i].Evidence)
	}
	for i := range p.Knots {
		for k := range p.Knots[i].Constraints { // these share their evidence with Constraints
			p.Knots[i].Constraints[k].Evidence = slices.Clone(p.Knots[i].Constraints[k].Evidence)
		}
	}
	for i := range p.Problems {
		at(&p.Problems[i].At)
		all(p.Problems[i].Related)
	}
	for i := range p.OneWay {
		at(&p.OneWay[i].At)
		p.OneWay[i].Removes = slices.Clone(p.OneWay[i].Removes) // shared where services share a file
		for k := range p.OneWay[i].Removes {
			at(&p.OneWay[i].Removes[k].At)
		}
	}
	for i := range p.Removals {
		at(&p.Removals[i].At)
		for k := range p.Removals[i].Users {
			at(&p.Removals[i].Users[k].At)
		}
	}
}
