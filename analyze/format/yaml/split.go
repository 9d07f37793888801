package yaml

import "bytes"

// Document is the text of one document of a stream, not yet parsed, so that a
// reader can look for a word in it before paying for the parse, and so that one
// bad document does not hide the others.
type Document struct {
	Line int // of its first line in the stream, from 1
	Text []byte
}

// Split cuts a stream at the lines that begin with "---". Such a line cannot be
// part of a value, since values are indented. Directives (%YAML) stay with the text
// before their marker and are lost, which changes nothing that Parse reads.
func Split(data []byte) []Document {
	var docs []Document
	line, start, startLine := 1, 0, 1
	for at := 0; at < len(data); line++ {
		end := len(data)
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		if at > start && isMarker(data[at:end]) {
			docs = append(docs, Document{Line: startLine, Text: data[start:at]})
			start, startLine = at, line
		}
		at = end
	}
	return append(docs, Document{Line: startLine, Text: data[start:]})
}

func isMarker(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("---"))
	return ok && (len(rest) == 0 || bytes.IndexByte([]byte(" \t\r\n"), rest[0]) >= 0)
}

// Parse reads the document as the function Parse does, with the line numbers of
// the stream.
func (d Document) Parse() ([]*Node, error) {
	return parse(source{text: d.Text, before: d.Line - 1}, false)
}
