package python

import (
	"fmt"
	"path"

	"seam/analyze/format/toml"
	"seam/analyze/format/version"
	"seam/analyze/modules"
)

// rewrite ends the message about a lock that its tool would not have written.
const rewrite = "; write the lock anew with the tool that wrote it"

// bulk are the keys of locks that hold files and hashes, which nobody asks for.
var bulk = []string{"wheels", "sdist", "files", "hashes", "metadata-files"}

// uvLock reads a uv.lock. Its packages hold the whole graph, first party included.
func (l *loader) uvLock(file string) {
	doc := l.parse(file, bulk...)
	if doc == nil {
		return
	}
	k := newLock(file)
	tables := doc.Tables("package")
	for _, t := range tables {
		p := modules.Package{Name: Canonical(t.Text("name")), Version: t.Text("version"), Line: t.Line}
		p.Unit = l.sourceUnit(k.Path, t.Table("source"))
		if p.Name == "" || p.Version == "" && p.Unit == "" {
			l.set.Break(Ecosystem, file, t.Line, "a package without a name or a version"+rewrite)
			return
		}
		k.add(p)
	}
	for i, t := range tables {
		l.uvLinks(k, i, t.Get("dependencies"), modules.Production)
		for extra, v := range t.Table("optional-dependencies").All() {
			l.uvLinks(k, i, v, extraKind(extra))
		}
		for _, v := range t.Table("dev-dependencies").All() {
			l.uvLinks(k, i, v, modules.Development)
		}
	}
	l.finish(k)
}

// sourceUnit is the folder of a first-party package; "" for all others.
func (l *loader) sourceUnit(from string, source *toml.Table) string {
	for _, kind := range []string{"editable", "virtual", "directory"} {
		if to := source.Text(kind); to != "" {
			folder, _ := modules.Inside(from, to)
			return folder
		}
	}
	return ""
}

// uvLinks adds the links to a list of {name, version, …}; the version stands there only
// where a name has several.
func (l *loader) uvLinks(k *lock, from int, list *toml.Value, kind modules.Kind) {
	for _, v := range list.Elements() {
		t := v.Table()
		name, pinned := Canonical(t.Text("name")), t.Text("version")
		found := false
		for _, to := range k.forks(name) {
			if pinned == "" || k.Packages[to].Version == pinned {
				k.link(from, modules.Link{To: to, Kind: kind})
				found = true
			}
		}
		if !found {
			k.lost = append(k.lost, lostLink{t.Text("name"), v.Line})
		}
	}
}

// pylock reads a lock as PEP 751 has it. Links are optional there.
func (l *loader) pylock(file string) {
	doc := l.parse(file, bulk...)
	if doc == nil {
		return
	}
	k := newLock(file)
	tables := doc.Tables("packages")
	for _, t := range tables {
		p := modules.Package{Name: Canonical(t.Text("name")), Version: t.Text("version"), Line: t.Line}
		if to := t.Text("directory", "path"); to != "" {
			p.Unit, _ = modules.Inside(k.Path, to)
		}
		k.add(p)
	}
	for i, t := range tables {
		l.uvLinks(k, i, t.Get("dependencies"), modules.Production)
	}
	l.addRoot(k)
	l.finish(k)
}

// poetryLock reads a poetry.lock, which does not list the project itself.
func (l *loader) poetryLock(file string) {
	doc := l.parse(file, bulk...)
	if doc == nil {
		return
	}
	k := newLock(file)
	tables := doc.Tables("package")
	for _, t := range tables {
		p := modules.Package{Name: Canonical(t.Text("name")), Version: t.Text("version"), Line: t.Line}
		if p.Name == "" || p.Version == "" {
			l.set.Break(Ecosystem, file, t.Line, "a package without a name or a version"+rewrite)
			return
		}
		if t.Text("source", "type") == "directory" {
			p.Unit, _ = modules.Inside(k.Path, t.Text("source", "url"))
		}
		k.add(p)
	}
	for i, t := range tables {
		for name, v := range t.Table("dependencies").All() {
			l.poetryLinks(k, i, Canonical(name), v)
		}
	}
	l.addRoot(k)
	l.finish(k)
}

// poetryLinks adds the links of one dependency: text, a table, or several tables for
// different markers. An optional one that was not chosen is not in the file.
func (l *loader) poetryLinks(k *lock, from int, name string, v *toml.Value) {
	alternatives := v.Elements()
	if v.Kind != toml.List {
		alternatives = []*toml.Value{v}
	}
	for _, a := range alternatives {
		rng, kind := a.Text, modules.Production
		if t := a.Table(); t != nil {
			rng = t.Text("version")
			if t.True("optional") {
				kind = modules.Optional
			}
		}
		for _, to := range k.accepted(name, anyVersion(rng)) {
			k.link(from, modules.Link{To: to, Range: anyVersion(rng), Kind: kind})
		}
	}
}

// pdmLock reads a pdm.lock. One package stands there once for each set of extras; its
// dependencies are texts.
func (l *loader) pdmLock(file string) {
	doc := l.parse(file, bulk...)
	if doc == nil {
		return
	}
	k := newLock(file)
	type key struct{ name, version string }
	at := map[key]int{}
	tables := doc.Tables("package")
	for _, t := range tables {
		p := modules.Package{Name: Canonical(t.Text("name")), Version: t.Text("version"), Line: t.Line}
		if to := t.Text("path"); to != "" && path.Ext(to) == "" {
			p.Unit, _ = modules.Inside(k.Path, to)
		}
		if _, seen := at[key{p.Name, p.Version}]; !seen {
			at[key{p.Name, p.Version}] = k.add(p)
		}
	}
	for _, t := range tables {
		from := at[key{Canonical(t.Text("name")), t.Text("version")}]
		for _, v := range t.Texts("dependencies") {
			s, ok := parseSpec(v.Text)
			if !ok {
				k.lost = append(k.lost, lostLink{v.Text, v.Line})
				continue
			}
			for _, to := range k.accepted(s.name, s.specifier) {
				k.link(from, modules.Link{To: to, Range: s.specifier})
			}
		}
	}
	l.addRoot(k)
	l.finish(k)
}

// addRoot adds the unit of a lock's folder where the lock does not list it.
func (l *loader) addRoot(k *lock) {
	for _, p := range k.Packages {
		if p.Unit == k.Path {
			return
		}
	}
	l.rootByName(k)
}

// finish marks the forks, adds what the manifests know of the first party's links, and
// files the lock.
func (l *loader) finish(k *lock) {
	for _, found := range k.names {
		if several(k, found) {
			for _, i := range found {
				k.Packages[i].Fork = !k.Packages[i].FirstParty()
			}
		}
	}
	for i := range k.Packages {
		p := &k.Packages[i]
		u := l.unit(p.Unit)
		if !p.FirstParty() || u == nil {
			continue
		}
		for n := range p.Requires {
			describe(u, &p.Requires[n], &k.Packages[p.Requires[n].To])
		}
	}
	l.lost(k)
	k.Sort()
	l.set.Locks = append(l.set.Locks, k.Lock)
}

// lost files the dependencies of a lock that lead nowhere, once a file.
func (l *loader) lost(k *lock) {
	if len(k.lost) == 0 {
		return
	}
	more := ""
	if n := len(k.lost) - 1; n > 0 {
		more = fmt.Sprintf(" (%d more like it)", n)
	}
	l.set.Break(Ecosystem, k.File, k.lost[0].line, fmt.Sprintf("%q names no package of this file%s%s", k.lost[0].text, more, rewrite))
}

// several reports whether packages of one name that come from elsewhere are of more
// than one version.
func several(k *lock, found []int) bool {
	first := ""
	for _, i := range found {
		switch p := k.Packages[i]; {
		case p.FirstParty():
		case first == "":
			first = p.Version
		case p.Version != first:
			return true
		}
	}
	return false
}

// describe gives a link the kind and range that its unit's manifest has for it; of
// several lines the most binding one counts.
func describe(u *modules.Unit, link *modules.Link, to *modules.Package) {
	best := -1
	for _, r := range u.Of(to.Name) {
		if r.Unit == "" && to.Version != "" && !accepts(r.Version, to.Version) {
			continue
		}
		if n := r.Kind.Binding(); n > best {
			best, link.Kind, link.Range = n, r.Kind, r.Version
		}
	}
}

// accepts reports whether a range may have led to a version; what is not known is taken
// to.
func accepts(rng, v string) bool {
	if rng == "" {
		return true
	}
	ok, known := version.Of(Ecosystem).Accepts(rng, v)
	return ok || !known
}
