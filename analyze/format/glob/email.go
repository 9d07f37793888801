package glob

import (
	"fmt"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Email is one compiled pattern for e-mail addresses: * stands for any run of
// characters, ? for one, everything else for itself (brackets too, as in
// name[bot]@users.example). Upper and lower case are the same.
type Email struct {
	glob    string
	literal bool
}

// CompileEmail reads a pattern. It must hold an @ or a *, so that a name or a login
// given by mistake is an error and not a pattern that never matches.
func CompileEmail(text string) (Email, error) {
	switch {
	case len(text) > maxLength:
		return Email{}, fmt.Errorf("e-mail pattern: is longer than %d bytes", maxLength)
	case !strings.ContainsAny(text, "@*") || strings.HasPrefix(text, "@"):
		return Email{}, fmt.Errorf("e-mail pattern %q: is neither an address nor a pattern such as *@team.example", text)
	}
	text = fold(text)
	if !strings.ContainsAny(text, "*?") {
		return Email{glob: text, literal: true}, nil
	}
	quoted := strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`).Replace(text)
	return Email{glob: quoted}, nil
}

// Literal reports whether the pattern is one plain address.
func (e Email) Literal() bool { return e.literal }

// Match reports whether the pattern matches address.
func (e Email) Match(address string) bool {
	if e.literal {
		return e.glob == fold(address)
	}
	return doublestar.MatchUnvalidated(e.glob, fold(address))
}

// fold lowers case, and hides slashes (legal in an address), at which a * would stop.
func fold(address string) string {
	return strings.ReplaceAll(strings.ToLower(address), "/", "\x00")
}
