package manifest

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
func readCompose(s *Source) []*Unit {
	var out []*Unit
	for _, file := range s.manifests {
		if !IsCompose(file) {
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

// IsCompose tells compose files by name: compose.yaml, docker-compose.prod.yml,
// compose-kafka.yaml.
func IsCompose(file string) bool {
	return slices.Contains(Words(path.Base(file)), "compose")
}

var servicesKey = regexp.MustCompile(`(?m)^["']?services["']?\s*:`)

func hasServices(text []byte) bool { return servicesKey.Match(text) }

// composeFile is one file and what its values are interpolated with.
type composeFile struct {
	file, dir string
	src       *Source
	vars      map[string]string
}

func (c composeFile) units(doc *yaml.Node) []*Unit {
	var out []*Unit
	for _, p := range doc.Get("services").Map() {
		if p.Value.Kind == yaml.Map && p.Key != "" {
			out = append(out, c.unit(p))
		}
	}
	return out
}

func (c composeFile) unit(p yaml.Pair) *Unit {
	n := p.Value
	u := &Unit{
		Kind: Compose, Name: p.Key, Scope: "compose:" + c.dir, Folder: c.dir,
		At: finding.Location{File: c.file, Line: p.Line},
	}
	u.Aliases = c.aliases(n)
	if img := ImageName(c.text(n.Get("image"))); img != "" {
		u.Images = []string{img}
	}
	u.Context = c.context(n.Get("build"))
	u.Runs = program(n.Get("entrypoint"), n.Get("command"))
	u.Refs = slices.Concat(c.dependencies(n), c.links(n), c.environment(n), c.envFiles(n), c.arguments(n))
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

func (c composeFile) links(n *yaml.Node) []Reference {
	var out []Reference
	for _, item := range n.Get("links").List() {
		name, _, _ := strings.Cut(c.text(item), ":")
		out = append(out, c.ref(Links, "", name, item.Line))
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
func (c composeFile) envFiles(n *yaml.Node) []Reference {
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
			continue
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
func settings(s *Source, file string) []setting {
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
func dotEnv(s *Source, dir string) map[string]string {
	vars := map[string]string{}
	if file := path.Join(dir, ".env"); s.Has(file) {
		for _, v := range settings(s, file) {
			vars[v.key] = v.value
		}
	}
	return vars
}
