package manifest

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// composeFile is one file and what its values are interpolated with.
type composeFile struct {
	file, dir string
	scope     string
	src       *Source
	vars      map[string]string
	data      []byte
	docs      []*yaml.Node
}

func (c composeFile) units(doc *yaml.Node) []*Unit {
	var out []*Unit
	for _, p := range doc.Get("services").Map() {
		if p.Value.Kind == yaml.Map && p.Key != "" {
			u := c.unit(p, doc)
			c.inherit(u, p.Value, doc, 0)
			out = append(out, u)
		}
	}
	return out
}

func (c composeFile) unit(p yaml.Pair, doc *yaml.Node) *Unit {
	n := p.Value
	u := &Unit{
		Kind: Compose, Name: p.Key, Scope: c.scope, Folder: c.dir,
		At: finding.Location{File: c.file, Line: p.Line},
	}
	u.Aliases = c.aliases(n)
	if img := imageName(c.text(n.Get("image"))); img != "" {
		u.Images = []string{img}
	}
	if p, ok := n.Pair("image"); ok {
		u.FullImages = []Reference{c.ref(Kind{}, "", c.text(p.Value), p.Line)}
	}
	u.Context = c.context(n.Get("build"))
	u.Runs = program(n.Get("entrypoint"), n.Get("command"))
	u.Refs = slices.Concat(c.dependencies(n), c.links(n), c.environment(n), c.envFiles(u, n), c.arguments(n))
	u.Ports = c.ports(n)
	u.Configs = c.configs(n, doc)
	u.Entries = c.watched(n)
	u.Texts = c.contents(n, doc)
	u.beside, _ = strings.CutPrefix(n.Get("network_mode").Text(), "service:")
	u.resets = c.resets(n)
	u.Job, u.Stays = c.jobOf(n)
	u.Partial = n.Get("image") == nil && n.Get("build") == nil && n.Get("extends") == nil && n.Get("provider") == nil
	return u
}

// inherit adds what a service takes over from the one that it extends: its image, its
// build, its settings that are not set anew. Dependencies are not taken over.
func (c composeFile) inherit(u *Unit, n, doc *yaml.Node, depth int) {
	e := n.Get("extends")
	if e == nil || depth > maxInclude {
		return
	}
	name := c.text(e)
	if e.Kind == yaml.Map {
		name = c.text(e.Get("service"))
		if f := c.text(e.Get("file")); f != "" {
			c, doc = c.other(path.Join(c.dir, f))
		}
	}
	base, ok := doc.Get("services").Pair(name)
	if !ok || base.Value.Kind != yaml.Map {
		return
	}
	from := c.unit(base, doc)
	if len(u.Images) == 0 && u.Context == "" {
		u.Images, u.Context = from.Images, from.Context
	}
	if u.Runs == "" {
		u.Runs = from.Runs
	}
	for _, r := range from.Refs {
		if !r.Kind.Declared && !replaced(u, r) {
			u.Refs = append(u.Refs, r)
		}
	}
	c.inherit(u, base.Value, doc, depth+1)
}

// other is a further file and its first document; nil if it cannot be read.
func (c composeFile) other(file string) (composeFile, *yaml.Node) {
	if file == c.file && len(c.docs) > 0 {
		return c, c.docs[0]
	}
	if !c.src.Has(file) {
		return c, nil
	}
	data, ok := c.src.manifest(file)
	if !ok {
		return c, nil
	}
	c.file, c.dir, c.data = file, path.Dir(file), data
	c.docs = c.src.documents(file, data, isComposeText)
	if len(c.docs) == 0 {
		return c, nil
	}
	return c, c.docs[0]
}

// ports lists the ports that a service publishes on the host, ranges written out.
func (c composeFile) ports(n *yaml.Node) []int {
	var out []int
	for _, item := range n.Get("ports").List() {
		published := c.text(item.Get("published"))
		if item.Kind == yaml.Scalar {
			parts := strings.Split(strings.TrimSuffix(strings.TrimSuffix(c.text(item), "/tcp"), "/udp"), ":")
			if len(parts) < 2 {
				continue
			}
			published = parts[len(parts)-2]
		}
		if port, err := strconv.ParseUint(published, 10, 16); err == nil {
			out = append(out, int(port))
		}
	}
	return out
}

// configs are the files of the repository that a service is handed: mounted from it, or
// by a config of the file.
func (c composeFile) configs(n, doc *yaml.Node) []string {
	var out []string
	for _, item := range n.Get("volumes").List() {
		from := c.text(item.Get("source"))
		if item.Kind == yaml.Scalar {
			from, _, _ = strings.Cut(c.text(item), ":")
		}
		out = append(out, c.src.filesAt(c.dir, from)...)
	}
	for _, item := range n.Get("configs").List() {
		name := c.text(item)
		if item.Kind == yaml.Map {
			name = c.text(item.Get("source"))
		}
		out = append(out, c.src.filesAt(c.dir, c.text(doc.At("configs", name, "file")))...)
	}
	return Unique(out)
}

// resets names the kinds of references whose section is marked !reset or !override: what
// earlier files say there does not count.
func (c composeFile) resets(n *yaml.Node) []string {
	var out []string
	if !bytes.Contains(c.data, []byte("!reset")) && !bytes.Contains(c.data, []byte("!override")) {
		return nil
	}
	lines := strings.Split(string(c.data), "\n")
	for key, kind := range map[string]Kind{"depends_on": DependsOn, "links": Links, "external_links": Links, "environment": Env, "env_file": EnvFile, "command": Args} {
		p, ok := n.Pair(key)
		if ok && p.Line <= len(lines) && (strings.Contains(lines[p.Line-1], "!reset") || strings.Contains(lines[p.Line-1], "!override")) {
			out = append(out, kind.Name)
		}
	}
	return out
}

func (c composeFile) text(n *yaml.Node) string { return interpolate(n.Text(), c.vars) }

func (c composeFile) aliases(n *yaml.Node) []string {
	names := []string{c.text(n.Get("hostname")), c.text(n.Get("container_name"))}
	for _, net := range n.Get("networks").Map() {
		for _, a := range net.Value.Get("aliases").List() {
			names = append(names, c.text(a))
		}
	}
	return slices.DeleteFunc(names, func(s string) bool { return !IsName(s) })
}

// context is the folder a service is built from: the folder of its Dockerfile if
// that lies deeper than the build context.
func (c composeFile) context(build *yaml.Node) string {
	dir := c.text(build)
	if build != nil && build.Kind == yaml.Map {
		dir = c.text(build.Get("context"))
		if f := c.text(build.Get("dockerfile")); f != "" && path.Dir(f) != "." {
			if at := path.Join(c.dir, dir, path.Dir(f)); c.src.Has(path.Join(at, path.Base(f))) && !IsDeployFolder(at) {
				return at
			}
		}
	}
	if dir == "" || strings.Contains(dir, "://") || path.IsAbs(dir) {
		return ""
	}
	dir = path.Join(c.dir, dir)
	if strings.HasPrefix(dir, "..") {
		return ""
	}
	return dir
}

// dependencies reads depends_on as a list or as a mapping with conditions.
func (c composeFile) dependencies(n *yaml.Node) []Reference {
	var out []Reference
	d := n.Get("depends_on")
	for _, item := range d.List() {
		out = append(out, c.ref(DependsOn, "", c.text(item), item.Line))
	}
	for _, p := range d.Map() {
		out = append(out, c.ref(DependsOn, "", p.Key, p.Line))
	}
	return out
}

// links reads links, and external_links to containers of other projects.
func (c composeFile) links(n *yaml.Node) []Reference {
	var out []Reference
	for _, key := range []string{"links", "external_links"} {
		for _, item := range n.Get(key).List() {
			name, _, _ := strings.Cut(c.text(item), ":")
			out = append(out, c.ref(Links, "", name, item.Line))
		}
	}
	return out
}

// environment reads a list of KEY=value or a mapping. A key without a value is
// passed through from the caller's environment, of which .env is known.
func (c composeFile) environment(n *yaml.Node) []Reference {
	var out []Reference
	e := n.Get("environment")
	for _, item := range e.List() {
		key, value, given := strings.Cut(item.Text(), "=")
		if !given {
			value = c.vars[key]
		}
		out = append(out, c.ref(Env, key, interpolate(value, c.vars), item.Line))
	}
	for _, p := range e.Map() {
		value := c.text(p.Value)
		if p.Value.Kind == yaml.Null {
			value = c.vars[p.Key]
		}
		out = append(out, c.ref(Env, p.Key, value, p.Line))
	}
	return out
}

// envFiles reads the files that env_file names, as far as they are tracked.
func (c composeFile) envFiles(u *Unit, n *yaml.Node) []Reference {
	e := n.Get("env_file")
	items := e.List()
	if e.Text() != "" {
		items = []*yaml.Node{e}
	}
	var out []Reference
	for _, item := range items {
		name := c.text(item)
		if item.Kind == yaml.Map {
			name = c.text(item.Get("path"))
		}
		file := path.Join(c.dir, name)
		if name == "" || !c.src.Has(file) {
			u.Open = u.Open || name != ""
			if file = template(c.src, file); name == "" || file == "" {
				continue
			}
		}
		for _, v := range settings(c.src, file) {
			out = append(out, Reference{Kind: EnvFile, Key: v.key, Value: interpolate(v.value, c.vars), At: v.at})
		}
	}
	return out
}

func (c composeFile) arguments(n *yaml.Node) []Reference {
	var out []Reference
	for _, key := range []string{"entrypoint", "command"} {
		for _, item := range leaves(n.Get(key)) {
			out = append(out, c.ref(Args, "", c.text(item), item.Line))
		}
	}
	return out
}

func (c composeFile) ref(kind Kind, key, value string, line int) Reference {
	return Reference{Kind: kind, Key: key, Value: value, At: finding.Location{File: c.file, Line: line}}
}

// leaves is a scalar itself, or the scalars of a list.
func leaves(n *yaml.Node) []*yaml.Node {
	if n != nil && n.Kind == yaml.Scalar {
		return []*yaml.Node{n}
	}
	return slices.DeleteFunc(slices.Clone(n.List()), func(i *yaml.Node) bool { return i.Kind != yaml.Scalar })
}

// program is the base name of the program that a command line starts. Shells and
// runtimes start something else and give "".
func program(commands ...*yaml.Node) string {
	for _, c := range commands {
		for _, item := range leaves(c) {
			words := strings.Fields(item.Text())
			if len(words) == 0 {
				continue
			}
			return programOf(words[0])
		}
	}
	return ""
}

func programOf(command string) string {
	base := path.Base(command)
	if strings.HasPrefix(base, "-") || slices.Contains(runtimes, base) {
		return ""
	}
	return base
}
