package ci

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/glossary"
	"seam/report/model"
	"seam/report/phrase"
)

// maxResults is the most that GitHub keeps of one run; findings are sorted, so the least
// important ones are left out, and a notification counts them.
const maxResults = 5000

// WriteSARIF writes the findings as SARIF 2.1.0 (OASIS, errata 01): the line that should
// change as location, the other lines as related locations, every path that proves it as
// a code flow.
//
// Two fingerprints are given. findingFingerprint/v1 is seam's. primaryLocationLineHash
// is the one that GitHub reads; without it GitHub hashes the text of the line, and a
// conflict would close and open again with every new version in it.
func WriteSARIF(w io.Writer, r *model.Report) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(newSARIF(r, maxResults))
}

func newSARIF(r *model.Report, most int) sarifLog {
	list := gated(r)
	warnings := r.Warnings
	if n := len(list) - most; n > 0 {
		list = list[:most]
		warnings = append([]finding.Warning{leftOut(n, most)}, warnings...)
	}
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: model.ToolName, Version: sarifVersion(r.Tool.Version)}},
		Automation:  sarifAutomation{"seam/" + sarifURI(rooted(r, "")) + "/"},
		BaseIDs:     map[string]sarifArtifact{sourceRoot: {Description: sarifText("The root of the repository.")}},
		Invocations: []sarifInvocation{{Successful: true}},
		Results:     []sarifResult{},
		Properties:  sarifRevisions{Head: phrase.Visible(r.Repository.Head)},
	}
	if r.Check != nil {
		run.Properties.Base = phrase.Visible(r.Check.Base)
	}
	at := map[string]int{}
	for _, f := range list {
		if _, ok := at[f.Rule]; !ok {
			at[f.Rule] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(f.Rule))
		}
		run.Results = append(run.Results, sarifResultOf(r, f, at[f.Rule]))
	}
	known := map[string]bool{}
	for _, c := range warnings {
		if !known[c.Code] {
			known[c.Code] = true
			run.Tool.Driver.Notifications = append(run.Tool.Driver.Notifications, sarifNotice(c.Code))
		}
		run.Invocations[0].Notifications = append(run.Invocations[0].Notifications, sarifNotification{
			Descriptor: sarifReference{phrase.Visible(c.Code)}, Level: "note", Message: *sarifText(phrase.Visible(phrase.Caveat(c))),
		})
	}
	return sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	}
}

// sarifVersion is a version as readers compare it: without the v.
func sarifVersion(v string) string {
	if rest, ok := strings.CutPrefix(v, "v"); ok && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		v = rest
	}
	return phrase.Visible(v)
}

// leftOut is the notice that a list was cut.
func leftOut(n, most int) finding.Warning {
	return finding.Warning{Code: "findings-left-out", Count: n,
		Message: fmt.Sprintf("only the first %d findings are listed here, the worst first; --format json lists all", most)}
}

// sarifRuleOf describes a rule in the words that seam explain prints.
func sarifRuleOf(rule string) sarifRule {
	out := describe(ruleID(rule), glossary.Rule, rule)
	out.Name, out.Config.Level = phrase.Visible(rule), sarifLevel(finding.Smell)
	e, ok := define(glossary.Rule, rule)
	if !ok {
		return out
	}
	if part := partAbout(glossary.Package(e.Package), rule); part != "" {
		out.Help.Text += "\n\n" + braces(part)
		out.Help.Markdown += "\n\n" + braces(phrase.Escape(part))
	}
	out.Help.Text += "\n\nMore: seam explain " + rule + "."
	out.Help.Markdown += "\n\nMore: `seam explain " + rule + "`."
	return out
}

// partAbout is what a package's documentation says of one of the rules that it lists, as one
// paragraph; "" where it has no list with the rule. A line that begins at the list's indent
// begins an entry.
func partAbout(manual, rule string) string {
	const indent = "    "
	var words []string
	in := false
	for line := range strings.Lines(manual) {
		entry := strings.HasPrefix(line, indent) && !strings.HasPrefix(line, indent+" ")
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case entry:
			in = name == rule
			if in {
				words = append(words, strings.Fields(line)[1:]...)
			}
		case in && strings.HasPrefix(line, indent):
			words = append(words, strings.Fields(line)...)
		default:
			in = false
		}
	}
	text := strings.Join(words, " ")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func sarifNotice(code string) sarifRule {
	out := describe(phrase.Visible(code), glossary.Warning, code)
	out.Config.Level = "note"
	return out
}

// describe says what a code means, everywhere where GitHub demands a text.
func describe(id string, kind glossary.Kind, code string) sarifRule {
	text := phrase.Visible(code) + " has no definition in this version of seam."
	if e, ok := define(kind, code); ok {
		text = e.Text
	}
	return sarifRule{
		ID: id, Short: *sarifText(text), Full: *sarifText(text),
		Help: sarifMessage{Text: braces(phrase.Visible(code) + ": " + text), Markdown: braces("**" + phrase.Escape(phrase.Visible(code)) + "**: " + phrase.Escape(text))},
	}
}

func sarifResultOf(r *model.Report, f finding.Finding, rule int) sarifResult {
	out := sarifResult{
		RuleID: ruleID(f.Rule), RuleIndex: rule, Level: sarifLevel(f.Severity), Message: *sarifText(withFix(f)),
		Locations:    []sarifLocation{sarifPlace(r, f.Location)},
		Fingerprints: map[string]string{"findingFingerprint/v1": phrase.Visible(f.Fingerprint), "primaryLocationLineHash": phrase.Visible(f.Fingerprint)},
		Properties:   sarifFinding{ID: phrase.Visible(f.ID)},
	}
	if r.Check != nil {
		out.BaselineState = "new"
	}
	for i, x := range f.Related {
		l := sarifPlace(r, x.Location)
		l.ID, l.Message = i+1, sarifText(phrase.Visible(x.Message))
		out.Related = append(out.Related, l)
	}
	for _, w := range f.Ways {
		out.CodeFlows = append(out.CodeFlows, flow(r, w))
	}
	return out
}

// flow is a path, step by step. Only the line that asks for the version stands in a file
// of the repository, so every step is shown there; readers demand a file for each.
func flow(r *model.Report, w finding.Way) sarifFlow {
	t := sarifThread{}
	for _, s := range w.Steps {
		l := sarifPlace(r, w.Location)
		l.Message = sarifText(phrase.Visible(s))
		l.Logical = []sarifLogical{{Name: phrase.Visible(s), Kind: "module"}}
		t.Locations = append(t.Locations, sarifStep{l})
	}
	return sarifFlow{Message: *sarifText(phrase.Visible(strings.Join(w.Steps, " > "))), Threads: []sarifThread{t}}
}

// sarifPlace is a location. A whole file is its first line: readers demand one.
func sarifPlace(r *model.Report, l finding.Location) sarifLocation {
	return sarifLocation{Physical: &sarifPhysical{
		Artifact: sarifArtifact{URI: sarifURI(rooted(r, l.File)), BaseID: sourceRoot},
		Region:   sarifRegion{Line: max(l.Line, 1)},
	}}
}

func sarifLevel(s finding.Severity) string {
	switch s {
	case finding.Problem:
		return "error"
	case finding.Smell:
		return "warning"
	}
	return "note"
}

// sarifURI writes a path as a relative reference (RFC 3986), byte by byte, so that names
// that are no UTF-8 stay what they are. Colons are escaped: "a:b" would have a scheme.
func sarifURI(path string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/@+,="
	var b strings.Builder
	for i := range len(path) {
		if c := path[i]; strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// sarifText makes plain text a message. In one, braces enclose placeholders and [a](b) is a
// link: a name must be neither.
func sarifText(s string) *sarifMessage {
	return &sarifMessage{Text: strings.ReplaceAll(braces(s), "](", `]\(`)}
}

func braces(s string) string { return strings.NewReplacer("{", "{{", "}", "}}").Replace(s) }
