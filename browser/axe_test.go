package browser

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// axe is the pinned checker of accessibility, a tool of the tests alone.
const axe = "axe-core@4.14.1"

// axe-core finds nothing to complain about, in any view. In the dark only colours differ.
func testAccessible(t *testing.T, s *stage) {
	source := axeSource(t)
	for _, dark := range []bool{false, true} {
		rules := ""
		if dark {
			rules = `runOnly: ["color-contrast"], `
		}
		p := s.open(t, s.page, Look{Dark: dark})
		eval[any](t, p, source+"\n;null")
		for _, v := range s.views {
			must(t, p.Go("view="+v))
			must(t, p.Until(`document.querySelector('nav a[aria-current]')?.dataset.to === `+quoted(v)))
			found := eval[[]string](t, p, `axe.run(document, { `+rules+`resultTypes: ["violations"] }).then(r => r.violations.map(v => v.id + " (" + v.impact + "): " + v.help + " " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.html.slice(0, 160) + " " + (n.any[0]?.message ?? "")).join("; ")))`)
			if len(found) > 0 {
				t.Errorf("%s, dark %v:\n%s", v, dark, strings.Join(found, "\n"))
			}
		}
	}
}

func axeSource(t *testing.T) string {
	t.Helper()
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skipf("NOT TESTED: no npm, which installs %s", axe)
	}
	dir := t.TempDir()
	c := exec.Command(npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir, axe)
	if said, err := c.CombinedOutput(); err != nil {
		t.Skipf("NOT TESTED: install %s: %v\n%s", axe, err, said)
	}
	source, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	must(t, err)
	return string(source)
}
