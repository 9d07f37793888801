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

func monthsTable(m *months) table {
	t := table{Caption: m.Caption, Columns: []column{{Title: "Month", Kind: word}, {Title: "Changes", Kind: number}, {Title: "Crossing", Kind: number}, {Title: "Share", Kind: number}}}
	for _, x := range newest(m.List) {
		t.Rows = append(t.Rows, cells(x.Name, count(x.Changes), count(x.Marked), percent(x.share())))
	}
	return t
}

// bars is a bar chart with its geometry worked out: style attributes are forbidden on
// the page, so all of it stands in SVG attributes. All and Crossed are the outlines of
// all bars of a kind.
type bars struct {
	Width, Height, Base, TickY int
	Label                      string
	All, Crossed               string
	Ticks                      []tick
}

type tick struct {
	X    int
	Text string
}

const (
	barHeight = 72
	barMonths = 48 // the newest; older ones are in the JSON
)

// barsOf draws the newest months, each as all its changes with the crossing ones at
// the bottom.
func barsOf(m *months) bars {
	list := newest(m.List)
	most, all, crossed := 1, 0, 0
	for _, x := range list {
		most, all, crossed = max(most, x.Changes), all+x.Changes, crossed+x.Marked
	}
	step := min(max(600/max(len(list), 1), 12), 32)
	b := bars{Width: max(step*len(list), 160), Height: barHeight + 24, Base: barHeight + 1, TickY: barHeight + 16}
	b.Label = fmt.Sprintf("%s: %s of %s over %s", m.Caption, count(crossed), count(all), plural(len(list), "month", "months"))
	for i, x := range list {
		b.All += outline(i*step, step-2, scaled(x.Changes, most))
		b.Crossed += outline(i*step, step-2, scaled(min(x.Marked, x.Changes), most))
		if i == 0 || i == len(list)-1 && i*step > 120 {
			b.Ticks = append(b.Ticks, tick{X: min(i*step, b.Width-56), Text: x.Name})
		}
	}
	return b
}

func newest(list []month) []month { return list[max(0, len(list)-barMonths):] }

// outline is the path of one bar that stands on the base line.
func outline(x, width, height int) string {
	if height == 0 {
		return ""
	}
	return fmt.Sprintf("M%d %dh%dv%dh-%dz", x, barHeight-height, width, height, width)
}

// scaled is a bar's height; what is not nothing is seen.
func scaled(n, most int) int {
	if n <= 0 {
		return 0
	}
	return max(n*barHeight/most, 2)
}
