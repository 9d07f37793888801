package javascript

import (
	"path"
	"strings"

	"seam/analyze/format/json"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// outcome says what became of a specifier.
type outcome uint8

const (
	unresolved outcome = iota // first-party by its looks, and not there
	found                     // a file of the tree
	member                    // a package of the tree whose entry was not found
	third                     // a package from elsewhere
	nobody                    // of the runtime, virtual, or no program (styles, pictures)
)

// target is what a specifier names.
type target struct {
	outcome outcome
	path    string // file; folder of a member; name of a third-party package
}

// resolver finds what specifiers name.
type resolver struct {
	*layout
	manifests *manifests
	compilers *compilers
	memo      map[question]target
}

// question is a specifier that is not relative, as a folder asks it.
type question struct {
	folder, name string
	require      bool
}

// resolve finds what a statement of a file names.
func (r *resolver) resolve(file string, s *statement) target {
	name := clean(s.Specifier)
	folder := path.Dir(file)
	switch {
	case name == "" || len(name) > maxTarget:
		return target{outcome: nobody}
	case isRelative(name):
		return r.relative(folder, name)
	case strings.HasPrefix(name, "/"), strings.Contains(name, ":"):
		return target{outcome: nobody} // absolute, node:, virtual:, https:
	}
	q := question{folder, name, s.Require}
	t, ok := r.memo[q]
	if !ok {
		t = r.bare(folder, name, s.Require)
		r.memo[q] = t
	}
	return t
}

// clean takes loaders and queries of bundlers off a specifier.
func clean(name string) string {
	if i := strings.LastIndexByte(name, '!'); i >= 0 {
		name = name[i+1:]
	}
	if i := strings.IndexByte(name, '?'); i > 0 {
		name = name[:i]
	}
	return name
}

func isRelative(name string) bool {
	return name == "." || name == ".." || strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../")
}

func (r *resolver) relative(folder, name string) target {
	base := path.Join(folder, name)
	if repo.Outside(base) {
		return target{outcome: nobody} // outside the tree
	}
	onlyFolder := name == "." || name == ".." || strings.HasSuffix(name, "/") || strings.HasSuffix(name, "/.") || strings.HasSuffix(name, "/..")
	if f := r.module(base, onlyFolder, 0); f != "" {
		return target{found, f}
	}
	for _, c := range r.compilers.of(folder) {
		if f := r.rooted(c, base); f != "" {
			return target{found, f}
		}
	}
	if f := r.sourceOf(r.packageFolder(base), base); f != "" {
		return target{found, f}
	}
	if isAsset(base) {
		return target{outcome: nobody}
	}
	return target{outcome: unresolved}
}

// rooted looks for a file in the other folders that rootDirs lay over one another.
func (r *resolver) rooted(c *compiler, base string) string {
	for _, from := range c.roots {
		rest, ok := strings.CutPrefix(base, from+"/")
		if !ok {
			continue
		}
		for _, to := range c.roots {
			if f := r.module(path.Join(to, rest), false, 0); f != "" {
				return f
			}
		}
	}
	return ""
}

// packageFolder is the folder of the package.json around a path, "." without one.
func (r *resolver) packageFolder(base string) string {
	if m := r.manifests.nearest(path.Dir(base), false); m != nil {
		return m.folder
	}
	return "."
}

// bare resolves a name that is neither relative nor absolute: paths and baseUrl of the
// compiler's configuration, imports of package.json, packages of the tree, conventions.
func (r *resolver) bare(folder, name string, require bool) target {
	for _, c := range r.compilers.of(folder) {
		for _, base := range c.match(name) {
			if f := r.module(base, false, 0); f != "" {
				return target{found, f}
			}
		}
		if c.base != "" {
			if f := r.module(path.Join(c.base, name), false, 0); f != "" {
				return target{found, f}
			}
		}
	}
	if strings.HasPrefix(name, "#") {
		t := r.internal(folder, name, require)
		if t.outcome == unresolved {
			if f := r.convention(folder, name); f != "" {
				return target{found, f}
			}
		}
		return t
	}
	pkg, rest := splitPackage(name)
	if m := r.manifests.find(folder, pkg); m != nil {
		return r.entry(m, rest, require)
	}
	if f := r.convention(folder, name); f != "" {
		return target{found, f}
	}
	switch {
	case strings.HasPrefix(name, "@/"), strings.HasPrefix(name, "~/"), strings.HasPrefix(name, "@@/"), strings.HasPrefix(name, "~~/"):
		if isAsset(name) {
			return target{outcome: nobody}
		}
		return target{outcome: unresolved}
	case builtin[pkg], !isPackageName(pkg):
		return target{outcome: nobody}
	}
	return target{third, pkg}
}

// splitPackage is the name of the package and the rest.
func splitPackage(name string) (pkg, rest string) {
	first, rest, more := strings.Cut(name, "/")
	if !strings.HasPrefix(name, "@") || !more {
		return first, rest
	}
	second, rest, _ := strings.Cut(rest, "/")
	return first + "/" + second, rest
}

func isPackageName(pkg string) bool {
	for i := range len(pkg) {
		c := pkg[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/", c) >= 0 || c == '@' && i == 0) {
			return false
		}
	}
	return pkg != "" && pkg[0] != '.' && pkg[0] != '~' && pkg != "@"
}

// internal resolves a name that begins with # by the imports of the package.json around.
func (r *resolver) internal(folder, name string, require bool) target {
	m := r.manifests.nearest(folder, false)
	if m == nil || m.root.Get("imports").Kind != json.Object {
		return target{outcome: unresolved}
	}
	targets := exported(m.root.Get("imports"), name, require)
	for _, t := range targets {
		if !strings.HasPrefix(t, "./") {
			if strings.HasPrefix(t, "#") || strings.Contains(t, ":") || strings.HasPrefix(t, "/") || isRelative(t) {
				continue
			}
			if got := r.bare(m.folder, t, require); got.outcome != unresolved {
				return got
			}
			continue
		}
		if f := r.module(path.Join(m.folder, t), false, 0); f != "" {
			return target{found, f}
		}
	}
	for _, t := range targets {
		if f := r.sourceOf(m.folder, path.Join(m.folder, t)); f != "" {
			return target{found, f}
		}
	}
	if len(targets) > 0 && isAsset(targets[0]) {
		return target{outcome: nobody}
	}
	return target{outcome: unresolved}
}

// aliases are the beginnings of names that bundlers know without any configuration that is
// tracked, each with the folders of the package that it stands for: @ and ~ for the
// sources, $lib for the library of SvelteKit, ~~ and @@ for the folder of an app of Nuxt,
// #shared for what its server and its pages share.
var aliases = [...]struct {
	prefix  string
	folders []string
}{
	{"@/", []string{"src", "app", "."}},
	{"~/", []string{"src", "app", "."}},
	{"$lib/", []string{"src/lib", "app/lib", "lib"}},
	{"~~/", []string{"."}},
	{"@@/", []string{"."}},
	{"#shared/", []string{"shared"}},
}

// convention tries the aliases of bundlers, and a path from the package's folder.
func (r *resolver) convention(folder, name string) string {
	home := r.packageFolder(path.Join(folder, "x"))
	for _, a := range aliases {
		rest, ok := strings.CutPrefix(name, a.prefix)
		if !ok {
			continue
		}
		for _, from := range a.folders {
			if f := r.module(path.Join(home, from, rest), false, 0); f != "" {
				return f
			}
		}
		return ""
	}
	switch {
	case name == "$lib":
		return r.module(path.Join(home, "src/lib"), true, 0)
	case strings.HasPrefix(name, "src/"), strings.HasPrefix(name, "app/"):
		return r.module(path.Join(home, name), false, 0)
	}
	return ""
}

// builtin are the modules of Node that have no node: before them.
var builtin = source.Words(`assert async_hooks buffer child_process cluster console constants crypto dgram
	diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process
	punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi
	worker_threads zlib`)
