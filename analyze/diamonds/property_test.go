package diamonds_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/diamonds"
	"seam/analyze/modules"
	"seam/analyze/modules/gomod"
	"seam/analyze/repo"
)

// random is a repository of n modules that require some of m others at a few
// versions, with the odd folder, replacement and indirect mark.
func random(r *rand.Rand, n, m int) map[string]string {
	files := map[string]string{}
	for i := range n {
		folder := fmt.Sprintf("mod%02d", i)
		if r.IntN(5) == 0 {
			folder = "tools/" + folder
		}
		var b strings.Builder
		fmt.Fprintf(&b, "module m.example/%s\ngo 1.24\n", folder)
		for j := range m {
			if r.IntN(3) > 0 {
				continue
			}
			name := fmt.Sprintf("x.example/d%02d", j)
			fmt.Fprintf(&b, "require %s v%d.%d.%d", name, r.IntN(2), r.IntN(2), r.IntN(2))
			b.WriteString([]string{"\n", " // indirect\n"}[r.IntN(2)])
			switch r.IntN(12) {
			case 0:
				fmt.Fprintf(&b, "replace %s => ../d%02d\n", name, j)
			case 1:
				fmt.Fprintf(&b, "replace %s => fork.example/d%02d v1.0.0\n", name, j)
			case 2:
				fmt.Fprintf(&b, "replace %s => %s v1.1.%d\n", name, name, r.IntN(2))
			}
		}
		files[folder+"/go.mod"] = b.String()
	}
	return files
}

// The names of workspace-skew, found again in the plainest way: every pair of
// requirements of one module.
func TestSkewAgainstPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		set := gomod.Load(repo.Memory(random(r, 6, 8)))
		want := map[string]bool{} // to: incompatible
		for _, a := range set.Units {
			for _, b := range set.Units {
				for _, x := range a.Requirements {
					for _, y := range b.Requirements {
						if x.Name == y.Name && x.Version != y.Version && !inFolder(a, x.Name) && !inFolder(b, y.Name) && x.Version != "v0.0.0" && y.Version != "v0.0.0" {
							want[x.Name] = want[x.Name] || x.Version[:2] != y.Version[:2] || x.Version[1] == '0' && x.Version[3] != y.Version[3]
						}
					}
				}
			}
		}
		got := map[string]bool{}
		for _, d := range diamonds.Find(set, diamonds.Options{All: true}).Diamonds {
			if d.Rule == diamonds.WorkspaceSkew {
				got[d.Dependency] = d.Incompatible
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	}
}

func inFolder(u modules.Unit, name string) bool {
	return slices.ContainsFunc(u.Replacements, func(r modules.Replacement) bool { return r.Name == name && r.Folder })
}

// Shuffled units give equal bytes.
func TestShuffled(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	set := gomod.Load(repo.Memory(random(r, 20, 10)))
	want := encode(t, set)
	for range 20 {
		r.Shuffle(len(set.Units), func(i, j int) { set.Units[i], set.Units[j] = set.Units[j], set.Units[i] })
		if got := encode(t, set); got != want {
			t.Fatal(cmp.Diff(want, got))
		}
	}
}

func encode(t *testing.T, set *modules.Set) string {
	r := diamonds.Find(set, diamonds.Options{All: true})
	b, err := json.MarshalIndent([]any{r, diamonds.Findings(r.Diamonds)}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// 300 manifests of 100 requirements each must read and compare in well under a second.
func BenchmarkLoadAndFind(b *testing.B) {
	tree := repo.Memory(random(rand.New(rand.NewPCG(5, 6)), 300, 300))
	for b.Loop() {
		diamonds.Find(gomod.Load(tree), diamonds.Options{All: true})
	}
}
