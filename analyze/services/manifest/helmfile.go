package manifest

import (
	"bytes"
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/services/helm"
)

// helmfile reads the releases of a helmfile. Values files of a release are followed;
// environments are not, and a file that is a template is rendered without values.
func helmfile(s *Source, cs *charts, file string) []release {
	dir := path.Dir(file)
	var out []release
	for _, doc := range s.templated(file, func(text []byte) bool { return bytes.Contains(text, []byte("releases")) }) {
		for _, n := range doc.Get("releases").List() {
			at := finding.Location{File: file, Line: n.Line}
			if i := n.Get("installed"); i.Text() == "false" {
				continue
			}
			r := release{name: n.Get("name").Text(), chart: cs.locate(dir, n.Get("chart").Text()), kind: Helm, at: at}
			for _, v := range n.Get("values").List() {
				r.values = helm.Merge(r.values, s.valuesOf(file, dir, v))
			}
			for _, v := range n.Get("set").List() {
				r.set(v.Get("name").Text(), helm.NewValue(file, v.Get("value")))
			}
			for _, need := range n.Get("needs").List() {
				name := path.Base(need.Text()) // namespace/name
				r.needs = append(r.needs, Reference{Kind: Needs, Value: name, At: finding.Location{File: file, Line: need.Line}})
			}
			out = append(out, r)
		}
	}
	return out
}

// set is --set name=value.
func (r *release) set(name string, v *helm.Value) {
	if name == "" {
		return
	}
	one := helm.NewMap()
	one.SetAt(name, v)
	r.values = helm.Merge(r.values, one)
}

// valuesOf is the values of a file's name, or those that stand in the list itself.
func (s *Source) valuesOf(file, dir string, n *yaml.Node) *helm.Value {
	if n.Kind == yaml.Map {
		return helm.NewValue(file, n)
	}
	at := path.Join(dir, n.Text())
	if n.Text() == "" || !s.Has(at) {
		return nil
	}
	docs := s.templated(at, func([]byte) bool { return true })
	if len(docs) == 0 {
		return nil
	}
	return helm.NewValue(at, docs[0])
}

// templated parses a file that may be a template of Go, by rendering it with nothing
// known. Lines move only where the template has loops.
func (s *Source) templated(file string, want func([]byte) bool) []*yaml.Node {
	data, ok := s.manifest(file)
	if !ok || !want(data) {
		return nil
	}
	if bytes.Contains(data, []byte("{{")) {
		t := helm.NewTemplates()
		if !t.Add(file, string(data)) {
			s.templates = append(s.templates, file)
			return nil
		}
		root := helm.NewMap()
		for _, k := range []string{"Values", "StateValues", "Environment", "Release"} {
			root.Set(k, helm.Unknown())
		}
		data = helm.NewRenderer(t, nil).Render(file, root).Bytes()
	}
	return s.documents(file, data, want)
}

// locate is the folder of a chart that a file in dir names, else the name.
func (cs *charts) locate(dir, chart string) string {
	if at := path.Join(dir, chart); cs.of[at] != nil {
		return at
	}
	return strings.TrimSuffix(chart, "/")
}
