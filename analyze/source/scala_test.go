package source

import (
	"strings"
	"testing"
)

func TestScala(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"import":                  {"import a.{B => C, _} // d", "w:import w:a p:. p:{ w:B p:= p:> w:C p:, w:_ p:} c:// d"},
		"nested comments":         {"/* a /* b */ c */ d", "c:/* a /* b */ c */ w:d"},
		"a dollar is text":        {`"a$b ${c}" d`, `s:"a$b ${c}" w:d`},
		"interpolated name":       {`s"a$b.c" d`, `h:s"a p:$ w:b h:.c" w:d`},
		"interpolated code":       {`f"a${ f("}") { s"$x" } }%d" c`, `h:f"a p:$ p:{ w:f p:( s:"}" p:) p:{ h:s" p:$ w:x h:" p:} p:} h:%d" w:c`},
		"dollars that are text":   {`s"$$ 5$$a $"b \" $1" c`, `s:s"$$ 5$$a $"b \" $1" w:c`},
		"raw string":              {`"""a\"b""c$d"""" e`, `s:"""a\"b""c$d"""" w:e`},
		"raw interpolated string": {"sql\"\"\"a \"$b\"\n${c}\"\"\" d", "h:sql\"\"\"a \" p:$ w:b h:\"\n p:$ p:{ w:c p:} h:\"\"\" w:d"},
		"characters":              {`'"' '\'' '\u0022' '\n' 'é' ''' 'a'`, `s:'"' s:'\'' s:'\u0022' s:'\n' s:'é' s:''' s:'a'`},
		"symbols and quotes":      {`'a -> 'b; '{ c } '[D]`, `s:'a p:- p:> s:'b p:; p:' p:{ w:c p:} p:' p:[ w:D p:]`},
		"backticks":               {"a.`type`.`b c`", "w:a p:. w:`type` p:. w:`b c`"},
		"numbers":                 {"1.5e-3 0xFF 1L 2.toInt 1 to 2", "n:1.5e-3 n:0xFF n:1L n:2 p:. w:toInt n:1 w:to n:2"},
		"operators":               {"a_= b :+ c", "w:a_ p:= w:b p:: p:+ w:c"},
		"unclosed string":         {"s\"a\nb", "s:s\"a w:b"},
		"script line":             {"#!/usr/bin/env x\na", "c:#!/usr/bin/env x w:a"},
		"XML":                     {"<a b=\"c\">it's {d}</a>", "p:< w:a w:b p:= s:\"c\" p:> w:it s:'s p:{ w:d p:} p:< p:/ w:a p:>"},
	} {
		if got := show(Scala, c.src); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
		covers(t, Scala, []byte(c.src))
	}
}

func TestScalaIsLinear(t *testing.T) {
	for _, piece := range []string{`"`, `'`, "`", `$`, `{`, `s"${`, `"""`, `/*`, `""`, `s"""`, `\`, `s"$`, `s"$a`, "'a", "'\\"} {
		covers(t, Scala, []byte(strings.Repeat(piece, 100_000)))
	}
}

func FuzzScala(f *testing.F) {
	fuzzCurly(f, Scala, "import a.`b`.{c => d}\nval e = s\"f${g { s\"$h\" }}i\" /* /* */ */", "sql\"\"\"a$$b$c\"\"\" 'd' 'e \"\"\"\"f\"\"\"\"", `'\'' '{ a } $"`)
}
