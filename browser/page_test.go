package browser

import (
	"bytes"
	"encoding/json"
	"image/png"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// visible lists the views that are shown.
const visible = `[...document.querySelectorAll("main [data-view]")].filter(v => v.offsetParent !== null || v.getClientRects().length).map(v => v.dataset.view)`

// A report is one file: whatever view is shown, nothing is asked of a network or of
// another file, and nothing is said on the console.
func testClosed(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{})
	for _, v := range s.views {
		must(t, p.Go("view="+v))
		must(t, p.Until(`document.querySelector('nav a[aria-current]')?.dataset.to === `+quoted(v)))
	}
	if r := p.Requests(); len(r) > 0 {
		t.Errorf("the page asked for %v", r)
	}
	if c := p.Console(); len(c) > 0 {
		t.Errorf("on the console: %v", c)
	}
}

// Even what a script asks for goes nowhere: the policy refuses it.
func testPolicy(t *testing.T, s *stage) {
	asked := make(chan string, 8)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.URL.Path }))
	defer server.Close()
	p := s.open(t, s.page, Look{})
	refused := eval[int](t, p, `(async () => {
		const url = `+quoted(server.URL)+`, tries = [
			() => fetch(url + "/fetch"),
			() => new Promise((done, fail) => { const i = new Image(); i.onload = done; i.onerror = fail; i.src = url + "/image"; }),
			() => new Promise((done, fail) => { const s = document.createElement("script"); s.onload = done; s.onerror = fail; s.src = url + "/script"; document.head.append(s); }),
		];
		let refused = 0;
		for (const t of tries) await t().catch(() => refused++);
		return refused;
	})()`)
	if len(asked) > 0 || refused != 3 {
		t.Errorf("%d of 3 refused, %d reached the server", refused, len(asked))
	}
}

func testAnchors(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{})
	broken := eval[[]string](t, p, `[...document.querySelectorAll("a")].map(a => a.getAttribute("href")).filter(h => {
		if (!h?.startsWith("#")) return true;
		const view = new URLSearchParams(h.slice(1)).get("view");
		return view ? !document.querySelector('main [data-view="' + view + '"]') : !document.getElementById(h.slice(1));
	})`)
	if len(broken) > 0 {
		t.Errorf("links that lead nowhere: %v", broken)
	}
	if twice := eval[[]string](t, p, `[...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)`); len(twice) > 0 {
		t.Errorf("ids that stand twice: %v", twice)
	}
	if n := eval[int](t, p, `document.querySelectorAll("main a").length`); n < 30 {
		t.Errorf("only %d links", n)
	}
}

// One view at a time; its link in the contents says so.
func testViews(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{})
	if got := eval[[]string](t, p, visible); !slices.Equal(got, s.views[:1]) {
		t.Errorf("at first: %v", got)
	}
	for _, v := range s.views {
		must(t, p.Click(`nav a[data-to="`+v+`"]`))
		must(t, p.Until(`document.querySelector('nav a[aria-current]')?.dataset.to === `+quoted(v)))
		if got := eval[[]string](t, p, visible); !slices.Equal(got, []string{v}) {
			t.Errorf("after a click on %s: %v", v, got)
		}
	}
	must(t, p.Go("view=all"))
	must(t, p.Until(`document.querySelectorAll("main [data-view][hidden]").length === 0`))
}

// An address leads to a view and to an element in it, opened and in sight. The name that
// people know is enough: split:pricing.
func testDeepLinks(t *testing.T, s *stage) {
	first := s.open(t, s.page, Look{})
	id := eval[string](t, first, `[...document.querySelectorAll("#candidates .part > .body")].at(-1).id`)
	for _, hash := range []string{"view=candidates&id=" + id, id} {
		p := s.open(t, s.page, Look{Hash: hash})
		must(t, p.Until(`document.querySelector(".arrived")?.id === `+quoted(id)))
		if got := eval[[]string](t, p, visible); !slices.Equal(got, []string{"candidates"}) {
			t.Errorf("#%s shows %v", hash, got)
		}
		if !eval[bool](t, p, `document.getElementById(`+quoted(id)+`).closest("details").open`) {
			t.Errorf("#%s leads to a closed part", hash)
		}
		if top := eval[float64](t, p, `document.getElementById(`+quoted(id)+`).getBoundingClientRect().top`); top < -5 || top > 900 {
			t.Errorf("#%s is out of sight at %v", hash, top)
		}
	}
	for _, hash := range []string{"view=nowhere", "nothing", "%", "view=candidates&id=nothing"} {
		p := s.open(t, s.page, Look{Hash: hash})
		if got := eval[[]string](t, p, visible); len(got) != 1 {
			t.Errorf("#%s shows %v", hash, got)
		}
		if c := p.Console(); len(c) > 0 {
			t.Errorf("#%s says %v", hash, c)
		}
	}
}

// firstTable finds the first table in sight that has a filter.
const firstTable = `[...document.querySelectorAll("table")].find(t => t.checkVisibility() && t.tBodies[0].rows.length >= 6 && t.querySelector("th.number"))`

func testTables(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{Hash: "view=changes"})
	eval[any](t, p, `window.T = `+firstTable+`; T.H = T.querySelector("thead th.number"); T.C = T.H.cellIndex; null`)
	column := `[...T.tBodies[0].rows].map(r => parseFloat(r.cells[T.C].textContent.replace(/,/g, "")))`
	for _, want := range []string{"descending", "ascending"} {
		eval[any](t, p, `T.H.querySelector("button").click()`)
		if got := eval[string](t, p, `T.H.getAttribute("aria-sort")`); got != want {
			t.Errorf("aria-sort %q, want %q", got, want)
		}
		v := eval[[]float64](t, p, column)
		if want == "descending" {
			slices.Reverse(v)
		}
		if len(v) < 6 || !slices.IsSorted(v) {
			t.Errorf("%s: %v", want, v)
		}
	}
	word := eval[string](t, p, `T.tBodies[0].rows[3].cells[0].textContent.trim()`)
	must(t, p.Press("/"))
	eval[any](t, p, `document.activeElement.select()`) // a synthetic / is typed all the same
	must(t, p.Press(word))
	rows := eval[[]string](t, p, `[...T.tBodies[0].rows].filter(r => r.offsetParent).map(r => r.textContent)`)
	all := eval[int](t, p, `T.tBodies[0].rows.length`)
	if len(rows) == 0 || len(rows) == all {
		t.Errorf("filter %q leaves %d of %d rows", word, len(rows), all)
	}
	for _, r := range rows {
		if !strings.Contains(strings.ToLower(r), strings.ToLower(word)) {
			t.Errorf("filter %q leaves %q", word, r)
		}
	}
}

// What is copied is what is shown: the filtered rows, as CSV that a spreadsheet runs
// nothing of, and as Markdown.
func testCopy(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{Hash: "view=changes"})
	eval[any](t, p, `window.T = `+firstTable+`; window.copied = [];
		Object.defineProperty(navigator, "clipboard", { value: { writeText: t => { copied.push(t); return Promise.resolve(); } } }); null`)
	eval[any](t, p, `for (const b of T.parentElement.previousElementSibling.querySelectorAll("button")) b.click()`)
	must(t, p.Until(`copied.length === 2`))
	texts := eval[[]string](t, p, `copied`)
	rows := eval[int](t, p, `T.rows.length`)
	if n := strings.Count(texts[0], "\r\n"); n != rows {
		t.Errorf("CSV of %d lines, table of %d rows", n, rows)
	}
	if n := strings.Count(texts[1], "\n"); n != rows+1 || !strings.HasPrefix(texts[1], "| ") {
		t.Errorf("Markdown of %d lines, table of %d rows:\n%s", n, rows, texts[1])
	}
	eval[any](t, p, `T.tBodies[0].rows[0].cells[0].textContent = '=HYPERLINK("x","|")'; T.parentElement.previousElementSibling.querySelectorAll("button").forEach(b => b.click())`)
	must(t, p.Until(`copied.length === 4`))
	texts = eval[[]string](t, p, `copied.slice(2)`)
	if !strings.Contains(texts[0], `"'=HYPERLINK(""x"",""|"")"`) || !strings.Contains(texts[1], `\|`) {
		t.Errorf("a formula as CSV:\n%s\na bar as Markdown:\n%s", texts[0][:200], texts[1][:200])
	}
}

func testKeys(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{})
	current := `document.querySelector("nav a[aria-current]").dataset.to`
	for _, step := range []struct{ keys, view string }{{"]", s.views[1]}, {"]", s.views[2]}, {"[", s.views[1]}, {"[", s.views[0]}, {"[", s.views[len(s.views)-1]}} {
		must(t, p.Press(step.keys))
		if err := p.Until(current + ` === ` + quoted(step.view)); err != nil {
			t.Fatalf("%s leads to %s, want %s", step.keys, eval[string](t, p, current), step.view)
		}
	}
	must(t, p.Press("?"))
	must(t, p.Until(`document.querySelector("dialog.keys").open`))
	must(t, p.Press("\x1b"))
	must(t, p.Until(`!document.querySelector("dialog.keys").open`))
	must(t, p.Go("view=changes"))
	must(t, p.Until(current+` === "changes"`)) // the key is for the view that is there by then
	must(t, p.Press("/"))
	must(t, p.Until(`document.activeElement.type === "search"`))
	must(t, p.Press("]?")) // typed, not obeyed
	if got := eval[string](t, p, `document.activeElement.value`); !strings.HasSuffix(got, "]?") {
		t.Errorf("the filter holds %q", got)
	}
	must(t, p.Press("\x1b"))
	must(t, p.Until(`document.activeElement.type !== "search"`))
	must(t, p.Press("a"))
	must(t, p.Until(`document.querySelectorAll("main [data-view][hidden]").length === 0`))
}

// A click on a unit in the picture of the deployment shows what goes back with it.
func testRollback(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{Hash: "view=deployment"})
	var want map[string][]string
	must(t, json.Unmarshal(s.run(t, "deploy", s.repo, "--format", "json"), &struct {
		Deploy any `json:"deploy"`
	}{&struct {
		Rollback *map[string][]string `json:"rollback"`
	}{&want}}))
	if len(want) == 0 {
		t.Fatal("the demo has nothing to roll back")
	}
	for unit, closure := range want {
		found := eval[bool](t, p, `(() => { const b = document.querySelector("g.box[data-id=" + CSS.escape(`+quoted(unit)+`) + "]"); b?.dispatchEvent(new MouseEvent("click", { bubbles: true })); return !!b; })()`)
		if !found {
			t.Errorf("no box of %s", unit)
			continue
		}
		got := eval[[]string](t, p, `[...document.querySelectorAll("g.box.back")].map(b => b.dataset.id)`)
		slices.Sort(got)
		all := slices.Concat([]string{unit}, closure)
		slices.Sort(all)
		if all = slices.Compact(all); !slices.Equal(got, all) {
			t.Errorf("%s goes back with %v, want %v", unit, got, all)
		}
		if said := eval[string](t, p, `document.querySelector(".said").textContent`); !strings.Contains(said, unit) {
			t.Errorf("said of %s: %q", unit, said)
		}
	}
}

// Without scripts the page shows all sections, all tables and all pictures; what needs
// scripts says so.
func testNoScripts(t *testing.T, s *stage) {
	with := s.open(t, s.page, Look{})
	const things = `["main section", "table", "tbody tr", "svg.picture", "details"].map(q => document.querySelectorAll(q).length)`
	want := eval[[]int](t, with, things)
	p := s.open(t, s.page, Look{NoScript: true})
	if got := eval[[]int](t, p, things); !slices.Equal(got[:4], want[:4]) {
		t.Errorf("sections, tables, rows and pictures: %v without scripts, %v with", got, want)
	}
	if got := eval[[]string](t, p, visible); !slices.Equal(got, s.views) {
		t.Errorf("views in sight: %v", got)
	}
	if n := eval[int](t, p, `[...document.querySelectorAll("main button, main input, main form")].filter(e => e.offsetParent).length`); n > 0 {
		t.Errorf("%d things to press that do nothing", n)
	}
	if n := eval[int](t, p, `document.querySelectorAll("noscript p").length`); n < 2 {
		t.Errorf("%d notes on what needs scripts", n)
	}
	if broken := eval[[]string](t, p, `[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute("href")).filter(h => !document.getElementById(decodeURIComponent(h.slice(1))))`); len(broken) > 0 {
		t.Errorf("links that lead nowhere without scripts: %v", broken)
	}
}

// Dark is dark: every view's picture has a mean brightness below half, and is no blank.
func testDark(t *testing.T, s *stage) {
	for _, dark := range []bool{false, true} {
		p := s.open(t, s.page, Look{Dark: dark})
		for _, v := range s.views {
			must(t, p.Go("view="+v))
			must(t, p.Until(`document.querySelector('nav a[aria-current]')?.dataset.to === `+quoted(v)))
			data, err := p.Picture()
			must(t, err)
			mean, shades := shadesOf(t, data)
			if dark != (mean < 0.5) || shades < 16 {
				t.Errorf("%s, dark %v: mean brightness %.2f, %d shades", v, dark, mean, shades)
			}
		}
	}
}

// shadesOf is the mean brightness of a picture, 0 to 1, and how many shades it has.
func shadesOf(t *testing.T, data []byte) (mean float64, shades int) {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(data))
	must(t, err)
	seen := map[uint32]bool{}
	sum, n := 0.0, 0
	for y := picture.Bounds().Min.Y; y < picture.Bounds().Max.Y; y += 3 {
		for x := picture.Bounds().Min.X; x < picture.Bounds().Max.X; x += 3 {
			r, g, b, _ := picture.At(x, y).RGBA()
			sum += float64(r+g+b) / (3 * 0xffff)
			seen[r>>8<<16|g>>8<<8|b>>8] = true
			n++
		}
	}
	return sum / float64(n), len(seen)
}

// On a phone nothing is wider than the window but what scrolls by itself.
func testNarrow(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{Width: 420, Height: 900})
	for _, v := range s.views {
		must(t, p.Go("view="+v))
		must(t, p.Until(`document.querySelector('nav a[aria-current]')?.dataset.to === `+quoted(v)))
		if w := eval[int](t, p, `document.documentElement.scrollWidth`); w > 420 {
			t.Errorf("%s is %d pixels wide in a window of 420", v, w)
		}
	}
}

func quoted(s string) string {
	data, _ := json.Marshal(s)
	return string(data)
}
