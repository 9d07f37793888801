package source

import "bytes"

// Script gives the program in a file of a component (.vue, .svelte, .astro): the source as
// it is with everything outside its <script> elements, and outside the fenced code that
// it may begin with, turned to spaces, so that lines and offsets stay. It works on a copy.
func Script(component []byte) []byte {
	out := bytes.Repeat([]byte{' '}, len(component))
	for i, c := range component {
		if c == '\n' {
			out[i] = c
		}
	}
	from, to := frontMatter(component)
	copy(out[from:to], component[from:to])
	for at := nextScript(component, to); at >= 0; {
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

// fence is the line before and behind the code that an Astro component begins with.
var fence = []byte("---")

// frontMatter is where the fenced code at the beginning of a component begins and ends,
// both 0 where there is none. Without a second fence all of the file is code.
func frontMatter(src []byte) (from, to int) {
	from = len(src) - len(bytes.TrimLeft(src, " \t\r\n\uFEFF"))
	if !bytes.HasPrefix(src[from:], fence) {
		return 0, 0
	}
	from += len(fence)
	for to = from; to < len(src); to++ {
		line := bytes.TrimLeft(src[to:], " \t")
		if bytes.HasPrefix(line, fence) {
			return from, to
		}
		n := bytes.IndexByte(src[to:], '\n')
		if n < 0 {
			break
		}
		to += n
	}
	return from, len(src)
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
