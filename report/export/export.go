// Package export writes the facts behind a report as tables, so that an engine such as
// DuckDB, Spark or BigQuery answers questions over many repositories at once.
//
// Every row names its repository and the commit that was read, so that files of many
// repositories read together with a glob. Columns are documented by the doc tags of the
// row types; docs/fleet.md lists them. Rows have the order of the analyses: equal input
// gives equal bytes, and no file holds the time of its making.
//
// Rows are written as they are made, in row groups of at most MaxRowGroup: beside the
// result itself, a table takes the memory of one row group.
//
// Limits: names that are no UTF-8 have U+FFFD in place of the bytes that are none, since
// engines refuse such text. Subjects of commits are left out: they hold names and
// addresses. What seam.yaml suppresses is no finding here either.
package export

import (
	"fmt"
	"io"
	"iter"
	"reflect"
	"strings"

	"seam/analyze"
)

// Schema changes when a column changes its meaning or goes away. Parquet files carry it
// as seam_schema.
const Schema = 1

// MaxRowGroup is the largest number of rows in one row group of a Parquet file.
const MaxRowGroup = 1 << 16

// Format is a file format.
type Format string

// The formats. The names are the extensions of the files, too.
const (
	Parquet Format = "parquet" // Snappy, one file a table
	CSV     Format = "csv"     // RFC 4180, one header line
	JSONL   Format = "jsonl"   // one JSON object a line
)

// Formats lists the formats, the default first.
func Formats() []Format { return []Format{Parquet, CSV, JSONL} }

// Source is the facts that the tables are written from.
type Source struct {
	Result     *analyze.Result
	Repository string // the name that rows carry
	Head       string // the commit that was read, in full
	Version    string // of the program
	People     bool   // authors by name and address instead of pseudonyms
}

// Table is one kind of fact.
type Table struct {
	Name    string // of the file, without extension
	Doc     string // what one row is
	Columns []Column

	write func(io.Writer, Format, *Source) (int, error)
}

// Column is one column of a table.
type Column struct {
	Name string
	Type string // text, integer, number, boolean or time
	Doc  string
}

// File is the name of the table's file.
func (t Table) File(f Format) string { return t.Name + "." + string(f) }

// Write writes the whole table and returns the number of its rows. Facts that were not
// read give a table without rows. The error is that of w, or of encoding a row, and names
// the table.
func (t Table) Write(w io.Writer, f Format, s *Source) (int, error) {
	n, err := t.write(w, f, s)
	if err != nil {
		return n, fmt.Errorf("export: %s: %w", t.File(f), err)
	}
	return n, nil
}

// Tables lists every table.
func Tables() []Table {
	return []Table{
		table("repositories", "one repository, as it was read", repositories),
		table("warnings", "one caveat: what an answer from the other tables misses, and why", warnings),
		table("changes", "one change (a commit, pull request or ticket) after exclusions, newest first", changes),
		table("change_files", "one file of one change", changeFiles),
		table("packages", "one first-party package", packages),
		table("edges", "one package imports another of the same repository", edges),
		table("uses", "one package imports something from outside the repository", uses),
		table("modules", "one manifest: a unit that is versioned and required", modules),
		table("requirements", "one line of a manifest that asks for a dependency", requirements),
		table("locked", "one version of one dependency in a lock file", locked),
		table("services", "one deployable unit", services),
		table("service_edges", "one deployable unit needs another", serviceEdges),
		table("findings", "one thing that a gate can fail on", findings),
	}
}

func table[T any](name, doc string, rows func(*Source) iter.Seq[T]) Table {
	return Table{Name: name, Doc: doc, Columns: columns(reflect.TypeFor[T]()), write: func(w io.Writer, f Format, s *Source) (int, error) {
		return encode(w, f, s.Version, rows(s))
	}}
}

func columns(t reflect.Type) []Column {
	var out []Column
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		out = append(out, Column{Name: name, Type: typeName(f.Type), Doc: f.Tag.Get("doc")})
	}
	return out
}

func typeName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "boolean"
	case reflect.Float64:
		return "number"
	case reflect.Struct:
		return "time"
	}
	return "integer"
}
