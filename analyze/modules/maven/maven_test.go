package maven

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// describe prints units, one line each, with their requirements: name version, then the
// kind, the line, "by" the line that sets the version, "in" the unit it is taken from.
func describe(s *modules.Set) string {
	var b strings.Builder
	for _, u := range s.Units {
		fmt.Fprintf(&b, "%s %s\n", u.Manifest, u.Name)
		for _, r := range u.Requirements {
			fmt.Fprintf(&b, "  %s %s", r.Name, r.Version)
			if r.Kind != "" {
				fmt.Fprintf(&b, " (%s)", r.Kind)
			}
			fmt.Fprintf(&b, " at %s", r.Location)
			if r.Decides.File != "" {
				fmt.Fprintf(&b, " by %s", r.Decides)
			}
			if r.Unit != "" {
				fmt.Fprintf(&b, " in %s", r.Unit)
			}
			if r.Unconfirmed {
				b.WriteString(" unconfirmed")
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

const root = `<project>
  <groupId>g</groupId><artifactId>root</artifactId><version>${revision}</version>
  <properties>
    <revision>1.0</revision>
    <json>2.1</json>
  </properties>
  <dependencyManagement><dependencies>
    <dependency>
      <groupId>x</groupId>
      <artifactId>json</artifactId>
      <version>${json}</version>
      <scope>test</scope>
    </dependency>
  </dependencies></dependencyManagement>
</project>`

const parent = `<parent><groupId>g</groupId><artifactId>root</artifactId><version>${revision}</version></parent>`

func dependencies(lines ...string) string {
	return "<dependencies>\n" + strings.Join(lines, "\n") + "\n</dependencies>"
}

func wants(group, artifact, more string) string {
	return fmt.Sprintf("<dependency><groupId>%s</groupId><artifactId>%s</artifactId>%s</dependency>", group, artifact, more)
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"managed by a parent, set by its property": {map[string]string{
			"pom.xml":   root,
			"a/pom.xml": "<project>" + parent + "<artifactId>a</artifactId>" + dependencies(wants("x", "json", "")) + "</project>",
		}, "pom.xml g:root\na/pom.xml g:a\n  x:json 2.1 (development) at a/pom.xml:2 by pom.xml:5\n"},
		"a property of the child wins": {map[string]string{
			"pom.xml":   root,
			"a/pom.xml": "<project>" + parent + "<artifactId>a</artifactId>\n<properties><json>3.0</json></properties>" + dependencies(wants("x", "json", "<scope>compile</scope>")) + "</project>",
		}, "pom.xml g:root\na/pom.xml g:a\n  x:json 3.0 at a/pom.xml:3 by a/pom.xml:2\n"},
		"own units": {map[string]string{
			"pom.xml":   root,
			"a/pom.xml": "<project>" + parent + "<artifactId>a</artifactId></project>",
			"b/pom.xml": "<project>" + parent + "<artifactId>b</artifactId>" + dependencies(wants("g", "a", "<version>${project.version}</version>")) + "</project>",
			"c/pom.xml": "<project>" + parent + "<artifactId>c</artifactId>" + dependencies(wants("g", "a", "<version>0.9</version>")) + "</project>",
		}, "pom.xml g:root\na/pom.xml g:a\nb/pom.xml g:b\n  g:a 1.0 at b/pom.xml:2 in a\nc/pom.xml g:c\n  g:a 0.9 at c/pom.xml:2\n"},
		"a parent elsewhere": {map[string]string{
			"a/pom.xml": "<project><parent><groupId>o</groupId><artifactId>p</artifactId><version>1</version></parent><artifactId>a</artifactId>" + dependencies(wants("x", "json", ""), wants("x", "y", "<version>${their.version}</version>")) + "</project>",
		}, "a/pom.xml o:a\n  x:json  at a/pom.xml:2\n  x:y  at a/pom.xml:3\nunknown-versions 2\n"},
		"the folder above is not the parent": {map[string]string{
			"pom.xml":   root,
			"a/pom.xml": "<project><parent><groupId>o</groupId><artifactId>p</artifactId><version>1</version></parent><artifactId>a</artifactId>" + dependencies(wants("x", "json", "")) + "</project>",
		}, "pom.xml g:root\na/pom.xml o:a\n  x:json  at a/pom.xml:2\nunknown-versions 1\n"},
		"a parent found by its name": {map[string]string{
			"build/parent/pom.xml": root,
			"a/pom.xml":            "<project>" + parent + "<artifactId>a</artifactId>" + dependencies(wants("x", "json", "")) + "</project>",
		}, "a/pom.xml g:a\n  x:json 2.1 (development) at a/pom.xml:2 by build/parent/pom.xml:5\nbuild/parent/pom.xml g:root\n"},
		"an imported list that needs the network": {map[string]string{
			"bom/pom.xml": "<project><groupId>g</groupId><artifactId>bom</artifactId><version>1</version><dependencyManagement>" + dependencies(wants("x", "y", "<version>5</version>")) + "</dependencyManagement>" + dependencies(wants("x", "z", "")) + "</project>",
			"a/pom.xml":   "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><dependencyManagement>" + dependencies(wants("g", "bom", "<version>1</version><type>pom</type><scope>import</scope>")) + "</dependencyManagement>" + dependencies(wants("x", "y", "")) + "</project>",
		}, "a/pom.xml g:a\n  x:y 5 at a/pom.xml:4 by bom/pom.xml:2 unconfirmed\nbom/pom.xml g:bom\n  x:z  at bom/pom.xml:4\nunknown-versions 1\n"},
		"two lists that import each other": {map[string]string{
			"a/pom.xml": "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><dependencyManagement>" + dependencies(wants("g", "b", "<version>1</version><type>pom</type><scope>import</scope>"), wants("x", "y", "<version>5</version>")) + "</dependencyManagement></project>",
			"b/pom.xml": "<project><groupId>g</groupId><artifactId>b</artifactId><version>1</version><dependencyManagement>" + dependencies(wants("g", "a", "<version>1</version><type>pom</type><scope>import</scope>")) + "</dependencyManagement>" + dependencies(wants("x", "y", "")) + "</project>",
		}, "a/pom.xml g:a\nb/pom.xml g:b\n  x:y 5 at b/pom.xml:4 by a/pom.xml:3\n"},
		"poms that are each other's parent": {map[string]string{
			"a/pom.xml": "<project><parent><groupId>g</groupId><artifactId>b</artifactId><version>1</version><relativePath>../b</relativePath></parent><artifactId>a</artifactId>" + dependencies(wants("x", "y", "<version>1</version>")) + "</project>",
			"b/pom.xml": "<project><parent><groupId>g</groupId><artifactId>a</artifactId><version>1</version><relativePath>../a</relativePath></parent><artifactId>b</artifactId></project>",
		}, "a/pom.xml g:a\n  x:y 1 at a/pom.xml:2\nb/pom.xml g:b\n  x:y 1 at a/pom.xml:2\n"},
		"a property that stands for itself": {map[string]string{
			"pom.xml": "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><properties><v>${w}</v><w>${v}</w></properties>" + dependencies(wants("x", "y", "<version>${v}</version>")) + "</project>",
		}, "pom.xml g:a\n  x:y  at pom.xml:2\nunknown-versions 1\n"},
		"a profile that somebody must switch on": {map[string]string{
			"pom.xml": "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><profiles><profile><id>p</id>" + dependencies(wants("x", "y", "<version>1</version>")) + "</profile></profiles></project>",
		}, "pom.xml g:a\nmaven-profiles 1\n"},
		"kinds": {map[string]string{
			"pom.xml": "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version>" + dependencies(wants("x", "a", "<version>1</version><scope>provided</scope>"), wants("x", "b", "<version>1</version><optional>true</optional>"), wants("x", "c", "<version>1</version><scope>test</scope>"), wants("x", "d", "<version>1</version><scope>runtime</scope>")) + "</project>",
		}, "pom.xml g:a\n  x:a 1 (peer) at pom.xml:2\n  x:b 1 (optional) at pom.xml:3\n  x:c 1 (development) at pom.xml:4\n  x:d 1 at pom.xml:5\n"},
		"a template of an archetype": {map[string]string{"src/main/resources/archetype-resources/pom.xml": "#set($x = 1) <project>"}, ""},
		"a resource of tests":        {map[string]string{"core/src/test/resources/broken/pom.xml": "<model/>"}, ""},
		"not closed":                 {map[string]string{"pom.xml": "<project>\n<artifactId>"}, "broken pom.xml:2: unexpected EOF\n"},
		"something else":             {map[string]string{"pom.xml": "\n<settings/>"}, "broken pom.xml:2: the outermost element is <settings>, not <project>\n"},
	} {
		if got := describe(Load(repo.Memory(c.files))); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

// Properties that stand for twice another one must not fill the memory.
func TestPropertyBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><properties>")
	for i := range 60 {
		fmt.Fprintf(&b, "<p%d>x${p%d}${p%d}</p%d>", i, i+1, i+1, i)
	}
	b.WriteString("</properties>" + dependencies(wants("x", "y", "<version>${p0}</version>")) + "</project>")
	for _, r := range Load(repo.Memory(map[string]string{"pom.xml": b.String()})).Units[0].Requirements {
		if r.Version != "" {
			t.Errorf("version of %d bytes", len(r.Version))
		}
	}
}

// A dependency without its group or its name is none: what Maven would refuse is no requirement.
func TestDependenciesWithoutNames(t *testing.T) {
	set := Load(repo.Memory(map[string]string{"pom.xml": "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><dependencies>" +
		"<dependency><groupId>x</groupId></dependency><dependency><artifactId>y</artifactId></dependency>" +
		"<dependency><groupId>x</groupId><artifactId>y</artifactId><version>2</version></dependency></dependencies></project>"}))
	if got := describe(set); strings.Count(got, "\n") != 2 || !strings.Contains(got, "x:y 2") {
		t.Error(got)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(root, "<project>"+parent+"<artifactId>a</artifactId>"+dependencies(wants("x", "json", ""))+"</project>")
	f.Fuzz(func(t *testing.T, a, b string) {
		Load(repo.Memory(map[string]string{"pom.xml": a, "a/pom.xml": b}))
	})
}

func TestIsForeign(t *testing.T) {
	for folder, want := range map[string]bool{
		".": false, "core": false, "core/src/main/java": false, "core/resources": false, "src/resources": false,
		"core/src/test/resources/it": true, "src/main/resources": true, "a/archetype-resources": true, "web/node_modules/x": true,
	} {
		if got := IsForeign(folder); got != want {
			t.Errorf("IsForeign(%q) = %v", folder, got)
		}
	}
}
