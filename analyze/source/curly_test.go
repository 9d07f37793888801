package source

import (
	"strings"
	"testing"
)

func TestCurly(t *testing.T) {
	for name, c := range map[string]struct {
		language  Language
		src, want string
	}{
		"proto":                        {Protobuf, "import \"a\\\"b.proto\"; // c\nmessage A{}/* x */", `w:import s:"a\"b.proto" p:; c:// c w:message w:A p:{ p:} c:/* x */`},
		"proto, unclosed string":       {Protobuf, "'a\nb", "s:'a w:b"},
		"proto, unclosed comment":      {Protobuf, "a /* b", "w:a c:/* b"},
		"rust, nested comment":         {Rust, "/* a /* b */ c */ d", "c:/* a /* b */ c */ w:d"},
		"rust, raw string":             {Rust, `r#"a"b"# c`, `s:r#"a"b"# w:c`},
		"rust, raw string, more marks": {Rust, `br##"a"#b"## c`, `s:br##"a"#b"## w:c`},
		"rust, lifetime and char":      {Rust, `&'a 'b' '\'' '\n' b'x' 'é' '"'`, `p:& p:' w:a s:'b' s:'\'' s:'\n' s:b'x' s:'é' s:'"'`},
		"rust, raw identifier":         {Rust, `r#type r`, `w:r#type w:r`},
		"rust, lines in a string":      {Rust, "\"a\n\\\" b\" c", "s:\"a\n\\\" b\" w:c"},
		"rust, attribute":              {Rust, `#[cfg(test)] mod x;`, "p:# p:[ w:cfg p:( w:test p:) p:] w:mod w:x p:;"},
		"rust, numbers and ranges":     {Rust, `1.5e-3 0..9 1_000u64 a.0`, "n:1.5e-3 n:0 p:. p:. n:9 n:1_000u64 w:a p:. n:0"},
		"rust, script line":            {Rust, "#!/usr/bin/x\nfn", "c:#!/usr/bin/x w:fn"},
		"c#, verbatim":                 {CSharp, `@"a\" @"b""c" @class`, `s:@"a\" s:@"b""c" w:@class`},
		"c#, interpolated":             {CSharp, `$"a{b}c{{d" e`, `h:$"a p:{ w:b p:} h:c{{d" w:e`},
		"c#, string within a hole":     {CSharp, `$"a{f("x}")}" e`, `h:$"a p:{ w:f p:( s:"x}" p:) p:} h:" w:e`},
		"c#, verbatim interpolated":    {CSharp, `$@"a""{b}" @$"{c}"`, `h:$@"a"" p:{ w:b p:} h:" h:@$" p:{ w:c p:} h:"`},
		"c#, raw":                      {CSharp, "\"\"\"a \"b\"\"\n c\"\"\" d", "s:\"\"\"a \"b\"\"\n c\"\"\" w:d"},
		"c#, raw interpolated":         {CSharp, `$$"""a{b}{{c}}""" d`, `h:$$"""a{b} p:{ p:{ w:c p:} p:} h:""" w:d`},
		"c#, chars":                    {CSharp, `'"' '\'' "a"`, `s:'"' s:'\'' s:"a"`},
		"c#, preprocessor":             {CSharp, "#if A's\nx #y", "c:#if A's w:x p:# w:y"},
		"c#, empty string":             {CSharp, `"" a`, `s:"" w:a`},
		"c#, unclosed string":          {CSharp, "\"a\nb", "s:\"a w:b"},
	} {
		if got := show(c.language, c.src); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
		covers(t, c.language, []byte(c.src))
	}
}

// Each of these makes a careless lexer look ahead over the whole rest at every byte.
func TestCurlyIsLinear(t *testing.T) {
	for _, l := range []Language{CSharp, Rust, Protobuf} {
		for _, piece := range []string{`"`, `'`, `@`, `$`, `#`, `{`, `@"`, `$"{`, `r#`, `"#`, `/*`, `@""`, `$$"""{`, `"""`, `\`, `b'`} {
			covers(t, l, []byte(strings.Repeat(piece, 100_000)))
		}
	}
}

func fuzzCurly(f *testing.F, l Language, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) { covers(t, l, src) })
}

func FuzzCSharp(f *testing.F) {
	fuzzCurly(f, CSharp, `$"a{b:x}c{{" @"d""e" 'f'`, "#if x\n$$\"\"\"a{{b}}\"\"\"", `$@"{a}" /* */ // `)
}

func FuzzRust(f *testing.F) {
	fuzzCurly(f, Rust, `r#"a"# b"c" 'd' 'e /* /* */ */`, "#!x\nr#fn cr\"x\" 1.5e-3")
}

func FuzzProtobuf(f *testing.F) {
	fuzzCurly(f, Protobuf, `import public "a" 'b'; /* c */ // d`)
}
