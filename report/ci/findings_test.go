package ci

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"seam/analyze/accept"
	"seam/analyze/chains"
	"seam/analyze/finding"
	"seam/report/model"
	"seam/report/reporttest"
)

// written is a report in a format.
func written(t *testing.T, r *model.Report, write func(io.Writer, *model.Report) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func lines(s string) []string { return strings.Split(strings.TrimSuffix(s, "\n"), "\n") }

// mixed is a check of findings of these severities, in order.
func mixed(severities ...finding.Severity) *model.Report {
	r := reporttest.Check(len(severities))
	for i, s := range severities {
		r.Check.New[i].Severity = s
	}
	return r
}

func severities(s finding.Severity, n int) []finding.Severity {
	return slices.Repeat([]finding.Severity{s}, n)
}

// GitHub shows ten annotations of a level and drops the rest in silence.
func TestGitHubIsBounded(t *testing.T) {
	for _, c := range []struct {
		report *model.Report
		want   map[string]int
		rest   string
	}{
		{mixed(severities(finding.Problem, 10)...), map[string]int{"error": 10}, ""},
		{mixed(severities(finding.Problem, 11)...), map[string]int{"error": 10}, "2 more like these"},
		{mixed(append(severities(finding.Problem, 3), severities(finding.Smell, 40)...)...), map[string]int{"error": 3, "warning": 10}, "31 more like these"},
	} {
		got := map[string]int{}
		text := written(t, c.report, WriteGitHub)
		for _, line := range lines(text) {
			level, _, _ := strings.Cut(strings.TrimPrefix(line, "::"), " ")
			got[level]++
		}
		for level, n := range c.want {
			if got[level] != n {
				t.Errorf("%d of level %s, want %d", got[level], level, n)
			}
		}
		if !strings.Contains(text, c.rest) || c.rest == "" && strings.Contains(text, "more like these") {
			t.Errorf("the rest is not counted as %q:\n%s", c.rest, text)
		}
	}
}

// Files are named from the root of the repository, wherever the report was made.
func TestGatedFormatsNameFilesFromTheRoot(t *testing.T) {
	r := reporttest.Check(1)
	r.Repository.Folder = "services"
	r.Check.New[0].Location.File = "../go.mod"
	for _, c := range []struct {
		write func(io.Writer, *model.Report) error
		want  string
	}{
		{WriteGitHub, "file=go.mod,"}, {WriteGitLab, `"path": "go.mod"`}, {WriteSARIF, `"uri": "go.mod"`}, {WriteJUnit, `file="go.mod"`},
	} {
		if got := written(t, r, c.write); !strings.Contains(got, c.want) {
			t.Errorf("%s is not in:\n%s", c.want, got)
		}
	}
}

func gitlabOf(t *testing.T, r *model.Report) []gitlabIssue {
	t.Helper()
	var out []gitlabIssue
	if err := json.Unmarshal([]byte(written(t, r, WriteGitLab)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestGitLab(t *testing.T) {
	r := mixed(finding.Problem, finding.Smell, finding.Noise)
	r.Check.New[1].Fingerprint = r.Check.New[0].Fingerprint
	r.Check.New[2].Location = finding.Location{}
	r.Warnings = []finding.Warning{{Code: "submodules", Message: "1 submodule is not read", Count: 1}}
	got := gitlabOf(t, r)
	for i, want := range []string{"major", "minor", "info", "info"} {
		if got[i].Severity != want {
			t.Errorf("%d is %s, want %s", i, got[i].Severity, want)
		}
		if i > 0 && slices.ContainsFunc(got[:i], func(g gitlabIssue) bool { return g.Fingerprint == got[i].Fingerprint }) {
			t.Errorf("%d has the fingerprint of another", i)
		}
		if got[i].Location.Path == "" || got[i].Location.Lines.Begin < 1 || got[i].Description == "" {
			t.Errorf("GitLab refuses an entry without place or text: %+v", got[i])
		}
	}
	if got[0].Fingerprint != r.Check.New[0].Fingerprint {
		t.Error("a finding has its own fingerprint")
	}
	if text := written(t, reporttest.Check(0), WriteGitLab); text != "[]\n" {
		t.Errorf("nothing is an empty list: %q", text)
	}
}

func junitOf(t *testing.T, r *model.Report) junitSuites {
	t.Helper()
	var out junitSuites
	if err := xml.Unmarshal([]byte(written(t, r, WriteJUnit)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// told writes a JUnit report as "suite: case=verdict".
func told(s junitSuites) []string {
	var out []string
	for _, suite := range s.Suites {
		for _, c := range suite.Cases {
			verdict := "passed"
			if c.Failure != nil {
				verdict = "failed"
			}
			if c.Skipped != nil {
				verdict = "skipped"
			}
			out = append(out, fmt.Sprintf("%s: %s=%s", suite.Name, c.Name, verdict))
		}
	}
	return out
}

func TestJUnit(t *testing.T) {
	at := func(rule, file string, s finding.Severity) finding.Finding {
		return finding.Finding{ID: rule + file, Rule: rule, Severity: s, Message: "m", Location: finding.Location{File: file, Line: 3}}
	}
	check := func(units []string, list ...finding.Finding) *model.Report {
		r := reporttest.Check(0)
		r.Check.New, r.Check.Units = list, units
		return r
	}
	measured := reporttest.Empty()
	measured.Dependencies = []chains.Dependencies{{Unit: ".", Ecosystem: "go"}, {Unit: ".", Ecosystem: "npm"}, {Unit: "b", Ecosystem: "go"}}
	caveat := check([]string{"a"})
	caveat.Warnings = []finding.Warning{{Code: "submodules", Message: "not read", Count: 1}}
	for name, c := range map[string]struct {
		report *model.Report
		want   []string
	}{
		"only problems fail, clean units pass": {
			check([]string{".", "a", "b"}, at("layer", "a/x.go", finding.Problem), at("dedupable", "package-lock.json", finding.Smell)),
			[]string{"layer: a=failed", "dedupable: .=passed", "nothing found: b=passed"}},
		"one case for a rule and a unit": {
			check(nil, at("layer", "a/x.go", finding.Problem), at("layer", "a/y.go", finding.Problem), at("layer", "b/y.go", finding.Smell)),
			[]string{"layer: a=failed", "layer: b=passed"}},
		"never no test":                        {check(nil), []string{"nothing found: run=passed"}},
		"units of a report that measured them": {measured, []string{"nothing found: .=passed", "nothing found: b=passed"}},
		"caveats are skipped":                  {caveat, []string{"nothing found: a=passed", "caveats: submodules 1=skipped"}},
	} {
		got := junitOf(t, c.report)
		if list := told(got); !slices.Equal(list, c.want) {
			t.Errorf("%s: %q, want %q", name, list, c.want)
		}
		tests, failures := 0, 0
		for _, s := range got.Suites {
			tests += len(s.Cases)
			failures += s.Failures
		}
		if got.Tests != tests || got.Failures != failures {
			t.Errorf("%s: counts %d tests, %d failures; there are %d, %d", name, got.Tests, got.Failures, tests, failures)
		}
	}
	two := junitOf(t, check(nil, at("layer", "a/x.go", finding.Problem), at("layer", "a/y.go", finding.Problem)))
	if text := two.Suites[0].Cases[0].Failure.Text; !strings.Contains(text, "a/x.go:3") || !strings.Contains(text, "a/y.go:3") {
		t.Errorf("a failure tells both: %q", text)
	}
}

// A bot looks for the first line, so nothing but the folder may change it.
func TestCommentBeginsAlike(t *testing.T) {
	first := func(r *model.Report) string { return lines(written(t, r, WriteComment))[0] }
	if a, b := first(reporttest.Check(0)), first(reporttest.Check(30)); a != b || a != "<!-- seam: backend -->" {
		t.Errorf("%q and %q", a, b)
	}
	other := reporttest.Check(0)
	other.Repository.Folder = "a--> <b>"
	if got := first(other); got != "<!-- seam: a--%3E%20%3Cb%3E -->" {
		t.Error(got)
	}
}

// What fails nothing is folded, and what a check was compared with is named.
func TestCommentFoldsTheRest(t *testing.T) {
	r := mixed(finding.Problem, finding.Smell)
	r.Check.FailOn, r.Check.Base, r.Check.Baseline = finding.Problem, "", &model.BaselineUse{File: "seam-baseline.yaml"}
	r.Check.Suppressed = []accept.Suppressed{{ID: "x", Rule: "layer", Reason: "until March"}}
	r.Check.Notes = []string{"seam.yaml:3: the suppression of layer matches nothing any more"}
	text := written(t, r, WriteComment)
	for _, want := range []string{
		"### seam: 1 new problem, 1 new smell\n", "against `seam-baseline.yaml`; 14 known before; 1 suppressed by seam.yaml.",
		"<summary>1 new finding that fails nothing</summary>", "<summary>1 note</summary>",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the comment does not say %q:\n%s", want, text)
		}
	}
	if n := strings.Count(text, "<summary><b>"); n != 1 {
		t.Errorf("%d findings are told in full", n)
	}
	if strings.Contains(text, "\n\n\n") || !strings.Contains(text, "\n\nRule ") {
		t.Errorf("the rule is not set apart by one empty line:\n%s", text)
	}
	r.Check.Notes = []string{"1", "2", "3", "4", "5", "6", "7"}
	if text := written(t, r, WriteComment); !strings.Contains(text, "<summary>7 notes</summary>\n\n- 1\n- 2\n- 3\n- 4\n- 5\n- 2 more\n") {
		t.Error(text)
	}
	r.Check.New = r.Check.New[1:]
	if text := written(t, r, WriteComment); !strings.Contains(text, "### seam: nothing new that fails, 1 new smell\n") {
		t.Error(text)
	}
}

func TestCommentIsShort(t *testing.T) {
	r := reporttest.Check(300)
	long := strings.Repeat("ü", 40_000)
	for i := range r.Check.New {
		r.Check.New[i].Message, r.Check.New[i].Fix = long, &finding.Fix{Edit: long, Command: long}
		r.Check.New[i].Ways = []finding.Way{{Steps: slices.Repeat([]string{long}, 500)}, {Steps: slices.Repeat([]string{long}, 500)}}
	}
	r.Check.Gone = r.Check.New
	r.Warnings = slices.Repeat([]finding.Warning{{Code: "x", Message: long, Count: 1}}, 50)
	if n := len([]rune(written(t, r, WriteComment))); n > 65_536 {
		t.Errorf("%d characters, GitHub takes 65,536", n)
	}
	text := written(t, reporttest.Check(30), WriteComment)
	if n := strings.Count(text, "<summary><b>"); n != commentFindings || !strings.Contains(text, "and 20 more findings") {
		t.Errorf("%d findings are told:\n%s", n, text)
	}
}

// Every tag of a comment is one of ours and is closed, whatever the names are.
func TestCommentHolds(t *testing.T) {
	tag := regexp.MustCompile(`</?[a-z]+>`)
	for _, r := range []*model.Report{reporttest.Poisoned(), reporttest.Proven(), reporttest.Check(30)} {
		text := written(t, r, WriteComment)
		var open []string
		for _, m := range tag.FindAllString(strings.Join(unfenced(text), "\n"), -1) {
			name := strings.Trim(m, "</>")
			if !slices.Contains([]string{"details", "summary", "b", "code"}, name) {
				t.Errorf("a tag of nobody: %s", m)
			}
			if !strings.HasPrefix(m, "</") {
				open = append(open, name)
			} else if n := len(open); n == 0 || open[n-1] != name {
				t.Errorf("%s closes nothing", m)
			} else {
				open = open[:n-1]
			}
		}
		if len(open) > 0 {
			t.Errorf("stay open: %v", open)
		}
		if strings.Contains(strings.ReplaceAll(text, "`", ""), " @everyone") {
			t.Error("a name calls people")
		}
	}
}

// unfenced is a Markdown text without its code spans: what stands between two runs of
// equally many backticks of one line. Lines of HTML have none.
func unfenced(text string) []string {
	run := regexp.MustCompile("`+")
	var out []string
	for _, line := range lines(text) {
		for start := 0; !strings.HasPrefix(line, "<"); {
			at := run.FindStringIndex(line[start:])
			if at == nil {
				break
			}
			open, rest := line[start+at[0]:start+at[1]], line[start+at[1]:]
			end := slices.IndexFunc(run.FindAllStringIndex(rest, -1), func(m []int) bool { return m[1]-m[0] == len(open) })
			if end < 0 {
				start += at[1]
				continue
			}
			line = line[:start+at[0]] + rest[run.FindAllStringIndex(rest, -1)[end][1]:]
			start += at[0]
		}
		out = append(out, line)
	}
	return out
}
