package report

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// No format but JSON and CSV lets a name print what does not print: a name must not
// move a terminal's cursor, end a line or turn the reading direction.
func TestNothingHiddenGetsThrough(t *testing.T) {
	for _, f := range []Format{Text, Markdown, HTML, DOT, Mermaid, GitHub, GitLab, SARIF, JUnit, Comment} {
		for i, line := range lines(rendered(t, poisoned(), f, Options{})) {
			if strings.ContainsFunc(line, func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) }) {
				t.Errorf("%s, line %d: %q", f, i+1, line)
			}
		}
	}
}

// Every row of a Markdown table has the cells of its header, whatever the names.
func TestMarkdownTablesHold(t *testing.T) {
	pipe := regexp.MustCompile(`(^|[^\\])(\\\\)*\|`) // a | that no backslash escapes
	count := func(s string) int { return len(pipe.FindAllString(strings.ReplaceAll(s, "||", "| |"), -1)) }
	for _, r := range []string{rendered(t, sample(), Markdown, Options{}), rendered(t, poisoned(), Markdown, Options{})} {
		columns, fence := 0, false
		for _, line := range lines(r) {
			if strings.HasPrefix(line, "```") {
				fence = !fence
			}
			switch {
			case fence:
			case !strings.HasPrefix(line, "|"):
				columns = 0
			case columns == 0:
				columns = count(line)
			case count(line) != columns:
				t.Errorf("%d cells instead of %d: %s", count(line)-1, columns-1, line)
			}
		}
		if fence {
			t.Error("a fence stays open")
		}
	}
}

func TestMarkdownEscapes(t *testing.T) {
	for _, c := range []struct{ in, escaped, line string }{
		{"plain text, v1.2.3 (n = 4)", "plain text, v1.2.3 (n = 4)", "plain text, v1.2.3 (n = 4)"},
		{"a|b", `a\|b`, `a\|b`},
		{"<b>&amp;", `&lt;b\>&amp;amp;`, `&lt;b\>&amp;amp;`},
		{"`x` *y* _z_ [l](u)", "\\`x\\` \\*y\\* \\_z\\_ \\[l\\](u)", "\\`x\\` \\*y\\* \\_z\\_ \\[l\\](u)"},
		{"- item", "- item", `\- item`},
		{"12. item", "12. item", `12\. item`},
		{"12.5 points", "12.5 points", "12.5 points"},
		{"# head", `\# head`, `\# head`},
		{"by @acme/web and x@v1", "by @<!-- -->acme/web and x@v1", "by @<!-- -->acme/web and x@v1"},
	} {
		if got := escape(c.in); got != c.escaped {
			t.Errorf("escape(%q) = %q, want %q", c.in, got, c.escaped)
		}
		if got := escapeLine(c.in); got != c.line {
			t.Errorf("escapeLine(%q) = %q, want %q", c.in, got, c.line)
		}
	}
	for in, want := range map[string]string{"": "", "a": "`a`", "a`b": "`` a`b ``", "``": "``` `` ```"} {
		if got := code(in); got != want {
			t.Errorf("code(%q) = %q, want %q", in, got, want)
		}
	}
}

// A workflow command is a whole line of a known kind: a name can neither end one nor
// begin one.
func TestGitHubCommandsHold(t *testing.T) {
	command := regexp.MustCompile(`^::(error|warning|notice) ((file|line|title)=[^,:]+,?)+::[^\r\n]*$`)
	for _, line := range lines(rendered(t, poisoned(), GitHub, Options{})) {
		if !command.MatchString(line) {
			t.Errorf("%q is no command", line)
		}
	}
}

// Every line of a drawing is one of a few shapes with quoted names.
func TestDrawingsHold(t *testing.T) {
	quoted := `"([^"\\]|\\.)*"`
	dot := regexp.MustCompile(`^(digraph ` + quoted + ` \{|  rankdir=TB;|  (node|edge) \[.*\];|  subgraph cluster_\d+ \{|    label=` + quoted + `;| *` +
		quoted + `( -> ` + quoted + `)?( \[((label=` + quoted + `|style=\w+|color=red)(, )?)+\])?;| *\})$`)
	label := `"[^"<>\[\]|` + "`" + `]*"`
	mermaid := regexp.MustCompile(`^(flowchart TB|  subgraph g\d+\[` + label + `\]|  end| +n\d+\[` + label + `\]|  n\d+ (-->|-\.->)(\|` + label + `\|)? n\d+|  classDef cycle .*|  class [n\d,]+ cycle)$`)
	for f, shape := range map[Format]*regexp.Regexp{DOT: dot, Mermaid: mermaid} {
		for _, r := range []string{rendered(t, poisoned(), f, Options{}), rendered(t, sample(), f, Options{}), rendered(t, sampleGraph(), f, Options{})} {
			for _, line := range lines(r) {
				if !shape.MatchString(line) {
					t.Errorf("%s: odd line %q", f, line)
				}
			}
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                 "",
		"pkg/ünïcode/日本 x": "pkg/ünïcode/日本 x",
		"a\nb\tc":          `a\x0ab\x09c`,
		"\x1b[2J":          `\x1b[2J`,
		"a\u202eb":         `a\u202eb`,
		"\xff\xfe":         `\xff\xfe`,
		"\u00a0":           `\xa0`,
		"\U000e0041":       `\U000e0041`,
		"\ufffd":           `\ufffd`,
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}
