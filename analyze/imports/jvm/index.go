package jvm

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// space is a declared package: what its files declare outside types.
type space struct {
	types   map[string][]*file
	members map[string][]*file // functions, properties and values
	extends map[string]bool    // members of which some have a receiver
	files   []*file
}

// index enters what all files declare.
func (l *loader) index() {
	l.spaces, l.packages = map[string]*space{}, map[string]bool{}
	for _, f := range l.files {
		own := l.space(f.Package, f)
		for _, d := range f.Types {
			if !strings.Contains(d.Name, ".") {
				enter(l.space(cmp.Or(d.Space, f.Package), f).types, d.Name, f)
			}
		}
		for _, m := range f.Members {
			s := l.space(cmp.Or(m.Space, f.Package), f)
			enter(s.members, m.Name, f)
			s.extends[m.Name] = s.extends[m.Name] || m.Extension
		}
		if len(f.Members) > 0 {
			enter(own.types, f.facade(), f)
		}
	}
	l.prefixes()
}

// space is a package that a file declares something in.
func (l *loader) space(name string, f *file) *space {
	s := l.spaces[name]
	if s == nil {
		s = &space{types: map[string][]*file{}, members: map[string][]*file{}, extends: map[string]bool{}}
		l.spaces[name] = s
		for part := name; part != "" && !l.packages[part]; part = part[:max(strings.LastIndexByte(part, '.'), 0)] {
			l.packages[part] = true
		}
	}
	if n := len(s.files); n == 0 || s.files[n-1] != f {
		s.files = append(s.files, f)
	}
	return s
}

func enter(of map[string][]*file, name string, f *file) {
	if list := of[name]; len(list) == 0 || list[len(list)-1] != f {
		of[name] = append(list, f)
	}
}

// facade is the class by which Java calls the functions of a file of Kotlin or Scala 3.
func (f *file) facade() string {
	if f.language == scala {
		return strings.TrimSuffix(path.Base(f.name), ".scala") + "$package"
	}
	if f.JVMName != "" {
		return f.JVMName
	}
	base := strings.TrimSuffix(path.Base(f.name), ".kt")
	if base == "" {
		return "Kt"
	}
	return strings.ToUpper(base[:1]) + base[1:] + "Kt"
}

// ownParts is how many parts of a package's name make a prefix at most, and ownShare the
// files that make one the repository's own: one in so many.
const (
	ownParts = 3
	ownShare = 100
)

// prefixes finds how the repository's own packages begin.
func (l *loader) prefixes() {
	count, total := map[string]int{}, 0
	for _, f := range l.files {
		if !f.test && f.Package != "" {
			count[beginning(f.Package, ownParts)]++
			total++
		}
	}
	l.own = map[string]bool{}
	for prefix, n := range count {
		l.own[prefix] = n*ownShare >= total
	}
}

// beginning is the first parts of a dotted name.
func beginning(name string, parts int) string {
	at := 0
	for range parts {
		i := strings.IndexByte(name[at:], '.')
		if i < 0 {
			return name
		}
		at += i + 1
	}
	return name[:at-1]
}

// isOwn reports whether a dotted name begins as the repository's own packages do.
func (l *loader) isOwn(parts []string) bool {
	for n := 1; n <= min(ownParts, len(parts)); n++ {
		if l.own[join(parts[:n])] {
			return true
		}
	}
	return false
}

// elsewhere reports whether a name lies in a package that the repository has in a JVM
// language that is not read.
func (l *loader) elsewhere(parts []string) bool {
	for n := len(parts) - 1; n > 0; n-- {
		if l.unread[join(parts[:n])] {
			return true
		}
	}
	return false
}

// unreadSpaces are the packages of a tree's Groovy files, by their folders below the one
// named for the language.
func unreadSpaces(files []string) map[string]bool {
	out := map[string]bool{}
	for _, f := range files {
		if path.Ext(f) != ".groovy" {
			continue
		}
		if _, below, ok := strings.Cut(path.Dir(f), "/groovy/"); ok {
			out[strings.ReplaceAll(below, "/", ".")] = true
		}
	}
	return out
}

// choice is the outcome of a search among files that declare one name.
type choice int

const (
	nothing choice = iota
	found
	ambiguous
)

// choose takes the file that a file means of those that declare a name. near leaves out
// modules that the file's own one does not reach.
func (l *loader) choose(from *file, of []*file, near bool) (*file, choice) {
	if !from.test {
		of = plain(of)
	}
	if len(of) == 0 {
		return nil, nothing
	}
	if len(of) == 1 && (!near || from.module.requiresItself(of[0].module, from.test)) {
		return of[0], found
	}
	distance := l.modules.distances(from.module, from.test)
	rank := func(f *file) int {
		if d, ok := distance[f.module]; ok {
			return d
		}
		return len(distance)
	}
	best := slices.MinFunc(of, func(a, b *file) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), from.compare(a, b))
	})
	if rank(best) < len(distance) {
		return best, found
	}
	if near && from.module.name != "" && best.module.name != "" {
		return nil, nothing
	}
	if len(of) > 1 {
		of = plain(of)
	}
	for _, f := range of {
		if f.module != of[0].module {
			return nil, ambiguous
		}
	}
	return slices.MinFunc(of, from.compare), found
}

// plain leaves out test files, unless there is nothing else.
func plain(of []*file) []*file {
	var out []*file
	for _, f := range of {
		if !f.test {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return of
	}
	return out
}

// compare orders files of one module by how likely f means them.
func (f *file) compare(a, b *file) int {
	return cmp.Or(
		-cmp.Compare(number(a.root == f.root), number(b.root == f.root)),
		cmp.Compare(number(a.test), number(b.test)),
		cmp.Compare(number(apart(f.root, a.root)), number(apart(f.root, b.root))),
		-cmp.Compare(number(isCommon(a.root)), number(isCommon(b.root))),
		strings.Compare(a.name, b.name),
	)
}

// apart reports whether a source set is one of other platforms than that of a file is, as
// cross-built projects of sbt lay them out (core/jvm/src, core/js-native/src, core/.js/src);
// what all platforms share means the JVM's.
func apart(from, to string) bool {
	own, other := platforms(from), platforms(to)
	if own == "" {
		own = "jvm"
	}
	return other != "" && !slices.ContainsFunc(strings.Split(own, "-"), func(p string) bool {
		return slices.Contains(strings.Split(other, "-"), p)
	})
}

// platforms is the element of a source set that names its platforms; "" for all.
func platforms(root string) string {
	before, _, ok := strings.Cut(root, "/src/")
	if !ok {
		return ""
	}
	switch name := strings.TrimPrefix(path.Base(before), "."); name {
	case "js", "jvm", "native", "js-jvm", "jvm-js", "js-native", "jvm-native":
		return name
	}
	return ""
}

// sees reports whether a file may mean what another declares without naming it in an import:
// code sees no tests, and what all platforms share nothing of one platform.
func (f *file) sees(of *file) bool {
	if of.test && !f.test {
		return false
	}
	return of.module != f.module || !isCommon(f.root) || isCommon(of.root)
}

// isCommon reports whether a source set is one of a Kotlin project that all platforms share,
// or its tests.
func isCommon(root string) bool {
	root = "/" + root + "/"
	return strings.Contains(root, "/commonMain/") || strings.Contains(root, "/common/src/") || strings.Contains(root, "/commonTest/") || strings.Contains(root, "/common/test/")
}
