package php

import (
	"seam/analyze/imports"
)

// facts is what one file says, from its bytes alone. Names of classes, functions and
// constants are whole (A\B\C, without a mark before them): PHP resolves them by what the
// file itself says.
type facts struct {
	Space     string     // its first namespace; "" for none
	Declared  []declared // outside bodies of classes, in the order of the file
	Uses      []use      // each name once, in the order of the file
	Includes  []include
	Paths     []constant // constants that may be parts of paths
	Lines     int
	Generated bool
	Script    bool // it begins with #!
	Data      bool // it gives back a value and names nothing: a table of texts, of settings
}

// kind says what a name is of.
type kind uint8

const (
	class    kind = iota // a class, an interface, a trait or an enum
	function             // a function
	either               // a function of the namespace or, if that has none, of none
	value                // a constant
)

// declared is one declaration.
type declared struct {
	Name  string
	Kind  kind
	Alias bool // by class_alias
}

// use is one name that a file mentions.
type use struct {
	Name      string
	Kind      kind
	Line      int  // where it stands first
	Statement bool // a use statement says it
}

// include is one require or include, with or without _once.
type include struct {
	Path []part
	Line int
}

// constant is one constant whose value may be a path.
type constant struct {
	Name string
	Path []part
}

// part is one part of a path that is put together: a text, the folder of the file with Up
// folders left out at its end (Folder), or the value of a constant (Constant).
type part struct {
	Text     string
	Folder   bool
	Constant bool
	Up       int
}

// reader reads single files. Its version is raised with every change to what scan makes of
// some file.
var reader = imports.Reader[facts]{
	Name: "php", Version: 4,
	Facts: func(_ string, src []byte) facts { return new(parser).scan(src) },
	Worker: func() func(string, []byte) facts {
		p := new(parser)
		return func(_ string, src []byte) facts { return p.scan(src) }
	},
}
