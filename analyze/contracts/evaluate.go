package contracts

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/source"
)

// functionAt is the function whose text begins at a token.
func (p *program) functionAt(i int) (int, bool) {
	for n := 0; n < 4 && i < len(p.toks); n++ {
		if p.at(i) == "(" || p.arrow(i+1) > 0 {
			k, ok := p.starts[i]
			return k, ok
		}
		if text := p.at(i); text != "async" && text != "function" && text != "func" && (n == 0 || p.at(i-1) != "function") {
			return 0, false
		}
		i++
	}
	return 0, false
}

// evaluate finds what the expression from i to before end stands for.
func (j *joiner) evaluate(p *program, i, end int) symbol {
	if j.work++; j.depth > maxDepth || j.work > maxWork {
		return symbol{kind: unknown}
	}
	j.depth++
	defer func() { j.depth-- }()
	for i < end && slices.Contains([]string{"await", "new", "&", "*"}, p.at(i)) {
		i++
	}
	if k, ok := p.functionAt(i); ok {
		return symbol{kind: isFunction, in: p, index: k}
	}
	if i >= end || !p.isWord(i) {
		return symbol{kind: unknown}
	}
	var s symbol
	last := p.at(i)
	switch from := p.quoted(i + 2); {
	case last == "require" && from != "" && p.at(i+1) == "(":
		if o := j.script(p, from); o != nil {
			s = symbol{kind: isModule, home: o.file}
		} else if strings.HasPrefix(from, ".") {
			s = symbol{kind: unknown}
		}
		i += 4
	case last == "this" || last == "self":
		i++
	default:
		s = j.lookup(p, last, i)
		i++
	}
	for n := 0; i < end && n < maxSteps; n++ {
		switch text := p.at(i); {
		case text == "." || text == "?.":
			last = p.at(i + 1)
			i += 2
			if p.at(i) != "(" || p.pair[i] < 0 {
				s = j.field(p, s, last)
			} else {
				s = j.method(p, s, last, i)
				i = p.partner(i) + 1
			}
		case text == "(" && p.pair[i] >= 0:
			s = j.call(p, j.plain(s), last, i)
			i = p.partner(i) + 1
		case text == "{" && p.lang == source.Go: // a struct
			return symbol{kind: unknown, home: s.home}
		case text == "!":
			i++
		default:
			return s
		}
	}
	if i < end {
		return symbol{kind: unknown}
	}
	return s
}

// field is s.text.
func (j *joiner) field(p *program, s symbol, text string) symbol {
	if s.kind == isModule {
		return j.member(s, text)
	}
	list := []*program{p}
	if p.lang == source.Go {
		list = j.folders[path.Dir(p.file)]
	}
	for _, o := range list {
		if defs := o.defs[name{-1, "." + text}]; len(defs) > 0 {
			return j.definition(o, -1, "."+text, defs[len(defs)-1])
		}
	}
	if s.kind == isFunction || s.kind == unknown {
		return symbol{kind: unknown}
	}
	return s
}

// call is name(…), where s is what the name stands for.
func (j *joiner) call(p *program, s symbol, text string, open int) symbol {
	switch s.kind {
	case isFunction:
		return symbol{kind: isRouter, value: value{on: router{s.in.file, int32(s.index), "return", -1}}, home: path.Dir(s.in.file)}
	case foreign:
		if sub, ok := creators[strings.ToLower(text)]; ok {
			return j.create(p, sub, open)
		}
	}
	return s
}

// create is a new router, with the prefix that it is given.
func (j *joiner) create(p *program, sub bool, open int) symbol {
	r := router{p.file, -1, "new", open}
	b := birth{sub: sub}
	for i, end := open+1, p.partner(open); i < end; i++ {
		if text := p.at(i); (text == "prefix" || text == "url_prefix") && (p.at(i+1) == ":" || p.at(i+1) == "=") {
			own, ok := j.text(p, i+2, p.expressionEnd(i+2))
			b.own, b.lost = own, !ok
		}
	}
	j.born[r] = b
	return symbol{kind: isRouter, value: value{on: r}}
}

// method is s.text(…).
func (j *joiner) method(p *program, s symbol, text string, open int) symbol {
	low := strings.ToLower(text)
	switch s.kind {
	case isModule:
		return j.call(p, j.member(s, text), text, open)
	case foreign:
		if sub, ok := creators[low]; ok {
			return j.create(p, sub, open)
		}
	case isFunction:
		return symbol{kind: unknown}
	}
	if prefixing[low] {
		args := p.arguments(open)
		if len(args) == 0 {
			return s
		}
		if _, ok := p.functionAt(args[0].from); ok {
			return s
		}
		if low == "route" && len(args) > 1 {
			return s // a registration that hands its receiver on
		}
		v := s.value
		if more, ok := j.text(p, args[0].from, args[0].to); !ok {
			v.lost, v.prefix = true, ""
		} else if low != "route" {
			v.prefix = joined(v.prefix, more)
		}
		return symbol{kind: isRouter, value: v, home: s.home}
	}
	if list := j.named(p, text, s.home); len(list) > 0 && s.kind != foreign || len(list) == 1 {
		if len(list) == 1 {
			if returned := j.returned(list[0]); returned.kind == isRouter {
				return j.call(p, list[0], text, open)
			}
			return s
		}
		return symbol{kind: unknown}
	}
	return s
}

// named are the methods of a name that a call may mean: those in the folder that its
// object comes from, if there are any.
func (j *joiner) named(p *program, text, home string) []symbol {
	list := j.methods[string(family(p.lang))+" "+text]
	if home != "" {
		var near []symbol
		for _, s := range list {
			if path.Dir(s.in.file) == home {
				near = append(near, s)
			}
		}
		if len(near) > 0 {
			return near
		}
	}
	return list
}

// returned is what a function returns: the first router of its return statements.
func (j *joiner) returned(f symbol) symbol {
	r := router{f.in.file, int32(f.index), "return", -1}
	if s, ok := j.known[r]; ok {
		return s
	}
	j.known[r] = symbol{kind: unknown}
	out := symbol{kind: unknown}
	fn := f.in.funcs[f.index]
	for i := fn.from; i < fn.to && i < len(f.in.toks); i++ {
		if f.in.at(i) == "return" && f.in.scope[i] == int32(f.index) {
			if s := j.evaluate(f.in, i+1, f.in.expressionEnd(i+1)); s.kind == isRouter {
				out = s
				break
			}
		}
	}
	j.known[r] = out
	return out
}

// settle follows a value to the router that it is in the end.
func (j *joiner) settle(v value) value {
	for range maxSteps {
		if v.on.text != "return" || v.on.at != -1 {
			return v
		}
		p := j.files[v.on.where]
		s := j.returned(symbol{kind: isFunction, in: p, index: int(v.on.scope)})
		if s.kind != isRouter {
			return v
		}
		if v.lost {
			return v
		}
		v = value{s.value.on, under(s.value.prefix, v.prefix), s.value.lost}
	}
	return value{on: router{text: "?"}, lost: true}
}

// under is a prefix behind a prefix; either may be empty.
func under(a, b string) string {
	if b == "" || b == "/" {
		return a
	}
	return joined(a, b)
}

// text is the value of an expression that is one text, of literals and of names that hold
// one.
func (j *joiner) text(p *program, from, to int) (string, bool) {
	var b strings.Builder
	for i := from; ; i++ {
		switch {
		case i >= to:
			return "", false
		case p.isText(i):
			b.WriteString(p.toks[i].Value())
		case p.isWord(i):
			s, ok := j.constant(p, i, to)
			if !ok {
				return "", false
			}
			b.WriteString(s)
			if p.at(i+1) == "." {
				i += 2
			}
		default:
			return "", false
		}
		if i++; i >= to {
			return b.String(), b.Len() <= maxPrefix
		}
		if p.at(i) != "+" {
			return "", false
		}
	}
}

// constant is the text of a name, or of a name of a module.
func (j *joiner) constant(p *program, i, to int) (string, bool) {
	if i+2 < to && p.at(i+1) == "." {
		if m := j.global(p, p.at(i)); m.kind == isModule {
			for _, o := range append(slices.Clone(j.folders[m.home]), j.files[m.home]) {
				if o != nil {
					if s, ok := o.texts[p.at(i+2)]; ok {
						return s, true
					}
				}
			}
		}
		return "", false
	}
	if s, ok := p.texts[p.at(i)]; ok {
		return s, true
	}
	if p.lang == source.Go {
		for _, o := range j.folders[path.Dir(p.file)] {
			if s, ok := o.texts[p.at(i)]; ok {
				return s, true
			}
		}
	}
	if m, ok := p.imports[p.at(i)]; ok && m.name != "" {
		o := j.script(p, m.from)
		if p.lang == source.Python {
			o = j.python(p, m.from)
		}
		if o != nil {
			s, ok := o.texts[m.name]
			return s, ok
		}
	}
	return "", false
}
