// Package protobuf reads what a .proto file defines: messages with their fields by
// number, enums, and services with their calls.
//
// It parses one file and links nothing: names of types stay as they are written.
//
// Limits: a file may be at most MaxSize bytes, and its messages MaxDepth deep. Extensions,
// options and reserved names are passed over unread.
package protobuf

const (
	// MaxSize is the largest file in bytes.
	MaxSize = 8 << 20
	// MaxDepth is the deepest nesting of messages, groups and choices.
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
