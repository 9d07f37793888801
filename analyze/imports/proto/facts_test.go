package proto

import (
	"testing"

	"seam/analyze/imports/factstest"
)

func TestFactsVersion(t *testing.T) {
	factstest.Hold(t, reader, map[string]string{
		"a.proto": "// What it is.\nsyntax = \"proto3\";\npackage a.v1;\nimport \"b/v1/b.proto\";\nimport public 'c.' \"proto\";\noption go_package = \"x.test/a;a\";\noption optimize_for = SPEED;\n" +
			"message M { message Inner {} b.v1.B b = 1; }\nenum E { ZERO = 0; }\nservice S { rpc Do(M) returns (stream E) { option x = { import: \"no\" }; } }\n/* import \"no\"; */\n",
		"broken.proto": "message {\nimport \"a.proto\"",
		"empty.proto":  "",
	})
}
