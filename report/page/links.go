package page

import (
	"seam/analyze/split"
	"seam/report/doc"
)

// settle makes every link of a page lead somewhere. Parts beyond the page's limit have
// no place of their own, so their row in the table takes over their anchor; links to
// what the page does not show at all become plain text.
func settle(d *doc.Document) {
	known := map[string]bool{}
	for i := range d.Sections {
		moveAnchors(&d.Sections[i])
		collect(&d.Sections[i], known)
	}
	for i := range d.Sections {
		dropLinks(&d.Sections[i], known)
	}
}

// partsShown is how many parts of a section the page tells: of candidates that are left
// as they are fewer, since nobody acts on them.
func partsShown(parts []doc.Section) int {
	n := min(len(parts), pageParts)
	for n > leftParts && parts[n-1].Mark.Word == string(split.Leave) {
		n--
	}
	return n
}

func moveAnchors(s *doc.Section) {
	most := partsShown(s.Parts)
	if len(s.Parts) == most {
		return
	}
	beyond := map[string]bool{}
	for _, p := range s.Parts[most:] {
		beyond[p.ID] = true
	}
	s.Parts, s.Beyond = s.Parts[:most], len(s.Parts)-most
	for _, t := range s.Tables {
		for i, r := range pageRowsOf(t) {
			for _, c := range r.Cells {
				if beyond[c.Link] {
					t.Rows[i].ID = c.Link
				}
			}
		}
	}
}

// collect notes every anchor that the page will have.
func collect(s *doc.Section, known map[string]bool) {
	known[s.ID] = true
	for _, t := range s.Tables {
		for _, r := range pageRowsOf(t) {
			known[r.ID] = true
		}
	}
	for _, w := range s.Defined {
		known[w.ID] = true
	}
	for i := range s.Parts {
		collect(&s.Parts[i], known)
	}
}

func dropLinks(s *doc.Section, known map[string]bool) {
	for i := range s.Stats {
		drop(&s.Stats[i].Link, known)
	}
	for _, l := range s.Lists {
		for i := range l.Items {
			drop(&l.Items[i].Link, known)
		}
	}
	for _, t := range s.Tables {
		for _, r := range t.Rows {
			for i := range r.Cells {
				if drop(&r.Cells[i].Link, known); r.Cells[i].Link == r.ID {
					r.Cells[i].Link = ""
				}
			}
		}
	}
	for i := range s.Parts {
		dropLinks(&s.Parts[i], known)
	}
}

func drop(link *string, known map[string]bool) {
	if !known[*link] {
		*link = ""
	}
}
