package maven

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// mavenJars is where Debian puts Maven.
const mavenJars = "/usr/share/maven/lib/*"

// Random checkouts are read as Maven's own model builder reads them: parents, properties,
// managed versions, lists of versions and profiles, with duplicates, gaps and names that
// stand for one another.
func TestAgainstMaven(t *testing.T) {
	java, err := exec.LookPath("javac")
	if jars, _ := filepath.Glob(mavenJars); err != nil || len(jars) == 0 {
		t.Skip("NOT CHECKED against Maven: no javac, or no Maven in " + mavenJars)
	}
	if testing.Short() {
		t.Skip("takes seconds")
	}
	root := t.TempDir()
	var list []string
	want := map[string][]string{}
	for i := range 60 {
		files := checkoutOf(rand.New(rand.NewPCG(uint64(i), 7)), fmt.Sprintf("g%d", i))
		for name, content := range files {
			name = fmt.Sprintf("r%d/%s", i, name)
			list = append(list, name)
			full := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		prefixed := map[string]string{}
		for name, content := range files {
			prefixed[fmt.Sprintf("r%d/%s", i, name)] = content
		}
		for _, u := range Load(repo.Memory(prefixed)).Units {
			want[u.Manifest] = lines(u)
		}
	}
	slices.Sort(list)
	got := ask(t, java, root, list)
	for _, file := range list {
		slices.Sort(got[file])
		if a, b := strings.Join(want[file], "\n"), strings.Join(got[file], "\n"); a != b {
			t.Fatalf("%s:\nhere:\n%s\nMaven:\n%s\n%s", file, a, b, above(root, file))
		}
	}
}

// above prints a pom and those of the folders above it.
func above(root, file string) string {
	var b strings.Builder
	for dir := filepath.Dir(file); dir != "."; dir = filepath.Dir(dir) {
		for _, name := range []string{"pom.xml", "bom/pom.xml"} {
			if content, err := os.ReadFile(filepath.Join(root, dir, name)); err == nil {
				fmt.Fprintf(&b, "--- %s/%s\n%s", dir, name, content)
			}
		}
	}
	return b.String()
}

func lines(u modules.Unit) []string {
	var out []string
	for _, r := range u.Requirements {
		v := r.Version
		if v == "" || r.Unconfirmed { // Maven does not read a list that it cannot complete
			v = "unknown"
		}
		out = append(out, fmt.Sprintf("%s %s %s", r.Name, v, r.Kind))
	}
	slices.Sort(out)
	return out
}

// ask runs Maven's model builder over the poms.
func ask(t *testing.T, javac, root string, poms []string) map[string][]string {
	classes := t.TempDir() // Java reads nothing in a folder whose name the locale cannot write
	source, err := os.ReadFile("testdata/Effective.java")
	if err == nil {
		err = os.WriteFile(filepath.Join(classes, "Effective.java"), source, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	compile := exec.Command(javac, "-cp", mavenJars, "Effective.java")
	compile.Dir = classes
	if out, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("javac: %v\n%s", err, out)
	}
	cmd := exec.Command("java", "-XX:TieredStopAtLevel=1", "-cp", mavenJars+":"+classes, "Effective", root)
	cmd.Dir = classes
	cmd.Stdin = strings.NewReader(strings.Join(poms, "\n") + "\n")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("java: %v\n%s", err, stderr.String())
	}
	got := map[string][]string{}
	for l := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(l, "\n"), "\t")
		if len(f) != 5 {
			t.Fatalf("%s: Maven cannot read it", f[0])
		}
		v := f[2]
		if v == "null" || strings.Contains(v, "${") {
			v = "unknown"
		}
		d := dependency{scope: text{value: f[3]}, optional: text{value: f[4]}}
		got[f[0]] = append(got[f[0]], fmt.Sprintf("%s %s %s", f[1], v, d.kind()))
	}
	return got
}

// checkoutOf makes the poms of one repository: a root, a list of versions, and modules two
// levels deep.
func checkoutOf(r *rand.Rand, group string) map[string]string {
	g := generator{r, group}
	files := map[string]string{
		"pom.xml":     g.pom("root", "", "", ""),
		"bom/pom.xml": g.pom("bom", "root", "../pom.xml", ""),
	}
	imports := ""
	if r.IntN(3) > 0 {
		imports = g.managedImport("bom")
	}
	for i := range 1 + r.IntN(3) {
		mid := fmt.Sprintf("mid%d", i)
		files[mid+"/pom.xml"] = g.pom(mid, "root", g.relative("../pom.xml"), imports)
		for j := range r.IntN(3) {
			leaf := fmt.Sprintf("leaf%d%d", i, j)
			files[mid+"/"+leaf+"/pom.xml"] = g.pom(leaf, mid, g.relative("../pom.xml"), "")
		}
	}
	return files
}

type generator struct {
	*rand.Rand
	group string
}

func (g generator) chance(n int) bool { return g.IntN(n) == 0 }

// relative leaves a path away, for Maven's default is the same, or writes the folder.
func (g generator) relative(path string) string {
	switch g.IntN(3) {
	case 0:
		return ""
	case 1:
		return strings.TrimSuffix(path, "/pom.xml")
	}
	return path
}

func (g generator) pom(name, parent, relative, managed string) string {
	var b strings.Builder
	b.WriteString("<project><modelVersion>4.0.0</modelVersion>\n")
	if parent == "" {
		fmt.Fprintf(&b, "<groupId>%s</groupId><version>1.0</version>\n", g.group)
	} else {
		fmt.Fprintf(&b, "<parent><groupId>%s</groupId><artifactId>%s</artifactId><version>1.0</version>", g.group, parent)
		if relative != "" {
			fmt.Fprintf(&b, "<relativePath>%s</relativePath>", relative)
		}
		b.WriteString("</parent>\n")
	}
	fmt.Fprintf(&b, "<artifactId>%s</artifactId><packaging>pom</packaging>\n", name)
	b.WriteString(g.body(managed, name != "bom"))
	if g.chance(2) {
		fmt.Fprintf(&b, "<profiles><profile><id>p</id><activation>%s</activation>\n%s</profile></profiles>\n", g.activation(), g.body("", false))
	}
	b.WriteString("</project>\n")
	return b.String()
}

func (g generator) activation() string {
	list := []string{
		"<activeByDefault>true</activeByDefault>", "<jdk>[11,)</jdk>", "<jdk>[1.4,9)</jdk>", "<jdk>(17,</jdk>", "<jdk>17</jdk>", "<jdk>!17</jdk>",
		"<property><name>!no.such.property</name></property>", "<property><name>no.such.property</name></property>",
		"<os><family>unix</family></os>", "<os><family>windows</family></os>", "<os><family>!windows</family></os>",
		"<file><exists>pom.xml</exists></file>", "<file><missing>pom.xml</missing></file>", "<file><missing>${basedir}/none</missing></file>",
	}
	return list[g.IntN(len(list))]
}

func (g generator) body(managed string, mayDepend bool) string {
	var b strings.Builder
	b.WriteString("<properties>")
	for _, p := range []string{"a", "b", "c"} {
		if g.chance(2) {
			value := g.version()
			for p == "c" && strings.Contains(value, "v.") || strings.Contains(value, "v.a") || strings.Contains(value, "v."+p) {
				value = g.version() // later properties only: cycles are errors
			}
			fmt.Fprintf(&b, "<v.%s>%s</v.%s>", p, value, p)
		}
	}
	b.WriteString("</properties>\n<dependencyManagement><dependencies>" + managed)
	for range g.IntN(4) {
		b.WriteString(g.dependency(true))
	}
	b.WriteString("</dependencies></dependencyManagement>\n<dependencies>")
	for range g.IntN(5) {
		if mayDepend {
			b.WriteString(g.dependency(g.chance(2)))
		}
	}
	b.WriteString("</dependencies>\n")
	return b.String()
}

func (g generator) managedImport(name string) string {
	version := []string{"1.0", "${project.version}", "9.9"}[g.IntN(3)]
	return fmt.Sprintf("<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><type>pom</type><scope>import</scope></dependency>\n", g.group, name, version)
}

func (g generator) dependency(versioned bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<dependency><groupId>x</groupId><artifactId>d%d</artifactId>", g.IntN(4))
	if versioned {
		fmt.Fprintf(&b, "<version>%s</version>", g.version())
	}
	if g.chance(4) {
		b.WriteString("<type>test-jar</type>")
	}
	if g.chance(6) {
		b.WriteString("<classifier>c</classifier>")
	}
	if g.chance(3) {
		fmt.Fprintf(&b, "<scope>%s</scope>", []string{"test", "provided", "runtime", "compile"}[g.IntN(4)])
	}
	if g.chance(5) {
		b.WriteString("<optional>true</optional>")
	}
	b.WriteString("</dependency>\n")
	return b.String()
}

func (g generator) version() string {
	list := []string{"1", "2", "3", "${v.a}", "${v.b}", "${v.c}", "1.${v.a}", "${project.version}", "${version}", "${pom.version}", "${project.parent.version}", "${nobody.sets.it}", "${v.b}-${v.c}"}
	return list[g.IntN(len(list))]
}
