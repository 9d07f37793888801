package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/whatif"
	"seam/report"
	"seam/report/model"
)

func (a *app) whatifCommand() *cobra.Command {
	v := verb{
		needs:    analyze.Needs{History: true, Imports: true, Symbols: true},
		sections: model.Sections{Whatif: true},
	}
	var extract []string
	c := &cobra.Command{
		Use:   "whatif (--extract PATH[,PATH...] | --by-path N) [DIR]",
		Short: "Replay the past as if a cut had been made; writes nothing",
		Example: `  seam whatif --extract pkg/billing
  seam whatif --extract pkg/billing,pkg/invoice --extract pkg/search
  seam whatif --by-path 2
  seam whatif --extract pkg/billing --format json -o cut.json && seam report --whatif cut.json --format html -o seam.html`,
		Args: oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			switch byPath := c.Flags().Changed("by-path"); {
			case len(extract) == 0 && !byPath:
				return usage{errors.New("whatif needs --extract or --by-path"), "seam split names parts worth asking about"}
			case len(extract) > 0 && byPath:
				return usage{errors.New("--extract and --by-path exclude each other"), ""}
			}
			if c.Flags().Changed("by-path") && len(v.read.with) > 0 {
				return usage{errors.New("--with speaks of parts: it goes with --extract"), ""}
			}
			if c.Flags().Changed("by-path") && v.options.ByPath < 1 {
				return usage{errors.New("--by-path: the number of path elements must be positive"), ""}
			}
			for _, e := range extract {
				part := parsePart(e)
				if len(part) == 0 {
					return usage{fmt.Errorf("--extract: %q names no folder", e), "seam split names parts worth asking about"}
				}
				v.options.Extract = append(v.options.Extract, part)
			}
			v.needs.Services = len(extract) > 0 // whether a part can be a service depends on what is deployed
			return a.answer(c, args, v)
		},
	}
	c.Flags().StringArrayVar(&extract, "extract", nil, "folders that become one unit, with all below them; repeat it for further units")
	c.Flags().IntVar(&v.options.ByPath, "by-path", 0, "make every first N path elements below the folder of a module a unit")
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML)
	v.read.addParts(c.Flags())
	return c
}

// takeWhatif puts a saved what-if into a report.
func takeWhatif(r *model.Report, file string) error {
	from, err := readReport(file)
	if err != nil {
		return err
	}
	if err := r.TakeWhatif(from, filepath.Base(file)); err != nil {
		return cannot{fmt.Errorf("%s: %w", file, err), "make one here: seam whatif --extract PATH --format json -o " + file}
	}
	return nil
}

func parsePart(text string) whatif.Part {
	var p whatif.Part
	for folder := range strings.SplitSeq(text, ",") {
		if folder = cleanPath(strings.TrimPrefix(strings.TrimSpace(folder), "split:")); folder != "" {
			p = append(p, folder)
		}
	}
	return p
}
