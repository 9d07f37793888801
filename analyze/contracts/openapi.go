package contracts

import (
	"bytes"
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/source"
)

// maxReferences is how deep references between schemas are followed.
const maxReferences = 3

// isOpenAPI tells an OpenAPI or Swagger document by its beginning.
func isOpenAPI(file string, src []byte) bool {
	switch path.Ext(file) {
	case ".yaml", ".yml", ".json":
		head := src[:min(len(src), 4096)]
		return bytes.Contains(head, []byte("openapi")) || bytes.Contains(head, []byte("swagger"))
	}
	return false
}

// openAPI is the surface of a document. A document of something else has none.
func openAPI(file string, doc *yaml.Node) []Element {
	if doc.Get("openapi").Text() == "" && doc.Get("swagger").Text() == "" {
		return nil
	}
	r := spec{file: file, doc: doc, prefix: strings.TrimSuffix(doc.Get("basePath").Text(), "/")}
	for _, p := range doc.Get("paths").Map() {
		for _, m := range p.Value.Map() {
			if methods[m.Key] {
				r.operation(p, m)
			}
		}
	}
	return r.out
}

var methods = source.Words("get put post delete options head patch trace")

// spec walks one document.
type spec struct {
	file   string
	doc    *yaml.Node
	prefix string
	of     string // the message that fields belong to
	out    []Element
}

func (r *spec) operation(p, m yaml.Pair) {
	key := strings.ToUpper(m.Key) + " " + shapeOf(r.prefix+p.Key)
	r.add(Element{Kind: Operation, Key: key, Name: r.prefix + p.Key}, m.Line)
	for _, list := range []*yaml.Node{p.Value.Get("parameters"), m.Value.Get("parameters")} {
		for _, n := range list.List() {
			n = r.follow(n)
			name := n.Get("name").Text()
			switch in := n.Get("in").Text(); {
			case in == "body":
				r.properties(Parameter, key+" <", n.Get("schema"), true, 0)
			case name != "" && in != "path":
				r.add(Element{Kind: Parameter, Key: key + " ?" + name, Name: name, Shape: r.typeOf(n), Must: n.Get("required").Text() == "true"}, n.Line)
			}
		}
	}
	body := r.follow(m.Value.Get("requestBody"))
	for _, c := range body.Get("content").Map() {
		r.properties(Parameter, key+" <", c.Value.Get("schema"), body.Get("required").Text() == "true", 0)
	}
	for _, answer := range m.Value.Get("responses").Map() {
		a := r.follow(answer.Value)
		r.properties(Response, key+" >", a.Get("schema"), false, 0)
		for _, c := range a.Get("content").Map() {
			r.properties(Response, key+" >", c.Value.Get("schema"), false, 0)
		}
	}
}

// properties adds the properties of a schema, of those it is put together from, and of
// what it holds.
func (r *spec) properties(kind Kind, prefix string, schema *yaml.Node, demanded bool, depth int) {
	if schema = r.follow(schema); schema == nil || depth > maxReferences {
		return
	}
	for _, part := range []string{"allOf", "oneOf", "anyOf"} {
		for _, s := range schema.Get(part).List() {
			r.properties(kind, prefix, s, demanded && part == "allOf", depth+1)
		}
	}
	r.properties(kind, prefix+"[]", schema.Get("items"), demanded, depth+1)
	must := map[string]bool{}
	for _, n := range schema.Get("required").List() {
		must[n.Text()] = demanded
	}
	for _, p := range schema.Get("properties").Map() {
		r.add(Element{Kind: kind, Key: prefix + "." + p.Key, Name: p.Key, Of: r.of, Shape: r.typeOf(p.Value), Must: kind != Response && must[p.Key]}, p.Line)
		r.properties(kind, prefix+"."+p.Key, p.Value, false, depth+1)
	}
}

// typeOf is the type of a schema, or of a parameter, in a word.
func (r *spec) typeOf(n *yaml.Node) string {
	if n = r.follow(n); n == nil {
		return ""
	}
	if s := n.Get("schema"); s != nil {
		return r.typeOf(s)
	}
	typ := n.Get("type").Text()
	if f := n.Get("format").Text(); f != "" {
		typ += " " + f
	}
	return typ
}

// follow resolves a reference within the document.
func (r *spec) follow(n *yaml.Node) *yaml.Node {
	for range maxReferences {
		ref := n.Get("$ref").Text()
		at, ok := strings.CutPrefix(ref, "#/")
		if !ok {
			return n
		}
		n = r.doc
		for key := range strings.SplitSeq(at, "/") {
			n = n.Get(strings.NewReplacer("~1", "/", "~0", "~").Replace(key))
		}
	}
	return n
}

func (r *spec) add(e Element, line int) {
	e.At = finding.Location{File: r.file, Line: line}
	r.out = append(r.out, e)
}
