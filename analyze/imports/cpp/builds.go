package cpp

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/regex"
	"seam/analyze/source"
)

// build is what one file of a build says, as it is written.
type build struct {
	Project  string // its name for all that it builds
	Library  string // the first library that it makes
	Roots    []string
	Sets     []variable
	Compiles bool // it is a makefile that calls a compiler
}

// variable is one variable of CMake that is set to one value.
type variable struct{ Name, Value string }

// buildReader reads files of builds. Its version is raised with every change to what is made
// of some file.
var buildReader = imports.Reader[build]{Name: "cpp-build", Version: 1, Facts: readBuild}

// isBuild reports whether a file is one of a build that is read.
func isBuild(base string) bool {
	switch base {
	case "CMakeLists.txt", "meson.build", "BUILD", "BUILD.bazel", "MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel",
		"Makefile", "makefile", "GNUmakefile", "Makefile.am", "Makefile.in", "configure.ac", "configure.in":
		return true
	}
	return strings.HasSuffix(base, ".mk")
}

func readBuild(base string, src []byte) build {
	switch base {
	case "CMakeLists.txt":
		return cmakeBuild(src)
	case "meson.build":
		return mesonBuild(source.CodeOf(source.Python, src))
	case "BUILD", "BUILD.bazel", "MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel":
		return bazelBuild(source.CodeOf(source.Python, src))
	case "configure.ac", "configure.in":
		if m := initialized().FindSubmatch(src); m != nil {
			return build{Project: strings.TrimSpace(string(m[1]))}
		}
		return build{}
	}
	return makeBuild(src)
}

var (
	initialized = regex.New(`(?m)^\s*AC_INIT\(\s*\[?([^\],)]+)`)
	rootFlag    = regex.New(`(?:^|[\s"'=])-I\s?([^\s"'\\]+)`)
	compiler    = regex.New(`\$[({](CC|CXX)[)}]|(?m)^\t.*\b(gcc|g\+\+|clang|clang\+\+|cc|c\+\+) `)
)

// makeBuild reads a makefile.
func makeBuild(src []byte) build {
	b := build{Compiles: compiler().Match(src)}
	for _, m := range rootFlag().FindAllSubmatch(src, maxArguments) {
		b.Roots = append(b.Roots, string(m[1]))
	}
	return b
}

// mesonBuild reads a meson.build, whose words and literals are those of Python.
func mesonBuild(c source.Code) build {
	var b build
	for i := range c {
		if !c.Is(i, source.Word) || c.Text(i+1) != "(" {
			continue
		}
		switch c.Text(i) {
		case "project":
			b.Project = firstOf(b.Project, literal(c, i+2))
		case "library", "static_library", "shared_library", "both_libraries":
			b.Library = firstOf(b.Library, literal(c, i+2))
		case "include_directories":
			b.Roots = append(b.Roots, literals(c, i+2)...)
		}
	}
	return b
}

// bazelBuild reads a file of Bazel.
func bazelBuild(c source.Code) build {
	var b build
	for i := range c {
		switch next := c.Text(i + 1); {
		case !c.Is(i, source.Word):
		case next == "(" && (c.Text(i) == "module" || c.Text(i) == "workspace"):
			for k := i + 2; k < len(c) && c.Text(k) != ")"; k++ {
				if c.Text(k) == "name" && c.Text(k+1) == "=" {
					b.Project = firstOf(b.Project, literal(c, k+2))
				}
			}
		case next == "=" && c.Text(i) == "includes" && c.Text(i+2) == "[":
			b.Roots = append(b.Roots, literals(c, i+3)...)
		case next == "=" && c.Text(i) == "strip_include_prefix":
			if root := literal(c, i+2); root != "" {
				b.Roots = append(b.Roots, root)
			}
		}
	}
	return b
}

func firstOf(known, found string) string {
	if known != "" {
		return known
	}
	return found
}

// literal is the text at i, "" if there is none.
func literal(c source.Code, i int) string {
	if c.Is(i, source.String) {
		return c[i].Value()
	}
	return ""
}

// literals is the texts from i on, with commas between them.
func literals(c source.Code, i int) []string {
	var out []string
	for ; c.Is(i, source.String); i += 2 {
		out = append(out, c[i].Value())
		if c.Text(i+1) != "," {
			break
		}
	}
	return out
}

// place is a file of a build where it stands.
type place struct {
	folder, file string
	*build
}

// maxExpanded bounds how often variables are filled in within one another.
const maxExpanded = 5

// expand fills in the variables of a path of a build that name folders of the repository, and
// makes it relative to the root; ok is false where one is not known, or where it leads out.
func (l *layout) expand(p *place, text string) (folder string, ok bool) {
	if strings.Contains(text, rooted[:1]) {
		return "", false
	}
	for range maxExpanded {
		at := strings.IndexByte(text, '$')
		if at < 0 {
			break
		}
		if at+1 >= len(text) || text[at+1] != '{' && text[at+1] != '(' {
			return "", false
		}
		closing := byte('}')
		if text[at+1] == '(' {
			closing = ')'
		}
		end := strings.IndexByte(text[at:], closing)
		if end < 0 {
			return "", false
		}
		value, ok := l.variable(p, text[at+2:at+end])
		if !ok {
			return "", false
		}
		text = text[:at] + value + text[at+end+1:]
		if at > 0 && strings.HasPrefix(value, rooted) || len(text) > maxPath {
			return "", false
		}
	}
	inside, whole := strings.CutPrefix(text, rooted)
	switch {
	case strings.ContainsAny(inside, "$@`*\x00"):
		return "", false
	case whole || strings.HasPrefix(text, "//") && path.Ext(p.file) == "":
		folder = path.Clean("./" + inside)
	case path.IsAbs(text):
		if base := path.Base(p.file); base != "BUILD" && base != "BUILD.bazel" {
			return "", false
		}
		folder = path.Join(p.folder, text) // strip_include_prefix = "/a" is of the repository, most say it of its root
	default:
		folder = path.Join(p.folder, text)
	}
	return folder, folder != ".." && !strings.HasPrefix(folder, "../")
}

// rooted begins a path that is relative to the root of the repository.
const rooted = "\x00/"

// variable is the value of a variable that holds a folder.
func (l *layout) variable(p *place, name string) (string, bool) {
	at := p.folder
	switch name {
	case "CMAKE_CURRENT_SOURCE_DIR", "CMAKE_CURRENT_LIST_DIR", "srcdir", "abs_srcdir", "CURDIR", "LOCAL_PATH":
	case "CMAKE_SOURCE_DIR", "top_srcdir", "abs_top_srcdir":
		at = l.top(p.folder, name != "CMAKE_SOURCE_DIR")
	case "PROJECT_SOURCE_DIR":
		at = l.project(p.folder)
	default:
		for _, v := range slices.Backward(p.Sets) {
			if v.Name == name {
				return v.Value, v.Value != ""
			}
		}
		known := false
		if at, known = l.sourceDir[name]; !known {
			return "", false
		}
	}
	return rooted + at, true
}
