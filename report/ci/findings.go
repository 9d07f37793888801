// Package ci renders the findings of a report for the services that run builds: SARIF,
// JUnit, annotations of GitHub, code quality of GitLab, and the comment on a pull request.
// They show the findings of a report, of a check the new ones, and its caveats, and
// nothing else. Files are named from the root of the repository.
//
// Every service takes so many findings or bytes and drops the rest in silence: each format
// stays below that and counts what it leaves out. Names come from the repository: each
// format quotes what has a meaning in it. The error of each Write function is that of its
// writer.
package ci

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/report/model"
	"seam/report/phrase"
)

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
	return strings.Join(append([]string{phrase.Visible(f.Message)}, fixLines(f.Fix)...), "\n")
}

func fixLines(f *finding.Fix) []string {
	if f == nil {
		return nil
	}
	lines := []string{"Fix: " + phrase.Visible(f.Edit)}
	if f.Command != "" {
		lines = append(lines, "Run: "+phrase.Visible(f.Command))
	}
	return lines
}

// proof is everything that a finding says, as lines of plain text: the message, the paths
// or else the further places that prove it, the edit.
func proof(f finding.Finding) string {
	lines := []string{phrase.Visible(f.Message)}
	for _, w := range f.Ways {
		lines = append(lines, phrase.Visible(w.Location.String())+": "+phrase.Visible(strings.Join(w.Steps, " > ")))
	}
	if len(f.Ways) == 0 {
		for _, x := range f.Related {
			lines = append(lines, phrase.Visible(x.Location.String())+": "+phrase.Visible(x.Message))
		}
	}
	return strings.Join(append(lines, fixLines(f.Fix)...), "\n")
}

// Causes puts findings that one edit removes together, the worst first.
func Causes(list []finding.Finding) [][]finding.Finding {
	return finding.Fold(list, func(f finding.Finding) string { return f.Cause })
}

// Alike names the findings of a cause beside the first: " (and 2 more of the same cause: a, b)".
// What another rule says of the same dependency is named by its rule.
func Alike(group []finding.Finding) string {
	first, others := group[0], group[1:]
	if len(others) == 0 {
		return ""
	}
	var names []string
	for _, f := range others {
		if f.Dependency == first.Dependency && f.Rule != first.Rule {
			names = append(names, f.Rule)
		} else {
			names = append(names, cmp.Or(f.Dependency, f.ID))
		}
	}
	return fmt.Sprintf(" (and %s more of the same cause: %s)", phrase.Count(len(others)), phrase.Visible(phrase.Few(names, 4)))
}
