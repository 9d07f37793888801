package services

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/services/address"
	"seam/analyze/services/code"
	"seam/analyze/services/manifest"
)

// The kinds of evidence that code holds; how far each is trusted was counted on ten
// systems read by hand.
var (
	kindLiteral   = manifest.Kind{Name: code.Literal, Confidence: 0.9}
	kindDefault   = manifest.Kind{Name: code.Default, Confidence: 0.8}
	kindDiscovery = manifest.Kind{Name: code.Discovery, Confidence: 0.8}
	kindConfig    = manifest.Kind{Name: code.Config, Confidence: 0.9}
	kindProxy     = manifest.Kind{Name: code.Proxy, Confidence: 0.95}
	kindImage     = manifest.Kind{Name: "image", Confidence: 0.95, Setting: true} // ENV of its Dockerfile
	kindPort      = manifest.Kind{Name: "port", Confidence: 0.5}
	kindGRPC      = manifest.Kind{Name: "grpc", Confidence: 0.95}
	kindSpec      = manifest.Kind{Name: "contract", Confidence: 0.95}
	kindMessage   = manifest.Kind{Name: "message", Confidence: 0.9}
)

// confidenceShared is that of what stands in code that several units import: each
// uses a part of it, and which is not known.
const confidenceShared = 0.5

var hostKinds = map[string]manifest.Kind{
	code.Literal: kindLiteral, code.Default: kindDefault, code.Discovery: kindDiscovery, code.Config: kindConfig, code.Proxy: kindProxy,
}

// inCode adds the edges that code and its configuration show.
func (c *connector) inCode(nodes []*node) {
	for _, n := range nodes {
		for _, b := range c.usage.files[n] {
			if b.facts == nil {
				continue
			}
			for _, h := range b.facts.Hosts {
				c.named(n, b, h)
			}
			for _, s := range b.facts.Specs {
				c.spec(n, b, s)
			}
		}
	}
	c.contracts(nodes)
	c.topics(nodes)
}

// named takes a host that stands in a file.
func (c *connector) named(n *node, b belonging, h code.Host) {
	kind := hostKinds[h.Kind]
	readers := []*node{n}
	if h.Kind == code.Config || h.Kind == code.Proxy {
		readers = c.readers(n, b, h.Key)
	}
	for _, m := range readers {
		if h.Kind == code.Config && m == n && !c.usage.reads(n, b) || b.handed && b.shared || h.As != "" && !c.usage.names(n, h.As) {
			continue
		}
		hosts := []string{h.Name}
		if key, ok := strings.CutPrefix(h.Name, "${"); ok {
			hosts = c.settings(m, strings.TrimSuffix(key, "}"))
		}
		for _, host := range hosts {
			shared := b.shared && !(h.Of != "" && c.usage.namesClient(m, h.Of))
			c.reach(m, host, kind, belonging{file: b.file, shared: shared}, h.Line, redact("", h.Text, host))
		}
	}
}

// settings lists the hosts that the declarations of a node give a setting.
func (c *connector) settings(n *node, key string) []string {
	var out []string
	for _, d := range n.units {
		for _, r := range slices.Concat(d.Refs, c.usage.given[n]) {
			if r.Key == key {
				out = append(out, address.Hosts("HOST", r.Value)...)
			}
		}
	}
	return manifest.Unique(out)
}

// reach adds an edge to the node of a name, if it is one.
func (c *connector) reach(n *node, host string, kind manifest.Kind, b belonging, line int, text string) {
	targets := c.resolveFor(n, host)
	r := evidence{kind: kind, at: finding.Location{File: b.file, Line: line}, text: text}
	switch {
	case len(targets) == 0 || slices.Contains(targets, n):
	case len(targets) > 1:
		c.unsure(n, r, "the name "+host+" stands for several services")
	case b.shared:
		c.join(n, targets[0], r, confidenceShared)
	default:
		c.join(n, targets[0], r, kind.Confidence)
	}
}

// resolveFor looks a name up in the scopes of a node's declarations, then in all.
func (c *connector) resolveFor(n *node, host string) []*node {
	for _, d := range n.units {
		if d.Scope != "" {
			if found := c.resolve(d.Scope, host); len(found) == 1 {
				return found
			}
		}
	}
	return c.resolve("", host)
}

// spec takes a definition that a node's build makes a client of: whose folder it lies
// in serves it.
func (c *connector) spec(n *node, b belonging, s code.Spec) {
	var owners []*node
	for m := range c.usage.files {
		for _, dir := range m.code {
			if dir != "." && strings.HasPrefix(s.File, dir+"/") {
				owners = append(owners, m)
				break
			}
		}
	}
	if len(owners) == 1 && owners[0] != n && !b.shared {
		c.join(n, owners[0], evidence{kindSpec, finding.Location{File: b.file, Line: s.Line}, redact("", s.Text, path.Base(s.File))}, kindSpec.Confidence)
	}
}

// contracts joins those who make a client of a gRPC service with the one that
// registers it. Of several the one counts that the node has the address of.
func (c *connector) contracts(nodes []*node) {
	servers := map[string][]*node{}
	for _, n := range nodes {
		for _, b := range c.usage.files[n] {
			if b.facts == nil || b.shared && !b.own {
				continue
			}
			for _, k := range b.facts.Contracts {
				if k.Serves && !slices.Contains(servers[k.Name], n) {
					servers[k.Name] = append(servers[k.Name], n)
				}
			}
		}
	}
	for _, n := range nodes {
		for _, b := range c.usage.files[n] {
			if b.facts == nil {
				continue
			}
			for _, k := range b.facts.Contracts {
				if !k.Serves {
					c.client(n, b, k, servers[k.Name])
				}
			}
		}
	}
}

func (c *connector) client(n *node, b belonging, k code.Contract, targets []*node) {
	e := evidence{kindGRPC, finding.Location{File: b.file, Line: k.Line}, redact("", k.Text, k.Name)}
	if same := slices.DeleteFunc(slices.Clone(targets), func(t *node) bool { return t.kind() != n.kind() }); len(same) > 0 {
		targets = same // what is declared in another way may be the same service, called otherwise
	}
	if len(targets) > 1 {
		addressed := slices.DeleteFunc(slices.Clone(targets), func(t *node) bool { return c.edges[[2]*node{n, t}] == nil })
		if len(addressed) == 0 && !slices.Contains(targets, n) {
			c.unsure(n, e, "several services serve "+k.Name)
		}
		targets = addressed
	}
	for _, t := range targets {
		if b.shared && !c.usage.makesClient(n, t, b) {
			c.join(n, t, e, confidenceShared)
			continue
		}
		c.join(n, t, e, kindGRPC.Confidence)
	}
}
