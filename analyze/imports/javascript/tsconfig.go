package javascript

import (
	"path"
	"strings"

	"seam/analyze/format/json"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// compiler is what a tsconfig.json or jsconfig.json says about names.
type compiler struct {
	base       string // folder of baseUrl, "" if there is none
	rules      []rule // paths, in file order
	roots      []string
	references []string // files of the projects it refers to
}

// rule is one entry of paths.
type rule struct {
	prefix, suffix string
	star           bool
	targets        []string // relative to the root of the tree
}

// compilers reads configurations when they are asked for.
type compilers struct {
	tree      repo.Tree
	layout    *layout
	manifests *manifests
	warn      *imports.Notices
	files     map[string]*compiler   // by file; nil while it is being read, and if it cannot be
	folders   map[string][]*compiler // what governs a folder
}

func newCompilers(t repo.Tree, l *layout, m *manifests, w *imports.Notices) *compilers {
	return &compilers{tree: t, layout: l, manifests: m, warn: w, files: map[string]*compiler{}, folders: map[string][]*compiler{}}
}

// of lists the configurations for files of a folder: the nearest one, the projects that
// it refers to, then those further out, whose paths editors and bundlers often share.
func (c *compilers) of(folder string) []*compiler {
	if list, ok := c.folders[folder]; ok {
		return list
	}
	var out []*compiler
	for _, name := range [...]string{"tsconfig.json", "jsconfig.json"} {
		file := path.Join(folder, name)
		if !c.layout.files[file] {
			continue
		}
		if own := c.read(file); own != nil {
			out = append(out, own)
			for _, r := range own.references {
				if other := c.read(r); other != nil && repo.Below(folder, r) && len(out) < 16 {
					out = append(out, other)
				}
			}
		}
		break
	}
	if folder != "." {
		outer := c.of(path.Dir(folder))
		if len(out) > 0 {
			outer = withoutBase(outer)
		}
		out = append(out, outer...)
	}
	c.folders[folder] = out
	return out
}

// withoutBase keeps the paths of configurations further out. Their baseUrl is dropped: TypeScript
// applies it to files of that configuration only.
func withoutBase(list []*compiler) []*compiler {
	var out []*compiler
	for _, c := range list {
		if len(c.rules) > 0 && len(out) < 8 {
			out = append(out, &compiler{rules: c.rules})
		}
	}
	return out
}

// read reads one tsconfig.json and the files that it extends.
func (c *compilers) read(file string) *compiler {
	if got, ok := c.files[file]; ok {
		return got
	}
	c.files[file] = nil // a circle ends here
	root := readObject(c.tree, file, plainJSON, c.warn)
	if root.Kind != json.Object {
		return nil
	}
	out := &compiler{}
	for _, base := range textOrTexts(root.Get("extends")) {
		if f := c.extended(path.Dir(file), base); f != "" {
			if b := c.read(f); b != nil {
				out.inherit(b)
			}
		}
	}
	out.set(path.Dir(file), root)
	for _, r := range root.Get("references").List() {
		to := path.Join(path.Dir(file), r.Value.Get("path").Text())
		if !c.layout.files[to] {
			to = path.Join(to, "tsconfig.json")
		}
		if c.layout.files[to] {
			out.references = append(out.references, to)
		}
	}
	c.files[file] = out
	return out
}

func textOrTexts(n json.Node) []string {
	if n.Kind == json.Text {
		return []string{n.Text()}
	}
	return n.Texts()
}

// inherit takes over what a configuration says that is extended.
func (c *compiler) inherit(from *compiler) {
	if from.base != "" {
		c.base = from.base
	}
	if from.rules != nil {
		c.rules = from.rules
	}
	if from.roots != nil {
		c.roots = from.roots
	}
}

// set takes what a file says itself.
func (c *compiler) set(folder string, root json.Node) {
	options := root.Get("compilerOptions")
	if base := options.Get("baseUrl").Text(); base != "" {
		c.base = path.Join(folder, expand(base))
	}
	if roots := options.Get("rootDirs"); roots.Kind == json.List {
		c.roots = []string{}
		for _, r := range roots.Texts() {
			c.roots = append(c.roots, path.Join(folder, expand(r)))
		}
	}
	paths := options.Get("paths")
	if paths.Kind != json.Object {
		return
	}
	from := folder
	if c.base != "" {
		from = c.base
	}
	c.rules = []rule{}
	for _, p := range paths.Map() {
		r := rule{}
		r.prefix, r.suffix, r.star = strings.Cut(p.Key, "*")
		for _, t := range textOrTexts(p.Value) {
			r.targets = append(r.targets, path.Join(from, expand(t)))
		}
		c.rules = append(c.rules, r)
	}
}

// expand replaces the one variable of tsconfig.json.
func expand(p string) string { return strings.Replace(p, "${configDir}", ".", 1) }

// extended is the file that extends names: beside the file, or of a package of the tree.
func (c *compilers) extended(folder, name string) string {
	base := path.Join(folder, name)
	if !strings.HasPrefix(name, ".") {
		pkg, rest := splitPackage(name)
		m := c.manifests.find(folder, pkg)
		if m == nil {
			return ""
		}
		base = path.Join(m.folder, rest)
		if rest == "" {
			base = path.Join(m.folder, "tsconfig.json")
			if named := m.root.Get("tsconfig").Text(); named != "" {
				base = path.Join(m.folder, named)
			}
		}
		for _, t := range exported(m.root.Get("exports"), subpath(rest), false) {
			if to := path.Join(m.folder, t); c.layout.files[to] {
				return to
			}
		}
	}
	for _, file := range [...]string{base, base + ".json", base + "/tsconfig.json"} {
		if c.layout.files[file] {
			return file
		}
	}
	return ""
}

// match applies the rules of paths: an exact name first, then the longest prefix.
func (c *compiler) match(name string) []string {
	best, matched := rule{}, ""
	for _, r := range c.rules {
		if !r.star {
			if r.prefix == name {
				return r.targets
			}
			continue
		}
		if len(name) >= len(r.prefix)+len(r.suffix) && strings.HasPrefix(name, r.prefix) && strings.HasSuffix(name, r.suffix) &&
			(best.targets == nil || len(r.prefix) > len(best.prefix)) {
			best, matched = r, name[len(r.prefix):len(name)-len(r.suffix)]
		}
	}
	var out []string
	for _, t := range best.targets {
		out = append(out, path.Clean(strings.Replace(t, "*", matched, 1)))
	}
	return out
}
