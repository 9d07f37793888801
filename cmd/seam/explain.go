package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/finding"
	"seam/analyze/glossary"
	"seam/analyze/regex"
	"seam/analyze/repo"
	"seam/report"
	"seam/report/explain"
	"seam/report/model"
)

func (a *app) explainCommand() *cobra.Command {
	v := verb{sections: model.Everything}
	var from string
	c := &cobra.Command{
		Use:   "explain ID [DIR]",
		Short: "The definition, the numbers and the commands behind an id or a code of a report",
		Long: `The definition, the numbers and the commands behind anything that a report names.
ID is a code (changes-alone, workspace-skew), an analysis (cochange), a candidate
(split:pkg/billing, or its folder), a diamond, a chain or a finding by its id, a coupled
pair (pkg/a<>pkg/b), a call between services ("web->billing"), or the name of a service,
a wave ("wave 2"), a team, an area, a package, a module, a unit of dependencies, a
dependency in conflict, a community of the map ("community 3"), a file, or a commit by
the first seven digits of its id or more. Where several things have one name, KIND:NAME asks for one: service:web, package:web. A code needs no
repository.`,
		Example: `  seam explain changes-alone
  seam explain pkg/billing
  seam explain 'pkg/a<>pkg/b' ~/src/monorepo
  seam explain service:web
  seam explain split:pkg/billing --from seam.json`,
		Args:              nameAndFolder,
		ValidArgsFunction: completeExplained,
		RunE:              func(c *cobra.Command, args []string) error { return a.explain(c, args, from, v) },
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown)
	v.read.addParts(c.Flags())
	c.Flags().StringVar(&from, "from", "", "explain what this saved JSON report names instead of reading a repository")
	return c
}

func (a *app) explain(c *cobra.Command, args []string, from string, v verb) error {
	name := args[0]
	if e := explain.Code(name); e != nil {
		return a.deliver(&model.Report{SchemaVersion: model.SchemaVersion, Tool: model.Tool{Name: "seam", Version: version()}, Explanation: e}, v.out)
	}
	r, result, err := a.explained(c, args, from, v)
	if errors.Is(err, repo.ErrNoRepository) {
		near := finding.Nearest(name, slices.Concat(glossary.Codes(), glossary.Packages()), 3)
		return cannot{fmt.Errorf("%q is no code, and to look it up in a report needs a repository: %w", name, err), didYouMean(near, "seam explain ID DIR; a code needs no repository")}
	} else if err != nil {
		return err
	}
	e, err := explain.Of(r, name)
	var unknown *explain.UnknownError
	if errors.As(err, &unknown) {
		e = beyondReport(r, result, name)
	}
	if e == nil && unknown != nil {
		return usage{err, didYouMean(unknown.Near, "ids stand in seam report --format json; seam split names the candidates")}
	} else if e == nil {
		return err
	}
	return a.deliver(&model.Report{
		SchemaVersion: r.SchemaVersion, Tool: r.Tool, Repository: r.Repository, Options: r.Options, Warnings: r.Warnings, Explanation: e,
	}, v.out)
}

// beyondReport explains what no report lists, though the repository has it: a tracked file
// that nothing is said of, a commit. nil for neither, and for a saved report.
func beyondReport(r *model.Report, result *analyze.Result, name string) *model.Explanation {
	if result == nil {
		return nil
	}
	if file := cleanPath(strings.TrimPrefix(name, "file:")); slices.Contains(result.Input.Files, file) {
		return explain.File(r, file)
	}
	if id := strings.TrimPrefix(name, "commit:"); commitID().MatchString(id) {
		if c := result.Commit(id); c != nil {
			return explain.Commit(r, c)
		}
	}
	return nil
}

// commitID matches a commit id, or as much of one as git shows at least.
var commitID = regex.New(`^(?i)[0-9a-f]{7,64}$`)

// explained is the report that an id is looked up in: a saved one, or one with only what
// the form of the id asks for, and then what was worked out too.
func (a *app) explained(c *cobra.Command, args []string, from string, v verb) (*model.Report, *analyze.Result, error) {
	if from != "" {
		r, err := saved(c, args[1:], from)
		return r, nil, err
	}
	v.needs = needsOf(args[0])
	v.options.Communities = strings.HasPrefix(args[0], "community")
	r, err := a.analyse(c, args[1:], v)
	if err != nil {
		return nil, nil, err
	}
	return model.New(r, version(), options(c), v.sections, v.graph), r, nil
}

// needsOf tells from the form of an id what has to be read to find it.
func needsOf(id string) analyze.Needs {
	switch kind, _, _ := strings.Cut(id, ":"); {
	case strings.Contains(id, "<>"):
		return analyze.Needs{History: true, Imports: true}
	case strings.Contains(id, "->"), kind == "deploy/cycle":
		return analyze.Needs{Services: true}
	case kind == "diamond", kind == "chain":
		return analyze.Needs{Imports: true, Modules: true}
	case kind == "split":
		return analyze.Needs{History: true, Imports: true, Symbols: true, Services: true, Split: true}
	}
	return everything
}

// completeExplained completes codes and the names of parts.
func completeExplained(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return onlyFolders(c, args[1:], typed)
	}
	var out []cobra.Completion
	for _, code := range slices.Concat(glossary.Codes(), glossary.Packages()) {
		if strings.HasPrefix(code, typed) {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return append(slices.Compact(out), partNames(c, typed)...), cobra.ShellCompDirectiveNoFileComp
}
