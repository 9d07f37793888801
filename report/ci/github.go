package ci

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"seam/analyze/finding"
	"seam/report/model"
	"seam/report/phrase"
)

// githubLevels is the most annotations of one level that GitHub shows of a step; it drops
// further ones without a word.
const githubLevels = 10

// WriteGitHub writes workflow commands, one a line, which GitHub shows at the lines of
// a pull request: the new findings of a check, else all findings, then the caveats.
// Files are named from the root of the repository, as GitHub wants them. Where a level has
// more than GitHub shows (10), its last annotation counts the rest.
func WriteGitHub(w io.Writer, r *model.Report) error {
	byLevel := map[string][]string{}
	put := func(level, line string) { byLevel[level] = append(byLevel[level], line) }
	for _, f := range gated(r) {
		put(githubLevel(f.Severity), annotation(r, f))
	}
	for _, c := range r.Warnings {
		put("notice", fmt.Sprintf("::notice title=%s::%s\n", githubProperty(phrase.Visible("seam: "+c.Code)), githubData(phrase.Visible(phrase.Caveat(c)))))
	}
	b := bufio.NewWriter(w)
	for _, level := range []string{"error", "warning", "notice"} {
		list := byLevel[level]
		if n := len(list) - githubLevels + 1; n > 1 {
			list = append(list[:githubLevels-1:githubLevels-1], fmt.Sprintf("::%s title=seam::%s\n", level, githubData(
				fmt.Sprintf("%s more like these: GitHub shows %d of a step; seam with --format text or json lists them", phrase.Count(n), githubLevels))))
		}
		for _, line := range list {
			b.WriteString(line)
		}
	}
	return b.Flush()
}

func annotation(r *model.Report, f finding.Finding) string {
	var props []string
	if f.Location.File != "" {
		props = append(props, "file="+githubProperty(phrase.Visible(rooted(r, f.Location.File))))
	}
	if f.Location.Line > 0 {
		props = append(props, fmt.Sprintf("line=%d", f.Location.Line))
	}
	props = append(props, "title="+githubProperty(phrase.Visible("seam: "+f.Rule)))
	return fmt.Sprintf("::%s %s::%s\n", githubLevel(f.Severity), strings.Join(props, ","), githubData(withFix(f)))
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
