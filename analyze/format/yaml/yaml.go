// Package yaml reads YAML with positions. It has two entrances: Strict decodes a
// configuration file of ours into a Go value and refuses what it does not know;
// Parse gives the bare tree of somebody else's manifest, one Node a document.
//
// It wraps github.com/goccy/go-yaml, of which only the lexer and the parser are
// used. Both entrances share one conversion, so the same limits hold for both, and
// errors speak of lines and keys, never of Go types.
//
// Input is hostile: a file may be at most MaxSize bytes and MaxDepth levels deep,
// and aliases may add at most maxAliased nodes to what is written out, so that a
// tree is always cheap to walk.
//
// Limits: YAML 1.2 core schema (yes and no are text, not booleans); UTF-8 only;
// tags are ignored except that a tagged scalar counts as text; a mapping key that
// is itself a list or a mapping is an error. Templates ({{ … }}) are not YAML and
// usually fail; the caller counts them.
package yaml

const (
	// MaxSize is the largest input in bytes.
	MaxSize = 16 << 20
	// MaxDepth is the deepest nesting of lists and mappings that is written out.
	MaxDepth = 200

	// maxAliased bounds the nodes that aliases and merge keys add.
	maxAliased = 200_000
	// maxOpen bounds what the library's recursive parser is given to nest. It counts
	// tokens, not nodes, and may overcount by a small factor, hence the room.
	maxOpen = 5 * MaxDepth
	// maxKeys is how many keys the largest block mapping of a stream may have, if it is
	// the only large one; the library then takes about a second.
	maxKeys = 20_000
)

// Kind is the shape of a Node.
type Kind uint8

const (
	Null Kind = iota
	Scalar
	List
	Map
)

// String is the word that error messages use.
func (k Kind) String() string {
	return [...]string{"nothing", "text", "a list", "a mapping"}[k]
}

// Node is one value. It is finished when Parse returns; aliases share the Node
// they name, so it must not be changed. All methods work on a nil Node, which
// stands for "not there".
type Node struct {
	Kind   Kind
	Line   int     // where it begins, from 1
	Column int     // in characters, from 1
	Value  string  // of a Scalar, as written, without quotes and escapes
	Plain  bool    // the Scalar is neither quoted nor a block nor tagged
	Items  []*Node // of a List
	Pairs  []Pair  // of a Map, in file order; keys are distinct

	size int // nodes in it, aliases written out
}

// Pair is one entry of a mapping. Line and Column are those of the key.
type Pair struct {
	Key    string
	Line   int
	Column int
	Value  *Node // never nil
}

// Get is the value of a key, nil if n is no mapping or lacks it.
func (n *Node) Get(key string) *Node {
	if p, ok := n.Pair(key); ok {
		return p.Value
	}
	return nil
}

// At follows keys downwards; nil where one is missing.
func (n *Node) At(keys ...string) *Node {
	for _, k := range keys {
		n = n.Get(k)
	}
	return n
}

// Pair is the entry of a key with its position.
func (n *Node) Pair(key string) (Pair, bool) {
	if n != nil {
		for _, p := range n.Pairs {
			if p.Key == key {
				return p, true
			}
		}
	}
	return Pair{}, false
}

// Text is the value of a scalar, "" for all else.
func (n *Node) Text() string {
	if n == nil || n.Kind != Scalar {
		return ""
	}
	return n.Value
}

// List is the items of a list, nil for all else.
func (n *Node) List() []*Node {
	if n == nil {
		return nil
	}
	return n.Items
}

// Map is the entries of a mapping in file order, nil for all else.
func (n *Node) Map() []Pair {
	if n == nil {
		return nil
	}
	return n.Pairs
}
