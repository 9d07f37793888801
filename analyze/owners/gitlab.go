package owners

import "strings"

// dialectOf tells in which dialect a CODEOWNERS file is written: .github/ and .gitlab/
// say so; elsewhere section headings and roles are GitLab's.
func dialectOf(file string, data []byte) dialect {
	switch {
	case strings.HasPrefix(file, ".github/"):
		return gitHub
	case strings.HasPrefix(file, ".gitlab/"):
		return gitLab
	case len(data) > maxCodeowners:
		return gitHub
	}
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		if _, ok := parseHeading(line); ok {
			return gitLab
		}
		for _, f := range splitFields(line, true) {
			if kindOf(f) == role {
				return gitLab
			}
		}
	}
	return gitHub
}

// heading is the first line of a section: ^[name][approvals] owners.
type heading struct {
	name   string
	owners []string
}

// parseHeading reads a line without white space around it. Digits in the second pair
// of brackets may be missing, as GitLab allows.
func parseHeading(line string) (heading, bool) {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(line, "^"), "[")
	if !ok {
		return heading{}, false
	}
	name, rest, ok := strings.Cut(rest, "]")
	name = strings.TrimSpace(name)
	if !ok || name == "" {
		return heading{}, false
	}
	if approvals, after, ok := strings.Cut(rest, "]"); ok && strings.HasPrefix(rest, "[") && isDigits(approvals[1:]) {
		rest = after
	}
	if rest != "" && rest[0] != ' ' && rest[0] != '\t' {
		return heading{}, false
	}
	return heading{name, splitFields(rest, false)}, true
}

func isDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
