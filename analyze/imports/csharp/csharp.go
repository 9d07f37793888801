// Package csharp loads what the .NET projects of a tree use of each other: C#, F# and
// Visual Basic. It reads only the tree: no dotnet, no MSBuild, no network.
//
// A package is a project: the folder of its project file with all source files of its
// language below it, but for those in bin, obj and in the folders of other projects.
// Its module is the project, by the name of the project file. Projects of one folder
// are one package.
//
// # Edges
//
// A ProjectReference is an edge, of kind test if the project that has it is one of tests: it
// takes Microsoft.NET.Test.Sdk or MSTest.Sdk, sets IsTestProject, lies in a folder test or
// tests, or has a name that ends with Test or Tests. References in Directory.Build.props and
// other imported files count for each project that reads them, unless they stand under a
// condition that is known not to hold: by ==, !=, and, or of properties that files of the
// repository set; all else under a condition counts (Warning csharp-conditions). An analyzer
// that an imported file hands to projects, without a word that they link it
// (ReferenceOutputAssembly), is a tool of their build: its edge is of kind test. Types of a
// project that is not referred to, but that a reference brings along, are an edge of kind
// through where code uses them, of kind test from and to tests: projects of an SDK see what
// their references refer to, unless DisableTransitiveProjectReferences, PrivateAssets (all,
// compile) or ReferenceOutputAssembly="false" says no. A .proto file that a project generates
// code from is an edge of kind proto to its folder.
//
// Symbols and file edges are of C# alone: a file uses a type if it mentions its name,
// and the namespaces that the file declares or uses have it, in the project or in
// those that it sees. If several files declare the type, it is
// the one that bears its name; if none does, the package. The line is that of the first
// mention.
//
// # Limits
//
// Types that are only mentioned with their namespace before them (A.B.Type), extension
// methods called on values, and Razor markup are not seen. Files that several projects
// take in by a link belong to none (Warning csharp-no-project).
package csharp

import (
	"context"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/modules/nuget"
	"seam/analyze/repo"
)

const language = "csharp"

var meaning = map[string]string{
	"csharp-conditions": "references of .NET projects under a condition, which was not evaluated, were counted",
	"csharp-no-project": "C# files lie in the folder of no project and are in no package",
	"csharp-unreadable": "C# files could not be read",
	"csharp-unresolved": "references of .NET projects lead to no project of the repository (generated, removed, or a path that MSBuild computes?)",
}

// languages are those of project files and of the source files that they take.
var languages = map[string]struct{ name, ending string }{
	".csproj": {language, ".cs"}, ".fsproj": {"fsharp", ".fs"}, ".vbproj": {"visualbasic", ".vb"},
}

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph, or among those of the manifests.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	l := &loader{tree: t, projects: map[string]*project{}}
	projects, unread := nuget.Projects(t)
	l.find(projects)
	l.notices.Pass(unread...)
	if len(l.order) == 0 {
		return l.graph(), ctx.Err()
	}
	if err := reader.Each(ctx, t, l.assign(), opt.Cache, &l.notices, "csharp-unreadable", l.add); err != nil {
		return nil, err
	}
	l.references()
	l.uses()
	return l.graph(), nil
}

// loader is the state of one Load.
type loader struct {
	imports.Collector
	tree     repo.Tree
	projects map[string]*project // by folder
	order    []string            // their folders, sorted
	notices  imports.Notices
	modules  []imports.Module
}

// project is the projects of one folder.
type project struct {
	pkg     *imports.Package
	of      []nuget.Project
	endings map[string]bool
	test    bool
	usings  []string // of every file
	files   []file   // sorted
	direct  []string // folders of the projects that it refers to, sorted
	passes  []string // those of them that others see through it, sorted
	further bool     // it sees what these refer to
}

// file is one source file and what it says.
type file struct {
	name string
	*facts
}

// find enters the projects.
func (l *loader) find(all []nuget.Project) {
	for _, n := range all {
		kind := languages[path.Ext(n.File)]
		name := strings.TrimSuffix(path.Base(n.File), path.Ext(n.File))
		l.modules = append(l.modules, imports.Module{Name: name, Path: n.Folder, Language: kind.name, Manifest: n.File})
		p := l.projects[n.Folder]
		if p == nil {
			p = &project{endings: map[string]bool{}, test: true}
			p.pkg = l.Package(n.Folder, func(p *imports.Package) {
				p.Language, p.Module, p.ImportPath, p.Name, p.Deep = kind.name, name, name, name, true
			})
			l.projects[n.Folder] = p
			l.order = append(l.order, n.Folder)
		}
		p.of = append(p.of, n)
		p.endings[kind.ending] = true
		p.test = p.test && isTest(n)
		p.pkg.Main = p.pkg.Main || isProgram(n)
		p.usings = append(p.usings, n.Usings...)
	}
	slices.Sort(l.order)
	for _, p := range l.projects {
		p.pkg.TestOnly = p.test
		for _, n := range p.of {
			if p.test {
				p.pkg.TestThird = append(p.pkg.TestThird, n.Packages...)
			} else {
				p.pkg.ThirdParty = append(p.pkg.ThirdParty, n.Packages...)
			}
		}
	}
}

// isTest reports whether a project is one of tests.
func isTest(n nuget.Project) bool {
	if slices.Contains(n.SDKs, "MSTest.Sdk") || slices.Contains(n.Packages, "microsoft.net.test.sdk") || n.Has("IsTestProject", "true") {
		return true
	}
	for e := range strings.SplitSeq(n.Folder, "/") {
		if e = strings.ToLower(e); e == "test" || e == "tests" {
			return true
		}
	}
	name := strings.TrimSuffix(path.Base(n.File), path.Ext(n.File))
	return strings.HasSuffix(name, "Test") || strings.HasSuffix(name, "Tests")
}

// isProgram reports whether a project builds to a program.
func isProgram(n nuget.Project) bool {
	if n.Has("OutputType", "exe") || n.Has("OutputType", "winexe") {
		return true
	}
	return !n.Has("OutputType", "library") && slices.ContainsFunc(n.SDKs, func(s string) bool {
		return s == "Microsoft.NET.Sdk.Web" || s == "Microsoft.NET.Sdk.Worker" || strings.HasSuffix(s, "BlazorWebAssembly") || strings.HasSuffix(s, "AppHost.Sdk")
	})
}

// assign gives every source file to the project around it and lists them.
func (l *loader) assign() []string {
	var names []string
	for _, f := range repo.Regulars(l.tree) {
		switch ending := path.Ext(f); ending {
		case ".cs", ".fs", ".vb":
			p := l.around(path.Dir(f))
			if p != nil && p.endings[ending] && !p.built(f) {
				names = append(names, f)
			} else if p == nil && ending == ".cs" && !strings.Contains(f, "node_modules/") {
				l.notices.Add("csharp-no-project", finding.Location{File: f}, "")
			}
		}
	}
	return names
}

// around is the innermost project around a folder.
func (l *loader) around(folder string) *project {
	for {
		if p := l.projects[folder]; p != nil || folder == "." {
			return p
		}
		folder = path.Dir(folder)
	}
}

// built reports whether a file lies where a build writes.
func (p *project) built(f string) bool {
	top, _, nested := strings.Cut(repo.Relative(p.pkg.Path, f), "/")
	return nested && (strings.EqualFold(top, "bin") || strings.EqualFold(top, "obj"))
}

// add enters one file.
func (l *loader) add(name string, f *facts) {
	p := l.around(path.Dir(name))
	rel := repo.Relative(p.pkg.Path, name)
	if p.test {
		p.pkg.TestFiles, p.pkg.TestLines = append(p.pkg.TestFiles, rel), p.pkg.TestLines+f.Lines
	} else {
		p.pkg.Files, p.pkg.Lines = append(p.pkg.Files, rel), p.pkg.Lines+f.Lines
		if f.Generated || isGenerated(name) {
			p.pkg.Generated = append(p.pkg.Generated, rel)
		}
	}
	if path.Ext(name) != ".cs" {
		return
	}
	p.files = append(p.files, file{name, f})
	for _, u := range f.Usings {
		if u.Global && !u.Static {
			p.usings = append(p.usings, u.Name)
		}
	}
	for _, d := range f.Types {
		if d.Public && !p.test {
			p.pkg.Exported = append(p.pkg.Exported, d.Name)
		}
	}
}

func isGenerated(name string) bool {
	base := strings.ToLower(path.Base(name))
	return strings.HasSuffix(base, ".g.cs") || strings.HasSuffix(base, ".designer.cs") || strings.HasSuffix(base, ".generated.cs")
}

// references makes edges of what the projects refer to.
func (l *loader) references() {
	for _, folder := range l.order {
		p := l.projects[folder]
		kind := imports.Import
		if p.test {
			kind = imports.Test
		}
		for _, n := range p.of {
			for _, r := range n.References {
				to, kind := path.Dir(r.To), kind
				if r.Tool {
					kind = imports.Test
				}
				l.Add(imports.Link{At: r.At, From: folder, To: to, Kind: kind, Manifest: true})
				p.direct = append(p.direct, to)
				if !r.Kept {
					p.passes = append(p.passes, to)
				}
			}
			p.further = p.further || n.SeesFurther()
			for _, r := range n.Protos {
				l.Add(imports.Link{At: r.At, From: folder, To: path.Dir(r.To), Kind: imports.Proto, Manifest: true})
			}
			for _, r := range n.Unresolved {
				l.notices.Add("csharp-unresolved", r.At, r.To)
			}
			for range n.Conditions {
				l.notices.Add("csharp-conditions", finding.Location{File: n.File}, "")
			}
		}
		p.direct, p.passes = sorted(p.direct), sorted(p.passes)
	}
}

func sorted(folders []string) []string {
	slices.Sort(folders)
	return slices.Compact(folders)
}

func (l *loader) graph() *imports.Graph {
	g := l.Graph(l.modules)
	g.Warnings = l.notices.Warnings(meaning)
	return g
}

// fullName joins a namespace and a name.
func fullName(namespace, name string) string {
	if namespace == "" {
		return name
	}
	return namespace + "." + name
}
