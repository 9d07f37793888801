package report

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/report/model"
)

// writeGitHub writes workflow commands, one a line, which GitHub shows at the lines of
// a pull request: the new findings of a check, else all findings, then the caveats.
// Files are named from the root of the repository, as GitHub wants them.
func writeGitHub(w io.Writer, r *model.Report) error {
	list := r.Findings
	if r.Check != nil {
		list = r.Check.New
	}
	b := bufio.NewWriter(w)
	for _, f := range list {
		b.WriteString(annotation(f, r.Repository.Folder))
	}
	for _, c := range r.Warnings {
		fmt.Fprintf(b, "::notice title=%s::%s\n", githubProperty(visible("seam: "+c.Code)), githubData(visible(warningText(c))))
	}
	return b.Flush()
}

func annotation(f finding.Finding, folder string) string {
	var props []string
	if f.Location.File != "" {
		props = append(props, "file="+githubProperty(visible(path.Join(folder, f.Location.File))))
	}
	if f.Location.Line > 0 {
		props = append(props, fmt.Sprintf("line=%d", f.Location.Line))
	}
	props = append(props, "title="+githubProperty(visible("seam: "+f.Rule)))
	return fmt.Sprintf("::%s %s::%s\n", githubLevel(f.Severity), strings.Join(props, ","), githubData(withFix(f)))
}

// withFix is a finding's message, its edit and its command, a line each.
func withFix(f finding.Finding) string {
	text := visible(f.Message)
	if f.Fix != nil {
		text += "\nFix: " + visible(f.Fix.Edit)
		if f.Fix.Command != "" {
			text += "\nRun: " + visible(f.Fix.Command)
		}
	}
	return text
}

func githubLevel(s finding.Severity) string {
	switch s {
	case finding.Problem:
		return "error"
	case finding.Smell:
		return "warning"
	}
	return "notice"
}

// githubData and githubProperty escape as actions/toolkit does.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func githubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
