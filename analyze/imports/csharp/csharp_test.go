package csharp

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

// load prints packages, edges, file edges and warnings.
func load(t *testing.T, files map[string]string) string {
	t.Helper()
	g, err := Load(t.Context(), repo.Memory(files), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range g.Packages {
		fmt.Fprintf(&b, "%s %s %s main=%t files %v tests %v exports %v third %v %v\n", p.Path, p.Language, p.Module, p.Main, p.Files, p.TestFiles, p.Exported, p.ThirdParty, p.TestThird)
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "%s > %s %s at %v symbols %v\n", e.From, e.To, e.Kind, e.Sites, e.Symbols)
	}
	for _, e := range g.FileEdges {
		fmt.Fprintf(&b, "%s > %s %s line %d\n", e.From, e.To, e.Kind, e.Line)
	}
	for _, w := range g.Warnings {
		fmt.Fprintf(&b, "%s %d\n", w.Code, w.Count)
	}
	return b.String()
}

func msbuild(lines ...string) string {
	return "<Project Sdk=\"Microsoft.NET.Sdk\">\n<ItemGroup>\n" + strings.Join(lines, "\n") + "\n</ItemGroup>\n</Project>"
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a reference with backslashes, and the types it is for": {map[string]string{
			"src/A/A.csproj": "\uFEFF" + msbuild(`<ProjectReference Include="..\b\B.csproj" />`, `<PackageReference Include="Serilog" Version="1" />`),
			"src/A/Use.cs":   "using Shop.B;\nnamespace Shop.A;\nclass Use { Order o; string s = \"Price\"; /* Price */ }",
			"src/B/B.csproj": msbuild(),
			"src/B/Order.cs": "namespace Shop.B { public class Order { public class Inner {} } }",
			"src/B/Price.cs": "namespace Shop.B { public record Price(int X); enum Hidden { Y } }",
		}, `src/A csharp A main=false files [Use.cs] tests [] exports [] third [serilog] []
src/B csharp B main=false files [Order.cs Price.cs] tests [] exports [Order Price] third [] []
src/A > src/B import at [src/A/A.csproj:3] symbols [Order]
src/A/Use.cs > src/B/Order.cs import line 3
`},
		"tests": {map[string]string{
			"tests/A/A.csproj":  msbuild(`<ProjectReference Include="../../B/B.csproj" />`),
			"C/C.Tests.csproj":  msbuild(`<ProjectReference Include="../B/B.csproj" />`),
			"D/D.csproj":        strings.Replace(msbuild(`<ProjectReference Include="../B/B.csproj" />`), "Microsoft.NET.Sdk", "MSTest.Sdk/3.0", 1),
			"B/B.csproj":        msbuild(),
			"B/obj/Debug/X.cs":  "class X {}",
			"Loose.cs":          "class Loose {}",
			"tests/A/T.cs":      "class T {}",
			"tests/A/README.md": "",
		}, `B csharp B main=false files [] tests [] exports [] third [] []
C csharp C.Tests main=false files [] tests [] exports [] third [] []
D csharp D main=false files [] tests [] exports [] third [] []
tests/A csharp A main=false files [] tests [T.cs] exports [] third [] []
C > B test at [C/C.Tests.csproj:3] symbols []
D > B test at [D/D.csproj:3] symbols []
tests/A > B test at [tests/A/A.csproj:3] symbols []
csharp-no-project 1
`},
		"shared references, conditions, a pattern, an unknown root, one that is gone": {map[string]string{
			"src/Directory.Build.props": msbuild(`<ProjectReference Include="$(MSBuildThisFileDirectory)..\lib\L.fsproj" Condition="'$(X)' == 'y'" />`),
			"src/A/A.csproj":            msbuild(`<ProjectReference Include="..\m\*\*.csproj" />`, `<ProjectReference Include="$(RepoRoot)\lib\V.vbproj;gone.csproj" />`),
			"src/m/One/One.csproj":      msbuild(),
			"lib/L.fsproj":              msbuild(),
			"lib/V.vbproj":              msbuild(),
			"lib/a.fs":                  "module a\n",
		}, `lib fsharp L main=false files [a.fs] tests [] exports [] third [] []
src/A csharp A main=false files [] tests [] exports [] third [] []
src/m/One csharp One main=false files [] tests [] exports [] third [] []
src/A > lib import at [src/A/A.csproj:4 src/Directory.Build.props:3] symbols []
src/A > src/m/One import at [src/A/A.csproj:3] symbols []
src/m/One > lib import at [src/Directory.Build.props:3] symbols []
csharp-conditions 2
csharp-unresolved 1
`},
		"types behind a reference: seen, kept by PrivateAssets, not linked, switched off, no SDK, of tests": {map[string]string{
			"App/App.csproj":           msbuild(`<ProjectReference Include="../Mid/Mid.csproj" />`),
			"App/Use.cs":               "using Far; class Use { Seen s; Kept k; Unlinked u; }",
			"Mid/Mid.csproj":           msbuild(`<ProjectReference Include="../Far/Far.csproj" />`, `<ProjectReference Include="../Kept/Kept.csproj" PrivateAssets="runtime;Compile" />`, `<ProjectReference Include="../Unlinked/Unlinked.csproj" ReferenceOutputAssembly="false" />`),
			"Far/Far.csproj":           msbuild(),
			"Far/Seen.cs":              "namespace Far; public class Seen {}",
			"Kept/Kept.csproj":         msbuild(),
			"Kept/Kept.cs":             "namespace Far; public class Kept {}",
			"Unlinked/Unlinked.csproj": msbuild(),
			"Unlinked/Unlinked.cs":     "namespace Far; public class Unlinked {}",
			"Off/Off.csproj":           "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences></PropertyGroup><ItemGroup><ProjectReference Include=\"../Mid/Mid.csproj\" /></ItemGroup></Project>",
			"Off/Off.cs":               "using Far; class Off { Seen s; }",
			"Old/Old.csproj":           "<Project><ItemGroup><ProjectReference Include=\"../Mid/Mid.csproj\" /></ItemGroup></Project>",
			"Old/Old.cs":               "using Far; class Old { Seen s; }",
			"App.Tests/T.Tests.csproj": msbuild(`<ProjectReference Include="../App/App.csproj" />`),
			"App.Tests/T.cs":           "using Far; class T { Seen s; }",
		}, `App csharp App main=false files [Use.cs] tests [] exports [] third [] []
App.Tests csharp T.Tests main=false files [] tests [T.cs] exports [] third [] []
Far csharp Far main=false files [Seen.cs] tests [] exports [Seen] third [] []
Kept csharp Kept main=false files [Kept.cs] tests [] exports [Kept] third [] []
Mid csharp Mid main=false files [] tests [] exports [] third [] []
Off csharp Off main=false files [Off.cs] tests [] exports [] third [] []
Old csharp Old main=false files [Old.cs] tests [] exports [] third [] []
Unlinked csharp Unlinked main=false files [Unlinked.cs] tests [] exports [Unlinked] third [] []
App > Far through at [App/Use.cs:1] symbols [Seen]
App > Mid import at [App/App.csproj:3] symbols []
App.Tests > App test at [App.Tests/T.Tests.csproj:3] symbols []
App.Tests > Far test at [App.Tests/T.cs:1] symbols [Seen]
Mid > Far import at [Mid/Mid.csproj:3] symbols []
Mid > Kept import at [Mid/Mid.csproj:4] symbols []
Mid > Unlinked import at [Mid/Mid.csproj:5] symbols []
Off > Mid import at [Off/Off.csproj:1] symbols []
Old > Mid import at [Old/Old.csproj:1] symbols []
App.Tests/T.cs > Far/Seen.cs test line 1
App/Use.cs > Far/Seen.cs import line 1
`},
		"a contract": {map[string]string{
			"A/A.csproj":      strings.Replace(msbuild(`<Protobuf Include="..\B\Proto\b.proto" GrpcServices="Client" />`), "Sdk\">", "Sdk.Web\">", 1),
			"B/Proto/b.proto": "",
		}, `A csharp A main=true files [] tests [] exports [] third [] []
A > B/Proto proto at [A/A.csproj:3] symbols []
`},
		"partial types, files of one project, two namespaces that fit": {map[string]string{
			"A.csproj": msbuild(),
			"One.cs":   "namespace N; partial class One {}",
			"Two.cs":   "namespace N; partial class One {} class Two { One o; }",
			"X.cs":     "namespace X; class Same {}",
			"Y.cs":     "namespace Y; class Same {}",
			"Z.cs":     "using X;\nusing Y;\nclass Z { Same s; }",
			"W.cs":     "global using X;\nusing W = Y.Same;\nclass Q { W s; Same t; }",
		}, `. csharp A main=false files [One.cs Two.cs W.cs X.cs Y.cs Z.cs] tests [] exports [] third [] []
Two.cs > One.cs import line 1
W.cs > X.cs import line 3
W.cs > Y.cs import line 2
`},
	} {
		if got := load(t, c.files); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

func TestScan(t *testing.T) {
	f := scan([]byte(`// <auto-generated/>
using System; using static A.B; global using C; using D = E.F<int>;
using var x = y;
namespace N.M
{
  [Attr(typeof(class1))] public sealed class One<T> : Base where T : class { enum Inner {} }
  public readonly record struct Two(int A);
  internal delegate List<int> Three<T>(int a);
  namespace O { interface IFour { } }
}
public enum Five { A }
global::System.Console.WriteLine();
`))
	got := fmt.Sprint(f.Usings, f.Types, f.Namespaces, f.Generated, f.Lines)
	want := "[{System  false false} {A.B  false true} {C  true false} {E.F D false false}] [{N.M One true} {N.M Two true} {N.M Three false} {N.M.O IFour false} { Five true}] [N.M N.M.O] true 12"
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("using A; namespace B { class C {} } delegate D<E>F<G>(H i);"))
	f.Fuzz(func(t *testing.T, src []byte) { scan(src) })
}
