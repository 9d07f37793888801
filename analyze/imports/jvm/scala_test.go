package jvm

import (
	"fmt"
	"strings"
	"testing"
)

func TestLoadScala(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"chained clauses open each package; relative imports; a package by its own name; selectors": {map[string]string{
			"x/X.scala":   "package org.acme\npackage x\n\nimport y.Why\nimport y.{Zed => Z, Hidden => _, _}\nimport scala.collection.mutable\nimport mutable.Map\nimport z.inner\n\nclass X(w: Why, t: Top, o: inner.Deep, p: z.Other, e: Extra) { import o.member; val Zed = 1 }\n",
			"top/T.scala": "package org.acme\n\ncase class Top(a: Int)\n",
			"y/Y.scala":   "package org.acme.y\nclass Why\nclass Zed\nclass Hidden\nclass Extra\n",
			"z/I.scala":   "package org.acme.z.inner\nclass Deep\n",
			"z/o/O.scala": "package org.acme.z\nclass Other\n",
		}, "x > top import [Top]\nx > y import [Extra Why Zed]\nx > z import [Deep]\nx > z/o import [Other]\n" +
			"  x/X.scala > top/T.scala import line 10\n  x/X.scala > y/Y.scala import line 4\n  x/X.scala > z/I.scala import line 10\n  x/X.scala > z/o/O.scala import line 10\n"},
		"one clause opens one package": {map[string]string{
			"x/X.scala":   "package org.acme.x\nclass X(t: Top)\n",
			"top/T.scala": "package org.acme\nclass Top\n",
		}, ""},
		"package objects: members, those of ancestors, all of it": {map[string]string{
			"lib/package.scala": "package a\n\n/** Docs. */\npackage object lib extends Ask {\n  type Id = Long\n  def total(x: Int) = 1\n  implicit class Rich(x: Int)\n}\n",
			"lib/more/L.scala":  "package a.lib\nclass L\n",
			"one/A.scala":       "package b.one\nimport a.lib.total\nclass A\n",
			"two/A.scala":       "package b.two\nimport a.lib.ask\nclass A\n",
			"three/A.scala":     "package b.three\nimport a.lib._\nclass A { 1.foo }\n",
			"four/A.scala":      "package a.lib.four\nclass A(i: a.lib.Id)\n",
			"five/A.scala":      "package a.lib\npackage five\nclass A(total: Int) { total }\nclass B(i: Id)\n",
		}, "five > lib import [Id]\nfour > lib import [Id]\none > lib import [total]\nthree > lib import []\ntwo > lib import [ask]\n" +
			"  five/A.scala > lib/package.scala import line 4\n  four/A.scala > lib/package.scala import line 2\n  one/A.scala > lib/package.scala import line 2\n  three/A.scala > lib/package.scala import line 2\n  two/A.scala > lib/package.scala import line 2\n"},
		"objects: what is imported of them hides names of packages; names of the file's own": {map[string]string{
			"p/Use.scala":    "package p\nimport q.Messages._\nimport q.Codes.{Ok, Bad}\nclass Use[Key](k: Key) { Start; Ok; def f(x: S) = { import x.stop; stop } }\n",
			"p/o/O.scala":    "package p\nclass Start\nclass Key\nclass S\nobject stop\n",
			"q/Q.scala":      "package q\nobject Messages { case class Start() }\nobject Codes { val Ok = 1; object Bad }\n",
			"p/Scala3.scala": "package p:\n  import q.*\n  enum Colour:\n    case Red\n  object Main:\n    class Inner\n  def top(x: Codes) = x\n",
		}, "p > p/o import [S]\np > q import [Codes Codes.Bad Codes.Ok Messages]\n" +
			"  p/Scala3.scala > q/Q.scala import line 2\n  p/Use.scala > p/o/O.scala import line 4\n  p/Use.scala > q/Q.scala import line 2\n"},
		"cross-built projects: one's own platform, then one that includes it; what is shared means the JVM's": {map[string]string{
			"build.sbt":                                  "lazy val core = crossProject(JSPlatform, JVMPlatform).in(file(\"core\"))\n",
			"core/js/src/main/scala/a/t/T.scala":         "package a.t\nclass T\nclass U\n",
			"core/jvm/src/main/scala/a/t/T.scala":        "package a.t\nclass T\n",
			"core/jvm-native/src/main/scala/a/t/U.scala": "package a.t\nclass U\n",
			"core/jvm/src/main/scala/a/J.scala":          "package a\nimport a.t.T\nimport a.t.U\nclass J\n",
			"core/shared/src/main/scala/a/S.scala":       "package a\nimport a.t.T\nclass S\n",
		}, "core/jvm/src/main/scala/a > core/jvm-native/src/main/scala/a/t import [U]\ncore/jvm/src/main/scala/a > core/jvm/src/main/scala/a/t import [T]\ncore/shared/src/main/scala/a > core/jvm/src/main/scala/a/t import [T]\n" +
			"  core/jvm/src/main/scala/a/J.scala > core/jvm-native/src/main/scala/a/t/U.scala import line 3\n  core/jvm/src/main/scala/a/J.scala > core/jvm/src/main/scala/a/t/T.scala import line 2\n  core/shared/src/main/scala/a/S.scala > core/jvm/src/main/scala/a/t/T.scala import line 2\n"},
		"Java names Scala and Scala Java": {map[string]string{
			"src/main/java/a/j/J.java":       "package a.j;\nimport a.s.S;\nimport a.s.O$;\nimport a.s.N$inner$Deep;\npublic class J { a.k.K k; }\n",
			"src/main/java/a/s/Same.java":    "package a.s;\nclass Same { S s = O$.MODULE$; }\n",
			"src/main/scala/a/s/S.scala":     "package a.s\nimport a.j.J\nimport a.j.{J => JJ}\nclass S\nobject O\nobject N\n",
			"src/main/kotlin/a/k/K.kt":       "package a.k\nimport a.s.S\nclass K\n",
			"src/main/scala/a/u/U.scala":     "package a.u\nimport a.k.K\nclass U\n",
			"src/test/scala/a/u/T.scala":     "package a.u\nclass T(u: U)\n",
			"src/main/scala/a/u/USpec.scala": "package a.u\nimport a.s.S\nclass USpec\n",
			"app/UTest.scala":                "package app\nimport a.u.U\n",
		}, "app > src/main/scala/a/u test [U]\nsrc/main/java/a/j > src/main/kotlin/a/k import [K]\nsrc/main/java/a/j > src/main/scala/a/s import [N$inner$Deep O$ S]\nsrc/main/java/a/s > src/main/scala/a/s import [O$ S]\nsrc/main/kotlin/a/k > src/main/scala/a/s import [S]\nsrc/main/scala/a/s > src/main/java/a/j import [J]\nsrc/main/scala/a/u > src/main/kotlin/a/k import [K]\nsrc/main/scala/a/u > src/main/scala/a/s import [S]\nsrc/test/scala/a/u > src/main/scala/a/u test [U]\n" +
			"  app/UTest.scala > src/main/scala/a/u/U.scala test line 2\n  src/main/java/a/j/J.java > src/main/kotlin/a/k/K.kt import line 5\n  src/main/java/a/j/J.java > src/main/scala/a/s/S.scala import line 2\n  src/main/java/a/s/Same.java > src/main/scala/a/s/S.scala import line 2\n  src/main/kotlin/a/k/K.kt > src/main/scala/a/s/S.scala import line 2\n  src/main/scala/a/s/S.scala > src/main/java/a/j/J.java import line 2\n  src/main/scala/a/u/U.scala > src/main/kotlin/a/k/K.kt import line 2\n  src/main/scala/a/u/USpec.scala > src/main/scala/a/s/S.scala import line 2\n  src/test/scala/a/u/T.scala > src/main/scala/a/u/U.scala test line 2\n"},
	} {
		got := load(t, c.files)
		var edges []string
		for line := range strings.Lines(got) {
			if strings.Contains(line, " > ") || strings.HasPrefix(line, "jvm-") {
				edges = append(edges, line)
			}
		}
		if all := strings.Join(edges, ""); all != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, all, c.want)
		}
	}
}

func TestLoadScalaPackages(t *testing.T) {
	got := load(t, map[string]string{
		"lib/package.scala": "package a\n\n/** Docs. */\npackage object lib { type Id = Long; private def no = 1 }\n",
		"app/Main.scala":    "package a.app\nimport scala.util.Try\nimport cats.data.{NonEmptyList => Nel}\nimport com.typesafe.config._\nimport a.app.Gone\nobject Main extends App { val db = 1; import db.api._; import a.lib.Id }\nprivate[a] class Hidden\n",
		"app/J.java":        "package a.app;\nclass J {}\n",
	})
	want := "app scala[java] [] a.app files [J.java Main.scala] tests [] exports [Main] third [cats com.typesafe] []\n" +
		"lib scala[] [] a.lib files [package.scala] tests [] exports [Id] third [] []\n" +
		"app > lib import [Id]\n  app/Main.scala > lib/package.scala import line 6\njvm-unresolved 1 app/Main.scala:5: a.app.Gone\n"
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestScanScala(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"Scala 2": {"package a\npackage b\nimport c._, d.{E, F => G}\n@Ann(\"x\") sealed abstract class K[T <: Any](private val x: Int) extends B { case class In(); def m = { class Lost } }\n" +
			"private object O { object P }\ntrait W { self: K => type M }\n",
			"package a.b opened [a a.b] imports [c.* d.E d.F=>G] types [K K.In -O -O.P W] members []"},
		"Scala 3": {"package a\n\nimport c.*\nimport d.{E as F, given}\n\nenum Colour(val x: Int):\n  case Red\n\n@main def run(args: String*): Unit =\n  class Lost\n  def lost = 1\nend run\n\nval v = 1\ngiven ord: Ord[Int] with\n  def less = 1\nextension (s: String)\n  def shout = s\n  private def quiet = s\nopaque type Id = Long\nclass Z:\n  object In:\n    class Deep\n  class Next\n",
			"package a opened [a] imports [c.* d.E=>F d.*] types [Colour Id Z Z.In Z.In.Deep Z.Next] members [run v ord shout -quiet] main"},
		"packages with bodies": {"package a { class A }\npackage b.c {\n  import d.E\n  package f { class F }\n  class C\n}\n",
			"package a opened [a b.c b.c.f] imports [d.E] types [A b.c.f:F b.c:C] members []"},
		"programs": {"object A { def main(args: Array[String]) = () }", "package  opened [] imports [] types [A] members [] main"},
		"a class with main is none, nor is one that extends App": {"class A { def main(args: Array[String]) = () }\nclass B extends App\nobject C extends IOApp.Simple",
			"package  opened [] imports [] types [A B C] members [] main"},
		"interrupted":          {"package a\nimport b.", "package a opened [a] imports [] types [] members []"},
		"an import at the end": {"import a.b.{c, d", "package  opened [] imports [a.b.c a.b.d] types [] members []"},
		"only a package":       {"package a.b", "package a.b opened [a.b] imports [] types [] members []"},
	} {
		f := scanScala([]byte(c.src))
		got := fmt.Sprint("package ", f.Package, " opened ", f.Opened, " imports ", shownImports(f), " types ")
		var types, members []string
		for _, d := range f.Types {
			types = append(types, shownName(d.Space, d.Name, d.Public))
		}
		for _, m := range f.Members {
			members = append(members, shownName(m.Space, m.Name, m.Public))
		}
		got += fmt.Sprint(types, " members ", members)
		if f.Main {
			got += " main"
		}
		if got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

func shownName(space, name string, public bool) string {
	if space != "" {
		name = space + ":" + name
	}
	if !public {
		name = "-" + name
	}
	return name
}

func shownImports(f facts) []string {
	out := []string{}
	for _, s := range f.Imports {
		text := join(s.Parts)
		switch {
		case s.Wildcard:
			text += ".*"
		case s.Alias != "":
			text += "=>" + s.Alias
		}
		out = append(out, text)
	}
	return out
}

func FuzzScanScala(f *testing.F) {
	f.Add([]byte("package a\npackage object b { }\nimport c.{D => E, _}, f._\nobject G extends App { def h[I](j: I) = s\"${k.L}\" }"))
	f.Add([]byte("package a:\n  enum B:\n    case C\nimport d.*\nextension (x: Int)\n  def e = x\ngiven f: G with\n  def h = 1\nend f"))
	f.Fuzz(func(t *testing.T, src []byte) {
		a := scanScala(src)
		for _, s := range a.Imports {
			if len(s.Parts) == 0 {
				t.Fatalf("an import of nothing in %q", src)
			}
		}
	})
}
