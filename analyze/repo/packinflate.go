package repo

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// inflater undoes deflate (RFC 1951) for content that lies in memory and whose size is
// known. The stock reader, which knows neither, takes three times as long. It may be used
// again and again, by one goroutine at a time, and refuses some of what that one reads:
// what is refused here is go-git's to judge.
type inflater struct {
	literals  codeTable // of the current block
	distances codeTable
	lengths   codeTable // of the codes that tell the lengths of the other two

	fixedLiterals, fixedDistances codeTable // of blocks that bring no codes with them

	literal  [288]uint32 // what each symbol means: entries of a table, without bits
	distance [32]uint32
	length   [19]uint32
	lens     [288 + 32]uint8

	in      []byte
	at      int    // bytes of in that are taken
	padding int    // zeros that are taken beyond its end
	word    uint64 // the next bits, the lowest first; above those that count are bits that come again
	left    uint   // how many count
}

// codeTable has one entry for each value of the next bits, and behind them the second
// tables of longer codes. An entry tells in its lowest byte how many bits the code takes,
// in the five above how many follow it as a number, or the size of a second table; then
// come marks, and from bit 16 on a value. 0 is no code.
type codeTable []uint32

const (
	isLiteral = 1 << 13
	isEnd     = 1 << 14
	isLink    = 1 << 15 // the value is where a second table begins
)

// The bits that the first tables take at once, and those of the longest code.
const (
	literalBits  = 10
	distanceBits = 8
	lengthBits   = 7
	maxCode      = 15
)

func newInflater() *inflater {
	f := &inflater{}
	for i := range uint32(256) {
		f.literal[i] = i<<16 | isLiteral
	}
	f.literal[256] = isEnd
	base := uint32(3) // the numbers of RFC 1951, section 3.2.5
	for i := range uint32(28) {
		extra := max(i/4, 1) - 1
		f.literal[257+i] = base<<16 | extra<<8
		base += 1 << extra
	}
	f.literal[285] = 258 << 16
	base = 1
	for i := range uint32(30) {
		extra := max(i/2, 1) - 1
		f.distance[i] = base<<16 | extra<<8
		base += 1 << extra
	}
	for i := range uint32(19) {
		f.length[i] = i<<16 | isLiteral
	}
	lens := bytes.Repeat([]byte{8}, 288)
	copy(lens[144:], bytes.Repeat([]byte{9}, 112))
	copy(lens[256:], bytes.Repeat([]byte{7}, 24))
	f.fixedLiterals.build(lens, f.literal[:], literalBits)
	f.fixedDistances.build(bytes.Repeat([]byte{5}, 32), f.distance[:], distanceBits)
	return f
}

// build fills the table with the canonical codes of these lengths. It reports whether
// there is room for them all.
//
// Codes come in the order of their lengths. Those of a length fill one place each of a
// table for just that many bits, of which two copies make the one for a bit more.
func (t *codeTable) build(lens []uint8, symbols []uint32, first int) bool {
	var count, from [maxCode + 1]uint16
	for _, n := range lens {
		count[n&maxCode]++
	}
	count[0] = 0
	room, shortest := 1, first
	for n := 1; n <= maxCode; n++ {
		from[n] = from[n-1] + count[n-1]
		if room = 2*room - int(count[n]); room < 0 {
			return false
		}
		if count[n] > 0 {
			shortest = min(shortest, n)
		}
	}
	var sorted [288 + 1]uint16
	for i, n := range lens {
		if n > 0 {
			sorted[from[n]] = uint16(i)
			from[n]++
		}
	}
	if cap(*t) < 1<<first {
		*t = make([]uint32, 1<<first)
	}
	table := (*t)[:1<<first]
	clear(table[:1<<shortest])
	code, at := uint32(0), 0 // as it lies in the bits, and where in sorted
	for n := shortest; n <= first; n++ {
		for range count[n] {
			if symbol := symbols[sorted[at]]; symbol != 0 {
				table[code] = symbol | uint32(n)
			}
			code = nextCode(code, n)
			at++
		}
		if n < first {
			copy(table[1<<n:2<<n], table[:1<<n])
		}
	}
	*t = table
	t.buildSecond(sorted[at:], count[:], code, symbols, first)
	return true
}

// nextCode is the code behind another one of n bits, the first of which is the lowest.
func nextCode(code uint32, n int) uint32 {
	zeros := code ^ (1<<n - 1)
	if zeros == 0 {
		return 0 // that was the last one
	}
	bit := uint32(1) << (bits.Len32(zeros) - 1)
	return code&(bit-1) | bit
}

// buildSecond enters the codes that are longer than the first bits, from one on.
func (t *codeTable) buildSecond(sorted, count []uint16, code uint32, symbols []uint32, first int) {
	mask := uint32(1)<<first - 1
	for begin, n := code, first+1; n <= maxCode; n++ { // the longest code tells the size of a table
		for range count[n] {
			link := &(*t)[begin&mask]
			*link = max(*link, uint32(n-first)<<8)
			begin = nextCode(begin, n)
		}
	}
	for at, n := 0, first+1; n <= maxCode; n++ {
		for range count[n] {
			link := (*t)[code&mask]
			size := 1 << (link >> 8 & 31)
			if link&isLink == 0 {
				link |= uint32(len(*t))<<16 | isLink | uint32(first)
				(*t)[code&mask] = link
				*t = append(*t, make([]uint32, size)...)
			}
			if symbol := symbols[sorted[at]]; symbol != 0 {
				fill((*t)[link>>16:][:size], code>>first, uint8(n-first), symbol)
			}
			code = nextCode(code, n)
			at++
		}
	}
}

// fill enters a symbol wherever the lowest n bits of the index are its code.
func fill(t []uint32, code uint32, n uint8, symbol uint32) {
	for i := int(code); i < len(t); i += 1 << n {
		t[i] = symbol | uint32(n)
	}
}

// inflate fills out with what in begins with, and tells how many bytes of it that took. It
// is an error if there is more or less.
func (f *inflater) inflate(out, in []byte) (int, error) {
	f.in, f.at, f.padding, f.word, f.left = in, 0, 0, 0, 0
	done, ok := 0, true
	for last := false; ok && !last; {
		f.refill()
		last = f.take(1) == 1
		switch f.take(2) {
		case 0:
			done, ok = f.stored(out, done)
		case 1:
			done, ok = f.block(out, done, f.fixedLiterals, f.fixedDistances)
		case 2:
			if ok = f.readCodes(); ok {
				done, ok = f.block(out, done, f.literals, f.distances)
			}
		default:
			ok = false
		}
	}
	f.in = nil
	if !ok || done != len(out) || int(f.left) < 8*f.padding {
		return 0, errPack
	}
	return f.at + f.padding - int(f.left)/8, nil
}

// refill makes at least 56 bits count.
func (f *inflater) refill() {
	if f.at+8 <= len(f.in) {
		f.word |= binary.LittleEndian.Uint64(f.in[f.at:]) << (f.left & 63)
		f.at += int(63-f.left) >> 3
		f.left |= 56
		return
	}
	for f.left < 56 {
		if f.at < len(f.in) {
			f.word |= uint64(f.in[f.at]) << f.left
			f.at++
		} else {
			f.padding++
		}
		f.left += 8
	}
}

// take takes the next n bits, of those that count.
func (f *inflater) take(n uint) uint32 {
	x := uint32(f.word) & (1<<n - 1)
	f.word >>= n
	f.left -= n
	return x
}

// stored copies a block that is not compressed. Like block it returns how much of out is
// filled now, and whether all was well.
func (f *inflater) stored(out []byte, done int) (int, bool) {
	f.take(f.left & 7)
	f.at -= int(f.left)/8 - f.padding // whole bytes that were taken ahead
	f.word, f.left, f.padding = 0, 0, 0
	if f.at+4 > len(f.in) {
		return done, false
	}
	n, check := binary.LittleEndian.Uint16(f.in[f.at:]), binary.LittleEndian.Uint16(f.in[f.at+2:])
	from := f.at + 4
	f.at = from + int(n)
	if n != ^check || f.at > len(f.in) || done+int(n) > len(out) {
		return done, false
	}
	return done + copy(out[done:], f.in[from:f.at]), true
}

// readCodes reads the codes that a block brings with it.
func (f *inflater) readCodes() bool {
	f.refill()
	literals, distances, lengths := int(f.take(5))+257, int(f.take(5))+1, int(f.take(4))+4
	if literals > 286 || distances > 30 {
		return false
	}
	var few [19]uint8
	for i, symbol := range [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15} {
		if i < lengths {
			f.refill()
			few[symbol] = uint8(f.take(3))
		}
	}
	if !f.lengths.build(few[:], f.length[:], lengthBits) {
		return false
	}
	lens := f.lens[:literals+distances]
	for i := 0; i < len(lens); {
		f.refill()
		e := f.lengths[f.word&(1<<lengthBits-1)]
		if e == 0 {
			return false
		}
		f.take(uint(e & 15))
		again, n := 0, uint8(0) // how often which length comes now
		switch symbol := e >> 16; symbol {
		default:
			again, n = 1, uint8(symbol)
		case 16:
			if i == 0 {
				return false
			}
			again, n = 3+int(f.take(2)), lens[i-1]
		case 17:
			again = 3 + int(f.take(3))
		case 18:
			again = 11 + int(f.take(7))
		}
		if again > len(lens)-i {
			return false
		}
		for range again {
			lens[i] = n
			i++
		}
	}
	return f.literals.build(lens[:literals], f.literal[:], literalBits) && f.distances.build(lens[literals:], f.distance[:], distanceBits)
}

// block undoes a block of codes.
func (f *inflater) block(out []byte, done int, literals, distances codeTable) (int, bool) {
	literal, distance := (*[1 << literalBits]uint32)(literals), (*[1 << distanceBits]uint32)(distances)
	in, at, word, left := f.in, f.at, f.word, f.left
	for {
		// No more than 48 bits are taken below: 15 and 5 for a length, 15 and 13 for a
		// distance.
		if at+8 <= len(in) { // refill, but on variables that stay in registers
			word |= binary.LittleEndian.Uint64(in[at:]) << (left & 63)
			at += int(63-left) >> 3
			left |= 56
		} else {
			f.at, f.word, f.left = at, word, left
			f.refill()
			at, word, left = f.at, f.word, f.left
		}
		e := literal[word&(1<<literalBits-1)]
		if e&isLiteral != 0 && done+4 <= len(out) { // mostly, and often some in a row
			word >>= e & 63
			left -= uint(e & 63)
			out[done] = byte(e >> 16)
			done++
			for range 3 {
				e = literal[word&(1<<literalBits-1)]
				if e&isLiteral == 0 {
					break
				}
				word >>= e & 63
				left -= uint(e & 63)
				out[done] = byte(e >> 16)
				done++
			}
			continue
		}
		if e&isLink != 0 {
			word >>= literalBits
			left -= literalBits
			e = literals[e>>16+uint32(word)&(1<<(e>>8&31)-1)]
		}
		word >>= e & 63
		left -= uint(e & 63)
		if e&isLiteral != 0 {
			if done == len(out) {
				return done, false
			}
			out[done] = byte(e >> 16)
			done++
			continue
		}
		if e&isEnd != 0 {
			f.at, f.word, f.left = at, word, left
			return done, true
		}
		if e == 0 {
			return done, false
		}
		extra := e >> 8 & 31
		n := int(e>>16) + int(word&(1<<extra-1))
		word >>= extra
		left -= uint(extra)
		e = distance[word&(1<<distanceBits-1)]
		if e&isLink != 0 {
			word >>= distanceBits
			left -= distanceBits
			e = distances[e>>16+uint32(word)&(1<<(e>>8&31)-1)]
		}
		if e == 0 {
			return done, false
		}
		word >>= e & 63
		left -= uint(e & 63)
		extra = e >> 8 & 31
		back := int(e>>16) + int(word&(1<<extra-1))
		word >>= extra
		left -= uint(extra)
		if back > done || n > len(out)-done {
			return done, false
		}
		repeat(out[done-back:], back, n)
		done += n
	}
}

// repeat writes n bytes at to, each the one that stands to bytes before it.
func repeat(b []byte, to, n int) {
	switch {
	case to >= 8 && to+n+8 <= len(b): // in steps of eight, beyond the end too
		for i := 0; i < n; i += 8 {
			binary.LittleEndian.PutUint64(b[to+i:], binary.LittleEndian.Uint64(b[i:]))
		}
	case to >= n:
		copy(b[to:to+n], b)
	default:
		for i := range n {
			b[to+i] = b[i]
		}
	}
}
