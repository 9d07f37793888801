package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean applies visible to every text of the document, in place, so that no section
// can forget it.
func (d *document) clean() {
	show(&d.Title)
	for i := range d.Facts {
		show(&d.Facts[i].Name, &d.Facts[i].Value)
	}
	for i := range d.Sections {
		d.Sections[i].clean()
	}
}

func (s *section) clean() {
	show(&s.Title, &s.Lead, &s.Mark.Word, &s.More)
	for i := range s.Stats {
		show(&s.Stats[i].Value, &s.Stats[i].Label)
	}
	for i := range s.Lists {
		s.Lists[i].clean()
	}
	for i := range s.Steps {
		show(&s.Steps[i].Title)
		s.Steps[i].Names = shown(s.Steps[i].Names)
	}
	if s.Heat != nil {
		s.Heat.clean()
	}
	for i := range s.Tables {
		s.Tables[i].clean()
	}
	if s.Months != nil {
		s.Months.clean()
	}
	if s.Drawing != nil {
		s.Drawing.clean()
	}
	for i := range s.Figures {
		s.Figures[i].clean()
	}
	for i := range s.Parts {
		s.Parts[i].clean()
	}
	s.Notes, s.Plain = shown(s.Notes), shown(s.Plain)
}

func (l *list) clean() {
	show(&l.Title)
	for i := range l.Items {
		it := &l.Items[i]
		show(&it.Mark.Word, &it.Name, &it.Text, &it.Command)
		it.Proof, it.Path = shown(it.Proof), shown(it.Path)
	}
}

func (t *table) clean() {
	for i := range t.Columns {
		show(&t.Columns[i].Title)
	}
	show(&t.Caption)
	for _, r := range t.Rows {
		for i := range r.Cells {
			show(&r.Cells[i].Text)
		}
	}
}

func (m *months) clean() {
	show(&m.Caption)
	for i := range m.List {
		show(&m.List[i].Name)
	}
}

func show(texts ...*string) {
	for _, t := range texts {
		*t = visible(*t)
	}
}

// shown is visible for a list that may belong to the report: it is never changed.
func shown(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = visible(s)
	}
	return out
}

// visible writes what does not print (controls, line breaks, direction marks, bytes
// that are not UTF-8) as escapes: a file name must not move the cursor, end a line or
// turn the reading direction.
func visible(s string) string {
	if !strings.ContainsFunc(s, hidden) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case !hidden(r):
			b.WriteString(s[:n])
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		s = s[n:]
	}
	return b.String()
}

// Visible is a text as text output shows it: what does not print stands as escapes.
func Visible(s string) string { return visible(s) }

func hidden(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }
