package main

import (
	"errors"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/plan"
	"seam/report"
	"seam/report/model"
)

func (a *app) planCommand() *cobra.Command {
	v := verb{needs: analyze.Needs{History: true, Imports: true, Symbols: true, Files: true, Modules: true, Services: true, Split: true}}
	c := &cobra.Command{
		Use:   "plan ID [DIR]",
		Short: "The ordered steps that split a part out, as Markdown to tick off",
		Long: `The ordered steps that split a part out: which imports to cut, which code to move,
which interface to introduce, its manifest, its release, and what to watch.
ID is the id of a candidate as seam split names it, or a folder that holds packages.
Nothing is written but the plan.`,
		Example: `  seam plan internal/billing
  seam plan split:internal/billing --format json ~/src/monorepo
  seam plan pkg/search -o plan.md`,
		Args:              nameAndFolder,
		ValidArgsFunction: completeParts,
		RunE:              func(c *cobra.Command, args []string) error { return a.plan(c, args, v) },
	}
	v.out.add(c, report.Markdown, report.JSON, report.Text)
	v.read.addParts(c.Flags())
	return c
}

func (a *app) plan(c *cobra.Command, args []string, v verb) error {
	r, err := a.analyse(c, args[1:], v)
	if err != nil {
		return err
	}
	if r.Split == nil || len(r.Input.Base.Packages) == 0 {
		return cannot{errors.New("no package whose imports are read was found: there is nothing to plan"), "seam report says what was looked at"}
	}
	q, err := v.read.request(folder(args[1:]), v.needs)
	if err != nil {
		return err
	}
	p, err := analyze.Plan(q, r, args[0])
	var unknown *plan.UnknownError
	if errors.As(err, &unknown) {
		return usage{err, didYouMean(unknown.Near, "seam split names the candidates")}
	} else if err != nil {
		return err
	}
	m := model.New(r, version(), options(c), v.sections, v.graph)
	m.Plan = p
	return a.deliver(m, v.out)
}
