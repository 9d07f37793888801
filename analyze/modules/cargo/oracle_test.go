package cargo

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// A workspace and the crates that it takes from a folder that stands for the registry.
type world struct {
	files  map[string]string // of the repository
	crates map[string]string // manifests of third parties by NAME-VERSION
}

// random is a workspace of members that use each other and third parties in every way
// that a manifest knows, over crates that have several versions.
func random(r *rand.Rand) world {
	w := world{map[string]string{}, map[string]string{}}
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	versions := []string{"0.1.4", "0.2.0", "1.3.2", "2.0.0"} // one of a class: what is asked for can always be met
	for i := range 8 {
		for _, v := range versions {
			text := fmt.Sprintf("[package]\nname = \"c%d\"\nversion = %q\nedition = \"2021\"\n[dependencies]\n", i, v)
			for j := i + 1; j < 8; j++ {
				if r.IntN(3) == 0 {
					text += fmt.Sprintf("c%d = %q\n", j, pick("0.1", "0.2", "1", "=1.3.2", "2", ">=0.2, <2"))
				}
			}
			w.crates[fmt.Sprintf("c%d-%s", i, v)] = text
		}
	}
	w.files["Cargo.toml"] = "[workspace]\nresolver = \"2\"\nmembers = [\"m/*\"]\nexclude = [\"m/aside\"]\n[workspace.dependencies]\nc0 = \"1\"\nc1 = { version = \"0.1\" }\nother = { package = \"c2\", version = \"2\" }\nm0 = { path = \"m/m0\", version = \"0.1\" }\n"
	w.files["m/aside/Cargo.toml"] = "[package]\nname = \"aside\"\nversion = \"0.1.0\"\n"
	for i := range 5 {
		text := fmt.Sprintf("[package]\nname = \"m%d\"\nversion = \"0.1.0\"\nedition = \"2021\"\n", i)
		for n, table := range []string{"dependencies", "dev-dependencies", "build-dependencies", "target.'cfg(windows)'.dependencies", "target.'cfg(unix)'.dev-dependencies"} {
			text += "[" + table + "]\n"
			if r.IntN(2) == 0 {
				text += pick("c0.workspace = true\n", "c0 = { workspace = true }\n", "other.workspace = true\n", "c1 = { workspace = true }\n")
			}
			for j := 3; j < 7; j++ {
				if r.IntN(4) == 0 {
					text += fmt.Sprintf("a%d = { package = \"c%d\", version = %q }\n", j, j, pick("0.1", "0.2", "1", "2", ">=1, <2", "~1.3"))
				}
			}
			if n == 0 && r.IntN(2) == 0 {
				text += "c7 = { version = \"1\", optional = true }\n"
			}
			if n == 0 && i > 0 {
				text += pick("", "m0.workspace = true\n", fmt.Sprintf("m%d = { path = \"../m%d\" }\n", i-1, i-1))
			}
			if n == 1 && i < 4 {
				text += pick("", fmt.Sprintf("m%d = { path = \"../m%d\" }\n", i+1, i+1))
			}
		}
		w.files[fmt.Sprintf("m/m%d/Cargo.toml", i)] = text
	}
	return w
}

// write lays a world out for cargo: the registry becomes a folder of vendored crates.
func (w world) write(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	put := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range w.files {
		put("repo/"+name, text)
		put("repo/"+filepath.Dir(name)+"/src/lib.rs", "")
	}
	for name, text := range w.crates {
		put("registry/"+name+"/Cargo.toml", text)
		put("registry/"+name+"/src/lib.rs", "")
		put("registry/"+name+"/.cargo-checksum.json", `{"files":{},"package":"`+strings.Repeat("0", 64)+`"}`)
	}
	put("home/config.toml", "[source.crates-io]\nreplace-with = \"v\"\n[source.v]\ndirectory = \""+filepath.Join(dir, "registry")+"\"\n")
	return dir
}

// metadata is what `cargo metadata` says.
type metadata struct {
	Packages []struct {
		ID, Name, Version, Source string
		ManifestPath              string `json:"manifest_path"`
		Dependencies              []struct {
			Name, Req, Kind, Path string
			Optional              bool
		}
	}
	Members []string `json:"workspace_members"`
	Resolve struct {
		Nodes []struct {
			ID           string
			Dependencies []string
		}
	}
}

func ask(t *testing.T, dir string) metadata {
	t.Helper()
	cmd := exec.Command("cargo", "metadata", "--offline", "--all-features", "--format-version", "1")
	cmd.Dir = filepath.Join(dir, "repo")
	cmd.Env = append(os.Environ(), "CARGO_HOME="+filepath.Join(dir, "home"))
	out, err := cmd.Output()
	if err != nil {
		if e, ok := err.(*exec.ExitError); ok {
			t.Fatalf("cargo metadata: %s", e.Stderr)
		}
		t.Fatal(err)
	}
	var m metadata
	if err := json.Unmarshal(out, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestAgainstCargo holds units, requirements, members and the lock's graph against what
// cargo itself reads from the same files.
func TestAgainstCargo(t *testing.T) {
	if _, err := exec.LookPath("cargo"); err != nil {
		t.Skip("NOT RUN: cargo is not installed, nothing is compared with it")
	}
	r := rand.New(rand.NewPCG(6, 3))
	for range 8 {
		w := random(r)
		dir := w.write(t)
		want := ask(t, dir)
		lock, err := os.ReadFile(filepath.Join(dir, "repo", "Cargo.lock"))
		if err != nil {
			t.Fatal(err)
		}
		w.files["Cargo.lock"] = string(lock)
		set := Load(repo.Memory(w.files))
		if len(set.Broken) > 0 {
			t.Errorf("broken: %v", set.Broken)
		}
		if d := cmp.Diff(want.facts(filepath.Join(dir, "repo")), ours(set)); d != "" {
			t.Error(d)
		}
	}
}

func (m metadata) facts(root string) []string {
	var out []string
	label := map[string]string{}
	for _, p := range m.Packages {
		label[p.ID] = p.Name + " " + p.Version
	}
	for _, id := range m.Members {
		out = append(out, "member "+label[id])
	}
	for _, p := range m.Packages {
		if p.Source != "" {
			continue
		}
		for _, d := range p.Dependencies {
			unit := ""
			if d.Path != "" {
				unit, _ = filepath.Rel(root, d.Path)
			}
			out = append(out, fmt.Sprintf("%s requires %s %s %s optional=%v %s", p.Name, d.Name, strings.TrimPrefix(d.Req, "^"), either(d.Kind != "", "aside", ""), d.Optional, unit))
		}
	}
	for _, n := range m.Resolve.Nodes {
		for _, to := range n.Dependencies {
			out = append(out, label[n.ID]+" -> "+label[to])
		}
	}
	slices.Sort(out)
	return out
}

func either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

func ours(s *modules.Set) []string {
	var out []string
	for _, folder := range s.Workspaces[0].Members {
		out = append(out, "member "+filepath.Base(folder)+" 0.1.0")
	}
	for _, u := range s.Units {
		if u.Name == "aside" {
			continue
		}
		for _, r := range u.Requirements {
			v := r.Version
			if v == "" {
				v = "*"
			}
			out = append(out, fmt.Sprintf("%s requires %s %s %s optional=%v %s", u.Name, r.Name, v, either(r.Kind == modules.Development, "aside", ""), r.Kind == modules.Optional, r.Unit))
		}
	}
	for _, p := range s.Locks[0].Packages {
		for _, l := range p.Requires {
			to := s.Locks[0].Packages[l.To]
			out = append(out, p.Name+" "+p.Version+" -> "+to.Name+" "+to.Version)
		}
	}
	slices.Sort(out)
	return out
}
