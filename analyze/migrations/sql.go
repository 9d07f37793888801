package migrations

import (
	"slices"
	"strings"

	"seam/analyze/source"
)

// statement is the tokens of one statement of SQL.
type statement []source.Token

// is reports whether the token at i is one of some keywords, given in upper case.
func (s statement) is(i int, keywords ...string) bool {
	return i >= 0 && i < len(s) && s[i].Kind == source.Word && slices.Contains(keywords, strings.ToUpper(string(s[i].Text)))
}

// skip passes keywords.
func (s statement) skip(i int, keywords ...string) int {
	for s.is(i, keywords...) {
		i++
	}
	return i
}

// mark reports whether the token at i is a mark.
func (s statement) mark(i int, c string) bool { return i < len(s) && string(s[i].Text) == c }

// name is the name at i, its last part if it has several, and where it ends; "" for none.
func (s statement) name(i int) (string, int) {
	if i >= len(s) || s[i].Kind != source.Word && s[i].Kind != source.String {
		return "", i
	}
	for s.mark(i+1, ".") && i+2 < len(s) && s[i+2].Kind == source.Word {
		i += 2
	}
	if s[i].Kind == source.String {
		return s[i].Value(), i + 1
	}
	return source.SQLName(s[i]), i + 1
}

// direction tells a comment that begins the way up or the way down.
func direction(comment string) (up, down bool) {
	words := strings.Fields(strings.ToLower(strings.TrimLeft(comment, "-# ")))
	text := strings.Join(words, " ")
	switch {
	case strings.HasPrefix(text, "+goose up"), strings.HasPrefix(text, "+migrate up"), strings.HasPrefix(text, "migrate:up"), strings.HasPrefix(text, "!ups"):
		return true, false
	case strings.HasPrefix(text, "+goose down"), strings.HasPrefix(text, "+migrate down"), strings.HasPrefix(text, "migrate:down"), strings.HasPrefix(text, "!downs"),
		strings.HasPrefix(text, "@undo"), strings.HasPrefix(text, "//@undo"):
		return false, true
	}
	return false, false
}

// sql reads statements; line is that of the first one. whole says that what is not
// understood adds something.
func (r *reader) sql(src []byte, line int, whole bool) {
	var s statement
	back := false
	end := func() {
		if len(s) > 0 && !back {
			r.statement(s, line-1, whole)
		}
		s = nil
	}
	for t := range source.SQL(src) {
		switch {
		case t.Kind == source.Comment:
			if up, down := direction(string(t.Text)); up || down {
				end()
				back = down
			}
		case t.Kind == source.Punct && t.Text[0] == ';', t.Kind == source.Word && strings.EqualFold(string(t.Text), "GO") && (len(s) == 0 || t.Line > s[len(s)-1].Line):
			end()
		default:
			s = append(s, t)
		}
	}
	end()
}

// statement reads one statement whose lines are counted from before.
func (r *reader) statement(s statement, before int, whole bool) {
	switch {
	case s.is(0, "DROP"):
		r.drop(s, before)
	case s.is(0, "ALTER") && s.is(1, "TABLE", "VIEW"):
		r.alter(s, before)
	case s.is(0, "RENAME") && s.is(1, "TABLE"):
		for i := 2; i < len(s); i++ {
			table, end := s.name(i)
			if !s.is(end, "TO") {
				return
			}
			now, next := s.name(end + 1)
			r.remove(before+s[i].Line, table, "", now)
			i = next
		}
	case s.is(0, "EXEC", "EXECUTE", "CALL") && r.spRename(s, before):
	case s.is(0, "SP_RENAME") && r.spRename(s, before):
	case s.is(0, "CREATE"):
		i := s.skip(1, "OR", "REPLACE", "GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "EXTERNAL", "FOREIGN", "MATERIALIZED")
		if s.is(i, "TABLE", "VIEW") {
			name, _ := s.name(s.skip(i+1, "IF", "NOT", "EXISTS"))
			r.makes(name)
		} else {
			r.adds = r.adds || whole
		}
	case s.is(0, "DO", "BEGIN", "IF", "DECLARE"):
		r.block(s, before)
	case s.is(0, "SELECT", "SET", "COMMIT", "START", "ROLLBACK", "LOCK", "USE", "PRAGMA", "DELETE", "TRUNCATE", "COMMENT", "UPDATE", "GRANT", "REVOKE", "INSERT"):
		// no change of the schema
	default:
		r.adds = r.adds || whole
	}
}

// block reads what a block of a procedure, or the body that DO runs, holds.
func (r *reader) block(s statement, before int) {
	for i, t := range s {
		switch {
		case t.Kind == source.String && s.is(0, "DO"):
			r.sql([]byte(t.Value()), before+t.Line, false)
		case i > 0 && s.is(i, "ALTER", "DROP") && s.is(i+1, "TABLE", "VIEW"):
			r.statement(s[i:], before, false)
			return
		}
	}
}

// drop reads DROP TABLE a, b and DROP VIEW.
func (r *reader) drop(s statement, before int) {
	i := s.skip(1, "MATERIALIZED", "TEMPORARY", "FOREIGN", "EXTERNAL")
	if !s.is(i, "TABLE", "VIEW") {
		return
	}
	for i = s.skip(i+1, "IF", "EXISTS"); i < len(s); i++ {
		name, end := s.name(i)
		if name == "" {
			return
		}
		r.remove(before+s[i].Line, name, "", "")
		if !s.mark(end, ",") {
			return
		}
		i = end
	}
}

// noColumns are what else ALTER TABLE may drop, or rename.
var noColumns = []string{"CONSTRAINT", "INDEX", "KEY", "PRIMARY", "FOREIGN", "CHECK", "DEFAULT", "PARTITION", "IDENTITY", "NOT", "EXPRESSION", "UNIQUE", "PERIOD", "SYSTEM", "TRIGGER", "POLICY"}

// alter reads the actions of ALTER TABLE, which commas part.
func (r *reader) alter(s statement, before int) {
	at := s.skip(2, "IF", "EXISTS", "ONLY")
	table, i := s.name(at)
	depth := 0
	for ; i < len(s); i++ {
		switch {
		case s.mark(i, "("):
			depth++
		case s.mark(i, ")"):
			depth--
		case depth > 0:
		case s.is(i, "ADD"):
			r.adds = r.adds || !s.is(i+1, "CONSTRAINT", "INDEX", "KEY", "PRIMARY", "FOREIGN", "CHECK", "UNIQUE")
		case s.is(i, "DROP") && !s.is(i-1, "ON") && !s.is(i+1, noColumns...):
			i = r.dropColumns(s, i+1, table, before)
		case s.is(i, "RENAME"):
			i = r.rename(s, i+1, table, before)
		case s.is(i, "CHANGE"):
			column, end := s.name(s.skip(i+1, "COLUMN"))
			now, _ := s.name(end)
			r.remove(before+s[i].Line, table, column, now)
		}
	}
}

// dropColumns reads the columns behind DROP, and gives the last token that it took.
func (r *reader) dropColumns(s statement, i int, table string, before int) int {
	i = s.skip(i, "COLUMN", "IF", "EXISTS")
	many := s.mark(i, "(")
	if many {
		i++
	}
	for i < len(s) {
		column, end := s.name(i)
		if column == "" {
			return i
		}
		r.remove(before+s[i].Line, table, column, "")
		// ALTER TABLE t DROP COLUMN a, b is T-SQL; a, DROP b, ADD c is every other's
		if !s.mark(end, ",") || s.is(end+1, "ADD", "ALTER", "DROP", "MODIFY", "RENAME", "CHANGE") || !many && !s.mark(end+2, ",") && end+2 < len(s) {
			return end - 1
		}
		i = end + 1
	}
	return i
}

// rename reads RENAME [COLUMN] a TO b and RENAME TO b.
func (r *reader) rename(s statement, i int, table string, before int) int {
	if s.is(i, noColumns...) {
		return i
	}
	if s.is(i, "TO", "AS") {
		now, end := s.name(i + 1)
		r.remove(before+s[i].Line, table, "", now)
		return end - 1
	}
	from := s.skip(i, "COLUMN")
	column, end := s.name(from)
	switch {
	case s.is(end, "TO", "AS"):
		now, next := s.name(end + 1)
		r.remove(before+s[from].Line, table, column, now)
		return next - 1
	case column != "" && end == len(s): // MySQL: RENAME b
		r.remove(before+s[from].Line, table, "", column)
	}
	return i
}

// spRename reads sp_rename 't.c', 'd', 'COLUMN' of SQL Server.
func (r *reader) spRename(s statement, before int) bool {
	i := slices.IndexFunc(s, func(t source.Token) bool {
		return t.Kind == source.Word && strings.EqualFold(strings.Trim(source.SQLName(t), " "), "sp_rename")
	})
	if i < 0 {
		return false
	}
	var args []string
	for _, t := range s[i+1:] {
		if t.Kind == source.String {
			args = append(args, t.Value())
		}
	}
	switch {
	case len(args) == 3 && strings.EqualFold(args[2], "COLUMN"):
		k := strings.LastIndexByte(args[0], '.')
		r.remove(before+s[i].Line, args[0][:max(k, 0)], args[0], args[1])
	case len(args) == 2:
		r.remove(before+s[i].Line, args[0], "", args[1])
	}
	return true
}
