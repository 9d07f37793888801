package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/impact"
	"seam/analyze/impact/reach"
	"seam/report"
	"seam/report/model"
)

func (a *app) impactCommand() *cobra.Command {
	v := verb{needs: analyze.ImpactNeeds}
	var base, head, level string
	var messages bool
	c := &cobra.Command{
		Use:   "impact TARGET [DIR] | impact --base REV [--head REV] [DIR]",
		Short: "Who must follow a change in a package, module or service, and in which order",
		Long: `impact answers who must follow a change: everyone who depends on TARGET, directly and
through others, by team and in the order of release. TARGET is a folder that holds
packages, a module by its name or folder, a service, or a module of another repository
that manifests here require; package:, module: or service: in front says which is meant.
Of modules it tells which version each consumer asks for, how many releases that is
behind, and how long consumers took to follow before.

With --base it answers for what two revisions differ in. Exported names of Go packages
decide who must follow: those who use a name that was removed or changed.`,
		Example: `  seam impact pkg/config
  seam impact golang.org/x/net
  seam impact service:checkout
  seam impact one.example/util --with ../billing,../search
  seam impact --base v1.4.0 --head HEAD`,
		Args: func(c *cobra.Command, args []string) error { return impactArgs(c, args, base, head, level) },
		RunE: func(c *cobra.Command, args []string) error {
			if base != "" {
				return a.impactOfChange(c, args, v, base, head, impact.Kind(level))
			}
			return a.impact(c, args, v, messages)
		},
		ValidArgsFunction: completeParts,
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML)
	c.Flags().StringVar(&base, "base", "", "what differs from this revision, instead of a target")
	c.Flags().StringVar(&head, "head", "", "with --base: the revision that is judged (default HEAD)")
	c.Flags().StringVar(&level, "level", "", "with --base: package or module (default: module where there are several)")
	c.Flags().BoolVar(&messages, "messages", false, "of a service: who depends on its messages follows, too")
	v.read.addRevision(c.Flags())
	v.read.addWith(c.Flags())
	v.read.addAllowShallow(c.Flags())
	return c
}

func impactArgs(c *cobra.Command, args []string, base, head, level string) error {
	if base != "" {
		if c.Flags().Changed("rev") {
			return usage{errors.New("--rev is for a target; with --base, --head names the revision"), c.UseLine()}
		}
		if level != "" {
			if err := oneOf("--level", level, string(impact.Package), string(impact.Module)); err != nil {
				return err
			}
		}
		return oneFolder(c, args)
	}
	switch {
	case head != "" || level != "":
		return usage{errors.New("--head and --level go with --base"), c.UseLine()}
	case len(args) == 0:
		return usage{errors.New("seam impact needs a TARGET, or --base"), "for example: seam impact pkg/config, or seam impact --base main"}
	}
	return nameAndFolder(c, args)
}

func (a *app) impact(c *cobra.Command, args []string, v verb, messages bool) error {
	q, r, err := a.loadImpact(c, args[1:], v)
	if err != nil {
		return err
	}
	told := len(r.Input.RunNotes)
	out, err := analyze.Impact(c.Context(), q, r, args[0], analyze.ImpactOptions{Messages: messages})
	a.aboutThisRun(r.Input.RunNotes[told:])
	return a.deliverImpact(c, r, out, err, v)
}

func (a *app) impactOfChange(c *cobra.Command, args []string, v verb, base, head string, level impact.Kind) error {
	v.read.revision = head
	q, r, err := a.loadImpact(c, args, v)
	if err != nil {
		return err
	}
	before := v
	before.read.revision = base
	before.needs = analyze.Needs{Imports: true, Modules: true}
	_, old, err := a.loadImpact(c, args, before)
	if err != nil {
		return err
	}
	told := len(r.Input.RunNotes)
	out, err := analyze.ImpactOfChange(c.Context(), q, old.Input, r, level)
	a.aboutThisRun(r.Input.RunNotes[told:])
	return a.deliverImpact(c, r, out, err, v)
}

func (a *app) loadImpact(c *cobra.Command, args []string, v verb) (analyze.Request, *analyze.Result, error) {
	q, err := v.read.request(folder(args), v.needs)
	if err != nil {
		return q, nil, err
	}
	q.Progress, q.Cache, q.Unread = a.progress.show, a.cacheFolder(), &a.unread
	r, err := analyze.LoadImpact(c.Context(), q)
	if err != nil {
		return q, nil, err
	}
	a.note(r.Input)
	return q, r, nil
}

func (a *app) deliverImpact(c *cobra.Command, r *analyze.Result, out *impact.Result, err error, v verb) error {
	if unknown, ok := errors.AsType[*reach.NoTarget](err); ok {
		return usage{fmt.Errorf("%w", err), didYouMean(unknown.Near, "name a folder, a module, a service or a dependency as manifests write it")}
	}
	if err != nil {
		return err
	}
	m := model.New(r, version(), named(options(c), r), v.sections, v.graph)
	m.Impact = out
	return a.deliver(m, v.out)
}
