package nuget

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"seam/analyze/repo"
)

func TestConditions(t *testing.T) {
	e := &evaluation{loader: &loader{named: map[string]bool{"generate": true, "configuration": true}}, project: "src/Shop/Shop.csproj", properties: map[string]text{
		"framework": {value: "net10.0"}, "current": {value: "$(Framework)"}, "maybe": {value: "x", conditional: true}, "loop": {value: "$(Loop)"}, "on": {value: "true"},
	}}
	for c, want := range map[string]truth{
		"'$(Framework)' == 'net10.0'":                           holds,
		"'$(current)'=='NET10.0'":                               holds,
		"'$(Current)' != 'net10.0'":                             fails,
		"'$(Generate)' == 'true'":                               fails, // other projects set it
		"'$(Generate)' == '' and $(On)":                         holds,
		"!('$(Generate)' == 'true' or '$(On)' == 'false')":      holds,
		"'$(Nowhere)' == 'true'":                                unknown, // an SDK may set it
		"'$(Configuration)' == 'Debug'":                         unknown,
		"'$(Maybe)' == 'x'":                                     unknown,
		"'$(Loop)' == 'x'":                                      unknown,
		"'$(Nowhere)' == 'a' and '$(Generate)' == 'true'":       fails,
		"'$(Nowhere)' == 'a' or '$(On)' == 'true'":              holds,
		"'$(MSBuildProjectName)' == 'Shop'":                     holds,
		"Exists('x.props')":                                     unknown,
		"$(Framework.StartsWith('net'))":                        unknown,
		"'$([MSBuild]::GetTargetFrameworkVersion('a'))' == '1'": unknown,
		"'@(Item)' == ''":                                       unknown,
		"'a' == 'b":                                             unknown,
		"'1' > '0'":                                             unknown,
		"":                                                      unknown,
		strings.Repeat("(", 500) + "'a' == 'b'":                 unknown,
	} {
		if got := e.holds(c); got != want {
			t.Errorf("%.60s: %d, want %d", c, got, want)
		}
	}
}

// In a file that several projects import a condition says which of them an item is for; in
// the project's own file what stands under one counts.
func TestSharedReferences(t *testing.T) {
	var b strings.Builder
	all, _ := Projects(repo.Memory(map[string]string{
		"Directory.Build.targets": `<Project><ItemGroup Condition="'$(Generate)' == 'true'">
			<ProjectReference Include="$(MSBuildThisFileDirectory)gen/Gen.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" /></ItemGroup>
			<ItemGroup Condition="'$(MSBuildProjectName)' == 'A'"><ProjectReference Include="$(MSBuildThisFileDirectory)check/Check.csproj" OutputItemType="Analyzer" />
			<ProjectReference Include="$(MSBuildThisFileDirectory)both/Both.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="true" /></ItemGroup>
			<ItemGroup><ProjectReference Include="$(MSBuildThisFileDirectory)lib/Lib.csproj" Condition="'$(Nowhere)' == 'true'" /></ItemGroup></Project>`,
		"gen/Gen.csproj":     `<Project Sdk="Microsoft.NET.Sdk" />`,
		"both/Both.csproj":   `<Project Sdk="Microsoft.NET.Sdk" />`,
		"check/Check.csproj": `<Project Sdk="Microsoft.NET.Sdk" />`,
		"lib/Lib.csproj":     `<Project Sdk="Microsoft.NET.Sdk" />`,
		"a/A.csproj":         `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><Generate>true</Generate></PropertyGroup></Project>`,
		"b/B.csproj":         `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup Condition="'$(Generate)' == 'true'"><ProjectReference Include="../a/A.csproj" /></ItemGroup></Project>`,
	}))
	for _, p := range all {
		fmt.Fprintf(&b, "%s:", p.Folder)
		for _, r := range p.References {
			fmt.Fprintf(&b, " %s %t", r.To, r.Tool)
		}
		b.WriteString("\n")
	}
	if want := "a: gen/Gen.csproj true check/Check.csproj true both/Both.csproj false lib/Lib.csproj false\nb: a/A.csproj false lib/Lib.csproj false\nboth: lib/Lib.csproj false\ncheck: lib/Lib.csproj false\ngen: lib/Lib.csproj false\nlib:\n"; b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

// What a condition may change is not told as the value of a property.
func TestPropertiesUnderConditions(t *testing.T) {
	got, _ := Projects(repo.Memory(map[string]string{"A.csproj": `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>
		<OutputType>Exe</OutputType><IsPackable Condition="'$(Nowhere)' == 'x'">false</IsPackable></PropertyGroup></Project>`}))
	if len(got) != 1 || !slices.Contains(got[0].Properties, "outputtype=exe") || slices.Contains(got[0].Properties, "ispackable=false") {
		t.Errorf("%+v", got)
	}
}

func FuzzCondition(f *testing.F) {
	f.Add("'$(A)' == 'b' and !($(C) or 'd' != '$(E)')")
	f.Fuzz(func(t *testing.T, c string) {
		e := &evaluation{loader: &loader{named: map[string]bool{"a": true}}, properties: map[string]text{"c": {value: "$(A)"}}}
		if a, b := e.holds(c), e.holds(c); a != b {
			t.Errorf("%q: %d and %d", c, a, b)
		}
	})
}
