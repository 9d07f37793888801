package jvm

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"seam/analyze/imports/factstest"
)

// TestAgainstScalameta compares the packages, the types, the members and the imports of
// every Scala file with what the parser of scalameta says. It needs node, and the folder of
// the npm package scalameta-parsers in SEAM_SCALAMETA. SEAM_SOURCES is a folder of programs:
// this package has none of its own.
func TestAgainstScalameta(t *testing.T) {
	parser := os.Getenv("SEAM_SCALAMETA")
	if _, err := exec.LookPath("node"); err != nil || parser == "" {
		t.Skip("NOT COMPARED with scalameta: node is not installed, or SEAM_SCALAMETA names no folder of scalameta-parsers")
	}
	files := factstest.Programs(t, factstest.Sources(), func(p string) bool { return strings.HasSuffix(p, ".scala") })
	cmd := exec.Command("node", "--stack-size=20000", "testdata/scalameta.js", parser)
	factstest.Compare(t, cmd, files, factstest.Sorted, func(_ string, src []byte) []string { return shownScala(scanScala(src)) })
}

// shownScala is what facts say, in the parser's words.
func shownScala(f facts) []string {
	var out []string
	for _, space := range f.Opened {
		out = append(out, "0 package "+space)
	}
	in := func(space, name string) string {
		if space == "" {
			space = f.Package
		}
		return dot(space, name)
	}
	for _, d := range f.Types {
		if d.Name != packageObject {
			out = append(out, "0 type "+in(d.Space, d.Name))
		}
	}
	for _, m := range f.Members {
		out = append(out, "0 member "+in(m.Space, m.Name))
	}
	for _, s := range f.Imports {
		text := join(s.Parts)
		switch {
		case s.Wildcard:
			text += ".*"
		case s.Alias != "":
			text += " as " + s.Alias
		}
		out = append(out, fmt.Sprintf("%d import %s", s.Line, text))
	}
	return factstest.Sorted(out)
}
