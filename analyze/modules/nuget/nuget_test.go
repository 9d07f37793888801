package nuget

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// describe prints units with their requirements, and locks with their packages.
func describe(s *modules.Set) string {
	var b strings.Builder
	for _, u := range s.Units {
		fmt.Fprintf(&b, "%s %s\n", u.Manifest, u.Name)
		for _, r := range u.Requirements {
			fmt.Fprintf(&b, "  %s %s at %s%s\n", r.Name, r.Version, r.Location, marks(r))
		}
	}
	for i := range s.Locks {
		l := &s.Locks[i]
		fmt.Fprintf(&b, "%s\n", l.File)
		for _, p := range l.Packages {
			fmt.Fprintf(&b, "  %s %s %s fork=%t line %d:", p.Name, p.Version, p.Unit, p.Fork, p.Line)
			for _, to := range p.Requires {
				fmt.Fprintf(&b, " %s@%s (%s)", l.Packages[to.To].Name, l.Packages[to.To].Version, to.Range)
			}
			b.WriteString("\n")
		}
	}
	for _, x := range s.Broken {
		fmt.Fprintf(&b, "broken %s: %s\n", x.Location, x.Message)
	}
	for _, w := range s.Warnings {
		if w.Code != "broken-manifest" {
			fmt.Fprintf(&b, "%s %d\n", w.Code, w.Count)
		}
	}
	return b.String()
}

func marks(r modules.Requirement) string {
	out := ""
	if r.Decides.File != "" {
		out += " by " + r.Decides.String()
	}
	if r.Unit != "" {
		out += " in " + r.Unit
	}
	if r.Kind != "" {
		out += " " + string(r.Kind)
	}
	if r.Central {
		out += " central"
	}
	if r.Conditional {
		out += " conditional"
	}
	return out
}

func project(lines ...string) string {
	return "<Project>\n" + strings.Join(lines, "\n") + "\n</Project>"
}

const central = `<Project>
<PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally><JsonVersion>13.0.1</JsonVersion></PropertyGroup>
<ItemGroup>
<PackageVersion Include="Newtonsoft.Json" Version="$(JsonVersion)" />
<PackageVersion Include="Serilog"
  Version="3.0.0" />
</ItemGroup>
</Project>`

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"attribute and element, list, byte order mark": {map[string]string{
			"src/A.csproj": "\uFEFF" + project(`<ItemGroup>`, `<PackageReference Include="Newtonsoft.Json" Version="12.0.1" />`, `<PackageReference Include="A;B">`, `<Version>1.0</Version></PackageReference>`, `</ItemGroup>`),
		}, "src/A.csproj a\n  a 1.0 at src/A.csproj:4 by src/A.csproj:5\n  b 1.0 at src/A.csproj:4 by src/A.csproj:5\n  newtonsoft.json 12.0.1 at src/A.csproj:3\n"},
		"central versions": {map[string]string{
			"Directory.Packages.props": central,
			"src/A/A.csproj":           project(`<ItemGroup><PackageReference Include="newtonsoft.json" />`, `<PackageReference Include="Serilog" VersionOverride="4.0.0" /><PackageReference Include="Other" /></ItemGroup>`),
			"src/B/B.fsproj":           project(`<PropertyGroup><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup>`, `<ItemGroup><PackageReference Include="Serilog" Version="2.0.0" /></ItemGroup>`),
		}, "src/A/A.csproj a\n  newtonsoft.json 13.0.1 at src/A/A.csproj:2 by Directory.Packages.props:2 central\n  other  at src/A/A.csproj:3\n  serilog 4.0.0 at src/A/A.csproj:3\nsrc/B/B.fsproj b\n  serilog 2.0.0 at src/B/B.fsproj:3\nunknown-versions 1\n"},
		"the nearest list wins": {map[string]string{
			"Directory.Packages.props":     central,
			"src/Directory.Packages.props": project(`<PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>`, `<ItemGroup><PackageVersion Include="Serilog" Version="1.0.0" /></ItemGroup>`),
			"src/A.csproj":                 project(`<ItemGroup><PackageReference Include="Serilog" /></ItemGroup>`),
		}, "src/A.csproj a\n  serilog 1.0.0 at src/A.csproj:2 by src/Directory.Packages.props:3 central\n"},
		"a list that imports the one above": {map[string]string{
			"Directory.Packages.props":     central,
			"src/Directory.Packages.props": project(`<Import Project="$([MSBuild]::GetPathOfFileAbove(Directory.Packages.props, $(MSBuildThisFileDirectory)..))" />`),
			"src/A.csproj":                 project(`<ItemGroup><PackageReference Include="Serilog" /></ItemGroup>`),
		}, "src/A.csproj a\n  serilog 3.0.0 at src/A.csproj:2 by Directory.Packages.props:6 central\n"},
		"properties of an imported file": {map[string]string{
			"build/Versions.props": project(`<PropertyGroup><V>1.2</V></PropertyGroup>`),
			"src/A.vbproj":         project(`<Import Project="..\build\versions.props" />`, `<ItemGroup><PackageReference Include="X" Version="$(V).3" /></ItemGroup>`),
		}, "src/A.vbproj a\n  x 1.2.3 at src/A.vbproj:3\n"},
		"Update in Directory.Build.targets": {map[string]string{
			"Directory.Build.targets": project(`<ItemGroup><PackageReference Update="X" Version="7.0" /></ItemGroup>`),
			"A.csproj":                project(`<ItemGroup><PackageReference Include="X" /></ItemGroup>`),
		}, "A.csproj a\n  x 7.0 at A.csproj:2 by Directory.Build.targets:2\n"},
		"conditions": {map[string]string{
			"A.csproj": project(`<ItemGroup Condition="'$(TargetFramework)' == 'net6.0'"><PackageReference Include="X" Version="6.0" /></ItemGroup>`, `<ItemGroup Condition="'$(TargetFramework)' == 'net8.0'"><PackageReference Include="X" Version="8.0" /></ItemGroup>`),
		}, "A.csproj a\n  x 6.0 at A.csproj:2 conditional\n  x 8.0 at A.csproj:3 conditional\nnuget-conditions 2\n"},
		"an unconditional property stays": {map[string]string{
			"A.csproj": project(`<PropertyGroup><V>1</V><V Condition="'$(CI)' == 'true'">2</V><W Condition="'$(W)' == ''">3</W></PropertyGroup>`, `<ItemGroup><PackageReference Include="X" Version="$(V)" /><PackageReference Include="Y" Version="$(W)" /></ItemGroup>`),
		}, "A.csproj a\n  x 1 at A.csproj:3 by A.csproj:2\n  y 3 at A.csproj:3 by A.csproj:2\n"},
		"projects, packages for the build only, functions": {map[string]string{
			"src/A/A.csproj": project(`<ItemGroup><ProjectReference Include="..\b\B.csproj" />`, `<PackageReference Include="Tool" Version="1.0" PrivateAssets="all" /><PackageReference Include="Z" Version="$([System.String]::Copy('1'))" /></ItemGroup>`),
			"src/B/B.csproj": project(`<PropertyGroup><PackageId>Company.B</PackageId></PropertyGroup>`),
		}, "src/A/A.csproj a\n  b  at src/A/A.csproj:2 in src/B\n  tool 1.0 at src/A/A.csproj:3 development\n  z  at src/A/A.csproj:3\nsrc/B/B.csproj company.b\nunknown-versions 1\n"},
		"packages.config": {map[string]string{
			"A.csproj":        project(),
			"packages.config": "<packages>\n<package id=\"X\" version=\"1.0\" />\n<package id=\"Y\" version=\"2.0\" developmentDependency=\"true\" />\n</packages>",
		}, "A.csproj a\n  x 1.0 at packages.config:2\n  y 2.0 at packages.config:3 development\n"},
		"removed again": {map[string]string{
			"Directory.Build.props": project(`<ItemGroup><PackageReference Include="X" Version="1.0" /></ItemGroup>`),
			"A.csproj":              project(`<ItemGroup><PackageReference Remove="X" /></ItemGroup>`),
		}, "A.csproj a\n"},
		"a lock": {map[string]string{
			"A.csproj": project(),
			"packages.lock.json": `{"version": 1, "dependencies": {
 "net6.0": {
  "X": {"type": "Direct", "requested": "[1.0, )", "resolved": "1.0", "dependencies": {"Y": "1.0"}},
  "Y": {"type": "Transitive", "resolved": "1.1"}
 },
 "net8.0": {
  "Y": {"type": "Direct", "requested": "[2.0, )", "resolved": "2.0"}
 }}}`,
		}, "A.csproj a\npackages.lock.json\n  a  . fork=false line 0: x@1.0 ([1.0, )) y@2.0 ([2.0, ))\n  x 1.0  fork=false line 3: y@1.1 (1.0)\n  y 1.1  fork=true line 4:\n  y 2.0  fork=true line 7:\n"},
		"files that import each other": {map[string]string{
			"a.props":  project(`<Import Project="b.props" />`),
			"b.props":  project(`<Import Project="a.props" />`),
			"A.csproj": project(`<Import Project="a.props" />`),
		}, "A.csproj a\n"},
		"output of a build": {map[string]string{"obj/A.csproj": "<"}, ""},
		"broken": {map[string]string{"A.csproj": "<Project>\n<ItemGroup>\n</Project>", "B.csproj": "<html/>", "packages.lock.json": "{\n"},
			"broken A.csproj:3: element <ItemGroup> closed by </Project>\nbroken B.csproj:1: the outermost element is <html>, not <Project>\n"},
		"a conflict in the list above": {map[string]string{"Directory.Packages.props": "<Project>\n<<<<<<< HEAD\n</Project>", "A.csproj": project(), "B.csproj": project()},
			"A.csproj a\nB.csproj b\nbroken Directory.Packages.props:2: unresolved merge conflict; resolve it and remove the markers\n"},
	} {
		got := describe(Load(repo.Memory(c.files)))
		if name == "broken" {
			got, _, _ = strings.Cut(got, "broken packages.lock.json")
		}
		if got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

// Properties that stand for twice another one must not fill the memory.
func TestPropertyBomb(t *testing.T) {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "<PropertyGroup><P%d>x$(P%d)$(P%d)</P%d></PropertyGroup>", i, i+1, i+1, i)
	}
	s := Load(repo.Memory(map[string]string{"A.csproj": project(b.String(), `<ItemGroup><PackageReference Include="X" Version="$(P0)" /></ItemGroup>`)}))
	for _, r := range s.Units[0].Requirements {
		if r.Version != "" {
			t.Errorf("version of %d bytes", len(r.Version))
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(central, project(`<ItemGroup><PackageReference Include="Serilog" /></ItemGroup>`), `{"version": 1, "dependencies": {"net6.0": {"X": {"type": "Direct", "resolved": "1.0"}}}}`)
	f.Fuzz(func(t *testing.T, a, b, c string) {
		Load(repo.Memory(map[string]string{"Directory.Packages.props": a, "src/A.csproj": b, "src/packages.lock.json": c}))
	})
}
