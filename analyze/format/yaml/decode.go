package yaml

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/format/syntax"
)

// Unmarshaler is implemented by types that read themselves from a Node. They decode
// the parts of the node through decode, which is as strict as Strict and keeps
// positions. An error without a position gets that of n.
type Unmarshaler interface {
	UnmarshalNode(n *Node, decode Decode) error
}

// Decode reads n into v, a non-nil pointer; what names the place in messages, for
// instance the key.
type Decode func(what string, n *Node, v any) error

// Strict decodes the one document in data into v, a pointer, and refuses keys that
// v does not know and keys that stand twice. An empty file leaves v as it is.
//
// Fields are named by their yaml tag (`yaml:"name"`), else by their name in lower
// case; "-" leaves one out. Understood are structs, maps with string keys,
// pointers, slices, text, booleans, integers, floats, *Node (the bare tree),
// encoding.TextUnmarshaler and Unmarshaler. A text field takes any scalar as it is
// written, so a version 1.10 or a date needs no quotes. A list field takes a list
// only. Where a key has no value the field keeps what it had.
//
// Every error in data is an *syntax.Error with file, line, column and excerpt.
func Strict(file string, data []byte, v any) error {
	err := strict(data, v)
	if e, ok := err.(*syntax.Error); ok {
		e.File = file
	}
	return err
}

func strict(data []byte, v any) error {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return fmt.Errorf("yaml: Strict needs a non-nil pointer, not %T", v)
	}
	docs, err := parse(data, true)
	if err != nil || len(docs) == 0 {
		return err
	}
	src, err := source{text: data}.clean() // for the excerpts
	if err != nil {
		return err
	}
	d := decoder{src: src}
	if len(docs) > 1 {
		return d.fail(docs[1], "the file must hold one document, here begins a second")
	}
	return d.value(docs[0], p.Elem(), "the file")
}

type decoder struct {
	src source
}

func (d *decoder) fail(n *Node, format string, args ...any) error {
	return d.src.fail(n.Line, n.Column, fmt.Sprintf(format, args...))
}

// value decodes n into v; what names the place for messages ("the file", a key).
func (d *decoder) value(n *Node, v reflect.Value, what string) error {
	if v.Kind() == reflect.Pointer && v.Type() != reflect.TypeFor[*Node]() {
		if n.Kind == Null {
			return nil
		}
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return d.value(n, v.Elem(), what)
	}
	if done, err := d.custom(n, v, what); done {
		return err
	}
	if n.Kind == Null {
		return nil
	}
	switch v.Kind() {
	case reflect.Struct:
		return d.structure(n, v, what)
	case reflect.Map:
		return d.dictionary(n, v, what)
	case reflect.Slice:
		return d.slice(n, v, what)
	}
	return d.scalar(n, v, what)
}

// custom decodes into types that take over.
func (d *decoder) custom(n *Node, v reflect.Value, what string) (bool, error) {
	if v.Type() == reflect.TypeFor[*Node]() {
		v.Set(reflect.ValueOf(n))
		return true, nil
	}
	switch u := v.Addr().Interface().(type) {
	case Unmarshaler:
		err := u.UnmarshalNode(n, func(what string, n *Node, v any) error {
			return d.value(n, reflect.ValueOf(v).Elem(), what)
		})
		return true, d.place(n, err)
	case encoding.TextUnmarshaler:
		if err := d.want(n, Scalar, what); err != nil {
			return true, err
		}
		return true, d.place(n, u.UnmarshalText([]byte(n.Value)))
	}
	return false, nil
}

// place gives an error that has no position that of n.
func (d *decoder) place(n *Node, err error) error {
	if _, ok := err.(*syntax.Error); ok || err == nil {
		return err
	}
	return d.fail(n, "%s", oneLine(err.Error()))
}

func (d *decoder) want(n *Node, k Kind, what string) error {
	if n.Kind == k {
		return nil
	}
	return d.fail(n, "%s must be %s, found %s", what, k, n.Kind)
}

func (d *decoder) structure(n *Node, v reflect.Value, what string) error {
	if err := d.want(n, Map, what); err != nil {
		return err
	}
	names, fields := fieldsOf(v.Type())
	for _, p := range n.Pairs {
		i := slices.Index(names, p.Key)
		if i < 0 {
			return d.src.fail(p.Line, p.Column, unknownField(p.Key, names))
		}
		if err := d.value(p.Value, v.Field(fields[i]), p.Key); err != nil {
			return err
		}
	}
	return nil
}

// fieldsOf lists the key names of a struct and the index of each field.
func fieldsOf(t reflect.Type) (names []string, index []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if !f.IsExported() || name == "-" {
			continue
		}
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		names = append(names, name)
		index = append(index, i)
	}
	return names, index
}

// unknownField names what would have been understood.
func unknownField(key string, names []string) string {
	known := slices.Sorted(slices.Values(names))
	return fmt.Sprintf("unknown field %q (known here: %s)", key, strings.Join(known, ", "))
}

func (d *decoder) dictionary(n *Node, v reflect.Value, what string) error {
	if err := d.want(n, Map, what); err != nil {
		return err
	}
	m := reflect.MakeMapWithSize(v.Type(), len(n.Pairs))
	for _, p := range n.Pairs {
		e := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(p.Value, e, p.Key); err != nil {
			return err
		}
		m.SetMapIndex(reflect.ValueOf(p.Key).Convert(v.Type().Key()), e)
	}
	v.Set(m)
	return nil
}

func (d *decoder) slice(n *Node, v reflect.Value, what string) error {
	if err := d.want(n, List, what); err != nil {
		return err
	}
	s := reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items))
	for i, item := range n.Items {
		if item.Kind == Null {
			return d.fail(item, "entry %d of %s is empty", i+1, what)
		}
		if err := d.value(item, s.Index(i), fmt.Sprintf("entry %d of %s", i+1, what)); err != nil {
			return err
		}
	}
	v.Set(s)
	return nil
}

func (d *decoder) scalar(n *Node, v reflect.Value, what string) error {
	known := v.Kind() == reflect.String || v.Kind() == reflect.Bool || v.CanInt() || v.CanFloat()
	if !known {
		return fmt.Errorf("yaml: cannot decode into a field of type %s", v.Type())
	}
	if err := d.want(n, Scalar, what); err != nil {
		return err
	}
	switch {
	case v.Kind() == reflect.String:
		v.SetString(n.Value)
	case v.Kind() == reflect.Bool:
		if !n.Plain || (n.Value != "true" && n.Value != "false") {
			return d.fail(n, "%s must be true or false, found %q", what, n.Value)
		}
		v.SetBool(n.Value == "true")
	case v.CanInt():
		x, err := strconv.ParseInt(n.Value, 10, v.Type().Bits())
		if err != nil || !n.Plain {
			return d.fail(n, "%s must be a whole number, found %q", what, n.Value)
		}
		v.SetInt(x)
	default:
		x, err := strconv.ParseFloat(n.Value, v.Type().Bits())
		if err != nil || !n.Plain {
			return d.fail(n, "%s must be a number, found %q", what, n.Value)
		}
		v.SetFloat(x)
	}
	return nil
}
