package reuse

import (
	"math/rand/v2"
	"testing"
)

func random(r *rand.Rand, n, kinds int) []word {
	out := make([]word, n)
	for i := range out {
		out[i] = word{mix(uint64(r.IntN(kinds))), int32(i + 1)}
	}
	return out
}

// naive is winnowing by its definition: of every window of hashes the smallest, of
// equal ones the last; of a sequence shorter than a window the smallest of all.
func naive(words []word) map[int32]uint64 {
	var hashes []uint64
	for i := 0; i+gram <= len(words); i++ {
		h := uint64(0)
		for _, w := range words[i : i+gram] {
			h = h*base + w.hash
		}
		hashes = append(hashes, mix(h))
	}
	out := map[int32]uint64{}
	for start := 0; start < max(1, len(hashes)-window+1) && start < len(hashes); start++ {
		best := start
		for i := start; i < min(start+window, len(hashes)); i++ {
			if hashes[i] <= hashes[best] {
				best = i
			}
		}
		out[words[best].line] = hashes[best]
	}
	return out
}

func TestWinnowIsItsDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		words := random(r, r.IntN(120), 1+r.IntN(8))
		want := naive(words)
		got := winnow(words)
		if len(got) != len(want) {
			t.Fatalf("%d words: %d marks, want %d", len(words), len(got), len(want))
		}
		for _, m := range got {
			if want[m.from] != m.hash || m.to != m.from+gram-1 {
				t.Fatalf("%d words: mark %v, want %x", len(words), m, want[m.from])
			}
		}
	}
}

// Every common run of gram+window-1 words leaves a common hash, whatever is around it.
func TestEveryLongRunIsFound(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		run := random(r, gram+window-1, 1000)
		a := append(append(random(r, r.IntN(100), 1000), run...), random(r, r.IntN(100), 1000)...)
		b := append(append(random(r, r.IntN(100), 1000), run...), random(r, r.IntN(100), 1000)...)
		seen := map[uint64]bool{}
		for _, m := range winnow(a) {
			seen[m.hash] = true
		}
		common := false
		for _, m := range winnow(b) {
			common = common || seen[m.hash]
		}
		if !common {
			t.Fatal("a common run left no common hash")
		}
	}
}
