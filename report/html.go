package report

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
)

//go:embed html/page.tmpl html/section.tmpl html/style.css
var assets embed.FS

// Limits of a page; what is beyond them is in the JSON.
const (
	pageRows  = 500
	pageParts = 100
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
		"rows":        func(t table) []row { return t.Rows[:min(len(t.Rows), pageRows)] },
		"heads":       heads,
		"beyond":      beyond,
		"mostParts":   func() int { return pageParts },
		"openParts":   func() int { return openParts },
		"signName":    signName,
		"bars":        barsOf,
		"monthsTable": monthsTable,
	}
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

func monthsTable(m *months) table {
	t := table{Caption: m.Caption, Columns: []column{{"Month", word}, {"Changes", number}, {"Crossing", number}, {"Share", number}}}
	for _, x := range m.List {
		t.Rows = append(t.Rows, cells(x.Name, count(x.Changes), count(x.Marked), percent(x.share())))
	}
	return t
}

// bars is a bar chart with its geometry worked out: style attributes are forbidden on
// the page, so all of it stands in SVG attributes.
type bars struct {
	Width, Height, Base, TickY int
	Label                      string
	Bars                       []bar
	Ticks                      []tick
}

type bar struct {
	X, Y, W, H, CrossY, CrossH int
	Title                      string
}

type tick struct {
	X    int
	Text string
}

const (
	barHeight = 72
	barMonths = 60 // the newest; older ones are in the table
)

// barsOf draws the newest months, each as all its changes with the crossing ones at
// the bottom.
func barsOf(m *months) bars {
	list := m.List[max(0, len(m.List)-barMonths):]
	most, all, crossed := 1, 0, 0
	for _, x := range list {
		most, all, crossed = max(most, x.Changes), all+x.Changes, crossed+x.Marked
	}
	step := min(max(600/max(len(list), 1), 10), 32)
	b := bars{Width: max(step*len(list), 160), Height: barHeight + 24, Base: barHeight + 1, TickY: barHeight + 16}
	b.Label = fmt.Sprintf("%s: %s of %s over %s", m.Caption, count(crossed), count(all), plural(len(list), "month", "months"))
	for i, x := range list {
		h, c := scaled(x.Changes, most), scaled(min(x.Marked, x.Changes), most)
		b.Bars = append(b.Bars, bar{X: i * step, W: step - 2, Y: barHeight - h, H: h, CrossY: barHeight - c, CrossH: c,
			Title: fmt.Sprintf("%s: %s of %s", x.Name, count(x.Marked), plural(x.Changes, "change", "changes"))})
		if i == 0 || i == len(list)-1 && i*step > 120 {
			b.Ticks = append(b.Ticks, tick{X: min(i*step, b.Width-56), Text: x.Name})
		}
	}
	return b
}

// scaled is a bar's height; what is not nothing is seen.
func scaled(n, most int) int {
	if n <= 0 {
		return 0
	}
	return max(n*barHeight/most, 2)
}
