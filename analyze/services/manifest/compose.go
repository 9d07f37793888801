package manifest

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/regex"
)

// readCompose reads every compose file, as isCompose tells them, and the files that these include. The files of
// one folder are one project, and so are those that a project includes: a further file
// adds to the services of the same name, and an override file (compose.override.yaml)
// replaces what it sets anew. Profiles do not matter, since what one profile starts is
// deployed too.
func readCompose(s *Source, isCompose func(file string) bool) []*Unit {
	p := composeProjects{src: s, scope: map[string]string{}}
	for _, file := range s.manifests {
		if isCompose(file) {
			p.read(file, path.Dir(file), 0)
		}
	}
	var out []*Unit
	for _, f := range p.files {
		f.scope = p.root(f.dir)
		for _, doc := range f.docs {
			out = append(out, f.units(doc)...)
		}
	}
	out = p.overridden(foldSidecars(out))
	published(out)
	return out
}

// maxInclude bounds include of a file that includes another, and extends of a service
// that extends another.
const maxInclude = 8

// composeProjects are the compose files of a tree and which folders are one project.
type composeProjects struct {
	src   *Source
	files []*composeFile
	scope map[string]string // folder of an included file -> folder of the file that includes it; "" if several do
}

// read reads a file and what it includes, each once.
func (p *composeProjects) read(file, project string, depth int) {
	if depth > maxInclude || slices.ContainsFunc(p.files, func(f *composeFile) bool { return f.file == file }) {
		return
	}
	data, ok := p.src.manifest(file)
	if !ok {
		return
	}
	dir := path.Dir(file)
	f := &composeFile{file: file, dir: dir, src: p.src, vars: dotEnv(p.src, dir), data: data}
	f.docs = p.src.documents(file, data, isComposeText)
	p.files = append(p.files, f)
	for _, doc := range f.docs {
		for _, item := range doc.Get("include").List() {
			paths := leaves(item)
			if item.Kind == yaml.Map {
				paths = leaves(item.Get("path"))
			}
			for _, n := range paths {
				if at := path.Join(dir, f.text(n)); p.src.Has(at) {
					p.includes(dir, path.Dir(at))
					p.read(at, project, depth+1)
				}
			}
		}
	}
}

func (p *composeProjects) includes(from, to string) {
	before, ok := p.scope[to]
	switch {
	case from == to:
	case ok && before != from:
		p.scope[to] = ""
	default:
		p.scope[to] = from
	}
}

// root is the scope of the names of a folder's files.
func (p *composeProjects) root(dir string) string {
	for range maxInclude {
		from := p.scope[dir]
		if from == "" {
			break
		}
		dir = from
	}
	return "compose:" + dir
}

// overridden takes out of a project's services what its override file sets anew.
func (p *composeProjects) overridden(units []*Unit) []*Unit {
	for _, o := range units {
		base, isOverride := strings.CutSuffix(strings.TrimSuffix(o.At.File, path.Ext(o.At.File)), ".override")
		if !isOverride {
			continue
		}
		for _, u := range units {
			if u.Name == o.Name && strings.TrimSuffix(u.At.File, path.Ext(u.At.File)) == base {
				u.Refs = slices.DeleteFunc(u.Refs, func(r Reference) bool { return replaced(o, r) })
			}
		}
	}
	return units
}

// replaced reports whether a service of an override file sets a setting anew, or resets
// the section that holds the reference.
func replaced(o *Unit, r Reference) bool {
	return slices.Contains(o.resets, r.Kind.Name) ||
		r.Kind == Env && slices.ContainsFunc(o.Refs, func(n Reference) bool { return n.Kind == Env && n.Key == r.Key })
}

// foldSidecars gives the names of Dapr sidecars to the services that they stand beside.
// Files that only change a sidecar go with it.
func foldSidecars(units []*Unit) []*Unit {
	type key struct{ scope, name string }
	beside := map[key]string{}
	for _, s := range units {
		if s.beside != "" && slices.Contains(s.Images, "daprd") {
			beside[key{s.Scope, s.Name}] = s.beside
		}
	}
	owner := map[key]*Unit{}
	for _, u := range units {
		if k := (key{u.Scope, u.Name}); owner[k] == nil {
			owner[k] = u
		}
	}
	return slices.DeleteFunc(units, func(s *Unit) bool {
		u := owner[key{s.Scope, beside[key{s.Scope, s.Name}]}]
		if u == nil || u == s {
			return false
		}
		if id := daprID(s); id != "" {
			u.AppID = id
			u.Aliases = append(u.Aliases, id)
		}
		return true
	})
}

// daprID is the application id on the command line of a sidecar, "" if it is not told.
func daprID(s *Unit) string {
	var words []string
	for _, r := range s.Refs {
		if r.Kind == Args {
			words = append(words, strings.FieldsFunc(r.Value, func(c rune) bool { return c == ' ' || c == '=' })...)
		}
	}
	for i, w := range words {
		if strings.TrimLeft(w, "-") == "app-id" && i+1 < len(words) && IsName(words[i+1]) {
			return words[i+1]
		}
	}
	return ""
}

// IsCompose tells compose files by name: compose.yaml, docker-compose.prod.yml,
// compose-kafka.yaml.
func IsCompose(file string) bool {
	return slices.Contains(Words(path.Base(file)), "compose")
}

// inComposeFolder tells files by their folder, where nothing else declares services:
// docker-compose/apps.yml. Beside other manifests they are variants of those.
func inComposeFolder(file string) bool {
	return slices.Contains(Words(path.Base(path.Dir(file))), "compose")
}

var servicesKey = regex.New(`(?m)^["']?(?:services|include)["']?\s*:`)

func isComposeText(text []byte) bool { return servicesKey().Match(text) }

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

// ports are those that a service publishes on the host, one by one.
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

// maxConfigs bounds the files of one mounted folder.
const maxConfigs = 50

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
	for key, kind := range map[string]Kind{"depends_on": DependsOn, "links": Links, "environment": Env, "env_file": EnvFile, "command": Args} {
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
		if key, value, ok := cutSetting(string(l)); ok {
			out = append(out, setting{key, value, finding.Location{File: file, Line: line}})
		}
	}
	return out
}

// cutSetting reads KEY=value.
func cutSetting(line string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(strings.TrimSpace(line), "=")
	key = strings.TrimSpace(strings.TrimPrefix(key, "export "))
	value = strings.TrimSpace(value)
	if quoted := unquote(value); quoted != value {
		value = quoted
	} else if i := strings.Index(value, " #"); i >= 0 {
		value = strings.TrimSpace(value[:i]) // a comment behind the value
	}
	return key, value, ok && key != "" && !strings.HasPrefix(key, "#")
}

func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// template is the file beside an env file that is not in the tree which people copy it
// from, as .env.example is; "" if there is none.
func template(s *Source, file string) string {
	for _, end := range []string{".example", ".sample", ".template", ".dist", ".tmpl", "-example", "-sample"} {
		if s.Has(file + end) {
			return file + end
		}
	}
	if dir, base := path.Split(file); strings.HasPrefix(base, ".") {
		for _, name := range []string{"example" + base, "sample" + base, ".example" + base, ".sample" + base} {
			if s.Has(dir + name) {
				return dir + name
			}
		}
	}
	return ""
}

// dotEnv is the .env file beside a compose file, else what it is copied from.
func dotEnv(s *Source, dir string) map[string]string {
	vars := map[string]string{"PWD": "."} // where compose is started
	file := path.Join(dir, ".env")
	if !s.Has(file) {
		file = template(s, file)
	}
	if file != "" {
		for _, v := range settings(s, file) {
			vars[v.key] = v.value
		}
	}
	return vars
}
