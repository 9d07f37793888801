package source

import "bytes"

// Script gives the program in a file of a component (.vue, .svelte): the source as it is
// with everything outside its <script> elements turned to spaces, so that lines and
// offsets stay. It works on a copy.
func Script(component []byte) []byte {
	out := bytes.Repeat([]byte{' '}, len(component))
	for i, c := range component {
		if c == '\n' {
			out[i] = c
		}
	}
	for at := nextScript(component, 0); at >= 0; {
		begin := endOfTag(component, at)
		end := begin
		for end < len(component) && !foldedPrefix(component[end:], "</script") {
			end++
		}
		copy(out[begin:end], component[begin:end])
		at = nextScript(component, end)
	}
	return out
}

// nextScript is the offset behind the name of the next <script> from an offset on,
// comments passed; -1 if there is none.
func nextScript(src []byte, at int) int {
	for {
		n := bytes.IndexByte(src[at:], '<')
		if n < 0 {
			return -1
		}
		at += n
		if bytes.HasPrefix(src[at:], []byte("<!--")) {
			end := bytes.Index(src[at:], []byte("-->"))
			if end < 0 {
				return -1
			}
			at += end
			continue
		}
		at++
		if after := at + len("script"); after < len(src) && foldedPrefix(src[at:], "script") && (isSpace(src[after]) || src[after] == '>') {
			return after
		}
	}
}

func foldedPrefix(src []byte, prefix string) bool {
	return len(src) >= len(prefix) && bytes.EqualFold(src[:len(prefix)], []byte(prefix))
}

// endOfTag is the offset behind the > that ends a tag, quoted values passed.
func endOfTag(src []byte, at int) int {
	quote := byte(0)
	for ; at < len(src); at++ {
		switch c := src[at]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"', c == '\'':
			quote = c
		case c == '>':
			return at + 1
		}
	}
	return at
}
