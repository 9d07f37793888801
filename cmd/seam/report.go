package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/report"
	"seam/report/model"
)

var everything = analyze.Needs{History: true, Imports: true, Symbols: true, Modules: true, Services: true, Split: true}

func (a *app) reportCommand() *cobra.Command {
	v := verb{needs: everything, sections: model.Everything, options: analyze.Options{Communities: true}}
	var from string
	c := &cobra.Command{
		Use:   "report [DIR]",
		Short: "Everything on one page; --format html is the page to pass round",
		Example: `  seam report
  seam report --format html -o seam.html
  seam report --format json -o seam.json && seam report --from seam.json --format markdown`,
		Args: oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			if from != "" {
				return a.rerender(c, args, from, v.out)
			}
			return a.answer(c, args, v)
		},
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML)
	v.out.addFailOn(c, "never")
	v.out.addTop(c, 0, "candidates to show in detail (0: 10 as text, 40 as HTML)")
	v.read.addRevision(c.Flags())
	v.read.addHistory(c.Flags())
	v.read.addTypes(c.Flags())
	v.read.addWith(c.Flags())
	v.read.addProfile(c.Flags())
	c.Flags().StringVar(&from, "from", "", "render this saved JSON report instead of reading a repository")
	return c
}

// rerender renders a saved report.
func (a *app) rerender(c *cobra.Command, args []string, from string, f outputFlags) error {
	if len(args) > 0 {
		return usage{fmt.Errorf("--from %s and the folder %s exclude each other", from, args[0]), ""}
	}
	for name := range options(c) {
		if name != "from" {
			return usage{fmt.Errorf("--from renders a saved report as it is: --%s changes nothing", name), ""}
		}
	}
	r, err := readReport(from)
	if err != nil {
		return err
	}
	return a.deliver(r, f)
}
