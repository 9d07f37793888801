package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/finding"
	"seam/report"
	"seam/report/model"
)

func (a *app) graphCommand() *cobra.Command {
	v := verb{needs: analyze.Needs{Imports: true}}
	var level, around string
	var depth int
	levels := []string{string(model.Files), string(model.Packages), string(model.Modules), string(model.Areas), string(model.Services), string(model.Teams)}
	c := &cobra.Command{
		Use:   "graph [DIR]",
		Short: "The import graph as data: files, packages, modules, areas, services or teams",
		Long: `The import graph of every language in the repository, at one level. A package is
what its language calls one: a Go package, a folder (TypeScript, JavaScript,
Python, Java, Kotlin, Scala, PHP, Ruby, C, C++, Dart, protobuf), a project (C#), a crate
(Rust), a target (Swift). Edges have a kind: import, type (gone at run time), dynamic,
test (only tests need it) or proto. What no import statement brings in (kinds embed and
run: a path; through: what a .NET project uses of those behind its references) stands
apart in JSON, as links. At the level of teams a package belongs to the team that
CODEOWNERS or seam.yaml names.

JSON, CSV and GraphML hold the whole graph; a drawing shows its strongest part where
it would be too large to draw, and says so.`,
		Example: `  seam graph --level modules --format mermaid
  seam graph --focus internal/billing --depth 2 --format dot | dot -Tsvg > billing.svg
  seam graph --level files --lang typescript,javascript --format csv`,
		Args: oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			if err := oneOf("--level", level, levels...); err != nil {
				return err
			}
			v.sections.Graph = model.Level(level)
			v.needs.Services = v.sections.Graph == model.Services
			v.needs.Files = v.sections.Graph == model.Files
			return a.drawGraph(c, args, v, around, depth)
		},
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML, report.DOT, report.Mermaid, report.CSV, report.GraphML)
	c.Flags().StringVar(&level, "level", string(model.Packages), fmt.Sprintf("one of %s", strings.Join(levels, ", ")))
	c.Flags().StringVar(&around, "focus", "", "only this node, or the nodes in this folder, and what they need and what needs them")
	c.Flags().IntVar(&depth, "depth", 1, "how many edges --focus follows each way; negative follows all")
	c.Flags().StringSliceVar(&v.graph.Languages, "lang", nil, "only packages and files of these languages, such as go,python")
	c.Flags().BoolVar(&v.graph.AllConstraints, "all-constraints", false, "edges of other platforms and build tags too")
	c.Flags().BoolVar(&v.graph.NoTests, "no-tests", false, "leave out what only tests import")
	v.read.addRevision(c.Flags())
	v.read.addWorktree(c.Flags())
	return c
}

// drawGraph answers with the graph, or the part of it that is in focus.
func (a *app) drawGraph(c *cobra.Command, args []string, v verb, around string, depth int) error {
	if around == "" && c.Flags().Changed("depth") {
		return usage{fmt.Errorf("--depth counts from --focus, which is missing"), "seam graph --focus FOLDER --depth 2"}
	}
	r, err := a.analyse(c, args, v)
	if err != nil {
		return err
	}
	if err := knownLanguages(v, r); err != nil {
		return err
	}
	m := model.New(r, version(), named(options(c), r), v.sections, v.graph)
	if around != "" {
		if err := m.Graph.Around(path.Clean(around), depth); err != nil {
			return usage{err, didYouMean(finding.Nearest(path.Clean(around), withParents(nodesOf(m.Graph)), 3), "seam graph --level "+m.Graph.Level+" --format json lists the nodes; their paths are relative to the analysed folder")}
		}
	}
	return a.deliver(m, v.out)
}

func nodesOf(g *model.Graph) []string {
	var out []string
	for _, n := range g.Nodes {
		out = append(out, n.Path)
	}
	return out
}

// knownLanguages refuses a language of --lang in which the repository has no package.
func knownLanguages(v verb, r *analyze.Result) error {
	if len(v.graph.Languages) == 0 {
		return nil
	}
	if v.sections.Graph == model.Services {
		return usage{fmt.Errorf("--lang: services have no language"), "choose among packages: seam graph --lang " + strings.Join(v.graph.Languages, ",")}
	}
	known := model.LanguagesOf(r.Input.Imports)
	for _, l := range v.graph.Languages {
		if !slices.Contains(known, l) {
			return usage{fmt.Errorf("--lang: no package of this repository is in %q", l), meantOrKnown(l, known, "languages", "no package was found")}
		}
	}
	return nil
}
