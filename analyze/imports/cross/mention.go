package cross

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/regex"
	"seam/analyze/source"
)

// mention is one path that a file names.
type mention struct {
	How    how
	Path   string
	Parts  []string // of read: what follows Path, of which the first elements that make a file count
	Line   int
	Header bool // the header of a generated file says so
}

type how uint8

const (
	contract how = iota // what code is generated from, or reads to talk to others
	pattern             // of //go:embed
	embedded            // relative to the file
	read                // relative to the file, when the program runs
	run                 // relative to where the program is started
	compiled            // a class, or a package of classes, that a contract is compiled to
)

// reader reads the mentions of single files. Its version is raised with every change to
// what it finds in some file.
func reader(language string) imports.Reader[[]mention] {
	read, version := readerOf(language), 1
	if onJVM(language) {
		version = 2
	}
	return imports.Reader[[]mention]{Name: "cross-" + language, Version: version, Facts: func(_ string, src []byte) []mention { return read(src) }}
}

// readerOf is what reads the mentions of a language's files.
func readerOf(language string) func(src []byte) []mention {
	switch source.Language(language) {
	case source.Go:
		return golang
	case source.Python:
		return python
	case source.JavaScript, source.TypeScript:
		return javascript
	case source.Rust:
		return rust
	case source.Java, source.Kotlin:
		return jvm
	}
	return header
}

// maxHeader is how far into a file its header may reach, in bytes.
const maxHeader = 4 << 10

var (
	sourceLine  = regex.New(`^\s*(?://|#|\*)[/*\s]*source:\s*(\S+\.proto)\s*$`)
	protobufES  = regex.New(`^\s*(?://|#|\*).*@generated from (?:protobuf )?file "?([^"\s]+\.proto)\b`)
	generatedBy = regex.New(`(?i)generated (?:by|code|from|protocol)|do not edit`)
)

// header reads the contract that the header of a generated file names.
func header(src []byte) []mention {
	top := src[:min(len(src), maxHeader)]
	if !bytes.Contains(top, []byte(".proto")) {
		return nil
	}
	number := 0
	for line := range bytes.Lines(top) {
		number++
		if !bytes.Contains(line, []byte(".proto")) {
			continue
		}
		line = bytes.TrimRight(line, "\r\n")
		for _, x := range [...]*regexp.Regexp{sourceLine(), protobufES()} {
			if m := x.FindSubmatch(line); m != nil && generatedBy().Match(top) {
				return []mention{{How: contract, Path: string(m[1]), Line: number, Header: true}}
			}
		}
	}
	return nil
}

var goPackage = regex.New(`(?m)^\s*option\s+go_package\s*=\s*"([^";]*)[^"]*"`)

func goPackageOf(src []byte) string {
	if m := goPackage().FindSubmatch(src); m != nil {
		return string(m[1])
	}
	return ""
}

// mayRun tells arguments that name a file by its path from flags, texts and programs
// that are installed.
func mayRun(arg string) bool {
	switch path.Ext(arg) {
	case ".py", ".sh", ".bash", ".js", ".mjs", ".cjs", ".ts", ".rb", ".pl", ".php":
	default:
		if !strings.HasPrefix(arg, "./") && !strings.HasPrefix(arg, "../") {
			return false
		}
	}
	return isPath(arg)
}

// isPath keeps out what can be no path of a tracked file.
func isPath(s string) bool {
	return s != "" && len(s) <= 1024 && !path.IsAbs(s) && !strings.ContainsAny(s, " \t\n\\*?<>|$%{}:")
}

// isContract tells the paths of contracts of protobuf.
func isContract(s string) bool {
	return strings.HasSuffix(s, ".proto") && isPath(s) && path.Base(s) != ".proto"
}

// isDocument tells the paths of what may hold a contract of OpenAPI.
func isDocument(s string) bool {
	switch path.Ext(s) {
	case ".yaml", ".yml", ".json":
		return isPath(s)
	}
	return false
}
