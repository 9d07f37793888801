package nuget

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/xml"
	"seam/analyze/modules"
)

const (
	maxImports = 500 // files that one project takes in
	maxFills   = 200 // properties filled in for one value
	maxValue   = 1 << 12
)

// text is a string value with its place.
type text struct {
	value       string
	at          finding.Location
	conditional bool
}

// item is one element of an ItemGroup.
type item struct {
	*xml.Element
	file        string
	conditional bool
	when        []string // the conditions that imported files put on it
}

// evaluation reads one project with everything that MSBuild reads for it.
type evaluation struct {
	*loader
	project    string // the project file
	folder     string // its folder
	properties map[string]text
	items      []item // in the order of reading
	conditions int
	imports    int
	patterns   int
	open       []string // files being read
}

// run reads the files in MSBuild's order.
func (e *evaluation) run() {
	if f, ok := e.above(e.folder, "Directory.Build.props"); ok {
		e.file(f, scope{})
	}
	if f, ok := e.above(e.folder, "Directory.Packages.props"); ok {
		e.file(f, scope{})
	}
	e.file(e.project, scope{})
	if f, ok := e.above(e.folder, "Directory.Build.targets"); ok {
		e.file(f, scope{})
	}
}

// scope is what stands around an element.
type scope struct {
	conditional bool     // a condition that may not hold
	when        []string // the conditions of imported files
}

// within is the scope of an element and what stands in it.
func (e *evaluation) within(s scope, x *xml.Element, file string) scope {
	s.conditional = s.conditional || e.conditioned(x)
	if c := conditionOf(x); c != "" && file != e.project {
		s.when = append(s.when[:len(s.when):len(s.when)], c)
	}
	return s
}

// file reads one file: its properties, and its items for later.
func (e *evaluation) file(file string, around scope) {
	if slices.Contains(e.open, file) {
		return
	}
	if e.imports++; e.imports > maxImports {
		return
	}
	e.open = append(e.open, file)
	defer func() { e.open = e.open[:len(e.open)-1] }()
	if root := e.parse(file); root != nil {
		e.children(root, file, around)
	}
}

func (e *evaluation) children(parent *xml.Element, file string, around scope) {
	for _, c := range parent.Children {
		in := e.within(around, c, file)
		switch c.Name {
		case "PropertyGroup":
			for _, p := range c.Children {
				e.set(p, file, in.conditional || e.conditioned(p))
			}
		case "ItemGroup":
			for _, i := range c.Children {
				e.items = append(e.items, item{i, file, in.conditional || conditionOf(i) != "", e.within(in, i, file).when})
			}
		case "Import":
			e.follow(c, file, in)
		case "ImportGroup":
			e.children(c, file, in)
		case "Choose", "When", "Otherwise":
			in.conditional = true
			e.children(c, file, in)
		}
	}
}

func conditionOf(x *xml.Element) string {
	a, _ := x.Attribute("Condition")
	return a.Value
}

// conditioned reports a condition that may not hold. "Unless it is set already" holds or
// not by what is known, and set asks for it itself.
func (e *evaluation) conditioned(x *xml.Element) bool {
	c := conditionOf(x)
	return c != "" && !strings.Contains(c, "Exists(") && !onlyIfUnset(x)
}

func onlyIfUnset(x *xml.Element) bool {
	return strings.EqualFold(strings.ReplaceAll(conditionOf(x), " ", ""), "'$("+x.Name+")'==''")
}

func (e *evaluation) set(p *xml.Element, file string, conditional bool) {
	key := strings.ToLower(p.Name)
	e.named[key] = true
	before, ok := e.properties[key]
	if ok && (onlyIfUnset(p) && before.value != "" || conditional && !before.conditional) {
		return
	}
	value := p.Text
	if ok && strings.Contains(strings.ToLower(value), "$("+key+")") { // it adds to itself
		value = strings.ReplaceAll(value, "$("+p.Name+")", before.value)
	}
	e.properties[key] = text{value, finding.Location{File: file, Line: p.TextLine}, conditional}
}

// follow reads an imported file if it stands in the repository.
func (e *evaluation) follow(x *xml.Element, file string, in scope) {
	a, _ := x.Attribute("Project")
	if a.Value == "" {
		return
	}
	if name, ok := fileAbove(a.Value); ok {
		from := path.Dir(file)
		if strings.EqualFold(name, path.Base(file)) {
			if from == "." {
				return
			}
			from = path.Dir(from)
		}
		if f, ok := e.above(from, name); ok {
			e.file(f, in)
		}
		return
	}
	if f, ok := e.find(e.pathOf(a.Value, file)); ok {
		e.file(f, in)
	}
}

// fileAbove is the name that GetPathOfFileAbove or GetDirectoryNameOfFileAbove looks for.
func fileAbove(value string) (string, bool) {
	_, rest, ok := strings.Cut(value, "GetPathOfFileAbove(")
	if !ok {
		return "", false
	}
	if end := strings.IndexAny(rest, ",)"); end >= 0 {
		rest = rest[:end]
	}
	name := strings.Trim(rest, "'\" ")
	return name, name != "" && !strings.Contains(name, "$(")
}

// pathOf is a path as a file writes it, from the root of the repository. What leaves the
// repository names no tracked file.
func (e *evaluation) pathOf(value, file string) string {
	v := strings.ReplaceAll(e.fill(value, path.Dir(file)+"/").value, `\`, "/")
	if strings.HasPrefix(value, "$(MSBuildThisFileDirectory)") || strings.HasPrefix(value, "$(MSBuildProjectDirectory)") {
		return path.Clean(v)
	}
	return path.Join(path.Dir(file), v)
}

// fill puts properties into a value. Where the whole value is one property, the result
// stands where that property is set. here is the folder of the file that says it.
func (e *evaluation) fill(value, here string) text {
	f := filler{evaluation: e, here: here}
	if name, ok := strings.CutPrefix(value, "$("); ok && strings.IndexByte(name, ')') == len(name)-1 {
		if t, ok := e.properties[strings.ToLower(name[:len(name)-1])]; ok {
			t.value = f.expand(t.value, nil)
			return t
		}
	}
	return text{value: f.expand(value, nil)}
}

type filler struct {
	*evaluation
	here  string
	count int
}

func (f *filler) expand(s string, open []string) string {
	return modules.Expand(s, "$(", ")", maxValue, func(name string) string { return f.property(name, open) })
}

func (f *filler) property(name string, open []string) string {
	key := strings.ToLower(name)
	switch key {
	case "msbuildthisfiledirectory":
		return f.here
	case "msbuildprojectdirectory":
		return f.folder
	case "msbuildprojectname":
		return strings.TrimSuffix(path.Base(f.project), path.Ext(f.project))
	}
	if slices.Contains(open, key) {
		return "$(" + name + ")"
	}
	t, ok := f.properties[key]
	if f.count++; !ok || f.count > maxFills {
		return "$(" + name + ")"
	}
	return f.expand(t.value, append(open, key))
}

// unresolved reports that a value still holds a property or function that is not known.
func unresolved(s string) bool { return strings.Contains(s, "$(") || strings.Contains(s, "@(") }
