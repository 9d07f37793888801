package migrations

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"seam/analyze/finding"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// Mentions is where code names tables and columns: in the texts of SQL that it holds, where
// it maps a type to a table, and, of names of several words, anywhere.
type Mentions struct {
	texts  []text
	tables map[string]finding.Location // literal beside a word that says table -> its first place
	words  map[string]finding.Location // name of several words, squashed -> its first place
}

// text is one text of SQL.
type text struct {
	at    finding.Location
	words map[string]bool // in lower case

	tables map[string]bool // the words at places where SQL names a table
}

// ReadMentions reads the source files and files of SQL among files, migrations left out.
func ReadMentions(t repo.Tree, files []string) *Mentions {
	m := &Mentions{tables: map[string]finding.Location{}, words: map[string]finding.Location{}}
	files = slices.Clone(files)
	slices.Sort(files)
	for _, file := range files {
		l := source.Language(source.LanguageOf(file))
		if inFolder(file) || Named(file) || isWayBack(strings.ToLower(path.Base(file))) || path.Ext(file) != ".sql" && !source.Has(l) {
			continue
		}
		if data, err := t.ReadFile(file); err == nil && len(data) <= MaxFile {
			if path.Ext(file) == ".sql" {
				m.sql(file, data, 1)
			} else {
				m.code(file, l, data)
			}
		}
	}
	return m
}

func (m *Mentions) code(file string, l source.Language, src []byte) {
	var before [3]string // the last words, the nearest first
	for t := range source.Tokens(l, src) {
		at := finding.Location{File: file, Line: t.Line}
		switch t.Kind {
		case source.Word:
			before = [3]string{string(t.Text), before[0], before[1]}
			m.word(string(t.Text), at)
		case source.String, source.Hole:
			s := t.Value()
			if t.Kind == source.Hole {
				s = strings.Trim(string(t.Text), "`\"'f$@r")
			}
			if isSQL(s) {
				m.sql(file, []byte(s), t.Line)
				continue
			}
			m.word(s, at)
			if slices.ContainsFunc(before[:], saysTable) {
				note(m.tables, strings.ToLower(plain(s)), at)
			}
		}
	}
}

// saysTable tells words that stand before the name of a table: ToTable, __tablename__, from.
func saysTable(word string) bool {
	w := strings.ToLower(word)
	return strings.Contains(w, "table") || w == "from" || w == "into" || w == "join" || w == "knex"
}

func note(m map[string]finding.Location, key string, at finding.Location) {
	if _, known := m[key]; !known && key != "" {
		m[key] = at
	}
}

// isSQL tells texts of SQL from others by a statement's beginning, or a clause.
func isSQL(s string) bool {
	up := strings.ToUpper(s)
	for _, k := range []string{"SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE ", " FROM ", " JOIN ", " WHERE "} {
		if i := strings.Index(up, k); i >= 0 && (k[0] == ' ' || strings.TrimSpace(up[:i]) == "") {
			return true
		}
	}
	return strings.Contains(up, "SELECT\n")
}

// sql keeps the words of each statement, and which of them are tables.
func (m *Mentions) sql(file string, src []byte, line int) {
	var s statement
	end := func() {
		if len(s) > 0 {
			now := text{at: finding.Location{File: file, Line: line + s[0].Line - 1}, words: map[string]bool{}, tables: map[string]bool{}}
			for i := range s {
				if s[i].Kind == source.Word {
					now.words[strings.ToLower(source.SQLName(s[i]))] = true
				}
				if s.is(i, "FROM", "JOIN", "INTO", "UPDATE", "TABLE") {
					s.tables(i+1, now.tables)
				}
			}
			m.texts = append(m.texts, now)
		}
		s = nil
	}
	for t := range source.SQL(src) {
		switch {
		case t.Kind == source.Punct && t.Text[0] == ';':
			end()
		case t.Kind != source.Comment:
			s = append(s, t)
		}
	}
	end()
}

// tables notes the tables of a list: a, b AS c, d e.
func (s statement) tables(i int, into map[string]bool) {
	for {
		name, end := s.name(s.skip(i, "ONLY"))
		if name == "" {
			return
		}
		into[strings.ToLower(name)] = true
		if end = s.skip(end, "AS"); !s.mark(end, ",") && s.mark(end+1, ",") {
			end++
		}
		if !s.mark(end, ",") {
			return
		}
		i = end + 1
	}
}

// word keeps names of several words: they mean one thing, wherever they stand.
func (m *Mentions) word(s string, at finding.Location) {
	if several(s) {
		note(m.words, squash(s), at)
	}
}

func several(name string) bool {
	return len(name) > 5 && len(name) < 100 && strings.ContainsFunc(name[1:], func(r rune) bool { return r == '_' || unicode.IsUpper(r) }) &&
		strings.ContainsFunc(name, unicode.IsLower) && !strings.ContainsFunc(name, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func squash(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// Of is the first place that names what is removed. A nil receiver names nothing.
func (m *Mentions) Of(r Removal) (finding.Location, bool) {
	if m == nil {
		return finding.Location{}, false
	}
	table, column := strings.ToLower(r.Table), strings.ToLower(r.Column)
	for _, t := range m.texts {
		switch {
		case column == "" && t.tables[table], column != "" && t.words[column] && (table == "" || t.tables[table]):
			return t.at, true
		}
	}
	if column == "" {
		at, ok := m.tables[table]
		return at, ok
	}
	if several(r.Column) {
		at, ok := m.words[squash(r.Column)]
		return at, ok
	}
	return finding.Location{}, false
}
