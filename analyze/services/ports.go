package services

import (
	"slices"

	"seam/analyze/finding"
	"seam/analyze/services/code"
	"seam/analyze/services/manifest"
)

// confidenceOwnMachine is that of a port of the own machine which a program names that no
// manifest runs: it is started there, beside what is published there.
const confidenceOwnMachine = 0.8

// usualPorts are common defaults: a program on one of them cannot be told from others by its port.
var usualPorts = []int{80, 443, 3000, 4200, 5000, 8000, 8080}

// onOwnMachine reports whether no manifest runs a node, so that it is started on a
// developer's machine.
func (n *node) onOwnMachine() bool {
	switch n.kind() {
	case manifest.Dockerfile, manifest.Application, GoMain:
		return true
	}
	return false
}

// ownMachine joins the programs that no manifest runs with those whose ports they name:
// stores and other programs of third parties that a manifest publishes, and one another, by the port that each is told to
// listen to. A usual port counts only where every one of them says its own.
func (c *connector) ownMachine(nodes []*node) {
	local := slices.DeleteFunc(slices.Clone(nodes), func(n *node) bool { return !n.onOwnMachine() })
	named := c.portsNamed(local)
	listens := map[int][]*node{}
	silent := false
	for _, n := range local {
		says := false
		for _, p := range named[n] {
			if p.Listens && !slices.Contains(listens[p.Number], n) {
				listens[p.Number] = append(listens[p.Number], n)
				says = true
			}
		}
		silent = silent || !says
	}
	for _, n := range local {
		for _, p := range named[n] {
			if p.Listens || slices.Contains(listens[p.Number], n) {
				continue
			}
			at := slices.Concat(c.ports[p.Number], listens[p.Number])
			if len(at) != 1 || !at[0].onOwnMachine() && !at[0].madeElsewhere(p.Number) || p.Private && at[0].class != Data ||
				at[0].onOwnMachine() && silent && slices.Contains(usualPorts, p.Number) {
				continue
			}
			c.guesses = append(c.guesses, guess{n, at[0], evidence{kindPort, finding.Location{File: p.file, Line: p.Line}, redact("", p.Text, "")}, confidenceOwnMachine})
		}
	}
}

// madeElsewhere reports whether a node is a store, or something else whose code is not here
// and whose port is not a usual one, as a mail server is.
func (n *node) madeElsewhere(port int) bool {
	return n.class == Data || len(n.code) == 0 && !slices.Contains(usualPorts, port)
}

// namedPort is a port that a file of a node names.
type namedPort struct {
	code.Port
	file string
}

// portsNamed lists the ports that the own code of each node, and the configuration that it
// reads, names. Of what a configuration server keeps for others only what they ask for counts.
func (c *connector) portsNamed(nodes []*node) map[*node][]namedPort {
	out := map[*node][]namedPort{}
	for _, n := range nodes {
		for _, b := range c.usage.files[n] {
			if b.facts == nil || b.shared {
				continue
			}
			for _, p := range b.facts.Ports {
				if !code.IsConfig(b.file) {
					out[n] = append(out[n], namedPort{p, b.file})
					continue
				}
				for _, m := range c.readers(n, b, p.Key) {
					kept := m != n
					if !kept && !c.usage.reads(n, b) || kept && !p.Listens && !c.usage.asks(m, p.Key) {
						continue
					}
					out[m] = append(out[m], namedPort{p, b.file})
				}
			}
		}
	}
	return out
}
