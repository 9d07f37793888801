package modules

import (
	"bytes"
	"fmt"

	"seam/analyze/finding"
	"seam/analyze/format/syntax"
	"seam/analyze/repo"
)

// Break files a manifest or lock that could not be read, or only in part, and the
// warning that says so. Line 0 is the whole file; why goes on after the place: "unresolved
// merge conflict; …".
func (s *Set) Break(ecosystem, file string, line int, why string) {
	where := finding.Location{File: file, Line: line}
	s.Broken = append(s.Broken, Broken{Ecosystem: ecosystem, Location: where, Message: why})
	s.Warnings = append(s.Warnings, finding.Broken(where, why))
}

// Read reads a manifest or lock. One that cannot be read, or that is larger than a number of
// bytes, is filed as Break does; 0 leaves the size to the parser.
func (s *Set) Read(t repo.Tree, ecosystem, file string, largest int) ([]byte, bool) {
	data, err := t.ReadFile(file)
	switch {
	case err != nil:
		s.Break(ecosystem, file, 0, "cannot be read: "+err.Error())
		return nil, false
	case largest > 0 && len(data) > largest:
		s.Break(ecosystem, file, 0, fmt.Sprintf("the file has %d MB; files of more than %d MB are not read", len(data)>>20, largest>>20))
		return nil, false
	}
	return data, true
}

// BreakBy files what a reader of a format says of a file.
func (s *Set) BreakBy(ecosystem, file string, err error) {
	line, why := syntax.LineOf(err)
	s.Break(ecosystem, file, line, why)
}

// BreakAtConflict files the first mark that git has left in a text around a merge conflict,
// and reports whether there is one.
func (s *Set) BreakAtConflict(ecosystem, file string, data []byte) bool {
	number := 0
	for line := range bytes.Lines(data) {
		number++
		if bytes.HasPrefix(line, []byte("<<<<<<< ")) || bytes.HasPrefix(line, []byte(">>>>>>> ")) {
			s.Break(ecosystem, file, number, "unresolved merge conflict; resolve it and remove the markers")
			return true
		}
	}
	return false
}

// Unread is the warnings about the manifests and locks in Broken, for readers of source
// that ask for the units alone.
func (s *Set) Unread() []finding.Warning {
	var out []finding.Warning
	for _, b := range s.Broken {
		out = append(out, finding.Broken(b.Location, b.Message))
	}
	return out
}

// Warn adds a caveat that stands for a number of cases.
func (s *Set) Warn(code string, count int, format string, args ...any) {
	s.Warnings = append(s.Warnings, finding.Warning{Code: code, Message: fmt.Sprintf(format, args...), Count: count})
}
