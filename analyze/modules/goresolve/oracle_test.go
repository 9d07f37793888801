package goresolve

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"seam/analyze/modules"
	loader "seam/analyze/modules/gomod"
	"seam/analyze/repo"
)

// Build lists and links against the go command's own, over random module graphs in
// which versions, pruning, cycles, replacements and exclusions all occur.
func TestAgainstGoCommand(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("the go command is not installed: nothing to compare with")
	}
	seeds := 25
	if testing.Short() {
		seeds = 5
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			checkAgainstGo(t, rand.New(rand.NewPCG(uint64(seed), 7)))
		})
	}
}

func checkAgainstGo(t *testing.T, r *rand.Rand) {
	proxy, unit := t.TempDir(), t.TempDir()
	manifest := invent(t, r, proxy)
	tree := repo.Memory(map[string]string{"go.mod": manifest})
	l := lockOf(Resolve(loader.Load(tree), tree, os.DirFS(proxy)), ".")
	if len(l.Missing) > 0 {
		t.Fatalf("missing %v", l.Missing)
	}
	var packages, links []string
	for _, p := range l.Packages {
		packages = append(packages, strings.TrimSpace(p.Name+" "+p.Version))
		for _, q := range p.Requires {
			links = append(links, fmt.Sprintf("%s %s@%s", node(p), l.Packages[q.To].Name, q.Range))
		}
	}
	wantPackages, wantLinks := ask(t, unit, proxy, manifest)
	if strings.Contains(manifest, "go 1.16") {
		// The go command writes requirements of its own into an old go.mod that is not tidy.
		own := func(link string) bool { return strings.HasPrefix(link, "m.example/main ") }
		links, wantLinks = slices.DeleteFunc(links, own), slices.DeleteFunc(wantLinks, own)
	}
	compare(t, manifest, "go list -m all", packages, wantPackages)
	compare(t, manifest, "go mod graph", links, wantLinks)
}

// A workspace of two members against the go command: what it builds, by its own words.
func TestWorkspaceAgainstGoCommand(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("the go command is not installed: nothing to compare with")
	}
	for seed := range 6 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			checkWorkspace(t, rand.New(rand.NewPCG(uint64(seed), 11)))
		})
	}
}

func checkWorkspace(t *testing.T, r *rand.Rand) {
	proxy, root := t.TempDir(), t.TempDir()
	files := map[string]string{"go.work": "go 1.22\nuse (\n\t./a\n\t./b\n)\n"}
	for _, member := range []string{"a", "b"} {
		manifest, _, _ := strings.Cut(strings.Replace(invent(t, r, proxy), "m.example/main", "m.example/"+member, 1), "exclude")
		manifest, _, _ = strings.Cut(manifest, "replace")
		files[member+"/go.mod"] = manifest
	}
	for name, text := range files {
		write(t, filepath.Join(root, filepath.FromSlash(name)), text)
	}
	tree := repo.Memory(files)
	l := Resolve(loader.Load(tree), tree, os.DirFS(proxy)).Workspaces[0].Together
	var got []string
	for _, p := range l.Packages {
		got = append(got, strings.TrimSpace(p.Name+" "+p.Version))
	}
	cmd := exec.Command("go", "list", "-m", "-f", "{{.Path}} {{.Version}}", "all")
	cmd.Dir = root
	cmd.Env = goEnvironment(proxy, root, "-modcacherw", "GOWORK=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	var want []string
	for line := range strings.Lines(string(out)) {
		want = append(want, strings.TrimSpace(line))
	}
	compare(t, files["a/go.mod"]+files["b/go.mod"], "go list -m all", got, want)
}

// goEnvironment keeps the go command to one proxy and to a cache of its own.
func goEnvironment(proxy, folder, flags, work string) []string {
	return append(os.Environ(), "GOPROXY=file://"+filepath.ToSlash(proxy), "GOMODCACHE="+filepath.Join(folder, "cache"), "GOSUMDB=off",
		"GOFLAGS="+flags, work, "GOTOOLCHAIN=local", "GONOPROXY=", "GOPRIVATE=")
}

func compare(t *testing.T, manifest, command string, got, want []string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s\n%s:\ngot  %v\nwant %v", manifest, command, got, want)
	}
}

func node(p modules.Package) string {
	if p.Version == "" {
		return p.Name
	}
	return p.Name + "@" + p.Version
}

// invent writes a proxy of ten modules at up to four versions each and returns the
// go.mod of a main module.
func invent(t *testing.T, r *rand.Rand, proxy string) string {
	const count = 10
	versions := []string{"v0.1.0", "v0.2.0", "v1.0.0", "v1.1.0"}
	pick := func(i int) string { return fmt.Sprintf("x.example/m%d %s", i, versions[r.IntN(len(versions))]) }
	requires := func(most int) string {
		var b strings.Builder
		for _, i := range r.Perm(count)[:r.IntN(most)] {
			fmt.Fprintf(&b, "require %s\n", pick(i))
		}
		return b.String()
	}
	goLine := func() string { return []string{"", "go 1.16\n", "go 1.17\n", "go 1.21\n", "go 1.22.1\n"}[r.IntN(5)] }
	for i := range count {
		for _, v := range versions {
			base := filepath.Join(proxy, fmt.Sprintf("x.example/m%d/@v", i))
			write(t, filepath.Join(base, v+".mod"), fmt.Sprintf("module x.example/m%d\n%s%s", i, goLine(), requires(4)))
			write(t, filepath.Join(base, v+".info"), fmt.Sprintf(`{"Version":%q}`, v))
		}
	}
	text := "module m.example/main\n" + []string{"go 1.16\n", "go 1.17\n", "go 1.22\n"}[r.IntN(3)] + requires(6)
	for _, i := range r.Perm(count)[:r.IntN(3)] {
		text += fmt.Sprintf("replace x.example/m%d => %s\n", i, pick(i))
	}
	for _, i := range r.Perm(count)[:r.IntN(3)] {
		text += "exclude " + pick(i) + "\n"
	}
	return text
}

// ask runs the go command in a folder with nothing but that proxy. Links are those of
// selected modules.
func ask(t *testing.T, unit, proxy, manifest string) (packages, links []string) {
	t.Helper()
	run := func(args ...string) []string {
		write(t, filepath.Join(unit, "go.mod"), manifest) // with -mod=mod the command may change it
		cmd := exec.Command("go", args...)
		cmd.Dir = unit
		cmd.Env = goEnvironment(proxy, unit, "-mod=mod -modcacherw", "GOWORK=off")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go %v: %v", args, err)
		}
		return strings.Split(strings.TrimSpace(string(out)), "\n")
	}
	selected := map[string]bool{}
	for _, line := range run("list", "-m", "-f", "{{.Path}} {{.Version}}", "all") {
		line = strings.TrimSpace(line)
		packages = append(packages, line)
		selected[strings.Replace(line, " ", "@", 1)] = true
	}
	for _, line := range run("mod", "graph") {
		from, to, _ := strings.Cut(line, " ")
		if selected[from] && !strings.HasPrefix(to, "go@") && !strings.HasPrefix(to, "toolchain@") {
			links = append(links, line)
		}
	}
	return packages, links
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
