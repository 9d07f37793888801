package manifest

import (
	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// NetworkPolicy lets one unit reach another: allowed, which is mostly used.
var NetworkPolicy = Kind{Name: "NetworkPolicy", Confidence: 0.85, Declared: true}

// policy keeps a NetworkPolicy until all workloads are read.
func (c *cluster) policy(place placer, n *yaml.Node) {
	own := n.At("spec", "podSelector", "matchLabels")
	for _, rule := range n.At("spec", "ingress").List() {
		for _, peer := range rule.Get("from").List() {
			c.allow(place, peer.At("podSelector", "matchLabels"), own, peer)
		}
	}
	for _, rule := range n.At("spec", "egress").List() {
		for _, peer := range rule.Get("to").List() {
			c.allow(place, own, peer.At("podSelector", "matchLabels"), peer)
		}
	}
}

// allow adds a reference from each workload of one selector to each of another. A
// selector without labels stands for everybody and says nothing.
func (c *cluster) allow(place placer, from, to, peer *yaml.Node) {
	at := place(peer.Line)
	c.pending = append(c.pending, func() {
		for _, i := range c.selected(k8sService{file: at.File, selector: stringMap(from)}) {
			for _, j := range c.selected(k8sService{file: at.File, selector: stringMap(to)}) {
				if i != j {
					c.units[i].Refs = append(c.units[i].Refs, Reference{
						Kind: NetworkPolicy, Value: c.units[j].Name, At: finding.Location{File: at.File, Line: at.Line},
					})
				}
			}
		}
	})
}
