// Package proof looks into the Go sources of modules in conflict for what the conflict
// means: which names of the dependency its user mentions, and which of these differ
// between the version that the user asks for and the one that is built; and where types
// of the dependency stand in what packages of this repository export.
//
// The sources of published versions are the archives of the module cache
// (GOMODCACHE/cache/download/…/@v/VERSION.zip), those of units are the tree. Nothing is
// run, compiled or fetched. Every file counts that a build for linux/amd64 with cgo
// takes, tests left out.
//
//	used      the names that files of the user select from packages of the dependency
//	differ    those of them that golang.org/x/exp/apidiff calls incompatible between
//	          the two versions; of a method or a field only if the user's files select
//	          that name from anything
//	exposed   exported functions, fields, methods, types and variables of packages that
//	          are no program whose declared types select a type of the dependency
//
// Both versions are type-checked without their function bodies and without their own
// dependencies, whose types count as equal where their names are: a change that lies in
// those alone is not seen. Nor is a change of behaviour, so "no used name differs" speaks
// for an upgrade and does not prove it. A method that an interface gained breaks those
// who implement it, which is not looked at. Names that come in by a dot import, and methods
// that are only called through an interface, are not seen either.
package proof

import (
	"io/fs"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/repo"
)

// Module is a Go module at a published version.
type Module struct{ Path, Version string }

func (m Module) String() string { return m.Path + "@" + m.Version }

// Unit is a module of the repository.
type Unit struct {
	Folder string   // from the root of the tree
	Inner  []string // folders of other units below it, whose files are not its own
	Listed []string // the modules that its go.mod lists, by path
}

// Question asks about one conflict. User or Unit is set, and Old and New, or Exposed.
type Question struct {
	User    *Module // a published module that uses the dependency
	Unit    *Unit   // or a unit that does
	Old     Module  // the dependency as the user asks for it
	New     Module  // and as it is built; of the same path but for a replacement
	Exposed []Module
}

// Answer is what the sources say.
type Answer struct {
	User     string       `json:"user"`              // who uses the dependency: PATH@VERSION, or a unit's folder
	Compared bool         `json:"compared"`          // two versions were compared; Used and Differ hold only then
	Used     int          `json:"used"`              // how many of its names the user mentions
	Differ   []Difference `json:"differ,omitempty"`  // those that differ between the versions, in order of their names
	Exposed  []Exposure   `json:"exposed,omitempty"` // where its types stand in exported declarations, in order of their places
	Unknown  string       `json:"unknown,omitempty"` // why it was not looked at; "" where it was
}

// Difference is a used name that the two versions declare differently.
type Difference struct {
	Name   string `json:"name"`   // "PACKAGE.NAME", by import path
	Change string `json:"change"` // as apidiff words it: "removed", "changed from … to …"
}

// Exposure is a type of a dependency in an exported declaration of this repository.
type Exposure struct {
	Module   string           `json:"module"`      // PATH@VERSION
	Type     string           `json:"type"`        // "PACKAGE.NAME", by import path
	Package  string           `json:"package"`     // the folder of the package that exports it
	Declared string           `json:"declaration"` // the exported name
	Location finding.Location `json:"location"`
}

// Most bounds how many differences and exposures one answer lists.
const Most = 20

// Reader answers questions from one tree and one module cache. It is for one goroutine.
type Reader struct {
	tree     repo.Tree
	archives *archives
}

// NewReader reads units from t and published modules from the download folder of a
// module cache; nil is an empty cache.
func NewReader(t repo.Tree, cache fs.FS) *Reader {
	return &Reader{tree: t, archives: &archives{cache: cache, open: map[Module]*source{}}}
}

// Close lets go of the archives that were opened.
func (r *Reader) Close() { r.archives.close() }

// Answer compares the two versions of a question by what its user takes of them. What could
// not be looked at is Answer.Unknown, in words. Archives stay open until Close.
func (r *Reader) Answer(q Question) Answer {
	a := Answer{User: userName(q)}
	files, why := r.filesOf(q)
	if why != "" {
		a.Unknown = why
		return a
	}
	if len(q.Exposed) > 0 {
		a.Exposed = exposures(files, q)
		return a
	}
	before, after := r.archives.source(q.Old), r.archives.source(q.New)
	if before == nil || after == nil {
		absent := q.Old
		if before != nil {
			absent = q.New
		}
		a.Unknown = "the module cache lacks the source of " + absent.String() + " (go mod download " + absent.String() + ")"
		return a
	}
	used := usesOf(files, q.Old.Path, before)
	a.Compared, a.Used = true, used.count()
	a.Differ = differences(used, before, after)
	return a
}

func userName(q Question) string {
	if q.User != nil {
		return q.User.String()
	}
	return q.Unit.Folder
}

// filesOf parses the files of whoever uses the dependency.
func (r *Reader) filesOf(q Question) (files []file, why string) {
	if q.Unit != nil {
		return unitFiles(r.tree, *q.Unit), ""
	}
	s := r.archives.source(*q.User)
	if s == nil {
		return nil, "the module cache lacks the source of " + q.User.String() + " (go mod download " + q.User.String() + ")"
	}
	for _, folder := range s.folders() {
		files = append(files, s.parsed(folder)...)
	}
	return files, ""
}

func capped[T any](list []T) []T { return slices.Clip(list[:min(len(list), Most)]) }
