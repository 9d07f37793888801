package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"seam/report/doc"
	"seam/report/phrase"
	"seam/report/typeset"
)

// Limits of text where Options say nothing.
const (
	textWidth = 80
	proseMost = 100 // widest line of prose: longer ones are hard to read
	textRows  = 12  // of a full report, which nobody scrolls
	verbRows  = 50  // of a page about one thing, which was asked for
	fullPage  = 7   // sections that make a report a full one
	topParts  = 10
	textBar   = 30 // columns of the longest bar, and of the numbers before it
)

// textWriter writes a document for a terminal: first the verdicts on one screen, then
// the tables that prove them.
type textWriter struct {
	bytes.Buffer
	room  int // columns of tables, 0 without limit
	prose int // columns of sentences
	rows  int // rows of a table, negative without limit
	top   int
	brief bool // a full report, of which no number of candidates was asked for
	p     typeset.Palette
}

func writeText(w io.Writer, d *doc.Document, opt Options) error {
	t := &textWriter{room: opt.Width, rows: opt.Rows, top: opt.Top, p: typeset.NewPalette(opt.Color)}
	switch {
	case opt.Width == 0:
		t.room = textWidth
	case opt.Width < 0:
		t.room = 0
	}
	t.prose = proseMost
	if t.room > 0 {
		t.prose = min(t.room, proseMost)
	}
	standard := verbRows
	if len(d.Sections) >= fullPage {
		standard = textRows
	}
	t.rows, t.top, t.brief = limit(t.rows, standard), limit(t.top, topParts), isBrief(d, opt)
	t.head(d)
	for _, s := range d.Sections {
		if err := t.section(s, "== "); err != nil {
			return err
		}
	}
	_, err := w.Write(trimLines(t.Bytes()))
	return err
}

func isBrief(d *doc.Document, opt Options) bool { return opt.Top == 0 && len(d.Sections) >= fullPage }

// limit is a bound with its default; negative is none.
func limit(n, standard int) int {
	if n == 0 {
		return standard
	}
	return n
}

// trimLines takes the blanks off the ends of lines, which tables leave there.
func trimLines(text []byte) []byte {
	lines := bytes.Split(text, []byte("\n"))
	for i, l := range lines {
		lines[i] = bytes.TrimRight(l, " ")
	}
	return bytes.Join(lines, []byte("\n"))
}

func (t *textWriter) head(d *doc.Document) {
	t.line(t.p.Tone("heading", d.Title))
	for _, f := range d.Facts {
		t.hang(fmt.Sprintf("%-8s ", f.Name), 9, f.Value)
	}
}

func (t *textWriter) section(s doc.Section, sign string) error {
	t.line("")
	title := sign + s.Title
	if s.Mark.Word != "" {
		title = t.p.Tone("heading", title) + "  [" + t.p.Tone(s.Mark.Tone, s.Mark.Word) + "]"
	} else {
		title = t.p.Tone("heading", title)
	}
	t.line(title)
	t.hang("", 0, s.Lead)
	for _, l := range s.Plain {
		t.line(l)
	}
	t.stats(s.Stats)
	t.lists(s)
	t.steps(s.Steps)
	for _, tab := range s.Tables {
		if err := t.table(tab); err != nil {
			return err
		}
	}
	t.months(s.Months)
	if err := t.parts(s); err != nil {
		return err
	}
	for _, n := range s.Notes {
		t.hang("  ", 2, n)
	}
	return nil
}

func (t *textWriter) stats(stats []doc.Stat) {
	var out []string
	for _, s := range stats {
		out = append(out, s.Value+" "+s.Label)
	}
	if out != nil {
		t.hang("", 0, strings.Join(out, ", ")+".")
	}
}

// lists writes titled lists; those with a sign need no title of their own.
func (t *textWriter) lists(s doc.Section) {
	for _, l := range s.Lists {
		sign := l.Sign
		if sign == "" {
			t.line("")
			t.line(t.p.Tone("heading", l.Title))
			sign = "-"
		}
		for i, it := range l.Items {
			if t.rows > 0 && i == t.rows {
				t.more(len(l.Items) - i)
				break
			}
			t.item("  "+sign+" ", it)
		}
	}
}

func (t *textWriter) item(lead string, it doc.Item) {
	indent := typeset.Width(lead)
	if it.Mark.Word != "" {
		end := " "
		if it.Name == "" {
			end = ": " // else the word reads as the first of the sentence
		}
		indent += typeset.Width(it.Mark.Word + end)
		lead += t.p.Tone(it.Mark.Tone, it.Mark.Word) + end
	}
	if it.Command != "" {
		t.line(lead + it.Text + " " + it.Command) // whole, to be copied
		return
	}
	t.hang(lead, indent, it.Whole())
	switch {
	case it.Ladder:
		t.ladder(it.Path)
	case len(it.Path) > 0:
		t.hang("      ", 9, strings.Join(it.Path, " -> "))
	}
}

// ladder writes a path with one step a line.
func (t *textWriter) ladder(path []string) {
	for i, s := range path {
		lead := "      "
		if i > 0 {
			lead += "-> "
		}
		t.line(lead + s)
	}
}

func (t *textWriter) steps(steps []doc.Step) {
	if len(steps) > 0 {
		t.line("")
	}
	for _, s := range steps {
		lead := "  " + s.Title + ": "
		t.hang(lead, typeset.Width(lead), strings.Join(s.Names, ", "))
	}
}

func (t *textWriter) table(tab doc.Table) error {
	if tab.Fine {
		return nil
	}
	all := len(tab.Rows)
	tab.Rows = tab.ShownRows(t.rows)
	t.line("")
	if err := typeset.WriteTable(&t.Buffer, tab, t.room, t.p); err != nil {
		return err
	}
	t.more(all - len(tab.Rows))
	return nil
}

func (t *textWriter) more(n int) {
	if n > 0 {
		t.line(t.p.Tone("faint", fmt.Sprintf("%s more: --format json", phrase.Count(n))))
	}
}

// months draws a bar of the crossing share of each month or year.
func (t *textWriter) months(m *doc.Months) {
	if m == nil || m.Fine {
		return
	}
	m = m.Folded()
	t.line("")
	t.hang("", 0, m.Title())
	bar := textBar
	if t.room > 0 {
		bar = min(bar, max(t.room-textBar, 0))
	}
	for _, x := range m.List {
		t.line(fmt.Sprintf("  %-8s %5s of %-5s %5s %s", x.Name, phrase.Count(x.Marked), phrase.Count(x.Changes), phrase.Percent(x.Share()), strings.Repeat("#", int(float64(x.Share()*float64(bar))+0.5))))
	}
}

func (t *textWriter) parts(s doc.Section) error {
	most := t.rows
	if s.Ranked {
		most = s.Told(t.top, t.brief)
	}
	for i, p := range s.Parts {
		if most > 0 && i == most {
			t.line("")
			t.line(t.p.Tone("faint", fmt.Sprintf("%s more: %s", phrase.Count(len(s.Parts)-i), s.More)))
			break
		}
		if err := t.section(p, ""); err != nil {
			return err
		}
	}
	return nil
}

// hang writes a text that hangs under its lead; what the lead measures is given, since
// it may hold colour.
func (t *textWriter) hang(lead string, indent int, text string) {
	if text == "" {
		return
	}
	for i, l := range typeset.Wrap(text, max(t.prose-indent, 20)) {
		if i == 0 {
			t.line(lead + l)
		} else {
			t.line(strings.Repeat(" ", indent) + l)
		}
	}
}

func (t *textWriter) line(s string) {
	t.WriteString(s)
	t.WriteByte('\n')
}
