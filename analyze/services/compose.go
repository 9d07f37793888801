package services

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// readCompose reads every compose file. The files of one folder are one project:
// an override file adds to the services of the same name. Profiles do not matter,
// since what one profile starts is deployed too; include and extends are not
// followed.
func readCompose(s *source) []*unit {
	var out []*unit
	for _, file := range s.manifests {
		if !isCompose(file) {
			continue
		}
		data, ok := s.manifest(file)
		if !ok {
			continue
		}
		for _, doc := range s.documents(file, data, hasServices) {
			out = append(out, composeFile{file: file, dir: path.Dir(file), src: s, vars: dotEnv(s, path.Dir(file))}.units(doc)...)
		}
	}
	return out
}

// isCompose tells compose files by name: compose.yaml, docker-compose.prod.yml,
// compose-kafka.yaml.
func isCompose(file string) bool {
	return slices.Contains(words(path.Base(file)), "compose")
}

var servicesKey = regexp.MustCompile(`(?m)^["']?services["']?\s*:`)

func hasServices(text []byte) bool { return servicesKey.Match(text) }

// composeFile is one file and what its values are interpolated with.
type composeFile struct {
	file, dir string
	src       *source
	vars      map[string]string
}

func (c composeFile) units(doc *yaml.Node) []*unit {
	var out []*unit
	for _, p := range doc.Get("services").Map() {
		if p.Value.Kind == yaml.Map && p.Key != "" {
			out = append(out, c.unit(p))
		}
	}
	return out
}

func (c composeFile) unit(p yaml.Pair) *unit {
	n := p.Value
	u := &unit{
		kind: kindCompose, name: p.Key, scope: "compose:" + c.dir, folder: c.dir,
		at: finding.Location{File: c.file, Line: p.Line},
	}
	u.aliases = c.aliases(n)
	if img := imageName(c.text(n.Get("image"))); img != "" {
		u.images = []string{img}
	}
	u.context = c.context(n.Get("build"))
	u.runs = program(n.Get("entrypoint"), n.Get("command"))
	u.refs = slices.Concat(c.dependencies(n), c.links(n), c.environment(n), c.envFiles(n), c.arguments(n))
	return u
}

func (c composeFile) text(n *yaml.Node) string { return interpolate(n.Text(), c.vars) }

func (c composeFile) aliases(n *yaml.Node) []string {
	names := []string{c.text(n.Get("hostname")), c.text(n.Get("container_name"))}
	for _, net := range n.Get("networks").Map() {
		for _, a := range net.Value.Get("aliases").List() {
			names = append(names, c.text(a))
		}
	}
	return slices.DeleteFunc(names, func(s string) bool { return !isName(s) })
}

// context is the folder a service is built from: the folder of its Dockerfile if
// that lies deeper than the build context.
func (c composeFile) context(build *yaml.Node) string {
	dir := c.text(build)
	if build != nil && build.Kind == yaml.Map {
		dir = c.text(build.Get("context"))
		if f := c.text(build.Get("dockerfile")); f != "" && path.Dir(f) != "." {
			if at := path.Join(c.dir, dir, path.Dir(f)); c.src.has(path.Join(at, path.Base(f))) && !isDeployFolder(at) {
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
func (c composeFile) dependencies(n *yaml.Node) []reference {
	var out []reference
	d := n.Get("depends_on")
	for _, item := range d.List() {
		out = append(out, c.ref(dependsOn, "", c.text(item), item.Line))
	}
	for _, p := range d.Map() {
		out = append(out, c.ref(dependsOn, "", p.Key, p.Line))
	}
	return out
}

func (c composeFile) links(n *yaml.Node) []reference {
	var out []reference
	for _, item := range n.Get("links").List() {
		name, _, _ := strings.Cut(c.text(item), ":")
		out = append(out, c.ref(links, "", name, item.Line))
	}
	return out
}

// environment reads a list of KEY=value or a mapping. A key without a value is
// passed through from the caller's environment, of which .env is known.
func (c composeFile) environment(n *yaml.Node) []reference {
	var out []reference
	e := n.Get("environment")
	for _, item := range e.List() {
		key, value, given := strings.Cut(item.Text(), "=")
		if !given {
			value = c.vars[key]
		}
		out = append(out, c.ref(env, key, interpolate(value, c.vars), item.Line))
	}
	for _, p := range e.Map() {
		value := c.text(p.Value)
		if p.Value.Kind == yaml.Null {
			value = c.vars[p.Key]
		}
		out = append(out, c.ref(env, p.Key, value, p.Line))
	}
	return out
}

// envFiles reads the files that env_file names, as far as they are tracked.
func (c composeFile) envFiles(n *yaml.Node) []reference {
	e := n.Get("env_file")
	items := e.List()
	if e.Text() != "" {
		items = []*yaml.Node{e}
	}
	var out []reference
	for _, item := range items {
		name := c.text(item)
		if item.Kind == yaml.Map {
			name = c.text(item.Get("path"))
		}
		file := path.Join(c.dir, name)
		if name == "" || !c.src.has(file) {
			continue
		}
		for _, v := range settings(c.src, file) {
			out = append(out, reference{kind: envFile, key: v.key, value: interpolate(v.value, c.vars), at: v.at})
		}
	}
	return out
}

func (c composeFile) arguments(n *yaml.Node) []reference {
	var out []reference
	for _, key := range []string{"entrypoint", "command"} {
		for _, item := range leaves(n.Get(key)) {
			out = append(out, c.ref(args, "", c.text(item), item.Line))
		}
	}
	return out
}

func (c composeFile) ref(kind, key, value string, line int) reference {
	return reference{kind: kind, key: key, value: value, at: finding.Location{File: c.file, Line: line}}
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
			base := path.Base(words[0])
			if strings.HasPrefix(base, "-") || slices.Contains(runtimes, base) {
				return ""
			}
			return base
		}
	}
	return ""
}

var runtimes = []string{
	"sh", "bash", "ash", "env", "exec", "node", "npm", "yarn", "python", "python3", "java", "ruby", "php", "dotnet",
	"tini", "dumb-init", "docker-entrypoint.sh", "entrypoint.sh", "go", "make",
}

// setting is one line of an env file.
type setting struct {
	key, value string
	at         finding.Location
}

// settings reads KEY=value lines; comments, blank lines and lines without "=" are
// passed over, quotes around a value and "export" before a key are dropped.
func settings(s *source, file string) []setting {
	data, ok := s.manifest(file)
	if !ok {
		return nil
	}
	var out []setting
	line := 0
	for l := range bytes.Lines(data) {
		line++
		key, value, ok := strings.Cut(strings.TrimSpace(string(l)), "=")
		key = strings.TrimSpace(strings.TrimPrefix(key, "export "))
		if !ok || key == "" || strings.HasPrefix(key, "#") {
			continue
		}
		out = append(out, setting{key, unquote(strings.TrimSpace(value)), finding.Location{File: file, Line: line}})
	}
	return out
}

func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// dotEnv is the .env file beside a compose file.
func dotEnv(s *source, dir string) map[string]string {
	vars := map[string]string{}
	if file := path.Join(dir, ".env"); s.has(file) {
		for _, v := range settings(s, file) {
			vars[v.key] = v.value
		}
	}
	return vars
}
