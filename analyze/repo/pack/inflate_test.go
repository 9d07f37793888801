package pack

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

// TestInflateRefuses: what the zeros behind a stream would complete, and codes that no table
// has room for.
func TestInflateRefuses(t *testing.T) {
	f := newInflater()
	// dynamic is an empty block with codes of its own: of the lengths, those of the symbols
	// 0 to 255 are zero, that of 256, the end, is one, and rest says the others.
	dynamic := func(literals, distances, rest string) string {
		few := "000 010 100" + strings.Repeat("000", 14) + "010" // 18 is 0, 1 is 10, 17 is 11
		return bitsOf("1 01", literals, distances, "0111", few, "0 1111111 0 1101011 10", rest, "0")
	}
	for _, c := range []struct {
		name, in string
		out      int
		ok       bool
	}{
		{"nothing, by fixed codes", "\x03\x00", 0, true},
		{"its end is missing", "\x03", 0, false},
		{"an empty stored block", "\x01\x00\x00\xff\xff", 0, true},
		{"a stored block with a wrong check", "\x01\x00\x00\xff\xfe", 0, false},
		{"a stored block that is cut short", "\x01\x03\x00\xfc\xffab", 3, false},
		{"a block of the kind that is kept free", "\x07\x00", 0, false},
		{"three codes of one bit", bitsOf("1 01 00000 00000 0000", "100 100 100 000", strings.Repeat("0", 80)), 0, false},
		{"a code of seven bits too many", bitsOf("1 01 00000 00000 0000", "100 100 111 000", strings.Repeat("0", 80)), 0, false},
		{"three lengths for three distances", dynamic("00000", "01000", "11 000"), 0, true},
		{"three lengths for two distances", dynamic("00000", "10000", "11 000"), 0, false},
		{"286 literals", dynamic("10111", "00000", "0 1100100"), 0, true},
		{"287 literals", dynamic("01111", "00000", "0 0010100"), 0, false},
		{"a copy from before the beginning", bitsOf("1 10 0000001 00000 0000000", strings.Repeat("0", 16)), 3, false},
	} {
		if got := !refused(f, make([]byte, c.out), []byte(c.in)); got != c.ok {
			t.Errorf("%s: read %v", c.name, got)
		}
	}
}

// bitsOf packs bits, the first of which is the lowest of the first byte.
func bitsOf(texts ...string) string {
	var out []byte
	n := 0
	for _, c := range strings.Join(texts, "") {
		if c == ' ' {
			continue
		}
		if n%8 == 0 {
			out = append(out, 0)
		}
		out[n/8] |= byte(c-'0') << (n % 8)
		n++
	}
	return string(out)
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
