package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/chains"
	"seam/analyze/finding"
	"seam/analyze/whatif"
	"seam/report"
	"seam/report/model"
)

// outputFlags say how a verb answers.
type outputFlags struct {
	format string
	file   string
	failOn string
	top    int // candidates, or pairs, as the verb says
	rows   int // rows of a table; 0 is the format's own bound
}

func (f *outputFlags) add(c *cobra.Command, formats ...report.Format) {
	var names []string
	for _, n := range formats {
		names = append(names, string(n))
	}
	f.format = names[0]
	c.Flags().Var(&formatFlag{&f.format, names, c.Name() == "report"}, "format", "one of "+strings.Join(names, ", "))
	c.Flags().StringVarP(&f.file, "output", "o", "", "write to this file instead of standard output")
	f.failOn = "never"
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(toCompletions(names), cobra.ShellCompDirectiveNoFileComp))
}

// formatFlag is the value of --format: a word that the verb has no format for is refused
// before anything is read.
type formatFlag struct {
	value *string
	known []string
	saved bool // what --from names may be of another verb, with formats of its own
}

func (f *formatFlag) String() string { return *f.value }
func (f *formatFlag) Type() string   { return "string" }

func (f *formatFlag) Set(s string) error {
	_, err := report.ParseFormat(s)
	if !slices.Contains(f.known, s) && !(f.saved && err == nil) {
		return fmt.Errorf("this verb knows %s", strings.Join(f.known, ", "))
	}
	*f.value = s
	return nil
}

// addGating is for verbs whose answer holds findings: it offers the formats of services
// that run builds, too.
func (f *outputFlags) addGating(c *cobra.Command, formats ...report.Format) {
	f.add(c, append(formats, report.Gating()...)...)
}

// addFailOn is for verbs whose answer holds findings.
func (f *outputFlags) addFailOn(c *cobra.Command, severity string) {
	c.Flags().StringVar(&f.failOn, "fail-on", severity, "exit 1 on findings of this severity: problem, smell or never")
	c.RegisterFlagCompletionFunc("fail-on", cobra.FixedCompletions(toCompletions([]string{"problem", "smell", "never"}), cobra.ShellCompDirectiveNoFileComp))
}

func toCompletions(names []string) []cobra.Completion {
	var out []cobra.Completion
	for _, n := range names {
		out = append(out, cobra.Completion(n))
	}
	return out
}

func (f *outputFlags) addTop(c *cobra.Command, n int, what string) {
	c.Flags().IntVar(&f.top, "top", n, what)
}

// verb is a verb that reads a repository, analyses it and renders some sections.
type verb struct {
	read     readFlags
	out      outputFlags
	needs    analyze.Needs
	sections model.Sections
	graph    model.GraphOptions
	options  analyze.Options
}

// answer loads, analyses and renders.
func (a *app) answer(c *cobra.Command, args []string, v verb) error {
	r, err := a.analyse(c, args, v)
	if err != nil {
		return err
	}
	return a.deliver(model.New(r, version(), named(options(c), r), v.sections, v.graph), v.out)
}

func (a *app) analyse(c *cobra.Command, args []string, v verb) (*analyze.Result, error) {
	if v.out.top < 0 {
		return nil, usage{fmt.Errorf("--top: %d is negative", v.out.top), ""}
	}
	q, err := v.read.request(folder(args), v.needs)
	if err != nil {
		return nil, err
	}
	q.Progress, q.Cache, q.Unread = a.progress.show, a.cacheFolder(), &a.unread
	v.options.NoCoupling, v.options.NoFocus = !v.sections.Coupling, !v.sections.Focus
	q.Extract, q.ByPath, q.Ahead = v.options.Extract, v.options.ByPath, &v.options
	in, err := analyze.Load(c.Context(), q)
	if err != nil {
		return nil, err
	}
	a.note(in)
	r, err := analyze.Run(in, v.options)
	var unknown *chains.UnknownError
	if errors.As(err, &unknown) {
		return nil, usage{err, didYouMean(unknown.Near, "name a dependency as its manifest does, NAME@VERSION for one version, or a folder that holds a package")}
	}
	if none, ok := errors.AsType[*whatif.NoPackage](err); ok {
		return nil, usage{err, didYouMean(finding.Nearest(none.Folder, withParents(in.Base.Packages), 3), "name folders that hold packages, relative to the analysed folder")}
	} else if err != nil {
		return nil, usage{err, "name folders that hold packages, relative to the analysed folder"}
	}
	return r, nil
}

// cacheFolder is where facts are kept; "" for nowhere, as without a home.
func (a *app) cacheFolder() string {
	if a.noCache {
		return ""
	}
	if a.cacheDir != "" {
		return a.cacheDir
	}
	folder, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(folder, "seam")
}

// named replaces folders and files of this machine by names that mean something
// elsewhere too.
func named(set map[string]string, r *analyze.Result) map[string]string {
	if u := r.Input.Reuse; u != nil {
		var names []string
		for _, x := range u.Repositories {
			names = append(names, x.Name)
		}
		set["with"] = strings.Join(names, ",")
	}
	for _, file := range []string{"profile", "whatif", "baseline"} {
		if p, ok := set[file]; ok {
			set[file] = filepath.Base(p)
		}
	}
	return set
}

// note says what is to be known about the run rather than about the repository.
func (a *app) note(in *analyze.Input) {
	a.progress.clear()
	for _, n := range in.Notes {
		fmt.Fprintf(a.stderr, "note: %s\n", n)
	}
	a.aboutThisRun(in.RunNotes)
}

// deliver renders a report and sets the exit code.
func (a *app) deliver(r *model.Report, f outputFlags) error {
	least, err := severity(f.failOn)
	if err != nil {
		return err
	}
	if err := a.render(r, f); err != nil {
		return err
	}
	if least != "" && len(r.AtLeast(least)) > 0 {
		a.code = exitFindings
	}
	return nil
}

func (a *app) render(r *model.Report, f outputFlags) error {
	format, err := report.ParseFormat(f.format)
	if err != nil {
		return usage{err, ""}
	}
	opt := report.Options{Top: f.top, Rows: f.rows}
	opt.Color, opt.Width = a.layout(f.file)
	var b bytes.Buffer
	if err := report.Write(&b, r, format, opt); err != nil {
		return usage{err, ""}
	}
	return a.write(b.Bytes(), f.file)
}

// layout is how text is laid out that goes to a file, or to standard output.
func (a *app) layout(file string) (color bool, width int) {
	width = 100
	if file == "" {
		if w := terminalWidth(a.stdout); w > 0 {
			width = w
		}
	}
	return a.colored(file), width
}

func (a *app) colored(file string) bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	return file == "" && isTerminal(a.stdout)
}

// write sends b to standard output or, in one piece, to a file: an interrupted run
// leaves no half of one.
func (a *app) write(b []byte, file string) error {
	a.record.took(b, file)
	return a.put(b, file)
}

func (a *app) put(b []byte, file string) error {
	a.progress.clear()
	if file == "" || file == "-" {
		_, err := a.stdout.Write(b)
		return err
	}
	if err := writeFile(file, b); err != nil {
		return cannot{err, whereToWrite(err)}
	}
	fmt.Fprintf(a.direct, "wrote %s\n", file)
	return nil
}

// whereToWrite is the hint for a file that cannot be written.
func whereToWrite(err error) string {
	if errors.Is(err, syscall.ENOSPC) {
		return "make room, or name a file on another disk"
	}
	return "name a file in a folder that exists and that you may write to"
}

func writeFile(file string, b []byte) error {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		w, err := os.OpenFile(file, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		defer w.Close()
		_, err = io.Copy(w, bytes.NewReader(b))
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".seam-*")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", file, unwrapPath(err))
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.Write(b); err != nil {
		tmp.Close()
		return fmt.Errorf("cannot write %s: %w", file, unwrapPath(err))
	}
	if err := tmp.Chmod(0o644); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), file); err != nil {
		return fmt.Errorf("cannot write %s: %w", file, err)
	}
	return nil
}

// unwrapPath takes the temporary file's name out of an error: the user knows another.
func unwrapPath(err error) error {
	if p, ok := err.(*os.PathError); ok {
		return p.Err
	}
	return err
}
