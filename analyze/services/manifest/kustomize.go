package manifest

import (
	"path"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// kustomize reads what kustomizations add to the manifests, which are read anyway:
// ConfigMaps that are generated, patches that stand in the file, images that are
// replaced, and names with a prefix or suffix, which become further names.
func (c *cluster) kustomize() {
	for _, file := range c.src.manifests {
		if !slices.Contains([]string{"kustomization.yaml", "kustomization.yml"}, path.Base(file)) {
			continue
		}
		n := c.src.yaml(file)
		dir := path.Dir(file)
		for _, g := range n.Get("configMapGenerator").List() {
			c.generated(file, dir, g)
		}
		c.inlinePatches(file, n)
		c.renamed(dir, n)
	}
}

func (c *cluster) generated(file, dir string, g *yaml.Node) {
	name := g.Get("name").Text()
	for _, l := range g.Get("literals").List() {
		if key, value, ok := cutSetting(l.Text()); ok {
			c.maps[name] = append(c.maps[name], setting{key, value, finding.Location{File: file, Line: l.Line}})
		}
	}
	c.generatedFiles(name, dir, g)
	envs := g.Get("envs").List()
	if e := g.Get("env"); e != nil {
		envs = append(slices.Clone(envs), e)
	}
	for _, e := range envs {
		if at := path.Join(dir, e.Text()); c.src.Has(at) {
			c.maps[name] = append(c.maps[name], settings(c.src, at)...)
		}
	}
}

// inlinePatches reads patches that are written as a text: their lines count from the
// line of the text.
func (c *cluster) inlinePatches(file string, n *yaml.Node) {
	var texts []*yaml.Node
	for _, p := range n.Get("patches").List() {
		texts = append(texts, p.Get("patch"))
	}
	texts = append(texts, n.Get("patchesStrategicMerge").List()...)
	for _, t := range texts {
		docs, err := yaml.Parse([]byte(t.Text()))
		if err != nil {
			continue // the name of a file, or a JSON patch
		}
		for _, doc := range docs {
			c.object(func(line int) finding.Location { return finding.Location{File: file, Line: t.Line + line} }, doc, true)
		}
	}
}

// renamed gives the workloads of a kustomization's folder, and of the folders that it
// takes in, their names with its prefix and suffix.
func (c *cluster) renamed(dir string, n *yaml.Node) {
	prefix, suffix := n.Get("namePrefix").Text(), n.Get("nameSuffix").Text()
	if prefix+suffix == "" {
		return
	}
	var folders []string
	for _, key := range []string{"resources", "bases"} {
		for _, r := range n.Get(key).List() {
			folders = append(folders, path.Join(dir, r.Text()))
		}
	}
	for _, u := range c.units {
		if slices.Contains(folders, u.Folder) || slices.Contains(folders, u.At.File) {
			if name := prefix + u.Name + suffix; IsName(name) && name != u.Name {
				u.Aliases = append(u.Aliases, name)
			}
		}
	}
}
