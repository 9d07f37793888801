package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"seam/report/doc"
	"seam/report/model"
	"seam/report/reporttest"
	"seam/report/sections"
)

var (
	tags = regexp.MustCompile(`<(/?[A-Za-z!][^\s>/]*)`)
	ids  = regexp.MustCompile(`\sid="([^"]*)"`)
	// active is an attribute that would load, run or style something.
	active = regexp.MustCompile(`<[a-z][^<>]*\s(src|srcset|style|on\w+|action|formaction)=`)
	quoted = regexp.MustCompile(`="[^"]*"`)
	hrefs  = regexp.MustCompile(`\shref="([^"]*)"`)
)

// elements are all that a page is made of.
var elements = strings.Fields(`!DOCTYPE html head meta title link style body a header p h1 h2 h3 dl dt dd div nav ul ol li
	main section footer code span b table caption thead tbody tr th td details summary figure figcaption wbr
	svg g desc path line rect circle text canvas noscript button form label input datalist`)

// pageOf is the page of a report.
func pageOf(t *testing.T, r *model.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// markup is a page without its data and its script, of which it has one each.
func markup(t *testing.T, written string) string {
	t.Helper()
	const data = `<script type="application/json" id="facts">`
	script, err := script()
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(written, data)
	_, rest, ok2 := strings.Cut(rest, "</script>\n<script>"+script+"</script>")
	if !ok1 || !ok2 || strings.Contains(before+rest, "<script") {
		t.Fatal("the page's scripts are not one of data and one of its own")
	}
	return before + rest
}

// A page is one file: a closed set of elements, one script, no network, no style
// attribute, and a policy that enforces it. Hostile names change nothing of that.
func TestPageIsClosed(t *testing.T) {
	for name, page := range map[string]string{
		"sample": pageOf(t, reporttest.Full()), "hostile": pageOf(t, reporttest.Poisoned()),
		"empty": pageOf(t, reporttest.Empty()), "whatif": pageOf(t, reporttest.Whatif()),
		"check": pageOf(t, reporttest.Check(3)), "team": pageOf(t, reporttest.Team()),
	} {
		t.Run(name, func(t *testing.T) {
			testPolicy(t, page)
			page = markup(t, page)
			for _, m := range tags.FindAllStringSubmatch(page, -1) {
				if !slices.Contains(elements, strings.TrimPrefix(m[1], "/")) {
					t.Errorf("element %q", m[1])
				}
			}
			for _, bad := range []string{"javascript:", "ZgotmplZ", "@import", "url("} {
				if strings.Contains(page, bad) {
					t.Errorf("page holds %q", bad)
				}
			}
			if m := active.FindString(quoted.ReplaceAllString(page, `=""`)); m != "" {
				t.Errorf("attribute in %q", m)
			}
			testAnchors(t, page)
		})
	}
}

// testPolicy holds the policy's hashes against the style and the script that stand on the
// page.
func testPolicy(t *testing.T, page string) {
	of := func(element string) string {
		_, rest, _ := strings.Cut(page, "<"+element+">")
		text, _, _ := strings.Cut(rest, "</"+element+">")
		hash := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
	}
	policy := `content="default-src 'none'; img-src data:; style-src ` + of("style") + `; script-src ` + of("script") + `; base-uri 'none'; form-action 'none'"`
	if !strings.Contains(html.UnescapeString(page), policy) {
		t.Errorf("the policy does not fit: want %s", policy)
	}
}

// testAnchors follows every link and finds every id once. What leads out of the page leads to
// the page of the repository.
func testAnchors(t *testing.T, page string) {
	seen := map[string]int{}
	for _, m := range ids.FindAllStringSubmatch(page, -1) {
		seen[m[1]]++
	}
	for id, n := range seen {
		if n > 1 {
			t.Errorf("id %q stands %d times", id, n)
		}
	}
	for _, m := range hrefs.FindAllStringSubmatch(page, -1) {
		if m[1] == "data:," || strings.HasPrefix(m[1], string(reporttest.Full().Repository.Web)+"/") {
			continue
		}
		target, err := url.PathUnescape(strings.TrimPrefix(html.UnescapeString(m[1]), "#"))
		if err != nil || !strings.HasPrefix(m[1], "#") || seen[target] == 0 {
			t.Errorf("link %q leads nowhere", m[1])
		}
	}
}

func TestEveryCandidateAndFindingHasAnAnchor(t *testing.T) {
	r := reporttest.Full()
	page := pageOf(t, r)
	for _, c := range r.Candidates {
		if !strings.Contains(page, ` id="`+c.ID+`"`) {
			t.Errorf("no anchor for %s", c.ID)
		}
	}
	findings := pageOf(t, &model.Report{Findings: r.Findings})
	for _, f := range r.Findings {
		if !strings.Contains(findings, ` id="finding:`+f.ID+`"`) {
			t.Errorf("no anchor for %s", f.ID)
		}
	}
	for _, d := range r.Diamonds {
		if !strings.Contains(page, ` id="diamond:`+d.ID+`"`) {
			t.Errorf("no anchor for %s", d.ID)
		}
	}
}

func TestAnchorsDiffer(t *testing.T) {
	texts := []string{"", "a b", "a~20b", "a/b", "a_b", "A", "a", "ä", "\xff", "~", "~7e", reporttest.Hostile}
	seen := map[string]string{}
	for _, s := range texts {
		a := doc.Anchor(s)
		if other, ok := seen[a]; ok {
			t.Errorf("%q and %q share the anchor %q", s, other, a)
		}
		seen[a] = s
		if strings.Trim(a, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:/@~") != "" {
			t.Errorf("anchor %q needs an escape in a link", a)
		}
	}
}

// Tables are for screen readers too.
func TestTablesHaveScopesAndCaptions(t *testing.T) {
	page := pageOf(t, reporttest.Full())
	n := strings.Count(page, "<table")
	if n < 15 || strings.Count(page, "<caption>") != n {
		t.Errorf("%d tables, %d captions", n, strings.Count(page, "<caption>"))
	}
	for _, m := range regexp.MustCompile(`<th[ >][^>]*`).FindAllString(page, -1) {
		if !strings.Contains(m, `scope="`) {
			t.Errorf("%s has no scope", m)
		}
	}
	for _, row := range strings.Split(page, "<tr")[1:] {
		if row, _, _ = strings.Cut(row, "</tr>"); !strings.Contains(row, "<th ") {
			t.Errorf("a row has no heading: %s", row)
		}
	}
}

// A large repository must not make a heavy page; BenchmarkPage tells how long one takes.
func TestHugePage(t *testing.T) {
	r := reporttest.Huge(5000, 500)
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 1<<20 {
		t.Errorf("page of %d bytes", b.Len())
	}
	testAnchors(t, b.String())
	for _, want := range []string{"4,800 more: see --format json", "475 more: see --top N, or --format json"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// Of candidates that are left as they are a page tells fewer than of those to split.
func TestPartsShown(t *testing.T) {
	parts := func(split, left int) []doc.Section {
		var out []doc.Section
		for i := range split + left {
			word := "library"
			if i >= split {
				word = "leave"
			}
			out = append(out, doc.Section{Mark: doc.Mark{Word: word}})
		}
		return out
	}
	for _, c := range []struct{ split, left, want int }{
		{0, 0, 0}, {1, 5, 6}, {1, 40, leftParts}, {leftParts + 2, 40, leftParts + 2}, {40, 1, pageParts},
	} {
		if got := partsShown(parts(c.split, c.left)); got != c.want {
			t.Errorf("%d to split and %d left: %d told, want %d", c.split, c.left, got, c.want)
		}
	}
}

// A page that lays out only the candidates that it has room for is the page that lays out
// all of them.
func TestCandidatesBeyondThePage(t *testing.T) {
	r := reporttest.Huge(50, 3*pageParts)
	with := func(told int) string {
		var b bytes.Buffer
		if err := writePage(&b, sections.ForPage(r, told), nil, host{}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if with(pageParts) != with(len(r.Candidates)) {
		t.Error("the page shows more of a candidate than was laid out for it")
	}
	if with(leftParts-1) == with(len(r.Candidates)) {
		t.Error("the page shows fewer candidates than its limits say")
	}
}

// Where a word of the page may break, and what keeps its direction.
func TestBreakText(t *testing.T) {
	for in, want := range map[string]string{
		"internal/billing": "internal/billing",
		"src/main/java/org/apache/LoanProductsApiResourceSwagger.java": "src/main/<wbr>java/org/<wbr>apache/<wbr>LoanProductsApiResource<wbr>Swagger.java",
		"a <b> c":                  "a &lt;b&gt; c",
		"apps/\u05e9\u05dc 2, b 1": "<bdi dir=\"ltr\">apps/\u05e9\u05dc</bdi> 2, b 1",
		strings.Repeat("x", 60):    `<span class="long" tabindex="0">` + strings.Repeat("x", 60) + "</span>",
	} {
		if got := breakText(in); got != want {
			t.Errorf("breakText(%q) = %s, want %s", in, got, want)
		}
	}
}
