package repo

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// packsOf are the opened packs of a repository.
func packsOf(t testing.TB, dir string) []*pack {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
	if err != nil || len(names) == 0 {
		t.Fatalf("packs %q, error %v", names, err)
	}
	packs := openPacks(names)
	t.Cleanup(func() {
		for _, p := range packs {
			p.close()
		}
	})
	return packs
}

// unmap has the only pack of a repository read as where files cannot be mapped.
func unmap(t testing.TB, p *pack, dir string) {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
	name := strings.TrimSuffix(names[0], ".pack")
	for file, name := range map[*packFile]string{p.file: name + ".pack", p.index: name + ".idx"} {
		file.close()
		var err error
		if file.file, err = os.Open(name); err != nil {
			t.Fatal(err)
		}
	}
}

// TestShortenedPack: a pack that somebody cuts off while it is open is an unreadable one.
func TestShortenedPack(t *testing.T) {
	for _, mapped := range []bool{true, false} {
		dir, _ := build(t, BuildCommit{Write: map[string]string{"long": strings.Repeat("a line\n", 1000)}})
		gitOutput(t, dir, "repack", "-adfq")
		id := mustParseID(strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD:long")))
		packs := packsOf(t, dir)
		if !mapped {
			unmap(t, packs[0], dir)
		}
		r := newPackReader(packs, newPackCache(0))
		if _, _, ok := r.object(id); !ok {
			t.Fatal("unreadable from the beginning")
		}
		names, _ := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
		if err := os.Chmod(names[0], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(names[0], 0); err != nil {
			t.Fatal(err)
		}
		if _, _, ok := r.object(id); ok {
			t.Errorf("mapped %v: read from an empty pack", mapped)
		}
	}
}

// TestPacks: every object of a pack, of whatever kind and however stored, is what git
// says it is.
func TestPacks(t *testing.T) {
	long := strings.Repeat("a line that will be a delta\n", 4000)
	for name, arguments := range map[string][]string{
		"deltas by offset":            {"repack", "-adfq", "--depth=50"},
		"deltas by id":                {"-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq", "--depth=50"},
		"offsets in the second table": {"repack", "-adfq"},
	} {
		t.Run(name, func(t *testing.T) {
			commits := someCommits()
			commits = append(commits, BuildCommit{Write: map[string]string{"long": long}}, BuildCommit{Write: map[string]string{"long": "x" + long + "y", "empty": ""}})
			dir, _ := build(t, commits...)
			gitOutput(t, dir, "tag", "-a", "-m", "a tag", "v1")
			gitOutput(t, dir, arguments...)
			if name == "offsets in the second table" {
				packs, _ := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
				gitOutput(t, dir, "index-pack", "--index-version=2,0x40", packs[0])
			}
			list := gitOutput(t, dir, "cat-file", "--batch-all-objects", "--batch-check")
			r, packs := newPackReader(packsOf(t, dir), newPackCache(1<<20)), packsOf(t, dir)
			unmap(t, packs[0], dir)
			unmapped := newPackReader(packs, newPackCache(0))
			kinds := map[string]int{}
			for line := range strings.Lines(list) {
				f := strings.Fields(line)
				id := mustParseID(f[0])
				for _, r := range []*packReader{r, r, unmapped} { // from the pack, and from the cache
					kind, b, ok := r.object(id)
					if !ok || kind != f[1] || fmt.Sprint(len(b)) != f[2] {
						t.Errorf("%s: %s of %d bytes, %v; git has %s of %s", f[0], kind, len(b), ok, f[1], f[2])
					}
				}
				kinds[f[1]]++
			}
			if len(kinds) != 4 {
				t.Errorf("the pack holds %v", kinds)
			}
			if _, _, ok := r.object(mustParseID("0123456789012345678901234567890123456789")); ok {
				t.Error("an object that is not there")
			}
		})
	}
}

// TestBeginnings: an id's beginning means what git says that it means, whether the object
// lies in a pack or in a file.
func TestBeginnings(t *testing.T) {
	commits := someCommits()
	for i := range 300 {
		commits = append(commits, BuildCommit{Write: map[string]string{fmt.Sprint(i): fmt.Sprint(i)}})
	}
	dir, _ := build(t, commits...)
	gitOutput(t, dir, "repack", "-adq")
	if err := os.WriteFile(filepath.Join(dir, "loose"), []byte("not in a pack"), 0o600); err != nil {
		t.Fatal(err)
	}
	loose := strings.TrimSpace(gitOutput(t, dir, "hash-object", "-w", "loose"))
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Fields(gitOutput(t, dir, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
	for _, id := range append(list[:40:40], loose) {
		for _, n := range []int{4, 5, 8, 39} {
			want := strings.Fields(gitOutput(t, dir, "rev-parse", "--disambiguate="+id[:n]))
			found, err := r.backend.find(strings.ToUpper(id[:1]) + id[1:n])
			var got []string
			for _, one := range found {
				got = append(got, one.String())
			}
			slices.Sort(got)
			slices.Sort(want)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %v, error %v; git has %v", id[:n], got, err, want)
			}
		}
	}
}

func TestDelta(t *testing.T) {
	base := []byte("0123456789")
	for name, c := range map[string]struct {
		delta, want string // "" for an error
	}{
		"insert and copy":           {"\x0a\x06\x02ab\x90\x04", "ab0123"},
		"copy from an offset":       {"\x0a\x02\x91\x08\x02", "89"},
		"of another base":           {"\x0b\x01\x01a", ""},
		"shorter than it says":      {"\x0a\x02\x01a", ""},
		"longer than it says":       {"\x0a\x01\x02ab", ""},
		"copy beyond the end":       {"\x0a\x02\x91\x09\x02", ""},
		"insert beyond the end":     {"\x0a\x05\x05ab", ""},
		"the reserved instruction":  {"\x0a\x01\x00", ""},
		"no sizes":                  {"", ""},
		"a size that never ends":    {"\x0a" + strings.Repeat("\xff", 20), ""},
		"more than a file may have": {"\x0a\xff\xff\xff\xff\x7f", ""},
		"a copy without its offset": {"\x0a\x01\x91", ""},
	} {
		got, err := applyDelta(base, []byte(c.delta))
		if (err != nil) != (c.want == "") || err == nil && string(got) != c.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func FuzzDelta(f *testing.F) {
	f.Add([]byte("0123456789"), []byte("\x0a\x06\x02ab\x90\x04"))
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		if out, err := applyDelta(base, delta); err == nil && len(out) > len(delta)*(1<<24) {
			t.Errorf("%d bytes of a delta of %d", len(out), len(delta))
		}
	})
}

// FuzzPack: no pack and no index break the reader, and what it gives has the id that it
// was asked for.
func FuzzPack(f *testing.F) {
	dir, _ := build(f, someCommits()[:3]...)
	gitOutput(f, dir, "repack", "-adfq", "--depth=50")
	names, _ := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
	data, err := os.ReadFile(names[0])
	if err != nil {
		f.Fatal(err)
	}
	index, err := os.ReadFile(strings.TrimSuffix(names[0], ".pack") + ".idx")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, index)
	f.Add(bytes.ToUpper(data), index)
	f.Add(data[:len(data)/2], index)
	name := filepath.Join(f.TempDir(), "p")
	f.Fuzz(func(t *testing.T, data, index []byte) {
		if os.WriteFile(name+".pack", data, 0o600) != nil || os.WriteFile(name+".idx", index, 0o600) != nil {
			t.Skip("no room")
		}
		p, err := openPack(name)
		if err != nil {
			return
		}
		defer p.close()
		r := newPackReader([]*pack{p}, newPackCache(1<<20))
		for b := range 256 {
			g, err := p.group(byte(b))
			if err != nil {
				continue
			}
			for i := 0; i+idSize <= len(g.ids) && i < 50*idSize; i += idSize {
				r.object(ID(g.ids[i : i+idSize]))
			}
		}
	})
}
