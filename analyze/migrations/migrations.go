// Package migrations reads what changes of a database's schema take away: tables and
// columns that are dropped or renamed, from files of SQL and from the migrations of
// frameworks.
//
// Understood are, each by its tokens:
//
//	SQL         DROP TABLE and VIEW, ALTER TABLE … DROP [COLUMN], RENAME, CHANGE, sp_rename; of a
//	            file that goes both ways (goose, sql-migrate, dbmate, evolutions) the way up
//	Rails       remove_column, remove_columns, drop_table, rename_column, rename_table,
//	            remove_reference, t.remove, t.rename
//	Django      RemoveField, DeleteModel, RenameField, RenameModel
//	Alembic     drop_column, drop_table, rename_table, alter_column with new_column_name
//	EF, Fluent  DropColumn, DropTable, RenameColumn, RenameTable; Delete.Column(…).FromTable(…)
//	Laravel     dropColumn, renameColumn within Schema::table; drop, dropIfExists, rename
//	JavaScript  dropColumn, removeColumn, dropTable, renameColumn, renameTable of knex, Sequelize
//	            and TypeORM
//	GORM        DropColumn, DropTable, RenameColumn, RenameTable
//	Liquibase   dropColumn, dropTable, renameColumn, renameTable, sql in XML, YAML and JSON
//
// and SQL in the string literals of any of them. The way back (down, downgrade, rollback,
// reverse_sql) is left out. What a file makes itself, or makes anew, it does not take away:
// the copies that SQLite needs, seeds that drop and create.
//
// Limits: names that code puts together are not seen, nor what a schema file that is edited
// in place (schema.rb, schema.prisma) no longer holds. Which dialect a text of SQL is of is
// not known: see source.SQL. Schemas and catalogues before a name (public.orders) are
// dropped.
package migrations

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/source"
)

// MaxFile is the largest migration that is read, in bytes.
const MaxFile = 1 << 20

// Removal is a table, or a column of one, that a migration takes away.
type Removal struct {
	Table  string           `json:"table"`            // "" where the migration does not name it
	Column string           `json:"column,omitempty"` // "" for the whole table
	Now    string           `json:"now,omitempty"`    // the new name of what is renamed; "" for what is dropped
	At     finding.Location `json:"location"`
}

// Name is table.column, or the part of it that the migration names.
func (r Removal) Name() string {
	switch {
	case r.Column == "":
		return r.Table
	case r.Table == "":
		return r.Column
	}
	return r.Table + "." + r.Column
}

// What names the removed table or column in words.
func (r Removal) What() string {
	kind := "the column "
	if r.Column == "" {
		kind = "the table "
	}
	return kind + r.Name()
}

// Steps is what one migration does to a schema.
type Steps struct {
	Removes []Removal // in order of lines
	Adds    bool      // it creates something, or has a statement that is not understood
}

// Is reports whether a file, as it is read, is a migration: it is called as one, and where
// the folder of a changelog alone says so, it holds one of Liquibase. Notes for the next
// release lie in such folders, too.
func Is(file string, read func(file string) ([]byte, error)) bool {
	if !Named(file) || !ofChangelog(file) {
		return Named(file)
	}
	data, err := read(file)
	return err == nil && bytes.Contains(data, []byte("databaseChangeLog"))
}

// Named reports whether a file is called as a migration by the conventions of its tool: it
// lies in a folder of such, and code has a number in its name. Ways back (*.down.sql,
// U1__x.sql), snapshots and designers are none.
func Named(file string) bool {
	base, ext := strings.ToLower(path.Base(file)), path.Ext(file)
	if isWayBack(base) || strings.HasSuffix(base, ".designer.cs") || strings.HasSuffix(base, "modelsnapshot.cs") {
		return false
	}
	switch ext {
	case ".sql":
		return inFolder(file) || strings.HasSuffix(base, ".up.sql") || isVersioned(base)
	case ".java", ".kt":
		return inFolder(file) && isVersioned(base)
	case ".rb", ".py", ".cs", ".go", ".js", ".ts", ".php":
		return inFolder(file) && strings.ContainsAny(base, "0123456789")
	case ".xml", ".yaml", ".yml", ".json":
		return ofChangelog(file) || ext != ".json" && inFolder(file) && strings.ContainsAny(base, "0123456789")
	}
	return false
}

// ofChangelog reports whether a file of data lies in the folder of a changelog.
func ofChangelog(file string) bool {
	switch path.Ext(file) {
	case ".xml", ".yaml", ".yml", ".json":
		return strings.Contains(strings.ToLower(path.Dir(file)), "changelog")
	}
	return false
}

// isVersioned tells names that Flyway gives: V1__a.sql, R__a.sql.
func isVersioned(base string) bool {
	return (base[0] == 'v' || base[0] == 'r') && strings.Contains(base, "__")
}

// inFolder reports whether a file lies in a folder for migrations.
func inFolder(file string) bool {
	for e := range strings.SplitSeq(strings.ToLower(path.Dir(file)), "/") {
		switch e {
		case "migrations", "migration", "migrate", "changelog", "changelogs":
			return true
		case "versions":
			return path.Ext(file) == ".py"
		case "evolutions":
			return path.Ext(file) == ".sql"
		}
	}
	return false
}

func isWayBack(base string) bool {
	switch base {
	case "down.sql", "revert.sql", "rollback.sql":
		return true
	}
	return strings.HasSuffix(base, ".down.sql") || strings.HasSuffix(base, ".undo.sql") || strings.HasPrefix(base, "u") && strings.Contains(base, "__") && path.Ext(base) == ".sql"
}

// Read reads one migration: SQL, XML or YAML of Liquibase, or a program of a language with a
// lexer, by the ending of its name. Of one above MaxFile nothing is known but that it adds
// something. What is not understood is passed over.
func Read(file string, data []byte) Steps {
	r := reader{file: file, made: map[string]bool{}}
	if len(data) > MaxFile {
		return Steps{Adds: true}
	}
	switch l := source.Language(source.LanguageOf(file)); {
	case path.Ext(file) == ".sql":
		r.sql(data, 1, true)
	case path.Ext(file) == ".xml":
		r.xml(data)
	case source.Has(l):
		r.code(l, data)
	default:
		r.yaml(data)
	}
	return r.steps()
}

// New lists the removals of a migration that an older version of it does not make.
func (s Steps) New(old Steps) []Removal {
	return slices.DeleteFunc(slices.Clone(s.Removes), func(r Removal) bool {
		return slices.ContainsFunc(old.Removes, func(o Removal) bool { return o.Table == r.Table && o.Column == r.Column && o.Now == r.Now })
	})
}

// reader reads one file.
type reader struct {
	file    string
	removes []Removal
	made    map[string]bool // tables that the file creates, in lower case, before or after
	adds    bool
}

func (r *reader) remove(line int, table, column, now string) {
	table, column, now = plain(table), plain(column), plain(now)
	if table == "" && column == "" || column != "" && column == now || column == "" && table == now {
		return
	}
	r.removes = append(r.removes, Removal{Table: table, Column: column, Now: now, At: finding.Location{File: r.file, Line: line}})
}

func (r *reader) makes(table string) {
	r.adds = true
	if table != "" {
		r.made[strings.ToLower(plain(table))] = true
	}
}

// steps leaves out what the file makes itself, and tells each removal once.
func (r *reader) steps() Steps {
	for _, x := range r.removes {
		if x.Column == "" && x.Now != "" && r.made[strings.ToLower(x.Table)] {
			r.made[strings.ToLower(x.Now)] = true // a copy takes the place of what was dropped
		}
	}
	out := Steps{Adds: r.adds || len(r.removes) == 0}
	for _, x := range r.removes {
		again := slices.ContainsFunc(out.Removes, func(o Removal) bool { return o.Table == x.Table && o.Column == x.Column && o.Now == x.Now })
		if !again && !r.made[strings.ToLower(x.Table)] {
			out.Removes = append(out.Removes, x)
		}
	}
	slices.SortStableFunc(out.Removes, func(a, b Removal) int { return cmp.Compare(a.At.Line, b.At.Line) })
	return out
}

// plain is a name without quotes, and without what stands before its last dot.
func plain(name string) string {
	name = name[strings.LastIndexByte(name, '.')+1:]
	return strings.Trim(name, " \t:\"`[]'")
}
