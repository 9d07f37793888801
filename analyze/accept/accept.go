// Package accept applies what seam.yaml says about findings: which rules are off or
// less severe here, and which findings somebody decided to live with, and why.
//
// A suppression names a rule, a dependency, who requires it, the manifests that ask for
// it, or several of these; a finding must match all that are given. Who requires and
// where are matched against every version of a conflict, each on its own: the finding is
// suppressed if, without the versions that only such requirers ask for, no conflict is
// left. So a suppression of examples/ hides what examples/ alone causes, and not a
// conflict that examples/ shares with others.
//
// A suppression with a last day ends after it: the finding counts again and a note says
// so. The day is compared with the date of the judged commit and not with the clock, so
// that one commit has one answer. A suppression that matches nothing is a note, too:
// lists of exceptions that nobody cleans hide what comes later. Notes never fail a check.
//
// Limits: nothing is suppressed by subtree (everything that a requirer brings), since
// that would hide new conflicts as well.
//
// Source: what users of cargo-deny (skip lists that rot, skip-tree that hides new
// duplicates) and of maven-enforcer asked for.
package accept

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/config"
	"seam/analyze/finding"
	"seam/analyze/format/glob"
)

// Subject is a finding with what suppressions can name.
type Subject struct {
	Finding    finding.Finding
	Dependency string
	Wants      []Want // of a conflict: one a version; of anything else: the places that cause it
	Least      int    // how many wants make the finding: 2 for a conflict, 1 for anything else
}

// Want is one reason for a finding.
type Want struct {
	Requirers []string // folders of units relative to the analysed folder, or packages of a lock
	Files     []string // the file that each requirer asks in, in their order; may be shorter
}

// Suppressed is a finding that does not count.
type Suppressed struct {
	ID     string `json:"id"`
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

// Input is what Apply needs to know.
type Input struct {
	Subjects []Subject
	Config   config.Config
	Folder   string                 // the analysed folder, from the repository root
	Day      string                 // YYYY-MM-DD of the judged commit; "" ends no suppression
	Looked   func(rule string) bool // whether the findings of a rule were looked for; nil: of all
}

// Result is the findings sorted into those that count and those that seam.yaml accepts.
type Result struct {
	Findings   []finding.Finding // as finding.Sort orders them
	Suppressed []Suppressed      // in the same order
	Notes      []string          // suppressions to remove, in file order
}

// Apply decides for every finding whether it counts.
func Apply(in Input) Result {
	var r Result
	list := in.entries()
	suppressed := map[string]string{}
	var hidden []finding.Finding
	for _, s := range in.Subjects {
		f, off := switched(s.Finding, in.Config.Rules)
		if off {
			continue
		}
		if i := slices.IndexFunc(list, func(e *entry) bool { return e.hides(s, in.Folder) }); i >= 0 {
			suppressed[f.ID] = list[i].Reason
			hidden = append(hidden, f)
			continue
		}
		r.Findings = append(r.Findings, f)
	}
	finding.Sort(r.Findings)
	finding.Sort(hidden)
	for _, f := range hidden {
		r.Suppressed = append(r.Suppressed, Suppressed{ID: f.ID, Rule: f.Rule, Reason: suppressed[f.ID]})
	}
	r.Notes = in.notes(list)
	return r
}

// switched applies the switch of a finding's rule. Noise stays noise: nobody here can act
// on it, whatever the rule.
func switched(f finding.Finding, rules []config.Switch) (out finding.Finding, off bool) {
	for _, s := range rules {
		if s.Rule == f.Rule && f.Severity != finding.Noise {
			if s.Off {
				return f, true
			}
			f.Severity = s.Severity
		}
	}
	return f, false
}

// entry is a suppression at work.
type entry struct {
	config.Suppression
	requirer string    // RequiredBy as a folder from the repository root
	files    *glob.Set // nil for any
	expired  bool
	used     bool
}

func (in Input) entries() []*entry {
	var out []*entry
	for _, s := range in.Config.Suppress {
		e := &entry{Suppression: s, expired: s.Expires != "" && in.Day > s.Expires}
		if s.RequiredBy != "" {
			e.requirer = path.Join(path.Dir(in.Config.File), s.RequiredBy)
		}
		if s.Path != "" {
			e.files, _ = glob.Compile([]string{s.Path}) // known to compile
		}
		out = append(out, e)
	}
	return out
}

// hides decides and marks the entry as used. An entry that ended still is of use: its note
// says that it ended.
func (e *entry) hides(s Subject, folder string) bool {
	if !e.matches(s, folder) {
		return false
	}
	e.used = true
	return !e.expired
}

func (e *entry) matches(s Subject, folder string) bool {
	switch {
	case e.Rule != "" && e.Rule != s.Finding.Rule,
		e.Dependency != "" && e.Dependency != s.Dependency:
		return false
	case e.RequiredBy == "" && e.files == nil:
		return true
	}
	left := 0
	for _, w := range s.Wants {
		if !e.covers(w, folder) {
			left++
		}
	}
	return len(s.Wants) > 0 && left < max(s.Least, 1)
}

// covers reports whether only requirers that the entry names ask for a want.
func (e *entry) covers(w Want, folder string) bool {
	for i, r := range w.Requirers {
		file := path.Join(r, "x")
		if i < len(w.Files) {
			file = w.Files[i]
		}
		if e.RequiredBy != "" && !e.names(r, folder) || e.files != nil && !e.files.Match(path.Join(folder, file)) {
			return false
		}
	}
	return len(w.Requirers) > 0
}

// names reports whether a requirer is the one of the entry: a folder, or a package with
// or without its version.
func (e *entry) names(requirer, folder string) bool {
	name := requirer
	if i := strings.LastIndexByte(requirer, '@'); i > 0 {
		name = requirer[:i]
	}
	return requirer == e.RequiredBy || name == e.RequiredBy || path.Join(folder, requirer) == e.requirer
}

func (in Input) notes(list []*entry) []string {
	var out []string
	for _, e := range list {
		place := fmt.Sprintf("%s:%d", in.Config.File, e.Line)
		switch {
		case e.used && e.expired:
			out = append(out, fmt.Sprintf("%s: the suppression of %s ended on %s and its findings count again: remove the entry or set a later day", place, e.subject(), e.Expires))
		case !e.used && in.judges(e):
			out = append(out, fmt.Sprintf("%s: the suppression of %s matches nothing any more: remove the entry", place, e.subject()))
		}
	}
	return out
}

// judges reports whether an entry without a match can be called unused: what it names was
// looked for. An entry without a rule may be about any.
func (in Input) judges(e *entry) bool {
	return in.Looked == nil || in.Looked(e.Rule)
}

// subject is what an entry names.
func (e *entry) subject() string {
	var parts []string
	for _, p := range [...]struct{ word, text string }{{"", e.Rule}, {"", e.Dependency}, {"required by ", e.RequiredBy}, {"in ", e.Path}} {
		if p.text != "" {
			parts = append(parts, p.word+p.text)
		}
	}
	return strings.Join(parts, " ")
}
