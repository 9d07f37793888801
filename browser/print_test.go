package browser

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// Print holds everything, whatever view is shown and whatever is folded: the last row of
// every table stands in the PDF, every view begins a page, and afterwards the page is as
// it was.
func testPrint(t *testing.T, s *stage) {
	p := s.open(t, s.page, Look{Hash: "view=deployment"})
	folded := eval[int](t, p, `document.querySelectorAll("main details:not([open])").length`)
	rows := eval[[]string](t, p, `[...document.querySelectorAll("main table")].map(t => t.tBodies[0].rows[t.tBodies[0].rows.length - 1]?.cells[0].textContent ?? "")`)
	titles := eval[[]string](t, p, `[...document.querySelectorAll("main h2")].map(h => h.textContent)`)
	data, err := p.PDF()
	must(t, err)
	text, pages := readPDF(t, data)
	if pages < len(s.views) {
		t.Errorf("%d pages for %d views", pages, len(s.views))
	}
	if len(rows) < 20 || folded < 10 {
		t.Fatalf("%d tables, %d folded: nothing was tested", len(rows), folded)
	}
	for _, want := range slices.Concat(titles, rows) {
		if !strings.Contains(text, bare(want)) {
			t.Errorf("%q is not in print", want)
		}
	}
	if got := eval[[]string](t, p, visible); !slices.Equal(got, []string{"deployment"}) {
		t.Errorf("after print: %v", got)
	}
	if n := eval[int](t, p, `document.querySelectorAll("main details:not([open])").length`); n != folded {
		t.Errorf("%d folded after print, %d before", n, folded)
	}
}

// On paper nothing is wider than the paper, no table scrolls, and nothing is dark, whatever
// the screen is.
func testPaper(t *testing.T, s *stage) {
	const width = 700 // of A4 without margins, in CSS pixels
	p := s.open(t, s.page, Look{Width: width, Height: 1000, Dark: true, Print: true})
	eval[any](t, p, `dispatchEvent(new Event("beforeprint"))`)
	if w := eval[int](t, p, `document.documentElement.scrollWidth`); w > width {
		t.Errorf("%d pixels on paper of %d", w, width)
	}
	if cut := eval[[]string](t, p, `[...document.querySelectorAll("main table")].filter(t => t.getBoundingClientRect().right > `+strconv.Itoa(width)+` + 1).map(t => t.caption.textContent)`); len(cut) > 0 {
		t.Errorf("wider than paper: %q", cut)
	}
	data, err := p.WholePicture()
	must(t, err)
	if mean, _ := shadesOf(t, data); mean < 0.85 {
		t.Errorf("mean brightness on paper %.2f", mean)
	}
}

// bare is a text without blanks and ligatures: where lines break is no matter.
func bare(s string) string { return ligatures.Replace(strings.Join(strings.Fields(s), "")) }

var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl")

var (
	pdfObject = regexp.MustCompile(`(?s)(\d+) 0 obj\r?\n(.*?)endobj`)
	pdfStream = regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\n?endstream`)
	pdfFonts  = regexp.MustCompile(`/(F\d+) (\d+) 0 R`)
	pdfToUni  = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	pdfShown  = regexp.MustCompile(`/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>`)
	pdfMapped = regexp.MustCompile(`<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>|<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>`)
)

// readPDF is the text of a PDF of Chromium's without blanks, and the number of its pages.
// Glyphs are two bytes; each font has a table that says what they stand for.
func readPDF(t *testing.T, data []byte) (text string, pages int) {
	t.Helper()
	streams, fonts, tables := map[string]string{}, map[string]string{}, map[string]map[string]string{}
	for _, o := range pdfObject.FindAllSubmatch(data, -1) {
		number, body := string(o[1]), o[2]
		if bytes.Contains(body, []byte("/Type /Page\n")) {
			pages++
		}
		for _, f := range pdfFonts.FindAllSubmatch(body, -1) {
			fonts[string(f[1])] = string(f[2])
		}
		if m := pdfStream.FindSubmatch(body); m != nil && bytes.Contains(body, []byte("/FlateDecode")) && !bytes.Contains(body, []byte("/Image")) {
			streams[number] = inflated(m[1])
		}
	}
	for _, o := range pdfObject.FindAllSubmatch(data, -1) {
		if m := pdfToUni.FindSubmatch(o[2]); m != nil {
			tables[string(o[1])] = glyphs(streams[string(m[1])])
		}
	}
	var b strings.Builder
	for _, number := range slices.SortedFunc(maps.Keys(streams), func(x, y string) int { a, _ := strconv.Atoi(x); b, _ := strconv.Atoi(y); return a - b }) {
		var font map[string]string
		for _, m := range pdfShown.FindAllStringSubmatch(streams[number], -1) {
			if m[1] != "" {
				font = tables[fonts[m[1]]]
				continue
			}
			for i := 0; i+4 <= len(m[2]); i += 4 {
				b.WriteString(font[strings.ToUpper(m[2][i:i+4])])
			}
		}
	}
	return bare(b.String()), pages
}

func inflated(data []byte) string {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return ""
	}
	out, _ := io.ReadAll(r)
	return string(out)
}

// glyphs reads a table of what glyphs stand for.
func glyphs(table string) map[string]string {
	out := map[string]string{}
	for part := range strings.SplitSeq(table, "endbf") {
		_, ranges, isRange := strings.Cut(part, "beginbfrange")
		_, single, isChar := strings.Cut(part, "beginbfchar")
		for _, m := range pdfMapped.FindAllStringSubmatch(ranges+single, -1) {
			switch {
			case isRange && m[1] != "":
				from, _ := strconv.ParseUint(m[1], 16, 16)
				to, _ := strconv.ParseUint(m[2], 16, 16)
				rune0, _ := strconv.ParseUint(m[3], 16, 32)
				for g := from; g <= to; g++ {
					out[strings.ToUpper(hex.EncodeToString([]byte{byte(g >> 8), byte(g)}))] = string(rune(rune0 + g - from))
				}
			case isChar && m[4] != "":
				out[strings.ToUpper(m[4])] = utf16Text(m[5])
			}
		}
	}
	return out
}

func utf16Text(digits string) string {
	raw, err := hex.DecodeString(digits)
	if err != nil {
		return ""
	}
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}
