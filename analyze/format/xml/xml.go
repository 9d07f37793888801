// Package xml reads XML files into a tree that knows on which line everything stands. It
// is a thin layer over the standard library's encoding/xml, which never expands an entity
// that a file declares itself, opens no other file and no address.
//
// Names are local ones: prefixes and namespaces are dropped, as manifests differ in them
// but not in their words. Comments and processing instructions are left out; text is kept
// without the white space around it. Read are files of at most MaxBytes with at most
// maxElements elements, maxDepth deep, so that a hostile file cannot take more than some
// hundred megabytes.
//
// Understood are UTF-8, UTF-16 with a byte order mark, ISO-8859-1, Windows-1252 and
// US-ASCII, Windows line ends, and the named characters of HTML (&oslash;), which Maven
// reads too.
package xml

import (
	"iter"
	"strings"
)

// MaxBytes is the largest file that is read.
const MaxBytes = 16 << 20

// Element is one element. All methods work on a nil Element, which stands for "not
// there".
type Element struct {
	Name       string
	Line       int    // where its start tag begins, from 1
	Text       string // the text directly inside, without the white space around it
	TextLine   int    // line where Text begins; the same as Line if there is no text
	Attributes []Attribute
	Children   []*Element
}

// Attribute is one attribute of an element.
type Attribute struct {
	Name, Value string
	Line        int
}

// Child is the first child of a name; nil if there is none.
func (e *Element) Child(name string) *Element {
	for c := range e.All(name) {
		return c
	}
	return nil
}

// At walks down by names, taking the first child of each.
func (e *Element) At(names ...string) *Element {
	for _, n := range names {
		e = e.Child(n)
	}
	return e
}

// All yields the children of a name, in order.
func (e *Element) All(name string) iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		if e == nil {
			return
		}
		for _, c := range e.Children {
			if c.Name == name && !yield(c) {
				return
			}
		}
	}
}

// Value is the text of the first child of a name; "" if there is none.
func (e *Element) Value(name string) string {
	if c := e.Child(name); c != nil {
		return c.Text
	}
	return ""
}

// Attribute finds an attribute. Upper and lower case count as the same, for MSBuild's
// files and their readers do not agree on it.
func (e *Element) Attribute(name string) (Attribute, bool) {
	if e != nil {
		for _, a := range e.Attributes {
			if strings.EqualFold(a.Name, name) {
				return a, true
			}
		}
	}
	return Attribute{}, false
}
