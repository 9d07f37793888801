package code

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"seam/analyze/source"
)

// makes notes the packages of Go of which a file makes something by a New function, by
// the last element of their paths: orders of orders.NewClient(conn).
func makes(f *Facts, v *view) {
	if v.lang != source.Go {
		return
	}
	var aliases map[string]string // name in this file -> last element of the path
	for i := range v.tokens {
		if !v.word(i) || !v.is(i+1, ".") || !v.word(i+2) || !v.is(i+3, "(") || !strings.HasPrefix(v.text(i+2), "New") || v.is(i-1, ".") {
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
			out[v.text(i-1)] = path.Base(v.tokens[i].Value())
		}
	}
	return out
}

// wrapper reads a generated file of Go that makes clients of another package's stubs, as
// goctl writes them; nil if it makes none.
func (r *Reader) wrapper(file string, src []byte) *Facts {
	l := source.Language(source.LanguageOf(file))
	if l != source.Go || !bytes.Contains(src, []byte("Client(")) {
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
