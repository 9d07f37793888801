package ruby

import (
	"context"
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/parallel"
)

// builder folds files to packages, and what they name to edges.
type builder struct {
	*loader
	imports.Collector
	used map[*module]bool // modules that hold a package, or lie around one that does
}

// graph resolves the files side by side and adds them in order. The error is that of ctx.
func (b *builder) graph(ctx context.Context) (*imports.Graph, error) {
	b.used = map[*module]bool{}
	for _, f := range b.files {
		b.modules.reach(f.module) // worked out once, then only read
	}
	users := make([]user, len(b.files))
	err := parallel.Workers(ctx, len(users), func() func(int) {
		r := &resolver{b.loader, map[view]choice{}}
		return func(i int) {
			users[i] = user{resolver: r, file: b.files[i], kind: imports.Import}
			users[i].resolve()
		}
	})
	if err != nil {
		return nil, err
	}
	for i := range users {
		b.add(&users[i])
	}
	g := b.Graph(b.modules.list(b.used))
	g.Warnings = b.notices.Warnings(meaning)
	return g, nil
}

// add takes one file and what it was resolved to.
func (b *builder) add(u *user) {
	f := u.file
	b.used[f.module] = f.module != b.modules.none
	p := b.Package(f.folder, func(p *imports.Package) {
		p.Language, p.Module, p.Name = language, f.module.name, path.Base(f.folder)
	})
	base := path.Base(f.name)
	if f.test {
		p.TestFiles, p.TestLines = append(p.TestFiles, base), p.TestLines+f.Lines
	} else {
		p.Files, p.Lines, p.TestOnly = append(p.Files, base), p.Lines+f.Lines, false
		p.Main = p.Main || f.Main
		if f.Generated {
			p.Generated = append(p.Generated, base)
		}
		for i := range f.Constants {
			if c := &f.Constants[i]; c.Body || c.Based {
				p.Exported = append(p.Exported, b.fullName(f, c.Path, c.Scope, false))
			}
		}
	}
	if f.test {
		p.TestThird = append(p.TestThird, u.gems...)
	} else {
		p.ThirdParty = append(p.ThirdParty, u.gems...)
	}
	for _, l := range u.links {
		b.Add(l)
	}
	for _, l := range u.ambiguous {
		b.notices.Add("ruby-ambiguous", l.at, l.what)
	}
	for _, l := range u.unresolved {
		b.notices.Add("ruby-unresolved", l.at, l.what)
	}
}

// user is one file whose names are looked up, and what they are.
type user struct {
	*resolver
	file  *file
	kind  imports.Kind
	links []imports.Link
	gems  []string // from elsewhere, one for each use

	ambiguous, unresolved []complaint
}

// complaint is a name that leads nowhere, or to more than one place.
type complaint struct {
	at   finding.Location
	what string
}

func (u *user) resolve() {
	if u.file.test {
		u.kind = imports.Test
	}
	for _, l := range u.file.Loads {
		u.load(l)
	}
	for _, c := range u.file.Uses {
		u.constant(c)
	}
}

// load resolves a file that is loaded by its path.
func (u *user) load(l load) {
	at := finding.Location{File: u.file.name, Line: l.Line}
	kind := u.kind
	if l.Lazy {
		kind = imports.Dynamic
	}
	if l.Relative {
		if to := u.relative(u.file, l.Path); to != nil {
			u.link(to, "", l.Line, kind)
		} else if path.Ext(l.Path) == "" && !isForeign(path.Join(u.file.folder, l.Path)) {
			u.unresolved = append(u.unresolved, complaint{at, l.Path})
		}
		return
	}
	switch c := u.required(u.file, l.Path); {
	case c.file != nil:
		u.link(c.file, "", l.Line, kind)
	case c.several:
		u.ambiguous = append(u.ambiguous, complaint{at, l.Path})
	default:
		u.third(l.Path)
	}
}

// isForeign reports whether a path is one that is not read.
func isForeign(f string) bool { return !isSource(f+".rb") || strings.HasPrefix(f, "../") }

// third notes a required file that is none of the repository's.
func (u *user) third(wanted string) {
	first, _, _ := strings.Cut(strings.TrimPrefix(wanted, "/"), "/")
	if standard[first] || first == "" || first[0] == '.' {
		return
	}
	gem := u.modules.external[normal(first)]
	if whole := u.modules.external[normal(strings.ReplaceAll(wanted, "/", "-"))]; whole != "" {
		gem = whole
	}
	if gem == "" {
		gem = first
	}
	u.gems = append(u.gems, gem)
}

// constant resolves a constant that the file names.
func (u *user) constant(c use) {
	kind := u.kind
	if c.How == dynamic || c.How == lazy {
		kind = imports.Dynamic
	}
	var n *name
	switch c.How {
	case one:
		n = u.class(u.file, c.Scope, []string{normal(c.Path)})
	case many:
		n = u.class(u.file, c.Scope, singulars(c.Path))
	case lazy:
		n = visible(u.file, u.constants[join(u.file.scopes[c.Scope], c.Path)])
	default:
		n, _ = u.lookup(u.file, c.Scope, c.Path)
	}
	if n == nil {
		head, _, _ := strings.Cut(strings.TrimPrefix(c.Path, "::"), "::")
		if gem := u.modules.external[normal(head)]; gem != "" && !core[head] && c.How <= dynamic {
			u.gems = append(u.gems, gem)
		}
		return
	}
	to := u.choose(u.file, n)
	switch {
	case to.file != nil && to.file != u.file:
		u.link(to.file, n.full, c.Line, kind)
	case to.several:
		u.ambiguous = append(u.ambiguous, complaint{finding.Location{File: u.file.name, Line: c.Line}, c.Path})
	}
}

// link adds a link to a file, of a constant or of none.
func (u *user) link(to *file, symbol string, line int, kind imports.Kind) {
	if u.file.test || to.test {
		kind = imports.Test
	}
	u.links = append(u.links, imports.Link{
		At: finding.Location{File: u.file.name, Line: line}, From: u.file.folder, To: to.folder, File: to.name,
		Symbol: symbol, Bare: symbol == "", Kind: kind,
	})
}
