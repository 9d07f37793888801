// Package plan turns a part of a repository into the ordered steps that split it out:
// which imports to cut, which code to move, which interface to introduce, the go.mod,
// the first version, and what to watch.
//
// The part may not need a module that needs it: Go allows such a pair, but then no
// release of one can be made without the other. So every import from the part into a
// module that leads back to the part has to go. Packages that nothing but the part
// imports may move in with it. Which do is chosen so that the least is left to cut
// (graph.MinCut; the cost of an import is its files plus the names used through it).
// Each import left says by which means it goes:
//
//	move      all names used through it are used by nobody else: they move in
//	module    the package needs at most three packages of the repository, and none that
//	          needs the part: it becomes a module of its own first
//	interface functions are called: the part declares the interface, others pass it in
//	shared    types, constants and variables are used on both sides: they move to a
//	          package below both
//	blank     no name is used, or none is known: whoever starts the program imports it
//
// The go.mod lists what the part's code and tests import at the versions that the
// module around it requires, and, marked indirect, all else that module requires:
// the same versions are built as before, and no network is needed to build. go mod tidy
// takes out what is too much. A part of several modules gets no manifest: they have
// theirs, or have to be planned one by one; but a module that lies in the part as a whole
// comes along as it is. Where a part is of several languages, its manifest is that of most
// imports over the border, else of most lines. Sources of a module of Maven, Gradle or sbt
// move to a folder beside that module.
//
// Limits: names are known by syntax unless types were checked (--types), so methods
// called through values do not show, and whether a package uses its own names itself is
// not known. Files that Go does not import (go:embed patterns, testdata read by a
// relative path) are not looked at. For other languages than Go the manifest is a sketch
// of what the sources import (package.json, pyproject.toml, in which setuptools is told where
// the packages lie) or a list of what to write
// into it, and no interface is proposed, since their declarations are not read.
//
// Source: "Breaking up your codebase" in Brikman, Fundamentals of DevOps and Software
// Delivery, part 6; the Go modules reference on nested modules, replace and go.work.
package plan

import (
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/split"
	"seam/analyze/whatif"
)

// Plan is the way to one split.
type Plan struct {
	ID       string        `json:"id"` // "split:" and the folder
	Title    string        `json:"title"`
	Verdict  split.Verdict `json:"verdict"` // "" where the part is no candidate
	Advice   string        `json:"advice"`  // what is to be known before the first step
	Packages []string      `json:"packages"`
	Steps    []Step        `json:"steps"`
}

// Step is one stage of a plan. Stages come in the order in which they are done.
type Step struct {
	Code  string   `json:"code"` // cut, move, interface, hops, module, release, deploy, watch
	Title string   `json:"title"`
	Why   string   `json:"why"`
	Tasks []Task   `json:"tasks"`
	Notes []string `json:"notes"` // what is no task of its own
}

// Task is one thing to do and to tick off.
type Task struct {
	Text     string          `json:"text"`
	Imports  []whatif.Import `json:"imports,omitempty"` // the imports it is about, with every place
	Names    []string        `json:"names,omitempty"`
	File     string          `json:"file,omitempty"`     // a file to write
	Content  string          `json:"content,omitempty"`  // what to write into it, or code to begin with
	Commands []string        `json:"commands,omitempty"` // to be run in the analysed folder
}

// Input is what a plan is made from. Paths are relative to the analysed folder.
type Input struct {
	Part    Part
	Base    *whatif.Base
	Imports *imports.Graph
	Modules *modules.Set
	Folder  string // the analysed folder in the repository, "." for all of it
	// Declarations lists what a package declares; empty where that is not known.
	Declarations func(pkg string) []imports.Declaration
	TeamOf       func(pkg string) string // the team that works on a package, "" unknown
	Tracked      func(file string) bool  // whether git knows a file
	Deployed     []string                // services whose code lies in the part, by name
	Tags         []string                // of the clone
}

// Make plans the split of a part: the steps in the order in which they can be done. One
// that has nothing to do says so.
func Make(in Input) Plan {
	p := newPlanner(in)
	out := Plan{ID: in.Part.ID, Title: in.Part.Title, Packages: in.Part.Packages, Advice: p.advice()}
	if c := in.Part.Candidate; c != nil {
		out.Verdict = c.Verdict
	}
	out.Steps = []Step{p.cutStep(), p.moveStep(), p.interfaceStep()}
	if p.runs {
		out.Steps = append(out.Steps, p.hopStep())
	}
	out.Steps = append(out.Steps, p.moduleStep(), p.releaseStep())
	if p.runs {
		out.Steps = append(out.Steps, p.deployStep())
	}
	out.Steps = append(out.Steps, p.watchStep())
	return out
}
