package dossier

import (
	"go/scanner"
	"go/token"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/finding"
)

// lexeme is a token of Go, of names and strings with their text.
type lexeme struct {
	tok  token.Token
	text string
	line int
}

// scan splits a Go file into tokens, comments left out. Errors are passed over: what is
// no Go is read as far as it goes.
func scan(content []byte) []lexeme {
	out := make([]lexeme, 0, len(content)/5)
	var s scanner.Scanner
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(content))
	s.Init(file, content, func(token.Position, string) {}, 0)
	lines := lineCounter{content: content}
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return out
		}
		out = append(out, lexeme{tok, text, lines.at(file.Offset(pos))})
	}
}

// piece is one string of a sum of strings: where it begins in the whole, and its line.
type piece struct {
	offset, line int
	raw          bool // line breaks in it are line breaks of the file
}

// sum is the text of strings joined by +, from index i on, and the index behind it.
func sum(list []lexeme, i int) (text string, pieces []piece, next int) {
	var b strings.Builder
	for {
		s, err := strconv.Unquote(list[i].text)
		if err != nil {
			s = ""
		}
		pieces = append(pieces, piece{b.Len(), list[i].line, strings.HasPrefix(list[i].text, "`")})
		b.WriteString(s)
		if i+2 >= len(list) || list[i+1].tok != token.ADD || list[i+2].tok != token.STRING {
			return b.String(), pieces, i + 1
		}
		i += 2
	}
}

// lineOf is the line of the file on which an offset of a sum stands.
func lineOf(text string, pieces []piece, offset int) int {
	k := 0
	for k+1 < len(pieces) && pieces[k+1].offset <= offset {
		k++
	}
	p := pieces[k]
	if !p.raw {
		return p.line
	}
	return p.line + strings.Count(text[p.offset:offset], "\n")
}

// tablesInGo finds SQL in the strings of a Go file, and what TableName methods return.
func tablesInGo(file string, list []lexeme) []Use {
	var out []Use
	imports := importsSQL(list)
	for i := 0; i < len(list); {
		if list[i].tok != token.STRING {
			if name, at, ok := tableNameMethod(list, i); ok {
				out = append(out, Use{Name: name, Kind: Read, At: finding.Location{File: file, Line: at}})
			}
			i++
			continue
		}
		text, pieces, next := sum(list, i)
		i = next
		if !readsAsSQL(text, imports) {
			continue
		}
		for _, t := range tablesIn(text) {
			out = append(out, Use{Name: t.name, Kind: t.kind, At: finding.Location{File: file, Line: lineOf(text, pieces, t.offset)}})
		}
	}
	return out
}

// sqlLibraries are parts of import paths of what speaks to databases in SQL.
var sqlLibraries = []string{
	"database/sql", "jmoiron/sqlx", "jackc/pgx", "gorm.io/", "jinzhu/gorm", "uptrace/bun", "go-pg/", "lib/pq", "xorm", "squirrel", "doug-martin/goqu",
	"sqlite", "go-sql-driver", "sqlmock", "volatiletech/sqlboiler", "cloud.google.com/go/spanner", "cloud.google.com/go/bigquery", "clickhouse", "gocql",
}

// importsSQL reports whether a file imports what speaks to databases.
func importsSQL(list []lexeme) bool {
	for i, l := range list {
		if l.tok == token.FUNC || i > 400 {
			return false
		}
		if l.tok == token.STRING {
			for _, lib := range sqlLibraries {
				if strings.Contains(l.text, lib) {
					return true
				}
			}
		}
	}
	return false
}

// readsAsSQL tells SQL from prose that begins with one of its words: it begins with a
// statement and goes on as one. Small letters are believed where the file imports what
// speaks to databases, else only with a further sign of SQL.
func readsAsSQL(s string, imports bool) bool {
	s = strings.TrimSpace(s)
	for strings.HasPrefix(s, "--") {
		_, s, _ = strings.Cut(s, "\n")
		s = strings.TrimSpace(s)
	}
	if len(s) < 12 || strings.HasSuffix(s, ":") {
		return false
	}
	head := strings.ToUpper(s[:min(len(s), 12)])
	for _, verb := range []string{"SELECT ", "SELECT\n", "SELECT\t", "INSERT ", "UPDATE ", "DELETE FROM", "WITH ", "CREATE TABLE", "CREATE UNLOG", "ALTER TABLE ", "DROP TABLE ", "MERGE INTO ", "REPLACE INTO", "TRUNCATE "} {
		if !strings.HasPrefix(head, strings.TrimRight(verb, "\n")) {
			continue
		}
		upper := strings.HasPrefix(s, strings.TrimSpace(verb))
		return upper && followed(s) || imports && followed(strings.ToUpper(s)) || marked(strings.ToLower(s))
	}
	return false
}

// followed reports whether a statement has the word that its verb needs.
func followed(s string) bool {
	for _, need := range []struct{ verb, word string }{
		{"SELECT", "FROM"}, {"INSERT", "INTO"}, {"UPDATE", "SET"}, {"DELETE", "FROM"}, {"WITH", "SELECT"},
	} {
		if strings.HasPrefix(s, need.verb) {
			return hasWord(s, need.word) || need.verb == "WITH" && (hasWord(s, "UPDATE") || hasWord(s, "INSERT"))
		}
	}
	return true
}

func hasWord(s, word string) bool {
	return slices.Contains(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == '(' || r == ')' }), word)
}

// marked reports signs that prose hardly has.
func marked(s string) bool {
	if !followed(strings.ToUpper(s)) {
		return false
	}
	for _, sign := range []string{"select * from", " values", " = ?", " = $", "=$", "=?", " order by ", " group by ", " limit ", "count(", "create table", "= :"} {
		if strings.Contains(s, sign) {
			return true
		}
	}
	return false
}

// tableNameMethod matches ) TableName ( ) string { return "…" at i.
func tableNameMethod(list []lexeme, i int) (name string, line int, ok bool) {
	if list[i].text != "TableName" || i+6 >= len(list) || list[i+1].tok != token.LPAREN || list[i+2].tok != token.RPAREN ||
		list[i+4].tok != token.LBRACE || list[i+5].tok != token.RETURN || list[i+6].tok != token.STRING {
		return "", 0, false
	}
	s, err := strconv.Unquote(list[i+6].text)
	s = strings.ToLower(s)
	return s, list[i+6].line, err == nil && isTable(s)
}

// readSettings finds what a Go file reads from its environment and from viper.
func (d *data) readSettings(file string, list []lexeme) {
	for i, l := range list {
		at := finding.Location{File: file, Line: l.line}
		switch {
		case l.tok == token.STRING && strings.HasPrefix(l.text, "`"):
			if name, ok := tagged(l.text); ok {
				d.Settings = append(d.Settings, Use{Name: name, At: at})
			}
		case l.tok != token.IDENT || i+2 >= len(list) || list[i+1].tok != token.LPAREN:
		case ofViper(list, i):
			if s, err := strconv.Unquote(list[i+2].text); err == nil && s != "" && len(s) <= 100 {
				d.Settings = append(d.Settings, Use{Name: s, At: at})
			}
		case strings.Contains(strings.ToLower(l.text), "env"), i >= 2 && list[i-1].tok == token.PERIOD && list[i-2].text == "env":
			d.askEnvironment(list[i+2:], at)
		}
	}
}

// askEnvironment takes the first argument of a call: a string, or a constant's name.
func (d *data) askEnvironment(args []lexeme, at finding.Location) {
	switch args[0].tok {
	case token.STRING:
		if s, err := strconv.Unquote(args[0].text); err == nil && isSetting(s) {
			d.Settings = append(d.Settings, Use{Name: s, At: at})
		}
	case token.IDENT:
		name := args[0].text
		if len(args) > 2 && args[1].tok == token.PERIOD {
			name = args[2].text
		}
		d.Asked = append(d.Asked, reference{name, at})
	}
}

// ofViper reports whether the call at i reads or binds a key of viper.
func ofViper(list []lexeme, i int) bool {
	if i < 2 || list[i-1].tok != token.PERIOD || !strings.Contains(strings.ToLower(list[i-2].text), "viper") || list[i+2].tok != token.STRING {
		return false
	}
	return strings.HasPrefix(list[i].text, "Get") || list[i].text == "IsSet" || list[i].text == "BindEnv" || list[i].text == "UnmarshalKey"
}

// tagged is the setting that a struct tag names.
func tagged(raw string) (string, bool) {
	s, err := strconv.Unquote(raw)
	if err != nil {
		return "", false
	}
	for _, key := range []string{"env", "envconfig"} {
		name, _, _ := strings.Cut(reflect.StructTag(s).Get(key), ",")
		if isSetting(name) {
			return name, true
		}
	}
	return "", false
}
