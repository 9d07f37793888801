// Package toml reads TOML files into a tree that knows on which line everything
// stands, and refuses what TOML refuses with an error that names the line. It is a thin
// layer over the parser of github.com/pelletier/go-toml/v2.
//
// Scalars other than text (numbers, booleans, dates) keep the text that they are
// written as; that a date or a number makes sense is not checked. Read are files of at
// most MaxBytes with at most maxValues values, so that a hostile file cannot take more
// than some hundred megabytes. A byte order mark and Windows line ends are understood.
package toml

import (
	"iter"

	"seam/analyze/format/syntax"
)

// MaxBytes is the size of the largest file that is read.
const MaxBytes = 64 << 20

// Kind is what a Value holds.
type Kind uint8

// The kinds of values.
const (
	Text   Kind = iota // a string
	Scalar             // a number, a boolean, a date or a time
	List
	Tabular // a table, [headed], {inline} or made by a dotted key
)

// String is the word that error messages use.
func (k Kind) String() string {
	return [...]string{"a text", "a number, a date, true or false", "a list", "a table"}[k]
}

// Value is one value of a file. A nil *Value is "not there", and every method works
// on it.
type Value struct {
	Kind   Kind
	Line   int      // from 1: where its key stands; in a list, where the element itself stands
	Text   string   // of Text and Scalar
	List   []*Value // of List
	Nested *Table   // of Tabular
}

// Table is the values of one table under their keys. A nil *Table is an empty one.
type Table struct {
	Line  int // from 1: its header, its inline key, or the first key that makes it; 0 is the file itself
	keys  []string
	items map[string]*Value
	made  origin
}

// All goes through the keys of a table in the order of the file.
func (t *Table) All() iter.Seq2[string, *Value] {
	return func(yield func(string, *Value) bool) {
		if t == nil {
			return
		}
		for _, k := range t.keys {
			if !yield(k, t.items[k]) {
				return
			}
		}
	}
}

// Get is the value that a path of keys leads to; nil where there is none.
func (t *Table) Get(path ...string) *Value {
	var v *Value
	for _, k := range path {
		if t == nil {
			return nil
		}
		v = t.items[k]
		t = v.Table()
	}
	return v
}

// Text is the text at a path; "" where there is none or something else.
func (t *Table) Text(path ...string) string {
	if v := t.Get(path...); v != nil && v.Kind == Text {
		return v.Text
	}
	return ""
}

// True reports whether the value at a path is the boolean true.
func (t *Table) True(path ...string) bool {
	v := t.Get(path...)
	return v != nil && v.Kind == Scalar && v.Text == "true"
}

// Table is the table at a path; nil where there is none or something else.
func (t *Table) Table(path ...string) *Table { return t.Get(path...).Table() }

// MustHold is the error of the first of some keys that holds no table; nil if all that are
// there do.
func (t *Table) MustHold(tables ...string) error {
	for _, k := range tables {
		if v := t.Get(k); v != nil && v.Kind != Tabular {
			return &syntax.Error{Line: v.Line, Message: k + " must be a table, found " + v.Kind.String()}
		}
	}
	return nil
}

// Tables lists the tables in the list at a path ([[name]], or inline ones).
func (t *Table) Tables(path ...string) []*Table {
	var out []*Table
	for _, v := range t.Get(path...).Elements() {
		if v.Kind == Tabular {
			out = append(out, v.Nested)
		}
	}
	return out
}

// Texts lists the text values in the list at a path, with their lines.
func (t *Table) Texts(path ...string) []*Value {
	var out []*Value
	for _, v := range t.Get(path...).Elements() {
		if v.Kind == Text {
			out = append(out, v)
		}
	}
	return out
}

// Table is the table that a value holds; nil for every other value.
func (v *Value) Table() *Table {
	if v == nil || v.Kind != Tabular {
		return nil
	}
	return v.Nested
}

// Elements lists what a list holds; nothing for every other value.
func (v *Value) Elements() []*Value {
	if v == nil || v.Kind != List {
		return nil
	}
	return v.List
}
