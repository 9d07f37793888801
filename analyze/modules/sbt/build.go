package sbt

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/source"
)

// build is one build: a folder with its scripts and those of its projects.
type build struct {
	*loader
	folder   string
	scripts  []*script
	projects map[string]*project // by the name of their values, and by their ids
	byFolder map[string]*project
	values   map[string][]*definition // by the last part of their names
	visiting map[*definition]bool
	steps    int
}

// Bounds of one build.
const (
	maxSame  = 100     // definitions of one name
	maxSteps = 5 << 20 // tokens that are looked at for requirements
)

// project is one project of a build.
type project struct {
	name, folder, manifest string
	at                     []*definition
}

// text is a text with the place that sets it.
type text struct {
	value string
	at    finding.Location
}

// build reads the build of a folder, and makes its projects units.
func (l *loader) build(folder string) {
	b := &build{loader: l, folder: folder, projects: map[string]*project{}, byFolder: map[string]*project{}, values: map[string][]*definition{}, visiting: map[*definition]bool{}}
	b.open(folder)
	for _, s := range b.scripts {
		for i := range s.definitions {
			b.enter(&s.definitions[i])
		}
	}
	if b.byFolder[folder] == nil {
		manifest := b.scripts[0].file
		if slices.Contains(l.scripts[folder], path.Join(folder, "build.sbt")) {
			manifest = path.Join(folder, "build.sbt")
		}
		b.add(&project{name: cmp.Or(strings.Trim(path.Base(folder), "."), "root"), folder: folder, manifest: manifest})
	}
	folders := make([]string, 0, len(b.byFolder))
	for f := range b.byFolder {
		folders = append(folders, f)
	}
	slices.Sort(folders)
	for _, f := range folders {
		if l.taken[f] = true; f != folder {
			b.open(f)
		}
	}
	for _, f := range folders {
		l.set.Units = append(l.set.Units, b.unit(b.byFolder[f]))
	}
}

// open reads the scripts of a folder.
func (b *build) open(folder string) {
	for _, f := range b.loader.scripts[folder] {
		if data := b.read(f); data != nil {
			b.scripts = append(b.scripts, newScript(f, data))
		}
	}
	if len(b.scripts) == 0 {
		b.scripts = append(b.scripts, newScript(b.loader.scripts[folder][0], nil))
	}
}

// enter files a definition as a project or as a value.
func (b *build) enter(d *definition) {
	if folder, id, ok := b.project(d); ok {
		p := b.byFolder[folder]
		if p == nil {
			p = &project{name: d.name, folder: folder, manifest: d.script.file}
			b.add(p)
		}
		p.at = append(p.at, d)
		b.projects[d.name] = p
		if id != "" && b.projects[id] == nil {
			b.projects[id] = p
		}
		return
	}
	if list := b.values[d.name]; len(list) < maxSame {
		b.values[d.name] = append(list, d)
	}
}

func (b *build) add(p *project) { b.byFolder[p.folder] = p }

// project tells the folder and the id of the project that a definition makes.
func (b *build) project(d *definition) (folder, id string, ok bool) {
	s, i := d.script, d.from
	for s.mark(i, "(") {
		i++
	}
	if !s.Is(i, source.Word) || s.word(d.start, "def") {
		return "", "", false
	}
	maker, next := s.chain(i)
	first, _, _ := strings.Cut(maker, ".")
	if first == "file" || first == "ProjectRef" || first == "RootProject" || first == "Seq" || first == "new" {
		return "", "", false
	}
	made := first == "project" || first == "Project" || first == "crossProject" || first == "projectMatrix"
	if s.mark(next, "(") && first == maker {
		end := s.closing(next, min(d.end, next+maxHead))
		for k := next; k < end; k++ {
			if s.Is(k, source.String) && (s.mark(k+1, ",") || s.mark(k+1, ")")) && (k == next+1 || s.mark(k-1, ",") || s.mark(k-1, "=")) {
				value := s.Code[k].Value()
				id = cmp.Or(id, value)
				if f, inside := modules.Inside(b.folder, value); inside && value != "" && b.folders[f] && !made {
					folder, ok = f, true
				}
			}
		}
	}
	if !made && !ok {
		return "", "", false
	}
	for k := i; k+3 < min(d.end, i+maxHead)+1; k++ {
		if s.word(k, "file") && s.mark(k+1, "(") && s.Is(k+2, source.String) && s.mark(k+3, ")") {
			f, inside := modules.Inside(b.folder, s.Code[k+2].Value())
			return f, id, inside
		}
		if s.word(k, "settings") {
			break
		}
	}
	if !ok {
		folder, ok = modules.Inside(b.folder, d.name)
	}
	return folder, id, ok
}

// unit makes a project a unit.
func (b *build) unit(p *project) modules.Unit {
	c := &collector{build: b, project: p}
	for _, d := range p.at {
		c.collect(d.script, d.from, d.end, finding.Location{}, 0)
	}
	for _, s := range b.scripts {
		if path.Dir(s.file) == p.folder && path.Ext(s.file) == ".sbt" {
			c.settings(s)
		}
	}
	slices.SortStableFunc(c.out, func(a, b modules.Requirement) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Version, b.Version), cmp.Compare(a.Kind, b.Kind), a.Location.Compare(b.Location))
	})
	c.out = slices.CompactFunc(c.out, func(a, b modules.Requirement) bool {
		return a.Name == b.Name && a.Version == b.Version && a.Kind == b.Kind
	})
	for _, r := range c.out {
		if r.Unit == "" {
			b.total++
			if r.Version == "" {
				b.unknown++
			}
		}
	}
	return modules.Unit{Path: p.folder, Manifest: p.manifest, Ecosystem: Ecosystem, Name: p.name, Requirements: c.out}
}

// value finds the definition that a name with dots means: the first whose path ends in it.
func (b *build) value(name string) *definition {
	name = strings.TrimSuffix(name, ".value")
	last := name[strings.LastIndexByte(name, '.')+1:]
	for _, d := range b.values[last] {
		if d.path == name || strings.HasSuffix(d.path, "."+name) || strings.HasSuffix(name, "."+d.path) {
			return d
		}
	}
	return nil
}

// literal is the one text that a name stands for; "" if it is none.
func (b *build) literal(name string, depth int) text {
	d := b.value(name)
	if d == nil || depth > maxNested {
		return text{}
	}
	for _, other := range b.values[d.name] {
		if other.path == d.path && other != d {
			return text{} // set twice
		}
	}
	v, next := b.operand(d.script, d.from, depth+1)
	if next < d.end {
		return text{}
	}
	return v
}

// operand reads a text, an interpolated one, or a name that stands for one, and gives the
// place behind it.
func (b *build) operand(s *script, i, depth int) (text, int) {
	switch {
	case s.Is(i, source.String):
		return text{s.Code[i].Value(), s.at(i)}, i + 1
	case s.Is(i, source.Hole):
		return b.interpolated(s, i, depth)
	case s.Is(i, source.Word):
		name, next := s.chain(i)
		return b.literal(name, depth), next
	}
	return text{}, i + 1
}

// interpolated reads s"a${b}c" with one name in it.
func (b *build) interpolated(s *script, i, depth int) (text, int) {
	before := s.Text(i)
	before = before[strings.LastIndexByte(before, '"')+1:]
	k := i + 2 // behind $
	braces := s.mark(k, "{")
	if braces {
		k++
	}
	if !s.Is(k, source.Word) {
		return text{}, i + 1
	}
	name, next := s.chain(k)
	if braces {
		if !s.mark(next, "}") {
			return text{}, next
		}
		next++
	}
	if !s.Is(next, source.Hole) {
		return text{}, next
	}
	after, v := strings.TrimRight(s.Text(next), `"`), b.literal(name, depth)
	if v.value == "" || !strings.HasSuffix(s.Text(next), `"`) {
		return text{}, next + 1
	}
	if before != "" || after != "" {
		v.at = s.at(i)
	}
	return text{before + v.value + after, v.at}, next + 1
}
