package typeset

import (
	"io"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"seam/report/doc"
	"seam/report/phrase"
)

// This file is the only one that knows tablewriter. What goes in is laid out already:
// cells are wrapped here, since tablewriter cuts the tail of a path, which is the part
// that tells paths apart.

// gap is what stands between two columns.
const gap = 2

// Cells are made no narrower than this, even if the table gets too wide.
const (
	narrowPath  = 14
	narrowProse = 18
	widestProse = 60
)

// WriteTable draws rows under a header with a rule below it and no other lines. East
// Asian width is switched off, or the locale would change the bytes.
func WriteTable(w io.Writer, t doc.Table, room int, p Palette) error {
	t = coarse(t, room)
	widths := fit(t, room)
	tab := tablewriter.NewTable(w, tablewriter.WithEastAsian(tw.Off), tablewriter.WithConfig(tableConfig(t.Columns)), tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
		Borders:  tw.BorderNone,
		Symbols:  tw.NewSymbolCustom("rule").WithRow("-").WithCenter("-").WithColumn(""),
		Settings: tw.Settings{Separators: tw.Separators{BetweenColumns: tw.Off}, Lines: tw.Lines{ShowHeaderLine: tw.On}},
	})))
	header := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		header[i] = c.Title
	}
	tab.Header(header)
	for _, r := range t.Rows {
		if err := tab.Append(laidOut(t.Columns, r, widths, p)); err != nil {
			return err
		}
	}
	return tab.Render()
}

func tableConfig(columns []doc.Column) tablewriter.Config {
	align := make([]tw.Align, len(columns))
	for i, c := range columns {
		align[i] = tw.AlignLeft
		if c.Kind == doc.Number {
			align[i] = tw.AlignRight
		}
	}
	padding := tw.CellPadding{PerColumn: make([]tw.Padding, len(columns))}
	for i := range columns {
		padding.PerColumn[i] = tw.Padding{Right: strings.Repeat(" ", gap), Overwrite: true}
	}
	padding.PerColumn[len(columns)-1] = tw.PaddingNone
	cells := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Alignment:  tw.CellAlignment{Global: tw.AlignLeft, PerColumn: align},
		Padding:    padding,
	}
	return tablewriter.Config{Header: cells, Row: cells, Behavior: tw.Behavior{TrimSpace: tw.On}}
}

// laidOut makes the strings of a row, broken into lines where they are too long.
func laidOut(columns []doc.Column, r doc.Row, widths []int, p Palette) []string {
	out := make([]string, len(columns))
	for i, c := range r.Cells {
		switch columns[i].Kind {
		case doc.Ident:
			out[i] = wrapName(c.Text, widths[i])
		case doc.Prose:
			out[i] = strings.Join(Wrap(c.Text, widths[i]), "\n")
		case doc.Chip:
			out[i] = p.Tone(c.Tone, c.Text)
		default:
			out[i] = c.Text
		}
	}
	return out
}

// coarse drops columns from the right until the table fits the room: fine ones while
// names would have to be broken, others only where breaking does not do. Two stay.
func coarse(t doc.Table, room int) doc.Table {
	for room > 0 && total(naturalWidths(t)) > room {
		fine := -1
		for i, c := range t.Columns {
			if c.Fine {
				fine = i
			}
		}
		if fine < 0 {
			break
		}
		t = doc.Without(t, fine)
	}
	for len(t.Columns) > 2 && room > 0 && total(fit(t, room)) > room {
		t = doc.Without(t, len(t.Columns)-1)
	}
	return t
}

// fit finds the widths of the columns: natural, then the widest of those that can
// shrink loses until the table fits the room, as far as it can. Room 0 is no limit.
func fit(t doc.Table, room int) []int {
	widths := naturalWidths(t)
	for room > 0 && total(widths) > room {
		widest := -1
		for i, c := range t.Columns {
			if widths[i] > narrowest(c) && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return widths
}

func naturalWidths(t doc.Table) []int {
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = Width(c.Title)
	}
	for _, r := range t.Rows {
		for i, c := range r.Cells {
			w := Width(c.Text)
			if t.Columns[i].Kind == doc.Prose {
				w = min(w, widestProse)
			}
			widths[i] = max(widths[i], w)
		}
	}
	return widths
}

func total(widths []int) int {
	sum := gap * (len(widths) - 1)
	for _, w := range widths {
		sum += w
	}
	return sum
}

// narrowest is the least width of a column; words and numbers do not shrink.
func narrowest(c doc.Column) int {
	switch c.Kind {
	case doc.Ident:
		return max(narrowPath, Width(c.Title))
	case doc.Prose:
		return max(narrowProse, Width(c.Title))
	}
	return 1 << 30
}

// Width is how many columns a terminal needs for a text. Characters of ambiguous
// width count as one, whatever the locale.
func Width(s string) int {
	if phrase.Plain(s) {
		return len(s)
	}
	return twwidth.WidthWithOptions(s, twwidth.Options{})
}
