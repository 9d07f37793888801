package golang

import "testing"

// What is broken costs no more than what it says, and is named.
func TestBrokenTrees(t *testing.T) {
	checkEdges(t, []edgeCase{
		{"files with syntax errors keep their imports", `
-- go.mod --
module m.test
-- body.go --
package a
import "m.test/b"
var _ = b.Before
func f( {
-- garbage.go --
package a
import "m.test/c"
func }
func }
func }
func }
func }
func }
func }
func }
func }
func }
func }
func }
-- header.go --
package a
import "m.test/d"
import 7
-- noclause.go --
import "m.test/b"
-- empty.go --
-- b/b.go --
package b
-- c/c.go --
package c
-- d/d.go --
package d
`, `
. -> b import Before
. -> c import ?
. -> d import
`, `go-parse-error x5: Go files do not parse; their imports were read as far as possible, first body.go:4: expected ')', found '{'`},
		{"a malformed constraint leaves a file out of every build", `
-- go.mod --
module m.test
-- a.go --
package a
-- b.go --
// Copyright
//go:build (linux
package a
import _ "m.test/p"
-- c.go --
//go:build linux
//go:build amd64

package a
import _ "m.test/p"
-- p/p.go --
package p
`, `. -> p import [ignore]`, `go-build-constraint x2: Go files whose build constraint cannot be read were taken for files of no build; correct the line, first b.go:2: malformed //go:build line: missing close paren: no build takes the file`},
		{"two packages in one folder", `
-- go.mod --
module m.test
-- a.go --
package a
import _ "m.test/p"
-- b.go --
package b
import _ "m.test/q"
-- p/p.go --
package p
-- q/q.go --
package q
`, `
. -> p import
. -> q import
`, `go-two-packages x1: folders hold files of two packages; the first one's name was taken: b.go: package b beside package a of a.go`},
		{"a broken go.mod gives its name still", `
-- go.mod --
module m.test
require (
-- a.go --
package a
import _ "m.test/b"
-- b/b.go --
package b
`, `. -> b import`, `broken-manifest x1: go.mod:3: syntax error (unterminated block started at go.mod:2:1); what is not read of this file is missing from the answer, repair it`},
		{"a go.mod without a name is as none", `
-- go.mod --
<<<<<<< HEAD
-- a.go --
package a
import _ "x.test/m/b"
-- b/b.go --
package b
`, `. -> b import`, `
broken-manifest x1: go.mod:1: unresolved merge conflict; what is not read of this file is missing from the answer, repair it
go-import-root x1: import roots were inferred, since no go.mod covers the packages: .: it is x.test/m
`},
		{"a go.mod whose module line is misspelt", `
-- go.mod --
modul m.test
-- a.go --
package a
`, ``, `unknown-directive x1: go.mod:1: directive "modul" is not known and was skipped, the rest of the file was read; correct it, unless a newer Go knows it`},
		{"a broken go.work", `
-- go.mod --
module m.test
-- a.go --
package a
-- go.work --
use (
`, ``, `broken-manifest x1: go.work:2: syntax error (unterminated block started at go.work:1:1); what is not read of this file is missing from the answer, repair it`},
	})
}
