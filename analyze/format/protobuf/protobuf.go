// Package protobuf reads what a .proto file defines: messages with their fields by
// number, enums, and services with their calls.
//
// It wraps github.com/emicklei/proto, which parses one file and links nothing: names of
// types stay as they are written.
//
// Limits: a file may be at most MaxSize bytes and MaxDepth brackets deep. Extensions and
// options are left out. Field options count as far as [deprecated] goes: not at all.
package protobuf

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"text/scanner"

	"github.com/emicklei/proto"

	"seam/analyze/regex"
)

const (
	// MaxSize is the largest file in bytes.
	MaxSize = 8 << 20
	// MaxDepth is the deepest nesting of brackets, those in strings and long comments counted too.
	MaxDepth = 100
)

// File is one .proto file. Names are full: package, enclosing messages, own name.
type File struct {
	Package  string
	Messages []Message // in file order; a nested message follows the one around it
	Enums    []Enum
	Services []Service
}

// Message is one message.
type Message struct {
	Name   string
	Fields []Field // in file order, those of a oneof too
}

// Field is one field of a message, or one value of an enum.
type Field struct {
	Number int
	Name   string
	Type   string // as written, "repeated string", "map<string, Item>"; "" for values of enums
	Needed bool   // required of proto2
	Line   int
}

// Enum is one enum.
type Enum struct {
	Name   string
	Values []Field
}

// Service is one service.
type Service struct {
	Name  string
	Calls []Call
}

// Call is one rpc. Request and Response are types as written, "stream " in front where
// there are many.
type Call struct {
	Name              string
	Request, Response string
	Line              int
}

// Error is why a file cannot be read.
type Error struct {
	Line    int // from 1; 0 unknown
	Message string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Message)
}

// Parse reads one file. Errors are *Error.
func Parse(src []byte) (f *File, err error) {
	if err := bounded(src); err != nil {
		return nil, err
	}
	defer func() { // the library is known to index beyond its tokens on damaged input
		if r := recover(); r != nil {
			f, err = nil, &Error{Message: "the parser gave up on it"}
		}
	}()
	src, err = withoutCallOptions(bytes.TrimPrefix(src, []byte("\uFEFF")))
	if err != nil {
		return nil, err
	}
	tree, err := proto.NewParser(bytes.NewReader(src)).Parse()
	if err != nil {
		return nil, positioned(err)
	}
	f = &File{}
	for _, e := range tree.Elements {
		if p, ok := e.(*proto.Package); ok {
			f.Package = p.Name
		}
	}
	f.add(f.Package, tree.Elements)
	return f, nil
}

// bounded refuses what would make the recursive parser costly.
func bounded(src []byte) error {
	if len(src) > MaxSize {
		return &Error{Message: fmt.Sprintf("larger than %d MiB", MaxSize>>20)}
	}
	depth, line := 0, 1
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '\n':
			line++
		case '/':
			if i+1 < len(src) && src[i+1] == '/' {
				i += max(0, bytes.IndexByte(src[i:], '\n')-1)
			}
		case '{', '[', '(':
			if depth++; depth > MaxDepth {
				return &Error{line, fmt.Sprintf("more than %d brackets deep", MaxDepth)}
			}
		case '}', ']', ')':
			depth = max(0, depth-1)
		}
	}
	return nil
}

// withoutCallOptions puts a semicolon in place of the braces behind a call, which hold options
// alone: in braces that are not closed the library reads on for ever. It cuts tokens as the
// library does.
func withoutCallOptions(src []byte) ([]byte, error) {
	if !bytes.Contains(src, []byte("returns")) {
		return src, nil
	}
	const inQuotes = scanner.ScanIdents | scanner.ScanFloats | scanner.ScanStrings | scanner.ScanRawStrings
	var s scanner.Scanner
	s.Init(bytes.NewReader(src))
	s.Mode = inQuotes | scanner.ScanComments
	s.Error = func(*scanner.Scanner, string) {} // the library tells it
	var out []byte
	var open scanner.Position
	kept, depth, before := 0, 0, rune(0)
	for tok := s.Scan(); tok != scanner.EOF; tok = s.Scan() {
		switch {
		case tok == '\'':
			s.Mode = inQuotes
			for tok = s.Scan(); tok != '\'' && tok != scanner.EOF; tok = s.Scan() {
			}
			s.Mode = inQuotes | scanner.ScanComments
		case tok == '{' && (depth > 0 || before == ')'):
			if depth++; depth == 1 {
				open = s.Position
			}
		case tok == '}' && depth > 0:
			if depth--; depth == 0 {
				out = append(append(out, src[kept:open.Offset]...), ';')
				kept = s.Pos().Offset
				out = append(out, bytes.Repeat([]byte("\n"), bytes.Count(src[open.Offset:kept], []byte("\n")))...)
			}
		}
		before = tok
	}
	if depth > 0 {
		return nil, &Error{open.Line, "the brace behind a call is not closed"}
	}
	return append(out, src[kept:]...), nil
}

var position = regex.New(`^(?:go scanner error at )?<input>:(\d+):\d+(?: =|:)\s*(.*)$|^(?:go scanner error at )?(\d+):\d+(?: =|:)\s*(.*)$`)

// positioned takes the line out of the library's message.
func positioned(err error) *Error {
	text, _, _ := strings.Cut(err.Error(), "\n")
	m := position().FindStringSubmatch(text)
	if m == nil {
		return &Error{Message: text}
	}
	line, _ := strconv.Atoi(m[1] + m[3])
	return &Error{line, m[2] + m[4]}
}

// add takes the elements of the file or of a message.
func (f *File) add(scope string, elements []proto.Visitee) {
	for _, e := range elements {
		switch e := e.(type) {
		case *proto.Message:
			if !e.IsExtend {
				f.message(scope, e.Name, e.Elements)
			}
		case *proto.Group:
			f.message(scope, e.Name, e.Elements)
		case *proto.Enum:
			f.enum(scope, e)
		case *proto.Service:
			f.service(scope, e)
		}
	}
}

func (f *File) message(scope, name string, elements []proto.Visitee) {
	m := Message{Name: join(scope, name)}
	for _, e := range elements {
		m.Fields = append(m.Fields, fields(e)...)
	}
	f.Messages = append(f.Messages, m)
	f.add(m.Name, elements)
}

func fields(e proto.Visitee) []Field {
	switch e := e.(type) {
	case *proto.NormalField:
		typ := e.Type
		if e.Repeated {
			typ = "repeated " + typ
		}
		return []Field{{e.Sequence, e.Name, typ, e.Required, e.Position.Line}}
	case *proto.MapField:
		return []Field{{e.Sequence, e.Name, "map<" + e.KeyType + ", " + e.Type + ">", false, e.Position.Line}}
	case *proto.OneOfField:
		return []Field{{e.Sequence, e.Name, e.Type, false, e.Position.Line}}
	case *proto.Group:
		return []Field{{e.Sequence, strings.ToLower(e.Name), e.Name, e.Required, e.Position.Line}}
	case *proto.Oneof:
		var out []Field
		for _, in := range e.Elements {
			out = append(out, fields(in)...)
		}
		return out
	}
	return nil
}

func (f *File) enum(scope string, e *proto.Enum) {
	out := Enum{Name: join(scope, e.Name)}
	for _, v := range e.Elements {
		if v, ok := v.(*proto.EnumField); ok {
			out.Values = append(out.Values, Field{Number: v.Integer, Name: v.Name, Line: v.Position.Line})
		}
	}
	f.Enums = append(f.Enums, out)
}

func (f *File) service(scope string, s *proto.Service) {
	out := Service{Name: join(scope, s.Name)}
	for _, e := range s.Elements {
		if c, ok := e.(*proto.RPC); ok {
			out.Calls = append(out.Calls, Call{c.Name, streamed(c.StreamsRequest, c.RequestType), streamed(c.StreamsReturns, c.ReturnsType), c.Position.Line})
		}
	}
	f.Services = append(f.Services, out)
}

func streamed(many bool, typ string) string {
	if many {
		return "stream " + typ
	}
	return typ
}

func join(scope, name string) string {
	if scope == "" {
		return name
	}
	return scope + "." + name
}
