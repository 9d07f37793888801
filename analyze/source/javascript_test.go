package source

import (
	"bytes"
	"strings"
	"testing"
)

// shown writes tokens as kind:text, separated by spaces; brackets and operators bare.
func shownJavaScript(src string) string {
	var out []string
	names := map[Kind]string{Word: "", Punct: "", Number: "num", String: "str", Hole: "hole", Comment: "comment", Regex: "regex", Markup: "text"}
	for t := range Tokens(TypeScript, []byte(src)) {
		text := string(t.Text)
		if n := names[t.Kind]; n != "" {
			text = n + ":" + text
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func TestJavaScript(t *testing.T) {
	for _, c := range []struct{ what, src, want string }{
		{"hashbang", "#!/usr/bin/env node\na", "comment:#!/usr/bin/env node a"},
		{"byte order mark", "\uFEFFimport a", "import a"},
		{"no-break space", "a\u00A0b", "a b"},
		{"comments", "a // b\n/* c\n*/ d <!-- e\n--> f\ng", "a comment:// b comment:/* c\n*/ d comment:<!-- e comment:--> f g"},
		{"arrow to the right", "while (n --> 0) x", "while ( n -- > num:0 ) x"},
		{"strings", `'a\'b' "c"`, `str:'a\'b' str:"c"`},
		{"open string", "'a\nb", "str:'a b"},
		{"string over two lines", "'a\\\nb' c", "str:'a\\\nb' c"},
		{"template", "`a` b", "str:`a` b"},
		{"template with holes", "`a${b + `c${d}`}e${{f: 1}}` g", "hole:`a ${ b + hole:`c ${ d } hole:` } hole:e ${ { f : num:1 } } hole:` g"},
		{"hole next to hole", "`${a}${b}`", "hole:` ${ a } ${ b } hole:`"},
		{"template with escapes", "`\\`\\${a}` b", "str:`\\`\\${a}` b"},
		{"regular expression", `x = /[/"]\/'/gi.test(y)`, `x = regex:/[/"]\/'/gi . test ( y )`},
		{"division", `a / b / c; (a) / b / c; a[0] / b / c`, `a / b / c ; ( a ) / b / c ; a [ num:0 ] / b / c`},
		{"after a condition", `if (a) /'/.test(b)`, `if ( a ) regex:/'/ . test ( b )`},
		{"after for await", `for await (a of b) /'/.test(b)`, `for await ( a of b ) regex:/'/ . test ( b )`},
		{"after return", `return /'/`, `return regex:/'/`},
		{"a keyword as a name", `a.return / b / c`, `a . return / b / c`},
		{"after a block", "if (a) { b }\n/'/.test(c)", "if ( a ) { b } regex:/'/ . test ( c )"},
		{"after an object", "x = { a } / b / c", "x = { a } / b / c"},
		{"after counting up", "a++ / b / c", "a ++ / b / c"},
		{"not null", "a! / b / c", "a ! / b / c"},
		{"private name", "this.#a in b", "this . #a in b"},
		{"decorator", "@A() class B {}", "@ A ( ) class B { }"},
		{"optional", "a?.b ? .5 : c?.5:1", "a ?. b ? num:.5 : c ? num:.5 : num:1"},
		{"tag", `x = <a b="c" d={e / f}>it's {g} <b-c/> /</a>; h / i`, `x = < a b = str:"c" d = { e / f } > text:it's  { g } text:  < b-c / > text: / < / a > ; h / i`},
		{"fragment", `(<>don't</>)`, `( < > text:don't < / > )`},
		{"empty tag", `return <A.B x />`, `return < A.B x / >`},
		{"spread in a tag", `f(<A {...p} />, '')`, `f ( < A { ... p } / > , str:'' )`},
		{"tag in a condition", `a && <B>'</B> || c`, `a && < B > text:' < / B > || c`},
		{"type assertion", `x = <Foo>y['a']`, `x = < Foo > y [ str:'a' ]`},
		{"generic arrow", `x = <T,>(y: T) => 'a'`, `x = < T , > ( y : T ) => str:'a'`},
		{"bounded arrow", `x = <T extends U>(y: T) => 'a'`, `x = < T extends U > ( y : T ) => str:'a'`},
		{"tag with type arguments", `(<A<'x'> b="c">d'</A>)`, `( < A < str:'x' > b = str:"c" > text:d' < / A > )`},
		{"comparison", `a < b && c > d`, `a < b & & c > d`},
		{"comment in a tag", "<a // b\n/* c */ d/>", "< a comment:// b comment:/* c */ d / >"},
	} {
		want := strings.ReplaceAll(c.want, "&&", "& &")
		want = strings.ReplaceAll(want, "||", "| |")
		if got := shownJavaScript(c.src); got != want {
			t.Errorf("%s: %s\n got %s\nwant %s", c.what, c.src, got, want)
		}
	}
}

func TestScript(t *testing.T) {
	src := "<!-- <script>no</script> -->\n<script lang=\"ts\" generic=\"T > U\">\nimport a\n</script>\n<p>it's</p><SCRIPT>b</SCRIPT><scripted>c"
	got := string(Script([]byte(src)))
	if len(got) != len(src) || strings.Join(strings.Fields(got), " ") != "import a b" || strings.Index(got, "import") != strings.Index(src, "import") {
		t.Errorf("got %q", got)
	}
}

func TestFencedScript(t *testing.T) {
	for _, c := range []struct{ what, src, want string }{
		{"code and script", "\n---\nimport a from 'a'\nconst b = '<script>'\n---\n<p>it's</p>\n<script>import 'c'</script>", "import a from 'a' const b = '<script>' import 'c'"},
		{"code on the fence's line", "--- import a\n  ---\nb", "import a"},
		{"no fence behind it", "---\nimport a\n", "import a"},
		{"a line in the markup", "<p>\n---\nimport a\n---\n</p>", ""},
		{"nothing", "---", ""},
	} {
		got := string(Script([]byte(c.src)))
		if len(got) != len(c.src) || strings.Join(strings.Fields(got), " ") != c.want || strings.Index(got, "import") >= 0 && strings.Index(got, "import") != strings.Index(c.src, "import") {
			t.Errorf("%s: got %q", c.what, got)
		}
	}
}

func FuzzJavaScript(f *testing.F) {
	for _, s := range []string{"`a${b}`", "<a b={c}>d</a>", "x = /[/]/g / 2", "'a\\", "<A<B>", "}{)(", "`${`${", "/[/[/[", "</", "<a/", "\xEF\xBB\xBF#!x", "<script>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		at, line := 0, 1
		for tok := range Tokens(TypeScript, src) {
			if tok.At < at || len(tok.Text) == 0 || tok.At+len(tok.Text) > len(src) || string(src[tok.At:tok.At+len(tok.Text)]) != string(tok.Text) {
				t.Fatalf("token %q at %d after %d", tok.Text, tok.At, at)
			}
			blankJavaScript(t, src[at:tok.At])
			if line += bytes.Count(src[at:tok.At], []byte("\n")); tok.Line != line {
				t.Fatalf("token %q is on line %d, not %d", tok.Text, line, tok.Line)
			}
			line += bytes.Count(tok.Text, []byte("\n"))
			at = tok.At + len(tok.Text)
		}
		blankJavaScript(t, src[at:])
		if len(Script(src)) != len(src) {
			t.Fatal("a script has another length than its component")
		}
	})
}

// blankJavaScript checks that what lies between tokens is white space.
func blankJavaScript(t *testing.T, gap []byte) {
	for s := (&scanner{src: gap}); s.at < len(gap); {
		n := s.space()
		if n == 0 {
			t.Fatalf("%q is in no token", gap)
		}
		s.skip(n)
	}
}
