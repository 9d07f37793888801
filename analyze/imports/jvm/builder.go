package jvm

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
)

// builder folds files to packages, and what they name to edges.
type builder struct {
	*loader
	imports.Collector
	lines map[string]*counts // by folder
}

func (b *builder) graph() *imports.Graph {
	b.lines = map[string]*counts{}
	for _, f := range b.files {
		b.file(f)
	}
	for folder, lines := range b.lines {
		p := b.Package(folder, nil)
		p.Language = lines.most()
		for i, n := range lines {
			if name := languages[i].name; n > 0 && name != p.Language {
				p.Others = append(p.Others, name)
			}
		}
	}
	g := b.Graph(b.modules.list())
	g.Warnings = b.notices.Warnings(meaning)
	return g
}

// file adds one file.
func (b *builder) file(f *file) {
	p := b.Package(f.folder, func(p *imports.Package) {
		p.ImportPath, p.Name, p.Module = f.Package, f.Package[strings.LastIndexByte(f.Package, '.')+1:], f.module.name
		b.lines[f.folder] = new(counts)
	})
	b.lines[f.folder][f.language] += f.Lines + 1
	f.module.lines[f.language] += f.Lines
	base := path.Base(f.name)
	if f.test {
		p.TestFiles, p.TestLines = append(p.TestFiles, base), p.TestLines+f.Lines
	} else {
		p.Files, p.Lines, p.TestOnly = append(p.Files, base), p.Lines+f.Lines, false
		p.Main = p.Main || f.Main
		p.Documented = p.Documented || f.Documented && (base == "package-info.java" || f.language == scala)
		if f.Generated {
			p.Generated = append(p.Generated, base)
		}
		p.Exported = append(p.Exported, f.exported()...)
	}
	u := user{builder: b, file: f, pkg: p, kind: imports.Import, taken: map[string]bool{}}
	if f.test {
		u.kind = imports.Test
	}
	u.run()
}

// exported lists the names that others can use.
func (f *file) exported() []string {
	var out []string
	for _, d := range f.Types {
		if d.Public {
			out = append(out, d.Name)
		}
	}
	for _, m := range f.Members {
		if m.Public {
			out = append(out, m.Name)
		}
	}
	return out
}

// counts are numbers by language.
type counts [len(languages)]int

// most is the language with most, of equal ones the first.
func (c *counts) most() string {
	best := 0
	for i, n := range c {
		if n > c[best] {
			best = i
		}
	}
	return languages[best].name
}

// user resolves the names that one file uses.
type user struct {
	*builder
	file  *file
	pkg   *imports.Package
	kind  imports.Kind
	taken map[string]bool // names that mean what the file declares or imports by name
}

func (u *user) run() {
	for _, d := range u.file.Types {
		u.taken[d.Name[strings.LastIndexByte(d.Name, '.')+1:]] = true
	}
	for _, m := range u.file.Members {
		u.taken[m.Name] = true
	}
	if u.file.language == scala {
		u.runScala()
		return
	}
	var wildcards []statement
	for _, s := range u.file.Imports {
		if s.Wildcard && u.spaces[join(s.Parts)] != nil {
			wildcards = append(wildcards, s)
			continue
		}
		u.taken[s.local()] = true
		u.statement(s)
	}
	for _, w := range u.file.Words {
		u.mention(u.file.Package, w, w.Line, true)
	}
	for _, s := range wildcards {
		u.wildcard(s)
	}
	for _, q := range u.file.Qualified {
		parts := strings.Split(q.Text, ".")
		if of, n := u.find(parts); n > 1 {
			if to, c := u.choose(u.file, of, false); c == found {
				u.link(to, parts[n-1], q.Line)
			}
		}
	}
}

// statement resolves an import that names one thing, or the members of one.
func (u *user) statement(s statement) {
	at := finding.Location{File: u.file.name, Line: s.Line}
	of, n := u.find(s.Parts)
	if n == 0 {
		u.unknown(s, at)
		return
	}
	to, c := u.choose(u.file, of, false)
	if c == ambiguous {
		u.notices.Add("jvm-ambiguous", at, join(s.Parts))
	}
	if c == found {
		u.link(to, join(s.Parts[n-1:]), s.Line)
	}
}

// find lists the files that declare what the longest beginning of a dotted name names,
// and tells how many parts it has; none if nothing is found.
func (u *user) find(parts []string) (of []*file, n int) {
	for n := len(parts); n > 0; n-- {
		s := u.spaces[join(parts[:n-1])]
		if s == nil {
			continue
		}
		name := parts[n-1]
		of = append(of, s.types[name]...)
		if object, _, ok := strings.Cut(name, "$"); ok && len(of) == 0 {
			of = append(of, s.types[object]...) // as Java names what Scala nests in objects
		}
		if n == len(parts) || u.file.language == scala {
			of = append(of, s.members[name]...)
		}
		if len(of) > 0 {
			return of, n
		}
	}
	return nil, 0
}

// unknown files an import that leads to nothing here: the repository's own or another's.
func (u *user) unknown(s statement, at finding.Location) {
	if u.isOwn(s.Parts) || u.elsewhere(s.Parts) {
		u.notices.Add("jvm-unresolved", at, join(s.Parts))
		return
	}
	parts := s.Parts
	if !s.Wildcard && len(parts) > 1 {
		parts = parts[:len(parts)-1] // the last element is a type or a member
	}
	name := thirdParty(parts, u.modules.groups)
	switch {
	case name == "", name == "scala" && u.file.language == scala:
	case u.file.test:
		u.pkg.TestThird = append(u.pkg.TestThird, name)
	default:
		u.pkg.ThirdParty = append(u.pkg.ThirdParty, name)
	}
}

// wildcard resolves an import of all of a package: what modules that the file's own one
// reaches have of it, else what any has, since builds add to a class path what no manifest
// says. A file that mentions nothing of it still needs the package.
func (u *user) wildcard(s statement) {
	space := join(s.Parts)
	for _, near := range [...]bool{true, false} {
		any := false
		for _, w := range u.file.Words {
			any = u.mention(space, w, s.Line, near) || any
		}
		if any {
			return
		}
	}
	to, c := u.choose(u.file, u.spaces[space].files, false)
	if c == ambiguous {
		u.notices.Add("jvm-ambiguous", finding.Location{File: u.file.name, Line: s.Line}, space+".*")
	}
	if c == found {
		u.Add(imports.Link{At: finding.Location{File: u.file.name, Line: s.Line}, From: u.file.folder, To: to.folder, Kind: u.kind})
	}
}

// mention looks a word up in a package, and reports whether it names something there; near
// as choose has it.
func (u *user) mention(in string, w mention, line int, near bool) bool {
	s := u.spaces[in]
	if u.taken[w.Text] || s == nil {
		return false
	}
	var of []*file
	switch {
	case !w.Bare:
	case u.file.language == java && strings.HasSuffix(w.Text, "$"):
		of = s.types[w.Text[:len(w.Text)-1]] // an object of Scala
	case u.file.language != scala || !w.Hidden:
		of = s.types[w.Text]
	}
	if len(of) == 0 && !w.Hidden && u.file.names(w, s) {
		of = s.members[w.Text]
	}
	if !slices.ContainsFunc(of, u.file.sees) {
		return false
	}
	to, c := u.choose(u.file, of, near)
	if c != found {
		return false
	}
	u.link(to, w.Text, line)
	u.taken[w.Text] = true
	return true
}

// names reports whether a word of a file may name a member of a package.
func (f *file) names(w mention, of *space) bool {
	switch f.language {
	case kotlin:
		return (w.Bare || of.extends[w.Text]) && (w.Called || !capital(w.Text))
	case scala:
		return w.Bare
	}
	return false
}

func (u *user) link(to *file, symbol string, line int) {
	u.Add(imports.Link{At: finding.Location{File: u.file.name, Line: line}, From: u.file.folder, To: to.folder, File: to.name, Symbol: symbol, Kind: u.kind})
}
