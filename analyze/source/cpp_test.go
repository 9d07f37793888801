package source

import (
	"strings"
	"testing"
)

func TestCFamily(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"includes", "#include <a/b.h>\n # include \"c\\d.h\" // e\n#include_next<f>\n#import \"g.h\"\n", "p:#include s:<a/b.h> l: p:# include s:\"c\\d.h\" c:// e l: p:#include_next s:<f> l: p:#import s:\"g.h\" l:"},
		{"include of a macro", "#include A\na < b > c", "p:#include w:A l: w:a p:< w:b p:> w:c"},
		{"no name of a header", "#include <a\n#if 1 < 2 > 3", "p:#include p:< w:a l: p:#if n:1 p:< n:2 p:> n:3"},
		{"mark within a line", "a # b\n#\n/* c */ #define D(e) #e\nf", "w:a p:# w:b p:# l: c:/* c */ p:#define w:D p:( w:e p:) p:# w:e l: w:f"},
		{"joined lines", "#define A \\\n  b\\\r\n c\nd // e \\\n f\ng", "p:#define w:A w:b w:c l: w:d c:// e \\\n f w:g"},
		{"a comment over lines of the preprocessor", "#if /* a\n b */ 0\n", "p:#if c:/* a\n b */ n:0 l:"},
		{"literals", `"a\"b" 'c' '\'' L"d" u8"e" u'f' U"g" LR"h`, `s:"a\"b" s:'c' s:'\'' s:L"d" s:u8"e" s:u'f' s:U"g" s:LR"h`},
		{"joined literal", "\"a\\\nb\" c", "s:\"a\\\nb\" w:c"},
		{"raw", "R\"(a\")\" u8R\"x(b)\"\n)x\" c", "s:R\"(a\")\" s:u8R\"x(b)\"\n)x\" w:c"},
		{"raw, no delimiter", `R"a b" c R"(d`, `s:R"a b" w:c s:R"(d`},
		{"numbers", "1'000'000 0x1p-3 1.5e+3f .5 'a' 0b1'0u", "n:1'000'000 n:0x1p-3 n:1.5e+3f n:.5 s:'a' n:0b1'0u"},
		{"unclosed", "'a\nb \"c\n#error don't\nd", "s:'a w:b s:\"c p:#error w:don s:'t l: w:d"},
		{"modules", "export module a.b;\nimport <c>;\nexport import d;\nx.import < 3;", "w:export w:module w:a p:. w:b p:; w:import s:<c> p:; w:export w:import w:d p:; w:x p:. w:import p:< n:3 p:;"},
		{"unclosed comment", "a /* b", "w:a c:/* b"},
	} {
		if got := show(CFamily, c.src); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.name, c.src, got, c.want)
		}
		covers(t, CFamily, []byte(c.src))
	}
}

func TestCFamilyValues(t *testing.T) {
	var got []string
	for tok := range Tokens(CFamily, []byte("#include <a\"b'>\n#include \"c<d\"\nu8R\"x(e\")x\" L\"f\" R\"(g")) {
		if tok.Kind == String {
			got = append(got, tok.Value())
		}
	}
	if want := `a"b'|c<d|e"|f|g`; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Each of these makes a careless lexer look ahead over the whole rest at every byte.
func TestCFamilyIsLinear(t *testing.T) {
	for _, piece := range []string{`"`, `'`, `#`, "#include <", "#include \"", "#include <\n", `R"`, `R"(`, `R"a(`, `/*`, `//\` + "\n", `\`, "\\\n", `u8`, `import <`, `1'`, " "} {
		covers(t, CFamily, []byte(strings.Repeat(piece, 100_000)))
	}
}

func FuzzCFamily(f *testing.F) {
	fuzzCurly(f, CFamily, "#include <a.h>\n# if 0 \\\n x\n#endif // b \\\nc", "u8R\"x(a)\"\n)x\" L'b' 1'000.5e+3", "export module a; import <b>; /* c")
}
