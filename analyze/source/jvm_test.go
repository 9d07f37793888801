package source

import (
	"strings"
	"testing"
)

func TestJVM(t *testing.T) {
	for name, c := range map[string]struct {
		language  Language
		src, want string
	}{
		"java, import":                  {Java, "import static a.B.*; // c", "w:import w:static w:a p:. w:B p:. p:* p:; c:// c"},
		"java, text block":              {Java, "\"\"\"\n a \"b\" \\\"\"\" c\"\"\" d", "s:\"\"\"\n a \"b\" \\\"\"\" c\"\"\" w:d"},
		"java, chars":                   {Java, `'"' '\'' '\u0022' "a\"b"`, `s:'"' s:'\'' s:'\u0022' s:"a\"b"`},
		"java, escape in code":          {Java, `\u0041 x`, `p:\ w:u0041 w:x`},
		"java, comments do not nest":    {Java, "/* a /* b */ c", "c:/* a /* b */ w:c"},
		"java, annotation":              {Java, `@A(b = "import c;") class D`, `p:@ w:A p:( w:b p:= s:"import c;" p:) w:class w:D`},
		"java, numbers":                 {Java, "0x1e+1 1_000L 1.5e-3f a.b", "n:0x1e p:+ n:1 n:1_000L n:1.5e-3f w:a p:. w:b"},
		"java, unclosed string":         {Java, "\"a\nb", "s:\"a w:b"},
		"kotlin, nested comments":       {Kotlin, "/* a /* b */ c */ d", "c:/* a /* b */ c */ w:d"},
		"kotlin, template of a name":    {Kotlin, `"a$b.c" d`, `h:"a p:$ w:b h:.c" w:d`},
		"kotlin, template of code":      {Kotlin, `"a${ f("}") { "$x" } }b" c`, `h:"a p:$ p:{ w:f p:( s:"}" p:) p:{ h:" p:$ w:x h:" p:} p:} h:b" w:c`},
		"kotlin, dollars that are text": {Kotlin, `"$ 5$ \$a" b`, `s:"$ 5$ \$a" w:b`},
		"kotlin, raw string":            {Kotlin, `"""a\"b""c$d"""" e`, `h:"""a\"b""c p:$ w:d h:"""" w:e`},
		"kotlin, several dollars":       {Kotlin, `$$"$a$$b" c`, `h:$$"$a p:$ p:$ w:b h:" w:c`},
		"kotlin, backticks":             {Kotlin, "import a.`in`.`b c`", "w:import w:a p:. w:`in` p:. w:`b c`"},
		"kotlin, chars":                 {Kotlin, `'"' '\'' '$' "a"`, `s:'"' s:'\'' s:'$' s:"a"`},
		"kotlin, label and range":       {Kotlin, `return@a 1..2`, `w:return p:@ w:a n:1 p:. p:. n:2`},
		"kotlin, template of backticks": {Kotlin, "\"$`a b`c\"", "h:\" p:$ w:`a b` h:c\""},
		"groovy, single quotes":         {Kotlin, `include 'a:b', "c"`, `w:include s:'a:b' p:, s:"c"`},
	} {
		if got := show(c.language, c.src); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
		covers(t, c.language, []byte(c.src))
	}
}

func TestJVMIsLinear(t *testing.T) {
	for _, l := range []Language{Java, Kotlin} {
		for _, piece := range []string{`"`, `'`, "`", `$`, `{`, `"${`, `"""`, `/*`, `""`, `$$"""`, `\`, `"$`, `"$a`, "$\"$", `$$"$`} {
			covers(t, l, []byte(strings.Repeat(piece, 100_000)))
		}
	}
}

func FuzzJava(f *testing.F) {
	fuzzCurly(f, Java, `import a.b.C; class D { String s = """
 x\""" y"""; char c = '\''; }`, `@A("b") /* */ 'c' // d`)
}

func FuzzKotlin(f *testing.F) {
	fuzzCurly(f, Kotlin, "import a.`b` as c\nval d = \"e${f { \"$g\" }}h\" /* /* */ */", "$$\"\"\"a$$b$c\"\"\" 'd' \"\"\"\"e\"\"\"\"")
}
