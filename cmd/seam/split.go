package main

import (
	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/report"
	"seam/report/model"
)

func (a *app) splitCommand() *cobra.Command {
	v := verb{
		needs:    analyze.Needs{History: true, Imports: true, Symbols: true, Services: true, Split: true},
		sections: model.Sections{Split: true},
	}
	c := &cobra.Command{
		Use:   "split [DIR]",
		Short: "Parts that could be split out, ranked, with the evidence for and against each",
		Args:  oneFolder,
		RunE:  func(c *cobra.Command, args []string) error { return a.answer(c, args, v) },
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML)
	v.out.addTop(c, 0, "candidates to show (0: 10 as text, all as JSON)")
	v.read.addParts(c.Flags())
	return c
}
