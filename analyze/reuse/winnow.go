package reuse

const (
	gram   = 25 // tokens in a hash
	window = 16 // neighbouring hashes of which the smallest is kept
)

// mark is a kept hash and the lines that it covers: no more than it has tokens, since a
// long text in backquotes is one token of many lines.
type mark struct {
	hash     uint64
	from, to int32
}

const base = 0x100000001b3

// winnow picks the fingerprint of a sequence of words: of every window of neighbouring
// hashes the smallest, of equal ones the last. Time is linear in the words.
func winnow(words []word) []mark {
	hashes := rolling(words)
	var out []mark
	least := -1
	for end := min(window, len(hashes)) - 1; end < len(hashes) && end >= 0; end++ {
		switch start := max(0, end-window+1); {
		case least < start:
			least = lastLeast(hashes, start, end)
		case hashes[end] <= hashes[least]:
			least = end
		default:
			continue
		}
		from := words[least].line
		out = append(out, mark{hashes[least], from, min(words[least+gram-1].line, from+gram-1)})
	}
	return out
}

func lastLeast(hashes []uint64, start, end int) int {
	least := start
	for i := start + 1; i <= end; i++ {
		if hashes[i] <= hashes[least] {
			least = i
		}
	}
	return least
}

// rolling is the hash of every run of gram words.
func rolling(words []word) []uint64 {
	if len(words) < gram {
		return nil
	}
	out := make([]uint64, 0, len(words)-gram+1)
	var h, top uint64 = 0, 1
	for range gram {
		top *= base
	}
	for i, w := range words {
		h = h*base + w.hash
		if i >= gram {
			h -= words[i-gram].hash * top
		}
		if i >= gram-1 {
			out = append(out, mix(h))
		}
	}
	return out
}
