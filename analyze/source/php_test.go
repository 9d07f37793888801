package source

import (
	"strings"
	"testing"
)

func TestPHP(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"markup", "<p>it's</p><?php a ?> b <?= $c ?>\n<?xml?>", "m:<p>it's</p> p:<?php w:a p:?> m: b  p:<?= w:$c p:?> m:\n<?xml?>"},
		{"comments", "<?php // a ?> b <?php # c\n/* d ?> */ e", "p:<?php c:// a  p:?> m: b  p:<?php c:# c c:/* d ?> */ w:e"},
		{"attribute", "<?php #[A('b')] class C {}", "p:<?php p:# p:[ w:A p:( s:'b' p:) p:] w:class w:C p:{ p:}"},
		{"strings", `<?php 'a\'$b' "c\"d" b'e'`, `p:<?php s:'a\'$b' s:"c\"d" s:b'e'`},
		{"lines in a string", "<?php 'a\nb' c", "p:<?php s:'a\nb' w:c"},
		{"names", `<?php use A\B as C; D::$e->f ?? $$g`, `p:<?php w:use w:A p:\ w:B w:as w:C p:; w:D p:: p:: w:$e p:- p:> w:f p:? p:? w:$ w:$g`},
		{"variables in a string", `<?php "a $b[c] $d[-1] $e->f->g $h?->i $j[$k] $ $1" l`, `p:<?php h:"a  w:$b p:[ w:c p:] h:  w:$d p:[ p:- n:1 p:] h:  w:$e p:- p:> w:f h:->g  w:$h p:? p:- p:> w:i h:  w:$j p:[ w:$k p:] h: $ $1" w:l`},
		{"code in a string", `<?php "a{$b['}']->c(fn() => {})}d${e}{f}" g`, `p:<?php h:"a p:{ w:$b p:[ s:'}' p:] p:- p:> w:c p:( w:fn p:( p:) p:= p:> p:{ p:} p:) p:} h:d p:$ p:{ w:e p:} h:{f}" w:g`},
		{"command", "<?php `ls $a` b", "p:<?php h:`ls  w:$a h:` w:b"},
		{"heredoc", "<?php a(<<<B\n c 'd\n  B, 1)", "p:<?php w:a p:( s:<<<B\n c 'd\n  B p:, n:1 p:)"},
		{"heredoc with a variable", "<?php <<<\"A\"\n$b A\nAB\n\\\nA; c", "p:<?php h:<<<\"A\"\n w:$b h: A\nAB\n\\\nA p:; w:c"},
		{"nowdoc", "<?php <<<'A'\n$b \\\nA; c", "p:<?php s:<<<'A'\n$b \\\nA p:; w:c"},
		{"empty heredoc", "<?php <<<A\nA; b", "p:<?php s:<<<A\nA p:; w:b"},
		{"shift", "<?php $a << <<<b << 1", "p:<?php w:$a p:< p:< p:< p:< p:< w:b p:< p:< n:1"},
		{"cast and numbers", "<?php (int) 1.5e-3 . 0x1F + 1_000", "p:<?php p:( w:int p:) n:1.5e-3 p:. n:0x1F p:+ n:1_000"},
		{"end of the program", "<?php __halt_compiler(); it's <?php", "p:<?php w:__halt_compiler p:( p:) p:; m: it's <?php"},
		{"unclosed", "<?php \"a $b", "p:<?php h:\"a  w:$b"},
		{"nothing but markup", "it's", "m:it's"},
	} {
		if got := show(PHP, c.src); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.name, c.src, got, c.want)
		}
		covers(t, PHP, []byte(c.src))
	}
}

func TestPHPValues(t *testing.T) {
	var got []string
	for tok := range Tokens(PHP, []byte("<?php 'a\"' \"b'\" b'c' <<<D\n\"e\"\n D . <<<'F'\ng\nF;")) {
		if tok.Kind == String {
			got = append(got, tok.Value())
		}
	}
	if want := "a\"|b'|c|\"e\"\n|g\n"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Each of these makes a careless lexer look ahead over the whole rest at every byte.
func TestPHPIsLinear(t *testing.T) {
	for _, piece := range []string{"<", "<?php ", "<?php <<<A\n", "<<<A\n", `"`, `'`, "`", `$`, `{`, `"{$a`, `"$a[`, `"${`, `#`, `\`, "<<<'A", "?>", " ", "\n  A"} {
		covers(t, PHP, []byte("<?php "+strings.Repeat(piece, 100_000)))
		covers(t, PHP, []byte("<?php <<<A\n"+strings.Repeat(piece, 100_000)))
	}
}

func FuzzPHP(f *testing.F) {
	fuzzCurly(f, PHP, "<p><?php \"a {$b['c']} $d[0] ${e}\" ?>f<?= g", "<?php <<<A\n$b->c\n  A . <<<'D'\nD;", "<?php #[A] // b ?> c <? __halt_compiler(); d")
}
