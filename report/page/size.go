package page

import "seam/report/doc"

// pageBytes is how large a page shall be at most, so that it can be sent by mail; of these
// pictures, heads and small print take about pictureBytes in a large repository.
const (
	pageBytes    = 1_000_000
	pictureBytes = 430_000
)

// rowLimits are how many rows of tables a page shows, of plain ones and of fine ones, from
// generous to short.
var rowLimits = [...]struct{ rows, fine int }{{pageRows, fineRows}, {100, 12}, {60, 9}, {40, 7}, {25, 5}}

// shorten lowers how many rows of its tables the page shows until it is about as large as it may
// be beside so many bytes of style, script and facts, or as short as tables get. What is not
// shown is counted below each table, and stands in the JSON.
func shorten(d *doc.Document, beside int) {
	for i, l := range rowLimits {
		size := beside + pictureBytes
		for k := range d.Sections {
			if i > 0 {
				limitRows(&d.Sections[k], l.rows, l.fine)
			}
			size += bytesOf(&d.Sections[k])
		}
		if size <= pageBytes {
			return
		}
	}
}

func limitRows(s *doc.Section, rows, fine int) {
	for i := range s.Tables {
		t := &s.Tables[i]
		most := rows
		if t.Fine {
			most = fine
		}
		if t.Page == 0 || t.Page > most {
			t.Page = most
		}
	}
	for i := range s.Parts[:partsShown(s.Parts)] {
		limitRows(&s.Parts[i], rows, fine)
	}
}

// bytesOf is about how large the tables and sentences of a section are on the page: names take
// a third more for the places where they may break, and each cell and item has tags.
func bytesOf(s *doc.Section) int {
	const cell, line = 9, 60
	n := len(s.Lead)
	for _, t := range s.Tables {
		for _, r := range pageRowsOf(t) {
			for _, c := range r.Cells {
				n += len(c.Text) + len(c.Text)/3 + cell
			}
		}
	}
	for _, l := range s.Lists {
		for _, it := range l.Items {
			n += len(it.Name) + len(it.Text) + len(it.Command) + line
			for _, p := range it.Proof {
				n += len(p) + line
			}
		}
	}
	for i := range s.Parts[:partsShown(s.Parts)] {
		n += bytesOf(&s.Parts[i])
	}
	return n
}
