package modules

import (
	"fmt"

	"seam/analyze/finding"
)

// Break files a manifest or lock that could not be read, or only in part, and the
// warning that says so. why goes on after the place: "unresolved merge conflict; …".
func (s *Set) Break(ecosystem string, where finding.Location, why string) {
	s.Broken = append(s.Broken, Broken{Ecosystem: ecosystem, Location: where, Message: why})
	s.Warn("broken-manifest", 1, "%s: %s; what is not read of this file is missing from the answer, repair it", where, why)
}

// Warn adds a caveat that stands for a number of cases.
func (s *Set) Warn(code string, count int, format string, args ...any) {
	s.Warnings = append(s.Warnings, finding.Warning{Code: code, Message: fmt.Sprintf(format, args...), Count: count})
}
