package contracts

import (
	"bytes"
	"slices"
	"strings"

	"seam/analyze/source"
)

// maxTokens bounds what is read of one file for its routes; hand-written files are far
// below.
const maxTokens = 1 << 17

// program is the tokens of one file with what stands where: brackets, functions, and the
// places where names get their values.
type program struct {
	file    string
	lang    source.Language
	toks    source.Code
	pair    []int32 // of a bracket, the index of its partner; else -1
	funcs   []function
	starts  map[int]int       // first token of parameters -> function
	scope   []int32           // of each token, the innermost function around it; -1 for none
	defs    map[name][]int    // the tokens that name what is given a value, in order
	values  map[int]int       // such a token -> the first token of the value
	texts   map[string]string // names that hold one text
	imports map[string]imported
	stars   []string       // what is exported as a whole from another file
	exports map[string]int // name -> first token of the value
	read    bool           // classes are
	classes []*class
}

type name struct {
	scope int32
	text  string
}

// function is a function with a body. Its parameters are in order; one that is no plain
// name is "".
type function struct {
	name   string
	method bool // it is called on something
	params []string
	start  int // of its parameters
	from   int // its body, from here
	to     int // to before here
	parent int32
}

// imported is what a name of a file stands for: a module, or one name of it.
type imported struct {
	from string
	name string // "" for the module
}

// parse cuts a file into tokens and finds brackets, functions and values.
func parse(file string, l source.Language, src []byte) *program {
	p := &program{file: file, lang: l, defs: map[name][]int{}, values: map[int]int{}, texts: map[string]string{}, imports: map[string]imported{}, exports: map[string]int{}}
	first := map[int]bool{} // tokens that begin a line of Python
	begin := true
	for t := range source.Tokens(l, src) {
		if t.Kind == source.Comment {
			continue
		}
		if t.Kind == source.Newline {
			begin = true
			continue
		}
		if len(p.toks) == maxTokens {
			break
		}
		if begin && l == source.Python {
			first[len(p.toks)] = true
		}
		begin = false
		p.toks = append(p.toks, t)
	}
	p.brackets()
	switch l {
	case source.Python:
		p.pythonFunctions(src, first)
		p.pythonImports(first)
	case source.Go:
		p.bracedFunctions()
		p.goImports()
	case source.JavaScript, source.TypeScript:
		p.bracedFunctions()
		p.scriptImports()
	case source.CSharp:
		p.bracedFunctions()
	}
	p.scopes()
	p.assignments()
	return p
}

// at is the text of a token, "" outside.
func (p *program) at(i int) string { return p.toks.Text(i) }

func (p *program) isWord(i int) bool { return p.toks.Is(i, source.Word) }

func (p *program) isText(i int) bool { return p.toks.Is(i, source.String) }

// arrow reports whether => stands at i, and how many tokens it is.
func (p *program) arrow(i int) int {
	switch {
	case p.at(i) == "=>":
		return 1
	case p.at(i) == "=" && p.at(i+1) == ">":
		return 2
	}
	return 0
}

func (p *program) brackets() {
	p.pair = make([]int32, len(p.toks))
	var open []int
	for i, t := range p.toks {
		p.pair[i] = -1
		if t.Kind != source.Punct || len(t.Text) == 0 {
			continue
		}
		switch t.Text[len(t.Text)-1] { // ${ opens the hole of a template
		case '(', '[', '{':
			open = append(open, i)
		case ')', ']', '}':
			if len(open) > 0 {
				o := open[len(open)-1]
				open = open[:len(open)-1]
				p.pair[o], p.pair[i] = int32(i), int32(o)
			}
		}
	}
}

// partner is the other bracket, or i itself where there is none.
func (p *program) partner(i int) int {
	if i < 0 || i >= len(p.toks) || p.pair[i] < 0 {
		return i
	}
	return int(p.pair[i])
}

// argument is one argument of a call: its label, if it has one, and its tokens.
type argument struct {
	label    string
	from, to int
}

// arguments are those between the brackets at open, at most maxArguments of them.
func (p *program) arguments(open int) []argument {
	end := p.partner(open)
	if end <= open {
		return nil
	}
	var out []argument
	from := open + 1
	add := func(to int) {
		a := argument{"", from, to}
		if to-from > 2 && p.isWord(from) && (p.at(from+1) == "=" || p.at(from+1) == ":" && p.lang != source.Go) && p.arrow(from+1) == 0 && p.at(from+2) != "=" {
			a.label, a.from = p.at(from), from+2
		}
		if to > from && len(out) < maxArguments {
			out = append(out, a)
		}
		from = to + 1
	}
	for i := open + 1; i < end; i++ {
		switch p.at(i) {
		case "(", "[", "{", "${":
			i = p.partner(i)
		case ",":
			add(i)
		}
	}
	add(end)
	return out
}

// What is looked at of one call, of one signature behind its parameters, and of one
// expression; brackets count as one token.
const (
	maxArguments  = 32
	maxSignature  = 64
	maxExpression = 256
)

// noCall are words before a bracket that call nothing.
var noCall = source.Words("if for while switch catch with return foreach using lock func function")

// bracedFunctions finds the functions of a language with braces.
func (p *program) bracedFunctions() {
	for i := range p.toks {
		if p.at(i) == "(" && p.pair[i] >= 0 {
			if from, to := p.body(i); to > 0 {
				f := function{start: i, from: from, to: to, params: p.params(i)}
				f.name, f.method = p.nameOf(i)
				if p.lang == source.CSharp && p.at(i+1) == "this" {
					f.method = true
				}
				p.funcs = append(p.funcs, f)
			}
			continue
		}
		if n := p.arrow(i + 1); n > 0 && p.isWord(i) && p.at(i) != "async" && p.lang != source.Go { // x => …
			from, to := p.lambda(i + 1 + n)
			p.funcs = append(p.funcs, function{start: i, from: from, to: to, params: []string{p.at(i)}})
		}
	}
	slices.SortFunc(p.funcs, func(a, b function) int { return a.from - b.from })
}

// body finds the body of the function whose parameter list begins at open; to is 0 if there is none.
func (p *program) body(open int) (from, to int) {
	end := p.partner(open)
	if p.lang == source.Go {
		if p.at(open-1) != "func" && p.at(open-2) != "func" && !(p.isWord(open-1) && p.at(open-2) == ")" && p.at(p.partner(open-2)-1) == "func") {
			return 0, 0
		}
	} else if noCall[p.at(open-1)] && p.at(open-1) != "function" {
		return 0, 0
	}
	if n := p.arrow(end + 1); n > 0 {
		return p.lambda(end + 1 + n)
	}
	line := p.toks[end].Line
	for i := end + 1; i < end+maxSignature && i < len(p.toks) && p.toks[i].Line == line || i == end+1 && p.lang == source.CSharp && i < len(p.toks); i++ {
		switch text := p.at(i); {
		case text == "{":
			return i + 1, max(p.partner(i), i+1)
		case text == "interface" || text == "struct":
			if p.at(i+1) == "{" {
				i = p.partner(i + 1)
			}
		case p.lang != source.Go && p.arrow(i) > 0 && p.at(end+1) == ":":
			return p.lambda(i + p.arrow(i))
		case text == "(" || text == "[":
			if p.lang != source.Go && text == "(" {
				return 0, 0
			}
			i = p.partner(i)
		case p.lang != source.Go && i == end+1 && text != ":":
			return 0, 0
		case !p.isWord(i) && !strings.Contains(".*:<>|,&", text):
			return 0, 0
		}
		if i < len(p.toks) {
			line = p.toks[i].Line
		}
	}
	return 0, 0
}

// lambda is what follows an arrow: a block, or an expression.
func (p *program) lambda(i int) (from, to int) {
	if p.at(i) == "{" {
		return i + 1, max(p.partner(i), i+1)
	}
	return i, p.expressionEnd(i)
}

// expressionEnd is the token after the expression that begins at i, no further than
// maxExpression.
func (p *program) expressionEnd(i int) int {
	n := i
	for ; n < len(p.toks) && n < i+maxExpression; n++ {
		switch p.at(n) {
		case "(", "[", "{", "${":
			n = p.partner(n)
		case ")", "]", "}", ",", ";":
			return n
		}
	}
	return n
}

// params are the names of parameters.
func (p *program) params(open int) []string {
	var out []string
	for _, a := range p.arguments(open) {
		text := ""
		switch {
		case p.lang == source.CSharp:
			for i := a.from; i < a.to && p.at(i) != "="; i++ {
				if p.isWord(i) {
					text = p.at(i)
				}
			}
		case a.label != "":
			text = a.label
		case p.isWord(a.from):
			text = p.at(a.from)
		}
		out = append(out, text)
	}
	return out
}

// nameOf is what the function with its parameters at open is called.
func (p *program) nameOf(open int) (text string, method bool) {
	i := open - 1
	if p.at(i) == "async" || p.at(i) == "function" {
		for p.at(i) == "async" || p.at(i) == "function" {
			i--
		}
		if p.at(i) == "=" && p.isWord(i-1) {
			return p.at(i - 1), false
		}
		return "", false
	}
	switch {
	case p.at(i) == "=" && p.isWord(i-1):
		return p.at(i - 1), false
	case p.isWord(i) && p.at(i) != "func" && p.arrow(p.partner(open)+1) == 0 || p.isWord(i) && p.lang == source.CSharp:
		return p.at(i), p.lang == source.Go && p.at(i-1) == ")" || p.lang != source.Go && p.at(i-1) != "function"
	}
	return "", false
}

// pythonFunctions finds functions by the columns of their lines.
func (p *program) pythonFunctions(src []byte, first map[int]bool) {
	type open struct{ column, function int }
	var stack []open
	for i, t := range p.toks {
		if !first[i] {
			continue
		}
		column := t.At - bytes.LastIndexByte(src[:t.At], '\n')
		for len(stack) > 0 && stack[len(stack)-1].column >= column {
			p.funcs[stack[len(stack)-1].function].to = i
			stack = stack[:len(stack)-1]
		}
		def := i
		if p.at(def) == "async" {
			def++
		}
		if p.at(def) == "def" && p.at(def+2) == "(" {
			params := p.params(def + 2)
			f := function{name: p.at(def + 1), start: def + 2, from: p.partner(def+2) + 1, to: len(p.toks), params: params}
			f.method = len(params) > 0 && (params[0] == "self" || params[0] == "cls")
			p.funcs = append(p.funcs, f)
			stack = append(stack, open{column, len(p.funcs) - 1})
		}
	}
}

// scopes tells the function around each token.
func (p *program) scopes() {
	p.scope = make([]int32, len(p.toks))
	p.starts = map[int]int{}
	for k, f := range p.funcs {
		p.starts[f.start] = k
	}
	var stack []int32
	next := 0
	for i := range p.toks {
		for len(stack) > 0 && p.funcs[stack[len(stack)-1]].to <= i {
			stack = stack[:len(stack)-1]
		}
		for next < len(p.funcs) && p.funcs[next].from <= i {
			p.funcs[next].parent = -1
			if len(stack) > 0 {
				p.funcs[next].parent = stack[len(stack)-1]
			}
			if p.funcs[next].to > i {
				stack = append(stack, int32(next))
			}
			next++
		}
		p.scope[i] = -1
		if len(stack) > 0 {
			p.scope[i] = stack[len(stack)-1]
		}
	}
	for ; next < len(p.funcs); next++ {
		p.funcs[next].parent = -1
	}
}

// assignments finds where names, fields and exports get their values.
func (p *program) assignments() {
	texts := map[string]int{} // how often a name gets a text, or more than one
	for i := range p.toks {
		eq := p.at(i) == "=" && p.at(i+1) != "=" && p.arrow(i) == 0
		if !eq && p.at(i) != ":=" {
			if p.lang == source.Go && p.at(i) == ":" && p.isWord(i-1) && (p.at(i-2) == "{" || p.at(i-2) == ",") { // Server{router: …}
				p.define(i-1, -1, "."+p.at(i-1), i+1)
			}
			continue
		}
		at := p.assigned(i)
		if !p.isWord(at) {
			continue
		}
		if p.isText(i + 1) {
			texts[p.at(at)]++
			p.texts[p.at(at)] = p.toks[i+1].Value()
			if next := p.at(i + 2); next == "+" || next == "." {
				texts[p.at(at)]++
			}
		}
		if p.at(at-1) == "," && p.isWord(at-2) && (p.at(at) == "err" || p.at(at) == "_") {
			at -= 2 // r, err :=
		}
		p.assign(at, i)
	}
	for text, n := range texts {
		if n > 1 {
			delete(p.texts, text)
		}
	}
}

// assigned is the last word of what the mark at i gives a value.
func (p *program) assigned(i int) int {
	at := i - 1
	switch {
	case p.at(at) == ":":
		return at - 1 // := in two pieces
	case p.isWord(at) && p.at(at-1) == ":" && p.isWord(at-2):
		return at - 2 // name: Type =
	}
	return at
}

// assign gives what ends at a token the value behind the mark at i.
func (p *program) assign(at, i int) {
	switch text := p.at(at); {
	case text == "exports" && p.at(at-2) == "module":
		p.exported("default", i+1)
		if p.at(i+1) == "{" {
			p.exportList(i+1, true)
		}
	case p.at(at-1) == "." && p.at(at-2) == "exports":
		p.exported(text, i+1)
	case p.at(at-1) == ".":
		p.define(at, -1, "."+text, i+1)
	case p.at(at-1) == "(" && p.lang == source.Python: // a label
	default:
		scope := p.scope[at]
		own := p.at(i) == ":=" || p.at(i-1) == ":" || slices.Contains([]string{"const", "let", "var"}, p.at(at-1)) || p.lang == source.Python
		if !own {
			scope = p.holder(scope, text)
		}
		p.define(at, scope, text, i+1)
	}
}

func (p *program) define(at int, scope int32, text string, value int) {
	p.defs[name{scope, text}] = append(p.defs[name{scope, text}], at)
	p.values[at] = value
}

// holder is the scope outwards that knows a name, else the scope itself.
func (p *program) holder(scope int32, text string) int32 {
	for s := scope; s >= 0; s = p.funcs[s].parent {
		if len(p.defs[name{s, text}]) > 0 || slices.Contains(p.funcs[s].params, text) {
			return s
		}
	}
	if len(p.defs[name{-1, text}]) > 0 {
		return -1
	}
	return scope
}

// exported notes what is exported under a name; the first of several stays.
func (p *program) exported(text string, value int) {
	if _, ok := p.exports[text]; !ok {
		p.exports[text] = value
	}
}

// exportList reads { a, b: c } of module.exports, or { a, b as c } of an export.
func (p *program) exportList(open int, object bool) {
	for _, a := range p.arguments(open) {
		switch {
		case object && a.label != "":
			p.exported(a.label, a.from)
		case !object && p.at(a.from+1) == "as":
			p.exported(p.at(a.from+2), a.from)
		case p.isWord(a.from) && a.to == a.from+1:
			p.exported(p.at(a.from), a.from)
		}
	}
}
