package doc

import "seam/report/phrase"

// Clean makes what does not print visible in every text, in place, so that no section
// can forget it.
func (d *Document) Clean() {
	d.CleanHead()
	for i := range d.Sections {
		d.Sections[i].Clean()
	}
}

// CleanHead is Clean for the title and the facts alone.
func (d *Document) CleanHead() {
	show(&d.Title)
	for i := range d.Facts {
		show(&d.Facts[i].Name, &d.Facts[i].Value)
	}
}

// Clean makes what does not print visible in every text of a section, in place.
func (s *Section) Clean() {
	show(&s.Title, &s.Lead, &s.Mark.Word, &s.More)
	for i := range s.Stats {
		show(&s.Stats[i].Value, &s.Stats[i].Label)
	}
	for i := range s.Lists {
		s.Lists[i].clean()
	}
	for i := range s.Steps {
		show(&s.Steps[i].Title)
		s.Steps[i].Names = Shown(s.Steps[i].Names)
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
		s.Drawing.Clean()
	}
	for i := range s.Figures {
		s.Figures[i].clean()
	}
	for i := range s.Parts {
		s.Parts[i].Clean()
	}
	s.Notes, s.Plain = Shown(s.Notes), Shown(s.Plain)
}

func (l *List) clean() {
	show(&l.Title)
	for i := range l.Items {
		it := &l.Items[i]
		show(&it.Mark.Word, &it.Name, &it.Text, &it.Command)
		it.Proof, it.Path = Shown(it.Proof), Shown(it.Path)
	}
}

func (t *Table) clean() {
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

func (m *Months) clean() {
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

// Shown is phrase.Visible for a list that may belong to the report: it is never changed.
func Shown(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = phrase.Visible(s)
	}
	return out
}
