// Package bundler reads the gemspecs, Gemfiles and Gemfile.locks of a repository. They are
// programs of Ruby, of which nothing is run: what stands there literally is read from their
// tokens.
//
// A unit is a gemspec, or a folder with a Gemfile (gems.rb) and no gemspec, which goes by
// its folder's name and is never published. A Gemfile beside a gemspec says what the gem is
// developed with: all that it asks for is Development. In others gems of the groups
// development, test and the like are Development, those of optional groups Optional. What
// stands under a condition (if, platforms) is Conditional. Several requirements of one line
// stand behind one another: "~> 1.2, >= 1.2.3". A version that is worked out (a constant,
// ENV) is "". A gem is taken from the repository where the Gemfile says its path, or where
// a unit requires a gem of which the repository has exactly one gemspec. Files that
// eval_gemfile names are read as parts of the Gemfile.
//
// A lock's PATH sources are the first party; DEPENDENCIES are what the unit of the folder
// asks for, of a kind as the Gemfile says. Variants of one version for platforms count once.
//
// Not looked at: folders named vendor, node_modules, testdata, fixtures, templates and
// dummy, and those whose name begins with "."; gems that a loop or a method of the
// manifest's own adds; Appraisals, gemfiles/*.gemfile.
package bundler

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which gems stand in a modules.Set.
const Ecosystem = "bundler"

// Gem is what one gemspec says.
type Gem struct {
	Name     string // as the gemspec gives it, else that of its file
	Folder   string
	Manifest string
	Roots    []string // folders in which require looks for its files

	requirements []modules.Requirement
}

// Load reads every manifest and lock of a tree. It never fails: what could not be read is in
// Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	l := &loader{tree: t, set: &modules.Set{}}
	var gemfiles, locks []string
	for _, p := range manifests(t) {
		switch base := path.Base(p); {
		case strings.HasSuffix(base, ".gemspec"):
			if s, ok := l.open(p); ok {
				l.gems = append(l.gems, s.gemspec())
			}
		case base == "Gemfile" || base == "gems.rb":
			gemfiles = append(gemfiles, p)
		default:
			locks = append(locks, p)
		}
	}
	l.units(gemfiles)
	l.firstParty()
	for _, p := range locks {
		l.lock(p)
	}
	return modules.Join(l.set)
}

// Gems reads every gemspec of a tree, sorted by manifest. Those that cannot be read are left
// out: Load tells them.
func Gems(t repo.Tree) []Gem {
	l := &loader{tree: t, set: &modules.Set{}}
	for _, p := range manifests(t) {
		if strings.HasSuffix(p, ".gemspec") {
			if s, ok := l.open(p); ok {
				l.gems = append(l.gems, s.gemspec())
			}
		}
	}
	return l.gems
}

// manifests lists the files that are looked at, sorted.
func manifests(t repo.Tree) []string {
	var out []string
	for _, p := range repo.Regulars(t) {
		switch base := path.Base(p); base {
		case "Gemfile", "gems.rb", "Gemfile.lock", "gems.locked":
		default:
			if !strings.HasSuffix(base, ".gemspec") {
				continue
			}
		}
		if looked(path.Dir(p)) {
			out = append(out, p)
		}
	}
	return out
}

func looked(folder string) bool {
	return !modules.LiesIn(folder, "vendor", "node_modules", "testdata", "fixtures", "templates", "dummy") && !modules.IsHidden(folder, ".")
}

type loader struct {
	tree repo.Tree
	set  *modules.Set
	gems []Gem
}

// The sizes of the largest files that are read.
const (
	maxManifest = 4 << 20
	maxLock     = 64 << 20
)

// read reads one file and files what is wrong with it.
func (l *loader) read(file string, largest int) ([]byte, bool) {
	data, ok := l.set.Read(l.tree, Ecosystem, file, largest)
	if ok {
		l.set.BreakAtConflict(Ecosystem, file, data)
	}
	return data, ok
}

// units makes a unit of every gemspec, with what the Gemfile beside it asks for, and of every
// other folder with a Gemfile.
func (l *loader) units(gemfiles []string) {
	for _, g := range l.gems {
		l.set.Units = append(l.set.Units, modules.Unit{Path: g.Folder, Manifest: g.Manifest, Ecosystem: Ecosystem, Name: g.Name, Requirements: g.requirements})
	}
	for _, file := range gemfiles {
		folder := path.Dir(file)
		asked := l.gemfile(file, nil)
		at := slices.IndexFunc(l.set.Units, func(u modules.Unit) bool { return u.Path == folder })
		if at < 0 {
			u := modules.Unit{Path: folder, Manifest: file, Ecosystem: Ecosystem, Name: path.Base(folder), Private: true, Requirements: asked}
			l.set.Units = append(l.set.Units, u)
			continue
		}
		for _, r := range asked {
			if r.Kind == modules.Production {
				r.Kind = modules.Development
			}
			l.set.Units[at].Requirements = append(l.set.Units[at].Requirements, r)
		}
	}
	for i := range l.set.Units {
		slices.SortStableFunc(l.set.Units[i].Requirements, byName)
	}
	slices.SortStableFunc(l.set.Units, func(a, b modules.Unit) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Manifest, b.Manifest))
	})
}

// firstParty finds the gems that units take from the repository.
func (l *loader) firstParty() {
	folders := map[string][]string{}
	for _, g := range l.gems {
		folders[g.Name] = append(folders[g.Name], g.Folder)
	}
	for i := range l.set.Units {
		u := &l.set.Units[i]
		for k := range u.Requirements {
			r := &u.Requirements[k]
			if of := folders[r.Name]; r.Unit == "" && len(of) == 1 && of[0] != u.Path {
				r.Unit = of[0]
			}
		}
	}
}

// home is the folder of a gem that a path leads to: the folder itself, or one below it as
// the path of several gems has it. "" if there is none.
func (l *loader) home(from, to, name string) string {
	folder, ok := modules.Inside(from, to)
	if !ok {
		return ""
	}
	best := ""
	for _, g := range l.gems {
		if g.Name == name && repo.Below(folder, g.Folder) && (best == "" || len(g.Folder) < len(best)) {
			best = g.Folder
		}
	}
	return best
}
