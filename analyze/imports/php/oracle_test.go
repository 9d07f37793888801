package php

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestAgainstParser compares the names that every file declares and mentions with what
// nikic/php-parser says. It needs php, and the folder of the parser's package in
// SEAM_PHP_PARSER. SEAM_SOURCES is a folder of programs; this package's testdata if it is
// empty. A name counts once a file, on the line where it stands first, and a use statement
// before all else.
func TestAgainstParser(t *testing.T) {
	parser := os.Getenv("SEAM_PHP_PARSER")
	if _, err := exec.LookPath("php"); err != nil || parser == "" {
		t.Skip("NOT COMPARED with nikic/php-parser: php is not installed, or SEAM_PHP_PARSER names no folder of the parser's package")
	}
	root := os.Getenv("SEAM_SOURCES")
	if root == "" {
		root = "testdata"
	}
	files := programs(t, root)
	cmd := exec.Command("php", "-d", "memory_limit=2G", "-d", "xdebug.mode=off", "testdata/parser.php", parser)
	cmd.Stdin, cmd.Stderr = strings.NewReader(strings.Join(files, "\n")+"\n"), os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want, parsed := map[string][]string{}, map[string]bool{}
	for line := range strings.Lines(string(answer)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch f[2] {
		case "broken":
		case "parsed":
			parsed[f[0]] = true
		default:
			want[f[0]] = append(want[f[0]], strings.Join(f[1:], " "))
		}
	}
	different, names := 0, 0
	for _, file := range files {
		if !parsed[file] {
			continue // the parser refuses it
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		expected, got := firsts(want[file]), shown(reader.Facts("", src))
		names += len(expected)
		if missed, extra := minus(expected, got), minus(got, expected); len(missed)+len(extra) > 0 {
			different++
			t.Errorf("%s\n  missed %q\n  extra %q", file, missed, extra)
		}
	}
	if t.Logf("%d files compared, %d names, %d files differ, %d do not parse", len(parsed), names, different, len(files)-len(parsed)); len(parsed) == 0 {
		t.Error("no file was compared")
	}
}

// programs lists the PHP files below a folder.
func programs(t *testing.T, root string) []string {
	var files []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasSuffix(p, ".php") && p != filepath.Join("testdata", "parser.php") {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// firsts makes of what the parser says what facts hold: each name once, without the
// functions that every file has.
func firsts(lines []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, statements := range []bool{true, false} {
		for _, line := range lines {
			at, rest, _ := strings.Cut(line, " ")
			kind, name := rest[:strings.LastIndexByte(rest, ' ')], rest[strings.LastIndexByte(rest, ' ')+1:]
			if strings.HasPrefix(kind, "use") != statements {
				continue
			}
			lower := strings.ToLower(name)
			id := map[string]string{"use": "class ", "use function": "call "}[kind]
			switch {
			case kind == "use const":
				id = "const " + name
			case strings.HasPrefix(kind, "declares"):
				id = line
			case id == "":
				id = kind + " " + lower
			default:
				id += lower
			}
			if seen[id] || kind == "call" && (plain[last(lower)] || reserved[lower]) {
				continue
			}
			seen[id] = true
			if strings.HasPrefix(kind, "declares") {
				at = "0"
			}
			out = append(out, at+" "+kind+" "+name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// shown is what facts say, in the parser's words.
func shown(f facts) []string {
	var out []string
	for _, d := range f.Declared {
		switch {
		case d.Alias:
		case d.Kind == class:
			out = append(out, "0 declares "+d.Name)
		case d.Kind == function:
			out = append(out, "0 declares function "+d.Name)
		}
	}
	for _, n := range f.Uses {
		word := [...]string{"class", "call", "call", ""}[n.Kind]
		if n.Statement {
			word = [...]string{"use", "use function", "use function", "use const"}[n.Kind]
		}
		if word != "" {
			out = append(out, strconv.Itoa(n.Line)+" "+word+" "+n.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func minus(a, b []string) []string {
	var out []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	return out
}
