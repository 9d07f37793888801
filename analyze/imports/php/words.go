package php

import (
	"strings"

	"seam/analyze/source"
)

// word reads what begins with a word: a keyword, or a name.
func (p *parser) word() {
	at := p.i
	w := strings.ToLower(p.text(at))
	if !reserved[w] || p.joined(at) && p.isWord(at+2) {
		if w == "enum" && p.isWord(at+1) && !p.is(at+2, '(') && (p.is(at+2, '{') || p.is(at+2, ':') || strings.EqualFold(p.text(at+2), "implements")) {
			p.declareClass()
			return
		}
		p.mention()
		return
	}
	p.i++
	switch w {
	case "yield":
		if strings.EqualFold(p.text(p.i), "from") {
			p.i++
		}
	case "namespace":
		p.namespace()
	case "use":
		p.use()
	case "class", "interface", "trait":
		if p.isWord(p.i) || strings.EqualFold(p.text(at-1), "new") || p.is(at-1, ']') || strings.EqualFold(p.text(at-1), "readonly") {
			p.i = at
			p.declareClass()
		}
	case "function", "fn":
		p.function(w == "function")
	case "const":
		p.constant()
	case "case":
		if p.top().holds == classBody && p.isWord(p.i) {
			p.i++
		}
	case "extends", "implements", "insteadof":
		p.list()
	case "new", "instanceof":
		p.one()
	case "catch":
		if p.is(p.i, '(') {
			p.openBracket('(', block)
			p.i++
			p.types()
		}
	case "include", "include_once", "require", "require_once":
		p.include(at)
	}
}

// one reads the one name behind a keyword.
func (p *parser) one() {
	if !p.isName(p.i) {
		return
	}
	if text, end := p.name(p.i); !reserved[strings.ToLower(text)] {
		p.class(text, p.i)
		p.i = end
	}
}

// list reads names with commas between them.
func (p *parser) list() {
	for {
		p.one()
		if !p.is(p.i, ',') || !p.isName(p.i+1) {
			return
		}
		p.i++
	}
}

// namespace reads the statement that begins a namespace.
func (p *parser) namespace() {
	if p.is(p.i, '{') {
		p.enter("")
		p.expect(spaceBody)
		return
	}
	if !p.isWord(p.i) {
		return
	}
	text, end := p.name(p.i)
	switch p.i = end; {
	case p.is(end, '{'):
		p.enter(text)
		p.expect(spaceBody)
	case p.is(end, ';'):
		p.enter(text)
	}
}

// use reads a use statement: of names, or of traits within a class.
func (p *parser) use() {
	switch {
	case p.top().holds == classBody:
		p.list()
	case p.isName(p.i):
		for k := p.kindOf(class); p.isName(p.i); {
			p.imported("", k)
			if !p.is(p.i, ',') {
				return
			}
			p.i++
		}
	}
}

// kindOf reads the word that says what names of a use statement are of; k where there is
// none.
func (p *parser) kindOf(k kind) kind {
	if p.joined(p.i) || !p.isName(p.i+1) {
		return k
	}
	switch strings.ToLower(p.text(p.i)) {
	case "function":
		p.i++
		return function
	case "const":
		p.i++
		return value
	}
	return k
}

// imported reads one name of a use statement, behind the beginning of a group; or a group.
func (p *parser) imported(prefix string, k kind) {
	at := p.i
	text, end := p.name(at)
	text = prefix + strings.TrimPrefix(text, `\`)
	p.i = end
	if prefix == "" && p.is(end, '\\') && p.is(end+1, '{') {
		p.group(text+`\`, k, end+2)
		return
	}
	alias := text[strings.LastIndexByte(text, '\\')+1:]
	if strings.EqualFold(p.text(p.i), "as") && p.isWord(p.i+1) {
		alias = p.text(p.i + 1)
		p.i += 2
	}
	if len(text) > maxName {
		return
	}
	switch k {
	case class:
		p.classes[strings.ToLower(alias)] = text
	case function:
		p.functions[strings.ToLower(alias)] = text
	default:
		p.values[alias] = text
	}
	p.add(text, k, at, true)
}

// group reads the names in braces that begin alike.
func (p *parser) group(prefix string, k kind, at int) {
	p.i = at
	for p.isName(p.i) {
		p.imported(prefix, p.kindOf(k))
		if p.is(p.i, ',') {
			p.i++
		}
	}
	if p.is(p.i, '}') {
		p.i++
	}
}

// declareClass reads a class up to its name; its body is to come.
func (p *parser) declareClass() {
	p.i++
	if p.isWord(p.i) && !strings.EqualFold(p.text(p.i-2), "new") {
		w := strings.ToLower(p.text(p.i))
		if w == "extends" || w == "implements" { // an anonymous class with attributes
			p.expect(classBody)
			return
		}
		if !p.inClass() {
			p.declare(p.text(p.i), class)
		}
		p.i++
	}
	p.expect(classBody)
	if p.is(p.i, ':') { // what an enum is backed by
		p.i++
		p.types()
	}
	if p.is(p.i, '(') { // the arguments of an anonymous class
		p.openBracket('(', block)
		p.i++
	}
}

func (p *parser) declare(name string, k kind) { p.entered(declared{Name: p.below(name), Kind: k}) }

// entered notes a declaration.
func (p *parser) entered(d declared) {
	if len(d.Name) <= maxName {
		p.Declared = append(p.Declared, d)
	}
}

// below is a name in the namespace that is read.
func (p *parser) below(name string) string {
	if p.space == "" {
		return name
	}
	return p.space + `\` + name
}

// function reads a function or a method up to its parameters.
func (p *parser) function(body bool) {
	if p.is(p.i, '&') {
		p.i++
	}
	if p.isWord(p.i) {
		if !p.inClass() {
			p.declare(p.text(p.i), function)
		}
		p.i++
	}
	if body {
		p.expect(funcBody)
	}
	if p.is(p.i, '(') {
		p.openBracket('(', parameters)
		p.i++
	}
}

// constant reads const: of a class with its type, of a namespace as a declaration.
func (p *parser) constant() {
	if p.top().holds == classBody {
		begin := p.i
		for p.isName(p.i) || p.is(p.i, '?') || p.is(p.i, '|') || p.is(p.i, '&') || p.is(p.i, '(') || p.is(p.i, ')') {
			p.i++
		}
		if last := p.i - 1; p.is(p.i, '=') && last > begin { // a type before the name
			p.i = begin
			p.types()
			p.i = last + 1
		}
		return
	}
	if !p.isWord(p.i) || !p.is(p.i+1, '=') {
		return
	}
	name := p.text(p.i)
	p.declare(name, value)
	if path := p.path(p.i + 2); len(path) > 0 {
		p.Paths = append(p.Paths, constant{p.below(name), path})
	}
	p.i += 2
}

// call reads the name of a function that is called.
func (p *parser) call(text string, at int) {
	lower := strings.TrimPrefix(strings.ToLower(text), `\`)
	switch lower {
	case "define":
		p.define()
	case "class_alias":
		p.alias()
	}
	switch {
	case reserved[lower], plain[lower]:
	case strings.Contains(text, `\`):
		p.add(p.resolve(text, p.classes, ""), function, at, false)
	case p.functions[lower] != "":
		p.add(p.functions[lower], function, at, false)
	case p.space == "":
		p.add(text, function, at, false)
	default:
		p.add(p.below(text), either, at, false)
	}
}

// define reads a constant that is defined by a call, if it may be part of a path.
func (p *parser) define() {
	if name := p.literal(p.i + 1); name != "" && p.is(p.i+2, ',') {
		if path := p.path(p.i + 3); len(path) > 0 {
			p.Paths = append(p.Paths, constant{strings.TrimPrefix(name, `\`), path})
		}
	}
}

// alias reads class_alias, which declares a second name of a class.
func (p *parser) alias() {
	i := p.i + 1
	switch {
	case p.literal(i) != "":
		i++
	case p.isName(i):
		_, end := p.name(i)
		i = end + 3 // ::class
	}
	if !p.is(i, ',') {
		return
	}
	i++
	if name := p.literal(i); name != "" {
		p.entered(declared{strings.TrimPrefix(strings.ReplaceAll(name, `\\`, `\`), `\`), class, true})
	} else if p.isName(i) {
		if text, end := p.name(i); p.scoped(end) {
			p.entered(declared{p.resolve(text, p.classes, strings.ToLower(text)), class, true})
		}
	}
}

// literal is the value of a token that is a text without holes, "" for others.
func (p *parser) literal(i int) string {
	if i >= len(p.tokens) || p.tokens[i].kind != source.String {
		return ""
	}
	t := source.Token{Kind: source.String, Text: p.src[p.tokens[i].at:p.tokens[i].end]}
	if c := t.Text[0]; c != '\'' && c != '"' {
		return ""
	}
	return t.Value()
}

// class notes a class that is named.
func (p *parser) class(text string, at int) {
	lower := strings.ToLower(text)
	if reserved[lower] || builtin[lower] {
		return
	}
	p.add(p.resolve(text, p.classes, lower), class, at, false)
}

// resolve makes a name whole: by what a use statement calls by its first part, else by the
// namespace. lower is the name in the case in which names are compared.
func (p *parser) resolve(text string, names map[string]string, lower string) string {
	if rest, ok := strings.CutPrefix(text, `\`); ok {
		return rest
	}
	i := strings.IndexByte(text, '\\')
	if i < 0 {
		if full := names[lower]; full != "" {
			return full
		}
		return p.below(text)
	}
	first := strings.ToLower(text[:i])
	if first == "namespace" {
		return p.below(text[i+1:])
	}
	if full := p.classes[first]; full != "" {
		return full + text[i:]
	}
	return p.below(text)
}

// add notes a name that the file mentions, once.
func (p *parser) add(name string, k kind, at int, statement bool) {
	id := seen{k, name}
	if k != value {
		id.name = strings.ToLower(name)
	}
	if k == either {
		id.kind = function
	}
	if name == "" || len(name) > maxName || p.seen[id] {
		return
	}
	p.seen[id] = true
	p.Uses = append(p.Uses, use{Name: name, Kind: k, Line: int(p.tokens[at].line), Statement: statement})
}

// reserved are words that name no class, function or constant where they stand alone.
var reserved = source.Words(`abstract and array as break callable case catch class clone const continue declare default
	do echo else elseif empty enddeclare endfor endforeach endif endswitch endwhile eval exit die extends final finally
	fn for foreach function global goto if implements include include_once instanceof insteadof interface isset list
	match namespace new or print private protected public readonly require require_once return static switch throw trait
	try unset use var while xor yield self parent __halt_compiler __class__ __dir__ __file__ __function__ __line__
	__method__ __namespace__ __trait__ __property__ true false null`)

// builtin are types that are no classes.
var builtin = source.Words("bool int float string iterable object mixed never void array callable null false true self static parent")

// plain are functions of the language that stand in nearly every file.
var plain = source.Words("define defined count strlen sprintf implode explode is_array is_string is_null in_array array_map array_keys array_values array_merge str_replace function_exists class_exists dirname trim substr strpos")
