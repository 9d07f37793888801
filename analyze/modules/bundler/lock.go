package bundler

import (
	"path"
	"strings"

	"seam/analyze/modules"
)

// lock reads one Gemfile.lock: sections whose specs stand indented by four, with what each
// needs indented by six.
func (l *loader) lock(file string) {
	data, ok := l.read(file, maxLock)
	if !ok {
		return
	}
	b := &lockBuilder{loader: l, lock: modules.Lock{File: file, Path: path.Dir(file), Ecosystem: Ecosystem}, at: map[string]int{}, current: -1}
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		b.line(strings.TrimRight(line, "\r\n "), number)
	}
	b.finish()
	b.lock.Sort()
	l.set.Locks = append(l.set.Locks, b.lock)
}

// lockBuilder makes a lock of the lines of its file.
type lockBuilder struct {
	*loader
	lock     modules.Lock
	at       map[string]int // by name: a lock holds one version of each
	section  string
	remote   string // of a PATH section
	current  int    // the package whose needs are read, -1 if none
	needs    []need
	declared []need // of DEPENDENCIES
}

// need is one package's need for another by its name.
type need struct {
	from     int
	name     string
	versions string
}

func (b *lockBuilder) line(line string, number int) {
	text := strings.TrimLeft(line, " ")
	indent := len(line) - len(text)
	switch {
	case text == "":
	case indent == 0:
		b.section, b.remote, b.current = text, "", -1
	case b.section == "DEPENDENCIES" && indent == 2:
		name, versions := requirement(strings.TrimSuffix(text, "!"))
		b.declared = append(b.declared, need{name: name, versions: versions})
	case b.section != "GEM" && b.section != "GIT" && b.section != "PATH":
	case indent == 2:
		b.current = -1
		if remote, ok := strings.CutPrefix(text, "remote: "); ok {
			b.remote = remote
		}
	case indent == 4:
		b.spec(text, number)
	case indent == 6 && b.current >= 0:
		name, versions := requirement(text)
		b.needs = append(b.needs, need{b.current, name, versions})
	}
}

// requirement parts "name (~> 1.2, >= 1.2.3)".
func requirement(text string) (name, versions string) {
	name, versions, _ = strings.Cut(text, " ")
	return name, strings.TrimSpace(strings.Trim(versions, "()!"))
}

// spec enters a package. Of its variants for platforms the first counts.
func (b *lockBuilder) spec(text string, number int) {
	name, version := requirement(text)
	version, _, _ = strings.Cut(version, "-")
	b.current = -1
	if !isName(name) || version == "" {
		return
	}
	if i, ok := b.at[name]; ok {
		if b.lock.Packages[i].Version == version {
			b.current = i
		}
		return
	}
	p := modules.Package{Name: name, Version: version, Line: number}
	if b.section == "PATH" {
		p.Unit = b.home(b.lock.Path, b.remote, name)
	}
	b.at[name], b.current = len(b.lock.Packages), len(b.lock.Packages)
	b.lock.Packages = append(b.lock.Packages, p)
}

// finish joins packages by the names of what they need, and adds what the unit of the folder
// asks for.
func (b *lockBuilder) finish() {
	packages := b.lock.Packages
	for _, n := range b.needs {
		if to, ok := b.at[n.name]; ok && to != n.from {
			packages[n.from].Requires = append(packages[n.from].Requires, modules.Link{To: to, Range: n.versions})
		}
	}
	root := -1
	for i, p := range packages {
		if p.Unit == b.lock.Path && (root < 0 || p.Name == b.unitName()) {
			root = i
		}
	}
	if root < 0 {
		root = len(packages)
		packages = append(packages, modules.Package{Name: b.unitName(), Unit: b.lock.Path})
	}
	kinds := b.askedFor()
	for _, n := range b.declared {
		to, ok := b.at[n.name]
		if !ok || to == root || hasLink(packages[root].Requires, to) {
			continue
		}
		packages[root].Requires = append(packages[root].Requires, modules.Link{To: to, Range: n.versions, Kind: kinds[n.name]})
	}
	b.lock.Packages = packages
}

func hasLink(links []modules.Link, to int) bool {
	for _, l := range links {
		if l.To == to {
			return true
		}
	}
	return false
}

// unitName is the name of the unit of the lock's folder.
func (b *lockBuilder) unitName() string {
	for _, u := range b.set.Units {
		if u.Path == b.lock.Path {
			return u.Name
		}
	}
	return path.Base(b.lock.Path)
}

// askedFor is what the unit of the lock's folder asks for, and for what; of several lines
// of one gem the most binding counts.
func (b *lockBuilder) askedFor() map[string]modules.Kind {
	out := map[string]modules.Kind{}
	for i := range b.set.Units {
		if u := &b.set.Units[i]; u.Path == b.lock.Path {
			for _, r := range u.Requirements {
				if had, ok := out[r.Name]; !ok || r.Kind.Binding() > had.Binding() {
					out[r.Name] = r.Kind
				}
			}
		}
	}
	return out
}
