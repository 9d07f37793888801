package dossier

import (
	"go/build"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// compareQuick holds the quick looks at a Go file against what they stand for: all tables,
// and the words of settings.
func compareQuick(t *testing.T, content []byte) (tables int) {
	t.Helper()
	got := dataIn("a.go", content, true).Tables
	var want []Use
	if mayHoldSQL(content) {
		want = tablesInGo("a.go", scan(content))
	}
	if !slices.Equal(got, want) {
		t.Errorf("tables %v, want %v of %.2000q", got, want, content)
	}
	words := containsAny(content, "env(", "env.", "Env(", "LookupEnv", `env:"`, `envconfig:"`, "viper.", "FromEnv", "EnvVar", "Environ")
	if mayHoldSettings(content) != words {
		t.Errorf("settings %v, want %v of %.2000q", !words, words, content)
	}
	return len(want)
}

func TestQuickLooks(t *testing.T) {
	words := []string{
		"\"", "\"", "`", "`", "\n", " ", "\\n", "\\t", "\\x20", "\\u0020", "\u00a0", "-- why", "+", "SELECT * FROM a", "select b from c where d = ?", "update ", "UPDATE e SET f",
		"with g as (select 1) select * from h", "INSERT INTO i VALUES", "in\u017fert into j values (1)", "TableName() string { return \"k\" }", ") ", "insert into l values (1)",
		"x", "//", "env", "Env", "Lookup", "From", "(", ".", ":\"", "config", "Var", "iron", "viper.", "nv", "e",
	}
	random := rand.New(rand.NewPCG(1, 2))
	some := func(most int) (text string) {
		for range random.IntN(most) {
			text += words[random.IntN(len(words))]
		}
		return text
	}
	tables := 0
	for range 20_000 {
		tables += compareQuick(t, []byte(some(12)))
		tables += compareQuick(t, []byte(some(3)+"`"+some(3)+"DELETE FROM t WHERE "+some(3)+"`"+some(3)))
	}
	if tables < 500 {
		t.Errorf("only %d tables in all random texts", tables)
	}
}

// TestQuickLooksOfPrograms looks at the files of the Go distribution, and at those of the
// folder that SEAM_SOURCES names.
func TestQuickLooksOfPrograms(t *testing.T) {
	files, tables := 0, 0
	for _, root := range []string{filepath.Join(build.Default.GOROOT, "src"), os.Getenv("SEAM_SOURCES")} {
		if root == "" {
			continue
		}
		filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") {
				return nil
			}
			if content, err := os.ReadFile(file); err == nil && len(content) <= maxSize {
				files++
				tables += compareQuick(t, content)
			}
			return nil
		})
	}
	if files == 0 {
		t.Skip("NOT COMPARED: the sources of the Go distribution are not here, and SEAM_SOURCES names no folder")
	}
	t.Logf("%d tables in %d files", tables, files)
}

func FuzzQuickLooks(f *testing.F) {
	f.Add([]byte("var q = `\n-- why\nSELECT a FROM b` + \"update c set d = ?\""))
	f.Add([]byte("os.LookupEnv(\"A\"); viper.Get(\"b\"); `env:\"C\"`"))
	f.Fuzz(func(t *testing.T, content []byte) { compareQuick(t, content) })
}
