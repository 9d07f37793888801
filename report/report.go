// Package report renders a model.Report: as text for a terminal, JSON, Markdown, one
// self-contained HTML page, a drawing (DOT, Mermaid), a graph as data (CSV, GraphML), or
// what the services that run builds read of findings: SARIF, JUnit, GitHub annotations,
// GitLab code quality, and the comment on a pull request.
//
// Text, Markdown and HTML show one document (seam/report/doc), which
// seam/report/sections makes of the report. A new analysis costs one section there, a new
// format one file here.
//
// Everything in a report may come from a hostile repository. Characters that do not
// print are shown as escapes in every rendering but JSON and CSV, and each format
// quotes what has a meaning in it. Equal reports and options give equal bytes.
package report

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"seam/report/ci"
	"seam/report/deployment"
	"seam/report/model"
	"seam/report/page"
	"seam/report/sections"
)

// Format is a way to render a report.
type Format string

const (
	Text     Format = "text"
	JSON     Format = "json"
	Markdown Format = "markdown"
	HTML     Format = "html"
	DOT      Format = "dot"     // Graphviz; needs a graph or a deployment
	Mermaid  Format = "mermaid" // needs a graph or a deployment
	CSV      Format = "csv"     // the edges of a graph
	GraphML  Format = "graphml" // a graph
	GitHub   Format = "github"  // workflow annotations; this and the rest need a check or findings
	GitLab   Format = "gitlab"  // code quality report
	SARIF    Format = "sarif"   // 2.1.0
	JUnit    Format = "junit"
	Comment  Format = "comment" // Markdown for a pull request

	GitHubActions Format = "github-actions" // a workflow; this and the next need a deployment or a change to deploy
	ArgoCD        Format = "argocd"         // sync waves
	Backstage     Format = "backstage"      // a catalogue; needs a deployment
)

// all lists the formats in the order in which help texts name them.
var all = []Format{Text, JSON, Markdown, HTML, DOT, Mermaid, CSV, GraphML, GitHub, GitLab, SARIF, JUnit, Comment, GitHubActions, ArgoCD, Backstage}

// Gating lists the formats that show findings to a service that runs builds.
func Gating() []Format { return []Format{GitHub, GitLab, SARIF, JUnit, Comment} }

// ErrFormat and ErrUnfit are what errors about formats wrap: there is none of that name,
// or a report holds nothing that it could show.
var (
	ErrFormat = errors.New("unknown format")
	ErrUnfit  = errors.New("cannot show this report")
)

// Options bound what a format shows. The zero value suits a terminal of 80 columns.
type Options struct {
	Width int  // columns of text output; 0 is 80, negative never breaks a path
	Color bool // text may hold SGR escapes
	Top   int  // candidates told in detail in text and Markdown; 0 is 10 (in a full report those that seam would split, three at least), negative all
	Rows  int  // rows of any other table in text and Markdown; 0 is 12 (50 where few sections are asked for) and 100, negative all
}

// ParseFormat finds a format by its name. The error wraps ErrFormat and lists the names.
func ParseFormat(name string) (Format, error) {
	if f := Format(name); slices.Contains(all, f) {
		return f, nil
	}
	return "", fmt.Errorf("report: %w %q: use one of %s", ErrFormat, name, names(all))
}

// Formats lists the formats that a report can be rendered to.
func Formats(r *model.Report) []Format {
	return slices.DeleteFunc(slices.Clone(all), func(f Format) bool { return !fits(f, r) })
}

func fits(f Format, r *model.Report) bool {
	if r.Plan != nil {
		return f == Markdown || f == JSON || f == Text
	}
	switch f {
	case DOT, Mermaid:
		return r.Graph != nil || r.Deploy != nil
	case CSV, GraphML:
		return r.Graph != nil
	case GitHubActions, ArgoCD:
		return r.Deploy != nil || r.Rollout != nil
	case Backstage:
		return r.Deploy != nil
	case GitHub, GitLab, SARIF, JUnit, Comment:
		return r.Check != nil || r.Findings != nil
	}
	return slices.Contains(all, f)
}

// Write renders r to w. An error that wraps ErrUnfit says that r holds nothing that
// f could show, and which formats would do.
func Write(w io.Writer, r *model.Report, f Format, opt Options) error {
	if !fits(f, r) {
		return fmt.Errorf("report: %s %w; use one of %s", f, ErrUnfit, names(Formats(r)))
	}
	if err := render(w, r, f, opt); err != nil {
		return fmt.Errorf("report: write %s: %w", f, err)
	}
	return nil
}

func render(w io.Writer, r *model.Report, f Format, opt Options) error {
	switch f {
	case JSON:
		return model.Write(w, r)
	case Markdown:
		if r.Plan != nil {
			return writePlanMarkdown(w, r, opt)
		}
		return writeMarkdown(w, sections.Of(r), opt)
	case HTML:
		return page.Write(w, r)
	case DOT:
		return writeDOT(w, sections.DrawingOf(r, mostDOTEdges))
	case Mermaid:
		return writeMermaid(w, sections.DrawingOf(r, mostMermaidEdges))
	case CSV:
		return writeCSV(w, r.Graph)
	case GraphML:
		return writeGraphML(w, r.Graph)
	case GitHub:
		return ci.WriteGitHub(w, r)
	case GitLab:
		return ci.WriteGitLab(w, r)
	case SARIF:
		return ci.WriteSARIF(w, r)
	case JUnit:
		return ci.WriteJUnit(w, r)
	case Comment:
		return ci.WriteComment(w, r)
	case GitHubActions:
		return deployment.WriteActions(w, r)
	case ArgoCD:
		return deployment.WriteArgo(w, r)
	case Backstage:
		return deployment.WriteBackstage(w, r)
	}
	switch {
	case r.Check != nil:
		return writeCheck(w, r, opt)
	case r.Diff != nil:
		return writeDiff(w, r, opt)
	case r.Plan != nil:
		return writePlanText(w, r, opt)
	}
	return writeText(w, sections.Of(r), opt)
}

// Drawings in files of their own have at most so many edges: viewers of Mermaid refuse
// more, and Graphviz takes minutes and gives a blob.
const (
	mostMermaidEdges = 500
	mostDOTEdges     = 2000
)

func names(formats []Format) string {
	words := make([]string, len(formats))
	for i, f := range formats {
		words[i] = string(f)
	}
	return strings.Join(words, ", ")
}
