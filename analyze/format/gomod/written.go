package gomod

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// Vendored is one module of a vendor/modules.txt.
type Vendored struct {
	Path, Version string
	Explicit      bool // go.mod requires it
	Line          int
}

// ParseVendored reads a vendor/modules.txt. Modules that stand there without a version
// (replacements that nothing uses) are left out, and so is everything of a file that a
// workspace wrote, whose versions are no single go.mod's.
func ParseVendored(data []byte) []Vendored {
	var out []Vendored
	line := 0
	for text := range bytes.Lines(data) {
		line++
		fields := strings.Fields(string(text))
		switch {
		case len(fields) == 0:
		case fields[0] == "##":
			if len(fields) > 1 && fields[1] == "workspace" {
				return nil
			}
			if n := len(out); n > 0 && len(fields) > 1 && strings.TrimSuffix(fields[1], ";") == "explicit" {
				out[n-1].Explicit = true
			}
		case fields[0] == "#" && len(fields) > 2 && semver.IsValid(fields[2]) && checkPath(fields[1]) == nil:
			out = append(out, Vendored{Path: fields[1], Version: fields[2], Line: line})
		}
	}
	return out
}

// CheckSums looks for the first line of a go.sum that the go command refuses, and for
// two different sums of one file. The error is a *SyntaxError that names file.
func CheckSums(file string, data []byte) error {
	if line := conflict(data); line > 0 {
		return syntaxError(file, line, fmt.Errorf("unresolved merge conflict"))
	}
	seen := map[module.Version]string{}
	line := 0
	for text := range bytes.Lines(data) {
		line++
		fields := strings.Fields(string(text))
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 3 {
			return syntaxError(file, line, fmt.Errorf("a line of go.sum has three words, this one has %d", len(fields)))
		}
		if known, ok := seen[module.Version{Path: fields[0], Version: fields[1]}]; ok && known != fields[2] && sameHash(known, fields[2]) {
			return syntaxError(file, line, fmt.Errorf("a second checksum of %s %s, other than the first", fields[0], fields[1]))
		}
		seen[module.Version{Path: fields[0], Version: fields[1]}] = fields[2]
	}
	return nil
}

// sameHash reports whether two sums were made in the same way, so that they must agree.
func sameHash(a, b string) bool {
	x, _, _ := strings.Cut(a, ":")
	y, _, _ := strings.Cut(b, ":")
	return x == y
}
