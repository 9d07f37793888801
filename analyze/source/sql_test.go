package source

import (
	"strings"
	"testing"
)

func TestSQL(t *testing.T) {
	for src, want := range map[string]string{
		"DROP TABLE a; -- b\nc":             "w:DROP w:TABLE w:a p:; c:-- b w:c",
		"/* a /* b */ c */ d # e\n# f":      "c:/* a /* b */ c */ w:d p:# w:e c:# f",
		`'it''s' "a b" ` + "`c`" + ` [d e]`: `s:'it''s' w:"a b" w:` + "`c`" + ` w:[d e]`,
		`'it\'s' x`:                         `s:'it\'s' w:x`,
		`('C:\', y)`:                        `p:( s:'C:\' p:, w:y p:)`,
		"'open\nDROP":                       "s:'open w:DROP",
		"a $$ DROP $$ b $x$ $$ $x$ c":       "w:a s:$$ DROP $$ w:b s:$x$ $$ $x$ w:c",
		"$$ open DROP":                      "p:$ w:$ w:open w:DROP",
		"$1 a[1] \"\" [":                    "w:$1 w:a w:[1] p:\" p:\" p:[",
		"1.5 é":                             "n:1 p:. n:5 w:é",
	} {
		marks := map[Kind]string{Word: "w", Number: "n", String: "s", Punct: "p", Comment: "c"}
		var out []string
		for tok := range SQL([]byte(src)) {
			out = append(out, marks[tok.Kind]+":"+string(tok.Text))
		}
		if got := strings.Join(out, " "); got != want {
			t.Errorf("%s\n got %s\nwant %s", src, got, want)
		}
	}
	for src, want := range map[string]string{`"a b"`: "a b", "[x]": "x", "x": "x", `"`: `"`} {
		if got := SQLName(Token{Text: []byte(src)}); got != want {
			t.Errorf("%s is the name %s, want %s", src, got, want)
		}
	}
}

// Tokens lie in the input in their order, know their lines, and leave out white space alone.
func FuzzSQL(f *testing.F) {
	for _, s := range []string{"DROP TABLE \"a\"; -- b", "$$ a $$ $b$", "'a\\'b' 'c''d", "/* /* */ [x] `y`", "\xef\xbb\xbf$", "\"\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		end, line := 0, 1
		for tok := range SQL([]byte(src)) {
			if tok.At < end || len(tok.Text) == 0 || src[tok.At:tok.At+len(tok.Text)] != string(tok.Text) {
				t.Fatalf("%q at %d after %d", tok.Text, tok.At, end)
			}
			skipped := src[end:tok.At]
			if strings.Trim(skipped, " \t\r\n\f\v\ufeff") != "" {
				t.Fatalf("%q was passed over", skipped)
			}
			if line += strings.Count(skipped, "\n"); tok.Line != line {
				t.Fatalf("%q is on line %d, says %d", tok.Text, line, tok.Line)
			}
			line += strings.Count(string(tok.Text), "\n")
			end = tok.At + len(tok.Text)
		}
		if rest := strings.Trim(src[end:], " \t\r\n\f\v\ufeff"); rest != "" {
			t.Fatalf("%q at the end was passed over", rest)
		}
	})
}
