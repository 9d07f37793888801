package jvm

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/imports"
	"seam/analyze/imports/factstest"
	"seam/analyze/modules"
	"seam/analyze/modules/gradle"
	"seam/analyze/modules/maven"
	"seam/analyze/modules/sbt"
	"seam/analyze/repo"
)

// manifestsOf reads the manifests of a tree.
func manifestsOf(t repo.Tree) modules.Source {
	return func(ecosystem string) *modules.Set {
		return map[string]func(repo.Tree) *modules.Set{maven.Ecosystem: maven.Load, gradle.Ecosystem: gradle.Load, sbt.Ecosystem: sbt.Load}[ecosystem](t)
	}
}

// load prints packages, edges, file edges and warnings.
func load(t *testing.T, files map[string]string) string {
	t.Helper()
	g, err := Load(t.Context(), repo.Memory(files), manifestsOf(repo.Memory(files)), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range g.Packages {
		fmt.Fprintf(&b, "%s %s%v [%s] %s files %v tests %v exports %v third %v %v\n", p.Path, p.Language, p.Others, p.Module, p.ImportPath, p.Files, p.TestFiles, p.Exported, p.ThirdParty, p.TestThird)
	}
	b.WriteString(edges(g))
	for _, w := range g.Warnings {
		fmt.Fprintf(&b, "%s %d %s\n", w.Code, w.Count, factstest.Case(w))
	}
	return b.String()
}

// edges prints edges and file edges.
func edges(g *imports.Graph) string {
	var b strings.Builder
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "%s > %s %s %v\n", e.From, e.To, e.Kind, e.Symbols)
	}
	for _, e := range g.FileEdges {
		fmt.Fprintf(&b, "  %s > %s %s line %d\n", e.From, e.To, e.Kind, e.Line)
	}
	return b.String()
}

func pom(artifact string, dependencies ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<project><groupId>g</groupId><artifactId>%s</artifactId><version>1</version><dependencies>\n", artifact)
	for _, d := range dependencies {
		group, name, _ := strings.Cut(d, ":")
		fmt.Fprintf(&b, "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>1</version></dependency>\n", group, name)
	}
	return b.String() + "</dependencies></project>"
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"source sets beside src; code sees no tests of its own package, and nothing of one platform": {map[string]string{
			"core/jvmMain/src/a/P.kt":          "package a\nfun A.f2() = f()\nclass P\n",
			"core/commonMain/src/a/A.kt":       "package a\nclass A { fun f() = helper(P()) }\n",
			"core/commonTest/src/a/H.kt":       "package a\nfun helper() = 1\nclass T { val a = A(); val o = Only() }\n",
			"core/jvmTest/src/a/Only.kt":       "package a\nclass Only { val t = T() }\n",
			"core/jvmTest/src/kotlin/a/b/J.kt": "package a.b\nimport a.A\nclass J\n",
			"loadTest/src/main/kotlin/l/L.kt":  "package l\nimport a.A\nclass L\n",
		}, `core/commonMain/src/a kotlin[] [] a files [A.kt] tests [] exports [A] third [] []
core/commonTest/src/a kotlin[] [] a files [] tests [H.kt] exports [] third [] []
core/jvmMain/src/a kotlin[] [] a files [P.kt] tests [] exports [P f2] third [] []
core/jvmTest/src/a kotlin[] [] a files [] tests [Only.kt] exports [] third [] []
core/jvmTest/src/kotlin/a/b kotlin[] [] a.b files [] tests [J.kt] exports [] third [] []
loadTest/src/main/kotlin/l kotlin[] [] l files [L.kt] tests [] exports [L] third [] []
core/commonTest/src/a > core/commonMain/src/a test [A]
core/jvmMain/src/a > core/commonMain/src/a import [A]
core/jvmTest/src/a > core/commonTest/src/a test [T]
core/jvmTest/src/kotlin/a/b > core/commonMain/src/a test [A]
loadTest/src/main/kotlin/l > core/commonMain/src/a import [A]
  core/commonTest/src/a/H.kt > core/commonMain/src/a/A.kt test line 3
  core/jvmMain/src/a/P.kt > core/commonMain/src/a/A.kt import line 2
  core/jvmTest/src/a/Only.kt > core/commonTest/src/a/H.kt test line 2
  core/jvmTest/src/kotlin/a/b/J.kt > core/commonMain/src/a/A.kt test line 2
  loadTest/src/main/kotlin/l/L.kt > core/commonMain/src/a/A.kt import line 2
`},
		"imports of types, nested types and static members; comments, Javadoc and strings do not count": {map[string]string{
			"src/main/java/a/x/One.java": "package a.x;\nimport a.y.Two;\nimport a.y.Three.Inner;\nimport static a.z.Four.make;\nimport static a.z.Five.*;\n/** {@link a.no.Six} */\nclass One { String s = \"a.no.Six\"; // a.no.Six\n}\n",
			"src/main/java/a/y/Two.java": "package a.y; public class Two { public static class Deep { enum E {} } private interface P {} }\n",
			"src/main/java/a/y/T.java":   "package a.y; @Any({1, 2}) public final class Three<T extends Object> { public @interface Inner {} void f() { class Local {} } }\n",
			"src/main/java/a/z/F.java":   "package a.z; public class Four {} class Five {} public record Rec(int a) {} public enum En { A { } }\n",
			"src/main/java/a/no/S.java":  "package a.no; class Six {}\n",
		}, `src/main/java/a/no java[] [] a.no files [S.java] tests [] exports [] third [] []
src/main/java/a/x java[] [] a.x files [One.java] tests [] exports [] third [] []
src/main/java/a/y java[] [] a.y files [T.java Two.java] tests [] exports [Three Three.Inner Two Two.Deep] third [] []
src/main/java/a/z java[] [] a.z files [F.java] tests [] exports [En Four Rec] third [] []
src/main/java/a/x > src/main/java/a/y import [Three.Inner Two]
src/main/java/a/x > src/main/java/a/z import [Five Four.make]
  src/main/java/a/x/One.java > src/main/java/a/y/T.java import line 3
  src/main/java/a/x/One.java > src/main/java/a/y/Two.java import line 2
  src/main/java/a/x/One.java > src/main/java/a/z/F.java import line 4
`},
		"wildcards: the types that are mentioned, else the whole package; names of one's own and of other imports come first": {map[string]string{
			"a/A.java": "package p.a;\nimport p.b.*;\nimport p.c.*;\nimport p.d.*;\nimport other.Thing;\nclass A { B1 b; Same s; Thing t; }\n",
			"a/S.java": "package p.a; class Same {}\n",
			"b/B.java": "package p.b; public class B1 {} class B2 {} class Same {} class Thing {}\n",
			"c/C.java": "package p.c; class C {}\n",
			"d/D.java": "package p.d; class Thing {}\n",
		}, `a java[] [] p.a files [A.java S.java] tests [] exports [] third [other] []
b java[] [] p.b files [B.java] tests [] exports [B1] third [] []
c java[] [] p.c files [C.java] tests [] exports [] third [] []
d java[] [] p.d files [D.java] tests [] exports [] third [] []
a > b import [B1]
a > c import []
a > d import []
  a/A.java > a/S.java import line 6
  a/A.java > b/B.java import line 2
  a/A.java > c import line 3
  a/A.java > d import line 4
`},
		"tests see the package that they test; names in full; a package named test in main code": {map[string]string{
			"m/pom.xml":                                 pom("m"),
			"m/src/main/java/a/test/A.java":             "package a.test; class A { a.b.Full f = a.b.Full.of(a.b.Other::new); int x = this.a.b.Not; }\n",
			"m/src/test/java/a/test/ATest.java":         "package a.test; class ATest { A a; }\n",
			"m/src/main/java/a/b/Full.java":             "package a.b; class Full {} class Not {}\n",
			"m/src/main/java/a/b/Other.java":            "package a.b; class Other {}\n",
			"m/src/testFixtures/java/a/b/Fix.java":      "package a.b; import a.test.A; class Fix { }\n",
			"m/src/main/java/a/b/package-info.java":     "/** Docs. */\npackage a.b;\n",
			"m/src/main/java/module-info.java":          "module m { requires a.b; exports a.test; }\n",
			"m/x.gradle.kts":                            "import a.test.A\n",
			"tests/e2e/src/main/java/a/e/EndToEnd.java": "package a.e; import a.b.Full; class EndToEnd {}\n",
		}, `m/src/main/java/a/b java[] [g:m] a.b files [Full.java Other.java package-info.java] tests [] exports [] third [] []
m/src/main/java/a/test java[] [g:m] a.test files [A.java] tests [] exports [] third [] []
m/src/test/java/a/test java[] [g:m] a.test files [] tests [ATest.java] exports [] third [] []
m/src/testFixtures/java/a/b java[] [g:m] a.b files [] tests [Fix.java] exports [] third [] []
tests/e2e/src/main/java/a/e java[] [] a.e files [] tests [EndToEnd.java] exports [] third [] []
m/src/main/java/a/test > m/src/main/java/a/b import [Full Other]
m/src/test/java/a/test > m/src/main/java/a/test test [A]
m/src/testFixtures/java/a/b > m/src/main/java/a/test test [A]
tests/e2e/src/main/java/a/e > m/src/main/java/a/b test [Full]
  m/src/main/java/a/test/A.java > m/src/main/java/a/b/Full.java import line 1
  m/src/main/java/a/test/A.java > m/src/main/java/a/b/Other.java import line 1
  m/src/test/java/a/test/ATest.java > m/src/main/java/a/test/A.java test line 1
  m/src/testFixtures/java/a/b/Fix.java > m/src/main/java/a/test/A.java test line 1
  tests/e2e/src/main/java/a/e/EndToEnd.java > m/src/main/java/a/b/Full.java test line 1
`},
		"a package that several modules have: the own one, the nearest required one, the only one, none": {map[string]string{
			"own/pom.xml":    pom("own", "g:near"),
			"own/U.java":     "package u; import s.T; import s.N; import s.F; import s.O; class U {}\n",
			"own/T.java":     "package s; class T { O none; N near; }\n",
			"near/pom.xml":   pom("near", "g:far"),
			"near/T.java":    "package s; class T {} class N {}\n",
			"far/pom.xml":    pom("far"),
			"far/T.java":     "package s; class T {} class N {} class F {}\n",
			"other/pom.xml":  pom("other"),
			"other/O.java":   "package s; class O {} class X {}\n",
			"third/pom.xml":  pom("third"),
			"third/X.java":   "package s; class X {}\n",
			"fourth/pom.xml": pom("fourth"),
			"fourth/Y.java":  "package y; import s.X; class Y {}\n",
		}, `far java[] [g:far] s files [T.java] tests [] exports [] third [] []
fourth java[] [g:fourth] y files [Y.java] tests [] exports [] third [] []
near java[] [g:near] s files [T.java] tests [] exports [] third [] []
other java[] [g:other] s files [O.java] tests [] exports [] third [] []
own java[] [g:own] s files [T.java U.java] tests [] exports [] third [] []
third java[] [g:third] s files [X.java] tests [] exports [] third [] []
own > far import [F]
own > near import [N]
own > other import [O]
  own/T.java > near/T.java import line 1
  own/U.java > far/T.java import line 1
  own/U.java > near/T.java import line 1
  own/U.java > other/O.java import line 1
  own/U.java > own/T.java import line 1
jvm-ambiguous 1 fourth/Y.java:1: s.X
`},
		"a wildcard whose module no manifest names: the common source set first; sources among resources are data": {map[string]string{
			"core/pom.xml": pom("core"), "core/benchmarks/k/Bench.kt": "package k\nfun bench() {}\n",
			"core/common/src/Scope.kt":                          "package k\nclass Scope\nfun start() {}\n",
			"core/native/src/Start.kt":                          "package k\nfun start() {}\n",
			"app/pom.xml":                                       pom("app"),
			"app/src/main/kotlin/App.kt":                        "package app\nimport k.*\nimport z.Xml\nfun f(s: Scope) { start() }\n",
			"app/src/test/resources/p/src/main/java/z/Xml.java": "package z; public class Xml {}\n",
		}, "app/src/main/kotlin kotlin[] [g:app] app files [App.kt] tests [] exports [f] third [z] []\n" +
			"core/benchmarks/k kotlin[] [g:core] k files [Bench.kt] tests [] exports [bench] third [] []\n" +
			"core/common/src kotlin[] [g:core] k files [Scope.kt] tests [] exports [Scope start] third [] []\n" +
			"core/native/src kotlin[] [g:core] k files [Start.kt] tests [] exports [start] third [] []\n" +
			"app/src/main/kotlin > core/common/src import [Scope start]\n  app/src/main/kotlin/App.kt > core/common/src/Scope.kt import line 2\n"},
		"Kotlin: package and folder differ, aliases, functions and properties, extensions, Java both ways": {map[string]string{
			"settings.gradle.kts":                           "rootProject.name = \"shop\"\ninclude(\":app\", \":lib\")\n",
			"app/build.gradle.kts":                          "dependencies { implementation(project(\":lib\")) }\n",
			"lib/build.gradle.kts":                          "",
			"app/src/commonMain/kotlin/Use.kt":              "@file:JvmName(\"Uses\")\npackage shop.app\n\nimport shop.lib.Order as Bought\nimport shop.lib.total\nimport shop.lib.`in`\nimport shop.java.J\nimport shop.ext.*\n\nfun use(o: Bought, unused: Int) = \"${o.nice()} ${Hole()}\"\n",
			"app/src/commonMain/java/shop/app/JavaUse.java": "package shop.app;\nimport shop.lib.OrderKt;\nimport static shop.app.Uses.use;\nclass JavaUse {}\n",
			"lib/src/jvmMain/kotlin/Order.kt":               "package shop.lib\n\ndata class Order(val id: Int) {\n  companion object { class Hidden }\n  class Line\n}\ninternal class Secret\nprivate fun <T> List<T>.gone() {}\nval total: Int get() = 1\nfun `in`() = Unit\n",
			"lib/src/jvmMain/kotlin/J.java":                 "package shop.java; public class J {}\n",
			"lib/src/jvmMain/kotlin/ext/E.kt":               "package shop.ext\n\nfun <T : Comparable<T>> List<T>.unused() = 1\ninfix fun Any.nice() = Hole::class\nclass Hole constructor()\nobject Single\ntypealias Alias = Hole\n",
		}, `app/src/commonMain/java/shop/app java[] [:app] shop.app files [JavaUse.java] tests [] exports [] third [] []
app/src/commonMain/kotlin kotlin[] [:app] shop.app files [Use.kt] tests [] exports [use] third [] []
lib/src/jvmMain/kotlin kotlin[java] [:lib] shop.java files [J.java Order.kt] tests [] exports [J Order Order.Companion.Hidden Order.Line in total] third [] []
lib/src/jvmMain/kotlin/ext kotlin[] [:lib] shop.ext files [E.kt] tests [] exports [Alias Hole Single nice unused] third [] []
app/src/commonMain/java/shop/app > app/src/commonMain/kotlin import [Uses.use]
app/src/commonMain/java/shop/app > lib/src/jvmMain/kotlin import [OrderKt]
app/src/commonMain/kotlin > lib/src/jvmMain/kotlin import [J Order in total]
app/src/commonMain/kotlin > lib/src/jvmMain/kotlin/ext import [Hole nice]
  app/src/commonMain/java/shop/app/JavaUse.java > app/src/commonMain/kotlin/Use.kt import line 3
  app/src/commonMain/java/shop/app/JavaUse.java > lib/src/jvmMain/kotlin/Order.kt import line 2
  app/src/commonMain/kotlin/Use.kt > lib/src/jvmMain/kotlin/J.java import line 7
  app/src/commonMain/kotlin/Use.kt > lib/src/jvmMain/kotlin/Order.kt import line 4
  app/src/commonMain/kotlin/Use.kt > lib/src/jvmMain/kotlin/ext/E.kt import line 8
`},
		"what tests require is not for code; a function named as a type is used by a call; a package in Groovy": {map[string]string{
			"settings.gradle":                          "include 'app', 'kit'\n",
			"app/build.gradle":                         "dependencies { testImplementation project(':kit') }\n",
			"kit/build.gradle":                         "",
			"app/src/main/kotlin/A.kt":                 "package p\nimport groovy.only.X\nval a: String = Text\nclass Helper2 { val b = Helper() }\n",
			"app/src/test/kotlin/T.kt":                 "package p\nval t: String = String(1) + Helper()\n",
			"kit/src/main/kotlin/K.kt":                 "package p\nfun String(i: Int) = \"\"\nfun Text() = \"\"\nclass Helper\n",
			"kit/src/main/groovy/groovy/only/X.groovy": "",
		}, `app/src/main/kotlin kotlin[] [:app] p files [A.kt] tests [] exports [Helper2 a] third [] []
app/src/test/kotlin kotlin[] [:app] p files [] tests [T.kt] exports [] third [] []
kit/src/main/kotlin kotlin[] [:kit] p files [K.kt] tests [] exports [Helper String Text] third [] []
app/src/test/kotlin > kit/src/main/kotlin test [Helper String]
  app/src/test/kotlin/T.kt > kit/src/main/kotlin/K.kt test line 2
jvm-unresolved 1 app/src/main/kotlin/A.kt:2: groovy.only.X
`},
		"what is a third party, what is generated": {map[string]string{
			"pom.xml":                         pom("x", "com.fasterxml.jackson.core:jackson-core"),
			"A.java":                          "package org.acme.a;\nimport java.util.List; import javax.sql.DataSource; import javax.inject.Inject; import com.fasterxml.jackson.core.JsonParser; import com.fasterxml.jackson.databind.X; import org.slf4j.Logger; import org.apache.kafka.clients.K; import static org.junit.Assert.*; import org.acme.a.gen.Gone; import org.acme.a.Mine; import junit.framework.TestCase; import okio.Buffer;\nclass A {}\n",
			"B.kt":                            "package org.acme.a\nimport kotlin.math.abs\nimport kotlinx.coroutines.launch\n",
			"target/generated-sources/G.java": "package org.acme.g;\nclass G {}\n",
			"tests/T.java":                    "package org.acme.t; import org.slf4j.Logger; import org.mockito.Mockito; class T {}\n",
		}, `. java[kotlin] [g:x] org.acme.a files [A.java B.kt] tests [] exports [] third [com.fasterxml.jackson com.fasterxml.jackson.core javax.inject junit kotlinx.coroutines okio org.apache.kafka org.junit org.slf4j] []
target/generated-sources java[] [g:x] org.acme.g files [G.java] tests [] exports [] third [] []
tests java[] [g:x] org.acme.t files [] tests [T.java] exports [] third [] [org.mockito org.slf4j]
jvm-unresolved 2 A.java:2: org.acme.a.Mine
`},
	} {
		if got := load(t, c.files); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

func TestScan(t *testing.T) {
	for name, c := range map[string]struct {
		kotlin    bool
		src, want string
	}{
		"java": {false, "/** Docs. */\n@A({x.B.class}) package a.b;\nimport a.*; import static a.B.c; import module java.base; import ;\n" +
			"sealed interface S permits T {}\npublic record R<T>(@Q({1}) int a) implements S { static class N {} public enum E { A { class Lost {} }; } }\n" +
			"class M { Class<?> c = M.class; int[] a = {1}; int record(int x) { return 1; } public static void main(String[] a) { new Object() { class Lost {} }; } }",
			"package a.b imports [{[a]  true false false 3} {[a B c]  false true false 3}] types [{S false } {R true } {R.N false } {R.E true } {M false }] members [] full [x.B] documented main"},
		"java without a package": {false, "class A { } }}} class B {}", "package  imports [] types [{A false } {B false }] members [] full []"},
		"kotlin": {true, "@file:JvmName(\"X\")\n@file:Suppress(\"a\")\npackage a.`b`\nimport c.D as E\nimport c.*\nimport c.f\n" +
			"private fun interface I { fun f() }\nclass A internal constructor(val x: Int = 1) : B by c {\n init { class Lost }\n companion object { const val Y = 1 }\n object O\n private set\n enum class P { X { }, Y }\n}\n" +
			"val anonymous = object : B { class Lost }\nval A.ext: Int get() = 1\nfun <T : List<T>> (() -> T).f(a: Int = g { 1 }): T = x.y.Z.w()\nlateinit var v: A\nfun main() {}",
			"package a.b imports [{[c D] E false false false 4} {[c]  true false false 5} {[c f]  false false false 6}] types [{I false } {A true } {A.O true } {A.P true }] members [{anonymous true false } {ext true true } {f true true } {v true false } {main true false }] full [x.y.Z] main jvm X"},
		"kotlin, an import at the end": {true, "import a.b", "package  imports [{[a b]  false false false 1}] types [] members [] full []"},
	} {
		read := scanJava
		if c.kotlin {
			read = scanKotlin
		}
		f := read([]byte(c.src))
		got := fmt.Sprint("package ", f.Package, " imports ", f.Imports, " types ", f.Types, " members ", f.Members, " full ")
		full := []string{}
		for _, q := range f.Qualified {
			full = append(full, q.Text)
		}
		got += fmt.Sprint(full)
		if f.Documented {
			got += " documented"
		}
		if f.Main {
			got += " main"
		}
		if f.JVMName != "" {
			got += " jvm " + f.JVMName
		}
		if got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("package a; import static b.C.*; @D({1}) public class E<F> { record G(int h) {} } } ) ("))
	f.Add([]byte("@file:JvmName(\"A\")\npackage a.`b`\nimport c.d as e\nfun <T> List<T>.f(g: Int) = \"${h.I()}\"\nclass J { companion object { } }"))
	f.Fuzz(func(t *testing.T, src []byte) {
		scanJava(src)
		scanKotlin(src)
	})
}
