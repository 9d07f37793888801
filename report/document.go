package report

import (
	"fmt"
	"html/template"
	"strings"
)

// document is what text, Markdown and HTML render alike. Fields are exported for
// html/template. Every string in it is plain text; each writer quotes it for itself.
type document struct {
	Title    string
	Facts    []fact // what was looked at
	Sections []section
}

// fact is one line of the head.
type fact struct{ Name, Value string }

// section is one thought. Whatever it does not need is empty; writers render the rest
// in the order of the fields.
type section struct {
	ID       string // anchor, stable over runs
	Title    string
	Mark     mark // verdict or severity
	Lead     string
	Words    []wordLink  // on the page alone: what its words mean
	Defined  []wordEntry // on the page alone
	Plain    []string    // preformatted lines, shown unchanged
	Stats    []stat
	Lists    []list
	Steps    []step
	Heat     *table // on the page alone, before Tables, which hold the same
	Tables   []table
	Months   *months
	Drawing  *drawing
	Figures  []figure // on the page alone; Tables hold the same
	Canvas   bool     // the matrix of all packages stands here, on the page alone
	Cut      bool     // the what-if of the page stands here
	Cuttable []string // folders that a button hands to the what-if of the page
	Parts    []section
	Beyond   int      // parts that a page had no room for
	Ranked   bool     // Parts are candidates: Options.Top bounds them
	Worth    int      // of those, how many a full report tells at length where no Top is asked for
	More     string   // where the parts that were cut can be seen
	Notes    []string // caveats, in small print
}

// mark is a word that is shown as a coloured chip. Tone names the colour; the word
// alone says the same.
type mark struct{ Word, Tone string }

// stat is a number that leads to its section.
type stat struct {
	Value string
	Label string
	Link  string
	Tone  string
}

// list is a titled list of sentences.
type list struct {
	Title string
	Sign  string // put before each item in text: "+" for, "-" against
	Items []item
}

// item is one sentence of a list, with its verdict in front and proof behind.
type item struct {
	Mark    mark
	Name    string // what it speaks of; stands before the text
	Text    string
	Link    string   // anchor of the section it is about
	Path    []string // a way through a graph, drawn with arrows
	Ladder  bool     // in text each step of Path has a line of its own
	Proof   []string // commits, imports, files
	Command string   // what to run
}

// whole is the sentence with its name.
func (it item) whole() string {
	if it.Name == "" {
		return it.Text
	}
	return it.Name + ": " + it.Text
}

// step is one group of an order: what can go together.
type step struct {
	Title string
	Names []string
}

// table is a titled grid. Fine tables are left out of text, where they would bury
// the rest.
type table struct {
	Caption string
	Columns []column
	Rows    []row
	Fine    bool
	Folded  bool // closed on the page, since it is long
	Heat    bool // cells are shaded; heads of columns may break
	Most    int  // rows of text and Markdown where fewer than their limit are enough; 0 is that limit
	Page    int  // the same for the page
}

// told is how many candidates get a paragraph of their own.
func (s section) told(top int, brief bool) int {
	if brief && (top < 0 || s.Worth < top) {
		return s.Worth
	}
	return top
}

// shownRows are the rows that a limit leaves, negative for none.
func (t table) shownRows(limit int) []row {
	if limit > 0 && t.Most > 0 {
		limit = min(limit, t.Most)
	}
	if limit < 0 || len(t.Rows) <= limit {
		return t.Rows
	}
	return t.Rows[:limit]
}

// column is a column of a table. The last fine ones are left out of text where the
// table would be too wide.
type column struct {
	Title string
	Kind  kind
	Fine  bool
}

// kind says how the cells of a column are laid out.
type kind string

const (
	word   kind = "word"   // short, never broken
	number kind = "number" // right-aligned, never broken
	ident  kind = "name"   // a name from the repository; broken, never cut, in text
	prose  kind = "prose"  // wrapped
	chip   kind = "mark"   // a mark
)

type row struct {
	ID    string // anchor, "" if nothing leads here
	Cells []cell
}

type cell struct {
	Text string
	Tone string // of a mark
	Link string // anchor in the same document
	Heat string // class of the page's style that shades it, "" for none
}

// cells makes a row of plain cells.
func cells(texts ...string) row {
	r := row{Cells: make([]cell, len(texts))}
	for i, t := range texts {
		r.Cells[i] = cell{Text: t}
	}
	return r
}

// href is a link to an anchor. Anchors hold only characters that need no escape in a
// URL, see anchor.
func href(id string) template.URL { return template.URL("#" + id) }

// anchor makes an id of any text: letters, digits and -._:/@ stay, any other byte is
// written as ~ and two hexadecimal digits. Different texts give different anchors.
func anchor(text string) string {
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
