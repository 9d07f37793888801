package export

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"seam/analyze"
	"seam/analyze/repo"
)

var update = flag.Bool("update", false, "rewrite the tables of columns in docs/fleet.md")

// small is a repository in which every table but locked has a row.
func small(t *testing.T) *Source {
	t.Helper()
	dir := t.TempDir()
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	write := map[string]string{
		"go.mod":             "module m.example/m\n\ngo 1.24\n\nrequire (\n\tx.example/x v1.0.0\n\tx.example/x/v2 v2.0.0\n)\n",
		"package-lock.json":  `{"name": "w", "lockfileVersion": 3, "packages": {"": {"name": "w"}, "node_modules/left": {"version": "1.0.0"}}}`,
		"package.json":       `{"name": "w", "dependencies": {"left": "^1.0.0"}}`,
		"a/a.go":             "package a\n\nimport (\n\t_ \"m.example/m/b\"\n\t_ \"x.example/x\"\n)\n",
		"b/b.go":             "package b\n",
		"b/b_test.go":        "package b\n\nimport _ \"x.example/x/v2\"\n",
		"docker-compose.yml": "services:\n  web:\n    image: web\n    depends_on: [db]\n  db:\n    image: postgres\n",
		"CODEOWNERS":         "/a/ @acme/core\n",
		"odd\xff,\"\n.txt":   "a name that is no UTF-8\n",
		"p{0,9}/<&>.go":      "package p\n",
	}
	for i, subject := range []string{"SHOP-1 begin", "SHOP-2 by ann@one.example"} {
		_, err := b.Commit(repo.BuildCommit{
			Author: "Ann Onym", Email: "ann@one.example", Message: subject + "\n\nCo-authored-by: Bo <bo@two.example>\n",
			When: time.Date(2024, 1, 1+i, 12, 0, 0, 0, time.UTC), Write: write,
		})
		if err != nil {
			t.Fatal(err)
		}
		write = map[string]string{"b/b.go": "package b // 2\n"}
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	in, err := analyze.Load(context.Background(), analyze.Request{Dir: dir, Needs: analyze.Needs{History: true, Imports: true, Modules: true, Services: true, Cuts: true}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := analyze.Run(in, analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &Source{Result: r, Repository: "m.example/m", Head: in.Head.String(), Version: "test"}
}

func write(t *testing.T, table Table, f Format, s *Source) (content []byte, rows int) {
	t.Helper()
	var b bytes.Buffer
	n, err := table.Write(&b, f, s)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), n
}

// Every format holds the same rows: Parquet and CSV are read back and held against the
// JSON lines.
func TestFormatsAgree(t *testing.T) {
	s := small(t)
	for _, table := range Tables() {
		t.Run(table.Name, func(t *testing.T) {
			lines, n := write(t, table, JSONL, s)
			if n == 0 {
				t.Error("no row: the repository of this test should have one in every table")
			}
			want := [][]string{}
			for line := range strings.Lines(string(lines)) {
				var row map[string]any
				if err := json.Unmarshal([]byte(line), &row); err != nil {
					t.Fatalf("%v: %s", err, line)
				}
				if len(row) != len(table.Columns) {
					t.Errorf("%d values for %d columns: %s", len(row), len(table.Columns), line)
				}
				var values []string
				for _, c := range table.Columns {
					values = append(values, fmt.Sprint(row[c.Name]))
				}
				want = append(want, values)
			}
			if len(want) != n {
				t.Errorf("%d lines, said to be %d", len(want), n)
			}

			b, _ := write(t, table, CSV, s)
			got, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got[1:], want) {
				t.Errorf("CSV holds\n%q\nJSON lines\n%q", got[1:], want)
			}

			b, _ = write(t, table, Parquet, s)
			if got := readParquet(t, b, table); !reflect.DeepEqual(got, want) {
				t.Errorf("Parquet holds\n%q\nJSON lines\n%q", got, want)
			}
		})
	}
}

// readParquet reads by the schema in the file, not by the types that wrote it.
func readParquet(t *testing.T, b []byte, table Table) [][]string {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := f.Lookup("seam_schema"); got != fmt.Sprint(Schema) {
		t.Errorf("seam_schema is %q", got)
	}
	for i, field := range f.Schema().Fields() {
		if field.Name() != table.Columns[i].Name {
			t.Errorf("column %d is %s, documented as %s", i, field.Name(), table.Columns[i].Name)
		}
	}
	out := [][]string{}
	rows := parquet.NewReader(f)
	defer rows.Close()
	for range f.NumRows() {
		read := make([]parquet.Row, 1)
		if n, err := rows.ReadRows(read); n != 1 {
			t.Fatalf("%d rows: %v", n, err)
		}
		var values []string
		for i, v := range read[0] {
			text := v.String()
			if table.Columns[i].Type == "time" {
				text = time.UnixMilli(v.Int64()).UTC().Format(time.RFC3339)
			}
			values = append(values, text)
		}
		out = append(out, values)
	}
	return out
}

func TestSameBytes(t *testing.T) {
	s, again := small(t), small(t)
	for _, table := range Tables() {
		for _, f := range Formats() {
			a, _ := write(t, table, f, s)
			b, _ := write(t, table, f, again)
			if !bytes.Equal(a, b) {
				t.Errorf("%s differs between two runs", table.File(f))
			}
		}
	}
}

// People have numbers unless names are asked for.
func TestPeople(t *testing.T) {
	s := small(t)
	for _, table := range Tables() {
		b, _ := write(t, table, JSONL, s)
		for _, word := range []string{"Ann", "ann@", "Bo", "bo@"} {
			if bytes.Contains(b, []byte(word)) {
				t.Errorf("%s names %s", table.Name, word)
			}
		}
		s.People = true
		b, _ = write(t, table, JSONL, s)
		s.People = false
		if named := bytes.Contains(b, []byte(`"author":"Ann Onym <ann@one.example>"`)); named != (table.Name == "changes") {
			t.Errorf("%s with names: %v", table.Name, named)
		}
	}
}

// However many rows there are, they take little memory beside the rows' source, and no row group grows
// beyond its bound.
func TestStreams(t *testing.T) {
	const n = 300_000
	rows := func(yield func(Change) bool) {
		for i := range n {
			row := Change{Repository: "r", Head: "h", Change: fmt.Sprintf("%040d", i), When: time.Unix(int64(i), 0), Author: fmt.Sprint("person ", i%1000), Files: int64(i % 30)}
			if !yield(row) {
				return
			}
		}
	}
	file := filepath.Join(t.TempDir(), "changes.parquet")
	w, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var most uint64
	watched := func(yield func(Change) bool) {
		i := 0
		for row := range iter.Seq[Change](rows) {
			if i++; i%50_000 == 0 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
			if !yield(row) {
				return
			}
		}
	}
	if _, err := encode(w, Parquet, "test", watched); err != nil {
		t.Fatal(err)
	}
	if most > 64<<20 {
		t.Errorf("%d MiB live on the heap", most>>20)
	}
	size, err := w.Seek(0, 2)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(w, size)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.NumRows(); got != n {
		t.Errorf("%d rows, want %d", got, n)
	}
	for i, g := range f.RowGroups() {
		if g.NumRows() > MaxRowGroup {
			t.Errorf("row group %d has %d rows", i, g.NumRows())
		}
	}
}

// An engine of its own make reads what is written, files without rows beside others too.
func TestDuckDB(t *testing.T) {
	duckdb, err := exec.LookPath("duckdb")
	if err != nil {
		t.Skip("NOT TESTED: duckdb is not installed, so no other reader looks at the Parquet files")
	}
	s := small(t)
	empty := &Source{Result: &analyze.Result{Input: &analyze.Input{}}, Repository: "empty", Head: "0", Version: "test"}
	dir := t.TempDir()
	for _, table := range Tables() {
		b, n := write(t, table, Parquet, s)
		none, m := write(t, table, Parquet, empty)
		for name, content := range map[string][]byte{"a": b, "b": none} {
			if err := os.MkdirAll(filepath.Join(dir, name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name, table.File(Parquet)), content, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		lines, _ := write(t, table, JSONL, s)
		var first map[string]any
		if err := json.Unmarshal(lines[:bytes.IndexByte(lines, '\n')], &first); err != nil {
			t.Fatal(err)
		}
		last := table.Columns[len(table.Columns)-1].Name
		files := filepath.Join(dir, "*", table.File(Parquet))
		query := fmt.Sprintf(`SELECT count(*) AS n, arg_min("%s", rowid) FILTER (head <> '0') AS last FROM (SELECT *, row_number() OVER () AS rowid FROM '%s')`, last, files)
		out, err := exec.Command(duckdb, "-csv", "-c", query).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", table.Name, err, out)
		}
		got, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if want := []string{fmt.Sprint(n + m), fmt.Sprint(first[last])}; !reflect.DeepEqual(got[1], want) {
			t.Errorf("%s: DuckDB reads %q, want %q", table.Name, got[1], want)
		}
	}
}

const begin, end = "<!-- columns: go test ./report/export -update -->\n", "<!-- end of columns -->\n"

// docs/fleet.md lists every column.
func TestColumnsAreDocumented(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "fleet.md")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(b), begin)
	listed, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no place for the columns", file)
	}
	want := columnsAsMarkdown()
	if *update {
		if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if listed != want {
		t.Errorf("%s lists other columns: go test ./report/export -update", file)
	}
}

func columnsAsMarkdown() string {
	var b strings.Builder
	b.WriteString("\nEvery table has the columns `repository` and `head`, both text.\n")
	for _, t := range Tables() {
		fmt.Fprintf(&b, "\n### %s\n\nOne row: %s.\n\n| column | type | holds |\n| --- | --- | --- |\n", t.Name, t.Doc)
		for i, c := range t.Columns {
			if i < 2 && t.Name != "repositories" {
				continue
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Type, c.Doc)
		}
	}
	b.WriteString("\n")
	return b.String()
}

// Whoever adds a column says what it holds.
func TestEveryColumnHasADoc(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range Tables() {
		if seen[table.Name] || table.Doc == "" {
			t.Errorf("%s: twice, or without a doc", table.Name)
		}
		seen[table.Name] = true
		for i, c := range table.Columns {
			if c.Name == "" || c.Doc == "" {
				t.Errorf("%s: column %d is %+v", table.Name, i, c)
			}
		}
		if table.Columns[0].Name != "repository" || table.Columns[1].Name != "head" {
			t.Errorf("%s does not begin with repository and head", table.Name)
		}
	}
}
