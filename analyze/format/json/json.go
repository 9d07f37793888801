// Package json reads JSON with positions: the bare tree of somebody else's manifest or
// lock file, with the line of every key and value. It is an own parser, since
// encoding/json tells no lines, keeps no order and drops repeated keys in silence.
//
// It reads what RFC 8259 allows and nothing more: no comments, no trailing commas. A
// byte order mark is skipped, CRLF counts as one line end, and bytes that are no UTF-8
// are replaced in texts. Of a key that stands twice in one object the last value
// counts, as everywhere in JavaScript, and Document.Repeats names it, so that a reader
// can say what is lost.
//
// Input is hostile: a file may be at most MaxSize bytes and MaxDepth levels deep. The
// tree shares the bytes of its input; for a lock file it takes about three times their
// size.
package json

import (
	"bytes"
)

const (
	// MaxSize is the largest input in bytes.
	MaxSize = 64 << 20
	// MaxDepth is the deepest nesting of arrays and objects.
	MaxDepth = 400
)

// Kind is the shape of a Node.
type Kind uint8

// The kinds of nodes. The zero Kind is what is not there.
const (
	None Kind = iota
	Null
	Bool
	Number
	Text
	List
	Object
)

// String is the word that messages use.
func (k Kind) String() string {
	return [...]string{"nothing", "null", "true or false", "a number", "a text", "a list", "an object"}[k]
}

// Node is one value. It is finished when Parse returns. The zero Node stands for "not
// there", and all methods work on it.
type Node struct {
	Kind  Kind
	Line  int32  // where it begins, from 1
	Value string // of a Text without quotes and escapes; of a Number or Bool as written
	pairs []Pair // of an Object in file order with distinct keys; of a List with empty keys
}

// Pair is one entry of an object. Line is that of the key.
type Pair struct {
	Key   string
	Line  int32
	Value Node
}

// Repeat is a key that stands twice in one object.
type Repeat struct {
	Key   string
	First int // line of the earlier value, which is ignored
	Line  int // line of the later value, which counts
}

// Document is one file.
type Document struct {
	Root    Node
	Repeats []Repeat // in file order, at most maxRepeats
}

// Placeholder reports whether a line of a text holds what a generator fills in, {{x}} or
// <%= x %> or ${x}: a file that is no JSON there is no manifest yet.
func Placeholder(text []byte, line int) bool {
	for l := range bytes.Lines(text) {
		if line--; line == 0 {
			return bytes.Contains(l, []byte("{{")) || bytes.Contains(l, []byte("<%")) || bytes.Contains(l, []byte("${"))
		}
	}
	return false
}

// Get is the value of a key; the zero Node if n is no object or lacks it. Its cost grows
// with the number of keys.
func (n Node) Get(key string) Node {
	for i := range n.pairs {
		if n.Kind == Object && n.pairs[i].Key == key {
			return n.pairs[i].Value
		}
	}
	return Node{}
}

// At follows keys downwards; the zero Node where one is missing.
func (n Node) At(keys ...string) Node {
	for _, k := range keys {
		n = n.Get(k)
	}
	return n
}

// Text is the value of a Text, "" for all else.
func (n Node) Text() string {
	if n.Kind != Text {
		return ""
	}
	return n.Value
}

// True reports whether n is the word true.
func (n Node) True() bool { return n.Kind == Bool && n.Value == "true" }

// Map is the entries of an object in file order, nil for all else. The caller must not
// change it.
func (n Node) Map() []Pair {
	if n.Kind != Object {
		return nil
	}
	return n.pairs
}

// List is the items of a list, as pairs without keys; nil for all else. The caller must
// not change it.
func (n Node) List() []Pair {
	if n.Kind != List {
		return nil
	}
	return n.pairs
}

// Texts is the texts among the items of a list.
func (n Node) Texts() []string {
	var out []string
	for _, p := range n.List() {
		if p.Value.Kind == Text {
			out = append(out, p.Value.Value)
		}
	}
	return out
}
