// Package maven reads the pom.xml files of a repository as Maven's own model builder
// does: parents that stand in the checkout are inherited, properties filled in, imported
// lists of versions (BOMs) of the checkout merged and dependencyManagement applied.
//
// Every pom.xml is a unit, wherever it stands; only node_modules, the templates of
// archetypes (archetype-resources) and resources of source sets (src/test/resources) are
// passed over. A parent is looked for at its
// relativePath, then by its coordinates among all poms of the checkout. What a parent or
// a BOM outside the checkout says is unknown: such a requirement has no Version, never a
// guessed one, and a warning counts them. A dependency whose coordinates and version are
// those of a pom of the checkout is taken from there (Requirement.Unit).
//
// Kinds: test scope is Development, provided is Peer, optional is Optional. A requirement
// stands at the line of its artifactId; where a property, a parent or a BOM sets the
// version, Decides is that line.
//
// Profiles: those that a plain run would activate on Linux with Java 17 (activeByDefault,
// jdk, os, a property that is not set, a file of the checkout) are applied; the others
// are not looked at, and a warning counts those that hold dependencies or versions.
//
// A list of versions in the checkout that itself has a dependency without a version is one
// that Maven refuses while it is offline. What it says is still read, and marked
// Unconfirmed.
//
// Limits: dependencies only: no plugins, no extensions, no external parents as such.
// Properties of settings.xml, of the command line and of .mvn/maven.config are not known.
// No version is resolved through other artifacts: true convergence needs a registry.
package maven

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/xml"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which poms stand in a modules.Set.
const Ecosystem = "maven"

// Load reads every pom of a tree. It never fails: what could not be read is in Broken and
// Warnings.
func Load(t repo.Tree) *modules.Set {
	set := &modules.Set{}
	c := newCheckout(repo.Regulars(t))
	for _, file := range c.files {
		if path.Base(file) == "pom.xml" && !IsForeign(path.Dir(file)) {
			c.read(t, file, set)
		}
	}
	c.index()
	unknown, total := 0, 0
	for _, p := range c.poms {
		u := c.unit(c.effective(p))
		set.Units = append(set.Units, u)
		total += len(u.Requirements)
		for _, r := range u.Requirements {
			if r.Version == "" && r.Unit == "" {
				unknown++
			}
		}
	}
	slices.SortFunc(set.Units, func(a, b modules.Unit) int { return strings.Compare(a.Path, b.Path) })
	if unknown > 0 {
		set.Warn("unknown-versions", unknown, "Maven: %d of %d dependency versions come from parents or lists of versions (BOMs) outside this repository; they were not compared", unknown, total)
	}
	set.Warnings = append(set.Warnings, c.skippedProfiles()...)
	finding.SortWarnings(set.Warnings)
	return set
}

// IsForeign reports whether a folder holds what others wrote, or what is copied and not
// built: the resources of a source set (src/test/resources), which a test of Maven or of a
// tool is fed with.
func IsForeign(folder string) bool {
	above, parent := "", ""
	for e := range strings.SplitSeq(folder, "/") {
		if e == "node_modules" || e == "archetype-resources" || e == "resources" && above == "src" {
			return true
		}
		above, parent = parent, e
	}
	return false
}

// read reads one pom, or files why it cannot be.
func (c *checkout) read(t repo.Tree, file string, set *modules.Set) {
	data, ok := set.Read(t, Ecosystem, file, 0)
	if !ok {
		return
	}
	root, err := xml.Parse(data)
	if err != nil {
		set.BreakBy(Ecosystem, file, err)
		return
	}
	if root.Name != "project" {
		set.Break(Ecosystem, file, root.Line, fmt.Sprintf("the outermost element is <%s>, not <project>", root.Name))
		return
	}
	c.poms = append(c.poms, newPom(file, root))
}

// unit turns a finished model into a unit.
func (c *checkout) unit(m *model) modules.Unit {
	u := modules.Unit{Path: path.Dir(m.pom.file), Manifest: m.pom.file, Ecosystem: Ecosystem, Name: m.group + ":" + m.artifact,
		Private: m.fill(text{value: "${maven.deploy.skip}"}).value == "true"}
	for _, d := range m.dependencies {
		if d.group.value == "" || d.artifact.value == "" {
			continue
		}
		u.Requirements = append(u.Requirements, c.requirement(d))
	}
	slices.SortStableFunc(u.Requirements, func(a, b modules.Requirement) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Version, b.Version), a.Location.Compare(b.Location))
	})
	return u
}

func (c *checkout) requirement(d dependency) modules.Requirement {
	r := modules.Requirement{Name: d.group.value + ":" + d.artifact.value, Version: d.version.value, Kind: d.kind(), Location: d.artifact.at, Unconfirmed: d.unconfirmed}
	if unresolved(r.Version) {
		r.Version = ""
	}
	if r.Version != "" && d.version.at.File != "" && d.version.at != r.Location {
		r.Decides = d.version.at
	}
	if p := c.pomOf(d.group.value, d.artifact.value, r.Version); p != nil {
		r.Unit = path.Dir(p.file)
	}
	return r
}

// kind says what a dependency is for.
func (d dependency) kind() modules.Kind {
	switch {
	case d.scope.value == "test":
		return modules.Development
	case d.optional.value == "true":
		return modules.Optional
	case d.scope.value == "provided":
		return modules.Peer
	}
	return modules.Production
}
