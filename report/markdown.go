package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Rows of a table in Markdown: a pull request comment holds 65,536 characters.
const (
	markdownRows     = 100
	fineMarkdownRows = 8
	fineMonths       = 12
)

// markdownWriter writes a document as GitHub flavoured Markdown, drawings as Mermaid.
type markdownWriter struct {
	bytes.Buffer
	rows, top int
	brief     bool
}

func writeMarkdown(w io.Writer, d *document, opt Options) error {
	m := &markdownWriter{rows: limit(opt.Rows, markdownRows), top: limit(opt.Top, topParts), brief: isBrief(d, opt)}
	m.line("# seam: " + escape(d.Title))
	m.line("")
	for _, f := range d.Facts {
		m.line("- **" + escape(f.Name) + "**: " + escape(f.Value))
	}
	for _, s := range d.Sections {
		if err := m.section(s, 2); err != nil {
			return err
		}
	}
	_, err := w.Write(m.Bytes())
	return err
}

func (m *markdownWriter) section(s section, level int) error {
	title := escape(s.Title)
	if s.Mark.Word != "" {
		title += " (" + escape(s.Mark.Word) + ")"
	}
	m.block(strings.Repeat("#", level) + " " + title)
	m.prose(s.Lead)
	if len(s.Plain) > 0 {
		m.block("```")
		m.line(strings.Join(s.Plain, "\n") + "\n```")
	}
	m.stats(s.Stats)
	m.lists(s.Lists)
	for i, st := range s.Steps {
		if i == 0 {
			m.line("")
		}
		m.line(fmt.Sprintf("- **%s**: %s", escape(st.Title), codes(st.Names)))
	}
	for _, t := range s.Tables {
		m.table(t)
	}
	m.months(s.Months)
	if err := m.drawing(s.Drawing); err != nil {
		return err
	}
	if err := m.parts(s, level); err != nil {
		return err
	}
	for _, n := range s.Notes {
		m.block("> " + escapeLine(n))
	}
	return nil
}

func (m *markdownWriter) parts(s section, level int) error {
	most := m.rows
	if s.Ranked {
		most = s.told(m.top, m.brief)
	}
	for i, p := range s.Parts {
		if most > 0 && i == most {
			m.block(fmt.Sprintf("%s more: %s", count(len(s.Parts)-i), escape(s.More)))
			break
		}
		if err := m.section(p, level+1); err != nil {
			return err
		}
	}
	return nil
}

func (m *markdownWriter) stats(stats []stat) {
	var out []string
	for _, s := range stats {
		out = append(out, "**"+escape(s.Value)+"** "+escape(s.Label))
	}
	if out != nil {
		m.block(strings.Join(out, ", "))
	}
}

func (m *markdownWriter) lists(lists []list) {
	for _, l := range lists {
		m.block("**" + escape(l.Title) + "**")
		m.line("")
		for i, it := range l.Items {
			if m.rows > 0 && i == m.rows {
				m.line(fmt.Sprintf("- %s more", count(len(l.Items)-i)))
				break
			}
			m.line("- " + markdownItem(it))
		}
	}
}

func markdownItem(it item) string {
	var parts []string
	if it.Mark.Word != "" {
		parts = append(parts, "**"+escape(it.Mark.Word)+"**")
	}
	if it.Name != "" {
		parts = append(parts, markdownName(it.Name)+":")
	}
	if parts == nil {
		parts = append(parts, escapeLine(it.Text))
	} else {
		parts = append(parts, escape(it.Text))
	}
	if len(it.Path) > 0 {
		steps := make([]string, len(it.Path))
		for i, s := range it.Path {
			steps[i] = code(s)
		}
		parts = append(parts, strings.Join(steps, " → "))
	}
	if it.Command != "" {
		parts = append(parts, code(it.Command))
	}
	if len(it.Proof) > 0 {
		parts = append(parts, codes(it.Proof))
	}
	return strings.Join(parts, " ")
}

// markdownName is code for names from the repository and bold for words of ours.
func markdownName(s string) string {
	if strings.Contains(s, " ") {
		return "**" + escape(s) + "**"
	}
	return code(s)
}

func (m *markdownWriter) table(t table) {
	m.block("*" + escape(t.Caption) + "*")
	m.line("")
	header, rule := "|", "|"
	for _, c := range t.Columns {
		header += " " + escape(c.Title) + " |"
		if c.Kind == number {
			rule += " ---: |"
		} else {
			rule += " --- |"
		}
	}
	m.line(header)
	m.line(rule)
	most := m.rows
	if t.Fine {
		most = fineMarkdownRows
	}
	shown := t.shownRows(most)
	for _, r := range shown {
		m.row(t.Columns, r)
	}
	if n := len(t.Rows) - len(shown); n > 0 {
		m.block(fmt.Sprintf("%s more rows: `--format json`", count(n)))
	}
}

func (m *markdownWriter) row(columns []column, r row) {
	line := "|"
	for i, c := range r.Cells {
		text := escape(c.Text)
		if columns[i].Kind == ident && c.Text != "" {
			text = strings.ReplaceAll(code(c.Text), "|", `\|`)
		}
		line += " " + text + " |"
	}
	m.line(line)
}

func (m *markdownWriter) months(x *months) {
	if x == nil {
		return
	}
	t := monthsTable(x.folded())
	if x.Fine {
		t.Rows = t.Rows[max(0, len(t.Rows)-fineMonths):]
	}
	m.table(t)
}

func (m *markdownWriter) drawing(d *drawing) error {
	if d == nil || !d.small() {
		return nil
	}
	m.block("```mermaid")
	if err := writeMermaid(&m.Buffer, d); err != nil {
		return err
	}
	m.line("```")
	return nil
}

func (m *markdownWriter) prose(s string) {
	if s != "" {
		m.block(escapeLine(s))
	}
}

// block writes a line with an empty one before it.
func (m *markdownWriter) block(s string) {
	m.line("")
	m.line(s)
}

func (m *markdownWriter) line(s string) {
	m.WriteString(s)
	m.WriteByte('\n')
}

// escape makes text mean itself inside a line: no markup, no table cell, no HTML, and
// no @mention, which would call people to a comment.
func escape(s string) string {
	var b strings.Builder
	before := ' '
	for _, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '@' && !unicode.IsLetter(before) && !unicode.IsDigit(before):
			b.WriteString("@<!-- -->")
		case strings.ContainsRune("\\`*_[]|#~$>", r):
			b.WriteRune('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// escapeLine is escape for text that begins a line, where a dash or a number would
// begin a list.
func escapeLine(s string) string {
	s = escape(s)
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	switch rest := s[digits:]; {
	case digits == 0 && strings.ContainsAny(s[:min(len(s), 1)], "-+="):
		return `\` + s
	case digits > 0 && strings.ContainsAny(rest[:min(len(rest), 1)], ".)") && (len(rest) == 1 || rest[1] == ' '):
		return s[:digits] + `\` + rest
	}
	return s
}

// code quotes a name as a code span, in which nothing but backticks has a meaning.
func code(s string) string {
	if s == "" {
		return ""
	}
	if !strings.Contains(s, "`") {
		return "`" + s + "`"
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence + " " + s + " " + fence
}

func codes(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = code(s)
	}
	return strings.Join(out, ", ")
}
