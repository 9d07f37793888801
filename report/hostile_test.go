package report

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"seam/report/reporttest"
)

// No format but JSON and CSV lets a name print what does not print: a name must not
// move a terminal's cursor, end a line or turn the reading direction.
func TestNothingHiddenGetsThrough(t *testing.T) {
	for _, f := range []Format{Text, Markdown, HTML, DOT, Mermaid, GitHub, GitLab, SARIF, JUnit, Comment} {
		for i, line := range lines(rendered(t, reporttest.Poisoned(), f, Options{})) {
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
	for _, r := range []string{rendered(t, reporttest.Full(), Markdown, Options{}), rendered(t, reporttest.Poisoned(), Markdown, Options{})} {
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

// A workflow command is a whole line of a known kind: a name can neither end one nor
// begin one.
func TestGitHubCommandsHold(t *testing.T) {
	command := regexp.MustCompile(`^::(error|warning|notice) ((file|line|title)=[^,:]+,?)+::[^\r\n]*$`)
	for _, line := range lines(rendered(t, reporttest.Poisoned(), GitHub, Options{})) {
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
		for _, r := range []string{rendered(t, reporttest.Poisoned(), f, Options{}), rendered(t, reporttest.Full(), f, Options{}), rendered(t, reporttest.Graph(), f, Options{})} {
			for _, line := range lines(r) {
				if !shape.MatchString(line) {
					t.Errorf("%s: odd line %q", f, line)
				}
			}
		}
	}
}
