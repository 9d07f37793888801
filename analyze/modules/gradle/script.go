package gradle

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
)

// text is a string value with the line that sets it.
type text struct {
	value string
	at    finding.Location
}

// script is one build or settings file, cut into tokens.
type script struct {
	file   string
	tokens []token
	values map[string]text // variables with a literal value; "" if a variable is set twice
	apply  []string        // scripts that it applies, as written
}

// script reads a file once; nil if there is none.
func (l *loader) script(file string) *script {
	if s, ok := l.scripts[file]; ok {
		return s
	}
	l.scripts[file] = nil
	if _, ok := slices.BinarySearch(l.files, file); !ok {
		return nil
	}
	data, ok := l.read(file)
	if !ok {
		return nil
	}
	s := &script{file: file, tokens: lex(string(data)), values: map[string]text{}}
	if line, why := mistake(s.tokens); line > 0 {
		l.set.Break(Ecosystem, file, line, why)
	}
	s.collect()
	l.scripts[file] = s
	return s
}

func (s *script) at(t token) finding.Location { return finding.Location{File: s.file, Line: t.line} }

// collect finds the assignments of literal text, and applied scripts.
func (s *script) collect() {
	for i := 0; i < len(s.tokens); i++ {
		t := s.tokens[i]
		switch {
		case t.is("=") && i > 0:
			i = max(i, s.assignment(i)-1)
		case t.is("from") && i+2 < len(s.tokens) && i > 0 && (s.tokens[i-1].is("apply") || s.tokens[i-1].is("(")):
			if next := s.tokens[i+2]; next.kind == str && s.tokens[i+1].kind == mark {
				s.apply = append(s.apply, next.text)
			}
		case (t.is("set") || t.is("extra")) && i+1 < len(s.tokens) && s.tokens[i+1].is("("):
			s.call(i)
		}
	}
}

// assignment is NAME = "text", or NAME = [a: "text", …]. next is the place after what was
// read.
func (s *script) assignment(i int) (next int) {
	end := i
	if s.tokens[i-1].is("+") {
		end-- // +=
	}
	name := s.before(end)
	if name == "" || i+1 >= len(s.tokens) || s.tokens[i-1].is("=") {
		return i + 1
	}
	switch value := s.tokens[i+1]; {
	case value.kind == str && s.ends(i+2):
		s.put(name, value)
	case value.is("["):
		return s.list(name, i+1)
	}
	return i + 1
}

// before is the name that ends before place i, without the words for the project itself:
// ext.versions.x is "versions.x"; extra["x"] is "x".
func (s *script) before(i int) string {
	i--
	if i >= 2 && s.tokens[i].is("]") && s.tokens[i-1].kind == str {
		return s.tokens[i-1].text
	}
	var parts []string
	for i >= 0 && s.tokens[i].kind == word && len(parts) < maxParts {
		parts = append([]string{s.tokens[i].text}, parts...)
		if i >= 2 && s.tokens[i-1].is(".") {
			if i -= 2; s.tokens[i].kind != word {
				return "" // a part of what a call gives
			}
			continue
		}
		break
	}
	for len(parts) > 1 && (parts[0] == "ext" || parts[0] == "project" || parts[0] == "rootProject") {
		parts = parts[1:]
	}
	return strings.Join(parts, ".")
}

// ends reports that a statement ends at place i.
func (s *script) ends(i int) bool {
	return i >= len(s.tokens) || s.tokens[i].kind == space || s.tokens[i].is(";") || s.tokens[i].is("}")
}

// list reads [a: "text", b: "text"].
func (s *script) list(name string, open int) (next int) {
	end := closing(s.tokens[:min(len(s.tokens), open+maxList)], open)
	for i := open + 1; i+2 < end; i++ {
		if s.tokens[i].kind != mark && s.tokens[i].kind != space && s.tokens[i+1].is(":") && s.tokens[i+2].kind == str {
			s.put(name+"."+s.tokens[i].text, s.tokens[i+2])
		}
	}
	return end
}

// call is set("name", "text"), or by extra("text").
func (s *script) call(i int) {
	t := s.tokens
	switch {
	case i+4 < len(t) && t[i+2].kind == str && t[i+3].is(",") && t[i+4].kind == str:
		s.put(t[i+2].text, t[i+4])
	case t[i].is("extra") && i >= 2 && t[i-1].is("by") && t[i+2].kind == str:
		s.put(t[i-2].text, t[i+2])
	}
}

// put notes a value; of two different ones none is known.
func (s *script) put(name string, t token) {
	value := text{t.text, s.at(t)}
	if t.raw && strings.Contains(t.text, "$") {
		value.value = ""
	}
	if before, ok := s.values[name]; ok && before.value != value.value {
		value.value = ""
	}
	s.values[name] = value
}

// scope is where a build file's names are looked up: its own file, what it applies, and
// the same of the folders above, the innermost first.
func (l *loader) scope(file string) []map[string]text {
	var out []map[string]text
	root := l.rootOf(path.Dir(file))
	for dir, own := path.Dir(file), file; ; dir, own = path.Dir(dir), "" {
		if own == "" {
			own = l.builds[dir]
		}
		out = l.addScript(out, own, root, 0)
		if p := l.properties[dir]; p != nil {
			out = append(out, p)
		}
		if dir == "." || dir == root || len(out) > maxScope {
			return out
		}
	}
}

const (
	maxScope   = 200 // scripts that one build file's names are looked up in
	maxApplied = 10  // scripts that apply one another
	maxList    = 5000
	maxParts   = 20  // of a name with dots
	maxFills   = 100 // names filled in for one text
)

func (l *loader) addScript(out []map[string]text, file, root string, depth int) []map[string]text {
	s := l.script(file)
	if s == nil || depth > maxApplied || len(out) > maxScope {
		return out
	}
	out = append(out, s.values)
	for _, a := range s.apply {
		out = l.addScript(out, appliedPath(a, path.Dir(file), root), root, depth+1)
	}
	return out
}

// appliedPath is a script's path from the root of the repository.
func appliedPath(written, folder, root string) string {
	for _, prefix := range []string{"$rootDir/", "${rootDir}/", "$rootProject.projectDir/", "${rootProject.projectDir}/"} {
		if rest, ok := strings.CutPrefix(written, prefix); ok {
			return path.Join(root, rest)
		}
	}
	for _, prefix := range []string{"$projectDir/", "${projectDir}/"} {
		written = strings.TrimPrefix(written, prefix)
	}
	return path.Join(folder, written)
}

// rootOf is the folder of the nearest settings file at or above a folder; the folder
// itself if there is none.
func (l *loader) rootOf(folder string) string {
	if s := l.settingsOf(folder); s != nil {
		return s.folder
	}
	return folder
}
