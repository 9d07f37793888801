package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/finding"
	"seam/analyze/modules"
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
  seam check --base FETCH_HEAD

Where nothing is new, standard output stays empty and standard error says what was
compared. A manifest of the newer revision that the go command would refuse ends the
check with exit code 3.`,
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
	if err := readable(after.Input.Modules, head); err != nil {
		return err
	}
	a.note(after.Input)
	after.Warnings = append(unreadBase(before.Input.Modules, base), manifestCaveats(after)...)
	r := model.New(after, version(), options(c), model.Sections{}, model.GraphOptions{})
	r.Check = model.NewCheck(before.Input.Head.String(), r.Repository.Head, compare.New(before.Findings, after.Findings), least)
	if r.Check.Failed {
		a.code = exitFindings
	}
	if err := a.render(r, out); err != nil {
		return err
	}
	if len(r.Check.New) == 0 {
		fmt.Fprintln(a.stderr, compared(before.Input.Modules, base, after.Input.Modules, head))
	}
	return nil
}

// gate reads what the gate judges of one revision: manifests only.
func gate(ctx context.Context, dir, revision string) (*analyze.Result, error) {
	in, err := analyze.Load(ctx, analyze.Request{Dir: dir, Revision: revision, Needs: analyze.Needs{Modules: true}})
	if err != nil {
		return nil, err
	}
	return analyze.Run(in, analyze.Options{})
}

// readable refuses a revision with a manifest that could not be read as a whole.
func readable(set *modules.Set, revision string) error {
	if len(set.Broken) == 0 {
		return nil
	}
	b := set.Broken[0]
	more := ""
	if n := len(set.Broken) - 1; n > 0 {
		more = fmt.Sprintf(" (%d more like it)", n)
	}
	return cannot{fmt.Errorf("%s at %s: %s%s", b.Location, revision, b.Message, more), "correct the manifest; a gate that cannot read one must not say that all is well"}
}

// unreadBase names the manifests that the newer revision repairs: to fail that change
// over them would keep them broken.
func unreadBase(set *modules.Set, revision string) []finding.Warning {
	var out []finding.Warning
	for _, b := range set.Broken {
		out = append(out, finding.Warning{Code: "base-manifest", Count: 1,
			Message: fmt.Sprintf("%s at %s: %s; conflicts that the repaired file shows count as new", b.Location, revision, b.Message)})
	}
	return out
}

// manifestCaveats are the caveats about manifests; others say nothing about this answer.
func manifestCaveats(r *analyze.Result) []finding.Warning {
	out := slices.Concat(r.Input.Modules.Warnings, r.Diamonds.Warnings)
	for _, w := range r.Warnings {
		if w.Code == "submodules" { // they may hold manifests
			out = append(out, w)
		}
	}
	return out
}

// compared says what a check that found nothing new looked at.
func compared(before *modules.Set, base string, after *modules.Set, head string) string {
	n, m := manifests(before), manifests(after)
	switch {
	case n == 0 && m == 0:
		return fmt.Sprintf("no manifest at %s or %s: nothing to compare", base, head)
	case n == m:
		return fmt.Sprintf("compared %s at %s and %s: nothing new", counted(n), base, head)
	}
	return fmt.Sprintf("compared %s at %s and %d at %s: nothing new", counted(n), base, m, head)
}

// manifests counts those at and below the analysed folder.
func manifests(set *modules.Set) int {
	n := 0
	for _, u := range set.Units {
		if !strings.HasPrefix(u.Manifest, "../") {
			n++
		}
	}
	for _, w := range set.Workspaces {
		if !strings.HasPrefix(w.Manifest, "../") {
			n++
		}
	}
	return n
}

func counted(n int) string {
	if n == 1 {
		return "1 manifest"
	}
	return fmt.Sprintf("%d manifests", n)
}
