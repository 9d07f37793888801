package main

import (
	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/cochange"
	"seam/report"
	"seam/report/model"
)

func (a *app) couplingCommand() *cobra.Command {
	v := verb{
		needs:    analyze.Needs{History: true, Imports: true},
		sections: model.Sections{Coupling: true, History: true},
	}
	var level string
	c := &cobra.Command{
		Use:   "coupling [DIR]",
		Short: "What changes together: files, packages and areas, hidden coupling first",
		Args:  oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			if err := oneOf("--level", level, "all", string(cochange.File), string(cochange.Package), string(cochange.Area)); err != nil {
				return err
			}
			if level != "all" {
				v.sections.CouplingLevel = cochange.Level(level)
			}
			v.options.CouplingTop = v.out.top
			if c.Flags().Changed("top") {
				v.out.rows = v.out.top
			}
			return a.answer(c, args, v)
		},
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML)
	c.Flags().StringVar(&level, "level", "all", "file, package, area or all")
	v.out.addTop(c, cochange.DefaultTop, "pairs kept a level")
	v.read.addRevision(c.Flags())
	v.read.addHistory(c.Flags())
	return c
}

func (a *app) focusCommand() *cobra.Command {
	v := verb{
		needs:    analyze.Needs{History: true},
		sections: model.Sections{Focus: true, History: true},
	}
	c := &cobra.Command{
		Use:   "focus [DIR]",
		Short: "Which team works where, contested areas, declared owners against who does the work",
		Args:  oneFolder,
		RunE:  func(c *cobra.Command, args []string) error { return a.answer(c, args, v) },
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML)
	v.read.addRevision(c.Flags())
	v.read.addHistory(c.Flags())
	return c
}
