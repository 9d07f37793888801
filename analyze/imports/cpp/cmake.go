package cpp

import (
	"bytes"
	"strings"
)

// command is one command of CMake with its arguments as they are written, quotes left out.
type command struct {
	name string // in lower case
	args []string
}

// maxArguments bounds the arguments that are kept of one command.
const maxArguments = 10_000

// commands lists the commands of a file of CMake, in whatever block they stand. What is no
// command is passed over; an unclosed one ends with the file.
func commands(src []byte) []command {
	c := cmake{src: src}
	var out []command
	for c.at < len(c.src) {
		b := c.src[c.at]
		switch {
		case b == '#':
			c.comment()
		case isName(b):
			from := c.at
			for c.at < len(c.src) && isName(c.src[c.at]) {
				c.at++
			}
			name := string(c.src[from:c.at])
			for c.at < len(c.src) && (c.src[c.at] == ' ' || c.src[c.at] == '\t') {
				c.at++
			}
			if c.at < len(c.src) && c.src[c.at] == '(' {
				c.at++
				out = append(out, command{strings.ToLower(name), c.arguments()})
			}
		default:
			c.at++
		}
	}
	return out
}

type cmake struct {
	src []byte
	at  int
}

func isName(b byte) bool {
	return b == '_' || b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9'
}

// comment passes a comment: the rest of the line, or what stands in #[[ ]].
func (c *cmake) comment() {
	c.at++
	if _, ok := c.bracket(); ok {
		return
	}
	if n := bytes.IndexByte(c.src[c.at:], '\n'); n >= 0 {
		c.at += n
	} else {
		c.at = len(c.src)
	}
}

// bracket reads [[text]] or [=[text]=], with as many marks as there are.
func (c *cmake) bracket() (text string, ok bool) {
	rest := c.src[c.at:]
	if len(rest) == 0 || rest[0] != '[' {
		return "", false
	}
	n := 1
	for n < len(rest) && rest[n] == '=' {
		n++
	}
	if n == len(rest) || rest[n] != '[' {
		return "", false
	}
	closing := "]" + strings.Repeat("=", n-1) + "]"
	inside := rest[n+1:]
	end := bytes.Index(inside, []byte(closing))
	if end < 0 {
		c.at = len(c.src)
		return string(inside), true
	}
	c.at += n + 1 + end + len(closing)
	return string(inside[:end]), true
}

// arguments reads up to the bracket that closes a command.
func (c *cmake) arguments() []string {
	var out []string
	add := func(text string) {
		if len(out) < maxArguments {
			out = append(out, text)
		}
	}
	depth := 1
	for c.at < len(c.src) {
		switch b := c.src[c.at]; b {
		case ' ', '\t', '\r', '\n', ';':
			c.at++
		case '#':
			c.comment()
		case '(':
			c.at++
			depth++
		case ')':
			c.at++
			if depth--; depth == 0 {
				return out
			}
		case '"':
			add(c.quoted())
		default:
			if text, ok := c.bracket(); ok {
				add(text)
				continue
			}
			from := c.at
			for c.at++; c.at < len(c.src) && !bytes.ContainsRune([]byte(" \t\r\n;#()\""), rune(c.src[c.at])); c.at++ {
			}
			add(string(c.src[from:c.at]))
		}
	}
	return out
}

// quoted reads "text", in which a backslash takes the next byte.
func (c *cmake) quoted() string {
	c.at++
	var out []byte
	for c.at < len(c.src) && c.src[c.at] != '"' {
		if c.src[c.at] == '\\' && c.at+1 < len(c.src) {
			c.at++
		}
		out = append(out, c.src[c.at])
		c.at++
	}
	c.at = min(c.at+1, len(c.src))
	return string(out)
}

// cmakeBuild reads what a CMakeLists.txt says of include roots and of what it builds.
func cmakeBuild(src []byte) build {
	var b build
	for _, c := range commands(src) {
		if len(c.args) == 0 {
			continue
		}
		first := c.args[0]
		switch {
		case c.name == "project" && b.Project == "":
			b.Project = first
		case c.name == "set" && len(c.args) == 2:
			b.Sets = append(b.Sets, variable{first, c.args[1]})
		case c.name == "include_directories":
			b.Roots = append(b.Roots, directories(c.args)...)
		case c.name == "target_include_directories":
			b.Roots = append(b.Roots, directories(c.args[1:])...)
		case makesLibrary(c) && b.Library == "":
			b.Library = first
		}
	}
	return b
}

// makesLibrary reports whether a command makes a library from sources: add_library, or what
// projects call add_llvm_library and the like.
func makesLibrary(c command) bool {
	if !strings.HasPrefix(c.name, "add_") || !strings.HasSuffix(c.name, "_library") && c.name != "add_library" {
		return false
	}
	for _, a := range c.args[1:] {
		if a == "ALIAS" || a == "IMPORTED" || a == "OBJECT" || a == "MODULE" {
			return false
		}
	}
	return true
}

// directories is arguments without the words that say whom they are for. What holds only
// where the project is installed leads nowhere here.
func directories(args []string) []string {
	var out []string
	for _, a := range args {
		switch a {
		case "SYSTEM", "AFTER", "BEFORE", "PUBLIC", "PRIVATE", "INTERFACE":
			continue
		}
		if inside, ok := strings.CutPrefix(a, "$<BUILD_INTERFACE:"); ok {
			a = strings.TrimSuffix(inside, ">")
		}
		if !strings.Contains(a, "$<") && a != "" {
			out = append(out, a)
		}
	}
	return out
}
