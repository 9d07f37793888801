package cargo

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/toml"
	"seam/analyze/format/version"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// lock reads one Cargo.lock. The versions of the format differ in how a dependency is
// named: "name version (source)" always in version 1, the parts that are needed to tell
// it from others since.
func (l *loader) lock(file string) {
	doc := l.parse(file, maxLock)
	if doc == nil {
		return
	}
	k := modules.Lock{File: file, Path: path.Dir(file), Ecosystem: Ecosystem}
	tables := doc.Tables("package")
	if root := doc.Table("root"); root != nil { // version 1, before 2017
		tables = append(tables, root)
	}
	names := index{}
	for i, t := range tables {
		p := modules.Package{Name: t.Text("name"), Version: t.Text("version"), Line: t.Line}
		if p.Name == "" || p.Version == "" {
			l.set.Break(Ecosystem, file, t.Line, "a package without a name or a version; write the file anew with cargo generate-lockfile")
			return
		}
		if t.Text("source") == "" {
			p.Unit = l.home(k.Path, p.Name, p.Version)
		}
		k.Packages = append(k.Packages, p)
		names.add(p, entry{i, sourceOf(t.Text("source"))})
	}
	var lost []*toml.Value
	for i, t := range tables {
		for _, v := range t.Texts("dependencies") {
			to, ok := names.find(v.Text)
			if !ok {
				lost = append(lost, v)
				continue
			}
			k.Packages[i].Requires = append(k.Packages[i].Requires, l.link(&k.Packages[i], to, &k.Packages[to]))
		}
	}
	l.lost(file, lost)
	k.Sort()
	l.set.Locks = append(l.set.Locks, k)
}

// lost files the dependencies of a lock that lead nowhere, once a file.
func (l *loader) lost(file string, texts []*toml.Value) {
	if len(texts) == 0 {
		return
	}
	more := ""
	if n := len(texts) - 1; n > 0 {
		more = fmt.Sprintf(" (%d more like it)", n)
	}
	l.set.Break(Ecosystem, file, texts[0].Line, fmt.Sprintf("%q names no package, or several, of this file%s; write the file anew with cargo generate-lockfile", texts[0].Text, more))
}

// index finds the packages of a lock by "name" and by "name version".
type index map[string][]entry

type entry struct {
	at     int
	source string
}

func (x index) add(p modules.Package, e entry) {
	x[p.Name] = append(x[p.Name], e)
	x[p.Name+" "+p.Version] = append(x[p.Name+" "+p.Version], e)
}

// find resolves "name", "name version" or "name version (source)".
func (x index) find(text string) (at int, ok bool) {
	f := strings.SplitN(text, " ", 3)
	found := x[strings.Join(f[:min(len(f), 2)], " ")]
	if len(f) > 2 {
		source := sourceOf(strings.Trim(f[2], "()"))
		found = filter(found, func(e entry) bool { return e.source == source })
	}
	if len(found) > 1 && len(f) > 1 { // several sources of one version: the one without a source is meant
		found = filter(found, func(e entry) bool { return e.source == "" })
	}
	if len(found) != 1 {
		return 0, false
	}
	return found[0].at, true
}

func filter(list []entry, keep func(entry) bool) []entry {
	return slices.DeleteFunc(slices.Clone(list), func(e entry) bool { return !keep(e) })
}

// sourceOf is a source without the commit that it was resolved to, which a dependency's
// text leaves out.
func sourceOf(text string) string {
	text, _, _ = strings.Cut(text, "#")
	return text
}

// home is the folder of the first-party crate of a lock: below the lock's own folder if
// there is one, and of the version that the lock names if that tells them apart.
func (l *loader) home(folder, name, locked string) string {
	best, rank := "", -1
	for _, m := range l.named[name] {
		r := 0
		if repo.Below(folder, m.folder) {
			r += 4
		}
		if m.root != nil && m.root.folder == folder {
			r += 2
		}
		if m.version == locked {
			r++
		}
		if r > rank {
			best, rank = m.folder, r
		}
	}
	return best
}

// link is a package's need for another. What a first-party manifest says of it is
// added; of several lines the most binding one counts.
func (l *loader) link(from *modules.Package, to int, p *modules.Package) modules.Link {
	out := modules.Link{To: to}
	at, found := slices.BinarySearchFunc(l.set.Units, from.Unit, func(u modules.Unit, s string) int { return strings.Compare(u.Path, s) })
	if !from.FirstParty() || !found {
		return out
	}
	best := -1
	for _, r := range l.set.Units[at].Of(p.Name) {
		if !accepts(r, p) {
			continue
		}
		if n := r.Kind.Binding(); n > best {
			best, out.Kind, out.Range = n, r.Kind, r.Version
		}
	}
	return out
}

// accepts reports whether a requirement may have led to a package; what is not known is
// taken to.
func accepts(r modules.Requirement, p *modules.Package) bool {
	if r.Version == "" || r.Unit != "" && r.Unit == p.Unit {
		return true
	}
	ok, known := version.Of(Ecosystem).Accepts(r.Version, p.Version)
	return ok || !known
}
