package nuget

import (
	"path"
	"strings"

	"seam/analyze/format/json"
	"seam/analyze/modules"
)

// lock reads one packages.lock.json: by target framework, what every package was resolved
// to and what it needs.
func (l *loader) lock(file string) {
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	if !ok {
		return
	}
	doc, err := json.Parse(data)
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
		return
	}
	targets := doc.Root.Get("dependencies")
	if targets.Kind != json.Object {
		l.set.Break(Ecosystem, file, 1, "it holds no dependencies; write it anew with dotnet restore --force-evaluate")
		return
	}
	b := &lockBuilder{loader: l, lock: modules.Lock{File: file, Path: path.Dir(file), Ecosystem: Ecosystem}, at: map[[2]string]int{}}
	b.own()
	for _, target := range targets.Map() {
		b.target(target.Value.Map())
	}
	b.forks()
	b.lock.Sort()
	l.set.Locks = append(l.set.Locks, b.lock)
}

type lockBuilder struct {
	*loader
	lock modules.Lock
	at   map[[2]string]int // by name and version
	self int
}

// own is the project that the lock belongs to: the first package.
func (b *lockBuilder) own() {
	name := path.Base(b.lock.Path)
	for _, u := range b.set.Units {
		if u.Path == b.lock.Path {
			name = u.Name
			break
		}
	}
	b.lock.Packages = append(b.lock.Packages, modules.Package{Name: strings.ToLower(name), Unit: b.lock.Path})
}

// add finds or makes a package.
func (b *lockBuilder) add(name, version string, line int, unit string) int {
	key := [2]string{name, version}
	if i, ok := b.at[key]; ok {
		return i
	}
	b.at[key] = len(b.lock.Packages)
	b.lock.Packages = append(b.lock.Packages, modules.Package{Name: name, Version: version, Line: line, Unit: unit})
	return b.at[key]
}

// target adds what one target framework uses.
func (b *lockBuilder) target(list []json.Pair) {
	here := map[string]int{}
	for _, p := range list {
		name := strings.ToLower(p.Key)
		unit := ""
		if p.Value.Get("type").Text() == "Project" {
			unit = b.unitOf(name)
		}
		here[name] = b.add(name, p.Value.Get("resolved").Text(), int(p.Line), unit)
	}
	for _, p := range list {
		from := here[strings.ToLower(p.Key)]
		if p.Value.Get("type").Text() == "Direct" {
			b.link(b.self, from, p.Value.Get("requested").Text())
		}
		for _, d := range p.Value.Get("dependencies").Map() {
			if to, ok := here[strings.ToLower(d.Key)]; ok {
				b.link(from, to, d.Value.Text())
			}
		}
	}
}

func (b *lockBuilder) link(from, to int, rng string) {
	p := &b.lock.Packages[from]
	p.Requires = append(p.Requires, modules.Link{To: to, Range: rng})
}

// unitOf is the folder of a project by its name; the lock's own where nobody is found, for
// a project that is locked is always one of the repository.
func (b *lockBuilder) unitOf(name string) string {
	for _, u := range b.set.Units {
		if u.Name == name || projectName(u.Manifest) == name {
			return u.Path
		}
	}
	return b.lock.Path
}

// forks marks names that the target frameworks resolve differently.
func (b *lockBuilder) forks() {
	versions := map[string]int{}
	for k := range b.at {
		versions[k[0]]++
	}
	for i := range b.lock.Packages {
		p := &b.lock.Packages[i]
		p.Fork = versions[p.Name] > 1 && !p.FirstParty()
	}
}
