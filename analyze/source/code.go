package source

// Code is the tokens of a program without its comments and ends of lines, for readers
// that look around in them. Outside of it there is nothing: no index is out of range.
type Code []Token

// CodeOf cuts src into the Code of a language. Each token takes 64 bytes beside src.
func CodeOf(l Language, src []byte) Code {
	var out Code
	for t := range Tokens(l, src) {
		if t.Kind != Comment && t.Kind != Newline {
			out = append(out, t)
		}
	}
	return out
}

// Text is a token as it stands in the source, "" outside.
func (c Code) Text(i int) string {
	if i < 0 || i >= len(c) {
		return ""
	}
	return string(c[i].Text)
}

// Is reports whether there is a token of a kind.
func (c Code) Is(i int, k Kind) bool { return i >= 0 && i < len(c) && c[i].Kind == k }
