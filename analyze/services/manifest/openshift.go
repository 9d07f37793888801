package manifest

import (
	"strings"

	"seam/analyze/format/yaml"
	"seam/analyze/regex"
)

// Connects is what an annotation of OpenShift says that a workload reaches.
var Connects = Kind{Name: "connects-to", Confidence: 0.9, Declared: true, Call: true}

// connectsTo is that annotation: names with commas between, or a list of objects in JSON.
const connectsTo = "app.openshift.io/connects-to"

var connectedName = regex.New(`"name"\s*:\s*"([^"]+)"`)

// connects adds what the annotation of a workload names, once all are read: names of
// what is not here say nothing.
func (c *cluster) connects(u *Unit, place placer, n *yaml.Node) {
	p, ok := n.At("metadata", "annotations").Pair(connectsTo)
	if !ok {
		return
	}
	names := strings.Split(p.Value.Text(), ",")
	if m := connectedName().FindAllStringSubmatch(p.Value.Text(), -1); m != nil {
		names = nil
		for _, name := range m {
			names = append(names, name[1])
		}
	}
	at := place(p.Line)
	c.pending = append(c.pending, func() {
		for _, name := range names {
			name = strings.TrimSpace(name)
			if len(c.behind(name, at.File)) > 0 {
				u.Refs = append(u.Refs, Reference{Kind: Connects, Value: name, At: at})
			}
		}
	})
}

var parameter = regex.New(`\$\{\{?(\w+)\}?\}`)

// openShift takes the objects of a Template with the values that its parameters have.
func (c *cluster) openShift(place placer, n *yaml.Node) {
	values := map[string]string{}
	for _, p := range n.Get("parameters").List() {
		values[p.Get("name").Text()] = p.Get("value").Text()
	}
	for _, o := range n.Get("objects").List() {
		c.object(place, substituted(o, values, 0), false)
	}
}

// maxSubstituted bounds how deep an object of a Template nests.
const maxSubstituted = 60

// substituted is a node with the values of parameters in its texts.
func substituted(n *yaml.Node, values map[string]string, depth int) *yaml.Node {
	if n == nil {
		return nil
	}
	if depth > maxSubstituted {
		return &yaml.Node{}
	}
	out := *n
	replace := func(s string) string {
		if !strings.Contains(s, "${") {
			return s
		}
		return parameter().ReplaceAllStringFunc(s, func(m string) string {
			if v, ok := values[parameter().FindStringSubmatch(m)[1]]; ok {
				return v
			}
			return m
		})
	}
	out.Value = replace(n.Value)
	out.Pairs = nil
	for _, p := range n.Pairs {
		p.Key, p.Value = replace(p.Key), substituted(p.Value, values, depth+1)
		out.Pairs = append(out.Pairs, p)
	}
	out.Items = nil
	for _, item := range n.Items {
		out.Items = append(out.Items, substituted(item, values, depth+1))
	}
	return &out
}
