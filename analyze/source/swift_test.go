package source

import (
	"strings"
	"testing"
)

func TestSwift(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"import":                {"@testable import A.b // c", "p:@ w:testable w:import w:A p:. w:b c:// c"},
		"nested comments":       {"/* a /* b */ c */ d", "c:/* a /* b */ c */ w:d"},
		"interpolated code":     {`"a\(f(")")) b" c`, `h:"a\ p:( w:f p:( s:")" p:) p:) h: b" w:c`},
		"a hole in a hole":      {`"\("\(a)")" b`, `h:"\ p:( h:"\ p:( w:a p:) h:" p:) h:" w:b`},
		"escapes":               {`"a\"b\\" c`, `s:"a\"b\\" w:c`},
		"lines in a string":     {"\"\"\"\na \"b\" \\(c)\n\"\"\" d", "h:\"\"\"\na \"b\" \\ p:( w:c p:) h:\n\"\"\" w:d"},
		"raw string":            {`#"a\(b)"c\#(d)"# e`, `h:#"a\(b)"c\# p:( w:d p:) h:"# w:e`},
		"raw lines":             {"##\"\"\"\na\"\"\"# b\n\"\"\"## c", "s:##\"\"\"\na\"\"\"# b\n\"\"\"## w:c"},
		"regular expression":    {`#/a"b\/c/# d`, `r:#/a"b\/c/# w:d`},
		"lines of the compiler": {"#if canImport(A)\n#endif", "p:# w:if w:canImport p:( w:A p:) p:# w:endif"},
		"backticks":             {"a.`class`", "w:a p:. w:`class`"},
		"empty strings":         {`"" a #""# b`, `s:"" w:a s:#""# w:b`},
		"unclosed string":       {"\"a\nb", "s:\"a w:b"},
		"numbers":               {"1.5e-3 0xFF 1_000 0..<9", "n:1.5e-3 n:0xFF n:1_000 n:0 p:. p:. p:< n:9"},
		"script line":           {"#!/usr/bin/swift\na", "c:#!/usr/bin/swift w:a"},
	} {
		if got := show(Swift, c.src); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
		covers(t, Swift, []byte(c.src))
	}
}

func TestSwiftIsLinear(t *testing.T) {
	for _, piece := range []string{`"`, `#`, `#"`, `"""`, `"\(`, `\`, `/*`, `#/`, "`", `""`, `#"\#(`, `"#`, `#"""`, `##"#`, `"\#`} {
		covers(t, Swift, []byte(strings.Repeat(piece, 100_000)))
	}
	covers(t, Swift, []byte(strings.Repeat("#", 50_000)+`"`+strings.Repeat(`"`+strings.Repeat("#", 100), 1000)))
}

func FuzzSwift(f *testing.F) {
	fuzzCurly(f, Swift, "import A\nlet b = \"c\\(d { \"\\(e)\" })f\" /* /* */ */", "#\"a\\#(b)\"# \"\"\"\nc\n\"\"\" #/d/#", `"\("\("\(a)")")"`)
}
