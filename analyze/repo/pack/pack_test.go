package pack

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

	"seam/analyze/filemap"
)

// packsOf are the opened packs of a repository.
func packsOf(t testing.TB, dir string) []*Pack {
	t.Helper()
	packs := Open(packNames(t, dir))
	t.Cleanup(func() {
		for _, p := range packs {
			p.Close()
		}
	})
	return packs
}

// unmap has the only pack of a repository read as where files cannot be mapped.
func unmap(t testing.TB, p *Pack, dir string) {
	t.Helper()
	name := strings.TrimSuffix(packNames(t, dir)[0], ".pack")
	p.Close()
	p.turned = nil
	p.file, p.index = unmappedFile(t, name+".pack"), unmappedFile(t, name+".idx")
}

// TestShortenedPack: a pack that somebody cuts off while it is open is an unreadable one.
func TestShortenedPack(t *testing.T) {
	for _, mapped := range []bool{true, false} {
		dir := repository(t, files{"long": strings.Repeat("a line\n", 1000)})
		gitOutput(t, dir, "repack", "-adfq")
		id := raw(t, gitOutput(t, dir, "rev-parse", "HEAD:long"))
		packs := packsOf(t, dir)
		if !mapped {
			unmap(t, packs[0], dir)
		}
		r := newReader(packs, newCache(0))
		if _, _, ok := r.Object(id); !ok {
			t.Fatal("unreadable from the beginning")
		}
		names := packNames(t, dir)
		if err := os.Chmod(names[0], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(names[0], 0); err != nil {
			t.Fatal(err)
		}
		if _, _, ok := r.Object(id); ok {
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
			commits = append(commits, files{"long": long}, files{"long": "x" + long + "y", "empty": ""})
			dir := repository(t, commits...)
			gitOutput(t, dir, arguments...)
			if name == "offsets in the second table" {
				packs := packNames(t, dir)
				gitOutput(t, dir, "index-pack", "--index-version=2,0x40", packs[0])
			}
			list := gitOutput(t, dir, "cat-file", "--batch-all-objects", "--batch-check")
			r, packs := newReader(packsOf(t, dir), newCache(1<<20)), packsOf(t, dir)
			unmap(t, packs[0], dir)
			unmapped := newReader(packs, newCache(0))
			turned := newReader(packsOf(t, dir), newCache(0))
			turned.Turn(manyUnnamed)
			kinds := map[string]int{}
			for line := range strings.Lines(list) {
				f := strings.Fields(line)
				id := raw(t, f[0])
				for _, r := range []*Reader{r, r, unmapped, turned} { // from the pack, and from the cache
					kind, b, ok := r.Object(id)
					if !ok || kind.String() != f[1] || fmt.Sprint(len(b)) != f[2] {
						t.Errorf("%s: %s of %d bytes, %v; git has %s of %s", f[0], kind, len(b), ok, f[1], f[2])
					}
				}
				kinds[f[1]]++
			}
			if len(kinds) != 4 {
				t.Errorf("the pack holds %v", kinds)
			}
			if _, _, ok := r.Object(raw(t, "0123456789012345678901234567890123456789")); ok {
				t.Error("an object that is not there")
			}
		})
	}
}

// inMemory is a pack whose files are bytes; reverse is nil if there is no such file.
func inMemory(data, index, reverse []byte) (*Pack, error) {
	p := &Pack{
		name:  "a.pack",
		file:  filemap.Of(data),
		index: filemap.Of(index),
	}
	err := p.readHeads()
	p.readPlaces(reverse)
	return p, err
}

// writtenPack is a pack of blobs whose ids begin with the bytes 1, 2 …: entries stand one
// behind the other, from byte 12 on. change makes of the index what the test wants.
func writtenPack(entries []string, change func(index []byte)) (*Pack, error) {
	data := binary.BigEndian.AppendUint32([]byte(packMagic), uint32(len(entries)))
	var ids, sums, offsets []byte
	for i, e := range entries {
		ids = append(ids, append([]byte{byte(i + 1)}, make([]byte, IDSize-1)...)...)
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
		kind        Kind // 0 for an error
		size, base  int64
	}{
		{"a blob", "\x33" + rest, Blob, 3, 0},
		{"a size of two bytes", "\xb3\x01" + rest, Blob, 19, 0},
		{"a size that nothing deflates to", "\xb0\xff\x7f" + rest, 0, 0, 0},
		{"the size of no file", "\xbf\xff\xff\xff\xff\x7f" + rest, 0, 0, 0},
		{"a size that never ends", strings.Repeat("\xff", 48), 0, 0, 0},
		{"no kind", "\x03" + rest, 0, 0, 0},
		{"a kind that is kept free", "\x53" + rest, 0, 0, 0},
		{"a delta against the first one", "\x63\x04" + rest, byOffset, 3, 12},
		{"a delta against itself", "\x63\x00" + rest, 0, 0, 0},
		{"a delta against an id", "\x73\x01" + strings.Repeat("\x00", IDSize-1) + rest, byID, 3, 12},
		{"a delta against an id that is not there", "\x73\x07" + strings.Repeat("\x00", IDSize-1) + rest, 0, 0, 0},
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
		for _, at := range []int64{-240, 0, 11, p.file.Size(), p.file.Size() + 1, 1 << 62} {
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
			var commits []files
			for i := range 3 { // trees that are deltas of deltas
				write := files{}
				for k := range 8 {
					write[fmt.Sprint("folder/file", k)] = fmt.Sprint(k, max(0, i-k))
				}
				commits = append(commits, write)
			}
			dir := repository(t, commits...)
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
				r := newReader([]*Pack{p}, newCache(1<<20))
				kind, b, ok := r.Object(raw(t, id))
				if !ok {
					t.Fatalf("%s is unreadable", id)
				}
				want[id] = kind.String() + string(b)
				if o, ok := r.objects.get(placeOf(0, offsetOf(t, p, id))); ok && !o.based {
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
					r := newReader([]*Pack{p}, newCache(1<<20))
					for k := range ids {
						id := ids[(k*7+i)%len(ids)] // another order each time
						kind, b, ok := r.Object(raw(t, id))
						if !ok && i >= len(data)+len(index) {
							t.Fatalf("byte %d of what git turned round flipped: %s is unreadable", at, id)
						} else if !ok {
							refused++
						} else if kind.String()+string(b) != want[id] {
							t.Fatalf("byte %d of %d and %d flipped: %s is another object", i, len(data), len(index), id)
						}
					}
					for k, b := range manyTrees(t, newReader([]*Pack{p}, newCache(1<<20)), ids) {
						if b != nil && "tree"+string(b) != want[ids[k]] {
							t.Fatalf("byte %d of %d and %d flipped: %s is another tree among many", i, len(data), len(index), ids[k])
						}
					}
					eachCommit(t, newReader([]*Pack{p}, newCache(1<<20)), ids, func(k int, b []byte) {
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
func manyTrees(t testing.TB, r *Reader, ids []string) [][]byte {
	asked, out := make([][]byte, len(ids)), make([][]byte, len(ids))
	for i, id := range ids {
		asked[i] = raw(t, id)
	}
	r.Objects(Tree, asked, out)
	return out
}

// eachCommit reads commits together.
func eachCommit(t testing.TB, r *Reader, ids []string, use func(i int, b []byte)) {
	asked := make([][]byte, len(ids))
	for i, id := range ids {
		asked[i] = raw(t, id)
	}
	r.EachCommit(asked, use)
}

// TestMany: trees that are read together are those that are read one by one, in several
// packs, asked for twice, beside other objects and ids of none; and what is lent stays as
// it is, no more than there is room for.
func TestMany(t *testing.T) {
	dir := repository(t, someCommits()...)
	for i := range 3 {
		gitOutput(t, dir, "repack", "-dq")
		add(t, dir, "refs/heads/main^0", files{fmt.Sprint("more/of/it", i): fmt.Sprint(i)})
	}
	gitOutput(t, dir, "repack", "-dq")
	packs := packsOf(t, dir)
	if len(packs) < 3 {
		t.Fatalf("%d packs", len(packs))
	}
	ids := strings.Fields(gitOutput(t, dir, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
	ids = append(ids, strings.Repeat("0", 40), strings.Repeat("f", 40), "00"+ids[0][2:], ids[0][:38]+"00")
	random := rand.New(rand.NewPCG(5, 6))
	one := newReader(packs, newCache(1<<20))
	commits := 0
	eachCommit(t, newReader(packs, newCache(1<<20)), ids, func(i int, b []byte) {
		if kind, want, ok := one.Object(raw(t, ids[i])); !ok || kind != Commit || !bytes.Equal(b, want) {
			t.Fatalf("%s is another object", ids[i])
		}
		commits++
	})
	for _, id := range ids {
		if kind, _, ok := one.Object(raw(t, id)); ok && kind == Commit {
			commits--
		}
	}
	if commits != 0 {
		t.Errorf("%d commits too many, or too few", commits)
	}
	for _, limit := range []int64{0, 300, 1 << 20} {
		r := newReader(packs, newCache(limit))
		trees, most := 0, 0
		for range 50 {
			list := make([]string, random.IntN(2*len(ids)))
			for i := range list {
				list[i] = ids[random.IntN(len(ids))]
			}
			sum := 0
			for i, b := range manyTrees(t, r, list) {
				kind, want, ok := one.Object(raw(t, list[i]))
				switch {
				case b == nil && ok && kind == Tree && limit == 1<<20:
					t.Fatalf("%s is left out", list[i])
				case b != nil && (!ok || kind != Tree || !bytes.Equal(b, want)):
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
			r.Release()
		}
		if trees < 40 {
			t.Errorf("limit %d: %d trees", limit, trees)
		}
	}
}

func offsetOf(t testing.TB, p *Pack, id string) int64 {
	t.Helper()
	_, at, ok := p.find(raw(t, id))
	if !ok {
		t.Fatalf("%s is not in the index", id)
	}
	return at
}

// packBytes reads the only pack of a repository, its index, and the same the other way
// round if git wrote that.
func packBytes(t testing.TB, dir string) (data, index, reverse []byte) {
	t.Helper()
	names := packNames(t, dir)
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

// FuzzPack: no pack and no index break the reader, and what it gives is the same whether
// the files are mapped or not, something is kept or nothing, and the index is turned round,
// by us or by git, or not.
func FuzzPack(f *testing.F) {
	dir := repository(f, files{"a/b": "1", "a/c": "1", "a/d": "1"}, files{"a/b": "2"})
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
		other := &Pack{name: "p.pack", file: unmappedFile(t, name+".pack"), index: unmappedFile(t, name+".idx")}
		defer other.Close()
		if err := other.readHeads(); err != nil {
			t.Fatalf("not mapped: %v", err)
		}
		if p.places == nil {
			p.unnamed.Store(manyUnnamed)
		}
		r, unmapped := newReader([]*Pack{p}, newCache(1<<20)), newReader([]*Pack{other}, newCache(0))
		var ids [][]byte
		for b := range 256 {
			g, err := p.group(byte(b))
			if err != nil {
				continue
			}
			for i := 0; i+IDSize <= len(g.ids) && i < 50*IDSize; i += IDSize {
				id := g.ids[i : i+IDSize]
				ids = append(ids, id)
				kind, b, ok := r.Object(id)
				if k, c, too := unmapped.Object(id); ok && too && (k != kind || !bytes.Equal(b, c)) {
					t.Fatalf("%x: %s of %d bytes; not mapped %s of %d", id, kind, len(b), k, len(c))
				}
			}
		}
		same := func(kind Kind, i int, b []byte) {
			if k, c, ok := r.Object(ids[i]); ok && (k != kind || !bytes.Equal(b, c)) {
				t.Fatalf("%x: %s of %d bytes among many, %s of %d alone", ids[i], kind, len(b), k, len(c))
			}
		}
		trees := make([][]byte, len(ids))
		newReader([]*Pack{p}, newCache(1<<20)).Objects(Tree, ids, trees)
		for i, b := range trees {
			if b != nil {
				same(Tree, i, b)
			}
		}
		newReader([]*Pack{p}, newCache(1<<20)).EachCommit(ids, func(i int, b []byte) { same(Commit, i, b) })
	})
}

func unmappedFile(t testing.TB, name string) *filemap.File {
	t.Helper()
	f, err := filemap.OpenUnmapped(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
