package services

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/regex"
	"seam/analyze/services/address"
	"seam/analyze/services/code"
	"seam/analyze/services/manifest"
)

// place is one use of a topic by a node, and the file that shows it.
type place struct {
	code.Topic
	node *node
	file string
}

// places are all uses of topics, by direction.
type places struct {
	published []place
	consumed  []place
	open      []place // whose name is put together at run time
}

func (t *places) add(p place) {
	if p.Publishes {
		t.published = append(t.published, p)
	} else {
		t.consumed = append(t.consumed, p)
	}
}

// topics joins publishers and consumers of one topic, queue or message type. The
// edge runs from the one that depends on the contract to the one that owns it: the
// publisher of an event, the consumer of a command. What stands in code that several
// nodes import is how they send, not what, and does not count.
func (c *connector) topics(nodes []*node) {
	var t places
	for _, n := range nodes {
		c.declaredTopics(n, &t)
		c.topicsInCode(n, &t)
	}
	open := openFolders(t.open)
	byName := map[string][]place{}
	for _, p := range t.published {
		for _, name := range manifest.Unique(p.Names) {
			byName[name] = append(byName[name], p)
		}
	}
	for _, to := range t.consumed {
		for _, name := range manifest.Unique(to.Names) {
			for _, from := range open.ofOneSystem(byName[name], to) {
				c.message(from, to)
			}
		}
	}
	c.computed(t.open, byName, t.consumed)
}

// declaredTopics takes the topics that the manifests of a node state.
func (c *connector) declaredTopics(n *node, t *places) {
	for _, d := range n.units {
		for _, m := range d.Messages {
			p := place{Topic: code.Topic{Publishes: m.Publishes, Names: []string{m.Name}, Line: m.At.Line, Text: "source: " + m.Name}, node: n, file: m.At.File}
			c.usage.carry(p)
			t.add(p)
		}
	}
}

// topicsInCode takes the topics of a node's code, and of configuration that it reads.
func (c *connector) topicsInCode(n *node, t *places) {
	names := c.topicNames(n)
	for _, b := range c.usage.files[n] {
		if b.facts == nil || b.shared {
			continue
		}
		reader := n
		if code.IsConfig(b.file) {
			if reader = c.reader(n, b); reader == nil || reader == n && !c.usage.reads(n, b) {
				continue
			}
		}
		for _, topic := range b.facts.Topics {
			p := place{Topic: topic, node: reader, file: b.file}
			if p.Names = names.all(topic.Names); len(p.Names) == 0 {
				t.open = append(t.open, p)
				continue
			}
			c.usage.carry(p)
			t.add(p)
		}
	}
}

// openIn are who publishes what is not known, by the folder of the root that they lie in.
type openIn map[string][]*node

func openFolders(places []place) openIn {
	out := openIn{}
	for _, p := range places {
		if p.Publishes {
			out[p.folder()] = append(out[p.folder()], p.node)
		}
	}
	return out
}

// folder is the folder of the root that a place lies in, "" for the root itself.
func (p place) folder() string {
	head, _, below := strings.Cut(p.file, "/")
	if !below {
		return ""
	}
	return head
}

// ofOneSystem leaves out the publishers in other folders of the root where some lie in the
// consumer's, or may: variants of one system side by side use the same names.
func (open openIn) ofOneSystem(from []place, to place) []place {
	near := slices.DeleteFunc(slices.Clone(from), func(p place) bool { return p.folder() != to.folder() })
	if len(near) > 0 || slices.ContainsFunc(open[to.folder()], func(n *node) bool { return n != to.node }) {
		return near
	}
	return from
}

// message adds the edge between one publisher and one consumer.
func (c *connector) message(from, to place) {
	if from.node == to.node || from.Type != to.Type || !meets(from.Names, to.Names) {
		return
	}
	dependant, owner := to, from
	if from.Command || to.Command {
		dependant, owner = from, to
	}
	for _, p := range []place{from, to} {
		e := evidence{kindMessage, finding.Location{File: p.file, Line: p.Line}, redact("", p.Text, p.Names[0])}
		c.tell(dependant.node, owner.node, e, kindMessage.Confidence)
	}
}

// meets reports whether one side's names are all among the other's, patterns
// (order.*, order.#) included: a queue, or a topic, or an exchange with its key.
func meets(out, in []string) bool {
	return within(out, in) || within(in, out)
}

func within(a, b []string) bool {
	for _, x := range a {
		if !slices.ContainsFunc(b, func(y string) bool { return x == y || matchesKey(x, y) || matchesKey(y, x) }) {
			return false
		}
	}
	return true
}

// matchesKey reports whether a routing key fits a pattern with * or #.
func matchesKey(pattern, key string) bool {
	if !strings.ContainsAny(pattern, "*#>") {
		return false
	}
	if strings.HasSuffix(pattern, "#") || strings.HasSuffix(pattern, ">") {
		return strings.HasPrefix(key, strings.TrimRight(pattern, "#>"))
	}
	ok, err := path.Match(pattern, key)
	return err == nil && ok
}

// computed lists the places whose topic is not a literal, one a file and direction. A
// call that is given nothing but a message sends it where its type says, which is known
// of who publishes types that somebody consumes.
func (c *connector) computed(open []place, byName map[string][]place, in []place) {
	typed := map[*node]bool{}
	for _, to := range in {
		for _, from := range byName[to.Names[0]] {
			if to.Type && from.Type && from.node != to.node {
				typed[from.node] = true
			}
		}
	}
	told := map[string]bool{}
	for _, p := range open {
		does := "consumes"
		if p.Publishes {
			does = "publishes to"
		}
		if key := p.node.name + p.file + does; !told[key] && !(p.Publishes && p.Type && typed[p.node]) {
			told[key] = true
			e := evidence{kindMessage, finding.Location{File: p.file, Line: p.Line}, redact("", p.Text, "")}
			c.unsure(p.node, e, does+" a topic whose name is put together at run time")
		}
	}
}

// topicNames resolves names and settings of topics for one node.
type topicNames struct {
	consts   map[string]string
	settings map[string]string
	squashed map[string]string // settings by their squashed keys; "" where two of these differ
}

// relax lets settings be found by keys that are written otherwise.
func (t topicNames) relax() {
	for key, value := range t.settings {
		s := manifest.Squash(key)
		if old, ok := t.squashed[s]; ok && old != value {
			value = ""
		}
		t.squashed[s] = value
	}
}

// setting is the value of a setting, whose key may be written otherwise.
func (t topicNames) setting(key string) string {
	if v := t.settings[key]; v != "" {
		return v
	}
	return t.squashed[manifest.Squash(key)]
}

// named is what a name of another file stands for: a constant, or a field of the
// settings, of which the path in code ends with the whole key (s.cfg.Topics.Orders is
// topics.orders).
func (t topicNames) named(name string) string {
	if v := t.consts[name[strings.LastIndexByte(name, '.')+1:]]; v != "" {
		return v
	}
	for rest := name; strings.Contains(rest, "."); {
		_, rest, _ = strings.Cut(rest, ".")
		if v := t.setting(rest); v != "" {
			return v
		}
	}
	if v := t.settings[name]; v != "" { // const TOPIC = read("TOPIC")
		return v
	}
	return t.handedOn(name)
}

// handedOn is what a parameter stands for that is called as the end of the only name which
// it can come from: queueName of orderQueueName.
func (t topicNames) handedOn(name string) string {
	words := address.KeyWords(name)
	if len(words) < 2 || strings.Contains(name, ".") {
		return ""
	}
	found := ""
	for other, value := range t.consts {
		ws := address.KeyWords(other)
		if value == "" || len(ws) <= len(words) || !slices.Equal(ws[len(ws)-len(words):], words) {
			continue
		}
		if found != "" && found != value {
			return ""
		}
		found = value
	}
	return found
}

func (c *connector) topicNames(n *node) topicNames {
	t := topicNames{consts: map[string]string{}, settings: map[string]string{}, squashed: map[string]string{}}
	for _, b := range c.usage.files[n] {
		if b.facts == nil {
			continue
		}
		for k, v := range b.facts.Consts {
			if old, ok := t.consts[k]; ok && old != v {
				v = ""
			}
			t.consts[k] = v
		}
		maps.Copy(t.settings, b.facts.Settings)
	}
	for _, r := range c.usage.given[n] {
		t.settings[r.Key] = r.Value
	}
	for _, d := range n.units {
		for _, r := range d.Refs {
			if r.Key != "" {
				t.settings[r.Key] = r.Value
			}
		}
	}
	t.relax()
	return t
}

var placeholder = regex.New(`^[$#]\{'?\$?\{?([^}:]+)(?::([^}]*))?\}`)

// all resolves names, without those that cannot be resolved.
func (t topicNames) all(names []string) []string {
	var out []string
	for _, name := range names {
		if constant, ok := strings.CutPrefix(name, "@?"); ok {
			name = cmp.Or(t.consts[constant[strings.LastIndexByte(constant, '.')+1:]], constant)
		} else if constant, ok := strings.CutPrefix(name, "@"); ok {
			name = t.named(constant)
		}
		if m := placeholder().FindStringSubmatch(name); m != nil {
			name = m[2]
			if v := t.setting(m[1]); v != "" {
				name = v
			}
		}
		if name != "" {
			out = append(out, name)
		}
	}
	return out
}
