package version

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestMavenOrder(t *testing.T) {
	s := Of("maven")
	order := []string{"1.0.0.M1", "1.0.0.M2", "1.0.0.RC1", "1-rc2", "1.0-SNAPSHOT", "1.0", "1.0-sp", "1.0-jre", "1.0-1", "1.0.1-alpha-1", "1.0.1.Final", "1.1", "1.10"}
	for i, a := range order {
		for j, b := range order {
			if got := s.Compare(a, b); (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%s against %s: %d", a, b, got)
			}
		}
	}
}

const comparer = `
import org.apache.maven.artifact.versioning.ComparableVersion;
import java.util.Scanner;
public class Comparer {
	public static void main(String[] args) {
		Scanner in = new Scanner(System.in);
		while (in.hasNextLine()) {
			String[] p = in.nextLine().split("\t");
			System.out.println(Integer.signum(new ComparableVersion(p[0]).compareTo(new ComparableVersion(p[1]))));
		}
	}
}`

// TestAgainstMaven holds the order against Maven's own class, where Maven is installed.
func TestAgainstMaven(t *testing.T) {
	jars, _ := filepath.Glob("/usr/share/java/maven-artifact-3.x.jar")
	if _, err := exec.LookPath("java"); err != nil || len(jars) == 0 {
		t.Skip("NOT RUN: java or Maven's jar is not installed, nothing is compared with it")
	}
	var versions []string
	for _, base := range []string{"1", "1.0.0", "1.1", "4.1.100", "0"} {
		for _, q := range []string{"", "-SNAPSHOT", ".Final", "-alpha-1", "a1", "-beta", ".RC2", "-RC1", "-GA", "-sp", "-jre", ".v2020", "-1", ".1-2", "-M1", ".M1", "-cr1", "-pre.1", "xyz", "-b01", "-20200101", ".", "-", "..x", "-0-x"} {
			versions = append(versions, base+q)
		}
	}
	var questions, ours []string
	for _, a := range versions {
		for _, b := range versions {
			questions = append(questions, a+"\t"+b)
			ours = append(ours, fmt.Sprint(mavenItems(a).compare(mavenItems(b))))
		}
	}
	program := filepath.Join(t.TempDir(), "Comparer.java")
	if err := os.WriteFile(program, []byte(comparer), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("java", "-cp", jars[0]+":/usr/share/java/commons-lang3.jar", program)
	cmd.Stdin = strings.NewReader(strings.Join(questions, "\n"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for i, want := range strings.Fields(string(out)) {
		if want != ours[i] && wrong < 20 {
			wrong++
			t.Errorf("%q: %s, Maven says %s", questions[i], ours[i], want)
		}
	}
}
