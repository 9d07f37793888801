package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Write encodes a report as JSON: two spaces of indent, no HTML escapes, a newline at
// the end, keys in a fixed order. Equal reports give equal bytes. Lists and maps that
// are nil become empty ones, so that no reader has to expect null; a section that is
// absent stays absent. The error is that of w.
func Write(w io.Writer, r *Report) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(filled(reflect.ValueOf(*linked(r))).Interface()); err != nil {
		return fmt.Errorf("model: encode report: %w", err)
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// filled returns a copy of v in which no list and no map is nil, save the fields that
// JSON leaves out when they are. It never writes to what v refers to.
func filled(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		return filledPointer(v)
	case reflect.Struct:
		return filledStruct(v)
	case reflect.Slice:
		return filledSlice(v)
	case reflect.Map:
		return filledMap(v)
	}
	return v
}

func filledPointer(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	out := reflect.New(v.Type().Elem())
	out.Elem().Set(filled(v.Elem()))
	return out
}

func filledStruct(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	for i := range v.NumField() {
		field := v.Field(i)
		// JSON knows nothing of unexported fields.
		if !v.Type().Field(i).IsExported() || optional(v.Type().Field(i)) && field.IsZero() {
			continue
		}
		out.Field(i).Set(filled(field))
	}
	return out
}

func filledSlice(v reflect.Value) reflect.Value {
	if !v.IsNil() && isPlain(v.Type().Elem()) {
		return v
	}
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		out.Index(i).Set(filled(v.Index(i)))
	}
	return out
}

// isPlain reports whether nothing of a type can be nil.
func isPlain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return false
	case reflect.Array:
		return isPlain(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if !isPlain(t.Field(i).Type) {
				return false
			}
		}
	}
	return true
}

func filledMap(v reflect.Value) reflect.Value {
	out := reflect.MakeMapWithSize(v.Type(), v.Len())
	for iter := v.MapRange(); iter.Next(); {
		out.SetMapIndex(iter.Key(), filled(iter.Value()))
	}
	return out
}

// optional reports whether JSON leaves a field out when it is zero.
func optional(f reflect.StructField) bool {
	_, flags, _ := strings.Cut(f.Tag.Get("json"), ",")
	return strings.Contains(flags, "omitempty") || strings.Contains(flags, "omitzero")
}
