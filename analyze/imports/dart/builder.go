package dart

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// builder folds files to packages, and what they name to edges.
type builder struct {
	*loader
	imports.Collector
	exported map[*file]map[string]bool // what others can take of a file
	chain    int                       // how many files deep exports are being followed
	followed int                       // names that were
}

func (b *builder) graph() *imports.Graph {
	for _, f := range b.files {
		b.file(f)
	}
	g := b.Graph(b.layout.list())
	g.Warnings = b.notices.Warnings(meaning)
	return g
}

// file adds one file.
func (b *builder) file(f *file) {
	p := b.Package(f.folder, func(p *imports.Package) {
		p.Language, p.Module, p.Name = language, f.module.Name, path.Base(f.folder)
		if below, ok := inLib(f.module, f.folder); ok {
			p.ImportPath = "package:" + path.Join(f.module.Name, below)
		}
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
		for name := range b.names(f) {
			p.Exported = append(p.Exported, name)
		}
	}
	for i := range f.Directives {
		d := &f.Directives[i]
		for _, named := range d.Paths {
			b.directive(f, p, d, named)
		}
	}
}

// inLib is the way from lib of a package to a folder; ok is false outside of it.
func inLib(m *module, folder string) (below string, ok bool) {
	lib := path.Join(m.Folder, "lib")
	if m.Name == "" || !repo.Below(lib, folder) {
		return "", false
	}
	return repo.Relative(lib, folder), true
}

// directive resolves one text of a directive.
func (b *builder) directive(f *file, p *imports.Package, d *directive, named string) {
	where := at(f, d.Line)
	target, outcome := b.target(f, named)
	switch outcome {
	case outside:
		return
	case third:
		if f.test {
			p.TestThird = append(p.TestThird, target)
		} else {
			p.ThirdParty = append(p.ThirdParty, target)
		}
		return
	case ambiguous:
		b.notices.Add("dart-ambiguous", where, named)
		return
	}
	link := imports.Link{At: where, From: f.folder, To: repo.Folder(target), File: target, Kind: imports.Import, Bare: true}
	to := b.byName[target]
	switch {
	case to == nil && !isSource(target): // of a template, or of others
		return
	case to == nil:
		contract := b.contract(target)
		if contract == "" {
			b.missing(f, d, named, target)
			return
		}
		link.To, link.File, link.Kind = repo.Folder(contract), contract, imports.Proto
	case f.test || to.test:
		link.Kind = imports.Test
	case d.Deferred:
		link.Kind = imports.Dynamic
	}
	taken := b.taken(f, to, d)
	if len(taken) == 0 {
		b.Add(link)
	}
	for _, name := range taken {
		link.Symbol, link.Bare = name, false
		b.Add(link)
	}
}

// missing notes a file that is not there; nothing for the part that a builder makes of a
// file, which is the same library.
func (b *builder) missing(f *file, d *directive, named, target string) {
	switch generated := history.IsGeneratedName(target); {
	case generated && d.Kind == part:
	case generated:
		b.notices.Add("dart-generated", at(f, d.Line), named)
	default:
		b.notices.Add("dart-unresolved", at(f, d.Line), named)
	}
}

// outcome says what a text leads to.
type outcome uint8

const (
	leads     outcome = iota // to a file of the repository, which may be missing
	third                    // to a package from elsewhere
	outside                  // to the language's own libraries, or out of the repository
	ambiguous                // to one of several packages of one name
)

// target is the file that a text names in a file, or the package from elsewhere.
func (b *builder) target(f *file, named string) (string, outcome) {
	scheme, rest, ok := strings.Cut(named, ":")
	if !ok {
		target := path.Join(f.folder, named)
		if path.IsAbs(named) || repo.Outside(target) || target == "." {
			return "", outside
		}
		return target, leads
	}
	name, below, ok := strings.Cut(rest, "/")
	if scheme != "package" || !ok || name == "" {
		return "", outside
	}
	switch of := b.layout.meant(f, name); len(of) {
	case 0:
		return name, third
	case 1:
		target := path.Join(of[0].Folder, "lib", below)
		if repo.Outside(target) {
			return "", outside
		}
		return target, leads
	}
	return "", ambiguous
}

// contract is the contract in the tree that a missing file is made of by protoc; "" if there is none,
// or if there are several.
func (b *builder) contract(target string) string {
	base := path.Base(target)
	for _, ending := range [...]string{".pb.dart", ".pbgrpc.dart", ".pbenum.dart", ".pbjson.dart"} {
		if name, ok := strings.CutSuffix(base, ending); ok {
			if of := b.contracts[name+".proto"]; len(of) == 1 {
				return of[0]
			}
			return ""
		}
	}
	return ""
}

// taken is the names that a directive takes of a file, sorted: what is mentioned of what it
// lets through. Of an export those that it shows.
func (b *builder) taken(f, to *file, d *directive) []string {
	if to == nil || d.Kind == part || d.Kind == partOf {
		return nil
	}
	names := b.names(to)
	from := f.Mentions
	if d.Shows {
		from = d.Names
	} else if d.Kind == exported {
		return nil
	}
	var out []string
	for _, name := range from {
		if names[name] && !holds(d.Hides, name) {
			out = append(out, name)
		}
	}
	return out
}

// holds reports whether a sorted list has a name.
func holds(list []string, name string) bool {
	_, ok := slices.BinarySearch(list, name)
	return ok
}

// Bounds of what is followed of exports: how many files deep, and how many names in all. A
// large repository needs a hundredth.
const (
	maxChain = 100
	maxNames = 20_000_000
)

// names is what others can take of a file: what it and its parts declare, and what it
// exports on. Exports in a circle end where they began.
func (b *builder) names(f *file) map[string]bool {
	if out, ok := b.exported[f]; ok {
		return out
	}
	out := map[string]bool{}
	b.exported[f] = out
	b.chain++
	defer func() { b.chain-- }()
	for _, name := range f.Declared {
		out[name] = true
	}
	for i := range f.Directives {
		d := &f.Directives[i]
		if d.Kind != exported && d.Kind != part {
			continue
		}
		for _, named := range d.Paths {
			target, outcome := b.target(f, named)
			to := b.byName[target]
			if outcome != leads || to == nil || b.chain >= maxChain || b.followed >= maxNames {
				continue
			}
			for name := range b.names(to) {
				if b.followed++; (!d.Shows || holds(d.Names, name)) && !holds(d.Hides, name) {
					out[name] = true
				}
			}
		}
	}
	return out
}
