package source

import (
	"strings"
	"testing"
)

func TestDart(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"import":                {"import 'a.dart' show B; // c", "w:import s:'a.dart' w:show w:B p:; c:// c"},
		"nested comments":       {"/* a /* b */ c */ d", "c:/* a /* b */ c */ w:d"},
		"a dollar in a name":    {"_$F$x()", "w:_$F$x p:( p:)"},
		"interpolated name":     {"'a$b.c$d' e", "h:'a p:$ w:b h:.c p:$ w:d h:' w:e"},
		"names side by side":    {"'$a$b'", "h:' p:$ w:a p:$ w:b h:'"},
		"interpolated code":     {`"a${ f("}") { '$x' } }b" c`, `h:"a p:$ p:{ w:f p:( s:"}" p:) p:{ h:' p:$ w:x h:' p:} p:} h:b" w:c`},
		"dollars that are text": {`'$ $$ \$a $1' b`, `s:'$ $$ \$a $1' w:b`},
		"raw string":            {`r'a\' r"$b" c`, `s:r'a\' s:r"$b" w:c`},
		"lines in a string":     {"'''a'b\n\\'''$c''' \"\"\"\"d\"\"\" e", "h:'''a'b\n\\''' p:$ w:c h:''' s:\"\"\"\"d\"\"\" w:e"},
		"raw lines":             {"r'''a\\'''b", "s:r'''a\\''' w:b"},
		"empty strings":         {`'' "" a`, `s:'' s:"" w:a`},
		"unclosed string":       {"'a\nb", "s:'a w:b"},
		"numbers":               {"1.5e-3 0xFF 1.toString() 1_000", "n:1.5e-3 n:0xFF n:1 p:. w:toString p:( p:) n:1_000"},
		"symbols and metadata":  {"@A(#b) c", "p:@ w:A p:( p:# w:b p:) w:c"},
		"script line":           {"#!/usr/bin/env dart\na", "c:#!/usr/bin/env dart w:a"},
	} {
		if got := show(Dart, c.src); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
		covers(t, Dart, []byte(c.src))
	}
}

func TestDartIsLinear(t *testing.T) {
	for _, piece := range []string{`"`, `'`, `$`, `{`, `'${`, `'''`, `/*`, `''`, `r"`, `r'''`, `\`, `'$`, `'$a`, `'''${`, `'\`} {
		covers(t, Dart, []byte(strings.Repeat(piece, 100_000)))
	}
}

func FuzzDart(f *testing.F) {
	fuzzCurly(f, Dart, "import 'a' if (b) \"c\";\nfinal d = '$e${f { \"$g\" }}h'; /* /* */ */", "r'''a''' '''b\n$c''' '$$ $'", `'\'' "${'}'}"`)
}
