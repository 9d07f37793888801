package manifest

import (
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// Text is a file that stands in a manifest: an entry of a ConfigMap that a unit mounts, a
// config of a compose file.
type Text struct {
	Name string // the path that it is mounted at, or its key
	Data string
	At   finding.Location // of its first line; further ones follow it
}

// maxTexts bounds the texts of all units; each is read once for every unit.
const maxTexts = 5_000

// text is an entry of a ConfigMap as a file; ok is false for a plain setting.
func text(place placer, p yaml.Pair) (t Text, ok bool) {
	data := p.Value.Text()
	if !strings.Contains(strings.TrimSpace(data), "\n") {
		return t, false
	}
	return Text{Name: p.Key, Data: data, At: place(p.Line + 1)}, true // below its key
}

// mount is one place of a container where files of a ConfigMap are.
type mount struct {
	config string            // the ConfigMap
	items  map[string]string // key -> path, nil for all under their keys
	at     string            // the path in the container
	sub    string            // the only file, "" for all
}

// mounts gives a unit the files of the ConfigMaps that its containers mount, once all
// are read.
func (c *cluster) mounts(u *Unit, pod *yaml.Node) {
	volumes := map[string][]mount{}
	for _, v := range pod.At("spec", "volumes").List() {
		sources := []*yaml.Node{v}
		sources = append(sources, v.At("projected", "sources").List()...)
		for _, s := range sources {
			from := s.Get("configMap")
			if name := from.Get("name").Text(); name != "" {
				volumes[v.Get("name").Text()] = append(volumes[v.Get("name").Text()], mount{config: name, items: itemsOf(from)})
			}
		}
	}
	if len(volumes) == 0 {
		return
	}
	var all []mount
	for _, key := range []string{"containers", "initContainers"} {
		for _, container := range pod.At("spec", key).List() {
			for _, m := range container.Get("volumeMounts").List() {
				for _, v := range volumes[m.Get("name").Text()] {
					v.at, v.sub = m.Get("mountPath").Text(), m.Get("subPath").Text()
					all = append(all, v)
				}
			}
		}
	}
	c.pending = append(c.pending, func() {
		for _, m := range all {
			c.hand(u, m)
		}
	})
}

func itemsOf(n *yaml.Node) map[string]string {
	if n.Get("items") == nil {
		return nil
	}
	out := map[string]string{}
	for _, i := range n.Get("items").List() {
		out[i.Get("key").Text()] = i.Get("path").Text()
	}
	return out
}

// hand gives a unit the files of one mount.
func (c *cluster) hand(u *Unit, m mount) {
	for _, t := range c.texts[m.config] {
		if name, ok := m.path(t.Name); ok && c.mounted < maxTexts {
			c.mounted++
			t.Name = name
			u.Texts = append(u.Texts, t)
		}
	}
	for _, f := range c.files[m.config] {
		if _, ok := m.path(f.key); ok && c.mounted < maxTexts {
			c.mounted++
			u.Configs = append(u.Configs, f.file)
		}
	}
}

// path is the file name under which an entry is mounted; ok is false if the mount leaves it out.
func (m mount) path(key string) (name string, ok bool) {
	if m.items != nil {
		if key, ok = m.items[key]; !ok {
			return "", false
		}
	}
	switch m.sub {
	case "":
		return path.Join(m.at, key), true
	case key:
		return m.at, true
	}
	return "", false
}

// keyedFile is a file of the tree that a kustomization puts in a ConfigMap.
type keyedFile struct{ key, file string }

// generatedFiles notes the files of a ConfigMap that a kustomization makes.
func (c *cluster) generatedFiles(name, dir string, g *yaml.Node) {
	for _, f := range g.Get("files").List() {
		key, file, ok := strings.Cut(f.Text(), "=")
		if !ok {
			key, file = path.Base(f.Text()), f.Text()
		}
		if at := path.Join(dir, file); c.src.Has(at) {
			c.files[name] = append(c.files[name], keyedFile{key, at})
		}
	}
}

// contents are the configs of a compose file whose content stands in it, as a service
// is handed them.
func (c composeFile) contents(n, doc *yaml.Node) []Text {
	var out []Text
	for _, item := range n.Get("configs").List() {
		name := c.text(item)
		target := name
		if item.Kind == yaml.Map {
			name = c.text(item.Get("source"))
			if target = c.text(item.Get("target")); target == "" {
				target = name
			}
		}
		if p, ok := doc.At("configs", name).Pair("content"); ok {
			if t, ok := text(placeIn(c.file), p); ok {
				t.Name = target
				out = append(out, t)
			}
		}
	}
	return out
}
