package owners

import (
	"fmt"
	"strings"
	"unicode"
)

// Rule is one line of a CODEOWNERS file: of the rules that match a path, the last
// one counts. A rule without owners takes the path out of all ownership.
type Rule struct {
	Pattern string // escapes are still in it
	Teams   []string
	People  int // single people among the owners; who they are is not kept
	Line    int
}

// maxCodeowners is the size above which GitHub ignores the file.
const maxCodeowners = 3 << 20

// ParseCodeowners reads a CODEOWNERS file in GitHub's dialect. Lines that cannot be
// read are problems and count as absent, as on GitHub; an owner that cannot be read
// is a problem, and its line counts with the others.
func ParseCodeowners(data []byte) ([]Rule, []Problem) {
	if len(data) > maxCodeowners {
		return nil, []Problem{{1, "the file is larger than 3 MiB, which GitHub ignores; so does seam"}}
	}
	var rules []Rule
	var problems []Problem
	n := 0
	text := strings.TrimPrefix(string(data), "\ufeff")
	for line := range strings.Lines(text) {
		n++
		fields := splitFields(line)
		if len(fields) == 0 {
			continue
		}
		if message := badPattern(fields[0]); message != "" {
			problems = append(problems, Problem{n, message + "; the line is ignored"})
			continue
		}
		r := Rule{Pattern: fields[0], Line: n}
		bad := r.addOwners(fields[1:])
		if bad > 0 {
			problems = append(problems, Problem{n, ownersProblem(bad)})
		}
		if bad == 0 || len(r.Teams) > 0 || r.People > 0 {
			rules = append(rules, r)
		}
	}
	return rules, problems
}

// ownersProblem does not repeat the owner: it may be somebody's name.
func ownersProblem(bad int) string {
	return fmt.Sprintf("owners that are no @user, @org/team or e-mail address: %d; they are ignored", bad)
}

// splitFields splits a line at white space that no backslash precedes, up to a
// comment: a # at the start of a field.
func splitFields(line string) []string {
	var fields []string
	start := -1
	escaped := false
	for i := 0; i <= len(line); i++ {
		end := i == len(line) || !escaped && strings.IndexByte(" \t\r\n\f\v", line[i]) >= 0
		switch {
		case end && start >= 0:
			fields = append(fields, line[start:i])
			start = -1
		case !end && start < 0:
			if line[i] == '#' {
				return fields
			}
			start = i
		}
		escaped = i < len(line) && line[i] == '\\' && !escaped
	}
	return fields
}

// badPattern says why GitHub cannot read a pattern, "" if it can.
func badPattern(p string) string {
	switch {
	case strings.HasPrefix(p, "!"):
		return "CODEOWNERS has no negation with !"
	case strings.HasPrefix(p, "[") || strings.HasPrefix(p, "^["):
		return "section headings are GitLab's, seam reads GitHub's CODEOWNERS"
	case strings.ContainsAny(p, "[]"):
		return "CODEOWNERS patterns have no character ranges"
	case strings.HasPrefix(p, "@"):
		return "the line begins with an owner and has no path"
	}
	return ""
}

// addOwners sorts owners into teams and people, and counts those that are neither.
func (r *Rule) addOwners(fields []string) (bad int) {
	for _, f := range fields {
		switch kindOf(f) {
		case team:
			r.Teams = append(r.Teams, f)
		case person:
			r.People++
		default:
			bad++
		}
	}
	return bad
}

type ownerKind uint8

const (
	neither ownerKind = iota
	team
	person
)

func kindOf(owner string) ownerKind {
	login, isLogin := strings.CutPrefix(owner, "@")
	if !isLogin {
		user, host, ok := strings.Cut(owner, "@")
		if ok && user != "" && host != "" && !strings.ContainsAny(host, "@/") {
			return person
		}
		return neither
	}
	parts := 0
	for part := range strings.SplitSeq(login, "/") {
		if part == "" || strings.ContainsFunc(part, notInLogin) {
			return neither
		}
		parts++
	}
	if parts == 1 {
		return person
	}
	return team
}

// notInLogin is generous: GitHub's own rules changed over the years.
func notInLogin(r rune) bool {
	return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r)
}
