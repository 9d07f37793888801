package repo

import (
	"bytes"
	"compress/flate"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func deflated(t testing.TB, content []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(content)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// inflateCases are bytes of many kinds: of short and long codes, near and far repeats.
func inflateCases() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 300_000)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	skewed := make([]byte, 200_000) // frequencies that fall by half make the longest codes
	for i := range skewed {
		for skewed[i] < 200 && r.Uint32()&1 == 0 {
			skewed[i]++
		}
	}
	far := append(append(bytes.Clone(noise[:32_700]), skewed[:60]...), noise[:32_700]...)
	return map[string][]byte{
		"nothing": nil, "one byte": {7}, "noise": noise, "skewed": skewed, "far": far,
		"zeros": make([]byte, 100_000), "pairs": bytes.Repeat([]byte("ab"), 50_000), "sevens": bytes.Repeat([]byte("abcdefg"), 9_999),
		"text": []byte(strings.Repeat("func main() { fmt.Println(x) }\n", 300) + strings.Repeat("the end\n", 3)),
	}
}

// refused reports whether the inflater makes nothing of bytes.
func refused(f *inflater, out, in []byte) bool {
	_, err := f.inflate(out, in)
	return err != nil
}

func TestInflate(t *testing.T) {
	f := newInflater()
	for name, content := range inflateCases() {
		for level := -2; level <= 9; level++ {
			packed := deflated(t, content, level)
			out := make([]byte, len(content))
			if n, err := f.inflate(out, append(packed, "what follows"...)); err != nil || n != len(packed) || !bytes.Equal(out, content) {
				t.Errorf("%s, level %d: %d of %d bytes, error %v", name, level, n, len(packed), err)
			}
			if _, err := f.inflate(make([]byte, len(content)+1), packed); err == nil {
				t.Errorf("%s, level %d: a byte more than there is", name, level)
			}
			if len(content) > 0 && !refused(f, out[1:], packed) {
				t.Errorf("%s, level %d: a byte less than there is", name, level)
			}
			for cut := range min(len(packed), 40) {
				if !refused(f, out, packed[:len(packed)-1-cut]) {
					t.Errorf("%s, level %d: %d bytes cut off and nobody saw", name, level, cut+1)
				}
			}
		}
	}
}

// FuzzInflate: of any bytes the inflater makes what the stock reader makes of them, or
// nothing. What the stock writer writes is never refused.
func FuzzInflate(f *testing.F) {
	for _, name := range []string{"one byte", "text", "sevens"} {
		f.Add(deflated(f, inflateCases()[name], 9))
	}
	f.Add([]byte("\x01\x00\x00\xff\xff"))
	own := newInflater()
	f.Fuzz(func(t *testing.T, in []byte) {
		want, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(in)), 1<<20))
		if err == nil && len(want) < 1<<20 {
			out := make([]byte, len(want))
			n, err := own.inflate(out, in)
			if err != nil || !bytes.Equal(out, want) {
				t.Fatalf("%d bytes, error %v", len(want), err)
			}
			// The bytes that it says it took are all that it needs.
			if n > len(in) || refused(own, out, in[:n]) || n > 0 && !refused(own, out, in[:n-1]) {
				t.Fatalf("it says that it took %d of %d bytes", n, len(in))
			}
		} else if out := make([]byte, len(want)); len(want) < 1<<20 && !refused(own, out, in) && !bytes.Equal(out, want) {
			t.Fatal("other bytes than the stock reader's")
		}
		out := make([]byte, len(in))
		if _, err := own.inflate(out, deflated(t, in, len(in)%12-2)); err != nil || !bytes.Equal(out, in) {
			t.Fatalf("written and read: error %v", err)
		}
	})
}

// BenchmarkInflate undoes this folder's files, each for itself.
func BenchmarkInflate(b *testing.B) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		b.Fatal(err)
	}
	var packed, out [][]byte
	size := int64(0)
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		packed, out = append(packed, deflated(b, content, 6)), append(out, make([]byte, len(content)))
		size += int64(len(content))
	}
	b.Run("own", func(b *testing.B) {
		b.SetBytes(size)
		f := newInflater()
		for b.Loop() {
			for i := range packed {
				if _, err := f.inflate(out[i], packed[i]); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("stock", func(b *testing.B) {
		b.SetBytes(size)
		r := flate.NewReader(bytes.NewReader(packed[0]))
		for b.Loop() {
			for i := range packed {
				r.(flate.Resetter).Reset(bytes.NewReader(packed[i]), nil)
				if _, err := io.ReadFull(r, out[i]); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
