package cross

import (
	"bytes"
	"slices"
	"strings"

	"seam/analyze/source"
)

// maxLexed is the size of the largest script that is cut into tokens, in bytes: larger
// ones are data, or what a bundler made.
const maxLexed = 1 << 20

// worthIt reports whether a source is to be cut into tokens: it holds one of some words.
func worthIt(src []byte, words ...string) bool {
	return len(src) <= maxLexed && containsAny(src, words...)
}

func containsAny(src []byte, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(src, []byte(w)) })
}

// statement is the tokens of one statement, or of as much of one as belongs together.
type statement []source.Token

func (s statement) is(i int, text string) bool {
	return i >= 0 && i < len(s) && string(s[i].Text) == text
}

// strings lists the values of the strings from one token on, up to the bracket that
// closes what was open there.
func (s statement) strings(from int) []string {
	var out []string
	depth := 0
	for _, t := range s[min(from, len(s)):] {
		switch string(t.Text) {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth--; depth < 0 {
				return out
			}
		}
		if v := t.Value(); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// contracts lists the .proto files that the strings of a statement name.
func (s statement) contracts() []mention {
	var out []mention
	for _, t := range s {
		if v := t.Value(); isContract(v) {
			out = append(out, mention{How: contract, Path: v, Line: t.Line})
		}
	}
	return out
}

// runs lists the files among the arguments of a command, each an argument or a word of
// one that a shell reads.
func (s statement) runs(from int) []mention {
	var out []mention
	for _, v := range s.strings(from) {
		for word := range strings.FieldsSeq(v) {
			if mayRun(word) {
				out = append(out, mention{How: run, Path: word, Line: s[from-1].Line})
			}
		}
	}
	return out
}

// python reads the mentions of a Python file.
func python(src []byte) []mention {
	out := header(src)
	if !worthIt(src, "subprocess", "os.system", "__file__", ".proto\"", ".proto'") {
		return out
	}
	var s statement
	for t := range source.Tokens(source.Python, src) {
		switch t.Kind {
		case source.Comment:
		case source.Newline:
			out = append(out, s.python()...)
			s = s[:0]
		default:
			s = append(s, t)
		}
	}
	return append(out, s.python()...)
}

var pythonRuns = []string{"run", "Popen", "call", "check_call", "check_output"}

func (s statement) python() []mention {
	out := s.contracts()
	for i := range s {
		switch {
		case s.is(i, "subprocess") && s.is(i+1, ".") && i+2 < len(s) && slices.Contains(pythonRuns, string(s[i+2].Text)) && s.is(i+3, "("),
			s.is(i, "os") && s.is(i+1, ".") && s.is(i+2, "system") && s.is(i+3, "("):
			out = append(out, s.runs(i+4)...)
		case s.is(i, "__file__"):
			out = append(out, s.beside(i)...)
		}
	}
	return out
}

// beside reads a path that is built from that of the file: Path(__file__).parent / "x",
// os.path.join(os.path.dirname(__file__), "x").
func (s statement) beside(at int) []mention {
	ups := 0
	for i, t := range s {
		switch string(t.Text) {
		case "parent", "dirname":
			ups++
		case "parents":
			if s.is(i+1, "[") && i+2 < len(s) && len(s[i+2].Text) == 1 {
				ups += int(s[i+2].Text[0]-'0') + 1
			}
		}
	}
	var parts []string
	for _, t := range s[at:] {
		if v := t.Value(); v != "" {
			if !isPath(v) {
				break
			}
			parts = append(parts, v)
		}
	}
	if ups == 0 || len(parts) == 0 {
		return nil
	}
	return []mention{{How: read, Path: "./" + strings.Repeat("../", ups-1), Parts: parts, Line: s[at].Line}}
}

// javascript reads the mentions of a JavaScript or TypeScript file.
func javascript(src []byte) []mention {
	out := header(src)
	api := containsAny(src, "orval", "@hey-api/openapi-ts")
	runs := containsAny(src, "child_process", "execa")
	// import.meta alone is in most modules of some repositories: it takes a URL too.
	located := worthIt(src, "import.meta") && worthIt(src, "URL")
	if !located && !worthIt(src, "__dirname", ".proto\"", ".proto'", ".proto`", "child_process", "execa", "orval", "@hey-api/openapi-ts") {
		return out
	}
	s := statement(source.CodeOf(source.JavaScript, src))
	out = append(out, s.contracts()...)
	for i, t := range s {
		switch word := string(t.Text); {
		case s.is(i, "new") && s.is(i+1, "URL") && s.is(i+2, "(") && s.is(i+4, ",") && s.is(i+5, "import") && s.is(i+7, "meta"):
			if v := s[i+3].Value(); isPath(v) {
				out = append(out, mention{How: embedded, Path: v, Line: t.Line})
			}
		case s.is(i, "__dirname") && (s.is(i+1, ",") || s.is(i+1, "+")):
			if parts := s.adjacent(i + 1); len(parts) > 0 {
				out = append(out, mention{How: read, Path: ".", Parts: parts, Line: t.Line})
			}
		case runs && javascriptRuns[word] && s.is(i+1, "("):
			out = append(out, s.runs(i+2)...)
		case api && isDocument(t.Value()):
			out = append(out, mention{How: contract, Path: t.Value(), Line: t.Line})
		}
	}
	return out
}

var javascriptRuns = source.Words("spawn spawnSync exec execSync execFile execFileSync fork execa")

// adjacent lists the strings that follow each other with nothing but commas or plus
// signs between them; nil where anything else is among them, up to the closing bracket.
func (s statement) adjacent(from int) []string {
	var out []string
	for _, t := range s[from:] {
		switch string(t.Text) {
		case ",", "+":
			continue
		}
		v := strings.TrimPrefix(t.Value(), "/")
		if !isPath(v) {
			return out
		}
		out = append(out, v)
	}
	return out
}

// rust reads the mentions of a Rust file.
func rust(src []byte) []mention {
	out := header(src)
	if !worthIt(src, "include_str", "include_bytes", "include!", ".proto\"") {
		return out
	}
	s := statement(source.CodeOf(source.Rust, src))
	out = append(out, s.contracts()...)
	for i, t := range s {
		if s.is(i, "cfg") && s.is(i+2, "test") && s.is(i+3, ")") && s.is(i+5, "mod") && s.is(i+7, "{") {
			break // the tests of a file stand at its end
		}
		switch string(t.Text) {
		case "include_str", "include_bytes", "include":
			if s.is(i+1, "!") && s.is(i+2, "(") && i+3 < len(s) && isPath(s[i+3].Value()) && s.is(i+4, ")") {
				out = append(out, mention{How: embedded, Path: s[i+3].Value(), Line: t.Line})
			}
		}
	}
	return out
}
