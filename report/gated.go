package report

import (
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/report/model"
)

// The formats that machines of a build read (SARIF, JUnit, GitLab, GitHub, the comment on
// a change) show findings and nothing else of a report.

// gated is the findings that such a format shows: of a check the new ones, else all.
func gated(r *model.Report) []finding.Finding {
	if r.Check != nil {
		return r.Check.New
	}
	return r.Findings
}

// rooted names a file from the root of the repository, as every such reader wants it. A
// finding about no single file stands at the analysed folder.
func rooted(r *model.Report, file string) string {
	if r.Repository.Folder == "" {
		return path.Clean(file)
	}
	return path.Join(r.Repository.Folder, file)
}

// unitOf is the folder of the manifest that a finding stands in.
func unitOf(f finding.Finding) string { return path.Dir(path.Clean(f.Location.File)) }

// withFix is a finding's message, its edit and its command, a line each.
func withFix(f finding.Finding) string {
	return strings.Join(append([]string{visible(f.Message)}, fixLines(f.Fix)...), "\n")
}

func fixLines(f *finding.Fix) []string {
	if f == nil {
		return nil
	}
	lines := []string{"Fix: " + visible(f.Edit)}
	if f.Command != "" {
		lines = append(lines, "Run: "+visible(f.Command))
	}
	return lines
}

// proof is everything that a finding says, as lines of plain text: the message, the paths
// or else the further places that prove it, the edit.
func proof(f finding.Finding) string {
	lines := []string{visible(f.Message)}
	for _, w := range f.Ways {
		lines = append(lines, visible(w.Location.String())+": "+visible(strings.Join(w.Steps, " > ")))
	}
	if len(f.Ways) == 0 {
		for _, x := range f.Related {
			lines = append(lines, visible(x.Location.String())+": "+visible(x.Message))
		}
	}
	return strings.Join(append(lines, fixLines(f.Fix)...), "\n")
}
