package main

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"seam/report"
)

// pageToOpen makes a page of the answer, since --open asks for one: HTML, in seam.html
// where no file is named.
func pageToOpen(c *cobra.Command, f *outputFlags) error {
	switch {
	case !c.Flags().Changed("format"):
		f.format = string(report.HTML)
	case f.format != string(report.HTML):
		return usage{fmt.Errorf("--open shows a page: --format %s is none", f.format), "leave --format out, or say --format html"}
	}
	switch f.file {
	case "":
		f.file = "seam.html"
	case "-":
		return usage{errors.New("--open shows a file: -o - writes none"), ""}
	}
	return nil
}

// openPage opens a written page with the program that the system has for it, and does not
// wait for it. Where that fails the page is there all the same, so it is only said.
func (a *app) openPage(file string) error {
	path, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	opener := opening(path)
	if err := opener.Start(); err != nil {
		fmt.Fprintf(a.stderr, "note: nothing here opens %s: %s\n", file, message(err))
		return nil
	}
	return opener.Process.Release()
}

// opening is the system's own command to open a file.
func opening(path string) *exec.Cmd {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", path)
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", path)
	}
	return exec.Command("xdg-open", path)
}
