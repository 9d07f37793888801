package golang

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

// maxBody is the size in bytes from which only a file's header is parsed: the
// syntax tree of such a file, nearly always data, takes some 15 times its size.
const maxBody = 8 << 20

// never is the constraint of a file that no build takes for another reason than a
// constraint expression: it is in package documentation, or its constraint cannot
// be read.
const never = imports.Never

// source is one file. No syntax tree is kept.
type source struct {
	name         string
	folder, base string // of the name
	test         bool   // a _test.go file
	facts
	imports []spec                     // those of the facts
	exact   map[string]map[string]bool // folder -> names used, by type checking; nil if not checked
}

// spec is one import statement and where it leads.
type spec struct {
	statement
	to     string // folder of the tree that it names; "" if none, or not resolved yet
	origin origin // where it comes from if it names none
}

// facts is what a file says by its base name and its bytes alone, as far as the graph
// needs it.
type facts struct {
	Package    string // package clause, of external tests without _test; "" if unreadable
	Constraint string // "" in the default build
	Unbuilt    bool   // in no build at all
	Generated  bool
	Documented bool
	Comment    string // the import comment: package x // import "…"
	Lines      int
	Imports    []statement
	Exported   []string
	Mentions   []mentioned // sorted by Of; nil if unknown
	Problems   []problem
}

// mentioned is the names Sel of all X.Sel, X not declared in the file. A list costs a third
// of what a map costs to read from the cache.
type mentioned struct {
	Of    string   // X
	Names []string // sorted
}

// of is the names of X, nil if there are none.
func of(list []mentioned, x string) []string {
	k, ok := slices.BinarySearchFunc(list, x, func(m mentioned, x string) int { return strings.Compare(m.Of, x) })
	if !ok {
		return nil
	}
	return list[k].Names
}

// statement is one import statement.
type statement struct {
	Path string
	Name string // alias, "_", "." or ""
	Line int
}

// problem is a caveat about one place of a file.
type problem struct {
	Code string
	Line int
	Text string
}

// factsVersion is raised with every change to what readFacts makes of some file.
const factsVersion = 2

// sources makes the sources of many facts without an allocation for each.
type sources struct {
	list    []source
	imports []spec
}

func newSources(all []facts) *sources {
	n := 0
	for i := range all {
		n += len(all[i].Imports)
	}
	return &sources{make([]source, 0, len(all)), make([]spec, 0, n)}
}

// source is that of the next file.
func (r *sources) source(name string, f facts) *source {
	first := len(r.imports)
	for _, i := range f.Imports {
		r.imports = append(r.imports, spec{statement: i})
	}
	last := len(r.imports)
	r.list = append(r.list, source{
		name: name, folder: repo.Folder(name), base: path.Base(name), test: isTest(name),
		facts: f, imports: r.imports[first:last:last],
	})
	return &r.list[len(r.list)-1]
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

func (s *source) path() string { return s.name }

// room is what the reader of one goroutine uses for every file.
type room struct {
	headings headings
	bodies   bodies
}

// readFacts reads one file; headers leaves everything below the imports alone.
func readFacts(base string, content []byte, headers bool, r *room) facts {
	if !headers && len(content) > maxBody {
		return parseFacts(base, content, headers)
	}
	h, ok := r.headings.read(content)
	switch {
	case !ok:
	case headers:
		return h.facts(base, content)
	default:
		if exported, mentions, ok := r.bodies.read(content, h.end); ok {
			s := h.facts(base, content)
			s.Exported, s.Mentions = exported, mentions
			return s
		}
	}
	return parseFacts(base, content, headers)
}

// parseFacts is readFacts by go/parser.
func parseFacts(base string, content []byte, headers bool) facts {
	s := facts{Lines: countLines(content)}
	s.readConstraint(base, content)
	if !headers && len(content) > maxBody {
		headers = true
		s.note("go-large-file", 0, "larger than %d MiB: only its header was read", maxBody>>20)
	}
	fset := token.NewFileSet()
	if headers { // nearly always one parse is enough
		const header = parser.ImportsOnly | parser.ParseComments | parser.SkipObjectResolution
		if f, err := parser.ParseFile(fset, "", content, header); err == nil {
			s.clause(isTest(base), fset, f)
			s.readImports(fset, f)
			return s
		}
		fset = token.NewFileSet()
	}
	s.readClause(isTest(base), content)
	f, bodies := s.parse(fset, content, headers)
	s.readImports(fset, f)
	if bodies {
		s.Exported = exportedNames(f)
		s.Mentions = selectors(f)
	}
	return s
}

func countLines(content []byte) int {
	n := bytes.Count(content, []byte("\n"))
	if len(content) > 0 && content[len(content)-1] != '\n' {
		n++
	}
	return n
}

func (s *facts) note(code string, line int, format string, args ...any) {
	s.Problems = append(s.Problems, problem{Code: code, Line: line, Text: fmt.Sprintf(format, args...)})
}

func (s *facts) readConstraint(base string, content []byte) {
	x, line, err := condition(base, content)
	if err != nil {
		s.note("go-build-constraint", line, "%v: no build takes the file", err)
		s.Constraint, s.Unbuilt = never, true
		return
	}
	s.take(x)
}

// take enters the build constraint of the file.
func (s *facts) take(x constraint.Expr) {
	s.Unbuilt = !inSomeBuild(x)
	if !inDefaultBuild(x) {
		s.Constraint = x.String()
	}
}

// readClause reads what belongs to the package clause. It parses the clause alone
// so that the comments of the rest are never kept.
func (s *facts) readClause(test bool, content []byte) {
	fset := token.NewFileSet()
	f, _ := parser.ParseFile(fset, "", content, parser.PackageClauseOnly|parser.ParseComments)
	if f != nil && f.Name != nil {
		s.clause(test, fset, f)
	}
}

// clause takes what belongs to the package clause from a file with its comments.
func (s *facts) clause(test bool, fset *token.FileSet, f *ast.File) {
	s.named(test, f.Name.Name)
	s.Generated = ast.IsGenerated(f)
	s.Documented = f.Doc != nil && strings.TrimSpace(f.Doc.Text()) != ""
	s.Comment = importComment(fset, f)
}

// named takes the name of the package.
func (s *facts) named(test bool, name string) {
	if s.Package = name; test {
		s.Package = strings.TrimSuffix(name, "_test")
	}
	if s.Package == "documentation" && s.Constraint == "" {
		s.Constraint, s.Unbuilt = never, true
	}
}

// importComment is X of `package p // import "X"`, or "".
func importComment(fset *token.FileSet, f *ast.File) string {
	line := fset.PositionFor(f.Name.Pos(), false).Line
	for _, group := range f.Comments {
		c := group.List[0]
		if len(f.Decls) > 0 && c.Pos() > f.Decls[0].Pos() {
			return ""
		}
		if c.Pos() < f.Name.End() || fset.PositionFor(c.Pos(), false).Line != line {
			continue
		}
		text := strings.TrimSuffix(strings.TrimLeft(c.Text, "/*"), "*/")
		rest, ok := strings.CutPrefix(strings.TrimSpace(text), "import ")
		if !ok {
			return ""
		}
		p, err := strconv.Unquote(strings.TrimSpace(rest))
		if err != nil || !validImport(p) {
			return ""
		}
		return p
	}
	return ""
}

// parse parses a file, and of a broken one what can be had. An error beyond the
// header loses the body's symbols at worst, never the imports: the go command
// looks no further either. bodies tells whether the tree goes beyond the imports.
func (s *facts) parse(fset *token.FileSet, content []byte, headers bool) (f *ast.File, bodies bool) {
	mode := parser.Mode(0)
	if headers {
		mode = parser.ImportsOnly | parser.SkipObjectResolution
	}
	f, err := parser.ParseFile(fset, "", content, mode)
	if err == nil {
		return f, !headers
	}
	offset, text := firstError(err)
	line := 1 + bytes.Count(content[:min(offset, len(content))], []byte("\n"))
	s.note("go-parse-error", line, "%s", text)
	if f != nil && len(f.Decls) > 0 {
		return f, !headers
	}
	// After ten errors the parser gives nothing at all.
	f, _ = parser.ParseFile(fset, "", content, parser.ImportsOnly|parser.SkipObjectResolution)
	if f == nil {
		f = &ast.File{}
	}
	return f, false
}

// firstError is the first error's byte offset, which unlike its line no //line
// directive can move, and its text.
func firstError(err error) (int, string) {
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return max(0, list[0].Pos.Offset), list[0].Msg
	}
	return 0, err.Error()
}

func (s *facts) readImports(fset *token.FileSet, f *ast.File) {
	for _, i := range f.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil || !validImport(p) {
			continue // the parser has reported it
		}
		imp := statement{Path: p, Line: fset.PositionFor(i.Pos(), false).Line}
		if i.Name != nil {
			imp.Name = i.Name.Name
		}
		s.Imports = append(s.Imports, imp)
	}
}

// maxImport bounds the length of an import path, since work on one grows with the
// number of its elements.
const maxImport = 1024

// validImport keeps strings that cannot be an import path out of all that follows.
func validImport(p string) bool {
	return p != "" && len(p) <= maxImport && !strings.HasPrefix(p, "/") &&
		!strings.ContainsAny(p, " \t\r\n\x00!\"#$%&'()*,:;<=>?[]^`{|}\\\ufffd")
}
