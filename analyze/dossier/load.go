package dossier

import (
	"cmp"
	"context"
	"go/token"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/regex"
	"seam/analyze/repo"
)

const (
	maxFiles = 50_000 // that are read at all
	maxFacts = 50_000 // tables and settings that are kept
)

// Request says what to look at.
type Request struct {
	Folder  string         // the analysed folder; all other paths are relative to it
	Imports *imports.Graph // packages below Folder
	Parts   [][]string     // each a sorted set of packages
	// Language names the language of a source file; "" for files that are no source.
	Language func(file string) string
	// Names are words of the company or its products that should not leave the house;
	// without any, they are taken from the module path.
	Names []string
	// Cache keeps what files say from run to run; nil keeps nothing.
	Cache imports.Cache
}

// Load reads the files of the parts, and the Go and SQL files of the rest for shared
// data. The error is ctx's.
func Load(ctx context.Context, tree repo.Tree, q Request) (*Dossier, error) {
	l := newLoader(tree, q)
	d := &Dossier{Names: l.names.words, Licence: l.licenceAt(".")}
	for _, p := range q.Parts {
		part := Part{Packages: p, Roots: l.owners.roots(p)}
		l.papers(&part)
		d.Parts = append(d.Parts, part)
	}
	var beside sync.WaitGroup
	var failed error
	beside.Go(func() { d.Vendored, failed = l.vendored(ctx) })
	err := l.readAll(ctx)
	beside.Wait()
	if err = cmp.Or(err, failed); err != nil {
		return nil, err
	}
	l.fill(d)
	return d, nil
}

// loader is what Load knows on its way.
type loader struct {
	tree    repo.Tree
	q       Request
	files   []string // relative to the folder, sorted
	owners  ownership
	names   names
	partOf  map[string][]int // file -> parts
	written map[string]bool  // Go files that a program wrote
	scanned []string         // files to read, sorted
	facts   []facts          // by scanned
	left    int              // files too many to read
}

func newLoader(tree repo.Tree, q Request) *loader {
	l := &loader{tree: tree, q: q, partOf: map[string][]int{}, written: map[string]bool{}, names: namesOf(q)}
	var packages []string
	for _, p := range q.Imports.Packages {
		if !p.TestOnly {
			packages = append(packages, p.Path)
		}
		for _, f := range p.Generated {
			l.written[path.Join(p.Path, f)] = true
		}
	}
	l.owners = newOwnership(packages)
	for _, f := range repo.Regulars(tree) {
		if repo.Below(q.Folder, f) {
			l.files = append(l.files, repo.Relative(q.Folder, f))
		}
	}
	slices.Sort(l.files)
	for i, p := range q.Parts {
		for _, f := range l.owners.filesOf(p, l.owners.roots(p), l.files) {
			l.partOf[f] = append(l.partOf[f], i)
		}
	}
	for _, f := range l.files {
		if l.wanted(f) {
			l.scanned = append(l.scanned, f)
		}
	}
	if len(l.scanned) > maxFiles {
		l.left = len(l.scanned) - maxFiles
		l.scanned = l.scanned[:maxFiles]
	}
	return l
}

// wanted reports whether a file is read: text of a part, or what may show data.
func (l *loader) wanted(file string) bool {
	if len(l.partOf[file]) == 0 && !holdsData(file) || isTest(file) || history.IsVendored(file) || history.IsLockFile(file) || history.IsBinary(file) {
		return false
	}
	return !(l.written[file] && history.IsGeneratedName(file))
}

// holdsData reports whether a file is looked at for tables and settings.
func holdsData(file string) bool {
	return strings.HasSuffix(file, ".go") || strings.HasSuffix(file, ".sql")
}

var supporting = regex.New(`(?i)(^|/)([^/]*[-_.])?(tests?|testing|testdata|testutils?|e2e|mocks?|fakes?|fixtures?|examples?|samples?|demos?)/|_test\.go$|[._-](test|spec)\.[a-z]+$`)

// isTest reports whether a file belongs to tests or examples: what supporting says, which
// is asked about names beyond ASCII alone, whose letters may fold into its words.
func isTest(file string) bool {
	for i := range len(file) {
		if file[i] >= utf8.RuneSelf {
			return supporting().MatchString(file)
		}
	}
	rest := file
	for {
		folder, below, ok := strings.Cut(rest, "/")
		if !ok {
			return isTestName(rest)
		}
		if supports(folder) {
			return true
		}
		rest = below
	}
}

// supports reports whether a folder, or what stands behind the last "-", "_" or "." of its
// name, is called as those of tests and examples are.
func supports(folder string) bool {
	word := folder[1+strings.LastIndexAny(folder, "-_."):]
	if len(word) < 3 || strings.IndexByte("temfsd", word[0]|0x20) < 0 {
		return false
	}
	return slices.ContainsFunc(supportingWords, func(w string) bool { return strings.EqualFold(w, word) })
}

var supportingWords = []string{
	"test", "tests", "testing", "testdata", "testutil", "testutils", "e2e", "mock", "mocks", "fake", "fakes",
	"fixture", "fixtures", "example", "examples", "sample", "samples", "demo", "demos",
}

// isTestName reports whether a file of this base name is a test: x_test.go, x.spec.ts.
func isTestName(base string) bool {
	dot := strings.LastIndexByte(base, '.')
	if dot < 5 || len(base) == dot+1 {
		return false
	}
	for _, c := range []byte(base[dot+1:]) {
		if c |= 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	stem := base[:dot]
	word := stem[len(stem)-4:]
	return strings.IndexByte("._-", stem[len(stem)-5]) >= 0 && (strings.EqualFold(word, "test") || strings.EqualFold(word, "spec"))
}

// readAll reads the files, each in the way of its kind.
func (l *loader) readAll(ctx context.Context) error {
	l.facts = make([]facts, len(l.scanned))
	for _, w := range ways {
		var at []int
		var names []string
		for i, f := range l.scanned {
			if l.wayOf(f) == w {
				at, names = append(at, i), append(names, path.Join(l.q.Folder, f))
			}
		}
		read, _, err := w.reader(l.names).Scan(ctx, l.tree, names, l.q.Cache) // a file that cannot be read has no facts
		if err != nil {
			return err
		}
		for k, i := range at {
			read[k].place(l.scanned[i])
			l.facts[i] = read[k]
		}
	}
	return nil
}

func (l *loader) wayOf(file string) way {
	return way{part: len(l.partOf[file]) > 0, written: l.written[file]}
}

// fill hands what the files say to the parts and to the whole.
func (l *loader) fill(d *Dossier) {
	constants := l.constants()
	for i, file := range l.scanned {
		f := &l.facts[i]
		if !f.Read {
			d.Unread++
			continue
		}
		d.Read++
		for _, k := range l.partOf[file] {
			p := &d.Parts[k]
			p.Read++
			p.Secrets = append(p.Secrets, f.Secrets...)
			p.Names = append(p.Names, f.Names...)
			for _, m := range f.Hosts {
				if !isPackage(l.q.Imports, m.Text) {
					p.Hosts = append(p.Hosts, m)
				}
			}
		}
		pkg := l.owners.packageOf(file)
		d.Tables = appendUses(d.Tables, f.Data.Tables, pkg)
		d.Settings = appendUses(d.Settings, f.Data.resolved(constants), pkg)
	}
	d.Unread += l.left
	slices.SortFunc(d.Tables, compareUses)
	slices.SortFunc(d.Settings, compareUses)
	d.Tables, d.Settings = slices.Compact(d.Tables), slices.Compact(d.Settings)
}

func appendUses(to, uses []Use, pkg string) []Use {
	for _, u := range uses[:min(len(uses), max(0, maxFacts-len(to)))] {
		u.Package = pkg
		to = append(to, u)
	}
	return to
}

// constants are the constants that hold the name of a setting, by scope. A name with two
// values is left out: which of them is meant is not known.
func (l *loader) constants() map[string]string {
	out := map[string]string{}
	for i, file := range l.scanned {
		for _, c := range l.facts[i].Data.Constants {
			key := scope(file, c.Name)
			if had, ok := out[key]; ok && had != c.Value {
				out[key] = ""
			} else {
				out[key] = c.Value
			}
		}
	}
	return out
}

// scope is where a constant is known by its name: everywhere if it is exported, else in
// its folder.
func scope(file, name string) string {
	if token.IsExported(name) {
		return name
	}
	return path.Dir(file) + "\x00" + name
}

// papers finds the README, the licence and the other languages of a part.
func (l *loader) papers(p *Part) {
	own := map[string]bool{} // languages of its packages
	for _, name := range p.Packages {
		if pkg, ok := l.q.Imports.Find(name); ok {
			own[pkg.Language] = true
			for _, other := range pkg.Others {
				own[other] = true
			}
		}
	}
	files := map[string][]string{}
	for _, f := range l.owners.filesOf(p.Packages, p.Roots, l.files) {
		if slices.Contains(p.Roots, repo.Folder(f)) {
			switch base := strings.ToLower(path.Base(f)); {
			case p.Readme == "" && strings.HasPrefix(base, "readme"):
				p.Readme = f
			case p.Licence == "" && isLicenceName(base):
				p.Licence = f
			}
		}
		if lang := l.q.Language(f); lang != "" && !own[lang] && !history.IsVendored(f) && !isTest(f) {
			files[lang] = append(files[lang], f)
		}
	}
	for name, list := range files {
		p.Languages = append(p.Languages, Count{name, list})
	}
	slices.SortFunc(p.Languages, func(a, b Count) int {
		if len(a.Files) != len(b.Files) {
			return len(b.Files) - len(a.Files)
		}
		return strings.Compare(a.Name, b.Name)
	})
}
