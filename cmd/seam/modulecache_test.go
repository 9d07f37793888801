package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// moduleCommand puts the archive of a module, with empty files of the given names, into
// the module cache of a script.
func moduleCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || !strings.Contains(args[0], "@") {
		ts.Fatalf("usage: module PATH@VERSION FILE...")
	}
	name, version, _ := strings.Cut(args[0], "@")
	folder := filepath.Join(ts.Getenv("GOMODCACHE"), "cache", "download", filepath.FromSlash(name), "@v")
	ts.Check(os.MkdirAll(folder, 0o777))
	f, err := os.Create(filepath.Join(folder, version+".zip"))
	ts.Check(err)
	defer f.Close()
	w := zip.NewWriter(f)
	for _, file := range args[1:] {
		_, err := w.Create(args[0] + "/" + file)
		ts.Check(err)
	}
	ts.Check(w.Close())
}
