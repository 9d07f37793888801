// Package surface reads how the exported surface of Go packages changed over the last
// twelve months: every change to it would have been a versioned release, had the
// package been one of another repository.
//
// The surface of a package is what its non-test, non-generated files export: functions,
// methods of exported types, types with their exported fields, constants and variables,
// each with a signature in which the names of parameters do not count. The trees at
// the ends of calendar months (UTC, by committer time, along first parents from the
// head) are compared two by two, and only files that differ are read. A name is added,
// removed, or changed when its signature is another. A new method of an interface
// changes the interface, since whoever implements it must follow; a new field of a
// struct is added. A constant changes with its value, a variable with its declared type.
//
// Source: what Go's compatibility promise (go.dev/doc/go1compat) and apidiff call a
// change, less what only type checking shows.
//
// Limits: files of every platform and tag count together, so a name that one of
// several platforms loses counts as removed. Types are compared as written: what an
// alias leads to, inferred types of variables and promoted methods are not seen, nor
// is a change to a type that a signature merely mentions. Other packages are known in
// signatures by the last element of their path. A folder that was moved begins anew in the month of the move.
// What was done and undone within one month is not seen.
package surface

import (
	"context"
	"errors"
	"slices"
	"strings"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// span is how many months are compared.
const span = 12

// maxVersions bounds the file versions that one Read parses. Packages that come after
// it in the order asked for are not read.
const maxVersions = 20_000

// Request says which packages to read. Commits of the log that were left out (--since,
// a shallow clone) shorten the past that is compared.
type Request struct {
	Head     repo.ID
	Log      *history.Log
	Folder   string        // of the analysed folder in the repository; "" and "." are its root
	Packages []string      // folders relative to Folder, most important first
	Cache    imports.Cache // keeps what files export from run to run; nil keeps nothing
}

// History is how the surface of some packages changed.
type History struct {
	Months   []string  // the calendar months compared (2006-01), oldest first, at most twelve
	Packages []Package // sorted by path, each once
}

// Package is one package's surface over time.
type Package struct {
	Path    string
	Since   string   // the first month of Months that could be compared: it existed at its beginning; "" if there is none
	Unread  bool     // some file that differs could not be read, or there were too many: nothing is known
	Changes []Change // months in which the surface changed, oldest first
}

// Change is what one month did to a surface. The names are sorted; methods and fields
// are Type.Name.
type Change struct {
	Month                   string
	Added, Removed, Changed []string
}

// Read compares the month-ends of the packages asked for. The error is that of ctx, or
// that the commits of the log cannot be read; what cannot be read of a package is
// marked there.
func Read(ctx context.Context, r *repo.Repository, q Request) (*History, error) {
	ends, months := monthEnds(q.Log, q.Head)
	h := &History{Months: months}
	rd := &reader{objects: r.Objects(repo.NewCache(objectCache))}
	defer rd.objects.Close()
	if err := rd.roots(ends); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var drafts []*draft
	for _, p := range q.Packages {
		if seen[p] {
			continue
		}
		seen[p] = true
		d, err := rd.list(ctx, folderOf(q.Folder, p), months)
		if err != nil {
			return nil, err
		}
		d.Path = p
		drafts = append(drafts, d)
	}
	ex, err := newExporter(exports, q.Cache)
	if err != nil {
		return nil, err
	}
	files, err := ex.all(ctx, rd.objects, rd.versions)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		h.Packages = append(h.Packages, d.finish(files))
	}
	slices.SortFunc(h.Packages, func(a, b Package) int { return strings.Compare(a.Path, b.Path) })
	return h, nil
}

func folderOf(folder, pkg string) string {
	switch {
	case folder == "" || folder == ".":
		return pkg
	case pkg == ".":
		return folder
	}
	return folder + "/" + pkg
}

// Find returns a package of the history.
func (h *History) Find(path string) (*Package, bool) {
	i, ok := slices.BinarySearchFunc(h.Packages, path, func(p Package, s string) int { return strings.Compare(p.Path, s) })
	if !ok {
		return nil, false
	}
	return &h.Packages[i], true
}

// unreadable reports whether an error is about one object rather than about the run.
func unreadable(err error) bool {
	return errors.Is(err, repo.ErrMissing) || errors.Is(err, repo.ErrCorrupt)
}
