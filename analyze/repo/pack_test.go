package repo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math/rand/v2"
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
	for file, name := range map[*mappedFile]string{p.file: name + ".pack", p.index: name + ".idx"} {
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
		if _, _, ok := r.object([]byte(id)); !ok {
			t.Fatal("unreadable from the beginning")
		}
		names, _ := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
		if err := os.Chmod(names[0], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(names[0], 0); err != nil {
			t.Fatal(err)
		}
		if _, _, ok := r.object([]byte(id)); ok {
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
					kind, b, ok := r.object([]byte(id))
					if !ok || kind != f[1] || fmt.Sprint(len(b)) != f[2] {
						t.Errorf("%s: %s of %d bytes, %v; git has %s of %s", f[0], kind, len(b), ok, f[1], f[2])
					}
				}
				kinds[f[1]]++
			}
			if len(kinds) != 4 {
				t.Errorf("the pack holds %v", kinds)
			}
			if _, _, ok := r.object([]byte(mustParseID("0123456789012345678901234567890123456789"))); ok {
				t.Error("an object that is not there")
			}
		})
	}
}

// inMemory is a pack whose files are bytes; reverse is nil if there is no such file.
func inMemory(data, index, reverse []byte) (*pack, error) {
	p := &pack{
		name:  "a.pack",
		file:  &mappedFile{size: int64(len(data)), mapped: data},
		index: &mappedFile{size: int64(len(index)), mapped: index},
	}
	err := p.readHeads()
	p.readPlaces(reverse)
	return p, err
}

// writtenPack is a pack of blobs whose ids begin with the bytes 1, 2 …: entries stand one
// behind the other, from byte 12 on. change makes of the index what the test wants.
func writtenPack(entries []string, change func(index []byte)) (*pack, error) {
	data := binary.BigEndian.AppendUint32([]byte(packMagic), uint32(len(entries)))
	var ids, sums, offsets []byte
	for i, e := range entries {
		ids = append(ids, append([]byte{byte(i + 1)}, make([]byte, idSize-1)...)...)
		sums = binary.BigEndian.AppendUint32(sums, crc32.ChecksumIEEE([]byte(e)))
		offsets = binary.BigEndian.AppendUint32(offsets, uint32(len(data)))
		data = append(data, e...)
	}
	index := []byte(indexMagic)
	for b := range 256 {
		index = binary.BigEndian.AppendUint32(index, uint32(min(b, len(entries))))
	}
	index = slices.Concat(index, ids, sums, offsets)
	change(index)
	return inMemory(data, index, nil)
}

// TestPackHeads: an index whose numbers fall, or of another pack, is unreadable.
func TestPackHeads(t *testing.T) {
	entries := []string{"\x31abc", "\x32abc"}
	for name, c := range map[string]struct {
		change func(index []byte)
		ok     bool
	}{
		"as it is":            {func([]byte) {}, true},
		"another magic":       {func(index []byte) { index[7] = 3 }, false},
		"numbers that fall":   {func(index []byte) { index[8+4*100+3] = 3 }, false},
		"more than the pack":  {func(index []byte) { index[8+4*255+3] = 3 }, false},
		"fewer than the pack": {func(index []byte) { clear(index[8 : 8+4*256]) }, false},
	} {
		if _, err := writtenPack(entries, c.change); (err == nil) != c.ok {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestEntryHeads: what the head of an entry cannot mean is refused before memory is taken for
// it and before a chain of deltas is followed.
func TestEntryHeads(t *testing.T) {
	const first = "\x33abc" // a blob of three bytes, at 12
	rest := strings.Repeat("x", 30)
	for _, c := range []struct {
		name, entry string
		kind        byte // 0 for an error
		size, base  int64
	}{
		{"a blob", "\x33" + rest, packBlob, 3, 0},
		{"a size of two bytes", "\xb3\x01" + rest, packBlob, 19, 0},
		{"a size that nothing deflates to", "\xb0\xff\x7f" + rest, 0, 0, 0},
		{"the size of no file", "\xbf\xff\xff\xff\xff\x7f" + rest, 0, 0, 0},
		{"a size that never ends", strings.Repeat("\xff", 48), 0, 0, 0},
		{"no kind", "\x03" + rest, 0, 0, 0},
		{"a kind that is kept free", "\x53" + rest, 0, 0, 0},
		{"a delta against the first one", "\x63\x04" + rest, packByOffset, 3, 12},
		{"a delta against itself", "\x63\x00" + rest, 0, 0, 0},
		{"a delta against an id", "\x73\x01" + strings.Repeat("\x00", idSize-1) + rest, packByID, 3, 12},
		{"a delta against an id that is not there", "\x73\x07" + strings.Repeat("\x00", idSize-1) + rest, 0, 0, 0},
		{"a delta whose id is cut short", "\x73\x01", 0, 0, 0},
	} {
		p, err := writtenPack([]string{first, c.entry}, func([]byte) {})
		if err != nil {
			t.Fatal(err)
		}
		var buf []byte
		e, err := p.entry(12+int64(len(first)), indexed{}, &buf)
		if (err != nil) != (c.kind == 0) || err == nil && (e.kind != c.kind || e.size != c.size || e.base != c.base) {
			t.Errorf("%s: kind %d of %d bytes against %d, error %v", c.name, e.kind, e.size, e.base, err)
		}
		for _, at := range []int64{-240, 0, 11, p.file.size, p.file.size + 1, 1 << 62} {
			if _, err := p.entry(at, indexed{}, &buf); err == nil {
				t.Errorf("an entry at %d", at)
			}
		}
	}
}

// TestEveryByteFlipped: whichever byte of a pack or of its index is another than it was,
// an object is what it was or cannot be read. That holds whatever was read before it:
// every object is asked for by id, and the order decides which bases have been checked.
func TestEveryByteFlipped(t *testing.T) {
	byOffset := []string{"-c", "pack.writeReverseIndex=false", "repack", "-adfq", "--depth=50"}
	byID := append([]string{"-c", "repack.useDeltaBaseOffset=false"}, byOffset...)
	for name, test := range map[string]struct {
		repack []string
		round  bool // the index is turned round
		hashed bool // some bases are named by nothing
	}{
		"deltas by offset":                     {repack: byOffset, hashed: true},
		"deltas by offset, index turned round": {repack: byOffset, round: true},
		"deltas by offset, turned round by git": {
			repack: []string{"-c", "pack.writeReverseIndex=true", "repack", "-adfq", "--depth=50"},
		},
		"deltas by id":                     {repack: byID},
		"deltas by id, index turned round": {repack: byID, round: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unnamed := int32(0)
			if test.round {
				unnamed = manyUnnamed
			}
			var commits []BuildCommit
			for i := range 3 { // trees that are deltas of deltas
				write := map[string]string{}
				for k := range 8 {
					write[fmt.Sprint("folder/file", k)] = fmt.Sprint(k, max(0, i-k))
				}
				commits = append(commits, BuildCommit{Write: write})
			}
			dir, _ := build(t, commits...)
			gitOutput(t, dir, test.repack...)
			data, index, reverse := packBytes(t, dir)
			ids := strings.Fields(gitOutput(t, dir, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
			want := map[string]string{}
			p, err := inMemory(data, index, reverse)
			if err != nil {
				t.Fatal(err)
			}
			hashed := 0
			p.unnamed.Store(unnamed)
			for _, id := range ids {
				r := newPackReader([]*pack{p}, newPackCache(1<<20))
				kind, b, ok := r.object([]byte(mustParseID(id)))
				if !ok {
					t.Fatalf("%s is unreadable", id)
				}
				want[id] = kind + string(b)
				if o, ok := r.objects.get(packPlace(0, offsetOf(t, p, id))); ok && !o.based {
					hashed++
				}
			}
			if (hashed > 0) != test.hashed {
				t.Errorf("%d objects have a base that nothing vouches for", hashed)
			}
			refused := 0
			for i := range len(data) + len(index) + len(reverse) {
				file, at := data, i
				if i >= len(data)+len(index) {
					file, at = reverse, i-len(data)-len(index)
				} else if i >= len(data) {
					file, at = index, i-len(data)
				}
				bit := byte(1) << (i % 8)
				file[at] ^= bit
				if p, err := inMemory(data, index, reverse); err != nil {
					refused++
				} else {
					p.unnamed.Store(unnamed)
					r := newPackReader([]*pack{p}, newPackCache(1<<20))
					for k := range ids {
						id := ids[(k*7+i)%len(ids)] // another order each time
						kind, b, ok := r.object([]byte(mustParseID(id)))
						if !ok && i >= len(data)+len(index) {
							t.Fatalf("byte %d of what git turned round flipped: %s is unreadable", at, id)
						} else if !ok {
							refused++
						} else if kind+string(b) != want[id] {
							t.Fatalf("byte %d of %d and %d flipped: %s is another object", i, len(data), len(index), id)
						}
					}
					for k, b := range manyTrees(newPackReader([]*pack{p}, newPackCache(1<<20)), ids) {
						if b != nil && "tree"+string(b) != want[ids[k]] {
							t.Fatalf("byte %d of %d and %d flipped: %s is another tree among many", i, len(data), len(index), ids[k])
						}
					}
					eachCommit(newPackReader([]*pack{p}, newPackCache(1<<20)), ids, func(k int, b []byte) {
						if "commit"+string(b) != want[ids[k]] {
							t.Fatalf("byte %d of %d and %d flipped: %s is another commit among many", i, len(data), len(index), ids[k])
						}
					})
				}
				file[at] ^= bit
			}
			if refused < len(data)/2 {
				t.Errorf("only %d refusals", refused)
			}
		})
	}
}

// manyTrees reads trees together.
func manyTrees(r *packReader, ids []string) [][]byte {
	raw, out := make([][]byte, len(ids)), make([][]byte, len(ids))
	for i, id := range ids {
		raw[i] = []byte(mustParseID(id))
	}
	r.many(packTree, raw, out)
	return out
}

// eachCommit reads commits together.
func eachCommit(r *packReader, ids []string, use func(i int, b []byte)) {
	raw := make([][]byte, len(ids))
	for i, id := range ids {
		raw[i] = []byte(mustParseID(id))
	}
	r.eachCommit(raw, use)
}

// TestMany: trees that are read together are those that are read one by one, in several
// packs, asked for twice, beside other objects and ids of none; and what is lent stays as
// it is, no more than there is room for.
func TestMany(t *testing.T) {
	dir, _ := build(t, someCommits()...)
	gitOutput(t, dir, "config", "gc.auto", "0")
	for i := range 3 {
		gitOutput(t, dir, "repack", "-dq")
		gitOutput(t, dir, "checkout", "-q", "HEAD", ".")
		write(t, filepath.Join(dir, fmt.Sprint("more/of/it", i)), fmt.Sprint(i))
		gitOutput(t, dir, "add", "-A")
		gitOutput(t, dir, "commit", "-qm", "more")
	}
	gitOutput(t, dir, "repack", "-dq")
	packs := packsOf(t, dir)
	if len(packs) < 3 {
		t.Fatalf("%d packs", len(packs))
	}
	ids := strings.Fields(gitOutput(t, dir, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
	ids = append(ids, strings.Repeat("0", 40), strings.Repeat("f", 40), "00"+ids[0][2:], ids[0][:38]+"00")
	random := rand.New(rand.NewPCG(5, 6))
	one := newPackReader(packs, newPackCache(1<<20))
	commits := 0
	eachCommit(newPackReader(packs, newPackCache(1<<20)), ids, func(i int, b []byte) {
		if kind, want, ok := one.object([]byte(mustParseID(ids[i]))); !ok || kind != "commit" || !bytes.Equal(b, want) {
			t.Fatalf("%s is another object", ids[i])
		}
		commits++
	})
	for _, id := range ids {
		if kind, _, ok := one.object([]byte(mustParseID(id))); ok && kind == "commit" {
			commits--
		}
	}
	if commits != 0 {
		t.Errorf("%d commits too many, or too few", commits)
	}
	for _, limit := range []int64{0, 300, 1 << 20} {
		r := newPackReader(packs, newPackCache(limit))
		trees, most := 0, 0
		for range 50 {
			list := make([]string, random.IntN(2*len(ids)))
			for i := range list {
				list[i] = ids[random.IntN(len(ids))]
			}
			sum := 0
			for i, b := range manyTrees(r, list) {
				kind, want, ok := one.object([]byte(mustParseID(list[i])))
				switch {
				case b == nil && ok && kind == "tree" && limit == 1<<20:
					t.Fatalf("%s is left out", list[i])
				case b != nil && (!ok || kind != "tree" || !bytes.Equal(b, want)):
					t.Fatalf("%s is another object", list[i])
				case b != nil && !slices.Contains(list[:i], list[i]):
					trees++
					sum += len(b)
					most = max(most, len(b))
				}
			}
			if sum > int(limit)/2+most {
				t.Errorf("%d bytes at once, with a cache of %d", sum, limit)
			}
			r.objects.release()
		}
		if trees < 50 {
			t.Errorf("limit %d: %d trees", limit, trees)
		}
	}
}

func offsetOf(t testing.TB, p *pack, id string) int64 {
	t.Helper()
	_, at, ok := p.find([]byte(mustParseID(id)))
	if !ok {
		t.Fatalf("%s is not in the index", id)
	}
	return at
}

// packBytes reads the only pack of a repository, its index, and the same the other way
// round if git wrote that.
func packBytes(t testing.TB, dir string) (data, index, reverse []byte) {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
	data, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimSuffix(names[0], ".pack")
	if index, err = os.ReadFile(name + ".idx"); err != nil {
		t.Fatal(err)
	}
	if reverse, err = os.ReadFile(name + ".rev"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return data, index, reverse
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

// changed is what a delta makes of an object.
func changed(base, delta []byte) ([]byte, error) {
	from, size, rest, err := deltaSizes(delta)
	if err != nil || from != len(base) {
		return nil, errPack
	}
	out := make([]byte, size)
	return out, applyDelta(out, base, rest)
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
		"the same before another":   {"\x0a\x01\x00\x01a", ""},
		"no sizes":                  {"", ""},
		"a size that never ends":    {"\x0a" + strings.Repeat("\xff", 20), ""},
		"more than a file may have": {"\x0a\xff\xff\xff\xff\x7f", ""},
		"a copy without its offset": {"\x0a\x01\x91", ""},
		"more than it can make":     {"\x0a\xff\xff\x3f\x90\x04", ""},
	} {
		got, err := changed(base, []byte(c.delta))
		if (err != nil) != (c.want == "") || err == nil && string(got) != c.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestDeltaSizes: sizes that no object has, or that the rest of the delta cannot make, are
// refused before memory is taken for them.
func TestDeltaSizes(t *testing.T) {
	size := func(n uint64) string { return string(binary.AppendUvarint(nil, n)) }
	for _, c := range []struct {
		name, delta string
		ok          bool
	}{
		{"the largest file", size(MaxFile) + size(MaxFile) + "1", true},
		{"a base beyond it", size(MaxFile+1) + size(1) + "1", false},
		{"a result beyond it", size(MaxFile) + size(MaxFile+1) + "12", false},
		{"each byte makes the whole base", size(10) + size(20) + "12", true},
		{"each byte would make more", size(10) + size(21) + "12", false},
		{"an empty base, of which a byte makes one", size(0) + size(2) + "12", true},
		{"an empty base, of which a byte would make more", size(0) + size(3) + "12", false},
		{"a size of more than 63 bits", strings.Repeat("\xff", 9) + "\x01" + size(1) + "1", false},
	} {
		if _, _, _, err := deltaSizes([]byte(c.delta)); (err == nil) != c.ok {
			t.Errorf("%s: error %v", c.name, err)
		}
	}
}

func FuzzDelta(f *testing.F) {
	f.Add([]byte("0123456789"), []byte("\x0a\x06\x02ab\x90\x04"))
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		if out, err := changed(base, delta); err == nil && len(out) > len(delta)*(1<<24) {
			t.Errorf("%d bytes of a delta of %d", len(out), len(delta))
		}
	})
}

// FuzzPack: no pack and no index break the reader, and what it gives is the same whether
// the files are mapped or not, something is kept or nothing, and the index is turned round,
// by us or by git, or not.
func FuzzPack(f *testing.F) {
	dir, _ := build(f, BuildCommit{Write: map[string]string{"a/b": "1", "a/c": "1", "a/d": "1"}}, BuildCommit{Write: map[string]string{"a/b": "2"}})
	gitOutput(f, dir, "-c", "pack.writeReverseIndex=true", "repack", "-adfq", "--depth=50")
	data, index, reverse := packBytes(f, dir)
	f.Add(data, index, reverse)
	f.Add(data, index, []byte(nil))
	f.Add(bytes.ToUpper(data), index, reverse)
	f.Add(data[:len(data)/2], index, reverse)
	name := filepath.Join(f.TempDir(), "p")
	f.Fuzz(func(t *testing.T, data, index, reverse []byte) {
		p, err := inMemory(data, index, reverse)
		if err != nil {
			return
		}
		if os.WriteFile(name+".pack", data, 0o600) != nil || os.WriteFile(name+".idx", index, 0o600) != nil {
			t.Skip("no room")
		}
		other := &pack{name: "p.pack", file: unmappedFile(t, name+".pack"), index: unmappedFile(t, name+".idx")}
		defer other.close()
		if err := other.readHeads(); err != nil {
			t.Fatalf("not mapped: %v", err)
		}
		if p.places == nil {
			p.unnamed.Store(manyUnnamed)
		}
		r, unmapped := newPackReader([]*pack{p}, newPackCache(1<<20)), newPackReader([]*pack{other}, newPackCache(0))
		var ids [][]byte
		for b := range 256 {
			g, err := p.group(byte(b))
			if err != nil {
				continue
			}
			for i := 0; i+idSize <= len(g.ids) && i < 50*idSize; i += idSize {
				id := g.ids[i : i+idSize]
				ids = append(ids, id)
				kind, b, ok := r.object(id)
				if k, c, too := unmapped.object(id); ok && too && (k != kind || !bytes.Equal(b, c)) {
					t.Fatalf("%x: %s of %d bytes; not mapped %s of %d", id, kind, len(b), k, len(c))
				}
			}
		}
		same := func(kind string, i int, b []byte) {
			if k, c, ok := r.object(ids[i]); ok && (k != kind || !bytes.Equal(b, c)) {
				t.Fatalf("%x: %s of %d bytes among many, %s of %d alone", ids[i], kind, len(b), k, len(c))
			}
		}
		trees := make([][]byte, len(ids))
		newPackReader([]*pack{p}, newPackCache(1<<20)).many(packTree, ids, trees)
		for i, b := range trees {
			if b != nil {
				same("tree", i, b)
			}
		}
		newPackReader([]*pack{p}, newPackCache(1<<20)).eachCommit(ids, func(i int, b []byte) { same("commit", i, b) })
	})
}

func unmappedFile(t testing.TB, name string) *mappedFile {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return &mappedFile{size: info.Size(), file: f}
}
