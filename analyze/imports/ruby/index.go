package ruby

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// name is one constant by its full name and the files that define it.
type name struct {
	full    string
	parts   []string
	keys    []string         // parts in normal form
	members map[string]*name // by the part that they add
	defined []definition
	opened  []opening
	above   []*name // its ancestors that the repository defines, the nearest first
	climbed bool    // above is worked out, or being so
	simple  bool    // a definition within names of one part is of it
}

// member is the constant of one part more, if there is one. Nil has none.
func (n *name) member(part string) *name {
	if n == nil {
		return nil
	}
	return n.members[part]
}

// definition is one file's part in a constant.
type definition struct {
	file  *file
	match int  // how many of the first parts of the name the file's path ends with
	exact bool // it is all of them, and what stands before is a root
	body  bool
	based bool
}

// opening is a class or module that a file opens with ancestors.
type opening struct {
	file  *file
	scope int
}

// indexConstants enters what all files define. Names in one part come first: B::C within A is
// A::B::C if A has a B, else that of the top level.
func (l *loader) indexConstants() {
	l.constants, l.alike, l.known, l.top = map[string]*name{}, map[string]*name{}, map[string]bool{}, &name{members: map[string]*name{}}
	l.normals = map[string]string{}
	for _, simple := range [...]bool{true, false} {
		for _, f := range l.files {
			l.enterFile(f, simple)
		}
	}
	names := slices.Sorted(maps.Keys(l.constants))
	for _, full := range names {
		l.place(l.constants[full])
	}
	for _, f := range l.files {
		f.inside = make([]*name, len(f.Scopes))
		for i, s := range f.Scopes {
			n := l.constants[f.scopes[i]]
			f.inside[i] = n
			if n != nil && len(s.Ancestors) > 0 {
				n.opened = append(n.opened, opening{f, i})
			}
		}
	}
	for _, full := range names {
		l.above(l.constants[full])
	}
}

// place enters a constant below the one that holds it, and by its normal form.
func (l *loader) place(n *name) {
	last := len(n.parts) - 1
	holder := l.top
	if last > 0 {
		holder = l.constants[strings.TrimSuffix(n.full, "::"+n.parts[last])]
	}
	if holder.members == nil {
		holder.members = map[string]*name{}
	}
	holder.members[n.parts[last]] = n
	l.known[n.parts[last]] = true
	if key := strings.Join(n.keys, "::"); l.alike[key] == nil {
		l.alike[key] = n
	}
}

// enterFile enters the constants of a file, those whose whole nesting is of names in one
// part in a pass of their own.
func (l *loader) enterFile(f *file, simple bool) {
	if simple {
		f.scopes = make([]string, len(f.Scopes))
	}
	for i := 1; i < len(f.Scopes); i++ {
		if s := &f.Scopes[i]; f.scopes[i] == "" && (s.Parent == 0 || f.scopes[s.Parent] != "") {
			f.scopes[i] = l.fullName(f, s.Path, s.Parent, simple)
		}
	}
	for i := range f.Constants {
		c := &f.Constants[i]
		if c.Scope != 0 && f.scopes[c.Scope] == "" {
			continue
		}
		if isSimple(f, c) != simple {
			continue
		}
		if full := l.fullName(f, c.Path, c.Scope, simple); full != "" {
			l.define(full, f, c)
			if n := l.constants[full]; n != nil {
				n.simple = n.simple || simple
			}
		}
	}
}

// isSimple reports whether a constant and all that it stands in have names in one part.
func isSimple(f *file, c *constant) bool {
	if strings.Contains(c.Path, "::") {
		return false
	}
	for s := c.Scope; s != 0; s = f.Scopes[s].Parent {
		if strings.Contains(f.Scopes[s].Path, "::") {
			return false
		}
	}
	return true
}

// fullName is the full name of what is defined in a scope; "" where simple wants names in one
// part only.
func (l *loader) fullName(f *file, path string, scope int, simple bool) string {
	if rest, ok := strings.CutPrefix(path, "::"); ok {
		if simple {
			return ""
		}
		return rest
	}
	head, _, compound := strings.Cut(path, "::")
	if !compound {
		return join(f.scopes[scope], path)
	}
	if simple {
		return ""
	}
	for s := scope; s != 0; s = f.Scopes[s].Parent {
		if n := l.constants[join(f.scopes[s], head)]; n != nil && n.simple {
			return join(f.scopes[s], path)
		}
	}
	for s := scope; s != 0; s = f.Scopes[s].Parent { // a namespace that only folders say there is
		full := join(f.scopes[s], path)
		if keys := l.keysOf(strings.Split(full, "::")); matching(f.keys, keys) == len(keys) {
			return full
		}
	}
	return path
}

func join(scope, path string) string {
	if scope == "" {
		return path
	}
	return scope + "::" + path
}

// maxParts bounds the parts of a full name: what is nested deeper is no program.
const maxParts = 40

// define enters one definition, and the namespaces that its name says there are.
func (l *loader) define(full string, f *file, c *constant) {
	n := l.constants[full]
	if n == nil {
		parts := strings.Split(full, "::")
		if len(parts) > maxParts {
			return
		}
		n = &name{full: full, parts: parts, keys: l.keysOf(parts)}
		l.constants[full] = n
	}
	if k := len(n.defined); k > 0 && n.defined[k-1].file == f {
		d := &n.defined[k-1]
		d.body, d.based = d.body || c.Body, d.based || c.Based
		return
	}
	d := definition{file: f, match: matching(f.keys, n.keys), body: c.Body, based: c.Based}
	d.exact = d.match == len(n.parts) && f.isRooted(d.match)
	n.defined = append(n.defined, d)
	for i := len(n.parts) - 1; i > 0; i-- { // class A::B says that there is an A
		above := strings.Join(n.parts[:i], "::")
		if l.constants[above] != nil {
			break
		}
		l.constants[above] = &name{full: above, parts: n.parts[:i], keys: n.keys[:i]}
	}
}

// keysOf is parts of names in normal form, of which each is made once.
func (l *loader) keysOf(parts []string) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		key, ok := l.normals[p]
		if !ok {
			key = normal(p)
			l.normals[p] = key
		}
		out[i] = key
	}
	return out
}

// matching is how many of the first parts of a constant's name a file's path ends with, both
// in normal form.
func matching(path, name []string) int {
	for n := min(len(name), len(path)); n > 0; n-- {
		if slices.Equal(path[len(path)-n:], name[:n]) {
			return n
		}
	}
	return 0
}

// isRooted reports whether the folder above the last elements of a file's path is one that
// names of files begin in.
func (f *file) isRooted(last int) bool {
	root := f.name
	for range last {
		root = path.Dir(root)
	}
	if root == f.module.folder || slices.Contains(f.module.roots, root) {
		return true
	}
	root = strings.TrimSuffix(root, "/concerns")
	return path.Base(path.Dir(root)) == "app"
}

// rooted is a file as require finds it in one root.
type rooted struct {
	file *file
	root string
	how  root
}

// root is who looks in it.
type root uint8

const (
	public  root = iota // everybody: of a gem
	private             // code of the module
	weak                // code of the module, for what is no library's
	tests               // tests below it
)

// indexRoots enters under which names require finds each file.
func (l *loader) indexRoots() {
	l.roots = map[string][]rooted{}
	for _, f := range l.files {
		for _, r := range f.module.roots {
			how := private
			if f.module.is == gem {
				how = public
			}
			l.enterRoot(f, r, how)
		}
		folders := strings.Split(f.folder, "/")
		for i, e := range folders {
			at := strings.Join(folders[:i+1], "/")
			switch {
			case e == "lib" && !slices.Contains(f.module.roots, at):
				l.enterRoot(f, at, weak)
			case e == "app" && i+1 < len(folders) && path.Dir(at) == f.module.folder:
				l.enterRoot(f, path.Join(at, folders[i+1]), private)
			case f.test && (e == "spec" || e == "test" || e == "tests" || e == "features"):
				l.enterRoot(f, at, tests)
			}
		}
		if f.module.is == app {
			l.enterRoot(f, f.module.folder, weak)
		}
	}
}

func (l *loader) enterRoot(f *file, folder string, how root) {
	rest := f.name
	if folder != "." {
		below, ok := strings.CutPrefix(f.name, folder+"/")
		if !ok {
			return
		}
		rest = below
	}
	key := strings.TrimSuffix(rest, ".rb")
	l.roots[key] = append(l.roots[key], rooted{f, folder, how})
}
