package maven

import (
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/xml"
)

// text is a string value with its place; the zero value means "not given".
type text struct {
	value string
	at    finding.Location
}

// dependency is one <dependency>, as written or filled in.
type dependency struct {
	group, artifact, version, kindOf, classifier, scope, optional text

	unconfirmed bool // the version comes from an incomplete list of versions
}

// key tells dependencies of one list apart.
func (d dependency) key() string {
	kind := d.kindOf.value
	if kind == "" {
		kind = "jar"
	}
	return d.group.value + ":" + d.artifact.value + ":" + kind + ":" + d.classifier.value
}

// imported reports an entry of dependencyManagement that stands for another pom's list.
func (d dependency) imported() bool {
	return d.scope.value == "import" && d.kindOf.value == "pom"
}

// body is what a pom and a profile have alike.
type body struct {
	properties   map[string]text
	managed      []dependency
	dependencies []dependency
}

// pom is one file as it is written, profiles not yet applied.
type pom struct {
	file                     string
	group, artifact, version text
	packaging                string
	parent                   *reference
	body
	profiles []profile
}

// reference is a <parent>.
type reference struct {
	group, artifact, version text
	path                     string // relativePath; "" for none
}

// reader reads elements of one file.
type reader struct{ file string }

func newPom(file string, root *xml.Element) *pom {
	r := reader{file}
	p := &pom{
		file: file, group: r.text(root, "groupId"), artifact: r.text(root, "artifactId"), version: r.text(root, "version"),
		packaging: root.Value("packaging"), parent: r.parent(root.Child("parent")), body: r.body(root),
	}
	for e := range root.Child("profiles").All("profile") {
		p.profiles = append(p.profiles, profile{id: e.Value("id"), activation: e.Child("activation"), body: r.body(e)})
	}
	return p
}

func (r reader) text(e *xml.Element, name string) text {
	c := e.Child(name)
	if c == nil {
		return text{}
	}
	return text{c.Text, finding.Location{File: r.file, Line: c.TextLine}}
}

func (r reader) parent(e *xml.Element) *reference {
	if e == nil {
		return nil
	}
	p := &reference{group: r.text(e, "groupId"), artifact: r.text(e, "artifactId"), version: r.text(e, "version"), path: "../pom.xml"}
	if c := e.Child("relativePath"); c != nil {
		p.path = strings.ReplaceAll(c.Text, `\`, "/")
	}
	return p
}

func (r reader) body(e *xml.Element) body {
	b := body{properties: map[string]text{}}
	if properties := e.Child("properties"); properties != nil {
		for _, c := range properties.Children {
			b.properties[c.Name] = text{c.Text, finding.Location{File: r.file, Line: c.TextLine}}
		}
	}
	b.managed = r.dependencies(e.At("dependencyManagement", "dependencies"))
	b.dependencies, _ = distinct(r.dependencies(e.Child("dependencies")))
	return b
}

func (r reader) dependencies(e *xml.Element) []dependency {
	var out []dependency
	for d := range e.All("dependency") {
		out = append(out, dependency{
			group: r.text(d, "groupId"), artifact: r.text(d, "artifactId"), version: r.text(d, "version"),
			kindOf: r.text(d, "type"), classifier: r.text(d, "classifier"), scope: r.text(d, "scope"), optional: r.text(d, "optional"),
		})
	}
	return out
}

// at is the file that a parent reference points to, "" for none in the checkout.
func (p *pom) at() string {
	if p.parent == nil || p.parent.path == "" || path.IsAbs(p.parent.path) {
		return ""
	}
	file := path.Join(path.Dir(p.file), p.parent.path)
	if path.Ext(file) != ".xml" {
		file = path.Join(file, "pom.xml")
	}
	return file
}

// coordinates are a pom's own or its parent's, as written.
func (p *pom) coordinates() (group, artifact, version string) {
	group, artifact, version = p.group.value, p.artifact.value, p.version.value
	if p.parent != nil {
		if group == "" {
			group = p.parent.group.value
		}
		if version == "" {
			version = p.parent.version.value
		}
	}
	return group, artifact, version
}
