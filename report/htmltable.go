package report

import (
	"html"
	"html/template"
	"strings"
)

// pageTable writes a table of the page. Tables are most of a page, so they are written
// by hand and tight: how a column is laid out is a class of the table (n2: the third column
// holds numbers), and end tags that HTML can do without are left out.
func pageTable(t table) template.HTML {
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
		b.WriteString(`<th scope="col" class="` + string(c.Kind) + `">` + html.EscapeString(c.Title) + "</th>")
	}
	b.WriteString("</tr></thead><tbody>")
	rows := pageRowsOf(t)
	for _, r := range rows {
		writeRow(&b, t.Columns, r)
	}
	b.WriteString("</tbody></table></div>")
	if more := beyond(len(t.Rows), len(rows)); more != "" {
		b.WriteString(`<p class="note">` + more + ` more: see --format json.</p>`)
	}
	return template.HTML(b.String())
}

// columnClasses say what each column holds: a letter and the number of the column. The
// style knows sixteen columns.
func columnClasses(columns []column) string {
	const numbers = "0123456789abcdef"
	letter := map[kind]string{number: "n", word: "w", ident: "i", prose: "p"}
	var out []string
	for i, c := range columns[:min(len(columns), len(numbers))] {
		if l := letter[c.Kind]; l != "" {
			out = append(out, l+numbers[i:i+1])
		}
	}
	return strings.Join(out, " ")
}

func writeRow(b *strings.Builder, columns []column, r row) {
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
		writeCell(b, columns[i].Kind, c)
	}
}

func writeCell(b *strings.Builder, k kind, c cell) {
	switch {
	case c.Link != "":
		b.WriteString(`<a href="#` + html.EscapeString(c.Link) + `">` + breakable(c.Text) + "</a>")
	case c.Tone != "":
		b.WriteString(`<span class="chip ` + html.EscapeString(c.Tone) + `">` + html.EscapeString(c.Text) + "</span>")
	case k == ident:
		b.WriteString(breakable(c.Text))
	default:
		b.WriteString(html.EscapeString(c.Text))
	}
}

// breakable is a name that may break after its slashes.
func breakable(name string) string {
	return strings.ReplaceAll(html.EscapeString(name), "/", "/<wbr>")
}
