package sbt

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/finding"
	"seam/analyze/repo"
)

// load prints units, requirements and warnings.
func load(t *testing.T, files map[string]string) string {
	t.Helper()
	set := Load(repo.Memory(files))
	var b strings.Builder
	for _, u := range set.Units {
		fmt.Fprintf(&b, "%s %s %s\n", u.Path, u.Name, u.Manifest)
		for _, r := range u.Requirements {
			fmt.Fprintf(&b, "  %s %q %s line %d", r.Name, r.Version, r.Kind, r.Location.Line)
			if r.Unit != "" {
				fmt.Fprintf(&b, " unit %s", r.Unit)
			}
			if r.Decides != (finding.Location{}) {
				fmt.Fprintf(&b, " set at %s", r.Decides)
			}
			b.WriteByte('\n')
		}
	}
	for _, w := range set.Warnings {
		fmt.Fprintf(&b, "%s %s\n", w.Code, w.Message)
	}
	return b.String()
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"projects in their ways, and what they depend on": {map[string]string{
			"build.sbt": `lazy val root = (project in file(".")).aggregate(core, web)
lazy val core = project
lazy val web: Project = project.in(file("modules/web"))
  .dependsOn(core % "compile->compile;test->test", kit % Test)
  .dependsOn(util.jvm)
lazy val kit = Project(id = "test-kit", base = file("kit"))
lazy val util = crossProject(JVMPlatform, JSPlatform).in(file("util"))
lazy val extra = Extra("Extra-Id", "more/extra").dependsOn(LocalProject("test-kit"))
val notOne = Extra("nowhere")
`, "more/extra/A.scala": "",
		}, `. root build.sbt
core core build.sbt
kit kit build.sbt
modules/web web build.sbt
  core ""  line 4 unit core
  kit "" development line 4 unit kit
  util ""  line 5 unit util
more/extra extra build.sbt
  kit ""  line 8 unit kit
util util build.sbt
`},
		"requirements: values, lists of values, configurations; what is excluded is none": {map[string]string{
			"build.sbt": `val catsVersion = "2.9.0"
val common = Seq(libraryDependencies += "org.common" % "c" % "1" % Test)
lazy val core = (project in file("core")).settings(common,
  libraryDependencies ++= Seq(
    "org.typelevel" %% "cats-core" % catsVersion,
    "a.b" %%% "js" % s"${Versions.x}-M1" % "provided" exclude("no", "no"),
    "no.version" % "n",
    compilerPlugin("p.q" % "plugin" % "3")
  ) ++ Dependencies.web ++ core,
  excludeDependencies += "ex" % "cluded",
  dependencyOverrides += "over" % "ridden" % "9")
`,
			"core/build.sbt": `libraryDependencies += "own" % "settings" % "1.0"
`,
			"project/Dependencies.scala": `import sbt._
object Versions { val x = "7"; val twice = "1" }
object Dependencies {
  val core = "shadowed" % "by" % "project"
  val http = "h" %% "http" % "5.0"
  val web = Seq(http, Test.kit, "w" % "computed" % sys.props("v"))
  object Test { val kit = "k" % "kit" % Versions.x % "test" }
}
`,
		}, `. root build.sbt
core core build.sbt
  a.b:js "7-M1" peer line 6
  h:http "5.0"  line 9 set at project/Dependencies.scala:5
  k:kit "7" development line 9 set at project/Dependencies.scala:2
  no.version:n ""  line 7
  org.common:c "1" development line 3 set at build.sbt:2
  org.typelevel:cats-core "2.9.0"  line 5 set at build.sbt:1
  own:settings "1.0"  line 1
  p.q:plugin "3" development line 8
  w:computed ""  line 9
unknown-versions sbt: 2 dependency versions of 9 computed by builds; they were not compared
`},
		"several builds; folders of tests of sbt plugins": {map[string]string{
			"a/build.sbt":                  `name := "x"` + "\nlibraryDependencies += \"g\" % \"a\" % \"1\"\nval last = \"2\"\n",
			"b/build.sbt":                  "",
			"docs/code/part.sbt":           "libraryDependencies += \"g\" % \"a\" % \"3\"\n",
			"b/project/build.properties":   "sbt.version=1",
			"p/src/sbt-test/g/t/build.sbt": "libraryDependencies += \"g\" % \"a\" % \"2\"\n",
			"c/project/build.properties":   "sbt.version=1",
			"c/project/Build.scala":        "object B extends Build { lazy val one = Project(\"one\", file(\"one\")) }\n",
		}, `a a a/build.sbt
  g:a "1"  line 2
b b b/build.sbt
c c c/project/Build.scala
c/one one c/project/Build.scala
`},
		"a value that mentions itself, and a merge conflict": {map[string]string{
			"build.sbt":   "val a = Seq(b)\nval b = Seq(a)\nval v = w\nval w = v\nlazy val p = project.settings(a, libraryDependencies += \"g\" % \"n\" % v)\n",
			"q/build.sbt": "<<<<<<< HEAD\n",
		}, `. root build.sbt
p p build.sbt
  g:n ""  line 5
q q q/build.sbt
broken-manifest q/build.sbt:1: unresolved merge conflict; resolve it and remove the markers; what is not read of this file is missing from the answer, repair it
unknown-versions sbt: 1 dependency version of 1 computed by builds; they were not compared
`},
	} {
		if got := load(t, c.files); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

// Values that mention others twice each would be read two to the power of their number times.
func TestLoadIsBounded(t *testing.T) {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "val a%d = Seq(a%d, a%d)\n", i, i+1, i+1)
	}
	b.WriteString("lazy val p = project.settings(a0)\n")
	load(t, map[string]string{"build.sbt": b.String()})
	for _, piece := range []string{"val a = s\"$a\" % ", "object A { val b = (", "val a ", "val a = project ", "val a = b(", "dependsOn(", "\"a\" % "} {
		load(t, map[string]string{"build.sbt": strings.Repeat(piece, 50_000)})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte("lazy val a = (project in file(\"b\")).dependsOn(c % Test).settings(libraryDependencies ++= Seq(\"g\" %% \"n\" % v, d))\nval v = s\"${w}-x\"\nval w = \"1\"\n"), []byte("object D { val d = \"g\" % \"m\" % \"2\" % \"provided\" }"))
	f.Fuzz(func(t *testing.T, build, more []byte) {
		files := map[string]string{"build.sbt": string(build), "project/D.scala": string(more), "b/build.sbt": string(more)}
		if a, b := load(t, files), load(t, files); a != b {
			t.Fatalf("two answers:\n%s\n%s", a, b)
		}
	})
}
