package nuget

import (
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/modules"
)

// reference is one package that a project asks for.
type reference struct {
	name        string
	version     text
	override    text
	at          finding.Location
	development bool
	conditional bool
}

// name is what others would call the project as a package.
func (e *evaluation) name() string {
	for _, p := range []string{"packageid", "assemblyname"} {
		if t, ok := e.properties[p]; ok {
			if v := e.fill(t.value, e.folder+"/").value; v != "" && !unresolved(v) {
				return strings.ToLower(v)
			}
		}
	}
	return projectName(e.project)
}

func projectName(file string) string {
	return strings.ToLower(strings.TrimSuffix(path.Base(file), path.Ext(file)))
}

// requirements reads the items, once all properties are known.
func (e *evaluation) requirements() []modules.Requirement {
	var refs []reference
	central := map[string][]reference{}
	var out []modules.Requirement
	for _, i := range e.items {
		switch i.Name {
		case "PackageReference":
			refs = e.reference(refs, i)
		case "PackageVersion":
			for _, r := range e.read(i, "Include", "Update") {
				central[r.name] = replaceSame(central[r.name], r)
			}
		case "ProjectReference":
			out = append(out, e.projectReference(i)...)
		}
	}
	managed := e.says("ManagePackageVersionsCentrally", "true")
	for _, r := range refs {
		if !managed {
			out = append(out, r.requirement(r.version))
			continue
		}
		out = append(out, r.managed(central[r.name])...)
	}
	for _, r := range out {
		if r.Conditional {
			e.conditions++
		}
	}
	return out
}

// says reports whether a property has a value, whatever the case of its letters.
func (e *evaluation) says(property, value string) bool {
	return strings.EqualFold(e.fill("$("+property+")", "").value, value)
}

// replaceSame adds a central version: an unconditional one replaces what came before.
func replaceSame(list []reference, r reference) []reference {
	if !r.conditional {
		return []reference{r}
	}
	return append(list, r)
}

// reference applies one PackageReference to those before it.
func (e *evaluation) reference(refs []reference, i item) []reference {
	if a, ok := i.Attribute("Remove"); ok && !i.conditional {
		for _, n := range names(e.fill(a.Value, path.Dir(i.file)+"/").value) {
			refs = without(refs, n)
		}
		return refs
	}
	for _, r := range e.read(i, "Update") {
		for k := range refs {
			if refs[k].name == r.name {
				refs[k].update(r)
			}
		}
	}
	return append(refs, e.read(i, "Include")...)
}

func without(refs []reference, name string) []reference {
	var out []reference
	for _, r := range refs {
		if r.name != name {
			out = append(out, r)
		}
	}
	return out
}

// update takes over what an Update says.
func (r *reference) update(u reference) {
	if u.version.value != "" && (!u.conditional || r.version.value == "") {
		r.version, r.conditional = u.version, r.conditional || u.conditional
	}
	if u.override.value != "" {
		r.override = u.override
	}
	r.development = r.development || u.development
}

// read is what an item says of the packages in one of its attributes.
func (e *evaluation) read(i item, attributes ...string) []reference {
	var out []reference
	for _, attribute := range attributes {
		a, ok := i.Attribute(attribute)
		if !ok {
			continue
		}
		for _, n := range names(e.fill(a.Value, path.Dir(i.file)+"/").value) {
			private := e.metadata(i, "PrivateAssets").value
			out = append(out, reference{
				name: n, version: e.metadata(i, "Version"), override: e.metadata(i, "VersionOverride"),
				at: finding.Location{File: i.file, Line: i.Line}, development: strings.EqualFold(private, "all"), conditional: i.conditional,
			})
		}
	}
	return out
}

// names splits a list; what is not known, or is a pattern, names no package.
func names(list string) []string {
	var out []string
	for n := range strings.SplitSeq(list, ";") {
		if n = strings.ToLower(strings.TrimSpace(n)); n != "" && !strings.ContainsAny(n, "$@*%") {
			out = append(out, n)
		}
	}
	return out
}

// metadata is an attribute or a child element of an item, filled in. It stands where its
// property is set, if it is all one property.
func (e *evaluation) metadata(i item, name string) text {
	value, at := "", finding.Location{File: i.file, Line: i.Line}
	if a, ok := i.Attribute(name); ok {
		value, at.Line = a.Value, a.Line
	} else if c := i.Child(name); c != nil {
		value, at.Line = c.Text, c.TextLine
	}
	if value == "" {
		return text{}
	}
	t := e.fill(strings.TrimSpace(value), path.Dir(i.file)+"/")
	if t.at.File == "" {
		t.at = at
	}
	return t
}

// managed is a reference whose version is central; one for each version that conditions
// may choose.
func (r reference) managed(central []reference) []modules.Requirement {
	switch {
	case r.override.value != "":
		return []modules.Requirement{r.requirement(r.override)}
	case r.version.value != "" || len(central) == 0:
		return []modules.Requirement{r.requirement(r.version)}
	}
	var out []modules.Requirement
	for _, c := range central {
		one := r
		one.conditional = r.conditional || c.conditional || c.version.conditional
		q := one.requirement(c.version)
		q.Central = true
		out = append(out, q)
	}
	return out
}

func (r reference) requirement(v text) modules.Requirement {
	out := modules.Requirement{Name: r.name, Version: v.value, Location: r.at, Conditional: r.conditional || v.conditional}
	if unresolved(v.value) {
		out.Version = ""
	}
	if v.at.File != "" && v.at != r.at {
		out.Decides = v.at
	}
	if r.development {
		out.Kind = modules.Development
	}
	return out
}

// projectReference is a requirement of another project of the repository.
func (e *evaluation) projectReference(i item) []modules.Requirement {
	a, _ := i.Attribute("Include")
	var out []modules.Requirement
	for p := range strings.SplitSeq(a.Value, ";") {
		file, ok := e.find(e.pathOf(strings.TrimSpace(p), i.file))
		if !ok || file == e.project {
			continue
		}
		out = append(out, modules.Requirement{Name: projectName(file), Unit: path.Dir(file), Location: finding.Location{File: i.file, Line: i.Line}, Conditional: i.conditional})
	}
	return out
}
