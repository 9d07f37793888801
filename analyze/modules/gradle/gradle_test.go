package gradle

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
		fmt.Fprintf(&b, "%s %s %s\n", u.Path, u.Manifest, u.Name)
		for _, r := range u.Requirements {
			fmt.Fprintf(&b, "  %s %s at %d", r.Name, r.Version, r.Location.Line)
			if r.Decides.File != "" {
				fmt.Fprintf(&b, " by %s", r.Decides)
			}
			if r.Unit != "" {
				fmt.Fprintf(&b, " in %s", r.Unit)
			}
			if r.Kind != "" {
				fmt.Fprintf(&b, " (%s)", r.Kind)
			}
			b.WriteString("\n")
		}
	}
	for i := range s.Locks {
		l := &s.Locks[i]
		fmt.Fprintf(&b, "%s of %s\n", l.File, l.Path)
		for _, p := range l.Packages {
			fmt.Fprintf(&b, "  %s %s %s fork=%t line %d:", p.Name, p.Version, p.Unit, p.Fork, p.Line)
			for _, to := range p.Requires {
				fmt.Fprintf(&b, " %s %s", l.Packages[to.To].Name, to.Kind)
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

const libs = `[versions]
okio = "3.6.0"
rich = { strictly = "1.9", prefer = "1.8" }
[libraries]
okio-core = { module = "com.squareup:okio", version.ref = "okio" }
kotlin = { group = "org.k", name = "stdlib", version.ref = "rich" }
guava = "com.google:guava:31"
[bundles]
base = ["okio-core", "guava"]
`

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"Groovy": {map[string]string{"app/build.gradle": `
// implementation 'no:comment:1'
dependencies {
    implementation 'a:b:1.0', "a:c:1.1"
    testImplementation("a:d:1.2") { exclude group: 'x', module: 'y' }
    compileOnly group: 'a', name: 'e', version: '1.3'
    runtimeOnly platform('a:bom:2')
    annotationProcessor 'a:p:3@jar'
    koverReport 'a:k:1'
    implementation files('x.jar'), gradleApi()
    implementation(someFunction())
    constraints { implementation('a:f:4') }
    /* implementation 'no:comment:2' */
}
tasks { dependencies() }`},
			"app app/build.gradle :app\n  a:b 1.0 at 4\n  a:bom 2 at 7\n  a:c 1.1 at 4\n  a:d 1.2 at 5 (development)\n  a:e 1.3 at 6 (peer)\n  a:f 4 at 12\n  a:k 1 at 9 (development)\n  a:p 3 at 8 (development)\ngradle-computed 1\n"},
		"Kotlin": {map[string]string{"build.gradle.kts": `
val ver = "1.0"
val other by extra("2.0")
extra["third"] = "3.0"
buildscript { dependencies { classpath("a:plugin:9") } }
dependencies {
    implementation("a:b:$ver")
    api("a:c:${other}")
    "custom"("a:d:$third")
    add("testImplementation", "a:e:1")
    implementation("a:f:$nobody")
    implementation(kotlin("stdlib"))
    api(group = "a", name = "g", version = ver)
}`},
			". build.gradle.kts :.\n  a:b 1.0 at 7 by build.gradle.kts:2\n  a:c 2.0 at 8 by build.gradle.kts:3\n  a:d 3.0 at 9 by build.gradle.kts:4\n  a:e 1 at 10 (development)\n  a:f  at 11\n  a:g 1.0 at 13 by build.gradle.kts:2\n  a:plugin 9 at 5 (development)\nunknown-versions 1\n"},
		"a catalogue": {map[string]string{
			"settings.gradle":           "rootProject.name = 'shop'\ninclude ':app', \":lib-core\"",
			"gradle/libs.versions.toml": libs,
			"app/build.gradle.kts":      "dependencies {\n implementation(libs.okio.core)\n implementation(libs.bundles.base)\n api(platform(libs.kotlin))\n implementation(projects.libCore)\n implementation(project(\":lib-core\"))\n implementation(\"a:b:${libs.versions.okio.get()}\")\n}",
			"lib-core/build.gradle":     "",
			"build.gradle":              "",
		}, ". build.gradle shop\napp app/build.gradle.kts :app\n  :lib-core  at 5 in lib-core\n  :lib-core  at 6 in lib-core\n  a:b 3.6.0 at 7 by gradle/libs.versions.toml:2\n  com.google:guava 31 at 3 by gradle/libs.versions.toml:7\n  com.squareup:okio 3.6.0 at 2 by gradle/libs.versions.toml:2\n  com.squareup:okio 3.6.0 at 3 by gradle/libs.versions.toml:2\n  org.k:stdlib 1.9 at 4 by gradle/libs.versions.toml:3\n" +
			"gradle gradle/libs.versions.toml libs\n  com.google:guava 31 at 7 (optional)\n  com.squareup:okio 3.6.0 at 5 by gradle/libs.versions.toml:2 (optional)\n  org.k:stdlib 1.9 at 6 by gradle/libs.versions.toml:3 (optional)\nlib-core lib-core/build.gradle :lib-core\n"},
		"values of scripts above, and of gradle.properties": {map[string]string{
			"settings.gradle":     "",
			"build.gradle":        "apply from: \"$rootDir/gradle/deps.gradle\"\next { jacksonVersion = '2.1' }",
			"gradle/deps.gradle":  "ext.versions = [\n guava: '31', // a comment\n netty: '4']\next.libs = [\n guava: \"com.google:guava:$versions.guava\"]\nversions += [ late: '5' ]",
			"gradle.properties":   "# x\nslf4jVersion = 1.7\n",
			"a/build.gradle":      "dependencies {\n compile libs.guava\n compile \"x:jackson:${jacksonVersion}\"\n compile \"x:slf4j:$slf4jVersion\"\n compile \"x:late:${versions.late}\"\n}",
			"b/gradle.properties": "slf4jVersion=1.6",
			"b/build.gradle":      "dependencies { compile \"x:slf4j:$slf4jVersion\" }",
		}, ". build.gradle :\na a/build.gradle :a\n  com.google:guava 31 at 2 by gradle/deps.gradle:2\n  x:jackson 2.1 at 3 by build.gradle:2\n  x:late 5 at 5 by gradle/deps.gradle:6\n  x:slf4j 1.7 at 4 by gradle.properties:2\nb b/build.gradle :b\n  x:slf4j 1.6 at 1 by b/gradle.properties:1\n"},
		"a value that is set twice": {map[string]string{"build.gradle": "v = '1'\nif (x) { v = '2' }\ndependencies { compile \"a:b:$v\" }"},
			". build.gradle :.\n  a:b  at 3\nunknown-versions 1\n"},
		"blocks for projects, other names and folders": {map[string]string{
			"settings.gradle": "include 'core', 'web'\nproject(':web').projectDir = file('apps/web')\nproject(\":core\").name = \"core-lib\"",
			"build.gradle":    "project(':core-lib') {\n dependencies { compile 'a:b:1' }\n}\nproject(':web') {\n dependencies { compile project(':core-lib') }\n}",
		}, ". build.gradle :\napps/web build.gradle :web\n  :core-lib  at 5 in core\ncore build.gradle :core-lib\n  a:b 1 at 2\n"},
		"a catalogue under another name": {map[string]string{
			"settings.gradle.kts":   "dependencyResolutionManagement {\n versionCatalogs {\n create(\"deps\") { from(files(\"build/deps.versions.toml\", \"x\")) }\n create(\"own\") { from(files(\"deps.versions.toml\")) }\n }\n}",
			"deps.versions.toml":    "[libraries]\nx = \"a:x:1\"\n",
			"app/build.gradle.kts":  "dependencies { api(own.x) }",
			"node_modules/a.gradle": "dependencies { api(own.x) }",
		}, ". deps.versions.toml deps\n  a:x 1 at 2 (optional)\napp app/build.gradle.kts :app\n  a:x 1 at 1 by deps.versions.toml:2\n"},
		"locks": {map[string]string{
			"app/build.gradle":    "dependencies {\n implementation 'a:b:1'\n testImplementation 'a:t:1'\n}",
			"app/gradle.lockfile": "# comment\na:b:1.2=compileClasspath,testCompileClasspath\na:c:1=testRuntimeClasspath\na:c:2=runtimeClasspath\na:t:1=testCompileClasspath\nempty=annotationProcessor\n",
			"old/gradle/dependency-locks/compileClasspath.lockfile": "a:b:1\r\n",
		}, "app app/build.gradle :app\n  a:b 1 at 2\n  a:t 1 at 3 (development)\napp/gradle.lockfile of app\n  :app  app fork=false line 0: a:b  a:t development\n  a:b 1.2  fork=false line 2:\n  a:c 1  fork=true line 3:\n  a:c 2  fork=true line 4:\n  a:t 1  fork=false line 5:\n" +
			"old/gradle/dependency-locks/compileClasspath.lockfile of old\n  :old  old fork=false line 0:\n  a:b 1  fork=false line 1:\n"},
		"broken": {map[string]string{"gradle.lockfile": "a:b:1=x\nnonsense\n", "build.gradle": "dependencies {\n<<<<<<< HEAD\n}", "gradle/libs.versions.toml": "[versions\n"},
			"broken build.gradle:2: unresolved merge conflict; resolve it and remove the markers\nbroken gradle.lockfile:2: no group:artifact:version stands here; write the file anew with gradle dependencies --write-locks\n"},
		"never closed": {map[string]string{"build.gradle": "dependencies { compile 'a:b:1'\n compile('a:c:2"}, ". build.gradle :.\n  a:b 1 at 1\n  a:c 2 at 2\nbroken build.gradle:2: a text is not closed; add the quote that is missing\n"},
	} {
		s := modules.Join(Load(repo.Memory(c.files)))
		got := describe(s)
		if name == "broken" {
			got, _, _ = strings.Cut(got, "broken gradle/libs")
		}
		if got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

// What is nested without end, or stands for twice another, takes neither memory nor time.
func TestHostile(t *testing.T) {
	var bomb strings.Builder
	for i := range 60 {
		fmt.Fprintf(&bomb, "p%d = \"x$p%d$p%d\"\n", i, i+1, i+1)
	}
	for name, src := range map[string]string{
		"values":       bomb.String() + "dependencies { compile \"a:b:$p0\" }",
		"blocks":       strings.Repeat("dependencies {", 200_000),
		"other blocks": strings.Repeat("x {", 200_000),
		"lists":        strings.Repeat("a = [", 200_000),
		"names":        strings.Repeat("a.", 200_000) + "a = 'x'",
		"calls":        "dependencies { compile " + strings.Repeat("platform(", 200_000),
		"projects":     strings.Repeat("project(':a') {", 100_000),
	} {
		s := Load(repo.Memory(map[string]string{"settings.gradle": "include 'a'", "build.gradle": src}))
		for _, u := range s.Units {
			for _, r := range u.Requirements {
				if len(r.Version) > 1<<16 {
					t.Errorf("%s: a version of %d bytes", name, len(r.Version))
				}
			}
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("include ':a'", "v = '1'\nproject(':a') { dependencies { compile \"a:b:$v\", project(':a') } }", libs, "a:b:1=x")
	f.Fuzz(func(t *testing.T, settings, build, catalogue, lock string) {
		Load(repo.Memory(map[string]string{"settings.gradle": settings, "build.gradle": build, "gradle/libs.versions.toml": catalogue, "gradle.lockfile": lock}))
	})
}
