package modules

import (
	"fmt"

	"seam/analyze/finding"
)

// Break files a manifest or lock that could not be read, or only in part, and the
// warning that says so. why goes on after the place: "unresolved merge conflict; …".
func (s *Set) Break(ecosystem string, where finding.Location, why string) {
	s.Broken = append(s.Broken, Broken{Ecosystem: ecosystem, Location: where, Message: why})
	s.Warnings = append(s.Warnings, finding.Warning{
		Code:    "broken-manifest",
		Message: fmt.Sprintf("%s: %s; what is not read of this file is missing from the answer, repair it", where, why),
		Count:   1,
	})
}
