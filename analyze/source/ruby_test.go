package source

import (
	"strings"
	"testing"
)

func TestRuby(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"comment, script line", "#!/usr/bin/env ruby\na # b 'c\nd", "c:#!/usr/bin/env ruby w:a c:# b 'c w:d"},
		{"=begin", "=begin a\n'b\n=end c\nd\n =begin", "c:=begin a\n'b\n=end c w:d p:= w:begin"},
		{"__END__", "a\n__END__\nb 'c", "w:a c:__END__\nb 'c"},
		{"strings", `'a\'b#{c}' "d\"e" f`, `s:'a\'b#{c}' s:"d\"e" w:f`},
		{"lines in a string", "'a\nb' c", "s:'a\nb' w:c"},
		{"code in a string", `"a#{b["}"] + { c: 1 }.d}e" f`, `h:"a p:# p:{ w:b p:[ s:"}" p:] p:+ p:{ w:c p:: n:1 p:} p:. w:d p:} h:e" w:f`},
		{"strings in strings", `"#{"#{a}b"}" c`, `h:" p:# p:{ h:" p:# p:{ w:a p:} h:b" p:} h:" w:c`},
		{"variables in a string", `"a#@b #$c #@@d #@1 #e #$-1" f`, `h:"a p:# w:@b h:  p:# w:$c h:  p:# w:@@d h: #@1 #e #$-1" w:f`},
		{"command", "`ls #{a}` b", "h:`ls  p:# p:{ w:a p:} h:` w:b"},
		{"variables", `@a @@b $c $1 $' $" $/ $-w d`, `w:@a w:@@b w:$c w:$1 w:$' w:$" w:$/ w:$-w w:d`},
		{"names", `a? b! c != d e = f?(g)`, `w:a? w:b! w:c p:! p:= w:d w:e p:= w:f? p:( w:g p:)`},
		{"symbols", `:a :"b" :c? :/ d, :<< ? :[] : ::E`, `p:: w:a p:: s:"b" p:: w:c? p:: p:/ w:d p:, p:: p:< p:< p:? p:: p:[ p:] p:: p:: p:: w:E`},
		{"labels", `{ a: 'b', "c": /d/, if: e }`, `p:{ w:a p:: s:'b' p:, s:"c" p:: r:/d/ p:, w:if p:: w:e p:}`},
		{"regular expressions", `a =~ /[']\/#{b}/mi; split /'/; when /x/`, `w:a p:= p:~ r:/[']\/ p:# p:{ w:b p:} r:/mi p:; w:split r:/'/ p:; w:when r:/x/`},
		{"divisions", "a / b; c/d/e; f /g\n(h) /i/ 2; @j /k/ 3", `w:a p:/ w:b p:; w:c p:/ w:d p:/ w:e p:; w:f p:/ w:g p:( w:h p:) p:/ w:i p:/ n:2 p:; w:@j p:/ w:k p:/ n:3`},
		{"operators that are methods", "def /(a) 'b' end\ndef `(c); end\ndef <<(d); end\nx.% 2", "w:def p:/ p:( w:a p:) s:'b' w:end w:def p:` p:( w:c p:) p:; w:end w:def p:< p:< p:( w:d p:) p:; w:end w:x p:. p:% n:2"},
		{"setters", "def a=(b) c = d end; def self.e= f; alias g= h=; def -@; i", "w:def w:a= p:( w:b p:) w:c p:= w:d w:end p:; w:def w:self p:. w:e= w:f p:; w:alias w:g= w:h= p:; w:def p:- p:@ p:; w:i"},
		{"percent", `%w[a [b]], %q(d (e) '), %Q{f#{g}}, %(h), %r{i/}x, %i<j>, %|k|`, `s:%w[a [b]] p:, s:%q(d (e) ') p:, h:%Q{f p:# p:{ w:g p:} h:} p:, s:%(h) p:, r:%r{i/}x p:, s:%i<j> p:, s:%|k|`},
		{"remainder", `a % b; c %d; puts %w(e)`, `w:a p:% w:b p:; w:c p:% w:d p:; w:puts s:%w(e)`},
		{"characters", `[?a, ?\n, ?"]; b ? 'c' : d; e ?f.g, h ?i : j`, `p:[ s:?a p:, s:?\n p:, s:?" p:] p:; w:b p:? s:'c' p:: w:d p:; w:e s:?f p:. w:g p:, w:h p:? w:i p:: w:j`},
		{"heredoc", "a(<<~B, 1)\n  c 'd\n  B\ne", "w:a p:( p:<<~B p:, n:1 p:) s:  c 'd\n  B w:e"},
		{"two heredocs", "a <<B, <<-'C'\n#{b}\nB\n #{c}\n  C\nd", "w:a p:<<B p:, p:<<-'C' p:# p:{ w:b p:} h:\nB s: #{c}\n  C w:d"},
		{"heredoc within a hole", "\"#{<<A}b\"\nc\nA\nd", "h:\" p:# p:{ p:<<A p:} h:b\" s:c\nA w:d"},
		{"heredoc within a heredoc", "<<A\n#{f(<<B)\nb\nB\n}\nA\nc", "p:<<A p:# p:{ w:f p:( p:<<B p:) s:b\nB p:} h:\nA w:c"},
		{"shifts", "a << B\nc <<D\nclass << self\n@e <<F\nF\n1 <<~G\nG", "w:a p:< p:< w:B w:c p:< p:< w:D w:class p:< p:< w:self w:@e p:< p:< w:F w:F n:1 p:< p:< p:~ w:G w:G"},
		{"numbers", "1..2 1.5e-3 0xFF 1_000r a.b", "n:1 p:. p:. n:2 n:1.5e-3 n:0xFF n:1_000r w:a p:. w:b"},
		{"safe navigation", "a&.b / c", "w:a p:& p:. w:b p:/ w:c"},
		{"a keyword as a method", "a.if / b / c; d.(/e/)", "w:a p:. w:if p:/ w:b p:/ w:c p:; w:d p:. p:( r:/e/ p:)"},
		{"line that goes on", "a \\\n / b / c", "w:a p:/ w:b p:/ w:c"},
		{"block parameters", "a { |b| /'/ }", "w:a p:{ p:| w:b p:| r:/'/ p:}"},
		{"unclosed", "a \"b#{c\n'd", "w:a h:\"b p:# p:{ w:c s:'d"},
	} {
		if got := show(Ruby, c.src); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.name, c.src, got, c.want)
		}
		covers(t, Ruby, []byte(c.src))
	}
}

func TestRubyValues(t *testing.T) {
	var got []string
	for tok := range Tokens(Ruby, []byte("a %w[b c], %q(it's), ?d, 'e', <<~F\n  \"g\"\n  F\n")) {
		if tok.Kind == String {
			got = append(got, tok.Value())
		}
	}
	if want := "b c|it's|d|e|  \"g\"\n"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Each of these makes a careless lexer look ahead over the whole rest at every byte.
func TestRubyIsLinear(t *testing.T) {
	for _, piece := range []string{`"`, `'`, "`", `$`, `{`, `"#{`, "<<A\n", "<<A #{\n", "a <<~A\nA\n", ` /`, `a /`, `%`, `%(`, ` %w(`, `?`, `:`, `\`, "=begin\n", `a.`, `<<"`, `#{`, " ", "a <<~"} {
		covers(t, Ruby, []byte(strings.Repeat(piece, 100_000)))
	}
}

func FuzzRuby(f *testing.F) {
	fuzzCurly(f, Ruby, "a <<~B, %w[c d]\n #{e \"f\"}\n B\n", "=begin\n=end\n:\"a\" ? ?b : /c#{d}/x\n__END__\n", "def /(a) a.if %q(b (c)) end $' @@d \\\n")
}
