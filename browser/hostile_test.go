package browser

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Names that would run or break something if any place on the page took them for more
// than text.
const (
	evilFolder  = `"><img src=x onerror=alert(1)>`
	evilFile    = `<script>alert(2)<`
	evilClose   = `<` // with the folder below it: </script><img …>
	evilBelow   = `script><img src=x onerror=alert(3)>`
	evilService = `svc-</svg><img src=x onerror=alert(4)>`
	evilTeam    = `@org/t"><img/src=x/onerror=alert(5)>`
)

// longFolder is a name without a place to break it.
var longFolder = strings.Repeat("x", 200)

// Names from the repository stay text, in every view, in tables, pictures and facts.
func testHostile(t *testing.T, s *stage) {
	dir := filepath.Join(s.dir, "hostile")
	commit(t, dir, hostileSets()...)
	page := s.report(t, dir, "hostile.html")
	p := s.open(t, page, Look{})
	must(t, p.Go("view=all"))
	must(t, p.Until(`document.querySelectorAll("main [data-view][hidden]").length === 0`))
	if n := eval[int](t, p, `document.querySelectorAll("img, iframe, object, embed, script:not(#facts):not(:last-of-type), [onerror], [onload]").length`); n > 0 {
		t.Errorf("%d elements that no report has", n)
	}
	if c := p.Console(); len(c) > 0 {
		t.Errorf("on the console: %v", c)
	}
	if r := p.Requests(); len(r) > 0 {
		t.Errorf("the page asked for %v", r)
	}
	text := eval[string](t, p, `document.querySelector("main").textContent`)
	for _, name := range []string{evilFolder, evilClose + "/" + evilBelow} {
		if !strings.Contains(text, name) {
			t.Errorf("no %q on the page: nothing was tested", name)
		}
	}
	for _, width := range []int64{1440, 390} {
		p := s.open(t, page, Look{Width: width, Height: 900, Hash: "view=all"})
		if w := eval[int64](t, p, `document.documentElement.scrollWidth`); w > width {
			t.Errorf("the page is %d pixels wide in a window of %d", w, width)
		}
	}
	eval[any](t, p, `(() => { const f = document.getElementById("cut-form"); f.querySelector("input").value = `+quoted(evilFolder)+`; f.requestSubmit(); })()`)
	if n := eval[int](t, p, `document.querySelectorAll("#cut-answer img").length`); n > 0 || !strings.Contains(eval[string](t, p, `document.querySelector(".chosen").textContent`), evilFolder) {
		t.Error("the what-if takes a name for markup, or did not take it")
	}
}

// hostileSets are three commits of a module whose folders, files, teams and services have
// such names.
func hostileSets() []map[string]string {
	root := map[string]string{
		"go.mod":                              "module example.com/x\n\ngo 1.22\n",
		"CODEOWNERS":                          fmt.Sprintf("* %s\n", evilTeam),
		"docker-compose.yaml":                 fmt.Sprintf("services:\n  %q:\n    build: ./web\n    environment: [\"URL=http://%s:80\"]\n  api:\n    build: ./api\n", evilService, "api"),
		"api/main.go":                         "package main\n\nimport _ \"example.com/x/web\"\n\nfunc main() {}\n",
		"web/web.go":                          "package web\n",
		evilFolder + "/a.js":                  "import '../lib/b';\n",
		"lib/b.js":                            "export const b = 1;\n",
		evilClose + "/" + evilBelow + "/c.js": "import '../../lib/b';\n",
		"lib/" + evilFile + "d.js":            "export const d = 1;\n",
		longFolder + "/e.js":                  "import '../lib/b';\n",
		"package.json":                        `{"name": "</script><img src=x onerror=alert(6)>", "private": true}`,
	}
	second, third := map[string]string{}, map[string]string{}
	for name, text := range root {
		if strings.HasSuffix(name, ".js") {
			second[name], third[name] = text+"// 2\n", text+"// 2\n// 3\n"
		}
	}
	return []map[string]string{root, second, third}
}
