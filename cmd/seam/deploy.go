package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/report"
	"seam/report/model"
)

func (a *app) deployCommand() *cobra.Command {
	v := verb{needs: analyze.Needs{Services: true}, sections: model.Sections{Deploy: true, Findings: true}}
	var rollback string
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
	v.read.addRevision(c.Flags())
	v.read.addWorktree(c.Flags())
	return c
}

func (a *app) graphCommand() *cobra.Command {
	v := verb{needs: analyze.Needs{Imports: true}}
	var level string
	levels := []string{string(model.Packages), string(model.Modules), string(model.Areas), string(model.Services)}
	c := &cobra.Command{
		Use:   "graph [DIR]",
		Short: "The import graph as data: packages, modules, areas or services",
		Args:  oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			if err := oneOf("--level", level, levels...); err != nil {
				return err
			}
			v.sections.Graph = model.Level(level)
			v.needs.Services = v.sections.Graph == model.Services
			return a.answer(c, args, v)
		},
	}
	v.out.add(c, report.Text, report.JSON, report.DOT, report.Mermaid, report.CSV)
	c.Flags().StringVar(&level, "level", string(model.Packages), fmt.Sprintf("one of %s", strings.Join(levels, ", ")))
	c.Flags().BoolVar(&v.graph.AllConstraints, "all-constraints", false, "edges of other platforms and build tags too")
	c.Flags().BoolVar(&v.graph.NoTests, "no-tests", false, "leave out what only tests import")
	v.read.addRevision(c.Flags())
	v.read.addWorktree(c.Flags())
	return c
}
