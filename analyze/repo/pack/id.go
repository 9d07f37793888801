package pack

import (
	"hash"
	"strconv"
)

// IDOf is the id that an object has by its content, as raw bytes: the hash of its kind, its
// size and its bytes.
func IDOf(h hash.Hash, kind string, content []byte) []byte {
	var buf [64]byte
	head := append(append(buf[:0], kind...), ' ')
	head = append(strconv.AppendInt(head, int64(len(content)), 10), 0)
	h.Write(head)
	h.Write(content)
	return h.Sum(nil)
}
