package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/cmd/seam/internal/shop"
	"seam/report"
	"seam/report/model"
)

func (a *app) demoCommand() *cobra.Command {
	var keep string
	c := &cobra.Command{
		Use:   "demo",
		Short: "Build a small monorepo with a planted history, report on it, and write seam.html",
		Long: `demo builds the monorepo "shop" - four teams, 400 commits over two years, one clean
seam and a few traps - in a temporary folder, prints the report on it and writes
seam.html into the current folder.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.demo(c, keep) },
	}
	c.Flags().StringVar(&keep, "keep", "", "build the monorepo in this new folder and keep it, to try the other verbs on")
	return c
}

func (a *app) demo(c *cobra.Command, keep string) error {
	dir := keep
	if keep == "" {
		tmp, err := os.MkdirTemp("", "seam-demo-")
		if err != nil {
			return cannot{err, "set TMPDIR to a folder that you may write to"}
		}
		defer os.RemoveAll(tmp)
		dir = filepath.Join(tmp, "shop")
	}
	if err := shop.Build(dir); err != nil {
		return cannot{err, "name a folder that is not there yet"}
	}
	v := verb{
		needs: everything, sections: model.Everything, out: outputFlags{format: string(report.Text)},
		options: analyze.Options{Communities: true, Span: true},
	}
	r, err := a.analyse(c, []string{dir}, v)
	if err != nil {
		return err
	}
	m := model.New(r, version(), nil, v.sections, v.graph)
	if err := a.render(m, v.out); err != nil {
		return err
	}
	if err := a.render(m, outputFlags{format: string(report.HTML), file: "seam.html"}); err != nil {
		return err
	}
	if keep != "" {
		fmt.Fprintf(a.stderr, "the monorepo is in %s; try: seam whatif --extract pricing %s\n", keep, keep)
	}
	return nil
}
