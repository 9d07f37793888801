package report

// pageBytes is how large a page shall be at most, so that it can be sent by mail; of these
// pictures, heads and small print take about pictureBytes in a large repository.
const (
	pageBytes    = 1_000_000
	pictureBytes = 430_000
)

// rowLimits are how many rows of tables a page shows, of plain ones and of fine ones, from
// generous to short.
var rowLimits = [...]struct{ rows, fine int }{{pageRows, fineRows}, {100, 12}, {60, 9}, {40, 7}, {25, 5}}

// fit lowers how many rows of its tables the page shows until it is about as large as it may
// be beside so many bytes of style, script and facts, or as short as tables get. What is not
// shown is counted below each table, and stands in the JSON.
func (d *document) fit(beside int) {
	for i, l := range rowLimits {
		size := beside + pictureBytes
		for k := range d.Sections {
			if i > 0 {
				d.Sections[k].limitRows(l.rows, l.fine)
			}
			size += d.Sections[k].bytes()
		}
		if size <= pageBytes {
			return
		}
	}
}

func (s *section) limitRows(rows, fine int) {
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
		s.Parts[i].limitRows(rows, fine)
	}
}

// bytes is about how large the tables and sentences of a section are on the page: names take
// a third more for the places where they may break, and each cell and item has tags.
func (s *section) bytes() int {
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
		n += s.Parts[i].bytes()
	}
	return n
}
