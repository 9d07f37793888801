package xml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"seam/analyze/format/syntax"
)

const (
	maxElements   = 1_000_000 // with their attributes
	maxDepth      = 200
	maxAttributes = 1000 // of one element
)

// Parse reads a file and returns its outermost element. Errors are *syntax.Error.
func Parse(data []byte) (*Element, error) {
	if len(data) > MaxBytes {
		return nil, &syntax.Error{Message: fmt.Sprintf("the file has %d MB; files of more than %d MB are not read", len(data)>>20, MaxBytes>>20)}
	}
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	if line := conflict(text); line > 0 {
		return nil, &syntax.Error{Line: line, Message: "unresolved merge conflict; resolve it and remove the markers"}
	}
	b := &builder{text: text, line: 1}
	b.decoder = xml.NewDecoder(bytes.NewReader(text))
	b.decoder.Entity = xml.HTMLEntity
	b.decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded already
	if err := b.document(); err != nil {
		return nil, err
	}
	return b.root, nil
}

// conflict is the line of the first marker that git writes around a conflict; 0 if there
// is none. "=======" is not asked for: it may stand in a comment, and never comes without
// the others.
func conflict(text []byte) int {
	if !bytes.Contains(text, []byte("<<<<<<< ")) && !bytes.Contains(text, []byte(">>>>>>> ")) {
		return 0
	}
	line := 0
	for l := range bytes.Lines(text) {
		line++
		if bytes.HasPrefix(l, []byte("<<<<<<< ")) || bytes.HasPrefix(l, []byte(">>>>>>> ")) {
			return line
		}
	}
	return 0
}

type builder struct {
	decoder *xml.Decoder
	text    []byte
	offset  int // up to where lines are counted
	line    int // the line at offset
	root    *Element
	open    []*unfinished
	count   int
}

// unfinished is an element whose end has not come yet.
type unfinished struct {
	*Element
	text []byte
}

// lineAt is the line of an offset. Offsets are asked for in the order of the file, so that
// counting goes on from the last one.
func (b *builder) lineAt(offset int) int {
	offset = min(max(offset, b.offset), len(b.text))
	b.line += bytes.Count(b.text[b.offset:offset], []byte{'\n'})
	b.offset = offset
	return b.line
}

func (b *builder) document() error {
	for {
		start := int(b.decoder.InputOffset())
		token, err := b.decoder.Token()
		switch {
		case err == io.EOF:
			return b.end()
		case err != nil:
			return b.failure(err)
		}
		if err := b.take(token, start); err != nil {
			return err
		}
	}
}

func (b *builder) end() error {
	if b.root == nil {
		return &syntax.Error{Message: "the file holds no XML element"}
	}
	return nil
}

// failure translates an error of the decoder.
func (b *builder) failure(err error) error {
	if malformed, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return &syntax.Error{Line: malformed.Line, Message: strings.TrimPrefix(malformed.Msg, "xml: ")}
	}
	line, _ := b.decoder.InputPos()
	return &syntax.Error{Line: line, Message: strings.TrimPrefix(err.Error(), "xml: ")}
}

func (b *builder) take(token xml.Token, start int) error {
	switch t := token.(type) {
	case xml.StartElement:
		return b.start(t, start)
	case xml.EndElement:
		e := b.open[len(b.open)-1]
		e.Text = strings.TrimSpace(string(e.text))
		b.open = b.open[:len(b.open)-1]
	case xml.CharData:
		b.characters(t, start)
	}
	return nil
}

func (b *builder) start(t xml.StartElement, start int) error {
	e := &Element{Name: strings.Clone(t.Name.Local), Line: b.lineAt(start)}
	e.TextLine = e.Line
	b.count += 1 + len(t.Attr)
	switch {
	case b.count > maxElements:
		return &syntax.Error{Line: e.Line, Message: fmt.Sprintf("the file holds more than %d elements and attributes and is not read", maxElements)}
	case len(b.open) == maxDepth:
		return &syntax.Error{Line: e.Line, Message: fmt.Sprintf("elements stand in each other more than %d deep", maxDepth)}
	case len(t.Attr) > maxAttributes:
		return &syntax.Error{Line: e.Line, Message: fmt.Sprintf("<%s> has more than %d attributes", e.Name, maxAttributes)}
	case len(b.open) == 0 && b.root != nil:
		return &syntax.Error{Line: e.Line, Message: fmt.Sprintf("a second outermost element <%s>; the first is <%s> on line %d", e.Name, b.root.Name, b.root.Line)}
	case len(b.open) == 0:
		b.root = e
	default:
		parent := b.open[len(b.open)-1]
		parent.Children = append(parent.Children, e)
	}
	b.open = append(b.open, &unfinished{Element: e})
	return b.attributes(e, t.Attr, start)
}

// attributes keeps the attributes and finds their lines. A value holds no name followed by
// "=" and the same quote, so looking for each name in turn finds its own place.
func (b *builder) attributes(e *Element, list []xml.Attr, start int) error {
	at, end := start, int(b.decoder.InputOffset())
	for _, a := range list {
		name := a.Name.Local
		if i := bytes.Index(b.text[at:end], []byte(name)); i >= 0 {
			at += i + len(name)
		}
		for _, other := range e.Attributes {
			if other.Name == name && a.Name.Space == "" {
				return &syntax.Error{Line: b.lineAt(at), Message: fmt.Sprintf("attribute %q stands twice in <%s>; keep one of them", name, e.Name)}
			}
		}
		e.Attributes = append(e.Attributes, Attribute{Name: name, Value: a.Value, Line: b.lineAt(at)})
		if i := bytes.Index(b.text[at:end], []byte(a.Value)); i >= 0 {
			at += i + len(a.Value)
		}
	}
	return nil
}

func (b *builder) characters(t xml.CharData, start int) {
	if len(b.open) == 0 {
		return
	}
	e := b.open[len(b.open)-1]
	if len(e.text) == 0 {
		text := bytes.TrimLeft(t, " \t\r\n")
		if len(text) == 0 {
			return
		}
		e.TextLine = b.lineAt(start) + bytes.Count(t[:len(t)-len(text)], []byte{'\n'})
		t = text
	}
	e.text = append(e.text, t...)
}
