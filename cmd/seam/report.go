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
	v := verb{needs: everything, sections: model.Everything, options: analyze.Options{Communities: true, Span: true}}
	var from, team, cut string
	var open bool
	c := &cobra.Command{
		Use:   "report [DIR]",
		Short: "Everything on one page; --format html is the page to pass round",
		Example: `  seam report
  seam report --format html -o seam.html
  seam report --open
  seam report --team payments
  seam report --whatif cut.json --format html -o seam.html
  seam report --format json -o seam.json && seam report --from seam.json --format markdown`,
		Args: oneFolder,
		PreRunE: func(c *cobra.Command, _ []string) error {
			if !open {
				return nil
			}
			return pageToOpen(c, &v.out)
		},
		RunE: func(c *cobra.Command, args []string) error { return a.reportOn(c, args, from, team, cut, v) },
		PostRunE: func(*cobra.Command, []string) error {
			if !open {
				return nil
			}
			return a.openPage(v.out.file)
		},
	}
	v.out.addGating(c, report.Text, report.JSON, report.Markdown, report.HTML)
	v.out.addFailOn(c, "never")
	v.out.addTop(c, 0, "candidates to show in detail (0: as text those that seam would split, three at least and ten at most; 40 as HTML)")
	v.read.addRevision(c.Flags())
	v.read.addHistory(c.Flags())
	v.read.addTypes(c.Flags())
	v.read.addResolve(c.Flags())
	v.read.addWith(c.Flags())
	v.read.addProfile(c.Flags())
	c.Flags().BoolVar(&open, "open", false, "write the page (seam.html unless -o names a file) and open it in the browser")
	c.Flags().StringVar(&team, "team", "", "only what touches this team, whom it waits for and what it owns")
	c.Flags().StringVar(&cut, "whatif", "", "show this saved what-if too (seam whatif --format json -o FILE)")
	c.Flags().StringVar(&from, "from", "", "render this saved JSON report instead of reading a repository")
	return c
}

// reportOn answers from a saved report, for one team, or on everything.
func (a *app) reportOn(c *cobra.Command, args []string, from, team, cut string, v verb) error {
	switch {
	case from != "":
		return a.rerender(c, args, from, cut, v.out)
	case c.Flags().Changed("team"):
		return a.teamReport(c, args, team, v)
	}
	return a.answerWith(c, args, cut, v)
}

// answerWith is answer with a saved what-if, if one is named.
func (a *app) answerWith(c *cobra.Command, args []string, cut string, v verb) error {
	if cut == "" {
		return a.answer(c, args, v)
	}
	if _, err := readReport(cut); err != nil {
		return err
	}
	r, err := a.analyse(c, args, v)
	if err != nil {
		return err
	}
	out := model.New(r, version(), named(options(c), r), v.sections, v.graph)
	if err := takeWhatif(out, cut); err != nil {
		return err
	}
	return a.deliver(out, v.out)
}

// rerender renders a saved report, with a saved what-if if one is named.
func (a *app) rerender(c *cobra.Command, args []string, from, cut string, f outputFlags) error {
	r, err := saved(c, args, from)
	if err != nil {
		return err
	}
	if cut != "" {
		if err := takeWhatif(r, cut); err != nil {
			return err
		}
	}
	return a.deliver(r, f)
}

// saved reads the report of --from, beside which nothing else may be asked to be read.
func saved(c *cobra.Command, args []string, from string) (*model.Report, error) {
	if len(args) > 0 {
		return nil, usage{fmt.Errorf("--from %s and the folder %s exclude each other", from, args[0]), ""}
	}
	for name := range options(c) {
		if name != "from" && name != "whatif" {
			return nil, usage{fmt.Errorf("--from renders a saved report as it is: --%s changes nothing", name), ""}
		}
	}
	return readReport(from)
}
