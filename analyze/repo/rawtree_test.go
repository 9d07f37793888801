package repo

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

const id20 = "12345678901234567890"

func TestNextEntry(t *testing.T) {
	good := "100644 a\x00" + id20 + "40000 d\x00" + id20 + "0100755 old\x00" + id20
	rest := []byte(good)
	for _, want := range []Entry{{0o100644, []byte("a"), nil}, {ModeDir, []byte("d"), nil}, {ModeExecutable, []byte("old"), nil}} {
		var e Entry
		var err error
		if e, rest, err = NextEntry(rest); err != nil || e.Mode != want.Mode || !bytes.Equal(e.Name, want.Name) || string(e.ID) != id20 {
			t.Errorf("entry is %+v, %v; want %+v", e, err, want)
		}
	}
	if len(rest) != 0 {
		t.Errorf("%q is left", rest)
	}
	for _, bad := range []string{"+", "+100644 a\x00" + id20, "++100644 a\x00" + id20 + id20, "", "a", "100644 ", "100644 a", "100644 a\x00short", " a\x00" + id20, "10064x a\x00" + id20, "100644 \x00" + id20, "123456789 a\x00" + id20} {
		if e, _, err := NextEntry([]byte(bad)); err == nil {
			t.Errorf("%q gives %+v, want an error", bad, e)
		}
	}
}

// TestMarked: a tree with SHA-256 ids, as Objects.Tree hands it out.
func TestMarked(t *testing.T) {
	id32 := strings.Repeat("0123456789abcdef", 2)
	b, err := marked([]byte("100644 a b\x00" + id32 + "40000 d\x00" + id32))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for len(b) > 0 {
		var e Entry
		if e, b, err = NextEntry(b); err != nil || string(e.ID) != id32 {
			t.Fatalf("%+v, %v", e, err)
		}
		names = append(names, fmt.Sprintf("%o %s", e.Mode, e.Name))
	}
	if got, want := strings.Join(names, ", "), "100644 a b, 40000 d"; got != want {
		t.Errorf("entries are %s, want %s", got, want)
	}
	for _, bad := range []string{"1", "100644 a", "100644 a\x00" + id20, "100644 a\x00" + id32 + "x"} {
		if b, err := marked([]byte(bad)); err == nil {
			t.Errorf("%q gives %q, want an error", bad, b)
		}
	}
}

func TestTreeOf(t *testing.T) {
	hex := strings.Repeat("0a", 20)
	if id, err := TreeOf([]byte("tree " + hex + "\nauthor x\n")); err != nil || id.String() != hex {
		t.Errorf("the tree is %s, %v", id, err)
	}
	for _, bad := range []string{"", "tree", "tree ", "tree zz\n", "tree " + hex + " \n", "parent " + hex + "\n"} {
		if id, err := TreeOf([]byte(bad)); err == nil {
			t.Errorf("%q gives %s, want an error", bad, id)
		}
	}
}

// FuzzNextEntry: what is read makes up the input again, whatever it is.
func FuzzNextEntry(f *testing.F) {
	f.Add([]byte("100644 a\x00" + id20))
	f.Add([]byte("40000 d\x00" + id20 + "100755 e\x00" + id20))
	f.Add([]byte("100644 a\x00short"))
	f.Add([]byte("+100644 a\x00" + id20 + "123456789012+40000 d\x00" + id20 + "123456789012"))
	f.Fuzz(func(t *testing.T, tree []byte) {
		for rest := tree; len(rest) > 0; {
			e, next, err := NextEntry(rest)
			if err != nil {
				return
			}
			read := rest[:len(rest)-len(next)]
			size := map[bool]int{true: 32, false: 20}[read[0] == wideMark]
			if len(e.Name) == 0 || bytes.IndexByte(e.Name, 0) >= 0 || len(e.ID) != size {
				t.Fatalf("%q gives the entry %+v", rest, e)
			}
			if tail := fmt.Sprintf(" %s\x00%s", e.Name, e.ID); !bytes.HasSuffix(read, []byte(tail)) {
				t.Fatalf("%q gives the entry %+v", read, e)
			}
			rest = next
		}
	})
}

func FuzzTreeOf(f *testing.F) {
	f.Add([]byte("tree " + strings.Repeat("0a", 20) + "\nauthor x\n"))
	f.Add([]byte("tree x"))
	f.Fuzz(func(t *testing.T, commit []byte) {
		id, err := TreeOf(commit)
		if err == nil && !strings.HasPrefix(strings.ToLower(string(commit)), "tree "+id.String()) {
			t.Fatalf("%q gives %s", commit, id)
		}
	})
}

// BenchmarkNextEntry is the hot loop of history.
func BenchmarkNextEntry(b *testing.B) {
	var tree []byte
	for i := range 100 {
		tree = fmt.Appendf(tree, "100644 file%03d.go\x00%s", i, id20)
	}
	for b.Loop() {
		for rest := tree; len(rest) > 0; {
			var err error
			if _, rest, err = NextEntry(rest); err != nil {
				b.Fatal(err)
			}
		}
	}
}
