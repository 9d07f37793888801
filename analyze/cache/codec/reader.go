package codec

import "encoding/binary"

// Reader reads numbers and texts of which a value is made, for values whose form is not
// their type's. Once it failed, it gives zeros and empty texts.
type Reader struct {
	rest string
	bad  bool
}

// NewReader reads a value. Texts are parts of it.
func NewReader(value string) *Reader { return &Reader{rest: value} }

// Fail says that the value is malformed.
func (r *Reader) Fail() {
	r.rest, r.bad = "", true
}

// Failed reports whether the value is malformed, as far as it was read.
func (r *Reader) Failed() bool { return r.bad }

// Whole reports whether all was read and nothing was malformed.
func (r *Reader) Whole() bool { return !r.bad && r.rest == "" }

// Left is how many bytes are left to read.
func (r *Reader) Left() int { return len(r.rest) }

// Number reads what binary.AppendUvarint wrote.
func (r *Reader) Number() uint64 {
	var x uint64
	for i := 0; i < len(r.rest) && i < binary.MaxVarintLen64; i++ {
		c := r.rest[i]
		if c < 0x80 {
			if i == binary.MaxVarintLen64-1 && c > 1 || i > 0 && c == 0 {
				break // too large, or longer than it need be
			}
			r.rest = r.rest[i+1:]
			return x | uint64(c)<<(7*i)
		}
		x |= uint64(c&0x7f) << (7 * i)
	}
	r.Fail()
	return 0
}

// Length is a length and whether there is a value at all: 0 for none, else 1 more than the
// length. Each counted thing takes a byte at least, so no length is above what is left.
func (r *Reader) Length() (n int, ok bool) {
	x := r.Number()
	if x == 0 {
		return 0, false
	}
	if x-1 > uint64(len(r.rest)) {
		r.Fail()
		return 0, false
	}
	return int(x - 1), true
}

// Text reads what AppendText wrote.
func (r *Reader) Text() string {
	x := r.Number()
	if x > uint64(len(r.rest)) {
		r.Fail()
		return ""
	}
	s := r.rest[:x]
	r.rest = r.rest[x:]
	return s
}

// AppendText adds a text and its length.
func AppendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
