package contracts

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/source"
)

// router is one object on which routes are registered: what a name is given at one place,
// a parameter, a field.
type router struct {
	where string // file; folder for fields of Go
	scope int32
	text  string
	at    int
}

// value is a router with the prefix of everything that is registered on it.
type value struct {
	on     router
	prefix string
	lost   bool // a part of the prefix is not known
}

// symbol is what a name or an expression stands for.
type symbol struct {
	kind  symbolKind
	value value
	home  string   // of a module: file, or folder in Go; of a value: the folder whose code made it
	in    *program // of a function
	index int      // of a function
}

type symbolKind uint8

const (
	foreign    symbolKind = iota // of another repository, or not declared
	isRouter                     // a value
	isModule                     // a module of the service
	isFunction                   // a function of the service
	unknown                      // of the service, and not understood
)

// mounting is one place that puts a router below another.
type mounting struct {
	below   value
	instead bool // its prefix takes the place of the router's own
}

// birth is what the call that creates a router says of it.
type birth struct {
	own  string // prefix that it brings along
	lost bool
	sub  bool // it serves nothing unless something mounts it
}

// creators are the calls that make a router, in lower case; true for those that serve
// nothing by themselves.
var creators = map[string]bool{
	"express": false, "fastify": false, "koa": false, "fastapi": false, "flask": false, "starlette": false, "hono": false, "sanic": false, "quart": false,
	"new": false, "default": false, "newrouter": false, "newservemux": false, "newmux": false, "classic": false,
	"router": true, "apirouter": true, "blueprint": true,
}

// prefixing are the steps of a chain that put their text before a path.
var prefixing = source.Words("group mapgroup pathprefix basepath route")

const (
	maxSteps   = 64      // of a chain
	maxDepth   = 100     // of names that stand for names
	maxMounts  = 16      // of one router
	maxPrefix  = 512     // bytes
	maxWork    = 1 << 18 // expressions of one service that are looked at
	maxNamed   = 64      // methods of one name
	maxClasses = 512     // of one file
)

// joiner finds the prefixes of routers across the files of one service.
type joiner struct {
	places
	methods  map[string][]symbol // by language and name
	known    map[router]symbol
	born     map[router]birth
	mounts   map[router][]mounting
	prefixes map[router][]value // with no router: the prefixes alone
	mislaid  bool               // something of the service is mounted, and what is not known
	depth    int
	work     int
}

// lostSymbol is a router of which nothing is known.
func lostSymbol() symbol {
	return symbol{kind: isRouter, value: value{on: router{text: "?"}, lost: true}}
}

// lookup finds what a name stands for at a token.
func (j *joiner) lookup(p *program, text string, i int) symbol {
	scope := int32(-1)
	if i < len(p.scope) {
		scope = p.scope[i]
	}
	for n, s := 0, scope; n < maxSteps; n, s = n+1, p.funcs[s].parent {
		if s, ok := j.defined(p, s, text, i); ok {
			return s
		}
		if s < 0 {
			break
		}
		if slices.Contains(p.funcs[s].params, text) {
			return symbol{kind: isRouter, value: value{on: router{p.file, s, text, -1}}}
		}
	}
	return j.global(p, text)
}

// defined is what a name was given last before a token, or at all where it stands in no
// function.
func (j *joiner) defined(p *program, scope int32, text string, i int) (symbol, bool) {
	list := p.defs[name{scope, text}]
	if len(list) == 0 {
		return symbol{}, false
	}
	n, _ := slices.BinarySearch(list, i)
	last := n - maxMounts
	for n--; n >= 0 && n > last; n-- {
		if at := list[n]; !p.within(at, i) {
			return j.definition(p, scope, text, at), true
		}
	}
	if at := list[len(list)-1]; scope < 0 && at >= i {
		return j.definition(p, scope, text, at), true
	}
	return symbol{}, false
}

// within reports whether a token stands in the value that a name is given at another, as
// in r = r.With(x).
func (p *program) within(at, i int) bool {
	from := p.values[at]
	return i >= from && p.toks[i].Line == p.toks[at].Line && i < p.expressionEnd(from)
}

// definition evaluates the right side of a definition to the symbol that its name gets.
func (j *joiner) definition(p *program, scope int32, text string, at int) symbol {
	r := router{p.file, scope, text, at}
	if s, ok := j.known[r]; ok {
		return s
	}
	j.known[r] = lostSymbol() // a name that stands for itself
	s := j.evaluate(p, p.values[at], p.expressionEnd(p.values[at]))
	j.known[r] = s
	return s
}

// global is what a name stands for outside of functions.
func (j *joiner) global(p *program, text string) symbol {
	list := []*program{p}
	if p.lang == source.Go {
		list = j.folders[path.Dir(p.file)]
	}
	for _, o := range list {
		if o != p {
			if defs := o.defs[name{-1, text}]; len(defs) > 0 {
				return j.definition(o, -1, text, defs[len(defs)-1])
			}
		}
		for k, f := range o.funcs {
			if f.name == text && f.parent < 0 && (!f.method || o.lang == source.CSharp) {
				return symbol{kind: isFunction, in: o, index: k}
			}
		}
	}
	if m, ok := p.imports[text]; ok {
		return j.imported(p, m)
	}
	return symbol{}
}

// imported is what an import stands for.
func (j *joiner) imported(p *program, m imported) symbol {
	if j.depth > maxDepth {
		return symbol{kind: unknown}
	}
	j.depth++
	defer func() { j.depth-- }()
	switch p.lang {
	case source.Go:
		if dir, ok := j.golang(p, m.from); ok {
			return symbol{kind: isModule, home: dir}
		}
		return symbol{}
	case source.Python:
		if m.name != "" {
			dot := "."
			if strings.HasSuffix(m.from, ".") {
				dot = ""
			}
			if o := j.python(p, m.from+dot+m.name); o != nil {
				return symbol{kind: isModule, home: o.file}
			}
		}
		return j.nameOf(m, j.python(p, m.from))
	}
	return j.nameOf(m, j.script(p, m.from))
}

// nameOf is what an import names of a module of the service; nil is one that was not found.
func (j *joiner) nameOf(m imported, o *program) symbol {
	switch {
	case o == nil && strings.HasPrefix(m.from, "."):
		return symbol{kind: unknown}
	case o == nil:
		return symbol{}
	case m.name == "":
		return symbol{kind: isModule, home: o.file}
	}
	return j.member(symbol{kind: isModule, home: o.file}, m.name)
}

// member is a name of a module of the service.
func (j *joiner) member(m symbol, text string) symbol {
	if j.depth > maxDepth {
		return symbol{kind: unknown}
	}
	j.depth++
	defer func() { j.depth-- }()
	if list := j.folders[m.home]; len(list) > 0 {
		for _, p := range list {
			if defs := p.defs[name{-1, text}]; len(defs) > 0 {
				return j.definition(p, -1, text, defs[len(defs)-1])
			}
		}
		return j.global(list[0], text)
	}
	p := j.files[m.home]
	if p == nil {
		return symbol{kind: unknown}
	}
	if p.lang == source.Python {
		if defs := p.defs[name{-1, text}]; len(defs) > 0 {
			return j.definition(p, -1, text, defs[len(defs)-1])
		}
		if s := j.global(p, text); s.kind != foreign {
			return s
		}
		if path.Base(p.file) == "__init__.py" {
			if o := j.pythonIn(path.Dir(p.file), text); o != nil {
				return symbol{kind: isModule, home: o.file}
			}
		}
		return symbol{kind: unknown}
	}
	if at, ok := p.exports[text]; ok {
		return j.evaluate(p, at, p.expressionEnd(at))
	}
	if im, ok := p.imports["export "+text]; ok {
		return j.imported(p, im)
	}
	for _, from := range p.stars {
		if s := j.imported(p, imported{from, text}); s.kind == isRouter || s.kind == isFunction {
			return s
		}
	}
	if text == "default" { // module.exports is there, or nothing
		return symbol{kind: unknown}
	}
	if at, ok := p.exports["default"]; ok && p.at(at) != "{" {
		return j.evaluate(p, at, p.expressionEnd(at)) // require("x").router of what is the router
	}
	return symbol{kind: unknown}
}

// plain is what a module stands for where a value is wanted.
func (j *joiner) plain(s symbol) symbol {
	if s.kind == isModule && len(j.folders[s.home]) == 0 && j.files[s.home] != nil && j.files[s.home].lang != source.Python {
		return j.member(s, "default")
	}
	return s
}
