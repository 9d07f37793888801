package pack

// deltaSizes reads what a delta begins with: the size of the object that it changes and of
// the one that it makes.
func deltaSizes(delta []byte) (base, size int, rest []byte, err error) {
	from, rest := deltaSize(delta)
	to, rest := deltaSize(rest)
	// No byte of a delta stands for more than the whole object.
	if from > MaxObject || to > MaxObject || to > uint64(len(rest))*max(from, 1) {
		return 0, 0, nil, errUnreadable
	}
	return int(from), int(to), rest, nil
}

// applyDelta fills out with what the instructions of a delta make of an object.
func applyDelta(out, base, delta []byte) error {
	done := 0
	for len(delta) > 0 {
		c := delta[0]
		delta = delta[1:]
		var piece []byte
		if c&0x80 == 0 { // the next c bytes
			if c == 0 || int(c) > len(delta) {
				return errUnreadable
			}
			piece, delta = delta[:c], delta[c:]
		} else { // a part of base
			var word [7]byte // offset and length, of which only bytes that are not 0 are written
			for i := range word {
				if c>>i&1 == 0 {
					continue
				}
				if len(delta) == 0 {
					return errUnreadable
				}
				word[i], delta = delta[0], delta[1:]
			}
			from := uint64(word[0]) | uint64(word[1])<<8 | uint64(word[2])<<16 | uint64(word[3])<<24
			n := uint64(word[4]) | uint64(word[5])<<8 | uint64(word[6])<<16
			if n == 0 {
				n = 1 << 16
			}
			if from+n > uint64(len(base)) {
				return errUnreadable
			}
			piece = base[from : from+n]
		}
		if len(piece) > len(out)-done {
			return errUnreadable
		}
		done += copy(out[done:], piece)
	}
	if done != len(out) {
		return errUnreadable
	}
	return nil
}

// deltaSize reads one of the two sizes that a delta begins with; too large a one if
// there is none.
func deltaSize(b []byte) (uint64, []byte) {
	var x uint64
	for i, c := range b {
		if i == 9 {
			break
		}
		x |= uint64(c&0x7f) << (7 * i)
		if c&0x80 == 0 {
			return x, b[i+1:]
		}
	}
	return MaxObject + 1, nil
}
