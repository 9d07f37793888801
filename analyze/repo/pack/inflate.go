package pack

import (
	"encoding/binary"
	"math/bits"
)

// inflater undoes deflate (RFC 1951) for content that lies in memory and whose size is
// known. The stock reader, which knows neither, takes three times as long. It may be used
// again and again, by one goroutine at a time, and refuses some of what that one reads:
// what is refused here is the other reader's to judge.
type inflater struct {
	literals  codeTable // of the current block
	distances codeTable
	lengths   codeTable // of the codes that tell the lengths of the other two

	fixedLiterals, fixedDistances codeTable // of blocks that bring no codes with them

	literal  [288]uint32 // what each symbol means: entries of a table, without bits
	distance [32]uint32
	length   [19]uint32

	literalLengths, distanceLengths, lengthLengths codeLengths

	in      []byte
	at      int    // bytes of in that are taken
	padding int    // zeros that are taken beyond its end
	word    uint64 // the next bits, the lowest first; above those that count are bits that come again
	left    uint   // how many count
}

// codeTable has one entry for each value of the next bits, and behind them the second
// tables of longer codes. An entry tells in its lowest byte how many bits the code takes
// with the number that follows it, in the five above how many without, or the size of a
// second table; then come marks, and from bit 16 on a value. 0 is no code.
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
		f.literal[257+i] = base<<16 | extra
		base += 1 << extra
	}
	f.literal[285] = 258 << 16
	base = 1
	for i := range uint32(30) {
		extra := max(i/2, 1) - 1
		f.distance[i] = base<<16 | extra
		base += 1 << extra
	}
	for i := range uint32(19) {
		f.length[i] = i<<16 | isLiteral
	}
	fixed := &f.literalLengths
	for i := range 288 {
		switch {
		case i < 144:
			fixed.add(i, 8)
		case i < 256:
			fixed.add(i, 9)
		case i < 280:
			fixed.add(i, 7)
		default:
			fixed.add(i, 8)
		}
	}
	f.fixedLiterals.build(fixed, f.literal[:], literalBits)
	for i := range 32 {
		f.distanceLengths.add(i, 5)
	}
	f.fixedDistances.build(&f.distanceLengths, f.distance[:], distanceBits)
	return f
}

// codeLengths lists the symbols that have codes, in their order, and the lengths of these.
// Most symbols have none.
type codeLengths struct {
	used   int
	symbol [288]uint16
	length [288]uint8
	count  [maxCode + 1]uint16 // codes by length
}

func (c *codeLengths) clear() {
	c.used = 0
	clear(c.count[:])
}

// add takes a symbol up whose code has n bits, of which there is one at least.
func (c *codeLengths) add(symbol int, n uint8) {
	c.symbol[c.used], c.length[c.used] = uint16(symbol), n
	c.used++
	c.count[n&maxCode]++
}

// build fills the table with the canonical codes of these lengths. It reports whether
// there is room for them all.
//
// Codes come in the order of their lengths. Those of a length fill one place each of a
// table for just that many bits, of which two copies make the one for a bit more.
func (t *codeTable) build(lengths *codeLengths, symbols []uint32, first int) bool {
	var from [maxCode + 1]uint16
	count := &lengths.count
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
	var sorted [288]uint16
	for i, symbol := range lengths.symbol[:lengths.used] {
		at := &from[lengths.length[i]&maxCode]
		sorted[*at] = symbol
		*at++
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
				table[code] = withCode(symbol, uint32(n))
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

// withCode is the entry of what a symbol means and how many bits its code has.
func withCode(symbol, n uint32) uint32 { return symbol + n<<8 + n }

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
		t[i] = withCode(symbol, uint32(n))
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
		return 0, errUnreadable
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
	f.lengthLengths.clear()
	for symbol, n := range few {
		if n > 0 {
			f.lengthLengths.add(symbol, n)
		}
	}
	return f.lengths.build(&f.lengthLengths, f.length[:], lengthBits) && f.readLengths(literals, distances) &&
		f.literals.build(&f.literalLengths, f.literal[:], literalBits) && f.distances.build(&f.distanceLengths, f.distance[:], distanceBits)
}

// readLengths reads the lengths of the codes of so many symbols.
func (f *inflater) readLengths(literals, distances int) bool {
	f.literalLengths.clear()
	f.distanceLengths.clear()
	table := (*[1 << lengthBits]uint32)(f.lengths)
	last := uint8(0)
	for i := 0; i < literals+distances; {
		f.refill()
		e := table[f.word&(1<<lengthBits-1)]
		if e == 0 {
			return false
		}
		f.take(uint(e & 15))
		again := 1 // how often the length comes now
		switch symbol := e >> 16; symbol {
		default:
			last = uint8(symbol)
		case 16:
			if i == 0 {
				return false
			}
			again = 3 + int(f.take(2))
		case 17:
			again, last = 3+int(f.take(3)), 0
		case 18:
			again, last = 11+int(f.take(7)), 0
		}
		if again > literals+distances-i {
			return false
		}
		if last == 0 {
			i += again
			continue
		}
		for ; again > 0; again-- {
			if i < literals {
				f.literalLengths.add(i, last)
			} else {
				f.distanceLengths.add(i-literals, last)
			}
			i++
		}
	}
	return true
}

// block undoes a block of codes.
func (f *inflater) block(out []byte, done int, literals, distances codeTable) (int, bool) {
	literal, distance := (*[1 << literalBits]uint32)(literals), (*[1 << distanceBits]uint32)(distances)
	in, at, word, left := f.in, f.at, f.word, f.left
	for {
		// No more than 56 bits are taken below: 15 and 5 for a length, 15 and 13 for a
		// distance, or those of three literals.
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
		if e&isLiteral != 0 && done+3 <= len(out) { // mostly, and often some in a row
			word >>= e & 63
			left -= uint(uint8(e))
			out[done] = byte(e >> 16)
			done++
			if e = literal[word&(1<<literalBits-1)]; e&isLiteral != 0 {
				word >>= e & 63
				left -= uint(uint8(e))
				out[done] = byte(e >> 16)
				done++
				if e = literal[word&(1<<literalBits-1)]; e&isLiteral != 0 {
					word >>= e & 63
					left -= uint(uint8(e))
					out[done] = byte(e >> 16)
					done++
					continue
				}
			}
			if at+8 > len(in) {
				continue
			}
			word |= binary.LittleEndian.Uint64(in[at:]) << (left & 63)
			at += int(63-left) >> 3
			left |= 56
		}
		if e&isLink != 0 {
			word >>= literalBits
			left -= literalBits
			e = literals[e>>16+uint32(word)&(1<<(e>>8&31)-1)]
		}
		before := word
		word >>= e & 63
		left -= uint(uint8(e))
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
		n := int(e>>16) + value(before, e)
		e = distance[word&(1<<distanceBits-1)]
		if e&isLink != 0 {
			word >>= distanceBits
			left -= distanceBits
			e = distances[e>>16+uint32(word)&(1<<(e>>8&31)-1)]
		}
		if e == 0 {
			return done, false
		}
		back := int(e>>16) + value(word, e)
		word >>= e & 63
		left -= uint(uint8(e))
		if back > done || n > len(out)-done {
			return done, false
		}
		if from := out[done-back:]; back >= 8 && back+n+16 <= len(from) { // mostly: in steps of eight, beyond the end too
			to := from[back:]
			binary.LittleEndian.PutUint64(to, binary.LittleEndian.Uint64(from))
			binary.LittleEndian.PutUint64(to[8:], binary.LittleEndian.Uint64(from[8:]))
			for i := 16; i < n; i += 8 {
				binary.LittleEndian.PutUint64(to[i:], binary.LittleEndian.Uint64(from[i:]))
			}
		} else {
			repeat(from, back, n)
		}
		done += n
	}
}

// value is the number that follows the code of an entry, of bits that begin with the code.
func value(word uint64, e uint32) int { return int(word & (1<<(e&63) - 1) >> (e >> 8 & 31)) }

// repeat writes n bytes at to, each the one that stands to bytes before it. It is for what
// block does not copy by itself: little room, or little to repeat.
func repeat(b []byte, to, n int) {
	if to >= n {
		copy(b[to:to+n], b)
		return
	}
	for i := range n {
		b[to+i] = b[i]
	}
}
