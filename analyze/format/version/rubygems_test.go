package version

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// versions and requirements that differ in what RubyGems makes of them.
var (
	gemVersions = strings.Fields("0 0.9 1 1.0 1.0.0 1.0.a 1.0.0.pre 1.0.0.pre1 1.0.0.rc1 1.0.0-rc2 1.0.1 1.2 1.2.3 1.2.10 1.9.9 1.10 2 2.0.0.alpha 2.0.0.beta.1 2.0 2.1.0.pre 3.0.0.1 10.0")
	gemRanges   = []string{"1.0", "= 1.0", "!= 1.0", "> 1.0", ">= 1.0", "< 2", "<= 2.0", "~> 1", "~> 1.2", "~> 1.2.3", "~> 2.0.0.beta", "~> 1.0, >= 1.2.3", ">= 1.0, != 1.2.3, < 2", "~> 0.9", ">= 0", ">= 0.a", "~> 1.0.a", "< 2.0.0.beta"}
)

// TestGemsEqualRubyGems compares order and ranges with those of RubyGems itself.
func TestGemsEqualRubyGems(t *testing.T) {
	ruby, err := exec.LookPath("ruby")
	if err != nil {
		t.Log("NOT COMPARED: no ruby on this machine")
		return
	}
	var b strings.Builder
	for _, x := range gemVersions {
		for _, y := range gemVersions {
			fmt.Fprintf(&b, "p Gem::Version.new(%q) <=> Gem::Version.new(%q)\n", x, y)
		}
		for _, r := range gemRanges {
			fmt.Fprintf(&b, "p Gem::Requirement.new(%q.split(\", \")).satisfied_by?(Gem::Version.new(%q))\n", r, x)
		}
	}
	cmd := exec.Command(ruby)
	cmd.Stdin = strings.NewReader(b.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(string(out))
	gems := Of("bundler")
	next := func() string { w := want[0]; want = want[1:]; return w }
	for _, x := range gemVersions {
		for _, y := range gemVersions {
			order := next()
			if got := gems.Compare(x, y); order != "0" && fmt.Sprint(got) != order {
				t.Errorf("%s <=> %s is %d, RubyGems says %s", x, y, got, order)
			}
		}
		for _, r := range gemRanges {
			got, known := gems.Accepts(r, x)
			if w := next(); !known || fmt.Sprint(got) != w {
				t.Errorf("%q accepts %s: %t (known %t), RubyGems says %s", r, x, got, known, w)
			}
		}
	}
}
