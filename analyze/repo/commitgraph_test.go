package repo

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"seam/analyze/filemap"
)

// branching makes a repository with merges, one of them of five commits, and returns its
// commits.
func branching(t testing.TB, format string) (dir string, ids []ID) {
	t.Helper()
	dir = t.TempDir()
	gitOutput(t, dir, "init", "-q", "--object-format="+format)
	tree := strings.TrimSpace(gitOutput(t, dir, "mktree", "--missing"))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 40 {
		args := []string{"commit-tree", "-m", fmt.Sprint(i), tree}
		parents := 1
		switch {
		case i%10 == 9:
			parents = 5
		case i%4 == 3:
			parents = 2
		}
		for _, p := range random.Perm(i)[:min(i, parents)] {
			args = append(args, "-p", ids[p].String())
		}
		ids = append(ids, mustParseID(strings.TrimSpace(gitOutput(t, dir, args...))))
		gitOutput(t, dir, "update-ref", fmt.Sprint("refs/heads/b", i), ids[i].String())
	}
	gitOutput(t, dir, "update-ref", "HEAD", ids[39].String())
	return dir, ids
}

// mustGraph opens the commit-graph of a repository.
func mustGraph(t testing.TB, dir string) *CommitGraph {
	t.Helper()
	g, wrong := mustOpen(t, dir).CommitGraph()
	if g == nil || len(wrong) > 0 {
		t.Fatalf("graph %v, wrong %q", g, wrong)
	}
	t.Cleanup(g.Close)
	return g
}

// lines writes a commit and its parents on a line, as git rev-list --parents does, sorted.
func (a *Ancestry) lines() []string {
	var out []string
	for i, id := range a.IDs {
		line := id.String()
		for _, p := range a.Parents(i) {
			line += " " + a.IDs[p].String()
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

func revList(t testing.TB, dir string, from ...ID) []string {
	t.Helper()
	args := []string{"rev-list", "--parents"}
	for _, id := range from {
		args = append(args, id.String())
	}
	out := strings.Split(strings.TrimSpace(gitOutput(t, dir, args...)), "\n")
	slices.Sort(out)
	return out
}

// TestAncestryIsGits: what a graph says is behind commits is what git rev-list says,
// whichever way it was written.
func TestAncestryIsGits(t *testing.T) {
	for name, write := range map[string]func(dir string, ids []ID){
		"one file": func(dir string, _ []ID) { gitOutput(t, dir, "commit-graph", "write", "--reachable") },
		"paths too": func(dir string, _ []ID) {
			gitOutput(t, dir, "commit-graph", "write", "--reachable", "--changed-paths")
		},
		"layers": func(dir string, ids []ID) {
			for _, n := range []int{15, 16} {
				gitInput(t, dir, ids[n].String()+"\n", "commit-graph", "write", "--stdin-commits", "--split=no-merge")
			}
			gitOutput(t, dir, "commit-graph", "write", "--reachable", "--split=no-merge")
		},
	} {
		for _, format := range []string{"sha1", "sha256"} {
			t.Run(name+", "+format, func(t *testing.T) {
				dir, ids := branching(t, format)
				write(dir, ids)
				g := mustGraph(t, dir)
				if layered := len(g.layers) > 1; layered != (name == "layers") {
					t.Fatalf("%d layers", len(g.layers))
				}
				for _, from := range [][]ID{{ids[39]}, {ids[9], ids[15]}, {ids[0]}, {}} {
					for _, id := range from {
						if !g.Has(id) {
							t.Fatalf("no %s", id.Short())
						}
					}
					a, err := g.Ancestry(from)
					if err != nil {
						t.Fatal(err)
					}
					if len(from) == 0 {
						if len(a.IDs) > 0 {
							t.Errorf("%d commits behind none", len(a.IDs))
						}
						continue
					}
					if got, want := a.lines(), revList(t, dir, from...); !slices.Equal(got, want) {
						t.Errorf("behind %d commits:\n%q, git has\n%q", len(from), got, want)
					}
					for i, at := range a.Asked {
						if a.IDs[at] != from[i] {
							t.Errorf("%s is said to be %s", from[i].Short(), a.IDs[at].Short())
						}
					}
				}
				absent := ID(strings.Repeat("x", len(ids[0])))
				if _, err := g.Ancestry([]ID{absent}); g.Has(absent) || g.Has("") || err == nil {
					t.Error("a commit that is not there")
				}
			})
		}
	}
}

// TestNoGraph: where git reads no commit-graph none is read.
func TestNoGraph(t *testing.T) {
	for name, c := range map[string]struct {
		change func(dir string, ids []ID)
		want   bool
	}{
		"a graph": {func(string, []ID) {}, true},
		"a replaced object": {func(dir string, ids []ID) {
			gitOutput(t, dir, "replace", ids[3].String(), ids[2].String())
		}, false},
		"replacements that do not count": {func(dir string, ids []ID) {
			gitOutput(t, dir, "replace", ids[3].String(), ids[2].String())
			gitOutput(t, dir, "config", "core.useReplaceRefs", "false")
		}, true},
		"a graft": {func(dir string, ids []ID) {
			write(t, filepath.Join(dir, ".git/info/grafts"), ids[3].String()+"\n")
		}, false},
		"a shallow clone":           {func(dir string, ids []ID) { write(t, filepath.Join(dir, ".git/shallow"), ids[3].String()+"\n") }, false},
		"switched off":              {func(dir string, _ []ID) { gitOutput(t, dir, "config", "core.commitGraph", "false") }, false},
		"no file":                   {func(dir string, _ []ID) { os.Remove(filepath.Join(dir, ".git/objects/info/commit-graph")) }, false},
		"a folder of layers, empty": {func(dir string, _ []ID) { os.Mkdir(filepath.Join(dir, ".git/objects/info/commit-graphs"), 0o777) }, true},
	} {
		dir, ids := branching(t, "sha1")
		gitOutput(t, dir, "commit-graph", "write", "--reachable")
		c.change(dir, ids)
		g, wrong := mustOpen(t, dir).CommitGraph()
		if (g != nil) != c.want || len(wrong) > 0 {
			t.Errorf("%s: %v, wrong %q", name, g, wrong)
		}
		if g != nil {
			g.Close()
		}
	}
	dir, _ := branching(t, "sha1")
	gitOutput(t, dir, "commit-graph", "write", "--reachable")
	if r, err := OpenWith(dir, GoGitReader); err != nil {
		t.Error(err)
	} else if g, wrong := r.CommitGraph(); g != nil || wrong != nil {
		t.Errorf("go-git alone: %v, wrong %q", g, wrong)
	}
}

// TestBorrowedGraphs: a clone that borrows objects reads the graph that lies with them, and
// puts layers of its own on it.
func TestBorrowedGraphs(t *testing.T) {
	dir, ids := branching(t, "sha1")
	gitInput(t, dir, ids[15].String()+"\n", "commit-graph", "write", "--stdin-commits", "--split=no-merge")
	clone := filepath.Join(t.TempDir(), "c")
	gitOutput(t, dir, "clone", "-q", "--bare", "--shared", dir, clone)
	if g := mustGraph(t, clone); !strings.HasPrefix(g.Name(), dir) || !g.Has(ids[15]) || g.Has(ids[39]) {
		t.Errorf("the graph is %s", g.Name())
	}
	gitInput(t, clone, ids[39].String()+"\n", "commit-graph", "write", "--stdin-commits", "--split=no-merge")
	g := mustGraph(t, clone)
	if a, err := g.Ancestry([]ID{ids[39]}); err != nil || len(g.layers) != 2 || !slices.Equal(a.lines(), revList(t, dir, ids[39])) {
		t.Errorf("%d layers, error %v", len(g.layers), err)
	}
}

// TestDamagedGraph: whichever byte of a graph is another one, or wherever it ends early,
// it is not used and the file is named. So it is with the list of a chain, unless that
// still says the same.
func TestDamagedGraph(t *testing.T) {
	for name, arguments := range map[string][]string{
		"one file": {"commit-graph", "write", "--reachable"},
		"layers":   {"commit-graph", "write", "--reachable", "--split=no-merge"},
	} {
		dir, ids := branching(t, "sha1")
		if name == "layers" {
			gitInput(t, dir, ids[15].String()+"\n", "commit-graph", "write", "--stdin-commits", "--split=no-merge")
		}
		gitOutput(t, dir, arguments...)
		info := filepath.Join(dir, ".git/objects/info")
		one, _ := filepath.Glob(filepath.Join(info, "commit-graph"))
		files, _ := filepath.Glob(filepath.Join(info, "commit-graphs/*"))
		files = append(slices.DeleteFunc(one, func(f string) bool { i, err := os.Stat(f); return err != nil || i.IsDir() }), files...)
		if want := map[string]int{"one file": 1, "layers": 3}[name]; len(files) != want {
			t.Fatalf("%s: files %q", name, files)
		}
		r := mustOpen(t, dir)
		for _, file := range files {
			sound, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			try := func(what string, b []byte) {
				replaceFile(t, file, b)
				g, wrong := r.CommitGraph()
				if g != nil {
					g.Close()
				}
				list := strings.HasSuffix(file, "chain")
				if list && slices.Equal(strings.Fields(string(b)), strings.Fields(string(sound))) {
					return
				}
				if len(wrong) != 1 || g != nil || !strings.Contains(wrong[0], filepath.Dir(file)) || !list && !strings.Contains(wrong[0], file) {
					t.Errorf("%s, %s: graph %v, wrong %q", file, what, g, wrong)
				}
			}
			for at := range sound {
				b := bytes.Clone(sound)
				b[at] ^= 1 << (at % 8)
				try(fmt.Sprintf("byte %d flipped", at), b)
				if at%13 == 0 {
					try(fmt.Sprintf("ends at byte %d", at), sound[:at])
				}
			}
			replaceFile(t, file, sound)
		}
		for _, file := range files {
			sound, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(file, ".graph") {
				os.Remove(file)
				if g, wrong := r.CommitGraph(); g != nil || len(wrong) != 1 || !strings.Contains(wrong[0], "commit-graph-chain") {
					t.Errorf("without %s: graph %v, wrong %q", file, g, wrong)
				}
				write(t, file, string(sound))
			}
		}
	}
}

// graphBytes is the commit-graph of a small repository.
func graphBytes(t testing.TB, format string) []byte {
	t.Helper()
	dir, _ := branching(t, format)
	gitOutput(t, dir, "commit-graph", "write", "--reachable")
	b, err := os.ReadFile(filepath.Join(dir, ".git/objects/info/commit-graph"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// summed has the checksum of a graph right, whatever else was done to it.
func summed(b []byte) []byte {
	if len(b) < sha1.Size {
		return b
	}
	body := b[:len(b)-sha1.Size]
	sum := sha1.Sum(body)
	return append(bytes.Clone(body), sum[:]...)
}

// TestForgedGraph: with the right checksum on them, too, tables that cannot be are refused.
func TestForgedGraph(t *testing.T) {
	sound := graphBytes(t, "sha1")
	chunk := func(b []byte, name string) []byte {
		at := bytes.Index(b, []byte(name))
		return b[binary.BigEndian.Uint64(b[at+4:]):]
	}
	for name, forge := range map[string]func(b []byte){
		"a version to come":          func(b []byte) { b[4] = 2 },
		"ids of SHA-256":             func(b []byte) { b[5] = 2 },
		"more chunks":                func(b []byte) { b[6] = 255 },
		"layers below it":            func(b []byte) { b[7] = 1 },
		"a chunk twice":              func(b []byte) { copy(b[graphHead+graphChunk:], "OIDF") },
		"no ids":                     func(b []byte) { copy(b[bytes.Index(b, []byte("OIDL")):], "NONE") },
		"a chunk beyond the end":     func(b []byte) { b[bytes.Index(b, []byte("CDAT"))+4] = 1 },
		"more commits than there is": func(b []byte) { binary.BigEndian.PutUint32(chunk(b, "OIDF")[4*255:], 1<<31) },
		"a fanout that goes back":    func(b []byte) { binary.BigEndian.PutUint32(chunk(b, "OIDF"), 1<<31) },
		"a parent that is not there": func(b []byte) {
			for i := range 40 {
				binary.BigEndian.PutUint32(chunk(b, "CDAT")[i*36+20:], 40)
			}
		},
		"edges beyond the table": func(b []byte) {
			for i := range 40 {
				binary.BigEndian.PutUint32(chunk(b, "CDAT")[i*36+24:], graphManyFlag|1<<30)
			}
		},
		"edges that never end": func(b []byte) {
			edges := chunk(b, "EDGE")
			for i := 0; i+4 <= len(edges)-sha1.Size; i += 4 {
				edges[i] &^= 0x80
			}
		},
		"edges of many commits": func(b []byte) {
			for i := range 40 {
				binary.BigEndian.PutUint32(chunk(b, "CDAT")[i*36+24:], graphManyFlag)
			}
			edges := chunk(b, "EDGE")
			for i := 0; i+4 <= len(edges)-sha1.Size; i += 4 {
				edges[i] &^= 0x80
			}
			edges[len(edges)-sha1.Size-4] |= 0x80
		},
	} {
		b := bytes.Clone(sound)
		forge(b)
		g := &CommitGraph{idSize: idSize}
		b = summed(b)
		err := g.add("commit-graph", filemap.Of(b))
		for i := 0; err == nil && i < 40; i++ {
			_, err = g.Ancestry([]ID{ID(g.layers[0].ids[i*idSize : (i+1)*idSize])})
		}
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// FuzzCommitGraph: no file breaks the reader, what it gives is sound, and it takes no more
// room than the file explains.
func FuzzCommitGraph(f *testing.F) {
	sound := graphBytes(f, "sha1")
	f.Add(sound, false)
	f.Add(graphBytes(f, "sha256"), true)
	f.Add(sound[:len(sound)/2], false)
	f.Fuzz(func(t *testing.T, b []byte, wide bool) {
		size := idSize
		if wide {
			size = idSizeWide
		} else {
			b = summed(b) // else no change would come further
		}
		g := &CommitGraph{idSize: size}
		if err := g.add("commit-graph", filemap.Of(b)); err != nil {
			return
		}
		var all []ID
		for i := 0; i < int(g.layers[0].size) && i < 100; i++ {
			id := ID(g.layers[0].ids[i*size : (i+1)*size])
			if g.Has(id) {
				all = append(all, id)
			}
		}
		a, err := g.Ancestry(all)
		if err != nil {
			return
		}
		if len(a.IDs) > int(g.layers[0].size) || len(a.parents) > len(b) || len(a.Asked) != len(all) {
			t.Fatalf("%d commits, %d parents of %d bytes", len(a.IDs), len(a.parents), len(b))
		}
		for i := range a.IDs {
			for _, p := range a.Parents(i) {
				_ = a.IDs[p]
			}
		}
	})
}

// TestGraphCommits: later commits sort first, whatever stands above their times, and keep
// their positions.
func TestGraphCommits(t *testing.T) {
	const above = 7 << 34
	sorted := []graphCommit{
		newGraphCommit(0, 1<<34-1), newGraphCommit(9, above|1_700_000_004), newGraphCommit(7, 1_700_000_002),
		newGraphCommit(8, above|1_700_000_002), newGraphCommit(graphNoParent-1, 3), newGraphCommit(1, 0),
	}
	if !slices.IsSorted(sorted) {
		t.Errorf("%x is not sorted", sorted)
	}
	for i, want := range []uint32{0, 9, 7, 8, graphNoParent - 1, 1} {
		if got := sorted[i].position(); got != want {
			t.Errorf("position %d of commit %d", got, want)
		}
	}
}
