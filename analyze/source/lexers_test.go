package source

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// library lists up to most files of an ending below the folders that a program prints,
// one a line; it skips the test, loudly, if the program is not installed.
func library(t *testing.T, most int, ending string, command ...string) []string {
	t.Helper()
	roots, err := exec.Command(command[0], command[1:]...).Output()
	if err != nil {
		t.Skipf("NOT COMPARED: %s is not installed (%v)", command[0], err)
	}
	var files []string
	for root := range strings.Lines(string(roots)) {
		_ = filepath.WalkDir(strings.TrimSpace(root), func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && strings.HasSuffix(p, ending) && len(files) < most {
				files = append(files, p)
			}
			return nil
		})
	}
	return files
}

// sameWords compares the words of files with those that a language's own lexer prints
// for the names on its standard input; at gives where a word stands, in the printer's way.
func sameWords(t *testing.T, l Language, files []string, at func(src []byte, tok Token) int, command ...string) {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n") + "\n")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		file, word, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		switch word {
		case "broken":
		case "parsed":
			want[file] = []string{}
		default:
			want[file] = append(want[file], word)
		}
	}
	for _, file := range files {
		if want[file] == nil {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for tok := range Tokens(l, src) {
			if tok.Kind == Word {
				got = append(got, fmt.Sprintf("%d\t%d\t%s", tok.Line, at(src, tok), tok.Text))
			}
		}
		for i := range max(len(got), len(want[file])) {
			if g, w := nth(got, i), nth(want[file], i); g != w {
				t.Errorf("%s: %q, the language's own lexer has %q", file, g, w)
				break
			}
		}
	}
	if t.Logf("%d files compared", len(want)); len(want) == 0 {
		t.Error("no file was compared")
	}
}

func nth(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// TestRubyEqualsRipper compares the words of the files below SEAM_SOURCES, else of a part
// of Ruby's own library. It needs ruby.
func TestRubyEqualsRipper(t *testing.T) {
	most, root := 150, "puts RbConfig::CONFIG['rubylibdir']"
	if os.Getenv("SEAM_SOURCES") != "" {
		most, root = 10_000, "puts ENV['SEAM_SOURCES']"
	}
	files := library(t, most, ".rb", "ruby", "-rrbconfig", "-e", root)
	column := func(src []byte, tok Token) int { return tok.At - bytes.LastIndexByte(src[:tok.At], '\n') - 1 }
	sameWords(t, Ruby, files, column, "ruby", "testdata/words.rb")
}

// TestPHPEqualsTokenizer compares the words of the files below SEAM_SOURCES, else of this
// package's testdata. It needs php.
func TestPHPEqualsTokenizer(t *testing.T) {
	files := library(t, 10_000, ".php", "php", "-r", "echo getenv('SEAM_SOURCES') ?: 'testdata';")
	sameWords(t, PHP, files, func(_ []byte, tok Token) int { return tok.At }, "php", "testdata/words.php")
}
