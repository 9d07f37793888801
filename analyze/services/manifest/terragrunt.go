package manifest

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/hcl"
	"seam/analyze/repo"
)

const (
	terragruntFile = "terragrunt.hcl"

	maxIncludes = 4  // one file including the next
	maxLocals   = 16 // one local naming the next
)

// readTerragrunt makes a unit of every folder with a terragrunt.hcl, save those that
// others include and that have no source of their own. It is named by its path.
//
// Dependencies come from the file and from what it includes; paths in an included file
// count from the unit, as in Terragrunt. Evaluated are locals and the functions of
// call; what else a path depends on is noted as unclear.
func readTerragrunt(s *Source) []*Unit {
	g := terragrunt{src: s, bodies: map[string]*hcl.Body{}, included: map[string]bool{}}
	var units []*Unit
	for _, file := range s.product(func(base string) bool { return base == terragruntFile }) {
		if g.body(file) != nil {
			units = append(units, g.unit(file))
		}
	}
	return slices.DeleteFunc(units, func(u *Unit) bool {
		return g.included[u.At.File] && len(g.body(u.At.File).Of("terraform")) == 0
	})
}

// terragrunt is the state of reading all Terragrunt files.
type terragrunt struct {
	src      *Source
	bodies   map[string]*hcl.Body // nil: not readable
	included map[string]bool      // by the path of the file
}

func (g *terragrunt) body(file string) *hcl.Body {
	b, ok := g.bodies[file]
	if !ok {
		b = g.src.hcl(file)
		g.bodies[file] = b
	}
	return b
}

func (g *terragrunt) unit(file string) *Unit {
	dir := path.Dir(file)
	return &Unit{
		Kind: Terragrunt, Name: repo.Relative(g.src.Folder, dir), Scope: "terragrunt", Folder: dir,
		At: finding.Location{File: file, Line: 1}, Refs: g.dependencies(terragruntFrom{dir: dir, file: file}, 0),
	}
}

// terragruntFrom is a file and the unit that it is read for: relative paths in it count from there.
type terragruntFrom struct {
	dir  string // of the unit
	file string // the unit's own or one that it includes
}

func (g *terragrunt) dependencies(at terragruntFrom, depth int) []Reference {
	b := g.body(at.file)
	scope := g.scope(at, 0)
	var out []Reference
	for _, d := range b.Of("dependency") {
		if enabled, ok := d.Body.Get("enabled").Text(scope); !ok || enabled != "false" {
			out = append(out, g.path(at, scope, Dependency, d.Body.Get("config_path"))...)
		}
	}
	for _, d := range b.Of("dependencies") {
		for _, p := range d.Body.Get("paths").List() {
			out = append(out, g.path(at, scope, Dependencies, p)...)
		}
	}
	for _, i := range b.Of("include") {
		file, ok := g.include(at, scope, i)
		if ok && depth < maxIncludes {
			out = append(out, g.dependencies(terragruntFrom{at.dir, file}, depth+1)...)
		}
	}
	return out
}

// path is the reference to the unit that an expression names.
func (g *terragrunt) path(at terragruntFrom, scope hcl.Scope, kind Kind, x hcl.Expr) []Reference {
	if x.IsZero() {
		return nil
	}
	where := finding.Location{File: at.file, Line: x.Line()}
	text, ok := x.Text(scope)
	if !ok {
		g.src.unclear(where, "a path that is worked out when it is run: "+x.Source())
		return nil
	}
	dir := strings.TrimSuffix(rooted(at.dir, text), "/"+terragruntFile)
	return []Reference{{Kind: kind, Value: repo.Relative(g.src.Folder, dir), At: where}}
}

func (g *terragrunt) include(at terragruntFrom, scope hcl.Scope, i hcl.Block) (file string, ok bool) {
	x := i.Body.Get("path")
	text, ok := x.Text(scope)
	if !ok {
		if !x.IsZero() {
			g.src.unclear(finding.Location{File: at.file, Line: x.Line()}, "an include that is worked out when it is run: "+x.Source())
		}
		return "", false
	}
	file = rooted(at.dir, text)
	if file == at.file || !g.src.Has(file) {
		return "", false
	}
	g.included[file] = true
	return file, g.body(file) != nil
}

// scope knows the locals of the file and the functions that name folders.
func (g *terragrunt) scope(at terragruntFrom, depth int) hcl.Scope {
	return hcl.Scope{
		Variable: func(names []string) (string, bool) {
			if len(names) != 2 || names[0] != "local" || depth > maxLocals {
				return "", false
			}
			for _, l := range g.body(at.file).Of("locals") {
				if x := l.Body.Get(names[1]); !x.IsZero() {
					return x.Text(g.scope(at, depth+1))
				}
			}
			return "", false
		},
		Call: func(name string, args []string) (string, bool) { return g.call(at, name, args) },
	}
}

// call evaluates a function; folders are absolute, the repository being the root.
func (g *terragrunt) call(at terragruntFrom, name string, args []string) (string, bool) {
	switch name {
	case "get_terragrunt_dir", "get_original_terragrunt_dir":
		return "/" + at.dir, len(args) == 0
	case "get_parent_terragrunt_dir":
		return "/" + path.Dir(at.file), len(args) <= 1
	case "get_repo_root":
		return "/", len(args) == 0
	case "find_in_parent_folders":
		return g.parent(at.dir, args)
	case "path_relative_to_include":
		return repo.Relative(path.Dir(at.file), at.dir), len(args) <= 1
	case "dirname":
		if len(args) == 1 {
			return path.Dir(args[0]), true
		}
	}
	return "", false
}

// parent is the nearest file of a name, terragrunt.hcl if none is given, in a folder
// above dir. A folder may be asked for, too.
func (g *terragrunt) parent(dir string, args []string) (string, bool) {
	name := terragruntFile
	if len(args) > 0 {
		name = args[0]
	}
	for dir != "." && dir != "/" {
		dir = path.Dir(dir)
		if at := path.Join(dir, name); g.src.Has(at) || len(g.src.Under(at)) > 0 && at != "." {
			return "/" + at, true
		}
	}
	if len(args) > 1 {
		return args[1], true
	}
	return "", false
}

// rooted is a path of the repository: text itself if it is absolute, else below dir.
func rooted(dir, text string) string {
	if strings.HasPrefix(text, "/") {
		return strings.TrimPrefix(path.Clean(text), "/")
	}
	return path.Join(dir, text)
}
