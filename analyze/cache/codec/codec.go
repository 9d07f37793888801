// Package codec writes plain values as compact bytes and reads them back.
//
// A plain value is made of booleans, integers, strings, slices, maps with string keys
// and structs whose fields are all exported, those of structs within them too. What is written tells no names and no
// types: only the type that wrote it reads it, which Shape tells apart. Integers are
// varints (zigzag where signed), lengths are varints one above what they count so that
// nil (0) and empty (1) differ, maps go by their sorted keys: equal values give equal
// bytes.
//
// Decode trusts nothing: it never panics, takes no more memory than a small multiple of
// what it is given, and refuses bytes that Encode would not write to their end.
package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// ErrMalformed is the error of Decode for bytes that Encode cannot have written.
var ErrMalformed = errors.New("codec: malformed")

// Codec reads and writes the values of one type. It may be used from several goroutines.
type Codec[T any] struct{ root node }

// New makes the codec of a type; an error names what in the type is not plain.
func New[T any]() (*Codec[T], error) {
	root, err := nodeOf(reflect.TypeFor[T](), nil)
	if err != nil {
		return nil, fmt.Errorf("codec: %w", err)
	}
	return &Codec[T]{root}, nil
}

// Shape is the type as text: names, order and types of its fields. Two types of one
// shape read each other's bytes.
func (c *Codec[T]) Shape() string { return c.root.shape() }

// Encode is the value as bytes.
func (c *Codec[T]) Encode(v *T) []byte { return c.root.write(nil, reflect.ValueOf(v).Elem()) }

// Decode reads a value that Encode wrote. Its strings share one copy of b. Of all other
// bytes the error is ErrMalformed.
func (c *Codec[T]) Decode(b []byte) (T, error) {
	var v T
	r := Reader{rest: string(b)}
	if c.root.read(&r, reflect.ValueOf(&v).Elem()); !r.Whole() {
		var zero T
		return zero, ErrMalformed
	}
	return v, nil
}

// node reads and writes the values of one type within another.
type node interface {
	write(b []byte, v reflect.Value) []byte
	read(r *Reader, v reflect.Value)
	shape() string
}

// nodeOf is the node of a type; around are the types that it stands in.
func nodeOf(t reflect.Type, around []reflect.Type) (node, error) {
	if slices.Contains(around, t) {
		return nil, fmt.Errorf("%v holds itself", t)
	}
	around = append(slices.Clip(around), t)
	switch t.Kind() {
	case reflect.Bool:
		return boolNode{}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return intNode{t.Kind()}, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return uintNode{t.Kind()}, nil
	case reflect.String:
		return stringNode{}, nil
	case reflect.Slice:
		if t == reflect.TypeFor[[]string]() {
			return stringsNode{sliceNode{t, stringNode{}}}, nil
		}
		of, err := nodeOf(t.Elem(), around)
		return sliceNode{t, of}, err
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			return nil, fmt.Errorf("the keys of %v are no strings", t)
		}
		of, err := nodeOf(t.Elem(), around)
		return mapNode{t, of}, err
	case reflect.Struct:
		return structOf(t, around)
	}
	return nil, fmt.Errorf("%v is not plain", t)
}

func structOf(t reflect.Type, around []reflect.Type) (node, error) {
	n := structNode{}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() && !(f.Anonymous && f.Type.Kind() == reflect.Struct) {
			return nil, fmt.Errorf("field %s of %v is not exported", f.Name, t)
		}
		of, err := nodeOf(f.Type, around)
		if err != nil {
			return nil, err
		}
		n.names, n.fields = append(n.names, f.Name), append(n.fields, of)
	}
	if len(n.fields) == 0 {
		return nil, fmt.Errorf("%v is empty", t) // a list of them would take no bytes
	}
	return n, nil
}

type boolNode struct{}

func (boolNode) write(b []byte, v reflect.Value) []byte {
	if v.Bool() {
		return append(b, 1)
	}
	return append(b, 0)
}

func (boolNode) read(r *Reader, v reflect.Value) {
	switch r.Number() {
	case 0:
	case 1:
		v.SetBool(true)
	default:
		r.Fail()
	}
}

func (boolNode) shape() string { return "bool" }

type intNode struct{ kind reflect.Kind }

func (intNode) write(b []byte, v reflect.Value) []byte { return binary.AppendVarint(b, v.Int()) }

func (intNode) read(r *Reader, v reflect.Value) {
	u := r.Number()
	x := int64(u>>1) ^ -int64(u&1)
	if v.OverflowInt(x) {
		r.Fail()
		return
	}
	v.SetInt(x)
}

func (n intNode) shape() string { return n.kind.String() }

type uintNode struct{ kind reflect.Kind }

func (uintNode) write(b []byte, v reflect.Value) []byte { return binary.AppendUvarint(b, v.Uint()) }

func (uintNode) read(r *Reader, v reflect.Value) {
	x := r.Number()
	if v.OverflowUint(x) {
		r.Fail()
		return
	}
	v.SetUint(x)
}

func (n uintNode) shape() string { return n.kind.String() }

type stringNode struct{}

func (stringNode) write(b []byte, v reflect.Value) []byte { return AppendText(b, v.String()) }
func (stringNode) read(r *Reader, v reflect.Value)        { v.SetString(r.Text()) }
func (stringNode) shape() string                          { return "string" }

type sliceNode struct {
	of   reflect.Type
	elem node
}

func (n sliceNode) write(b []byte, v reflect.Value) []byte {
	if v.IsNil() {
		return append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(v.Len())+1)
	for i := range v.Len() {
		b = n.elem.write(b, v.Index(i))
	}
	return b
}

// maxAhead bounds the elements that a length alone makes room for: an element may be
// many times the byte that a hostile one takes.
const maxAhead = 1024

func (n sliceNode) read(r *Reader, v reflect.Value) {
	length, ok := r.Length()
	if !ok {
		return
	}
	v.Set(reflect.MakeSlice(n.of, 0, min(length, maxAhead)))
	for i := 0; i < length && !r.bad; i++ {
		if i == v.Cap() {
			v.Grow(1)
		}
		v.SetLen(i + 1)
		n.elem.read(r, v.Index(i))
	}
}

func (n sliceNode) shape() string { return "[]" + n.elem.shape() }

// stringsNode is the sliceNode of []string, of which there are most.
type stringsNode struct{ sliceNode }

func (stringsNode) read(r *Reader, v reflect.Value) {
	length, ok := r.Length()
	if !ok {
		return
	}
	list := make([]string, 0, min(length, maxAhead))
	for i := 0; i < length && !r.bad; i++ {
		list = append(list, r.Text())
	}
	*v.Addr().Interface().(*[]string) = list
}

type mapNode struct {
	of   reflect.Type
	elem node
}

func (n mapNode) write(b []byte, v reflect.Value) []byte {
	if v.IsNil() {
		return append(b, 0)
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	b = binary.AppendUvarint(b, uint64(len(keys))+1)
	for _, k := range keys {
		b = n.elem.write(AppendText(b, k.String()), v.MapIndex(k))
	}
	return b
}

func (n mapNode) read(r *Reader, v reflect.Value) {
	length, ok := r.Length()
	if !ok {
		return
	}
	m := reflect.MakeMapWithSize(n.of, min(length, maxAhead))
	last := ""
	for i := 0; i < length && !r.bad; i++ {
		key := r.Text()
		if i > 0 && key <= last {
			r.Fail()
			return
		}
		last = key
		k, e := reflect.New(n.of.Key()).Elem(), reflect.New(n.of.Elem()).Elem()
		k.SetString(key)
		n.elem.read(r, e)
		m.SetMapIndex(k, e)
	}
	v.Set(m)
}

func (n mapNode) shape() string { return "map[string]" + n.elem.shape() }

type structNode struct {
	names  []string
	fields []node
}

func (n structNode) write(b []byte, v reflect.Value) []byte {
	for i, f := range n.fields {
		b = f.write(b, v.Field(i))
	}
	return b
}

func (n structNode) read(r *Reader, v reflect.Value) {
	for i, f := range n.fields {
		f.read(r, v.Field(i))
	}
}

func (n structNode) shape() string {
	var b strings.Builder
	b.WriteString("{")
	for i, f := range n.fields {
		fmt.Fprintf(&b, "%s %s;", n.names[i], f.shape())
	}
	return b.String() + "}"
}
