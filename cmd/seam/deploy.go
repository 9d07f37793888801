package main

import (
	"strings"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/report"
	"seam/report/model"
)

func (a *app) deployCommand() *cobra.Command {
	v := verb{needs: analyze.Needs{Services: true}, sections: model.Sections{Deploy: true, Findings: true}}
	var rollback string
	var weak bool
	c := &cobra.Command{
		Use:   "deploy [DIR]",
		Short: "The order to deploy the services in, with the proof of every edge",
		Args:  oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
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
					return usage{err, "services: " + strings.Join(m.Deploy.Names(), ", ")}
				}
			}
			return a.deliver(m, v.out)
		},
	}
	v.out.addGating(c, report.Text, report.JSON, report.Markdown, report.HTML, report.Mermaid, report.DOT)
	v.out.addFailOn(c, "never")
	c.Flags().StringVar(&rollback, "rollback", "", "only what must be rolled back together with this service")
	c.Flags().BoolVar(&weak, "weak", false, "also list signs of calls that are too weak to order anything")
	v.read.addRendered(c.Flags())
	v.read.addRevision(c.Flags())
	v.read.addWorktree(c.Flags())
	return c
}
