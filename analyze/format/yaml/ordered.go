package yaml

import "fmt"

// Ordered is a mapping that keeps the order and the place of its keys, for files
// in which order means something.
type Ordered[T any] struct {
	items []Item[T]
}

// Item is one entry of an Ordered mapping.
type Item[T any] struct {
	Key   string
	Line  int // of the key, from 1
	Value T
}

// Items lists the entries in file order. The caller must not change it.
func (o Ordered[T]) Items() []Item[T] { return o.items }

// UnmarshalNode implements Unmarshaler.
func (o *Ordered[T]) UnmarshalNode(n *Node, decode Decode) error {
	if n.Kind == Null {
		return nil
	}
	if n.Kind != Map {
		return fmt.Errorf("must be a mapping, found %s", n.Kind)
	}
	o.items = make([]Item[T], len(n.Pairs))
	for i, p := range n.Pairs {
		o.items[i].Key, o.items[i].Line = p.Key, p.Line
		if err := decode(p.Key, p.Value, &o.items[i].Value); err != nil {
			return err
		}
	}
	return nil
}
