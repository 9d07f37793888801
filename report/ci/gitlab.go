package ci

import (
	"encoding/json"
	"io"

	"seam/analyze/finding"
	"seam/report/model"
	"seam/report/phrase"
)

// gitlabIssue is one entry of a GitLab code quality report.
type gitlabIssue struct {
	Description string         `json:"description"`
	Check       string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

// WriteGitLab writes the findings as a code quality report, then the caveats as entries of
// the least severity at the analysed folder: the format has no other place for them.
func WriteGitLab(w io.Writer, r *model.Report) error {
	issues := []gitlabIssue{}
	seen := map[string]bool{}
	add := func(is gitlabIssue, id string) {
		if seen[is.Fingerprint] { // GitLab drops the second of two
			is.Fingerprint = finding.Fingerprint(is.Fingerprint, id)
		}
		seen[is.Fingerprint] = true
		issues = append(issues, is)
	}
	for _, f := range gated(r) {
		add(gitlabIssue{
			Description: withFix(f), Check: phrase.Visible(f.Rule), Fingerprint: phrase.Visible(f.Fingerprint), Severity: gitlabSeverity(f.Severity),
			Location: gitlabLocation{phrase.Visible(rooted(r, f.Location.File)), gitlabLines{max(f.Location.Line, 1)}},
		}, f.ID)
	}
	for _, c := range r.Warnings {
		add(gitlabIssue{
			Description: "Caveat: " + phrase.Visible(phrase.Caveat(c)), Check: phrase.Visible(c.Code), Fingerprint: finding.Fingerprint("warning", c.Code, c.Message), Severity: "info",
			Location: gitlabLocation{phrase.Visible(rooted(r, "")), gitlabLines{1}},
		}, c.Message)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(issues)
}

func gitlabSeverity(s finding.Severity) string {
	switch s {
	case finding.Problem:
		return "major"
	case finding.Smell:
		return "minor"
	}
	return "info"
}
