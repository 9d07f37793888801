package glossary_test

import (
	"flag"
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"seam/analyze/glossary"
)

var update = flag.Bool("update", false, "write packages.txt anew from the packages' documentation")

// sources parses every non-test file of the program.
func sources(t *testing.T, each func(pkg string, f *ast.File)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "reporttest"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(filepath.Join(root, "analyze"), filepath.Dir(file))
		each(filepath.ToSlash(rel), f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPackages holds that the words which seam explain prints are those of the packages.
func TestPackages(t *testing.T) {
	docs := map[string]string{}
	sources(t, func(pkg string, f *ast.File) {
		if f.Doc == nil || strings.HasPrefix(pkg, "..") || pkg == "." || strings.HasPrefix(pkg, "format/") {
			return
		}
		var p comment.Parser
		docs[pkg] = string((&comment.Printer{TextWidth: 80, TextCodePrefix: "    "}).Text(p.Parse(f.Doc.Text())))
	})
	var names []string
	for n := range docs {
		names = append(names, n)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, n := range names {
		b.WriteString("-- " + n + " --\n" + strings.TrimRight(docs[n], "\n") + "\n")
	}
	if *update {
		if err := os.WriteFile("packages.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, n := range names {
		if glossary.Package(n) != strings.TrimRight(docs[n], "\n") {
			t.Errorf("packages.txt says other than the documentation of analyze/%s: go test ./analyze/glossary -update", n)
		}
	}
	if len(glossary.Packages()) != len(names) {
		t.Errorf("%d packages, want %d: go test ./analyze/glossary -update", len(glossary.Packages()), len(names))
	}
}

var kebab = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// said collects the codes in the source: of literals with a field Code, and the first
// words handed to functions that make warnings and evidence.
func said(t *testing.T) map[string]string {
	codes := map[string]string{}
	add := func(pkg string, x ast.Expr) {
		lit, ok := x.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return
		}
		if s, err := strconv.Unquote(lit.Value); err == nil && kebab.MatchString(s) {
			codes[s] = pkg
		}
	}
	sources(t, func(pkg string, f *ast.File) {
		if pkg == "plan" || pkg == "glossary" || strings.HasPrefix(pkg, "../cmd/seam/internal") {
			return // steps of a plan are no codes of the report
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if id, ok := n.Key.(*ast.Ident); ok && id.Name == "Code" {
					add(pkg, n.Value)
				}
			case *ast.CallExpr:
				switch called(n.Fun) {
				case "Add", "Unreadable":
					if !strings.HasPrefix(pkg, "imports") { // of imports.Notices
						return true
					}
					fallthrough
				case "add", "warn", "Warn", "note", "report", "reason":
					if len(n.Args) > 1 {
						add(pkg, n.Args[0])
					}
				}
			}
			return true
		})
	})
	return codes
}

func called(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

// TestEveryCodeIsExplained: whoever makes seam say a new word says here what it means.
func TestEveryCodeIsExplained(t *testing.T) {
	codes := said(t)
	if len(codes) < 60 {
		t.Errorf("only %d codes were found in the source: this test looks at the wrong place", len(codes))
	}
	for code, pkg := range codes {
		if len(glossary.Find(code)) == 0 {
			t.Errorf("%s (analyze/%s) has no definition in package glossary", code, pkg)
		}
	}
}

// TestNoDefinitionIsLeftOver: a code that the program no longer writes needs no meaning.
func TestNoDefinitionIsLeftOver(t *testing.T) {
	literals := map[string]bool{}
	sources(t, func(pkg string, f *ast.File) {
		if pkg == "glossary" {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					literals[s] = true
				}
			}
			return true
		})
	})
	for _, e := range glossary.All() {
		if e.Kind != glossary.Word && !literals[e.Code] {
			t.Errorf("%s %s: no source file holds this code", e.Kind, e.Code)
		}
	}
}

func TestDefinitions(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range glossary.All() {
		if key := string(e.Kind) + ":" + e.Code; seen[key] {
			t.Errorf("%s is defined twice", key)
		} else {
			seen[key] = true
		}
		if e.Text == "" || !strings.HasSuffix(e.Text, ".") && !strings.HasSuffix(e.Text, "…") {
			t.Errorf("%s: %q is no sentence", e.Code, e.Text)
		}
		if e.Package != "" && glossary.Package(e.Package) == "" {
			t.Errorf("%s: there is no package %s", e.Code, e.Package)
		}
	}
	if got := glossary.Find("changes-alone"); len(got) != 2 || got[0].Kind != glossary.Term || got[1].Kind != glossary.Evidence {
		t.Errorf("changes-alone: %v", got)
	}
	if got := glossary.Package("no-such"); got != "" {
		t.Error(got)
	}
}
