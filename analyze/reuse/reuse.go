// Package reuse finds what other repositories take from this one: packages that they
// import, and code that stands on both sides. Both say that a part has users outside,
// the commonest reason to make it a library, which the repository alone cannot show.
//
// # Imports
//
// A file of another repository imports a package of this one if its import path is the
// package's, or was under another major version of its module (x.org/m/v2/p for
// x.org/m/v3/p). The version is the one that the go.mod around that file requires.
//
// # Copies
//
// Files are compared as tokens: comments, the package clause and imports are left out,
// names stay, literals count by kind. Every run of 25 tokens is hashed and of every 16
// neighbouring hashes the smallest is kept, so that each common run of 40 tokens leaves
// a common hash whatever surrounds it (winnowing: Schleimer, Wilkerson and Aiken,
// "Winnowing: local algorithms for document fingerprinting", 2003, the method of MOSS).
// A hash that more than four files of this repository have, or one file more than three
// times, is an idiom or a table and is dropped.
// Similarity is the share of the smaller file's hashes that the other has too; a pair
// counts from 30 common lines on, if they are at least a third of the smaller file or
// at least 80. A file that is the same to the byte is found by its git id.
//
// Which side had the code first is said where both histories reach back to the day on
// which the file, under any of its names, was added.
//
// # Limits
//
// Only Go is read. Test files, generated files and files above 4 MiB are left out of the
// comparison. What both sides took from a third place looks like a copy. A file that was
// there first may have got the common code later. A copy with all names changed is not
// found.
package reuse

import (
	"slices"

	"seam/analyze/finding"
)

// Result is what other repositories take. Repositories stand in the order in which they
// were given; Uses are sorted by package, then repository; Copies by package, then
// repository, then file.
type Result struct {
	Repositories []Repository `json:"repositories"`
	Uses         []Use        `json:"uses"`
	Copies       []Copy       `json:"copies"`

	Warnings []finding.Warning `json:"-"`
}

// Repository is another repository that was looked at.
type Repository struct {
	Name      string `json:"name"` // path of its module, else the name of its folder
	Head      string `json:"head"` // the commit that was read
	Folder    string `json:"folder"`
	Files     int    `json:"files"`     // Go files looked at, vendored ones too
	Importers int    `json:"importers"` // packages there that import a package from here
	Used      int    `json:"used"`      // packages of this repository that the other one imports
	Copied    int    `json:"copied"`    // files from here that stand there too, vendored or not
	SameRoots bool   `json:"same_roots,omitempty"`
}

// Use is one package of this repository as another repository imports it.
type Use struct {
	Package       string             `json:"package"`
	Repository    string             `json:"repository"`
	Importers     []string           `json:"importers"`      // its importers in the other repository, tests left out, sorted
	TestImporters int                `json:"test_importers"` // packages of the other repository that import it in tests only
	Versions      []string           `json:"versions"`       // what their go.mod files require, sorted
	Sites         []finding.Location `json:"sites"`          // import lines there, at most ten
}

// Kind says how a file here and a file there are alike.
type Kind string

const (
	Identical Kind = "identical" // the same to the byte
	Near      Kind = "near"      // much of the one stands in the other
	Vendored  Kind = "vendored"  // it lies in a folder for foreign code there
)

// Side says where code was first; "" where that is not known.
type Side string

const (
	Here  Side = "here"
	There Side = "there"
)

// Copy is a file of this repository and the most similar one in another.
type Copy struct {
	Package    string           `json:"package"`
	Repository string           `json:"repository"`
	Kind       Kind             `json:"kind"`
	Here       finding.Location `json:"here"`              // where the common code begins
	There      finding.Location `json:"there"`             // in the other repository
	Foreign    string           `json:"foreign,omitempty"` // of a vendored copy: what it is a part of there, host/owner/name
	Lines      int              `json:"lines"`             // lines here that stand there too
	Similarity float64          `json:"similarity"`        // share of the smaller file, 0 to 1
	First      Side             `json:"first,omitempty"`
	HereSince  string           `json:"here_since,omitempty"` // the day it was added, where known
	ThereSince string           `json:"there_since,omitempty"`
}

// Outside counts the packages of other repositories that import a package outside
// tests. A nil Result knows of none.
func (r *Result) Outside(pkg string) int {
	n := 0
	for _, u := range r.UsesOf([]string{pkg}) {
		n += len(u.Importers)
	}
	return n
}

// UsesOf lists the uses of a sorted set of packages.
func (r *Result) UsesOf(packages []string) []Use {
	if r == nil {
		return nil
	}
	return keep(r.Uses, packages, func(u Use) string { return u.Package })
}

// CopiesOf lists the copies of files of a sorted set of packages.
func (r *Result) CopiesOf(packages []string) []Copy {
	if r == nil {
		return nil
	}
	return keep(r.Copies, packages, func(c Copy) string { return c.Package })
}

func keep[T any](list []T, packages []string, of func(T) string) []T {
	var out []T
	for _, x := range list {
		if _, ok := slices.BinarySearch(packages, of(x)); ok {
			out = append(out, x)
		}
	}
	return out
}
