package phrase

import (
	"strings"
	"testing"
)

func TestMarkdownEscapes(t *testing.T) {
	for _, c := range []struct{ in, escaped, line string }{
		{"plain text, v1.2.3 (n = 4)", "plain text, v1.2.3 (n = 4)", "plain text, v1.2.3 (n = 4)"},
		{"a|b", `a\|b`, `a\|b`},
		{"<b>&amp;", `&lt;b\>&amp;amp;`, `&lt;b\>&amp;amp;`},
		{"`x` *y* _z_ [l](u)", "\\`x\\` \\*y\\* \\_z\\_ \\[l\\](u)", "\\`x\\` \\*y\\* \\_z\\_ \\[l\\](u)"},
		{"- item", "- item", `\- item`},
		{"12. item", "12. item", `12\. item`},
		{"12.5 points", "12.5 points", "12.5 points"},
		{"# head", `\# head`, `\# head`},
		{"by @acme/web and x@v1", "by @<!-- -->acme/web and x@v1", "by @<!-- -->acme/web and x@v1"},
	} {
		if got := Escape(c.in); got != c.escaped {
			t.Errorf("Escape(%q) = %q, want %q", c.in, got, c.escaped)
		}
		if got := EscapeLine(c.in); got != c.line {
			t.Errorf("EscapeLine(%q) = %q, want %q", c.in, got, c.line)
		}
	}
	for in, want := range map[string]string{"": "", "a": "`a`", "a`b": "`` a`b ``", "``": "``` `` ```"} {
		if got := Code(in); got != want {
			t.Errorf("Code(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                 "",
		"pkg/ünïcode/日本 x": "pkg/ünïcode/日本 x",
		"a\nb\tc":          `a\x0ab\x09c`,
		"\x1b[2J":          `\x1b[2J`,
		"a\u202eb":         `a\u202eb`,
		"\xff\xfe":         `\xff\xfe`,
		"\u00a0":           `\xa0`,
		"\U000e0041":       `\U000e0041`,
		"\ufffd":           `\ufffd`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -4321: "-4,321"} {
		if got := Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestShortID(t *testing.T) {
	const id = "3f2a91c0de5b7e8f90a1b2c3d4e5f60718293a4b"
	for in, want := range map[string]string{id: id[:10], "go.sum": "go.sum", strings.Repeat("z", 40): strings.Repeat("z", 40)} {
		if got := ShortID(in); got != want {
			t.Errorf("ShortID(%q) = %q, want %q", in, got, want)
		}
	}
}
