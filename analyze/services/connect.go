package services

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/services/address"
	"seam/analyze/services/code"
	"seam/analyze/services/manifest"
	"seam/analyze/source"
)

// connector finds the edges.
type connector struct {
	names   map[string]map[string][]*node // scope -> name in lower case -> nodes; scope "" holds all
	ports   map[int][]*node               // that they publish
	appIDs  map[string]bool               // names that Dapr knows units by
	usage   *usage
	edges   map[[2]*node]*Edge
	talks   map[[2]*node]*Edge           // by messages
	votes   map[*Edge]map[string]float64 // kind of evidence -> confidence
	guesses []guess
	bags    bags
	modules []string // places that take values of Terraform modules that are no services
	unknown []Unknown
}

// connect resolves every reference of every node. Services of the result are left to
// the caller, and so are the warnings about manifests.
func connect(nodes []*node, u *usage) *Graph {
	c := &connector{
		names: namesOf(nodes), ports: portsOf(nodes), appIDs: appIDsOf(nodes), usage: u,
		bags: bagsOf(nodes), edges: map[[2]*node]*Edge{}, talks: map[[2]*node]*Edge{}, votes: map[*Edge]map[string]float64{},
	}
	for _, n := range nodes {
		for _, d := range n.units {
			for _, r := range d.Refs {
				c.reference(n, d, reference{Reference: r})
			}
		}
		for _, r := range u.given[n] {
			c.reference(n, n.units[0], reference{Reference: r})
		}
	}
	c.inCode(nodes)
	c.ownMachine(nodes)
	c.stages(nodes, manifest.Stages(u.src))
	c.guessed()
	edges, weak := c.finished()
	return &Graph{Edges: edges, Weak: weak, Unknown: c.unknowns(), Warnings: c.noServices()}
}

// noServices counts the values of Terraform modules that run nothing.
func (c *connector) noServices() []finding.Warning {
	if len(c.modules) == 0 {
		return nil
	}
	return []finding.Warning{{Code: "terraform-modules", Count: len(c.modules), Message: fmt.Sprintf(
		"values that services take from Terraform modules that are no services, such as networks and roles: %d, the first at %s", len(c.modules), slices.Min(c.modules))}}
}

func appIDsOf(nodes []*node) map[string]bool {
	out := map[string]bool{}
	for _, n := range nodes {
		for _, d := range n.units {
			if d.AppID != "" {
				out[d.AppID] = true
			}
		}
	}
	return out
}

func namesOf(nodes []*node) map[string]map[string][]*node {
	out := map[string]map[string][]*node{"": {}}
	for _, n := range nodes {
		for _, u := range n.units {
			if u.Scope == "" {
				continue // a Go program is no host
			}
			if out[u.Scope] == nil {
				out[u.Scope] = map[string][]*node{}
			}
			for _, name := range append([]string{u.Name}, u.Aliases...) {
				name = strings.ToLower(name)
				for _, scope := range []string{u.Scope, ""} {
					if !slices.Contains(out[scope][name], n) {
						out[scope][name] = append(out[scope][name], n)
					}
				}
			}
		}
	}
	return out
}

func (c *connector) reference(n *node, d *unit, r reference) {
	if r.Kind.Declared {
		c.declared(n, d, r)
		return
	}
	key, value := r.Key, r.Value
	if r.Kind == manifest.Args {
		key, value = address.FlagKey(r.Value)
	}
	hosts := address.Hosts(key, value)
	if r.Kind.Setting && c.appIDs[value] && address.NamesApp(key) && !slices.Contains(hosts, strings.ToLower(value)) {
		hosts = append(hosts, value)
	}
	for _, host := range hosts {
		if r.Kind == manifest.Args && spelledTwice(value, host) {
			continue
		}
		r.host = host
		c.host(n, d, r, host)
	}
	for _, port := range address.LocalPorts(key, value) {
		c.port(n, r, port)
	}
}

// spelledTwice reports whether a list holds a name both bare and with its domain, as what
// a certificate is made for does; who calls it needs one of them.
func spelledTwice(list, host string) bool {
	bare, full := false, false
	for part := range strings.SplitSeq(list, ",") {
		part = strings.ToLower(strings.TrimSpace(part))
		bare = bare || part == host
		full = full || strings.HasPrefix(part, host+".")
	}
	return bare && full
}

// declared takes a name that compose must know: from a file of the folder, else from
// one that is included.
func (c *connector) declared(n *node, d *unit, r reference) {
	switch targets := c.resolve(d.Scope, strings.ToLower(r.Value)); {
	case r.Value == "":
	case len(targets) == 1:
		c.add(n, targets[0], r, r.Kind.Confidence)
	case len(targets) == 0 && d.Kind == manifest.Terraform:
		c.modules = append(c.modules, r.At.String()+": "+clip(r.Value))
	case len(targets) == 0:
		c.doubt(n, r, "no service is called "+clip(r.Value))
	default:
		c.doubt(n, r, "the name "+clip(r.Value)+" stands for several services")
	}
}

// port takes a port of the own machine that a setting names, if exactly one service
// publishes it.
func (c *connector) port(n *node, r reference, port int) {
	at := c.ports[port]
	switch {
	case len(at) != 1 || at[0] == n:
	case n.lone && c.usage.of(n, r.Key) == used:
		c.add(n, at[0], r, confidenceLone)
	default:
		c.guesses = append(c.guesses, guess{n, at[0], evidence{kindPort, r.At, r.text()}, kindPort.Confidence})
	}
}

// confidenceLone is that of a port of the own machine in a setting which the only program
// of a repository reads, beside the store that publishes it.
const confidenceLone = 0.8

// guess is a sign that says nothing more where something else shows the edge.
type guess struct {
	from, to   *node
	evidence   evidence
	confidence float64
}

// guessed adds the guesses: as edges where there are none, else only as further places.
func (c *connector) guessed() {
	for _, g := range c.guesses {
		e := c.edges[[2]*node{g.from, g.to}]
		if e == nil || len(c.votes[e]) == 1 && c.votes[e][kindPort.Name] > 0 {
			c.join(g.from, g.to, g.evidence, g.confidence)
			continue
		}
		e.Evidence = append(e.Evidence, g.evidence.shown())
	}
}

// portsOf lists who publishes each port.
func portsOf(nodes []*node) map[int][]*node {
	out := map[int][]*node{}
	for _, n := range nodes {
		for _, d := range n.units {
			for _, port := range d.Ports {
				if !slices.Contains(out[port], n) {
					out[port] = append(out[port], n)
				}
			}
		}
	}
	return out
}

// host takes a host that a setting names.
func (c *connector) host(n *node, d *unit, r reference, host string) {
	targets := c.resolve(d.Scope, host)
	switch {
	case slices.Contains(targets, n): // its own address
	case len(targets) > 1:
		c.doubt(n, r, "the name "+host+" stands for several services")
	case len(targets) == 0:
		if r.Kind == manifest.Env && !strings.Contains(host, ".") {
			c.doubt(n, r, "no service is called "+host)
		}
	default:
		c.weigh(n, targets[0], r)
	}
}

// weigh decides by what the code of n does with the setting.
func (c *connector) weigh(n, target *node, r reference) {
	if !r.Kind.Setting {
		c.add(n, target, r, r.Kind.Confidence)
		return
	}
	use := c.usage.of(n, r.Key)
	if r.Kind == manifest.OpenComponent && use != used {
		return // offered to all applications
	}
	switch use {
	case used:
		if r.Kind.Unread == 0 && c.usage.elsewhere(n, r.Key) {
			confidence := confidenceShared
			if target.class == Data && c.soleAddress(n, target, r.Key) {
				confidence = reported
			}
			c.add(n, target, r, confidence)
			return
		}
		c.add(n, target, r, r.Kind.Confidence)
	case unused:
		if address.ByImage(r.Key) {
			c.add(n, target, r, confidenceLibrary)
			return
		}
		if r.Kind.Setting && len(target.code) == 0 && c.usage.found[n][code.Library(code.Prefix(r.Key))] {
			c.add(n, target, r, confidenceLibrary)
			return
		}
		c.doubt(n, r, "has the address of "+target.name+", not used: its code never mentions the setting")
	case unclear:
		if r.Kind.Unread == 0 && c.bags.ownOf(n, r) {
			c.add(n, target, r, manifest.Env.Unread)
			return
		}
		if r.Kind.Unread == 0 {
			c.doubt(n, r, "has the address of "+target.name+" from shared settings; whether it reads it is not known")
			return
		}
		c.add(n, target, r, r.Kind.Unread)
	}
}

// soleAddress reports whether the shared code that reads a setting for a node is about one
// store alone, as a package that opens a database is: whoever imports it uses that. The
// code must be of a language of the node's own, and not come by way of another node's.
func (c *connector) soleAddress(n, target *node, key string) bool {
	folders, languages := map[string]bool{}, map[string]bool{}
	for _, b := range c.usage.files[n] {
		languages[source.LanguageOf(b.file)] = languages[source.LanguageOf(b.file)] || b.own
	}
	for _, b := range c.usage.files[n] {
		l := source.LanguageOf(b.file)
		if b.facts != nil && b.facts.Keys[key] && source.Has(source.Language(l)) && languages[l] {
			folders[path.Dir(b.file)] = true
		}
	}
	for _, b := range c.usage.files[n] {
		if b.facts == nil || !folders[path.Dir(b.file)] {
			continue
		}
		var hosts []string
		for k := range b.facts.Keys {
			hosts = append(hosts, c.settings(n, k)...)
		}
		for _, h := range b.facts.Hosts {
			hosts = append(hosts, h.Name)
		}
		if slices.ContainsFunc(hosts, func(host string) bool {
			found := c.resolveFor(n, host)
			return len(found) > 0 && !slices.Contains(found, target)
		}) {
			return false
		}
	}
	return len(folders) > 0 && !c.usage.throughOthers(n, folders)
}

// resolve looks in the scope of the declaration first, then in all.
func (c *connector) resolve(scope, host string) []*node {
	for _, s := range []string{scope, ""} {
		for _, name := range []string{host, address.ServiceName(host)} {
			if found := c.names[s][name]; len(found) > 0 {
				return ownFirst(found, name)
			}
		}
	}
	return nil
}

// ownFirst prefers the nodes that are declared by the name to those that only go by it,
// too: an application that was copied may still say the name of the first one.
func ownFirst(found []*node, name string) []*node {
	own := slices.DeleteFunc(slices.Clone(found), func(n *node) bool {
		return !slices.ContainsFunc(n.units, func(u *unit) bool { return strings.EqualFold(u.Name, name) })
	})
	if len(own) > 0 {
		return own
	}
	return found
}

func (c *connector) add(from, to *node, r reference, confidence float64) {
	c.join(from, to, evidence{r.Kind, r.At, r.text()}, confidence)
}

// evidence is one place that shows an edge.
type evidence struct {
	kind manifest.Kind
	at   finding.Location
	text string
}

func (v evidence) shown() Evidence {
	return Evidence{File: v.at.File, Line: v.at.Line, Kind: v.kind.Name, Text: v.text}
}

// join adds evidence of a dependency that orders a start.
func (c *connector) join(from, to *node, v evidence, confidence float64) {
	if from == to || from.alone && !v.kind.Declared || copies(from, to) && (v.kind == kindLiteral || v.kind == kindConfig) {
		return
	}
	pair := [2]*node{from, to}
	e := c.edges[pair]
	if e == nil {
		e = &Edge{From: from.name, To: to.name, Class: Declared}
		c.edges[pair] = e
	}
	if !v.kind.Declared || v.kind.Call {
		e.Class = Call
	}
	switch {
	case from.class == Telemetry || to.class == Telemetry:
		e.Class = Telemetry
	case to.class == Test:
		e.Class = Test
	case to.class == Data:
		e.Class = Data
	}
	c.vote(e, v, confidence)
}

// copies reports whether two nodes are copies of one store. A file that is handed to all of
// them, to make one of them a cluster, names all of them.
func copies(a, b *node) bool {
	return a.class == Data && b.class == Data && len(a.code)+len(b.code) == 0 && a.program() == b.program()
}

// tell adds evidence that one node depends on the messages of another.
func (c *connector) tell(from, to *node, v evidence, confidence float64) {
	pair := [2]*node{from, to}
	e := c.talks[pair]
	if e == nil {
		e = &Edge{From: from.name, To: to.name, Class: Message}
		c.talks[pair] = e
	}
	c.vote(e, v, confidence)
}

func (c *connector) vote(e *Edge, v evidence, confidence float64) {
	if c.votes[e] == nil {
		c.votes[e] = map[string]float64{}
	}
	kind := v.kind.Name
	if confidence == confidenceShared {
		kind = "" // shared code is one sign, however many things it says
	}
	c.votes[e][kind] = max(c.votes[e][kind], confidence)
	e.Evidence = append(e.Evidence, v.shown())
}

func (r reference) text() string {
	if r.Kind.Declared {
		return clip(r.Kind.Name + ": " + r.Value)
	}
	return redact(r.Key, r.Value, r.host)
}

func (c *connector) doubt(n *node, r reference, reason string) {
	c.unsure(n, evidence{r.Kind, r.At, r.text()}, reason)
}

func (c *connector) unsure(n *node, e evidence, reason string) {
	c.unknown = append(c.unknown, Unknown{Service: n.name, File: e.at.File, Line: e.at.Line, Text: e.text, Reason: reason})
}

// confidenceLibrary is that of a setting which the code does not mention, though it
// uses a library that the setting is called after, of something made elsewhere.
const confidenceLibrary = 0.8

// reported is the least confidence of an edge that is shown; edges below it are listed as weak.
const reported = 0.7

// finished gives every edge its confidence and its order.
func (c *connector) finished() (edges, weak []Edge) {
	edges = []Edge{}
	for _, all := range []map[[2]*node]*Edge{c.edges, c.talks} {
		for _, e := range all {
			miss := 1.0
			for _, kind := range slices.Sorted(maps.Keys(c.votes[e])) {
				miss *= 1 - c.votes[e][kind]
			}
			e.Confidence = float64(int(float64((1-miss)*1000)+0.5)) / 1000
			slices.SortFunc(e.Evidence, compareEvidence)
			e.Evidence = slices.Compact(e.Evidence)
			if e.Confidence < reported {
				weak = append(weak, *e)
				continue
			}
			edges = append(edges, *e)
		}
	}
	slices.SortFunc(edges, compareEdges)
	slices.SortFunc(weak, compareEdges)
	return edges, weak
}

func compareEdges(a, b Edge) int {
	return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.To, b.To), strings.Compare(string(a.Class), string(b.Class)))
}

func compareEvidence(a, b Evidence) int {
	return cmp.Or(
		strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
		strings.Compare(a.Kind, b.Kind), strings.Compare(a.Text, b.Text),
	)
}

func (c *connector) unknowns() []Unknown {
	slices.SortFunc(c.unknown, func(a, b Unknown) int {
		return cmp.Or(
			strings.Compare(a.Service, b.Service), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			strings.Compare(a.Text, b.Text), strings.Compare(a.Reason, b.Reason),
		)
	})
	return slices.Compact(c.unknown)
}
