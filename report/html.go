package report

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"
)

//go:embed html/page.tmpl html/section.tmpl html/style.css
var assets embed.FS

// Limits of a page; what is beyond them is in the JSON.
const (
	pageRows  = 300
	fineRows  = 40
	pageParts = 40
	openParts = 3
)

// page is what page.tmpl renders.
type page struct {
	*document
	Style     template.CSS
	StyleHash template.HTMLAttr
}

// writeHTML writes one page that needs nothing else: its style stands inside, and a
// Content-Security-Policy with the hash of that style forbids all else, scripts and
// network included. Names are escaped by html/template where they stand.
func writeHTML(w io.Writer, d *document) error {
	style, err := assets.ReadFile("html/style.css")
	if err != nil {
		return err
	}
	t, err := template.New("page.tmpl").Funcs(pageFuncs()).ParseFS(assets, "html/*.tmpl")
	if err != nil {
		return err
	}
	d.settle()
	hash := sha256.Sum256(style)
	b := bufio.NewWriter(w)
	p := page{document: d, Style: template.CSS(style),
		StyleHash: template.HTMLAttr("sha256-" + base64.StdEncoding.EncodeToString(hash[:]))}
	if err := t.Execute(b, p); err != nil {
		return err
	}
	return b.Flush()
}

func pageFuncs() template.FuncMap {
	return template.FuncMap{
		"href":        href,
		"count":       count,
		"pieces":      pieces,
		"rows":        pageRowsOf,
		"heads":       heads,
		"beyond":      beyond,
		"openParts":   func() int { return openParts },
		"signName":    signName,
		"bars":        barsOf,
		"monthsTable": monthsTable,
	}
}

// pageRowsOf are the rows that the page shows.
func pageRowsOf(t table) []row {
	most := pageRows
	if t.Fine {
		most = fineRows
	}
	return t.Rows[:min(len(t.Rows), most)]
}

// pieces splits a name after its slashes, where a line may break.
func pieces(name string) []string { return strings.SplitAfter(name, "/") }

// heads reports whether a cell names its row: the first one that holds a name.
func heads(columns []column, i int) bool {
	for k, c := range columns {
		if c.Kind == ident || c.Kind == word || c.Kind == prose {
			return k == i
		}
	}
	return i == 0
}

// beyond says how many of n are not shown, "" for none.
func beyond(n, shown int) string {
	if n <= shown {
		return ""
	}
	return count(n - shown)
}

func signName(sign string) string {
	switch sign {
	case "+":
		return "for"
	case "-":
		return "against"
	case "!":
		return "alarm"
	case ">":
		return "next"
	}
	return "plain"
}
