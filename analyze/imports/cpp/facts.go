package cpp

import "seam/analyze/imports"

// facts is what one file says, from its bytes alone. What #if 0 leaves out is no part of it.
type facts struct {
	Includes []include // each once, in the order of the file
	Computed int       // includes whose file a macro names
	Unit     string    // the module of C++20 that it exports
	Imports  []imported
	Lines    int
	Main     bool // it defines main
	// Directives says that it has lines of the preprocessor: in Objective-C's .m they tell it
	// from other languages with that ending.
	Generated, Directives bool
}

// include is one #include or #import.
type include struct {
	Path   string // as it is written, with slashes
	Line   int
	Angled bool // between < and >
}

// imported is a module of C++20 that a file imports or implements.
type imported struct {
	Unit string
	Line int
}

// reader reads single files. Its version is raised with every change to what scan makes of
// some file.
var reader = imports.Reader[facts]{
	Name: "cpp", Version: 2,
	Facts: func(_ string, src []byte) facts { return scan(src) },
}
