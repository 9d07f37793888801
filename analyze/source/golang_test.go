package source

import (
	"go/build"
	goscanner "go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGo(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"import", "import a \"b\" // c\n/* \" */ d", "w:import w:a s:\"b\" c:// c c:/* \" */ w:d"},
		{"raw string", "`a\\\n\"b` c", "s:`a\\\n\"b` w:c"},
		{"runes", `'"' '\'' '\\' "a\"b" 'é'`, `s:'"' s:'\'' s:'\\' s:"a\"b" s:'é'`},
		{"unclosed string", "\"a\nb", "s:\"a w:b"},
		{"operators", "a<-b&^=c", "w:a p:< p:- w:b p:& p:^ p:= w:c"},
		{"comments do not nest", "/* a /* b */ c", "c:/* a /* b */ w:c"},
	} {
		if got := show(Go, c.src); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.name, c.src, got, c.want)
		}
		covers(t, Go, []byte(c.src))
	}
}

// TestGoEqualsScanner compares words, strings and comments of the standard library with
// those of go/scanner.
func TestGoEqualsScanner(t *testing.T) {
	root := filepath.Join(build.Default.GOROOT, "src", "net")
	if _, err := os.Stat(root); err != nil {
		t.Skip("NOT COMPARED with go/scanner: the sources of the standard library are not installed")
	}
	files := 0
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") {
			return err
		}
		src, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		files++
		got, want := goTokens(src), goScanned(src)
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("%s: %+v, go/scanner has %+v", p, got[i], want[i])
				return nil
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d tokens, go/scanner has %d", p, len(got), len(want))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("%d files compared", files)
	}
	t.Logf("%d files compared", files)
}

// piece is one word, string or comment and where it stands.
type piece struct {
	line, at int
	text     string
}

func goTokens(src []byte) []piece {
	var out []piece
	for t := range Tokens(Go, src) {
		if t.Kind == Word || t.Kind == String || t.Kind == Comment {
			out = append(out, piece{t.Line, t.At, string(t.Text)})
		}
	}
	return out
}

func goScanned(src []byte) []piece {
	set := token.NewFileSet()
	file := set.AddFile("", -1, len(src))
	var s goscanner.Scanner
	s.Init(file, src, func(token.Position, string) {}, goscanner.ScanComments)
	var out []piece
	for {
		pos, tok, text := s.Scan()
		switch {
		case tok == token.EOF:
			return out
		case tok == token.IDENT, tok.IsKeyword(), tok == token.STRING, tok == token.CHAR, tok == token.COMMENT:
			out = append(out, piece{file.PositionFor(pos, false).Line, file.Offset(pos), text})
		}
	}
}

func FuzzGo(f *testing.F) {
	fuzzCurly(f, Go, "package a\nimport `b`\nvar c = 'd' + \"e\\\"\" /* f */ // g")
}
