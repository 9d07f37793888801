package page

import (
	"html"
	"html/template"
	"strings"
	"unicode"

	"seam/report/doc"
	"seam/report/phrase"
	"seam/report/typeset"
)

// pageTable writes a table of the page. Tables are most of a page, so they are written
// by hand and tight: how a column is laid out is a class of the table (n2: the third column
// holds numbers), and end tags that HTML can do without are left out.
func pageTable(t doc.Table, at host) template.HTML {
	var b strings.Builder
	caption := html.EscapeString(t.Caption)
	b.WriteString(`<div class="wide" role="group" tabindex="0" aria-label="` + caption + `"><table`)
	classes := columnClasses(t.Columns)
	if t.Heat {
		classes += " heat"
	}
	if classes != "" {
		b.WriteString(` class="` + classes + `"`)
	}
	b.WriteString("><caption><span>" + caption + "</span></caption><thead><tr>")
	for _, c := range t.Columns {
		b.WriteString(`<th scope="col" class="` + string(c.Kind) + `">` + breakText(c.Title) + "</th>")
	}
	b.WriteString("</tr></thead><tbody>")
	rows := pageRowsOf(t)
	for _, r := range rows {
		writeRow(&b, t.Columns, r, at)
	}
	b.WriteString("</tbody></table></div>")
	if more := beyond(len(t.Rows), len(rows)); more != "" {
		b.WriteString(`<p class="note">` + more + ` more: see --format json.</p>`)
	}
	return template.HTML(b.String())
}

// columnClasses say what each column holds: a letter and the number of the column. The
// style knows sixteen columns.
func columnClasses(columns []doc.Column) string {
	const numbers = "0123456789abcdef"
	letter := map[doc.Kind]string{doc.Number: "n", doc.Word: "w", doc.Ident: "i", doc.Prose: "p"}
	var out []string
	for i, c := range columns[:min(len(columns), len(numbers))] {
		if l := letter[c.Kind]; l != "" {
			out = append(out, l+numbers[i:i+1])
		}
	}
	return strings.Join(out, " ")
}

func writeRow(b *strings.Builder, columns []doc.Column, r doc.Row, at host) {
	b.WriteString("\n<tr")
	if r.ID != "" {
		b.WriteString(` id="` + html.EscapeString(r.ID) + `"`)
	}
	b.WriteString(">")
	for i, c := range r.Cells {
		if heads(columns, i) {
			b.WriteString(`<th scope="row"`)
		} else {
			b.WriteString("<td")
		}
		if c.Heat != "" {
			b.WriteString(` class="` + c.Heat + `"`)
		}
		b.WriteString(">")
		writeCell(b, c, at)
	}
}

func writeCell(b *strings.Builder, c doc.Cell, at host) {
	address := at.shows(c.Text)
	switch {
	case c.Link != "":
		b.WriteString(`<a href="#` + html.EscapeString(c.Link) + `">` + breakText(c.Text) + "</a>")
	case c.Tone != "":
		b.WriteString(`<span class="chip ` + html.EscapeString(c.Tone) + `">` + html.EscapeString(c.Text) + "</span>")
	case address != "":
		b.WriteString(`<a class="out" target="_blank" href="` + html.EscapeString(address) + `">` + breakText(c.Text) + "</a>")
	default:
		b.WriteString(breakText(c.Text))
	}
}

// Words are left whole up to a width that every column has; a piece of a word that is
// longer than any column should be is broken anywhere, and scrolls by itself if it is very
// long.
const (
	wholeWord    = 18
	wholeName    = 26 // of a class, which is broken before its capitals
	widestWord   = 48
	shortFolders = 13
)

// soft is a text that breaks between words, and within a long one (a path, a version, a
// host, the name of a class) after its separators and before its capitals.
func soft(text string) template.HTML { return template.HTML(breakText(text)) }

func breakText(text string) string {
	plain := phrase.Plain(text)
	if len(text) <= wholeWord && plain {
		return html.EscapeString(text)
	}
	var b strings.Builder
	for i, w := range strings.Split(text, " ") {
		if i > 0 {
			b.WriteByte(' ')
		}
		if !plain && rightToLeft(w) { // else what follows it would be read before it: a count, a comma
			b.WriteString(`<bdi dir="ltr">`)
			writeWord(&b, w)
			b.WriteString("</bdi>")
			continue
		}
		writeWord(&b, w)
	}
	return b.String()
}

func writeWord(b *strings.Builder, w string) {
	if typeset.Width(w) <= wholeWord {
		b.WriteString(html.EscapeString(w))
		return
	}
	for k, piece := range brokenWord(w) {
		if k > 0 {
			b.WriteString("<wbr>")
		}
		if typeset.Width(piece) > widestWord {
			b.WriteString(`<span class="long" tabindex="0">` + html.EscapeString(piece) + "</span>")
		} else {
			b.WriteString(html.EscapeString(piece))
		}
	}
}

// rightToLeft reports whether a word has letters of a script that is read from right to
// left.
func rightToLeft(w string) bool {
	return strings.ContainsFunc(w, func(r rune) bool {
		return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Samaritan, unicode.Mandaic, unicode.Adlam)
	})
}

// joined is how long what is joined to a piece may get: folders stay apart where they are
// not short, so that lines fill well.
func joined(piece string) int {
	if strings.HasSuffix(piece, "/") {
		return shortFolders
	}
	return wholeWord
}

// brokenWord splits a word after its slashes, what is long of it after other separators,
// and what still is before capitals; what is short is joined again with what stands before
// it.
func brokenWord(w string) []string {
	var out []string
	for _, piece := range typeset.Tokens(w, wholeWord, "/", "-._@:,=+") {
		if last := len(out) - 1; last >= 0 && typeset.Width(out[last])+typeset.Width(piece) <= joined(out[last]) {
			out[last] += piece
			continue
		}
		parts := typeset.Humps(piece, wholeName)
		out = append(out, parts[0])
		for _, part := range parts[1:] {
			if last := len(out) - 1; typeset.Width(out[last])+typeset.Width(part) <= wholeName {
				out[last] += part
			} else {
				out = append(out, part)
			}
		}
	}
	return out
}
