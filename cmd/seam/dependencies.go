package main

import (
	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/report"
	"seam/report/model"
)

func (a *app) diamondsCommand() *cobra.Command {
	v := verb{
		needs:    analyze.Needs{Imports: true, Modules: true},
		sections: model.Sections{Diamonds: true, Chains: true, Findings: true},
	}
	c := &cobra.Command{
		Use:   "diamonds [DIR]",
		Short: "Version conflicts, each with the manifests that prove it and one edit that removes it",
		Args:  oneFolder,
		RunE:  func(c *cobra.Command, args []string) error { return a.answer(c, args, v) },
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML)
	v.out.addFailOn(c, "never")
	c.Flags().BoolVar(&v.options.Noise, "all", false, "list noise too: what is true but nobody here can act on")
	v.read.addRevision(c.Flags())
	v.read.addWorktree(c.Flags())
	v.read.addResolve(c.Flags())
	return c
}

func (a *app) chainsCommand() *cobra.Command {
	v := verb{
		needs:    analyze.Needs{Imports: true, Modules: true},
		sections: model.Sections{Chains: true},
	}
	c := &cobra.Command{
		Use:   "chains [DIR]",
		Short: "The longest dependency chain of every unit, and how many dependencies each has",
		Args:  oneFolder,
		RunE:  func(c *cobra.Command, args []string) error { return a.answer(c, args, v) },
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML)
	v.read.addRevision(c.Flags())
	v.read.addWorktree(c.Flags())
	v.read.addResolve(c.Flags())
	return c
}
