package ci

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/report/model"
	"seam/report/phrase"
)

// junitSuites is the shape that Jenkins, GitLab, Azure and others read as JUnit's. Times are left out:
// equal reports give equal bytes.
type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string     `xml:"classname,attr"`
	Name    string     `xml:"name,attr"`
	File    string     `xml:"file,attr,omitempty"`
	Line    int        `xml:"line,attr,omitempty"`
	Failure *junitText `xml:"failure"`
	Skipped *junitText `xml:"skipped"`
	Out     string     `xml:"system-out,omitempty"`
}

type junitText struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes the findings as test results: a suite for each rule, in it a case for
// each unit that the rule found something in. A case fails for a problem; anything less
// is its output. Units without a finding are cases that pass, caveats are skipped ones, so
// that there is never no test at all, which some readers take for an error.
func WriteJUnit(w io.Writer, r *model.Report) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(newJUnit(r)); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func newJUnit(r *model.Report) junitSuites {
	out := junitSuites{Name: model.ToolName}
	list := gated(r)
	for _, rule := range rulesOf(list) {
		out.add(junitSuite{Name: phrase.Visible(rule), Cases: junitCases(r, rule, list)})
	}
	out.add(junitSuite{Name: "nothing found", Cases: junitClean(r, list)})
	out.add(junitSuite{Name: "caveats", Cases: junitCaveats(r.Warnings)})
	return out
}

// add appends a suite that has cases, and counts them.
func (s *junitSuites) add(suite junitSuite) {
	if len(suite.Cases) == 0 {
		return
	}
	suite.Tests = len(suite.Cases)
	for _, c := range suite.Cases {
		if c.Failure != nil {
			suite.Failures++
		}
		if c.Skipped != nil {
			suite.Skipped++
		}
	}
	s.Suites = append(s.Suites, suite)
	s.Tests += suite.Tests
	s.Failures += suite.Failures
	s.Skipped += suite.Skipped
}

// rulesOf lists the rules of findings, in the order of the findings.
func rulesOf(list []finding.Finding) []string {
	var out []string
	for _, f := range list {
		if !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return out
}

// junitCases is one case for each unit of a rule: most readers show one failure a case.
func junitCases(r *model.Report, rule string, list []finding.Finding) []junitCase {
	at := map[string]int{}
	var out []junitCase
	for _, f := range list {
		if f.Rule != rule {
			continue
		}
		unit := unitOf(f)
		i, ok := at[unit]
		if !ok {
			i = len(out)
			at[unit] = i
			out = append(out, junitCase{Class: junitClass(rule), Name: phrase.Visible(unit), File: phrase.Visible(rooted(r, f.Location.File)), Line: f.Location.Line})
		}
		out[i].take(f)
	}
	return out
}

// take puts a finding into its case. Findings come worst first.
func (c *junitCase) take(f finding.Finding) {
	text := phrase.Visible(f.Location.String()) + ": " + proof(f) + "\n"
	switch {
	case f.Severity != finding.Problem:
		c.Out += string(f.Severity) + ": " + text
	case c.Failure == nil:
		c.Failure = &junitText{Message: phrase.Visible(f.Message), Type: string(f.Severity), Text: text}
	default:
		c.Failure.Text += text
	}
}

// junitClean is a passing case for every unit without a finding; where there is neither a
// unit nor a finding, one for the run.
func junitClean(r *model.Report, list []finding.Finding) []junitCase {
	found := map[string]bool{}
	for _, f := range list {
		found[unitOf(f)] = true
	}
	var out []junitCase
	for _, u := range unitsOf(r) {
		if !found[u] {
			out = append(out, junitCase{Class: junitClass("clean"), Name: phrase.Visible(u)})
		}
	}
	if out == nil && len(list) == 0 {
		out = append(out, junitCase{Class: junitClass("clean"), Name: "run"})
	}
	return out
}

// unitsOf lists the folders of the units that a report has looked at, sorted.
func unitsOf(r *model.Report) []string {
	var out []string
	if r.Check != nil {
		out = slices.Clone(r.Check.Units)
	}
	for _, d := range r.Dependencies {
		out = append(out, d.Unit)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func junitCaveats(ws []finding.Warning) []junitCase {
	var out []junitCase
	for i, c := range ws {
		out = append(out, junitCase{
			Class: junitClass("caveat"), Name: fmt.Sprintf("%s %d", phrase.Visible(c.Code), i+1),
			Skipped: &junitText{Message: phrase.Visible(phrase.Caveat(c))},
		})
	}
	return out
}

// junitClass makes a dotted name of a rule, as readers group by it.
func junitClass(rule string) string {
	return model.ToolName + "." + strings.NewReplacer("/", ".", ".", "_").Replace(phrase.Visible(rule))
}
