package swift

import "seam/analyze/imports"

// facts is what one file says, from its bytes alone.
type facts struct {
	Imports   []imported    // each module once, in the order of the file
	Declared  []declaration // types and public names at the top level, sorted
	Mentions  []mention     // names that may mean something of another file, each once, in the order of the file
	Lines     int
	Main      bool // it has @main
	Generated bool
}

type imported struct {
	Module string
	Line   int
}

type declaration struct {
	Name   string
	Public bool
}

type mention struct {
	Name string
	Line int
}

// reader reads single files. Its version is raised with every change to what scan makes of
// some file.
var reader = imports.Reader[facts]{
	Name: "swift", Version: 2,
	Facts: func(_ string, src []byte) facts { return scan(src) },
}
