package gradle

import (
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/toml"
	"seam/analyze/modules"
)

// catalogue is one *.versions.toml.
type catalogue struct {
	file      string
	versions  map[string]text
	libraries map[string]library  // by accessor: some.library
	bundles   map[string][]string // accessors of libraries
}

// library is one entry of [libraries].
type library struct {
	name    string // group:artifact
	version text
	at      finding.Location
}

// accessor is an alias as build files write it.
func accessor(alias string) string { return strings.NewReplacer("-", ".", "_", ".").Replace(alias) }

func (l *loader) catalogue(file string) {
	data, ok := l.read(file)
	if !ok {
		return
	}
	doc, err := toml.Parse(file, data)
	if err == nil {
		err = doc.MustHold("versions", "libraries", "bundles", "plugins")
	}
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
		return
	}
	c := &catalogue{file: file, versions: map[string]text{}, libraries: map[string]library{}, bundles: map[string][]string{}}
	for name, v := range doc.Table("versions").All() {
		c.versions[accessor(name)] = c.version(v)
	}
	u := modules.Unit{Path: path.Dir(file), Manifest: file, Ecosystem: Ecosystem, Name: strings.TrimSuffix(path.Base(file), ".versions.toml")}
	for alias, v := range doc.Table("libraries").All() {
		x, ok := c.library(v)
		if !ok {
			continue
		}
		c.libraries[accessor(alias)] = x
		u.Requirements = append(u.Requirements, requirement(x.name, x.version, x.at, modules.Optional))
	}
	for name := range doc.Table("bundles").All() {
		for _, t := range doc.Texts("bundles", name) {
			c.bundles[accessor(name)] = append(c.bundles[accessor(name)], accessor(t.Text))
		}
	}
	sortRequirements(u.Requirements)
	l.catalogues[file] = c
	l.set.Units = append(l.set.Units, u)
}

// version is a plain version, or the strictest word of a rich one.
func (c *catalogue) version(v *toml.Value) text {
	if v == nil {
		return text{}
	}
	if t := v.Table(); t != nil {
		for _, key := range []string{"ref", "strictly", "require", "prefer"} {
			s := t.Text(key)
			switch {
			case s != "" && key == "ref":
				return c.versions[accessor(s)]
			case s != "":
				return text{s, finding.Location{File: c.file, Line: t.Get(key).Line}}
			}
		}
		return text{}
	}
	return text{v.Text, finding.Location{File: c.file, Line: v.Line}}
}

func (c *catalogue) library(v *toml.Value) (library, bool) {
	at := finding.Location{File: c.file, Line: v.Line}
	t := v.Table()
	if t == nil {
		name, version, ok := coordinates(v.Text)
		return library{name, text{version, at}, at}, ok
	}
	name := t.Text("module")
	if name == "" {
		name = t.Text("group") + ":" + t.Text("name")
	}
	_, _, ok := coordinates(name)
	return library{name, c.version(t.Get("version")), at}, ok
}

// coordinates splits "group:artifact:version[:classifier][@type]".
func coordinates(s string) (name, version string, ok bool) {
	s, _, _ = strings.Cut(s, "@")
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 4 || !isName(parts[0]) || !isName(parts[1]) {
		return "", "", false
	}
	if len(parts) > 2 {
		version = parts[2]
	}
	return parts[0] + ":" + parts[1], version, true
}

func isName(s string) bool {
	for i := range len(s) {
		if !isWord(s[i]) && s[i] != '-' && s[i] != '.' {
			return false
		}
	}
	return s != ""
}
