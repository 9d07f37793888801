package source

import (
	"fmt"
	"strings"
	"testing"
)

// show writes tokens as KIND:TEXT, separated by blanks; w stands for a word, and so on.
func show(l Language, src string) string {
	marks := map[Kind]string{Word: "w", Number: "n", String: "s", Hole: "h", Punct: "p", Comment: "c", Regex: "r", Markup: "m", Newline: "l"}
	var out []string
	for t := range Tokens(l, []byte(src)) {
		text := string(t.Text)
		if t.Kind == Newline {
			text = ""
		}
		out = append(out, marks[t.Kind]+":"+text)
	}
	return strings.Join(out, " ")
}

// covers checks what every lexer promises: tokens lie in the input in their order, do
// not overlap, know their lines, and leave out nothing but white space and what joins
// lines.
func covers(t *testing.T, l Language, src []byte) {
	t.Helper()
	end, line := 0, 1
	for tok := range Tokens(l, src) {
		if tok.At < end || tok.At+len(tok.Text) > len(src) || len(tok.Text) == 0 {
			t.Fatalf("%q at %d after %d: tokens overlap, or lie outside", tok.Text, tok.At, end)
		}
		if string(src[tok.At:tok.At+len(tok.Text)]) != string(tok.Text) {
			t.Fatalf("%q is not what stands at %d", tok.Text, tok.At)
		}
		skipped := string(src[end:tok.At])
		if strings.Trim(skipped, " \t\r\n\f\v\\\ufeff") != "" {
			t.Fatalf("%q was passed over", skipped)
		}
		line += strings.Count(skipped, "\n")
		if tok.Line != line {
			t.Fatalf("%q is on line %d, says %d", tok.Text, line, tok.Line)
		}
		line += strings.Count(string(tok.Text), "\n")
		end = tok.At + len(tok.Text)
	}
	if rest := strings.Trim(string(src[end:]), " \t\r\n\f\v\\\ufeff"); rest != "" && Has(l) {
		t.Fatalf("%q at the end was passed over", rest)
	}
}

func TestValue(t *testing.T) {
	for src, want := range map[string]string{`"a"`: "a", `rb'x\'`: `x\`, `"""a"b"""`: `a"b`, `''`: "", `"open`: "open"} {
		if got := (Token{Kind: String, Text: []byte(src)}).Value(); got != want {
			t.Errorf("%s holds %q, want %q", src, got, want)
		}
	}
	if got := (Token{Kind: Comment, Text: []byte(`# "a"`)}).Value(); got != "" {
		t.Errorf("a comment holds %q", got)
	}
}

func TestStopsWhenAsked(t *testing.T) {
	n := 0
	for range Tokens(Python, []byte("a b c")) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d tokens after the first was enough", n)
	}
	if got := fmt.Sprint(show("cobol", "a b")); got != "" {
		t.Errorf("a language without a lexer gives %s", got)
	}
}
