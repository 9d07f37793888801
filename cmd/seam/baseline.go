package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/finding"
	"seam/report/compare"
)

// baselineName is where a baseline stands unless the user names another file.
const baselineName = "seam-baseline.yaml"

// maxBaseline bounds the file that is read, in bytes.
const maxBaseline = 16 << 20

type baselineFlags struct {
	file, revision, reason, failOn string
	prune                          bool
}

func (a *app) baselineCommand() *cobra.Command {
	var f baselineFlags
	c := &cobra.Command{
		Use:   "baseline [DIR]",
		Short: "Write down the findings that are there, so that seam check fails on new ones only",
		Long: `baseline writes the problems of a revision to DIR/` + baselineName + `, for seam check
--baseline. The file is sorted and names rules, dependencies, version classes and
folders: no line, no date and no exact version, so that it changes only where the
conflicts do. Each entry has a reason; written anew, the file keeps the reasons.

With --prune nothing is added: entries that match nothing any more go, and those that
are fixed in part are narrowed to what is left.`,
		Example: `  seam baseline --reason "before the gate"
  seam check --baseline ` + baselineName + `
  seam baseline --prune`,
		Args: oneFolder,
		RunE: func(c *cobra.Command, args []string) error { return a.baseline(c, folder(args), f) },
	}
	c.Flags().StringVarP(&f.file, "output", "o", "", "the file, instead of DIR/"+baselineName+"; - prints it")
	c.Flags().StringVar(&f.revision, "rev", "HEAD", "the revision whose findings are written")
	c.Flags().StringVar(&f.reason, "reason", "was there when the list was written", "the reason of new entries")
	c.Flags().BoolVar(&f.prune, "prune", false, "only take out what is fixed")
	c.Flags().StringVar(&f.failOn, "fail-on", "problem", "what the check fails on: problem or smell")
	return c
}

func (a *app) baseline(c *cobra.Command, dir string, f baselineFlags) error {
	severity, err := least(f.failOn)
	if err != nil {
		return err
	}
	g, err := analyze.LoadGate(c.Context(), analyze.Request{Dir: dir, Revision: f.revision}, "")
	if err != nil {
		return err
	}
	if err := readable(g, f.revision, severity); err != nil {
		return err
	}
	if f.file == "" && g.Head.Bare {
		return cannot{errors.New("a bare repository has no folder to write " + baselineName + " into"), "name a file: seam baseline -o FILE"}
	}
	r, err := analyze.Run(g.Head, analyze.Options{})
	if err != nil {
		return err
	}
	a.note(g.Head)
	file := f.path(dir)
	old, there, err := existingBaseline(file, g.Head.Folder)
	switch {
	case err != nil:
		return err
	case f.prune && !there:
		return cannot{fmt.Errorf("there is no %s to prune", file), "seam baseline writes one; -o names another file"}
	case f.prune:
		return a.prune(file, old, r.Findings, severity)
	}
	b := compare.NewBaseline(g.Head.Folder, r.Findings, severity, f.reason, old)
	if err := a.write([]byte(b.Text()), f.target(file)); err != nil {
		return err
	}
	text := entries(len(b.Entries))
	if n := b.Kept(old); n > 0 {
		text += fmt.Sprintf(", the reasons of %d kept", n)
	}
	fmt.Fprintln(a.stderr, text)
	return nil
}

// prune rewrites the file where something is fixed.
func (a *app) prune(file string, old compare.Baseline, list []finding.Finding, least finding.Severity) error {
	pruned, gone, narrowed := old.Prune(list, least)
	if gone+narrowed == 0 {
		fmt.Fprintf(a.stderr, "%s stays as it is: %s, nothing of it is fixed\n", file, entries(len(old.Entries)))
		return nil
	}
	if err := a.write([]byte(pruned.Text()), file); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%s taken out, %s narrowed, %s left\n", entries(gone), entries(narrowed), entries(len(pruned.Entries)))
	return nil
}

// path is the baseline to read: the file named, else the usual one, also where the new one is only printed.
func (f baselineFlags) path(dir string) string {
	if f.file == "" || f.file == "-" {
		return filepath.Join(dir, baselineName)
	}
	return f.file
}

// target is the file that the baseline is written to.
func (f baselineFlags) target(file string) string {
	if f.file == "-" {
		return "-"
	}
	return file
}

// existingBaseline reads a baseline that may be missing.
func existingBaseline(file, folder string) (b compare.Baseline, there bool, err error) {
	b, err = openBaseline(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return compare.Baseline{}, false, nil
	case err == nil && b.Folder != folder:
		err = usage{fmt.Errorf("%s was written for the folder %s, not for %s", file, b.Folder, folder), "name another file with -o"}
	}
	return b, true, err
}

// readBaseline reads the file that a check names: from the current folder, else from the
// analysed one.
func (f checkFlags) readBaseline(dir string) (*compare.Baseline, error) {
	if f.baseline == "" {
		return nil, nil
	}
	b, err := openBaseline(f.baseline)
	if errors.Is(err, fs.ErrNotExist) && !filepath.IsAbs(f.baseline) {
		if there, err2 := openBaseline(filepath.Join(dir, f.baseline)); !errors.Is(err2, fs.ErrNotExist) {
			b, err = there, err2
		}
	}
	return &b, err
}

func openBaseline(file string) (compare.Baseline, error) {
	info, err := os.Stat(file)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxBaseline) {
		err = fmt.Errorf("%s is no baseline: it is no regular file, or larger than 16 MiB", file)
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(file)
	}
	if err != nil {
		return compare.Baseline{}, cannot{err, "seam baseline writes " + baselineName}
	}
	b, err := compare.ReadBaseline(filepath.Base(file), data)
	if err != nil {
		return b, usage{err, "correct the file, or write it anew: seam baseline"}
	}
	return b, nil
}
