package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"seam/analyze"
	"seam/analyze/english"
	"seam/report/export"
	"seam/report/model"
)

// exportFlags are the format, the tables and the folder of an export.
type exportFlags struct {
	format     string
	folder     string
	repository string
	people     bool
	overwrite  bool
}

func (a *app) exportCommand() *cobra.Command {
	v := verb{needs: analyze.Needs{History: true, Imports: true, Modules: true, Services: true, Cuts: true}}
	var f exportFlags
	var formats []string
	for _, n := range export.Formats() {
		formats = append(formats, string(n))
	}
	c := &cobra.Command{
		Use:   "export -o FOLDER [DIR]",
		Short: "The facts as tables, for DuckDB, Spark, BigQuery: Parquet, CSV or JSON lines",
		Long: `Writes one file a table into FOLDER, and nothing anywhere else:

` + tableList() + `
Each row names its repository and the commit that was read, so that the files of many
repositories read together: FOLDERS/*/requirements.parquet. The name is the path of the
module at the root, else that of the repository, unless --repository gives one.

A file that exists already is refused unless --overwrite allows it; then all files are
written before the first is replaced. People are numbered unless --people names them.`,
		Example: `  seam export -o facts/billing ../billing
  duckdb -c "SELECT repository, version FROM 'facts/*/requirements.parquet' WHERE name = 'google.golang.org/grpc'"
  seam export --format csv -o facts`,
		Args: oneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			if err := oneOf("--format", f.format, formats...); err != nil {
				return err
			}
			if f.folder == "" {
				return usage{errors.New("-o FOLDER is missing: it is where the files go"), "seam export -o facts"}
			}
			return a.export(c, args, v, f)
		},
	}
	c.Flags().StringVar(&f.format, "format", formats[0], "one of "+strings.Join(formats, ", "))
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(toCompletions(formats), cobra.ShellCompDirectiveNoFileComp))
	c.Flags().StringVarP(&f.folder, "output", "o", "", "folder for the files; made if it is missing")
	c.Flags().StringVar(&f.repository, "repository", "", "what rows call this repository (default: the path of its module, else the name of the repository)")
	c.Flags().BoolVar(&f.people, "people", false, "authors by name and address instead of numbers")
	c.Flags().BoolVar(&f.overwrite, "overwrite", false, "replace files of these names in FOLDER")
	v.read.addRevision(c.Flags())
	v.read.addHistory(c.Flags())
	return c
}

func tableList() string {
	var b strings.Builder
	for _, t := range export.Tables() {
		fmt.Fprintf(&b, "  %-14s %s\n", t.Name, t.Doc)
	}
	return b.String()
}

func (a *app) export(c *cobra.Command, args []string, v verb, f exportFlags) error {
	if !f.overwrite {
		if err := unwritten(f.folder, export.Format(f.format)); err != nil {
			return err
		}
	}
	r, err := a.analyse(c, args, v)
	if err != nil {
		return err
	}
	about := model.New(r, version(), nil, model.Sections{}, model.GraphOptions{}).Repository
	if f.repository == "" {
		f.repository = about.Name
	}
	if f.repository == "" && r.Input.Title != "" {
		f.repository = path.Join(r.Input.Title, r.Input.Folder)
		fmt.Fprintf(a.stderr, "note: no module at the root names the repository: its rows are called %s; --repository calls them otherwise\n", f.repository)
	}
	if f.repository == "" {
		return usage{errors.New("nothing tells what to call the repository"), "name it, so that its rows can be told from others: --repository NAME"}
	}
	a.progress.clear()
	s := &export.Source{Result: r, Repository: f.repository, Head: about.Head, Version: version(), People: f.people}
	return a.exportTo(f.folder, export.Format(f.format), s)
}

// unwritten refuses a folder in which a file would be replaced.
func unwritten(folder string, f export.Format) error {
	for _, t := range export.Tables() {
		file := filepath.Join(folder, t.File(f))
		if _, err := os.Lstat(file); err == nil {
			return cannot{fmt.Errorf("%s exists already", file), "name another folder, or let --overwrite replace it"}
		} else if !errors.Is(err, fs.ErrNotExist) {
			return cannot{err, "name a folder that you may write to"}
		}
	}
	return nil
}

// exportTo writes every table into a folder of its own first: an interrupted run
// replaces nothing.
func (a *app) exportTo(folder string, f export.Format, s *export.Source) error {
	hint := "name a folder that you may write to"
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return cannot{err, hint}
	}
	tmp, err := os.MkdirTemp(folder, ".seam-*")
	if err != nil {
		return cannot{err, hint}
	}
	defer os.RemoveAll(tmp)
	tables := export.Tables()
	rows := make([]int, len(tables))
	for i, t := range tables {
		if rows[i], err = writeTable(filepath.Join(tmp, t.File(f)), t, f, s); err != nil {
			return cannot{err, hint}
		}
	}
	for i, t := range tables {
		file := filepath.Join(folder, t.File(f))
		if err := os.Rename(filepath.Join(tmp, t.File(f)), file); err != nil {
			return cannot{err, hint}
		}
		fmt.Fprintf(a.stderr, "wrote %s (%s)\n", file, english.Count(rows[i], "row"))
	}
	return nil
}

func writeTable(file string, t export.Table, f export.Format, s *export.Source) (rows int, err error) {
	out, err := os.Create(file)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	w := bufio.NewWriterSize(out, 1<<20)
	if rows, err = t.Write(w, f, s); err != nil {
		return rows, err
	}
	return rows, w.Flush()
}
