package swift

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"seam/analyze/history"
	"seam/analyze/source"
)

// Bounds of what is kept of one file, which is multiplied by one another.
const (
	maxName     = 300
	maxImports  = 1000
	maxMentions = 20_000
)

// scan reads one file.
func scan(src []byte) facts {
	s := scanner{code: source.CodeOf(source.Swift, src), mentioned: map[string]bool{}, imported: map[string]bool{}}
	s.Lines, s.Generated = bytes.Count(src, []byte("\n")), history.SaysGenerated(src)
	depth := 0
	for i := 0; i < len(s.code); i++ {
		switch s.code[i].Kind {
		case source.Punct:
			switch s.code[i].Text[0] {
			case '{', '(', '[':
				depth++
			case '}', ')', ']':
				depth = max(0, depth-1)
			}
		case source.Word:
			if depth == 0 {
				i = s.top(i)
			} else {
				s.mention(i)
			}
		}
	}
	slices.SortFunc(s.Declared, func(a, b declaration) int { return cmp.Or(strings.Compare(a.Name, b.Name), order(a.Public, b.Public)) })
	s.Declared = slices.CompactFunc(s.Declared, func(a, b declaration) bool { return a.Name == b.Name })
	return s.facts
}

// order puts what is true first.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// scanner is the state of one scan.
type scanner struct {
	facts
	code                source.Code
	mentioned, imported map[string]bool
	public              bool // a modifier of the declaration that begins here says so
}

// declares tells the words before the name of a declaration; those that are true are types.
var declares = map[string]bool{
	"struct": true, "class": true, "enum": true, "protocol": true, "actor": true, "typealias": true,
	"func": false, "var": false, "let": false, "macro": false,
}

// top reads a word outside of all brackets and tells how far it read.
func (s *scanner) top(i int) int {
	word, next := s.code.Text(i), i+1
	isType, declaring := declares[word]
	switch {
	case s.code.Text(i-1) == ".":
		s.mention(i)
	case s.code.Text(i-1) == "@":
		s.Main = s.Main || word == "main"
		s.mention(i)
	case word == "import" && s.code.Is(next, source.Word):
		return s.imports(next)
	case word == "public" || word == "open" || word == "package":
		s.public = true
	case declaring && s.code.Is(next, source.Word) && !modifies(word, s.code.Text(next)):
		name := strings.Trim(s.code.Text(next), "`")
		if (isType || s.public) && len(name) <= maxName && !s.private(i) {
			s.Declared = append(s.Declared, declaration{name, s.public})
		}
		s.public = false
		return next
	case word == "extension" || declaring:
		s.public = false
	default:
		s.mention(i)
	}
	return i
}

// modifies tells class func and class var, which declare members.
func modifies(word, next string) bool {
	return word == "class" && (next == "func" || next == "var" || next == "let")
}

// private reports whether a declaration is hidden in its file: a modifier before it says so.
func (s *scanner) private(i int) bool {
	for j := i - 1; j >= 0 && s.code.Is(j, source.Word) && j >= i-6; j-- {
		if text := s.code.Text(j); text == "private" || text == "fileprivate" {
			return true
		}
	}
	return false
}

// importedKinds are the words that tell what one imported declaration is.
var importedKinds = source.Words("struct class enum protocol typealias func let var")

// imports reads what follows import and tells where it ends: the module is the first name.
func (s *scanner) imports(i int) int {
	s.public = false
	line := s.code[i].Line
	if importedKinds[s.code.Text(i)] && s.code.Is(i+1, source.Word) && s.code[i+1].Line == line {
		i++
	}
	module := strings.Trim(s.code.Text(i), "`")
	if !s.imported[module] && len(module) <= maxName && len(s.Imports) < maxImports {
		s.imported[module] = true
		s.Imports = append(s.Imports, imported{module, line})
	}
	for s.code.Text(i+1) == "." && s.code.Is(i+2, source.Word) {
		i += 2
	}
	return i
}

// mention notes a word that can name something of another file: one that begins with a capital
// letter, or that is called and stands behind no point, and is no label of an argument.
func (s *scanner) mention(i int) {
	text := s.code[i].Text
	capital := text[0] >= 'A' && text[0] <= 'Z'
	if len(text) > maxName || s.mentioned[string(text)] || len(s.Mentions) >= maxMentions {
		return
	}
	if !capital && (s.code.Text(i+1) != "(" || s.code.Text(i-1) == "." || s.code.Text(i-1) == "func") || keywords[string(text)] {
		return
	}
	if before := s.code.Text(i - 1); s.code.Text(i+1) == ":" && (before == "(" || before == ",") {
		return
	}
	name := string(text)
	s.mentioned[name] = true
	s.Mentions = append(s.Mentions, mention{name, s.code[i].Line})
}

var keywords = source.Words(`if guard while for switch return throw throws rethrows catch init deinit subscript func let var case in is as try await async some any
		Self Any Int Int8 Int16 Int32 Int64 UInt UInt8 UInt16 UInt32 UInt64 String Bool Double Float Character Array Dictionary Set Optional Void Error Never Sendable`)
