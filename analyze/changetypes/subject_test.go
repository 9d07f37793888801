package changetypes

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// The grammar of subjects as expressions. Letters are those of ASCII: (?i) would take a
// long s for an s, and the kinds of Conventional Commits are written in ASCII.
var (
	scopedForm    = regexp.MustCompile(`^(` + inAnyCase(`feat|feature|fix|docs?|chore|refactor|tests?|build|ci|perf|style|revert|deps?`) + `)(?:\(([^)]{1,40})\))?!?:\s`)
	prefixedForm  = regexp.MustCompile(`^([A-Za-z0-9][\w./*,-]{0,39}):\s`)
	bracketedForm = regexp.MustCompile(`^\[([^\]]{1,40})\]`)
)

// inAnyCase is an expression for words in upper and lower letters of ASCII.
func inAnyCase(words string) string {
	var b strings.Builder
	for _, c := range words {
		if c >= 'a' && c <= 'z' {
			fmt.Fprintf(&b, "[%c%c]", c-'a'+'A', c)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

func conventionalForm(subject string) string {
	m := scopedForm.FindStringSubmatch(subject)
	if m == nil {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(cmp.Or(m[2], m[1])))
}

func prefixForm(subject string) string {
	m := bracketedForm.FindStringSubmatch(subject)
	if m == nil {
		m = prefixedForm.FindStringSubmatch(subject)
	}
	if m == nil || scopedForm.MatchString(subject) {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(m[1]))
}

// A kind is what its letters are: doc\u017f is not docs, whatever folding makes of it, and
// is no type of its own either. Names in brackets and scopes keep every letter.
func TestLongS(t *testing.T) {
	for subject, want := range map[string][2]string{
		"docs: a":              {"docs", ""},
		"doc\u017f: a":         {"", ""},
		"TE\u017fT(pay): a":    {"", ""},
		"te\u017ft: a":         {"", ""},
		"fix(ca\u017fe): a":    {"ca\u017fe", ""},
		"[ca\u017fe] a":        {"", "ca\u017fe"},
		"feat(\u212aelvin): a": {"kelvin", ""}, // its lower case is the k of ASCII
	} {
		scope, prefix := leading(subject)
		if got := [2]string{scope, prefix}; got != want {
			t.Errorf("%q: %q, want %q", subject, got, want)
		}
	}
}

// FuzzSubject holds that what is taken apart by hand is what the expressions find.
func FuzzSubject(f *testing.F) {
	long := strings.Repeat("x", 40)
	for _, s := range []string{
		"", "fix", "fix:", "fix: a", "FIX(Pay): a", "feature(a b)!: c", "feat(): a", "feat(a: b", "docs!:\tb", "refactors: a",
		"net/http: a", "a.b-c_d,*: e", "_a: b", long + ": a", long + "x: a", "[a b] c", "[] c", "[" + long + "] c", "[" + long + "x] c",
		"fix(" + long + "): a", "fix(" + long + "x): a", "fix(\u00e9\u00e9): a", "[fix: a] b", "fix(a)): b", "0: a", "ci:\fa", "doc\u017f: a", "te\u017ft(pay): a", "\u017ftyle: a", "REFACTOR: a", "[doc\u017f] a",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, subject string) {
		scope, prefix := leading(subject)
		if want := conventionalForm(subject); scope != want {
			t.Errorf("scope of %q: %q, want %q", subject, scope, want)
		}
		if want := prefixForm(subject); prefix != want {
			t.Errorf("prefix of %q: %q, want %q", subject, prefix, want)
		}
	})
}
