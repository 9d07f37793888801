package dossier

import (
	"bytes"
	"regexp"

	"seam/analyze/finding"
	"seam/analyze/regex"
)

// maxMentions bounds what is kept of one kind of one file.
const maxMentions = 200

// secretForm is one form of secret: a text in it that is quick to look for, and the
// whole form, which begins at that text or a little before.
type secretForm struct {
	kind   string
	needle string
	before int // bytes of the form before the needle, at most
	form   func() *regexp.Regexp
}

// maxSecret is how far a form may go on behind its needle.
const maxSecret = 300

// secretForms are as their issuers document them. None matches an ordinary word.
var secretForms = []secretForm{
	{"private key", "PRIVATE KEY-----", 30, regex.New(`-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----(?:\\n|\s)*[A-Za-z0-9+/]{24}`)},
	{"AWS access key", "AKIA", 1, regex.New(`\bAKIA[A-Z2-7]{16}\b`)},
	{"GitHub token", "ghp_", 1, regex.New(`\bghp_[A-Za-z0-9]{36}\b`)},
	{"GitHub token", "ghs_", 1, regex.New(`\bghs_[A-Za-z0-9]{36}\b`)},
	{"GitHub token", "github_pat_", 1, regex.New(`\bgithub_pat_[A-Za-z0-9_]{60,}`)},
	{"GitLab token", "glpat-", 1, regex.New(`\bglpat-[A-Za-z0-9_-]{20,}`)},
	{"Slack token", "xox", 1, regex.New(`\bxox[abeoprs]-[0-9A-Za-z-]{20,}`)},
	{"Slack webhook", "hooks.slack.com/services/", 0, regex.New(`hooks\.slack\.com/services/T[A-Z0-9]{7,}/B[A-Z0-9]{7,}/[A-Za-z0-9]{20,}`)},
	{"Google API key", "AIza", 1, regex.New(`\bAIza[A-Za-z0-9_-]{35}`)},
	{"Stripe key", "k_live_", 2, regex.New(`\b[rs]k_live_[A-Za-z0-9]{20,}`)},
	{"npm token", "npm_", 1, regex.New(`\bnpm_[A-Za-z0-9]{36}\b`)},
	{"signed web token", "eyJ", 1, regex.New(`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}`)},
}

// sample matches what stands for a secret in explanations.
var sample = regex.New(`(?i)example|sample|dummy|changeme|placeholder|redacted|secret|passw|xxx|\.\.\.|abcdef|012345|token|your`)

// secretsIn finds texts that have the form of a secret. The values are not kept.
func secretsIn(file string, content []byte) []Mention {
	var out []Mention
	for _, s := range secretForms {
		lines := lineCounter{content: content}
		for at := 0; len(out) < maxMentions; {
			k := bytes.Index(content[at:], []byte(s.needle))
			if k < 0 {
				break
			}
			k += at
			at = k + len(s.needle)
			window := content[max(0, k-s.before):min(len(content), at+maxSecret)]
			if m := s.form().Find(window); m != nil && (s.kind == "private key" || !sample().Match(m)) {
				out = append(out, Mention{finding.Location{File: file, Line: lines.at(k)}, s.kind})
			}
		}
	}
	return append(out, passwordsIn(file, content)...)
}

var credentials = regex.New(`^[A-Za-z0-9._-]{1,64}:([^\s/:"'<>{}$%*\x60]{6,128})@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}`)

// passwordsIn finds URLs with user and password.
func passwordsIn(file string, content []byte) []Mention {
	var out []Mention
	lines := lineCounter{content: content}
	for at := 0; len(out) < maxMentions; {
		k := bytes.Index(content[at:], []byte("://"))
		if k < 0 {
			break
		}
		at += k + 3
		window := content[at:min(len(content), at+maxSecret)]
		if bytes.IndexByte(window, '@') < 0 {
			continue
		}
		if m := credentials().FindSubmatch(window); m != nil && !sample().Match(m[0]) && !bytes.HasPrefix(m[1], []byte("pass")) {
			out = append(out, Mention{finding.Location{File: file, Line: lines.at(at)}, "user and password in a URL"})
		}
	}
	return out
}

// lineCounter tells line numbers of ascending offsets.
type lineCounter struct {
	content []byte
	offset  int
	line    int
}

func (l *lineCounter) at(offset int) int {
	l.line += bytes.Count(l.content[l.offset:offset], []byte{'\n'})
	l.offset = offset
	return l.line + 1
}
