package report

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"

	"seam/report/doc"
	"seam/report/phrase"
)

// Rows of a table in Markdown, of a full report fewer and of its fine tables none: a pull
// request comment holds 65,536 characters. What is long is folded.
const (
	markdownRows     = 100
	fullMarkdownRows = 15
	fullMarkdownTold = 8 // parts that are told at length
	fineMarkdownRows = 8
	fineMonths       = 12
	openMarkdownRows = 12
)

// markdownWriter writes a document as GitHub flavoured Markdown, drawings as Mermaid.
type markdownWriter struct {
	bytes.Buffer
	rows, top int
	brief     bool
}

func writeMarkdown(w io.Writer, d *doc.Document, opt Options) error {
	m := &markdownWriter{rows: limit(opt.Rows, markdownRows), top: limit(opt.Top, topParts), brief: isBrief(d, opt)}
	if m.brief && opt.Rows == 0 {
		m.rows = fullMarkdownRows
	}
	m.line("# seam: " + phrase.Escape(d.Title))
	m.line("")
	for _, f := range d.Facts {
		m.line("- **" + phrase.Escape(f.Name) + "**: " + phrase.Escape(f.Value))
	}
	for _, s := range d.Sections {
		if err := m.section(s, 2); err != nil {
			return err
		}
	}
	_, err := w.Write(m.Bytes())
	return err
}

func (m *markdownWriter) section(s doc.Section, level int) error {
	m.block(strings.Repeat("#", level) + " " + phrase.Escape(s.Marked()))
	return m.body(s, level)
}

// folded writes what opens with a click on its title.
func (m *markdownWriter) folded(title string, write func() error) error {
	m.block("<details><summary>" + html.EscapeString(title) + "</summary>")
	if err := write(); err != nil {
		return err
	}
	m.block("</details>")
	return nil
}

func (m *markdownWriter) body(s doc.Section, level int) error {
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
		m.line(fmt.Sprintf("- **%s**: %s", phrase.Escape(st.Title), codes(st.Names)))
	}
	for _, t := range s.Tables {
		if m.brief && t.Fine {
			continue
		}
		if err := m.table(t); err != nil {
			return err
		}
	}
	if err := m.months(s.Months); err != nil {
		return err
	}
	if err := m.drawing(s.Drawing); err != nil {
		return err
	}
	if err := m.parts(s, level); err != nil {
		return err
	}
	for _, n := range s.Notes {
		m.block("> " + phrase.EscapeLine(n))
	}
	return nil
}

func (m *markdownWriter) parts(s doc.Section, level int) error {
	most := m.rows
	switch {
	case s.Ranked:
		most = s.Told(m.top, m.brief)
	case m.brief && most > 0:
		most = min(most, fullMarkdownTold)
	}
	for i, p := range s.Parts {
		if most > 0 && i == most {
			m.block(fmt.Sprintf("%s more: %s", phrase.Count(len(s.Parts)-i), phrase.Escape(s.More)))
			break
		}
		write := func() error { return m.section(p, level+1) }
		if i >= doc.OpenParts {
			write = func() error { return m.folded(p.Marked(), func() error { return m.body(p, level+1) }) }
		}
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

func (m *markdownWriter) stats(stats []doc.Stat) {
	var out []string
	for _, s := range stats {
		out = append(out, "**"+phrase.Escape(s.Value)+"** "+phrase.Escape(s.Label))
	}
	if out != nil {
		m.block(strings.Join(out, ", "))
	}
}

func (m *markdownWriter) lists(lists []doc.List) {
	for _, l := range lists {
		m.block("**" + phrase.Escape(l.Title) + "**")
		m.line("")
		for i, it := range l.Items {
			if m.rows > 0 && i == m.rows {
				m.line(fmt.Sprintf("- %s more", phrase.Count(len(l.Items)-i)))
				break
			}
			m.line("- " + markdownItem(it))
		}
	}
}

func markdownItem(it doc.Item) string {
	var parts []string
	if it.Mark.Word != "" {
		parts = append(parts, "**"+phrase.Escape(it.Mark.Word)+"**")
	}
	if it.Name != "" {
		parts = append(parts, markdownName(it.Name)+":")
	}
	if parts == nil {
		parts = append(parts, phrase.EscapeLine(it.Text))
	} else {
		parts = append(parts, phrase.Escape(it.Text))
	}
	if len(it.Path) > 0 {
		steps := make([]string, len(it.Path))
		for i, s := range it.Path {
			steps[i] = phrase.Code(s)
		}
		parts = append(parts, strings.Join(steps, " → "))
	}
	if it.Command != "" {
		parts = append(parts, phrase.Code(it.Command))
	}
	if len(it.Proof) > 0 {
		parts = append(parts, codes(it.Proof))
	}
	return strings.Join(parts, " ")
}

// markdownName is code for names from the repository and bold for words of ours.
func markdownName(s string) string {
	if strings.Contains(s, " ") {
		return "**" + phrase.Escape(s) + "**"
	}
	return phrase.Code(s)
}

// table writes a table, a long one folded.
func (m *markdownWriter) table(t doc.Table) error {
	most := m.rows
	if t.Fine {
		most = fineMarkdownRows
	}
	shown := t.ShownRows(most)
	if len(shown) > openMarkdownRows {
		title, means, _ := strings.Cut(t.Caption, ". ")
		return m.folded(fmt.Sprintf("%s (%s)", title, phrase.Plural(len(t.Rows), "row", "rows")), func() error {
			if means != "" {
				m.block("*" + phrase.Escape(means) + "*")
			}
			m.rowsOf(t, shown)
			return nil
		})
	}
	m.block("*" + phrase.Escape(t.Caption) + "*")
	m.rowsOf(t, shown)
	return nil
}

func (m *markdownWriter) rowsOf(t doc.Table, shown []doc.Row) {
	m.line("")
	header, rule := "|", "|"
	for _, c := range t.Columns {
		header += " " + phrase.Escape(c.Title) + " |"
		if c.Kind == doc.Number {
			rule += " ---: |"
		} else {
			rule += " --- |"
		}
	}
	m.line(header)
	m.line(rule)
	for _, r := range shown {
		m.row(t.Columns, r)
	}
	if n := len(t.Rows) - len(shown); n > 0 {
		m.block(fmt.Sprintf("%s more rows: `--format json`", phrase.Count(n)))
	}
}

func (m *markdownWriter) row(columns []doc.Column, r doc.Row) {
	line := "|"
	for i, c := range r.Cells {
		text := phrase.Escape(c.Text)
		if columns[i].Kind == doc.Ident && c.Text != "" {
			text = strings.ReplaceAll(phrase.Code(c.Text), "|", `\|`)
		}
		line += " " + text + " |"
	}
	m.line(line)
}

func (m *markdownWriter) months(x *doc.Months) error {
	if x == nil {
		return nil
	}
	t := doc.MonthsTable(x.Folded())
	if x.Fine {
		t.Rows = t.Rows[max(0, len(t.Rows)-fineMonths):]
	}
	return m.table(t)
}

func (m *markdownWriter) drawing(d *doc.Drawing) error {
	if d == nil || !d.Small() {
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
		m.block(phrase.EscapeLine(s))
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

func codes(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = phrase.Code(s)
	}
	return strings.Join(out, ", ")
}
