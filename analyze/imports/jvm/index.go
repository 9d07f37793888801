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
	members map[string][]*file // Kotlin's functions and properties
	extends map[string]bool    // members of which some have a receiver
	files   []*file
}

// index enters what all files declare.
func (l *loader) index() {
	l.spaces = map[string]*space{}
	for _, f := range l.files {
		s := l.spaces[f.Package]
		if s == nil {
			s = &space{types: map[string][]*file{}, members: map[string][]*file{}, extends: map[string]bool{}}
			l.spaces[f.Package] = s
		}
		s.files = append(s.files, f)
		for _, d := range f.Types {
			if !strings.Contains(d.Name, ".") {
				enter(s.types, d.Name, f)
			}
		}
		for _, m := range f.Members {
			enter(s.members, m.Name, f)
			s.extends[m.Name] = s.extends[m.Name] || m.Extension
		}
		if len(f.Members) > 0 {
			enter(s.types, f.facade(), f)
		}
	}
	l.prefixes()
}

func enter(of map[string][]*file, name string, f *file) {
	if list := of[name]; len(list) == 0 || list[len(list)-1] != f {
		of[name] = append(list, f)
	}
}

// facade is the class by which Java calls a Kotlin file's functions.
func (f *file) facade() string {
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

// unreadSpaces are the packages of a tree's Scala and Groovy files, by their folders below
// the one named for the language.
func unreadSpaces(files []string) map[string]bool {
	out := map[string]bool{}
	for _, f := range files {
		language := strings.TrimPrefix(path.Ext(f), ".")
		if language != "scala" && language != "groovy" {
			continue
		}
		if _, below, ok := strings.Cut(path.Dir(f), "/"+language+"/"); ok {
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
		-cmp.Compare(number(isCommon(a.root)), number(isCommon(b.root))),
		strings.Compare(a.name, b.name),
	)
}

// sees reports whether a file may mean what another declares without naming it in an import:
// code sees no tests, and what all platforms share nothing of one platform.
func (f *file) sees(of *file) bool {
	if of.test && !f.test {
		return false
	}
	return of.module != f.module || f.test || !isCommon(f.root) || isCommon(of.root)
}

// isCommon reports whether a source set is the one of a Kotlin project that all platforms
// share.
func isCommon(root string) bool {
	root = "/" + root + "/"
	return strings.Contains(root, "/commonMain/") || strings.Contains(root, "/common/src/")
}
