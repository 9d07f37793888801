package cpp

import (
	"path"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// builder folds files to packages, and their includes to edges.
type builder struct {
	*loader
	imports.Collector
	resolver *resolver
}

// tally counts the lines of C and of C++; a .h may be either and does not count.
type tally struct{ c, cpp int }

// languageOf is the language of what was counted: headers are C++ where the rest is, or, if
// there is no rest, where around is.
func (t tally) languageOf(around tally) string {
	switch {
	case t.c+t.cpp == 0:
		t = around
	}
	if t.cpp >= t.c && t.cpp > 0 {
		return cplusplus
	}
	return c
}

func (t *tally) add(f *file) {
	switch source.LanguageOf(f.name) {
	case cplusplus:
		t.cpp += 1 + f.Lines
	case c:
		if path.Ext(f.name) == ".c" {
			t.c += 1 + f.Lines
		}
	}
}

func (b *builder) graph() *imports.Graph {
	whole, counted, ofModule := tally{}, map[string]*tally{}, map[*imports.Module]*tally{}
	for _, f := range b.files {
		whole.add(f)
		addTo(counted, f.folder, f)
		addTo(ofModule, b.layout.nearest.Of(f.folder), f)
	}
	for _, f := range b.files {
		b.file(f, counted[f.folder].languageOf(whole))
	}
	languages := map[*imports.Module]string{}
	for m, t := range ofModule {
		languages[m] = t.languageOf(whole)
	}
	g := b.Graph(b.layout.list(languages))
	g.Warnings = b.notices.Warnings(meaning)
	return g
}

func addTo[K comparable](of map[K]*tally, key K, f *file) {
	if of[key] == nil {
		of[key] = &tally{}
	}
	of[key].add(f)
}

// file adds one file.
func (b *builder) file(f *file, language string) {
	p := b.Package(f.folder, func(p *imports.Package) {
		p.Language, p.Module = language, b.layout.nearest.Of(f.folder).Name
		p.Name = path.Base(f.folder)
	})
	base := path.Base(f.name)
	if f.test {
		p.TestFiles, p.TestLines = append(p.TestFiles, base), p.TestLines+f.Lines
	} else {
		p.Files, p.Lines, p.TestOnly = append(p.Files, base), p.Lines+f.Lines, false
		p.Main = p.Main || f.Main
		if isHeader(base) {
			p.Exported = append(p.Exported, base)
		}
		if f.Generated {
			p.Generated = append(p.Generated, base)
		}
	}
	for _, i := range f.Includes {
		b.include(f, p, i)
	}
	for _, u := range f.Imports {
		if to := b.units[u.Unit]; to != nil {
			b.link(f, to.name, u.Line)
		}
	}
	if f.Computed > 0 {
		b.notices.Add("cpp-computed", finding.Location{File: f.name}, "")
	}
}

// include resolves one include.
func (b *builder) include(f *file, p *imports.Package, i include) {
	at := finding.Location{File: f.name, Line: i.Line}
	switch to := b.resolver.find(f, i); to.outcome {
	case leads:
		b.link(f, to.file, i.Line)
	case third:
		if f.test {
			p.TestThird = append(p.TestThird, to.file)
		} else {
			p.ThirdParty = append(p.ThirdParty, to.file)
		}
	case ambiguous:
		b.notices.Add("cpp-ambiguous", at, i.Path)
	case unresolved:
		b.notices.Add("cpp-unresolved", at, i.Path)
	}
}

// link adds a link to a file.
func (b *builder) link(f *file, to string, line int) {
	kind := imports.Import
	switch {
	case f.test || b.isTest(to):
		kind = imports.Test
	case path.Ext(to) == ".proto":
		kind = imports.Proto
	}
	b.Add(imports.Link{
		At: finding.Location{File: f.name, Line: line}, From: f.folder, To: repo.Folder(to), File: to, Kind: kind, Symbol: path.Base(to),
	})
}
