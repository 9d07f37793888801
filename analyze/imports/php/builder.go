package php

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/modules/composer"
)

// builder folds files to packages, and what they name to edges.
type builder struct {
	*loader
	imports.Collector
}

func (b *builder) graph() *imports.Graph {
	coded := b.coded()
	for _, f := range b.files {
		if coded[f.folder] {
			b.file(f)
		}
	}
	g := b.Graph(b.layout.list())
	g.Warnings = b.notices.Warnings(meaning)
	return g
}

// coded is the folders that hold code: some file of them is more than data, or a file of
// code includes it.
func (b *builder) coded() map[string]bool {
	out := map[string]bool{}
	for _, f := range b.files {
		if f.Data {
			continue
		}
		out[f.folder] = true
		for _, i := range f.Includes {
			if to := b.fileAt(f, i.Path); to != nil {
				out[to.folder] = true
			}
		}
	}
	return out
}

// file adds one file.
func (b *builder) file(f *file) {
	p := b.Package(f.folder, func(p *imports.Package) {
		p.Language, p.Module = language, b.layout.named(f.folder)
		p.ImportPath, p.Name = f.Space, f.Space[strings.LastIndexByte(f.Space, '\\')+1:]
	})
	base := path.Base(f.name)
	if f.test {
		p.TestFiles, p.TestLines = append(p.TestFiles, base), p.TestLines+f.Lines
	} else {
		p.Files, p.Lines, p.TestOnly = append(p.Files, base), p.Lines+f.Lines, false
		p.Main = p.Main || f.Script || base == "index.php" && len(f.Declared) == 0 && len(f.Includes) > 0
		if f.Generated {
			p.Generated = append(p.Generated, base)
		}
		for _, d := range f.Declared {
			p.Exported = append(p.Exported, last(d.Name))
		}
	}
	u := user{builder: b, file: f, pkg: p}
	for _, n := range f.Uses {
		u.name(n)
	}
	for _, i := range f.Includes {
		u.include(i)
	}
}

// last is the last part of a name.
func last(name string) string { return name[strings.LastIndexByte(name, '\\')+1:] }

// user is one file whose names are looked up.
type user struct {
	*builder
	file *file
	pkg  *imports.Package
}

// name resolves one name.
func (u *user) name(n use) {
	name := key(n.Name, n.Kind)
	of := u.declared[slot(n.Kind)][name]
	if len(of) == 0 && n.Kind == either {
		n.Name = last(n.Name)
		of = u.declared[slot(n.Kind)][last(name)]
	}
	to, outcome := u.choose(u.file, n.Name, of)
	if outcome == guessed || outcome == ambiguous {
		u.notices.Add("php-ambiguous", at(u.file, n.Line), n.Name)
	}
	if to.file != nil {
		u.add(to.file, imports.Link{At: at(u.file, n.Line), Symbol: to.symbol})
		return
	}
	if outcome == nothing && n.Kind == class && strings.Contains(n.Name, `\`) && !u.spaces[name] {
		u.elsewhere(n)
	}
}

// elsewhere files a class that no file here declares: the repository's own or another's.
func (u *user) elsewhere(n use) {
	by, exact := u.installed(n.Name)
	if !exact && u.isOwn(n.Name) {
		u.notices.Add("php-unresolved", at(u.file, n.Line), n.Name)
		return
	}
	if u.file.test {
		u.pkg.TestThird = append(u.pkg.TestThird, by)
	} else {
		u.pkg.ThirdParty = append(u.pkg.ThirdParty, by)
	}
}

// installed is the package from elsewhere that a name belongs to; exact is false where no
// lock says it.
func (u *user) installed(name string) (by string, exact bool) {
	for m := u.file.module; ; {
		for space := parent(name); space != ""; space = parent(space) {
			i, ok := slices.BinarySearchFunc(m.Installed, space, func(p composer.Installed, s string) int { return strings.Compare(p.Namespace, s) })
			if ok {
				return m.Installed[i].Package, true
			}
		}
		if m == u.layout.none || m.Folder == "." {
			break
		}
		m = u.layout.of(path.Dir(m.Folder))
	}
	first := beginning(name, 1)
	vendor, only := strings.ToLower(first)+"/", ""
	for _, required := range u.file.module.Third {
		if strings.HasPrefix(required, vendor) {
			if only != "" {
				return first, false
			}
			only = required
		}
	}
	if only != "" {
		return only, false
	}
	return first, false
}

// add adds a link to a file.
func (u *user) add(to *file, l imports.Link) {
	l.From, l.To, l.File, l.Kind = u.file.folder, to.folder, to.name, imports.Import
	if u.file.test || to.test {
		l.Kind = imports.Test
	}
	u.Add(l)
}

// include resolves one path.
func (u *user) include(i include) {
	where := at(u.file, i.Line)
	if to := u.fileAt(u.file, i.Path); to != nil {
		u.add(to, imports.Link{At: where, Bare: true})
		return
	}
	if name, ok := within(u.file.folder, i.Path); ok && i.Path[0].Folder && isSource(name) {
		u.notices.Add("php-unresolved", where, name)
	}
}
