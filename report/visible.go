package report

import "seam/report/phrase"

// clean applies visible to every text of the document, in place, so that no section
// can forget it.
func (d *document) clean() {
	d.cleanHead()
	for i := range d.Sections {
		d.Sections[i].clean()
	}
}

func (d *document) cleanHead() {
	show(&d.Title)
	for i := range d.Facts {
		show(&d.Facts[i].Name, &d.Facts[i].Value)
	}
}

func (s *section) clean() {
	show(&s.Title, &s.Lead, &s.Mark.Word, &s.More)
	for i := range s.Stats {
		show(&s.Stats[i].Value, &s.Stats[i].Label)
	}
	for i := range s.Lists {
		s.Lists[i].clean()
	}
	for i := range s.Steps {
		show(&s.Steps[i].Title)
		s.Steps[i].Names = shown(s.Steps[i].Names)
	}
	if s.Heat != nil {
		s.Heat.clean()
	}
	for i := range s.Tables {
		s.Tables[i].clean()
	}
	if s.Months != nil {
		s.Months.clean()
	}
	if s.Drawing != nil {
		s.Drawing.clean()
	}
	for i := range s.Figures {
		s.Figures[i].clean()
	}
	for i := range s.Parts {
		s.Parts[i].clean()
	}
	s.Notes, s.Plain = shown(s.Notes), shown(s.Plain)
}

func (l *list) clean() {
	show(&l.Title)
	for i := range l.Items {
		it := &l.Items[i]
		show(&it.Mark.Word, &it.Name, &it.Text, &it.Command)
		it.Proof, it.Path = shown(it.Proof), shown(it.Path)
	}
}

func (t *table) clean() {
	for i := range t.Columns {
		show(&t.Columns[i].Title)
	}
	show(&t.Caption)
	for _, r := range t.Rows {
		for i := range r.Cells {
			show(&r.Cells[i].Text)
		}
	}
}

func (m *months) clean() {
	show(&m.Caption, &m.Stayed)
	for i := range m.List {
		show(&m.List[i].Name)
	}
}

func show(texts ...*string) {
	for _, t := range texts {
		*t = phrase.Visible(*t)
	}
}

// shown is visible for a list that may belong to the report: it is never changed.
func shown(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = phrase.Visible(s)
	}
	return out
}
