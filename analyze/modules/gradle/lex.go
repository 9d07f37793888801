package gradle

import "strings"

// kind is the kind of a token.
type kind uint8

const (
	word  kind = iota // a name
	str               // text in quotes, without them
	mark              // one character of anything else
	space             // one or more line ends
)

// token is one word of a build script.
type token struct {
	kind kind
	text string
	line int
	raw  bool // of a str: in single quotes in Groovy, so that $ stands for itself
	open bool // of a str: nothing closes it
}

// lex splits a Groovy or Kotlin script into tokens, comments left out. It never fails: an
// unclosed text ends with its line, or with the file if it has triple quotes.
func lex(src string) []token {
	l := lexer{src: strings.TrimPrefix(src, "\uFEFF"), line: 1}
	for l.at < len(l.src) {
		l.next()
	}
	return l.out
}

type lexer struct {
	src  string
	at   int
	line int
	out  []token
}

func (l *lexer) next() {
	rest := l.src[l.at:]
	c := rest[0]
	switch {
	case c == '\n':
		if n := len(l.out); n == 0 || l.out[n-1].kind != space {
			l.emit(space, "\n", false)
		}
		l.line++
		l.at++
	case c == ' ' || c == '\t' || c == '\r' || c == '\f':
		l.at++
	case strings.HasPrefix(rest, "//"):
		l.skip(strings.IndexByte(rest, '\n'), 0)
	case strings.HasPrefix(rest, "/*"):
		l.skip(strings.Index(rest[2:], "*/"), 4)
	case strings.HasPrefix(rest, `"""`), strings.HasPrefix(rest, "'''"):
		l.long(rest[:3])
	case c == '"' || c == '\'':
		l.short(c)
	case isWord(c):
		n := 1
		for n < len(rest) && isWord(rest[n]) {
			n++
		}
		l.emit(word, rest[:n], false)
		l.at += n
	default:
		l.emit(mark, rest[:1], false)
		l.at++
	}
}

func isWord(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

func (l *lexer) emit(k kind, text string, raw bool) {
	l.out = append(l.out, token{kind: k, text: text, line: l.line, raw: raw})
}

// skip passes over n characters and more; to the end of the file if n is negative.
func (l *lexer) skip(n, more int) {
	end := len(l.src)
	if n >= 0 {
		end = l.at + n + more
	}
	l.line += strings.Count(l.src[l.at:end], "\n")
	l.at = end
}

func (l *lexer) long(quote string) {
	body := l.src[l.at+3:]
	n := strings.Index(body, quote)
	for n >= 0 && n+3 < len(body) && body[n+3] == quote[0] {
		n++ // of more than three quotes the last three close it
	}
	if n >= 0 {
		body = body[:n]
	}
	l.emit(str, body, quote == "'''")
	l.out[len(l.out)-1].open = n < 0
	l.skip(n, 6)
}

func (l *lexer) short(quote byte) {
	var b strings.Builder
	i := l.at + 1
	for i < len(l.src) && l.src[i] != quote && l.src[i] != '\n' {
		if l.src[i] == '\\' && i+1 < len(l.src) && l.src[i+1] != '\n' {
			i++
		}
		b.WriteByte(l.src[i])
		i++
	}
	l.emit(str, b.String(), quote == '\'')
	if i < len(l.src) && l.src[i] == quote {
		i++
	} else {
		l.out[len(l.out)-1].open = true
	}
	l.at = i
}

// is reports whether a token is a mark or a word with this text, not a string.
func (t token) is(text string) bool { return t.kind != str && t.text == text }

// closing is the place after the bracket that closes the one at i; the end if none does.
func closing(tokens []token, i int) int {
	depth := 0
	for ; i < len(tokens); i++ {
		if tokens[i].kind != mark {
			continue
		}
		switch tokens[i].text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return len(tokens)
}

// chain reads a name with dots that starts at i: "libs.some.library". next is the place
// after it.
func chain(tokens []token, i int) (name string, next int) {
	var parts []string
	for i < len(tokens) && tokens[i].kind == word {
		parts = append(parts, tokens[i].text)
		i++
		if i+1 < len(tokens) && tokens[i].is(".") && tokens[i+1].kind == word {
			i++
			continue
		}
		break
	}
	return strings.Join(parts, "."), i
}
