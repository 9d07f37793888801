package code

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"seam/analyze/source"
)

// makes notes the packages of Go of which a file makes something by a New function, by
// the last element of their paths: orders of orders.NewClient(conn). Of Java and Kotlin it
// notes the types that are called clients.
func makes(f *Facts, v *view) {
	switch v.lang {
	case source.Go:
	case source.Java, source.Kotlin:
		for _, i := range v.named {
			if v.marks[i].trait&usesStub != 0 && strings.HasSuffix(v.text(i), "Client") && !v.is(i-1, ".") {
				if f.Makes == nil {
					f.Makes = map[string]bool{}
				}
				f.Makes[strings.Clone(v.text(i))] = true
			}
		}
		return
	default:
		return
	}
	var aliases map[string]string // name in this file -> last element of the path
	for _, made := range v.named {
		i := made - 2
		if v.marks[made].trait&usesStub == 0 || !v.word(i) || !v.sign(i+1, '.') || !v.sign(made+1, '(') || v.sign(i-1, '.') || !strings.HasPrefix(v.text(made), "New") {
			continue
		}
		if aliases == nil {
			aliases = v.importAliases()
		}
		name := v.text(i)
		if of := aliases[name]; of != "" {
			name = of
		}
		if f.Makes == nil {
			f.Makes = map[string]bool{}
		}
		f.Makes[strings.Clone(name)] = true
	}
}

// importAliases are the names that a file of Go gives packages otherwise than they are called.
func (v *view) importAliases() map[string]string {
	out := map[string]string{}
	for i := range v.tokens {
		if v.is(i, "func") || v.is(i, "type") {
			break
		}
		if v.literal(i) && v.word(i-1) && !v.is(i-1, "import") {
			out[v.text(i-1)] = path.Base(v.value(i))
		}
	}
	return out
}

// importPath is the path of the package that a file of Go calls by a name; "" if it imports
// none.
func (v *view) importPath(name string) string {
	for i := range v.tokens {
		if v.is(i, "func") || v.is(i, "type") {
			break
		}
		if !v.literal(i) {
			continue
		}
		if alias := v.word(i-1) && !v.is(i-1, "import"); alias && v.is(i-1, name) || !alias && path.Base(v.value(i)) == name {
			return v.value(i)
		}
	}
	return ""
}

// mayCallStub is quick to say that nothing in a file of Go is called that goContract knows:
// of most files the names of such functions stand where these are declared.
func mayCallStub(src []byte) bool {
	for _, begin := range []string{"New", "Register"} {
		for at := 0; ; {
			i := bytes.Index(src[at:], []byte(begin))
			if i < 0 {
				break
			}
			before := src[:at+i]
			at += i + len(begin)
			for at < len(src) && (isWord(src[at]) || src[at] == '$') {
				at++
			}
			for len(before) > 0 && (before[len(before)-1] == ' ' || before[len(before)-1] == '\t') {
				before = before[:len(before)-1]
			}
			// A dot, or what may stand between it and the name.
			joined := len(before) > 0 && bytes.IndexByte([]byte("./\r\n\f\v"), before[len(before)-1]) >= 0
			if name := string(src[len(before):at]); joined && (strings.HasSuffix(name, "Client") || strings.Contains(name, "Handler")) {
				return true
			}
		}
	}
	return false
}

// wrapper reads a generated file of Go that makes clients of another package's stubs, as
// goctl writes them; nil if it makes none.
func (r *Reader) wrapper(file string, src []byte) *Facts {
	l := source.Language(source.LanguageOf(file))
	if l != source.Go || !bytes.Contains(src, []byte("Client(")) || !mayCallStub(src) {
		return nil
	}
	f := &Facts{Keys: map[string]bool{}, Consts: map[string]string{}, Settings: map[string]string{}, Size: len(src)}
	v := &r.view
	v.cut(l, src)
	contracts(f, v)
	f.Contracts = slices.DeleteFunc(f.Contracts, func(c Contract) bool { return c.Serves })
	if len(f.Contracts) == 0 {
		return nil
	}
	f.detach()
	return f
}
