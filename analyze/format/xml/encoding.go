package xml

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"seam/analyze/format/syntax"
	"seam/analyze/regex"
)

var declared = regex.New(`^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// decode turns a file into UTF-8 without a byte order mark, by its mark or by what it
// declares.
func decode(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return wide(data[2:], func(a, b byte) uint16 { return uint16(a)<<8 | uint16(b) })
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return wide(data[2:], func(a, b byte) uint16 { return uint16(b)<<8 | uint16(a) })
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	name := "utf-8"
	if m := declared().FindSubmatch(data[:min(len(data), 200)]); m != nil {
		name = strings.ToLower(string(m[1]))
	}
	switch name {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return data, unreadable(data)
	case "iso-8859-1", "latin1", "latin-1", "iso-8859-15":
		return narrow(data, nil), nil
	case "windows-1252", "cp1252":
		return narrow(data, &windows), nil
	case "utf-16":
		return nil, &syntax.Error{Line: 1, Message: "the file says that it is UTF-16 but does not begin with a byte order mark; save it as UTF-8"}
	}
	return nil, &syntax.Error{Line: 1, Message: fmt.Sprintf("the encoding %q is not known; save the file as UTF-8", name)}
}

// unreadable names the first line that is no UTF-8.
func unreadable(data []byte) error {
	if utf8.Valid(data) {
		return nil
	}
	line := 0
	for l := range bytes.Lines(data) {
		line++
		if !utf8.Valid(l) {
			break
		}
	}
	return &syntax.Error{Line: line, Message: "the text is not UTF-8; save the file as UTF-8, or declare its encoding"}
}

func wide(data []byte, unit func(a, b byte) uint16) ([]byte, error) {
	if len(data)%2 != 0 {
		return nil, &syntax.Error{Message: "the file is UTF-16 but ends within a character"}
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i < len(data); i += 2 {
		units = append(units, unit(data[i], data[i+1]))
	}
	return []byte(string(utf16.Decode(units))), nil
}

// windows is what Windows-1252 puts between 0x80 and 0x9F; 0 is nothing.
var windows = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

func narrow(data []byte, upper *[32]rune) []byte {
	out := make([]byte, 0, len(data)+len(data)/8)
	for _, c := range data {
		r := rune(c)
		if upper != nil && c >= 0x80 && c < 0xA0 && upper[c-0x80] != 0 {
			r = upper[c-0x80]
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}
