package php

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"seam/analyze/imports/factstest"
)

// TestAgainstParser compares the names that every file declares and mentions with what
// nikic/php-parser says. It needs php, and the folder of the parser's package in
// SEAM_PHP_PARSER. SEAM_SOURCES is a folder of programs; this package's testdata if it is
// empty. A name counts once a file, on the line where it stands first, and a use statement
// before all else.
func TestAgainstParser(t *testing.T) {
	parser := os.Getenv("SEAM_PHP_PARSER")
	if _, err := exec.LookPath("php"); err != nil || parser == "" {
		t.Skip("NOT COMPARED with nikic/php-parser: php is not installed, or SEAM_PHP_PARSER names no folder of the parser's package")
	}
	files := factstest.Programs(t, factstest.Sources(), func(p string) bool {
		return strings.HasSuffix(p, ".php") && p != filepath.Join("testdata", "parser.php")
	})
	cmd := exec.Command("php", "-d", "memory_limit=2G", "-d", "xdebug.mode=off", "testdata/parser.php", parser)
	factstest.Compare(t, cmd, files, firsts, func(_ string, src []byte) []string { return shown(reader.Facts("", src)) })
}

// firsts makes of what the parser says what facts hold: each name once, without the
// functions that every file has.
func firsts(lines []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, statements := range []bool{true, false} {
		for _, line := range lines {
			at, rest, _ := strings.Cut(line, " ")
			kind, name := rest[:strings.LastIndexByte(rest, ' ')], rest[strings.LastIndexByte(rest, ' ')+1:]
			if strings.HasPrefix(kind, "use") != statements {
				continue
			}
			lower := strings.ToLower(name)
			id := map[string]string{"use": "class ", "use function": "call "}[kind]
			switch {
			case kind == "use const":
				id = "const " + name
			case strings.HasPrefix(kind, "declares"):
				id = line
			case id == "":
				id = kind + " " + lower
			default:
				id += lower
			}
			if seen[id] || kind == "call" && (plain[last(lower)] || reserved[lower]) {
				continue
			}
			seen[id] = true
			if strings.HasPrefix(kind, "declares") {
				at = "0"
			}
			out = append(out, at+" "+kind+" "+name)
		}
	}
	return factstest.Sorted(out)
}

// shown is what facts say, in the parser's words.
func shown(f facts) []string {
	var out []string
	for _, d := range f.Declared {
		switch {
		case d.Alias:
		case d.Kind == class:
			out = append(out, "0 declares "+d.Name)
		case d.Kind == function:
			out = append(out, "0 declares function "+d.Name)
		}
	}
	for _, n := range f.Uses {
		word := [...]string{"class", "call", "call", ""}[n.Kind]
		if n.Statement {
			word = [...]string{"use", "use function", "use function", "use const"}[n.Kind]
		}
		if word != "" {
			out = append(out, strconv.Itoa(n.Line)+" "+word+" "+n.Name)
		}
	}
	return factstest.Sorted(out)
}
