package contracts

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/repo"
)

// ReadEvents reads the AsyncAPI documents among the files of one service: the fields of the
// messages that it sends and receives. A document that cannot be parsed is a warning.
func ReadEvents(t repo.Tree, files []string) (Surface, []finding.Warning) {
	var list []Element
	var warnings []finding.Warning
	for _, file := range files {
		if !slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(file)) {
			continue
		}
		data, err := t.ReadFile(file)
		if err != nil || len(data) > maxFile || !bytes.Contains(data[:min(len(data), 4096)], []byte("asyncapi")) {
			continue
		}
		docs, err := yaml.Parse(data)
		if err != nil {
			warnings = append(warnings, unreadable(file, err))
			continue
		}
		for _, doc := range docs {
			list = append(list, asyncAPI(file, doc)...)
		}
	}
	return newSurface(list), warnings
}

// asyncAPI is what a document says of messages: of version 2 by channel, of version 3 by
// operation, else by channel. Who sends what version 2 calls publish is read in two ways, so
// that only version 3 says which fields a message must carry.
func asyncAPI(file string, doc *yaml.Node) []Element {
	if doc.Get("asyncapi").Text() == "" {
		return nil
	}
	r := spec{file: file, doc: doc}
	for _, o := range doc.Get("operations").Map() {
		channel := r.follow(o.Value.Get("channel"))
		name := cmp.Or(channel.Get("address").Text(), lastOf(o.Value.At("channel", "$ref").Text()))
		messages := o.Value.Get("messages").List()
		if len(messages) == 0 {
			for _, m := range channel.Get("messages").Map() {
				messages = append(messages, m.Value)
			}
		}
		for _, m := range messages {
			r.message(name, m, "", o.Value.Get("action").Text() == "receive", 0)
		}
	}
	for _, c := range doc.Get("channels").Map() {
		name := cmp.Or(c.Value.Get("address").Text(), c.Key)
		for _, way := range []string{"publish", "subscribe"} {
			r.message(name, c.Value.At(way, "message"), "", false, 0)
		}
		for _, m := range c.Value.Get("messages").Map() {
			r.message(name, m.Value, m.Key, false, 0)
		}
	}
	return r.out
}

// message adds the fields of one message, or of each of several.
func (r *spec) message(channel string, n *yaml.Node, name string, received bool, depth int) {
	if depth > maxReferences {
		return
	}
	ref := lastOf(n.Get("$ref").Text())
	n = r.follow(n)
	for _, one := range n.Get("oneOf").List() {
		r.message(channel, one, "", received, depth+1)
	}
	name = cmp.Or(n.Get("name").Text(), n.Get("title").Text(), ref, name)
	payload := n.Get("payload")
	if s := payload.Get("schema"); s != nil && payload.Get("schemaFormat") != nil {
		payload = s
	}
	r.of = name
	r.properties(Payload, channel+" "+name+" ", payload, received, 0)
}

// lastOf is the last element of a reference.
func lastOf(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }
