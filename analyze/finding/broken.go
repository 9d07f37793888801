package finding

import "fmt"

// Broken is the warning that a manifest or lock could not be read, or only in part. why
// goes on after its place: "unresolved merge conflict; …". All readers of a file that say
// the same of it give the same warning, which a report has once.
func Broken(where Location, why string) Warning {
	return Warning{Code: "broken-manifest", Count: 1,
		Message: fmt.Sprintf("%s: %s; what is not read of this file is missing from the answer, repair it", where, why)}
}

// UnknownDirective is the warning that lines of a manifest were passed over, the first of
// which stands at where.
func UnknownDirective(where Location, name string, count int) Warning {
	return Warning{Code: "unknown-directive", Count: count,
		Message: fmt.Sprintf("%s: directive %q is not known and was skipped, the rest of the file was read; correct it, unless a newer Go knows it", where, name)}
}
