package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/report"
	"seam/report/compare"
	"seam/report/model"
)

func (a *app) checkCommand() *cobra.Command {
	var base, head string
	var out outputFlags
	c := &cobra.Command{
		Use:   "check --base REV [DIR]",
		Short: "The CI gate: fails on new version conflicts only",
		Long: `check compares two revisions and fails on problems that the newer one adds. Both are
read from git objects: no checkout, no history, no network. In a shallow clone the
base must be fetched first:

  git fetch --depth=1 origin main
  seam check --base FETCH_HEAD`,
		Args: oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			if base == "" {
				return usage{errors.New("check needs --base"), "for example: seam check --base origin/main"}
			}
			return a.check(c, folder(args), base, head, out)
		},
	}
	out.add(c, report.Text, report.GitHub, report.JSON, report.Markdown)
	out.addFailOn(c, "problem")
	c.Flags().StringVar(&base, "base", "", "the revision to compare with")
	c.Flags().StringVar(&head, "head", "HEAD", "the revision to judge")
	return c
}

func (a *app) check(c *cobra.Command, dir, base, head string, out outputFlags) error {
	least, err := severity(out.failOn)
	if err != nil {
		return err
	}
	before, err := gate(c.Context(), dir, base)
	if err != nil {
		return err
	}
	after, err := gate(c.Context(), dir, head)
	if err != nil {
		return err
	}
	r := model.New(after, version(), options(c), model.Sections{}, model.GraphOptions{})
	r.Check = model.NewCheck(before.Input.Head.String(), r.Repository.Head, compare.New(before.Findings, after.Findings), least)
	if r.Check.Failed {
		a.code = exitFindings
	}
	return a.render(r, out)
}

// gate reads what the gate judges of one revision: manifests only.
func gate(ctx context.Context, dir, revision string) (*analyze.Result, error) {
	in, err := analyze.Load(ctx, analyze.Request{Dir: dir, Revision: revision, Needs: analyze.Needs{Modules: true}})
	if err != nil {
		return nil, err
	}
	if len(in.Modules.Broken) > 0 {
		b := in.Modules.Broken[0]
		return nil, cannot{fmt.Errorf("%s at %s: %s", b.Location, revision, b.Message), "correct the manifest; a gate that cannot read one must not say that all is well"}
	}
	return analyze.Run(in, analyze.Options{})
}
