package maven

import (
	"slices"
	"strings"

	"seam/analyze/modules"
)

const (
	maxFills = 1000    // properties filled in for one value
	maxValue = 1 << 12 // bytes of a value with everything filled in
)

// unresolved reports that a value still holds a property that nobody sets.
func unresolved(s string) bool { return strings.Contains(s, "${") }

// fill puts properties into a value. Where the whole value is one property, the result
// stands where that property is set. What is not known, or stands for itself, stays as it
// is.
func (m *model) fill(t text) text {
	f := filler{model: m}
	for strings.HasPrefix(t.value, "${") && strings.IndexByte(t.value, '}') == len(t.value)-1 {
		next, ok := m.lookup(t.value[2 : len(t.value)-1])
		if f.count++; !ok || f.count > maxFills {
			return t
		}
		if next.at.File == "" {
			next.at = t.at
		}
		t = next
	}
	t.value = f.expand(t.value, nil)
	return t
}

type filler struct {
	model *model
	count int
}

// expand fills in every property of a text; open are those being filled in.
func (f *filler) expand(s string, open []string) string {
	return modules.Expand(s, "${", "}", maxValue, func(name string) string { return f.property(name, open) })
}

func (f *filler) property(name string, open []string) string {
	t, ok := f.model.lookup(name)
	if f.count++; !ok || f.count > maxFills || slices.Contains(open, name) {
		return "${" + name + "}"
	}
	return f.expand(t.value, append(open, name))
}

// lookup is the value of a property: a coordinate of the pom, or what <properties> say.
func (m *model) lookup(name string) (text, bool) {
	field := strings.TrimPrefix(strings.TrimPrefix(name, "project."), "pom.")
	prefixed := field != name
	if !prefixed {
		if t, ok := m.properties[name]; ok {
			return t, true
		}
	}
	if v := m.field(field); v != "" {
		return text{value: v}, true
	}
	t, ok := m.properties[name]
	return t, ok
}

func (m *model) field(name string) string {
	switch name {
	case "groupId":
		return m.group
	case "artifactId":
		return m.artifact
	case "version":
		return m.version
	case "packaging":
		return m.pom.packaging
	}
	if m.pom.parent == nil {
		return ""
	}
	switch name {
	case "parent.groupId":
		return m.pom.parent.group.value
	case "parent.artifactId":
		return m.pom.parent.artifact.value
	case "parent.version":
		return m.parentVersion
	}
	return ""
}
