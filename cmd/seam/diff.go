package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"seam/report"
	"seam/report/model"
)

func (a *app) diffCommand() *cobra.Command {
	v := verb{needs: everything, sections: model.Everything}
	c := &cobra.Command{
		Use:   "diff A B [DIR]",
		Short: "What was added and removed between two revisions, or two saved reports, and why ranks moved",
		Long: `diff compares two revisions, or two reports that were saved as JSON: split candidates
that came, rose, fell or went, with the terms of the score that moved them; cycles of
areas and of deployment; version conflicts; hidden coupling; imports between packages;
longest chains. It prints ten lines and counts the rest, and nothing where nothing
changed; moves of parts that are left before and after are only counted. Both revisions are read from git objects: no checkout.`,
		Example: `  seam diff v1.0 HEAD
  seam diff HEAD~500 HEAD --format markdown -o trend.md
  seam diff HEAD~500 HEAD --format html -o trend.html
  seam report --format json -o monday.json
  seam diff monday.json HEAD`,
		Args: twoSides,
		RunE: func(c *cobra.Command, args []string) error { return a.diff(c, args, v) },
	}
	v.out.add(c, report.Text, report.JSON, report.Markdown, report.HTML)
	v.read.addHistory(c.Flags())
	return c
}

func twoSides(_ *cobra.Command, args []string) error {
	if len(args) < 2 || len(args) > 3 {
		return usage{errors.New("seam diff takes two revisions or two saved reports, and a folder if need be"), "for example: seam diff v1.0 HEAD"}
	}
	return nil
}

func (a *app) diff(c *cobra.Command, args []string, v verb) error {
	if savedFile(args[0]) && savedFile(args[1]) {
		if err := onlyRendering(c, args); err != nil {
			return err
		}
	}
	base, err := a.side(c, args, 0, v)
	if err != nil {
		return err
	}
	head, err := a.side(c, args, 1, v)
	if err != nil {
		return err
	}
	t, err := model.NewDiff(base, head, args[0], args[1])
	if err != nil {
		return cannot{err, "compare two reports of the same folder of the same repository"}
	}
	out := &model.Report{
		SchemaVersion: model.SchemaVersion, Tool: model.Tool{Name: model.ToolName, Version: version()},
		Repository: head.Repository, Options: head.Options, Warnings: head.Warnings, Diff: t,
	}
	if err := a.render(out, v.out); err != nil {
		return err
	}
	for _, n := range t.Notes {
		fmt.Fprintf(a.stderr, "note: %s\n", masked(n))
	}
	if t.Count() == 0 {
		fmt.Fprintf(a.stderr, "compared %s with %s: nothing changed\n", args[0], args[1])
	}
	return nil
}

// onlyRendering refuses what only reading a repository could obey.
func onlyRendering(c *cobra.Command, args []string) error {
	if len(args) > 2 {
		return usage{fmt.Errorf("two saved reports need no folder: %s", args[2]), ""}
	}
	for name := range options(c) {
		return usage{fmt.Errorf("saved reports are compared as they are: --%s changes nothing", name), ""}
	}
	return nil
}

// side reads one side: a saved report, or a revision.
func (a *app) side(c *cobra.Command, args []string, i int, v verb) (*model.Report, error) {
	if savedFile(args[i]) {
		return readReport(args[i])
	}
	v.read.revision = args[i]
	r, err := a.analyse(c, args[2:], v)
	if err != nil {
		return nil, err
	}
	return model.New(r, version(), options(c), v.sections, v.graph), nil
}

// savedFile tells a saved report from a revision: its name ends like one, or it is a
// file that begins like one. (In a bare repository HEAD is a file too.)
func savedFile(name string) bool {
	if strings.HasSuffix(name, ".json") {
		return true
	}
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		return true
	}
	defer f.Close()
	first := make([]byte, 1)
	_, err = io.ReadFull(f, first)
	return err == nil && first[0] == '{'
}

func readReport(name string) (*model.Report, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, cannot{err, "save a report first: seam report --format json -o " + name}
	}
	defer file.Close()
	r, err := model.Read(file)
	if err != nil {
		return nil, cannot{fmt.Errorf("%s: %s", name, message(err)), "save it anew: seam report --format json -o " + name}
	}
	return r, nil
}
