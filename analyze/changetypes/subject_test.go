package changetypes

import (
	"cmp"
	"regexp"
	"strings"
	"testing"
)

// The grammar of subjects as expressions.
var (
	scopedForm    = regexp.MustCompile(`^(?i:(feat|feature|fix|docs?|chore|refactor|tests?|build|ci|perf|style|revert|deps?))(?:\(([^)]{1,40})\))?!?:\s`)
	prefixedForm  = regexp.MustCompile(`^([A-Za-z0-9][\w./*,-]{0,39}):\s`)
	bracketedForm = regexp.MustCompile(`^\[([^\]]{1,40})\]`)
)

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

// FuzzSubject holds that what is taken apart by hand is what the expressions find.
func FuzzSubject(f *testing.F) {
	long := strings.Repeat("x", 40)
	for _, s := range []string{
		"", "fix", "fix:", "fix: a", "FIX(Pay): a", "feature(a b)!: c", "feat(): a", "feat(a: b", "docs!:\tb", "refactors: a",
		"net/http: a", "a.b-c_d,*: e", "_a: b", long + ": a", long + "x: a", "[a b] c", "[] c", "[" + long + "] c", "[" + long + "x] c",
		"fix(" + long + "): a", "fix(" + long + "x): a", "fix(\u00e9\u00e9): a", "[fix: a] b", "fix(a)): b", "0: a", "ci:\fa", "doc\u017f: a",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, subject string) {
		if strings.ContainsRune(subject, '\u017f') {
			t.Skip("a letter that expressions take for an s")
		}
		if got, want := conventional(subject), conventionalForm(subject); got != want {
			t.Errorf("conventional(%q) = %q, want %q", subject, got, want)
		}
		if got, want := prefix(subject), prefixForm(subject); got != want {
			t.Errorf("prefix(%q) = %q, want %q", subject, got, want)
		}
	})
}
