// Package nuget reads the packages that .NET projects ask for: csproj, fsproj and vbproj
// files with the Directory.Build.props, Directory.Packages.props, Directory.Build.targets
// and imported files that MSBuild reads with them, packages.config, and
// packages.lock.json.
//
// Every project file is a unit; its name is PackageId, else AssemblyName, else the file's
// name, in lower case, as are the names of packages. A version is VersionOverride, else
// the project's own Version, else that of PackageVersion where versions are managed
// centrally (ManagePackageVersionsCentrally), else that of PackageReference Update. As in
// MSBuild the nearest file above a project counts, and one further up only where it is
// imported. A ProjectReference is a requirement that is taken from a unit of the
// repository. References with PrivateAssets="all" are Development.
//
// Properties are filled in, in MSBuild's order: all properties first, then items. Its
// functions are not evaluated, but for GetPathOfFileAbove in imports. Conditions are not
// evaluated either: what stands under one counts as Conditional, except that a
// conditional property never replaces an unconditional one; a warning counts them. Projects
// alone asks what imported files put under one.
//
// A package stands in a lock once a version, for whichever target frameworks; several
// versions of one name are for several frameworks (Fork).
//
// Not looked at: bin, obj, packages and node_modules folders, SDKs and what they bring
// themselves, GlobalPackageReference. A version that stands in none of these files is
// unknown ("") and counted in a warning.
package nuget

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/xml"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which .NET projects stand in a modules.Set.
const Ecosystem = "nuget"

// Load reads every project and lock file of a tree. It never fails: what could not be
// read is in Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	l := &loader{tree: t, set: &modules.Set{}, files: map[string]string{}, parsed: map[string]*xml.Element{}, named: map[string]bool{}}
	paths := repo.Regulars(t)
	if !slices.ContainsFunc(paths, func(p string) bool { return isProject(p) || path.Base(p) == "packages.lock.json" }) {
		return l.set
	}
	for _, p := range paths {
		l.files[strings.ToLower(p)] = p
	}
	for _, p := range paths {
		if isProject(p) && looked(p) {
			l.project(p)
		}
	}
	for _, p := range paths {
		if path.Base(p) == "packages.lock.json" && looked(p) {
			l.lock(p)
		}
	}
	l.caveats()
	slices.SortStableFunc(l.set.Units, func(a, b modules.Unit) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Manifest, b.Manifest))
	})
	finding.SortWarnings(l.set.Warnings)
	return l.set
}

func isProject(p string) bool {
	switch path.Ext(p) {
	case ".csproj", ".fsproj", ".vbproj":
		return true
	}
	return false
}

// looked reports whether a file is the repository's own.
func looked(file string) bool {
	return !modules.LiesIn(strings.ToLower(repo.Folder(file)), "bin", "obj", "packages", "node_modules")
}

type loader struct {
	tree       repo.Tree
	set        *modules.Set
	files      map[string]string       // by path in lower case: Windows does not tell them apart
	parsed     map[string]*xml.Element // by path; nil for a broken file
	named      map[string]bool         // properties that some file sets, in lower case
	conditions int
	unknown    int
	total      int
}

// find is a tracked file by its path, whatever the case of its letters.
func (l *loader) find(p string) (string, bool) {
	f, ok := l.files[strings.ToLower(p)]
	return f, ok
}

// above is the nearest file of a name in a folder or above it.
func (l *loader) above(folder, name string) (string, bool) {
	for {
		if f, ok := l.find(path.Join(folder, name)); ok {
			return f, true
		}
		if folder == "." || folder == "/" || folder == "" {
			return "", false
		}
		folder = path.Dir(folder)
	}
}

// parse reads a file once; nil if it cannot be read.
func (l *loader) parse(file string) *xml.Element {
	if e, ok := l.parsed[file]; ok {
		return e
	}
	l.parsed[file] = nil
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	if !ok {
		return nil
	}
	root, err := xml.Parse(data)
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
		return nil
	}
	l.parsed[file] = root
	return root
}

// root is the <Project> of a project file; nil if it cannot be read or has another one.
func (l *loader) root(file string) *xml.Element {
	root := l.parse(file)
	if root != nil && root.Name != "Project" {
		l.parsed[file] = nil // told once
		l.set.Break(Ecosystem, file, root.Line, fmt.Sprintf("the outermost element is <%s>, not <Project>", root.Name))
		return nil
	}
	return root
}

// project turns one project file into a unit.
func (l *loader) project(file string) {
	if l.root(file) == nil {
		return
	}
	e := &evaluation{loader: l, folder: path.Dir(file), project: file, properties: map[string]text{}}
	e.run()
	u := modules.Unit{Path: path.Dir(file), Manifest: file, Ecosystem: Ecosystem, Name: e.name(), Private: e.says("IsPackable", "false")}
	if e.says("ManagePackageVersionsCentrally", "false") {
		u.OptsOut = e.properties["managepackageversionscentrally"].at
	}
	u.Requirements = append(e.requirements(), l.packagesConfig(u.Path)...)
	slices.SortStableFunc(u.Requirements, func(a, b modules.Requirement) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Version, b.Version), a.Location.Compare(b.Location))
	})
	for _, r := range u.Requirements {
		if r.Unit == "" {
			l.total++
			if r.Version == "" {
				l.unknown++
			}
		}
	}
	l.conditions += e.conditions
	l.set.Units = append(l.set.Units, u)
}

func (l *loader) caveats() {
	if l.unknown > 0 {
		l.set.Warn("unknown-versions", l.unknown, "NuGet: %d of %d package versions are set outside this repository or by functions of MSBuild; they were not compared", l.unknown, l.total)
	}
	if l.conditions > 0 {
		l.set.Warn("nuget-conditions", l.conditions, "NuGet: %s on packages and versions %s not evaluated; versions that differ by condition within one project are no conflict", english.Count(l.conditions, "condition"), english.Choose(l.conditions, "was", "were"))
	}
}

// packagesConfig reads the older list of packages beside a project.
func (l *loader) packagesConfig(folder string) []modules.Requirement {
	file, ok := l.find(path.Join(folder, "packages.config"))
	if !ok {
		return nil
	}
	var out []modules.Requirement
	for p := range l.parse(file).All("package") {
		id, _ := p.Attribute("id")
		v, _ := p.Attribute("version")
		if id.Value == "" {
			continue
		}
		r := modules.Requirement{Name: strings.ToLower(id.Value), Version: v.Value, Location: finding.Location{File: file, Line: p.Line}}
		if dev, _ := p.Attribute("developmentDependency"); strings.EqualFold(dev.Value, "true") {
			r.Kind = modules.Development
		}
		out = append(out, r)
	}
	return out
}
