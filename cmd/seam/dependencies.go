package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/chains"
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
	v.out.addGating(c, report.Text, report.JSON, report.Markdown, report.HTML)
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
		Short: "The longest dependency chain of every unit, how many dependencies each has, and why one is here",
		Long: `The longest dependency chain of every unit, the one edge that makes it longer most,
and how many dependencies each unit has, with what each direct requirement alone
brings: what would be gone without it.

--why tells the shortest ways from the units of the repository to a dependency, by
what the lock files say (of Go modules with --resolve), or along imports to a package
of the repository.`,
		Example: `  seam chains
  seam chains --why lodash
  seam chains --why golang.org/x/net --resolve
  seam chains --why internal/store --top 10`,
		Args: oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			if v.out.top < 1 {
				return usage{fmt.Errorf("--top: %d is not at least 1", v.out.top), ""}
			}
			v.options.Ways = v.out.top
			return a.answer(c, args, v)
		},
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML)
	v.out.addTop(c, chains.DefaultWays, "with --why, the number of ways to each version")
	c.Flags().StringVar(&v.options.Why, "why", "", "why this dependency (NAME or NAME@VERSION) or package (its folder) is here")
	v.read.addRevision(c.Flags())
	v.read.addWorktree(c.Flags())
	v.read.addResolve(c.Flags())
	return c
}
