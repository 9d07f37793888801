package services

import (
	"slices"

	"seam/analyze/services/manifest"
)

// byNamespace parts the Kubernetes workloads of one name that stand in different
// namespaces and share neither code nor image. Each part goes by the name of its only
// Service, else by namespace and name.
func byNamespace(nodes []*node) []*node {
	var out []*node
	for _, n := range nodes {
		parts := n.namespaces()
		for _, p := range parts {
			if len(parts) > 1 {
				p.goByService()
			}
		}
		out = append(out, parts...)
	}
	return out
}

// namespaces parts a node; units that state no namespace stay with the first part.
func (n *node) namespaces() []*node {
	var parts []*node
	for _, u := range n.units {
		one := &node{units: []*unit{u}}
		i := slices.IndexFunc(parts, func(p *node) bool {
			return u.Namespace == "" || p.similar(one) || slices.ContainsFunc(p.units, func(v *unit) bool { return v.Namespace == u.Namespace || v.Namespace == "" })
		})
		if i < 0 {
			parts = append(parts, one)
			continue
		}
		parts[i].units = append(parts[i].units, u)
	}
	return parts
}

// goByService renames the units of a node, whose name other workloads have, too.
func (n *node) goByService() {
	name := ""
	if as := n.aliases(); len(as) == 1 {
		name = as[0]
	}
	for _, u := range n.units {
		switch {
		case name != "":
			u.Name = name
		case u.Namespace != "" && manifest.Squash(u.Namespace) != manifest.Squash(u.Name):
			u.Name = u.Namespace + "-" + u.Name
		}
	}
}
