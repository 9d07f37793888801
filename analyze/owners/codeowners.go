package owners

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// dialect is how a CODEOWNERS file is read.
type dialect uint8

// The dialects.
const (
	// GitHub: one list of rules; the last one that matches a path counts.
	gitHub dialect = iota
	// GitLab: sections that count side by side, default owners, exclusions, roles.
	gitLab
)

// section is rules of a CODEOWNERS file that are evaluated together. GitHub's dialect
// has one, without a name.
type section struct {
	Name     string     // as its first heading writes it, "" for rules before any
	Rules    []pathRule // of those that match a path, the last one counts
	Excluded []pathRule // a path that matches one of these has no owners in this section
}

// pathRule is one line of a CODEOWNERS file. A rule without owners takes a path out of the
// section's ownership.
type pathRule struct {
	Pattern string   // escapes are still in it
	Teams   []string // @organisation/team, as written
	People  []string // logins without @ and addresses, in lower case: to tell who they are, never to show
	Roles   int      // GitLab roles such as @@maintainer: neither teams nor people
	Line    int
}

// Limits of one file and one pattern.
const (
	maxCodeowners = 3 << 20 // GitHub ignores larger files
	maxPattern    = 4096    // bytes; longer than any path
	maxNames      = 500     // owners of one line or list
	maxSections   = 1000
)

// parseCodeowners reads a CODEOWNERS file. Lines that the host could not read are
// problems and count as absent, as they do there; an owner that cannot be read is a
// problem, and its line counts with the others.
//
// How GitLab's dialect differs: [Name] begins a section, which goes on where a second
// heading has the same name in any case; ^ (optional) and [2] (approvals) around the
// name say nothing about ownership. Owners after the heading are those of the lines
// without any. !pattern takes paths out of the section, wherever it stands. A # after
// the beginning of a line begins no comment.
func parseCodeowners(data []byte, d dialect) ([]section, []problem) {
	if len(data) > maxCodeowners {
		return nil, []problem{{1, "the file is larger than 3 MiB, which GitHub ignores; so does seam"}}
	}
	p := codeownersParser{dialect: d}
	text := strings.TrimPrefix(string(data), "\ufeff")
	for line := range strings.Lines(text) {
		p.line++
		p.read(strings.TrimSpace(line))
	}
	return slices.DeleteFunc(p.sections, func(s section) bool { return len(s.Rules)+len(s.Excluded) == 0 }), p.problems
}

type codeownersParser struct {
	dialect  dialect
	line     int
	sections []section
	current  int      // index into sections
	defaults pathRule // the owners of the current heading
	problems []problem
}

func (p *codeownersParser) fail(message string) {
	p.problems = append(p.problems, problem{p.line, message})
}

func (p *codeownersParser) read(line string) {
	fields := splitFields(line, p.dialect == gitHub)
	if len(fields) == 0 || strings.HasPrefix(line, "#") {
		return
	}
	if p.dialect == gitLab {
		if h, ok := parseHeading(line); ok {
			p.begin(h)
			return
		}
	}
	p.entry(fields)
}

// begin enters the section of a heading.
func (p *codeownersParser) begin(h heading) {
	p.defaults = pathRule{}
	if len(p.sections) == maxSections {
		p.fail(fmt.Sprintf("more than %d sections; the heading is ignored", maxSections))
		return
	}
	p.current = p.section(h.name)
	if bad := p.defaults.addOwners(h.owners, p.dialect); bad > 0 {
		p.fail(ownersProblem(bad))
	}
}

func (p *codeownersParser) section(name string) int {
	i := slices.IndexFunc(p.sections, func(s section) bool { return strings.EqualFold(s.Name, name) })
	if i < 0 {
		i = len(p.sections)
		p.sections = append(p.sections, section{Name: name})
	}
	return i
}

func (p *codeownersParser) entry(fields []string) {
	if len(p.sections) == 0 {
		p.current = p.section("")
	}
	s := &p.sections[p.current]
	pattern, excluded := fields[0], false
	if p.dialect == gitLab {
		pattern, excluded = strings.CutPrefix(pattern, "!")
	}
	if message := badPattern(pattern, p.dialect); message != "" {
		p.fail(message + "; the line is ignored")
		return
	}
	r := pathRule{Pattern: pattern, Line: p.line}
	if excluded {
		s.Excluded = append(s.Excluded, r)
		return
	}
	bad := r.addOwners(fields[1:], p.dialect)
	if bad > 0 {
		p.fail(ownersProblem(bad))
	}
	if !r.owned() {
		r.Teams, r.People, r.Roles = p.defaults.Teams, p.defaults.People, p.defaults.Roles
	}
	if bad == 0 || r.owned() {
		s.Rules = append(s.Rules, r)
	}
}

func (r pathRule) owned() bool { return len(r.Teams)+len(r.People)+r.Roles > 0 }

// ownersProblem does not repeat the owner: it may be somebody's name.
func ownersProblem(bad int) string {
	return fmt.Sprintf("owners that are no @user, @org/team or e-mail address, or are more than %d: %d; they are ignored", maxNames, bad)
}

// splitFields splits a line at white space that no backslash precedes. With comments
// it ends at a # that begins a field.
func splitFields(line string, comments bool) []string {
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
			if comments && line[i] == '#' {
				return fields
			}
			start = i
		}
		escaped = i < len(line) && line[i] == '\\' && !escaped
	}
	return fields
}

// badPattern says why the host cannot read a pattern, "" if it can.
func badPattern(p string, d dialect) string {
	switch {
	case len(p) > maxPattern:
		return fmt.Sprintf("the pattern is longer than %d bytes", maxPattern)
	case strings.HasPrefix(p, "@"):
		return "the line begins with an owner and has no path"
	case d == gitLab && p == "":
		return "the exclusion has no path"
	case d == gitLab && strings.HasPrefix(p, "["):
		return "the section heading has no closing bracket, or something else than owners after it"
	case d == gitLab:
		return ""
	case strings.HasPrefix(p, "!"):
		return "GitHub's CODEOWNERS has no negation with !"
	case strings.HasPrefix(p, "[") || strings.HasPrefix(p, "^["):
		return "section headings are GitLab's, and GitHub reads this file"
	case strings.ContainsAny(p, "[]"):
		return "GitHub's CODEOWNERS patterns have no character ranges"
	}
	return ""
}

// addOwners sorts owners into teams, people and roles, and counts those that are
// neither. GitLab looks for owners in what somebody meant as a comment, too; the other
// words of it are no mistake.
func (r *pathRule) addOwners(fields []string, d dialect) (bad int) {
	remark := false
	if len(fields) > maxNames {
		bad, fields = len(fields)-maxNames, fields[:maxNames]
	}
	for _, f := range fields {
		remark = remark || strings.HasPrefix(f, "#")
		switch kindOf(f) {
		case team:
			r.Teams = append(r.Teams, f)
		case person:
			r.People = append(r.People, strings.ToLower(strings.TrimPrefix(f, "@")))
		case role:
			if d == gitHub {
				bad++
			} else {
				r.Roles++
			}
		default:
			if !remark {
				bad++
			}
		}
	}
	return bad
}

type ownerKind uint8

const (
	neither ownerKind = iota
	team
	person
	role
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
	if isRole(login) {
		return role
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

// isRole reports whether what follows the first @ is a role of GitLab's.
func isRole(s string) bool {
	name, ok := strings.CutPrefix(strings.ToLower(s), "@")
	switch strings.TrimSuffix(name, "s") {
	case "developer", "maintainer", "owner":
		return ok
	}
	return false
}

// notInLogin is generous: GitHub's own rules changed over the years.
func notInLogin(r rune) bool {
	return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r)
}
