// Package doc is what text, Markdown and HTML show alike: a title, facts, and sections of
// numbers, sentences, tables, drawings and figures. It knows no analysis; whatever is in a
// document is plain text, which each format quotes for itself, and Clean makes what does
// not print visible.
package doc

import (
	"fmt"
	"slices"
	"strings"
)

// Document is what text, Markdown and HTML render alike. Fields are exported for
// html/template. Every string in it is plain text; each writer quotes it for itself.
type Document struct {
	Title    string
	Facts    []Fact // what was looked at
	Sections []Section
}

// OpenParts is how many parts of a section are open, where what is long is folded.
const OpenParts = 3

// Fact is one line of the head.
type Fact struct{ Name, Value string }

// Section is one thought. Whatever it does not need is empty; writers render the rest
// in the order of the fields.
type Section struct {
	ID       string // anchor, stable over runs
	Title    string
	Mark     Mark // verdict or severity
	Lead     string
	Words    []WordLink  // on the page alone: what its words mean
	Defined  []WordEntry // on the page alone
	Plain    []string    // preformatted lines, shown unchanged
	Stats    []Stat
	Lists    []List
	Steps    []Step
	Heat     *Table // on the page alone, before Tables, which hold the same
	Tables   []Table
	Months   *Months
	Drawing  *Drawing
	Figures  []Figure // on the page alone; Tables hold the same
	Canvas   bool     // the matrix of all packages stands here, on the page alone
	Cut      bool     // the what-if of the page stands here
	Cuttable []string // folders that a button hands to the what-if of the page
	Parts    []Section
	Beyond   int      // parts that a page had no room for
	Ranked   bool     // Parts are candidates: Options.Top bounds them
	Worth    int      // of those, how many a full report tells at length where no Top is asked for
	More     string   // where the parts that were cut can be seen
	Notes    []string // caveats, in small print
}

// Mark is a word that is shown as a coloured chip. Tone names the colour; the word
// alone says the same.
type Mark struct{ Word, Tone string }

// MarkOf is a verdict or severity in its colour.
func MarkOf[W ~string](word W) Mark { return Mark{string(word), Tone(string(word))} }

// Tone names a colour for a known word; words from elsewhere get none, so that no
// class name comes from outside.
func Tone(word string) string {
	switch word {
	case "library", "service", "module", "leave", "problem", "smell", "noise":
		return word
	}
	return "plain"
}

// Stat is a number that leads to its section.
type Stat struct {
	Value string
	Label string
	Link  string
	Tone  string
}

// List is a titled list of sentences.
type List struct {
	Title string
	Sign  string // put before each item in text: "+" for, "-" against
	Items []Item
}

// Item is one sentence of a list, with its verdict in front and proof behind.
type Item struct {
	Mark    Mark
	Name    string // what it speaks of; stands before the text
	Text    string
	Link    string   // anchor of the section it is about
	Path    []string // a way through a graph, drawn with arrows
	Ladder  bool     // in text each step of Path has a line of its own
	Proof   []string // commits, imports, files
	Command string   // what to run
}

// Whole is the sentence with its name.
func (it Item) Whole() string {
	if it.Name == "" {
		return it.Text
	}
	return it.Name + ": " + it.Text
}

// Step is one group of an order: what can go together.
type Step struct {
	Title string
	Names []string
}

// Table is a titled grid. Fine tables are left out of text, where they would bury
// the rest.
type Table struct {
	Caption string
	Columns []Column
	Rows    []Row
	Fine    bool
	Folded  bool // closed on the page, since it is long
	Heat    bool // cells are shaded; heads of columns may break
	Most    int  // rows of text and Markdown where fewer than their limit are enough; 0 is that limit
	Page    int  // the same for the page
}

// Marked is a title with its verdict or severity.
func (s Section) Marked() string {
	if s.Mark.Word == "" {
		return s.Title
	}
	return s.Title + " (" + s.Mark.Word + ")"
}

// Told is how many candidates get a paragraph of their own.
func (s Section) Told(top int, brief bool) int {
	if brief && (top < 0 || s.Worth < top) {
		return s.Worth
	}
	return top
}

// ShownRows are the rows that a limit leaves, negative for none.
func (t Table) ShownRows(limit int) []Row {
	if limit > 0 && t.Most > 0 {
		limit = min(limit, t.Most)
	}
	if limit < 0 || len(t.Rows) <= limit {
		return t.Rows
	}
	return t.Rows[:limit]
}

// Without copies a table but for one column.
func Without(t Table, i int) Table {
	out := t
	out.Columns, out.Rows = slices.Delete(slices.Clone(t.Columns), i, i+1), slices.Clone(t.Rows)
	for k, r := range t.Rows {
		out.Rows[k].Cells = slices.Delete(slices.Clone(r.Cells), i, i+1)
	}
	return out
}

// Column is a column of a table. The last fine ones are left out of text where the
// table would be too wide.
type Column struct {
	Title string
	Kind  Kind
	Fine  bool
}

// Kind says how the cells of a column are laid out.
type Kind string

const (
	Word   Kind = "word"   // short, never broken
	Number Kind = "number" // right-aligned, never broken
	Ident  Kind = "name"   // a name from the repository; broken, never cut, in text
	Prose  Kind = "prose"  // wrapped
	Chip   Kind = "mark"   // a mark
)

// Row is a row of a table, a cell a column.
type Row struct {
	ID    string // anchor, "" if nothing leads here
	Cells []Cell
}

// Cell is what stands in one column of a row.
type Cell struct {
	Text string
	Tone string // of a mark
	Link string // anchor in the same document
	Heat string // class of the page's style that shades it, "" for none
}

// FilledLists leaves out the lists that hold nothing.
func FilledLists(lists []List) []List {
	var out []List
	for _, l := range lists {
		if len(l.Items) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// FilledTables leaves out the tables that hold nothing.
func FilledTables(tables ...Table) []Table {
	var out []Table
	for _, t := range tables {
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// Cells makes a row of plain cells.
func Cells(texts ...string) Row {
	r := Row{Cells: make([]Cell, len(texts))}
	for i, t := range texts {
		r.Cells[i] = Cell{Text: t}
	}
	return r
}

// WordEntry is one entry of the page's glossary.
type WordEntry struct{ ID, Name, Text string }

// WordLink leads from a section to an entry.
type WordLink struct{ Name, Link string }

// Anchor makes an id of any text: letters, digits and -._:/@ stay, any other byte is
// written as ~ and two hexadecimal digits, so that no anchor needs an escape in a URL.
// Different texts give different anchors.
func Anchor(text string) string {
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._:/@", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "~%02x", c)
		}
	}
	return b.String()
}
