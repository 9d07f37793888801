package yaml

import (
	"bytes"
)

// Document is the text of one document of a stream, not yet parsed, so that a
// reader can look for a word in it before paying for the parse, and so that one
// bad document does not hide the others.
type Document struct {
	Line int // of its first line in the stream, from 1
	Text []byte

	cost *int // of all documents of the stream, see shape
}

// Split cuts a stream before the lines that begin with "---" and after those that
// begin with "...". Such a line cannot be part of a value, since values are indented. Directives (%YAML) come
// out as a document of their own and are lost, which changes nothing that Parse reads.
func Split(data []byte) []Document {
	var docs []Document
	cost := new(int)
	line, start, startLine := 1, 0, 1
	for at := 0; at < len(data); line++ {
		end := len(data)
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		cut, next := -1, line
		switch text := data[at:end]; {
		case at > start && isMarker(text, "---"):
			cut = at
		case end < len(data) && isMarker(text, "..."):
			cut, next = end, line+1
		}
		if cut >= 0 {
			docs = append(docs, Document{Line: startLine, Text: data[start:cut], cost: cost})
			start, startLine = cut, next
		}
		at = end
	}
	return append(docs, Document{Line: startLine, Text: data[start:], cost: cost})
}

func isMarker(line []byte, marker string) bool {
	rest, ok := bytes.CutPrefix(line, []byte(marker))
	return ok && (len(rest) == 0 || bytes.IndexByte([]byte(" \t\r\n"), rest[0]) >= 0)
}

// Parse reads the document as the function Parse does, with the line numbers of
// the stream. It gives one node, or none for an empty document. Errors are *syntax.Error, with
// the line in the stream.
func (d Document) Parse() ([]*Node, error) {
	return d.parse(false)
}
