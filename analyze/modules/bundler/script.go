package bundler

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/version"
	"seam/analyze/modules"
	"seam/analyze/source"
)

// script is one manifest as its tokens.
type script struct {
	source.Code
	src  []byte
	file string
}

func (l *loader) open(file string) (*script, bool) {
	data, ok := l.read(file, maxManifest)
	if !ok {
		return nil, false
	}
	s := &script{source.CodeOf(source.Ruby, data), data, file}
	if line, why := s.mistake(); line > 0 {
		l.set.Break(Ecosystem, file, line, why)
	}
	return s, true
}

// punct reports whether a token is one operator or bracket.
func (s *script) punct(i int, text string) bool {
	return s.Is(i, source.Punct) && s.Text(i) == text
}

// fresh reports whether a token is the first of its line.
func (s *script) fresh(i int) bool {
	if i <= 0 || i >= len(s.Code) {
		return i == 0
	}
	before := &s.Code[i-1]
	return bytes.IndexByte(s.src[before.At+len(before.Text):s.Code[i].At], '\n') >= 0 || s.punct(i-1, ";")
}

// isKey reports whether a word is the key of what follows: a:.
func (s *script) isKey(i int) bool {
	return s.Is(i, source.Word) && s.punct(i+1, ":") && s.adjacent(i+1) && !(s.punct(i+2, ":") && s.adjacent(i+2))
}

// adjacent reports whether nothing stands between a token and the one before it.
func (s *script) adjacent(i int) bool {
	return s.Code[i-1].At+len(s.Code[i-1].Text) == s.Code[i].At
}

func (s *script) at(i int) finding.Location {
	return finding.Location{File: s.file, Line: s.Code[i].Line}
}

// argument is one argument of a call.
type argument struct {
	key   string   // of key: value and :key => value; "" for others
	texts []string // its literal texts and symbols, of a list too
	plain bool     // it holds nothing else
}

// maxArguments bounds the tokens of one call.
const maxArguments = 4000

// arguments reads the arguments of a call from behind its name, and gives what follows.
func (s *script) arguments(i int) ([]argument, int) {
	bracket := s.punct(i, "(")
	if bracket {
		i++
	}
	var out []argument
	a, depth := argument{plain: true}, 0
	used := false
	flush := func() {
		if used {
			out = append(out, a)
		}
		a, used = argument{plain: true}, false
	}
	for end := min(len(s.Code), i+maxArguments); i < end; i++ {
		t := s.Text(i)
		goesOn := s.punct(i-1, ",") || s.punct(i-1, ">") || s.punct(i-1, "[") || s.punct(i-1, "(") || s.punct(i-1, ":") || s.punct(i, "]")
		switch {
		case !bracket && depth == 0 && s.fresh(i) && !goesOn:
			flush()
			return out, i
		case depth == 0 && s.punct(i, ")"):
			flush()
			return out, i + 1
		case depth == 0 && s.Is(i, source.Word) && (t == "if" || t == "unless" || t == "do") && !s.isKey(i):
			flush()
			return out, i
		case depth == 0 && s.punct(i, ","):
			flush()
		case s.punct(i, "["), s.punct(i, "{"), s.punct(i, "("):
			depth, used = depth+1, true
			a.plain = a.plain && t == "["
		case s.punct(i, "]"), s.punct(i, "}"), s.punct(i, ")"):
			depth--
		case s.punct(i, ","):
		case s.isKey(i) && depth == 0:
			a.key, used = t, true
			i++
		case s.punct(i, ":") && s.Is(i+1, source.Word) && s.punct(i+2, "=") && s.punct(i+3, ">") && depth == 0:
			a.key, used = s.Text(i+1), true
			i += 3
		case s.punct(i, ":") && s.Is(i+1, source.Word):
			a.texts, used = append(a.texts, s.Text(i+1)), true
			i++
		case s.Is(i, source.String):
			a.texts, used = append(a.texts, s.values(i)...), true
		default:
			a.plain, used = false, true
		}
	}
	flush()
	return out, i
}

// values are the texts of a literal: one, or those of %w[…].
func (s *script) values(i int) []string {
	if t := s.Text(i); strings.HasPrefix(t, "%w") || strings.HasPrefix(t, "%i") || strings.HasPrefix(t, "%W") {
		return strings.Fields(s.Code[i].Value())
	}
	return []string{s.Code[i].Value()}
}

// version joins the requirements of a call; "" if one is worked out, or there is none.
func versionOf(args []argument) string {
	var all []string
	for _, a := range args {
		if a.key != "" {
			continue
		}
		if !a.plain {
			return ""
		}
		all = append(all, a.texts...)
	}
	return strings.Join(all, ", ")
}

// option is an argument with a key.
func option(args []argument, keys ...string) (argument, bool) {
	for _, a := range args {
		if slices.Contains(keys, a.key) {
			return a, true
		}
	}
	return argument{}, false
}

// isName reports whether a text may be the name of a gem.
func isName(s string) bool {
	for _, c := range []byte(s) {
		if c != '_' && c != '-' && c != '.' && !(c >= '0' && c <= '9') && !(c|0x20 >= 'a' && c|0x20 <= 'z') {
			return false
		}
	}
	return s != "" && len(s) < 200
}

func byName(a, b modules.Requirement) int {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	return version.Of(Ecosystem).Compare(a.Version, b.Version)
}

// gemspec reads what a gemspec says of its gem.
func (s *script) gemspec() Gem {
	g := Gem{Folder: path.Dir(s.file), Manifest: s.file}
	for i := range s.Code {
		if !s.Is(i, source.Word) || !s.punct(i-1, ".") {
			continue
		}
		switch name := s.Text(i); name {
		case "name", "require_path", "require_paths":
			if s.punct(i+1, "=") {
				s.attribute(&g, name, i+2)
			}
		case "new":
			if s.Text(i-2) == "Specification" && g.Name == "" {
				if args, _ := s.arguments(i + 1); len(args) > 0 && args[0].plain && len(args[0].texts) == 1 {
					g.Name = args[0].texts[0]
				}
			}
		case "add_dependency", "add_runtime_dependency", "add_development_dependency":
			args, _ := s.arguments(i + 1)
			if len(args) == 0 || !args[0].plain || len(args[0].texts) != 1 || !isName(args[0].texts[0]) {
				continue
			}
			r := modules.Requirement{Name: args[0].texts[0], Version: versionOf(args[1:]), Location: s.at(i)}
			if name == "add_development_dependency" {
				r.Kind = modules.Development
			}
			g.requirements = append(g.requirements, r)
		}
	}
	if !isName(g.Name) {
		g.Name = strings.TrimSuffix(path.Base(s.file), ".gemspec")
	}
	if g.Roots == nil {
		g.Roots = []string{path.Join(g.Folder, "lib")}
	}
	return g
}

// attribute reads what is assigned to an attribute.
func (s *script) attribute(g *Gem, name string, i int) {
	args, _ := s.arguments(i)
	if len(args) == 0 || !args[0].plain {
		return
	}
	if name == "name" {
		if len(args) == 1 && len(args[0].texts) == 1 && g.Name == "" {
			g.Name = args[0].texts[0]
		}
		return
	}
	g.Roots = nil
	for _, a := range args {
		for _, t := range a.texts {
			if folder, ok := modules.Inside(g.Folder, t); ok {
				g.Roots = append(g.Roots, folder)
			}
		}
	}
}
