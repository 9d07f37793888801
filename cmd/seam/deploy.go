package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/report"
	"seam/report/model"
)

func (a *app) deployCommand() *cobra.Command {
	v := verb{needs: analyze.Needs{Services: true}, sections: model.Sections{Deploy: true, Findings: true}}
	var rollback, base, head string
	var weak bool
	c := &cobra.Command{
		Use:   "deploy [DIR]",
		Short: "The order to deploy the services in, with the proof of every edge",
		Args:  oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			if base != "" {
				return a.rollOut(c, args, v, base, head, rollback)
			}
			if c.Flags().Changed("head") {
				return usage{errors.New("--head is the later side of --base, which is missing"), "seam deploy --base origin/main --head HEAD"}
			}
			r, err := a.analyse(c, args, v)
			if err != nil {
				return err
			}
			m := model.New(r, version(), options(c), v.sections, v.graph)
			if weak {
				m.Deploy.Weak = r.Input.Service.Weak
			}
			if rollback != "" {
				if err := m.Deploy.Rolling(rollback); err != nil {
					return usage{err, meantOrKnown(rollback, m.Deploy.Names(), "services", "no deployable unit was found here")}
				}
			}
			return a.deliver(m, v.out)
		},
	}
	v.out.addGating(c, report.Text, report.JSON, report.Markdown, report.HTML, report.Mermaid, report.DOT, report.GitHubActions, report.ArgoCD, report.Backstage)
	v.out.addFailOn(c, "never")
	c.Flags().StringVar(&base, "base", "", "only the order of what changed since this revision; a change that breaks a service is a problem")
	c.Flags().StringVar(&head, "head", "HEAD", "with --base: the revision that is deployed")
	c.Flags().StringVar(&rollback, "rollback", "", "only what must be rolled back together with this service")
	c.Flags().BoolVar(&weak, "weak", false, "also list signs of calls that are too weak to order anything")
	v.read.addRendered(c.Flags())
	v.read.addRevision(c.Flags())
	v.read.addWorktree(c.Flags())
	return c
}

// rollOut answers for a change: its order, and whether it breaks anything. Problems fail
// unless --fail-on says otherwise.
func (a *app) rollOut(c *cobra.Command, args []string, v verb, base, head, rollback string) error {
	if c.Flags().Changed("rev") {
		return usage{errors.New("--rev and --base exclude each other"), "--head names the later side of a change"}
	}
	if !c.Flags().Changed("fail-on") {
		v.out.failOn = "problem"
	}
	r, err := analyze.LoadRollout(c.Context(), analyze.Request{Dir: folder(args), Revision: head, Unread: &a.unread}, base)
	if err != nil {
		return err
	}
	m := model.NewRollout(r, version(), options(c))
	if rollback != "" {
		closure, ok := m.Rollout.Rollback[rollback]
		if !ok {
			return usage{fmt.Errorf("%q is no service that changed", rollback), meantOrKnown(rollback, m.Rollout.Services, "changed services", "no service changed")}
		}
		m.Rollout.Rollback = map[string][]string{rollback: closure}
	}
	return a.deliver(m, v.out)
}
