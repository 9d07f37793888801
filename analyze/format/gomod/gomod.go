// Package gomod reads go.mod and go.work files and does Go's version arithmetic.
// It is the only package that knows golang.org/x/mod.
//
// Parsing follows the go command for the main module, so replace and exclude are
// read, with two differences that let files of other years be read: a directive that
// this program does not know is skipped and reported in Skipped, for the caller to
// judge (a misspelled one hides requirements), and a byte order mark at the start is
// ignored. Everything else that the go command refuses is a
// *SyntaxError with a line: a merge conflict, an impossible version, a module path
// with forbidden characters. Paths and versions that come out are therefore safe to
// print and to hand to a shell.
package gomod

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// MaxSize is the size in bytes above which a file is refused unread. The largest
// real go.mod files hold some 100 KiB.
const MaxSize = 2 << 20

// File is what a go.mod says. Lists are in the order of the file; lines count from 1.
type File struct {
	Module     string // "" where the file declares none (a file that only fences off a folder)
	ModuleLine int
	Go         string // language version, as in "1.22" or "1.22.1"; "" if not given
	Requires   []Require
	Replaces   []Replace
	Excludes   []Exclude
	Retracts   []Retract
	Ignores    []Item // folders of ignore directives, as written
	Skipped    []Item // directives that are not known, by their first word: the go command refuses the file
}

// Require is one requirement.
type Require struct {
	Path, Version string // Version is canonical: v1.2.3
	Indirect      bool   // marked "// indirect"
	Line          int
}

// Replace swaps a module for another one or for a folder.
type Replace struct {
	Path, Version       string // Version "" stands for every version
	NewPath, NewVersion string // NewVersion "" means that NewPath is a folder, as written
	Line                int
}

// Folder reports whether the replacement is a path on disk.
func (r Replace) Folder() bool { return r.NewVersion == "" }

// Exclude is one line of an exclude directive.
type Exclude struct {
	Path, Version string
	Line          int
}

// Retract is an interval of the module's own versions that should not be used.
type Retract struct {
	Low, High string // equal for a single version
	Rationale string
	Line      int
}

// Item is a single word of a file and where it stands.
type Item struct {
	Text string
	Line int
}

// Parse reads a go.mod. The error is a *SyntaxError that names file.
func Parse(file string, data []byte) (*File, error) {
	var mf *modfile.File
	skipped, err := tolerate(file, data, func(data []byte) (err error) {
		mf, err = modfile.Parse(file, data, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	f := convert(mf)
	f.Skipped = skipped
	if err := checkFile(file, f); err != nil {
		return nil, err
	}
	return f, nil
}

// ModulePath is the path that a go.mod declares, found even in a file that Parse
// refuses; "" if there is none or its path is malformed.
func ModulePath(data []byte) string {
	p := modfile.ModulePath(withoutMark(data))
	if checkPath(p) != nil {
		return ""
	}
	return p
}

func convert(mf *modfile.File) *File {
	f := &File{Replaces: replaces(mf.Replace)}
	if mf.Module != nil {
		f.Module, f.ModuleLine = mf.Module.Mod.Path, lineOf(mf.Module.Syntax)
	}
	if mf.Go != nil {
		f.Go = mf.Go.Version
	}
	for _, r := range mf.Require {
		f.Requires = append(f.Requires, Require{r.Mod.Path, r.Mod.Version, r.Indirect, lineOf(r.Syntax)})
	}
	for _, e := range mf.Exclude {
		f.Excludes = append(f.Excludes, Exclude{e.Mod.Path, e.Mod.Version, lineOf(e.Syntax)})
	}
	for _, r := range mf.Retract {
		f.Retracts = append(f.Retracts, Retract{r.Low, r.High, r.Rationale, lineOf(r.Syntax)})
	}
	for _, i := range mf.Ignore {
		f.Ignores = append(f.Ignores, Item{i.Path, lineOf(i.Syntax)})
	}
	return f
}

func replaces(list []*modfile.Replace) []Replace {
	var out []Replace
	for _, r := range list {
		out = append(out, Replace{r.Old.Path, r.Old.Version, r.New.Path, r.New.Version, lineOf(r.Syntax)})
	}
	return out
}

func lineOf(l *modfile.Line) int {
	if l == nil {
		return 0
	}
	return l.Start.Line
}

// checkFile applies the go command's own check of module paths, which the parser
// leaves out.
func checkFile(file string, f *File) error {
	if f.ModuleLine > 0 {
		if err := checkPath(f.Module); err != nil {
			return syntaxError(file, f.ModuleLine, err)
		}
	}
	for _, r := range f.Requires {
		if err := checkPath(r.Path); err != nil {
			return syntaxError(file, r.Line, err)
		}
	}
	for _, e := range f.Excludes {
		if err := checkPath(e.Path); err != nil {
			return syntaxError(file, e.Line, err)
		}
	}
	return checkReplaces(file, f.Replaces)
}

func checkReplaces(file string, list []Replace) error {
	for _, r := range list {
		err := checkPath(r.Path)
		if err == nil && !r.Folder() {
			err = checkPath(r.NewPath)
		}
		if err == nil && strings.ContainsFunc(r.NewPath, unicode.IsControl) {
			err = fmt.Errorf("replacement %q has control characters", r.NewPath)
		}
		if err != nil {
			return syntaxError(file, r.Line, err)
		}
	}
	return nil
}

func checkPath(p string) error { return module.CheckImportPath(p) }

func withoutMark(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\ufeff")) }
