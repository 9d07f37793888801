package cross

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

// places resolves paths in code to files, packages and programs.
type places struct {
	tree      repo.Tree
	names     []string            // tracked regular files, sorted
	owner     map[string]string   // source file -> its package
	packages  map[string]bool     // by path
	programs  map[string]bool     // folders of Go programs
	deep      map[string]bool     // packages that own every file below their folder, not just those in it
	module    map[string]string   // package -> folder of its module
	contracts map[string][]string // by base name
	classes   map[string][]string // by what Java calls what is made of them; nil until asked for
}

func newPlaces(t repo.Tree, g *imports.Graph) *places {
	l := &places{
		tree: t, names: repo.Regulars(t), owner: map[string]string{}, packages: map[string]bool{},
		programs: map[string]bool{}, deep: map[string]bool{}, module: g.ModuleFolders(), contracts: map[string][]string{},
	}
	for _, p := range g.Packages {
		l.packages[p.Path], l.deep[p.Path] = true, p.Deep
		l.programs[p.Path] = p.Language == "go" && p.Main
		for _, f := range p.Files {
			name := path.Join(p.Path, f)
			l.owner[name] = p.Path
			if path.Ext(f) == ".proto" {
				l.contracts[f] = append(l.contracts[f], name)
			}
		}
	}
	return l
}

// tracked reports whether a path is a regular file of the tree.
func (l *places) tracked(file string) bool {
	_, ok := slices.BinarySearch(l.names, file)
	return ok
}

// packageOf is the package of a file: whose source it is, else the nearest that takes what
// lies below its folder; "" for none. The folder of a Go program is the package itself.
func (l *places) packageOf(file string) string {
	if owner := l.owner[file]; owner != "" {
		return owner
	}
	if l.programs[file] {
		return file
	}
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if l.deep[dir] {
			return dir
		}
		if dir == "." {
			return ""
		}
	}
}

// holder is packageOf for contracts, which may also be no source and lie beside some.
func (l *places) holder(file string) string {
	if owner := l.packageOf(file); owner != "" || !l.packages[path.Dir(file)] {
		return owner
	}
	return path.Dir(file)
}

// match lists the tracked files that a pattern in a folder fits, and those below the
// folders that it fits, as //go:embed takes them: of a folder, without those whose name
// begins with a dot or an underscore.
func (l *places) match(folder, glob string) []string {
	glob, all := strings.CutPrefix(glob, "all:")
	prefix := folder + "/"
	if folder == "." {
		prefix = ""
	}
	depth := strings.Count(glob, "/") + 1
	first, _ := slices.BinarySearch(l.names, prefix)
	var out []string
	for _, name := range l.names[first:] {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			break
		}
		parts := strings.Split(rest, "/")
		if len(parts) < depth {
			continue
		}
		if fits, err := path.Match(glob, strings.Join(parts[:depth], "/")); err != nil || !fits {
			continue
		}
		hidden := func(e string) bool { return e[0] == '.' || e[0] == '_' }
		if all || !slices.ContainsFunc(parts[depth:], hidden) {
			out = append(out, name)
		}
	}
	return out
}

// outcome is what became of the path of a contract.
type outcome uint8

const (
	missing outcome = iota
	several
	found
)

// contract finds the file that a path means which a file of a package names.
func (l *places) contract(p *imports.Package, from, named string) (string, outcome) {
	if path.IsAbs(named) {
		return "", missing
	}
	named = path.Clean(named)
	if !strings.HasPrefix(named, "../") {
		for dir := path.Dir(from); ; dir = path.Dir(dir) {
			if f := path.Join(dir, named); l.tracked(f) {
				return f, found
			}
			if dir == "." {
				break
			}
		}
	} else if f := path.Join(path.Dir(from), named); l.tracked(f) {
		return f, found
	}
	var fits []string
	for _, f := range l.contracts[path.Base(named)] {
		if strings.HasSuffix(f, "/"+strings.TrimLeft(named, "./")) {
			fits = append(fits, f)
		}
	}
	if len(fits) == 0 {
		fits = l.mounted(p, named)
	}
	return l.choose(p, from, fits)
}

// mounted lists the contracts whose whole path a longer one ends with: the compiler saw the
// repository below a folder that is not in it, as in github.com/org/repository/api/x.proto. A
// short path may end so by chance, unless the contract says that its code is the package.
func (l *places) mounted(p *imports.Package, named string) []string {
	const longEnough = 3
	var fits []string
	for _, f := range l.contracts[path.Base(named)] {
		if strings.HasSuffix(named, "/"+f) && (strings.Count(f, "/") >= longEnough || p.Language == "go" && l.goPackage(f) == p.ImportPath) {
			fits = append(fits, f)
		}
	}
	return fits
}

// choose takes the one of several contracts that says that its code is the package, else
// the one nearest to the file.
func (l *places) choose(p *imports.Package, from string, fits []string) (string, outcome) {
	switch len(fits) {
	case 0:
		return "", missing
	case 1:
		return fits[0], found
	}
	if p.Language == "go" {
		var declared []string
		for _, f := range fits {
			if l.goPackage(f) == p.ImportPath {
				declared = append(declared, f)
			}
		}
		if len(declared) == 1 {
			return declared[0], found
		}
		if len(declared) > 1 {
			fits = declared
		}
	}
	best, most, equal := "", 0, false
	for _, f := range fits {
		switch n := shared(from, f); {
		case n > most:
			best, most, equal = f, n, false
		case n == most:
			equal = true
		}
	}
	if best == "" || equal {
		return "", several
	}
	return best, found
}

// goPackage is the import path that a contract declares for its Go code.
func (l *places) goPackage(file string) string {
	src, err := l.tree.ReadFile(file)
	if err != nil || len(src) > imports.MaxFile {
		return ""
	}
	return goPackageOf(src)
}

// shared counts the folders that two paths begin with alike.
func shared(a, b string) int {
	x, y := strings.Split(path.Dir(a), "/"), strings.Split(path.Dir(b), "/")
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}
