package source

import "testing"

func TestPython(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"statement", "import a.b # why\nx = 1\n", "w:import w:a p:. w:b c:# why l: w:x p:= n:1 l:"},
		{"comment in a string", "x = '# no' # yes", "w:x p:= s:'# no' c:# yes"},
		{"triple quotes", "\"\"\"import a\nimport b\"\"\"\nc", "s:\"\"\"import a\nimport b\"\"\" l: w:c"},
		{"quotes in triple quotes", `'''it's "so"'''`, `s:'''it's "so"'''`},
		{"prefixes", `rb'\'' + Rb"x"`, `s:rb'\'' p:+ s:Rb"x"`},
		{"a word before a string is none of it", `for'x'`, `w:for s:'x'`},
		{"brackets join lines", "from a import (\n  b,\n  c)\nd", "w:from w:a w:import p:( w:b p:, w:c p:) l: w:d"},
		{"backslash joins lines", "from a \\\n import b\n", "w:from w:a w:import w:b l:"},
		{"blank lines and comments end nothing", "\n# c\n\na\n\n", "c:# c w:a l:"},
		{"f-string", `f"a {b} c"`, `h:f"a  p:{ w:b p:} h: c"`},
		{"braces that are none", `f"{{a}}"`, `h:f"{{a}}"`},
		{"the same quotes within", `f"{a["b"]}!"`, `h:f" p:{ w:a p:[ s:"b" p:] p:} h:!"`},
		{"conversion and format", `f"{a!r:>{w}}"`, `h:f" p:{ w:a h:!r:> p:{ w:w p:} p:} h:"`},
		{"unequal is no conversion", `f"{a != b}"`, `h:f" p:{ w:a p:! p:= w:b p:} h:"`},
		{"unclosed string ends with its line", "x = 'a\nb", "w:x p:= s:'a l: w:b"},
		{"numbers", "1e-5 0xFFe-1 1_000.5j .5", "n:1e-5 n:0xFFe p:- n:1 n:1_000.5j n:.5"},
		{"names beyond ASCII", "größe = 1", "w:größe p:= n:1"},
		{"byte order mark", "\ufeffimport a", "w:import w:a"},
		{"CRLF", "a\r\nb\r\n", "w:a l: w:b l:"},
	} {
		if got := show(Python, c.src); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.name, c.src, got, c.want)
		}
		covers(t, Python, []byte(c.src))
	}
}

func FuzzPython(f *testing.F) {
	f.Add([]byte("f'{a!r:{b}}' \\\n\"\"\"x"))
	f.Add([]byte("from a import (b, # c\n d)\n"))
	f.Add([]byte(`f"{f"{f'{x}'}"}" rb'\`))
	f.Fuzz(func(t *testing.T, src []byte) { covers(t, Python, src) })
}
