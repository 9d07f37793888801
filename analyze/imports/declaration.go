package imports

import "seam/analyze/finding"

// DeclarationKind says what a declared name is.
type DeclarationKind string

const (
	Func      DeclarationKind = "func"
	Method    DeclarationKind = "method"
	Interface DeclarationKind = "interface"
	OtherType DeclarationKind = "type"
	Constant  DeclarationKind = "const"
	Variable  DeclarationKind = "var"
)

// Declaration is one exported name of a package and its place.
type Declaration struct {
	Name     string // methods as Type.Method
	Kind     DeclarationKind
	Text     string // of functions and methods: parameters and results, as in "(id string) (Order, error)"
	Location finding.Location
}
