// Package page writes a report as one HTML page that needs nothing else, no network
// included: its style, its script and the facts that the script works on stand inside.
package page

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/sections"
)

//go:embed html/*.tmpl html/*.css html/script/*.js
var assets embed.FS

// Limits of a page; what is beyond them is in the JSON.
const (
	pageRows  = 200
	fineRows  = 15
	pageParts = 25
	leftParts = 18 // the same, where the list ends with candidates of verdict leave
)

// page is what page.tmpl renders.
type page struct {
	*doc.Document
	Head       []doc.Fact // the facts but for what made the report
	MadeBy     string
	Views      []view
	Style      template.CSS
	StyleHash  template.HTMLAttr
	Script     template.JS
	ScriptHash template.HTMLAttr
	Data       template.JS
}

// scripts are the page's script in the order in which its parts need one another.
var scripts = []string{"tables", "views", "keys", "pictures", "matrix", "whatif", "sides", "cut", "main"}

// styles are the style sheets as one.
func styles() (string, error) {
	var b strings.Builder
	for _, name := range []string{"style", "pictures"} {
		part, err := assets.ReadFile("html/" + name + ".css")
		if err != nil {
			return "", err
		}
		b.Write(part)
	}
	return b.String(), nil
}

// script is all parts as one, in a scope of its own.
func script() (string, error) {
	var b strings.Builder
	b.WriteString("\"use strict\";\n{\n")
	for _, name := range scripts {
		part, err := assets.ReadFile("html/script/" + name + ".js")
		if err != nil {
			return "", err
		}
		b.Write(part)
	}
	b.WriteString("}\n")
	return b.String(), nil
}

// hashOf is what a Content-Security-Policy calls a text that may stand inside the page.
func hashOf(text string) template.HTMLAttr {
	hash := sha256.Sum256([]byte(text))
	return template.HTMLAttr("sha256-" + base64.StdEncoding.EncodeToString(hash[:]))
}

// Write writes the page of a report.
func Write(w io.Writer, r *model.Report) error {
	var facts *sections.PageFacts
	var beside sync.WaitGroup
	beside.Go(func() { facts = sections.FactsOf(r) })
	d := sections.ForPage(r, pageParts)
	beside.Wait()
	return writePage(w, d, facts, hostOf(r))
}

// writePage writes one page that needs nothing else: its style and its script stand
// inside, and a Content-Security-Policy with their hashes forbids all else, network
// included. Names are escaped by html/template where they stand. Without scripts the page
// shows everything but the matrix and the what-if.
func writePage(w io.Writer, d *doc.Document, facts *sections.PageFacts, at host) error {
	style, err := styles()
	if err != nil {
		return err
	}
	script, err := script()
	if err != nil {
		return err
	}
	t, err := template.New("page.tmpl").Funcs(pageFuncs(at)).ParseFS(assets, "html/*.tmpl")
	if err != nil {
		return err
	}
	data, err := block(facts)
	if err != nil {
		return err
	}
	shorten(d, len(style)+len(script)+len(data))
	settle(d)
	b := bufio.NewWriter(w)
	p := page{Document: d, Views: views(d.Sections), Style: template.CSS(style), StyleHash: hashOf(style),
		Script: template.JS(script), ScriptHash: hashOf(script), Data: data}
	if err := writeSections(t, p.Views); err != nil {
		return err
	}
	for _, f := range d.Facts {
		if f.Name == sections.ToolFact {
			p.MadeBy = f.Value
		} else {
			p.Head = append(p.Head, f)
		}
	}
	if err := t.Execute(b, p); err != nil {
		return err
	}
	return b.Flush()
}

func pageFuncs(at host) template.FuncMap {
	return template.FuncMap{
		"href":        func(anchor string) template.URL { return template.URL("#" + anchor) },
		"count":       phrase.Count,
		"soft":        soft,
		"table":       func(t doc.Table) template.HTML { return pageTable(t, at) },
		"shown":       at.shows,
		"openParts":   func() int { return doc.OpenParts },
		"signName":    signName,
		"bars":        barsOf,
		"monthsTable": doc.MonthsTable,
		"json":        asJSON,
	}
}

// pageRowsOf are the rows that the page shows.
func pageRowsOf(t doc.Table) []doc.Row {
	most := pageRows
	if t.Fine {
		most = fineRows
	}
	if t.Page > 0 {
		most = min(most, t.Page)
	}
	return t.Rows[:min(len(t.Rows), most)]
}

// heads reports whether a cell names its row: the first one that holds a name.
func heads(columns []doc.Column, i int) bool {
	for k, c := range columns {
		if c.Kind == doc.Ident || c.Kind == doc.Word || c.Kind == doc.Prose {
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
	return phrase.Count(n - shown)
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

// asJSON is a list for a data attribute, which html/template quotes.
func asJSON(list []string) (string, error) {
	data, err := json.Marshal(list)
	return string(printable(data)), err
}

// printable writes what does not print as JSON escapes: no direction mark of a name may
// turn the reading of the page's source.
func printable(data []byte) []byte {
	if !bytes.ContainsFunc(data, phrase.Hidden) {
		return data
	}
	var out []byte
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case !phrase.Hidden(r):
			out = append(out, data[:n]...)
		case r < 0x10000:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		}
		data = data[n:]
	}
	return out
}
