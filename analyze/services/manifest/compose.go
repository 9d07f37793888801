package manifest

import (
	"path"
	"slices"
	"strings"

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
			p.read(file, 0)
		}
	}
	var out []*Unit
	for _, f := range p.files {
		f.scope = p.root(f.dir)
		for _, doc := range f.docs {
			out = append(out, f.units(doc)...)
		}
	}
	for _, f := range p.files {
		for _, doc := range f.docs {
			f.completed(doc, out)
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
func (p *composeProjects) read(file string, depth int) {
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
					p.read(at, depth+1)
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

// maxConfigs bounds the files of one mounted folder.
const maxConfigs = 50

var runtimes = []string{
	"sh", "bash", "ash", "env", "exec", "node", "npm", "yarn", "python", "python3", "java", "ruby", "php", "dotnet",
	"tini", "dumb-init", "docker-entrypoint.sh", "entrypoint.sh", "go", "make",
}
