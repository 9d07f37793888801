package rust

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// grown writes the modules of one file and returns its text: files beside it, folders,
// #[path], and modules within modules.
func grown(r *rand.Rand, files map[string]string, file, folder string, depth int) {
	var b strings.Builder
	for i := range 1 + r.IntN(3) {
		name := fmt.Sprintf("m%d", i)
		if depth == 0 {
			break
		}
		switch r.IntN(5) {
		case 0:
			fmt.Fprintf(&b, "mod %s;\n", name)
			grown(r, files, path.Join(folder, name+".rs"), path.Join(folder, name), depth-1)
		case 1:
			fmt.Fprintf(&b, "pub mod %s;\n", name)
			grown(r, files, path.Join(folder, name, "mod.rs"), path.Join(folder, name), depth-1)
		case 2:
			odd := fmt.Sprintf("odd%d/x.rs", r.IntN(1e9))
			to := path.Join(path.Dir(file), odd)
			fmt.Fprintf(&b, "#[path = %q] pub(crate) mod %s;\n", odd, name)
			grown(r, files, to, path.Dir(to), depth-1)
		case 3:
			fmt.Fprintf(&b, "mod %s { /* mod no; */ mod inner; }\n", name)
			grown(r, files, path.Join(folder, name, "inner.rs"), path.Join(folder, name, "inner"), depth-1)
		case 4:
			odd := fmt.Sprintf("odd%d/y.rs", r.IntN(1e9))
			to := path.Join(folder, name, odd)
			fmt.Fprintf(&b, "mod %s { #[path = %q] mod inner; }\n", name, odd)
			grown(r, files, to, path.Dir(to), depth-1)
		}
	}
	files[file] = b.String()
}

// TestModulesAgainstRustc holds the files of random trees of modules against those that
// the compiler reads.
func TestModulesAgainstRustc(t *testing.T) {
	if _, err := exec.LookPath("rustc"); err != nil {
		t.Skip("NOT RUN: rustc is not installed, nothing is compared with it")
	}
	r := rand.New(rand.NewPCG(4, 2))
	compared := 0
	for range 12 {
		files := map[string]string{}
		grown(r, files, "src/lib.rs", "src", 4)
		want := compiled(t, files)
		files["Cargo.toml"] = crateNamed("x")
		files["src/never.rs"] = ""
		got := reached(t, files)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%v: %s", files, d)
		}
		compared += len(want)
	}
	if compared < 50 {
		t.Errorf("only %d files were compared", compared)
	}
}

// compiled lists the files that rustc reads for a library.
func compiled(t *testing.T, files map[string]string) []string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("rustc", "--emit=dep-info", "--crate-type=lib", "--edition=2021", "-o", "x.d", "src/lib.rs")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "x.d"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	_, list, _ := strings.Cut(first, ": ")
	out := strings.Fields(list)
	for i := range out {
		out[i] = path.Clean(out[i])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// reached lists the files of the tree of a library.
func reached(t *testing.T, files map[string]string) []string {
	t.Helper()
	l, err := loaded(t.Context(), repo.Memory(files), nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for name, f := range l.files {
		if f.in(l.crates[0].lib) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
