package modules

import (
	"fmt"

	"seam/analyze/finding"
)

// Break files a manifest or lock that could not be read, or only in part, and the
// warning that says so. Line 0 is the whole file; why goes on after the place: "unresolved
// merge conflict; …".
func (s *Set) Break(ecosystem, file string, line int, why string) {
	where := finding.Location{File: file, Line: line}
	s.Broken = append(s.Broken, Broken{Ecosystem: ecosystem, Location: where, Message: why})
	s.Warnings = append(s.Warnings, finding.Broken(where, why))
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
