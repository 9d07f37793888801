package version

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
)

func TestPEP440Order(t *testing.T) {
	s := Of("python")
	order := []string{ // PEP 440's own examples, and epochs
		"1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456", "1.0b2.post345",
		"1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34", "1.0.post456", "1.1.dev1", "2024.1", "1!0.5", "1!1.0",
	}
	for i, a := range order {
		for j, b := range order {
			if got := s.Compare(a, b); (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%s against %s: %d", a, b, got)
			}
		}
	}
	for _, c := range [][2]string{{"1.0", "1.0.0"}, {"V1.0-ALPHA_1", "1.0a1"}, {"1.0-1", "1.0.post1"}, {"1.0c1", "1.0rc1"}, {"1.0+A.b", "1.0+a-b"}, {"01.00", "1.0"}} {
		a, _ := parsePEP440(c[0])
		b, _ := parsePEP440(c[1])
		if a.compare(b) != 0 {
			t.Errorf("%s and %s are one version", c[0], c[1])
		}
	}
	for _, bad := range []string{"", "1.0x", "latest", "1..0", "1.0+", "2004d", "*", "1.*", "1!", "a1"} {
		if s.Valid(bad) {
			t.Errorf("%q is no version", bad)
		}
	}
	for v, want := range map[string]string{"1!2.3": "1!2", "0!2.3": "2", "1!0.3": "1!0.3", "0.27rc1": "0.27", "2024.8": "2024"} {
		if got := s.Class(v); got != want {
			t.Errorf("%s is of class %q, want %q", v, got, want)
		}
	}
}

// TestPEP440Accepts holds what deps.dev/util/semver gets wrong, and what Poetry adds.
func TestPEP440Accepts(t *testing.T) {
	for _, c := range []struct {
		rng, version   string
		accepts, known bool
	}{
		{"==1.0", "1.0+local", true, true}, {"==1.0+local", "1.0", false, true}, {"<=1.0", "1.0+local", true, true}, {">1.0", "1.0+local", false, true},
		{">=1!1.0", "2.0", false, true}, {">=1.0", "1!0.1", true, true}, {"==1!1.*", "1!1.5", true, true},
		{"===1.0-weird", "1.0-weird", false, false}, {"===1.0", "1.0", true, true}, {"===1.0", "1.0.0", false, true},
		{"<2", "2.0rc1", false, true}, {"<2", "1.6rc1", false, true}, {">=1.6rc1,<2", "1.6rc2", true, true}, {"!=1.0", "1.0.post1", true, true}, {">1.7", "1.7.0.post1", false, true},
		{"~=2.2", "2.9", true, true}, {"~=1.4.5a4", "1.4.9", true, true}, {"~=1", "1.0", false, false}, {"", "1.0", true, true},
		{"^1.2", "1.9", true, true}, {"^1.2", "2.0", false, true}, {"^0.2.3", "0.2.9", true, true}, {"^0.2.3", "0.3", false, true}, {"^0.0.3", "0.0.4", false, true}, {"^0", "0.9", true, true},
		{"~1.2", "1.2.9", true, true}, {"~1.2", "1.3", false, true}, {"~1", "1.9", true, true}, {"1.2", "1.2.0", true, true}, {"1.2.*", "1.2.7", true, true}, {"*", "3", true, true},
		{"^1.0 || ^3.0", "3.1", true, true}, {"^1.0 || ^3.0", "2.1", false, true}, {"latest", "1.0", false, false},
	} {
		accepts, known := Of("python").Accepts(c.rng, c.version)
		if accepts != c.accepts || known != c.known {
			t.Errorf("%q accepts %s: %v (known %v), want %v (%v)", c.rng, c.version, accepts, known, c.accepts, c.known)
		}
	}
}

func TestPEP440Overlap(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{">=1,<2", ">=1.5", true}, {"<1", ">=1", false}, {">1.0", "<1.0.1", true}, {"==1.*", "!=1", true}, {"==1.0", "!=1.0", false}, {"^1.2", "^2", false}, {"~=1.4", "<1.4", false},
		{">=2.0rc1", "<2.0", false}, {"", "<1", true}, {"===1.0", ">=2", false}, {"==1.0+a", "==1.0", true}, {">=1!1", "<5", false}, {"==2.*", "==2.1.*", true}, {"!=1.*,>=1", "<2", false}, {"!=1.*,>=1", "<=2", true},
	} {
		if got, known := Of("python").Overlap(c.a, c.b); got != c.want || !known {
			t.Errorf("%q and %q: %v (known %v), want %v", c.a, c.b, got, known, c.want)
		}
	}
}

// Overlap against trying many versions: whatever meets both ranges proves it, and where
// it is claimed one of the grid does.
func TestPEP440OverlapAgainstSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 40))
	var grid []string
	for i := range 5 {
		for j := range 5 {
			v := fmt.Sprintf("%d.%d", i, j)
			grid = append(grid, v, v+".1", v+".0.0.0.0.1", v+".5")
		}
	}
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	rng := func() string {
		var parts []string
		for range 1 + r.IntN(3) {
			v := fmt.Sprintf("%d.%d", r.IntN(4), r.IntN(4))
			parts = append(parts, pick(">="+v, "<"+v, "!="+v, ">"+v, "<="+v, "~="+v, "=="+v+".*", "!="+v+".*", "^"+v, "~"+v))
		}
		return strings.Join(parts, ",")
	}
	s := Of("python")
	for range 600 {
		a, b := rng(), rng()
		want := false
		for _, v := range grid {
			x, _ := s.Accepts(a, v)
			y, _ := s.Accepts(b, v)
			want = want || x && y
		}
		if got, known := s.Overlap(a, b); got != want || !known {
			t.Errorf("%q and %q: %v (known %v), want %v", a, b, got, known, want)
		}
	}
}

// TestAgainstPackaging holds order and ranges against Python's own library, in the copy
// that pip brings along.
func TestAgainstPackaging(t *testing.T) {
	if exec.Command("python3", "-c", "import pip._vendor.packaging.specifiers").Run() != nil {
		t.Skip("NOT RUN: python3 with pip is not installed, nothing is compared with it")
	}
	r := rand.New(rand.NewPCG(44, 0))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	random := func() string {
		return pick("", "", "", "1!") + pick("0.1", "1", "1.0", "1.2", "1.2.3", "2.0", "1.10") + pick("", "", "a1", "rc2", ".b0") + pick("", "", ".post1", "-2") + pick("", "", ".dev3") + pick("", "", "", "+loc.1", "+2")
	}
	plain := func(v string) string { v, _, _ = strings.Cut(v, "+"); return v }
	var questions, ours []string
	s := Of("python")
	for range 4000 {
		a, b := random(), random()
		x, _ := parsePEP440(a)
		y, _ := parsePEP440(b)
		questions, ours = append(questions, a+"\tvs\t"+b), append(ours, fmt.Sprint(x.compare(y)))
		exact := "===" + b
		if strings.Contains(b, ".b0") || strings.Contains(b, "-2") { // packaging compares with the canonical spelling, PEP 440 with what is written
			exact = "===1.0"
		}
		var parts []string
		for range 1 + r.IntN(2) {
			parts = append(parts, pick("=="+random(), "!="+random(), ">="+plain(random()), "<="+plain(random()), "<"+plain(random()), ">"+plain(random()), "==1.*", "!=1.2.*", "~=1.2", "~="+plain(random())+".0", exact))
		}
		rng := strings.Join(parts, ",")
		accepts, known := s.Accepts(rng, b)
		if known {
			questions, ours = append(questions, rng+"\tin\t"+b), append(ours, map[bool]string{true: "1", false: "0"}[accepts])
		}
	}
	cmd := exec.Command("python3", "-c", `
import sys
from pip._vendor.packaging.version import Version
from pip._vendor.packaging.specifiers import SpecifierSet, InvalidSpecifier
for line in sys.stdin:
    a, what, b = line.rstrip("\n").split("\t")
    if what == "vs":
        x, y = Version(a), Version(b)
        print((x > y) - (x < y))
    else:
        try:
            print(int(SpecifierSet(a).contains(b)))
        except InvalidSpecifier:
            print("invalid")
`)
	cmd.Stdin = strings.NewReader(strings.Join(questions, "\n"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	answers, wrong := strings.Fields(string(out)), 0
	if len(answers) != len(questions) {
		t.Fatalf("%d answers to %d questions", len(answers), len(questions))
	}
	for i, want := range answers {
		if want != ours[i] && wrong < 20 {
			wrong++
			t.Errorf("%s: %s, packaging says %s", questions[i], ours[i], want)
		}
	}
}
