package dart

import "seam/analyze/imports"

// facts is what one file says, from its bytes alone.
type facts struct {
	Directives []directive // in the order of the file
	Declared   []string    // public names at the top level, sorted
	Mentions   []string    // names that its code may mean something of another file by, sorted
	Lines      int
	Main       bool // it declares main
	Generated  bool
}

// directive is one import, export, part or part of.
type directive struct {
	Kind     kind
	Paths    []string // what it names: several if it is conditional
	Line     int
	Deferred bool
	Shows    bool // only Names are taken
	Names    []string
	Hides    []string
}

type kind uint8

const (
	imported kind = iota + 1
	exported
	part   // a file that is a part of this one
	partOf // the file that this one is a part of
)

// reader reads single files. Its version is raised with every change to what scan makes of
// some file.
var reader = imports.Reader[facts]{
	Name: "dart", Version: 3,
	Facts: func(_ string, src []byte) facts { return scan(src) },
}
