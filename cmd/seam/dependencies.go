package main

import (
	"errors"
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
	var fix, force bool
	c := &cobra.Command{
		Use:   "diamonds [DIR]",
		Short: "Version conflicts, each with the manifests that prove it and one edit that removes it",
		Long: `Version conflicts, each with the manifests that prove it and one edit that removes it.

--fix makes the edits of workspace-skew: where manifests of the repository ask for a
dependency at several versions, it writes the highest of them in the files on disk, and
nothing else in them changes. What only a package manager can do (merge duplicates,
write lock files anew) it prints as commands and does not run. A file with uncommitted
changes is left alone unless --force is given.`,
		Args: oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			if fix {
				return a.fix(c, args, v, force)
			}
			if force {
				return usage{errors.New("--force is for --fix"), ""}
			}
			return a.answer(c, args, v)
		},
	}
	v.out.addGating(c, report.Text, report.JSON, report.Markdown, report.HTML)
	v.out.addFailOn(c, "never")
	c.Flags().BoolVar(&v.options.Noise, "all", false, "list noise too: what is true but nobody here can act on")
	c.Flags().BoolVar(&fix, "fix", false, "write the edits of workspace-skew into the files on disk; print the commands for the rest")
	c.Flags().BoolVar(&force, "force", false, "with --fix, edit files with uncommitted changes too")
	v.read.addProofs(c.Flags())
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
