package maven

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/version"
	"seam/analyze/format/xml"
)

// java is the version that <jdk> activations are held against.
const java = "17.0.15"

// profile is one <profile>.
type profile struct {
	id         string
	activation *xml.Element
	body
}

// active lists the profiles of a pom that a plain run would apply: those whose conditions
// hold and, where there are none, those that are active by default.
func (c *checkout) active(p *pom) []profile {
	var on, byDefault []profile
	for _, x := range p.profiles {
		switch {
		case c.holds(p, x.activation):
			on = append(on, x)
		case x.activation.Value("activeByDefault") == "true":
			byDefault = append(byDefault, x)
		}
	}
	if len(on) == 0 {
		return byDefault
	}
	return on
}

// holds reports whether all conditions of an activation hold, and there is one.
func (c *checkout) holds(p *pom, a *xml.Element) bool {
	if a == nil {
		return false
	}
	asked := 0
	for _, e := range a.Children {
		ok := true
		switch e.Name {
		case "jdk":
			ok = acceptsJava(e.Text)
		case "os":
			ok = isLinux(e)
		case "property":
			ok = propertyHolds(e.Value("name"), e.Value("value"))
		case "file":
			ok = c.fileHolds(p, e)
		default:
			continue
		}
		if !ok {
			return false
		}
		asked++
	}
	return asked > 0
}

// acceptsJava understands "17", "!1.8" and ranges, as loosely as Maven does: "[17," has
// no end.
func acceptsJava(text string) bool {
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(text, "!"):
		return !strings.HasPrefix(java, text[1:])
	case strings.HasPrefix(text, "["), strings.HasPrefix(text, "("):
		low, high, bounded := strings.Cut(text[1:], ",")
		order := version.Of("maven").Compare
		if low = strings.Trim(low, "[]() "); low != "" && (order(low, java) > 0 || text[0] == '(' && order(low, java) == 0) {
			return false
		}
		closed := strings.HasSuffix(high, "]")
		high = strings.Trim(high, "[]() ")
		return !bounded || high == "" || order(java, high) < 0 || closed && order(java, high) == 0
	}
	return text != "" && strings.HasPrefix(java, text)
}

func isLinux(e *xml.Element) bool {
	for _, c := range e.Children {
		want, not := strings.CutPrefix(strings.ToLower(c.Text), "!")
		is := true
		switch c.Name {
		case "family":
			is = want == "unix"
		case "name":
			is = want == "linux"
		case "arch":
			is = want == "amd64"
		case "version":
			is = false
		}
		if is == not {
			return false
		}
	}
	return true
}

// propertyHolds knows of no property of the command line: only conditions on the absence
// of one hold.
func propertyHolds(name, value string) bool {
	if strings.HasPrefix(name, "!") {
		return value == ""
	}
	return strings.HasPrefix(value, "!")
}

func (c *checkout) fileHolds(p *pom, e *xml.Element) bool {
	if f := e.Value("exists"); f != "" {
		return c.exists(p, f)
	}
	if f := e.Value("missing"); f != "" {
		return !c.exists(p, f)
	}
	return false
}

func (c *checkout) exists(p *pom, file string) bool {
	file = strings.NewReplacer("${basedir}", ".", "${project.basedir}", ".", `\`, "/").Replace(file)
	if unresolved(file) || path.IsAbs(file) {
		return false
	}
	file = path.Join(path.Dir(p.file), file)
	i, ok := slices.BinarySearch(c.files, file)
	return ok || i < len(c.files) && strings.HasPrefix(c.files[i], file+"/")
}

// apply adds profiles to what a pom says itself: their words win.
func (b body) apply(profiles []profile) body {
	if len(profiles) == 0 {
		return b
	}
	out := body{properties: maps.Clone(b.properties), managed: b.managed, dependencies: b.dependencies}
	for _, x := range profiles {
		maps.Copy(out.properties, x.properties)
		out.managed = override(out.managed, x.managed)
		out.dependencies = override(out.dependencies, x.dependencies)
	}
	return out
}

// skippedProfiles warns of profiles that were not applied though they say something.
func (c *checkout) skippedProfiles() []finding.Warning {
	n, first := 0, ""
	for _, p := range c.poms {
		applied := map[string]bool{}
		for _, x := range c.active(p) {
			applied[x.id] = true
		}
		for _, x := range p.profiles {
			if applied[x.id] || len(x.managed)+len(x.dependencies) == 0 {
				continue
			}
			if n++; first == "" {
				first = fmt.Sprintf("%s of %s", strconv.Quote(x.id), p.file)
			}
		}
	}
	if n == 0 {
		return nil
	}
	return []finding.Warning{{Code: "maven-profiles", Count: n, Message: fmt.Sprintf("Maven: %s dependencies %s only where somebody switches %s on (first: %s); what %s for was not compared", english.Count(n, "profile")+" with", english.Choose(n, "applies", "apply"), english.Choose(n, "it", "them"), first, english.Choose(n, "it asks", "they ask"))}}
}
