package golang

import (
	"bytes"
	"go/token"
	"slices"
	"strings"
	"unicode/utf8"
)

// bodies reads what stands behind the imports of files, one after another, where that is
// written as nearly all is: exportedNames and selectors without a syntax tree, which saves
// most of what go/parser takes. It accepts less than that one does, so that whatever it
// accepts go/parser finds no fault with. All else is left to go/parser, whatever is wrong
// with it or only rare: names beyond ASCII, carriage returns, several generic types in one
// group, explicit instances in interfaces, a very deep nesting.
//
// Scopes are those of go/parser's resolver, with its quirks. It is for one goroutine.
type bodies struct {
	tokens
	ids      []int32   // names that wait to be declared, a stack
	locals   []int32   // names that are declared in the scopes around, a stack
	scopes   int       // how many there are around
	level    int       // below 0 in a clause, where { begins a block: go/parser's exprLev
	depth    int       // of nested types, expressions and statements
	chain    int       // links of the chains around
	group    bool      // within a declaration with parentheses
	mentions []mention // of names that no scope around declares
	recent   [256]mention
	exported []string
}

// mention is X.Sel.
type mention struct{ x, sel int32 }

const (
	maxDepth = 200    // far below what go/parser allows, which counts in another way
	maxChain = 20_000 // the same
)

// read reads from an offset, behind the imports, to the end.
func (r *bodies) read(src []byte, at int) (exported []string, mentions []mentioned, ok bool) {
	rest := src[at:]
	if bytes.IndexByte(rest, 0) >= 0 || bytes.IndexByte(rest, '\r') >= 0 || !utf8.Valid(rest) || bytes.Contains(rest, []byte("\ufeff")) {
		return nil, nil, false
	}
	r.ids, r.locals, r.mentions, r.exported = r.ids[:0], r.locals[:0], r.mentions[:0], nil
	r.scopes, r.level, r.depth, r.chain, r.group = 0, 0, 0, 0, false
	r.recent = [256]mention{}
	r.open(src, at)
	for r.tok != token.EOF {
		switch r.tok {
		case token.FUNC:
			r.function()
		case token.CONST, token.VAR, token.TYPE:
			r.declaration()
		default:
			r.giveUp()
		}
	}
	r.src = nil
	if r.odd {
		return nil, nil, false
	}
	return r.exported, r.found(), true
}

// found is what selectors finds.
func (r *bodies) found() []mentioned {
	slices.SortFunc(r.mentions, func(a, b mention) int {
		if a.x != b.x {
			return int(a.x - b.x)
		}
		return int(a.sel - b.sel)
	})
	r.mentions = slices.Compact(r.mentions)
	all := []mentioned{}
	room := make([]string, 0, len(r.mentions)) // for the names of all
	for rest := r.mentions; len(rest) > 0; {
		x, n := rest[0].x, 1
		for n < len(rest) && rest[n].x == x {
			n++
		}
		if !r.table.of(x).declared {
			from := len(room)
			for _, m := range rest[:n] {
				room = append(room, r.table.texts[m.sel])
			}
			names := room[from:len(room):len(room)]
			slices.Sort(names)
			all = append(all, mentioned{r.table.texts[x], names})
		}
		rest = rest[n:]
	}
	slices.SortFunc(all, func(a, b mentioned) int { return strings.Compare(a.Of, b.Of) })
	return all
}

// mention enters X.Sel.
func (r *bodies) mention(x, sel int32) {
	if c := r.table.texts[sel][0]; c < 'A' || c > 'Z' {
		return
	}
	s := r.table.of(x)
	if s.receiver > 0 { // the resolver finds it and does not say so
		r.giveUp()
		return
	}
	if s.local > 0 {
		return
	}
	m := mention{x, sel}
	last := &r.recent[uint32(x*31+sel)%uint32(len(r.recent))]
	if *last != m {
		*last = m
		r.mentions = append(r.mentions, m)
	}
}

// begin opens a scope, end closes one.
func (r *bodies) begin() (scope int) {
	r.scopes++
	return len(r.locals)
}

func (r *bodies) end(scope int) {
	for _, name := range r.locals[scope:] {
		if name < 0 {
			r.table.of(^name).receiver--
		} else {
			r.table.of(name).local--
		}
	}
	r.locals = r.locals[:scope]
	r.scopes--
}

// declare enters a name in the innermost scope.
func (r *bodies) declare(name int32) {
	s := r.table.of(name)
	switch {
	case r.table.texts[name] == "_":
	case r.scopes == 0:
		s.declared = true
	default:
		s.local++
		r.locals = append(r.locals, name)
	}
}

// declareReceiver enters the type parameter of a receiver.
func (r *bodies) declareReceiver(name int32) {
	if r.table.texts[name] != "_" {
		r.table.of(name).receiver++
		r.locals = append(r.locals, ^name)
	}
}

// declareFrom enters the names that wait from some place on.
func (r *bodies) declareFrom(base int) {
	for _, name := range r.ids[base:] {
		r.declare(name)
	}
	r.ids = r.ids[:base]
}

// export lists a name of the package if it is exported.
func (r *bodies) export(name int32) {
	if text := r.table.texts[name]; r.scopes == 0 && token.IsExported(text) {
		r.exported = append(r.exported, text)
	}
}

// expect passes a certain token.
func (r *bodies) expect(tok token.Token) {
	if r.tok != tok {
		r.giveUp()
		return
	}
	r.next()
}

// identifier passes a name.
func (r *bodies) identifier() int32 {
	name := r.name
	r.expect(token.IDENT)
	if r.odd {
		return 0 // any number there is
	}
	return name
}

// semicolon passes one, which may be missing before a closing bracket.
func (r *bodies) semicolon() {
	if r.tok != token.RPAREN && r.tok != token.RBRACE {
		r.expect(token.SEMICOLON)
	}
}

// deeper goes down a level.
func (r *bodies) deeper() {
	if r.depth++; r.depth > maxDepth {
		r.giveUp()
	}
}

// function reads the declaration of a function or a method.
func (r *bodies) function() {
	r.next()
	scope, base := r.begin(), len(r.ids)
	method, receiver := r.tok == token.LPAREN, ""
	if method {
		receiver = r.receiver()
	}
	name := r.identifier()
	if r.odd {
		return
	}
	if r.tok == token.LBRACK {
		if method {
			r.giveUp()
		}
		r.next()
		r.typeParameters()
	}
	r.signature()
	r.declareFrom(base)
	if r.tok == token.LBRACE {
		r.body()
		r.semicolon()
	} else if r.expect(token.SEMICOLON); r.tok == token.LBRACE {
		r.giveUp()
	}
	r.end(scope)
	text := r.table.texts[name]
	switch {
	case !method:
		r.export(name)
		if text != "init" {
			r.declare(name)
		}
	case token.IsExported(text) && token.IsExported(receiver):
		r.exported = append(r.exported, receiver+"."+text)
	}
}

// receiver reads the receiver of a method: a name or none, a star or none, a type with
// its type parameters. It gives the type.
func (r *bodies) receiver() string {
	r.next()
	var base int32
	if r.tok == token.IDENT {
		base = r.identifier()
		if r.tok == token.IDENT || r.tok == token.MUL {
			r.ids = append(r.ids, base)
			base = -1
		}
	} else {
		base = -1
	}
	if base < 0 {
		if r.tok == token.MUL {
			r.next()
		}
		base = r.identifier()
	}
	if r.tok == token.LBRACK {
		r.next()
		for r.declareReceiver(r.identifier()); r.tok == token.COMMA; {
			r.next()
			r.declareReceiver(r.identifier())
		}
		r.expect(token.RBRACK)
	}
	r.expect(token.RPAREN)
	if r.odd {
		return ""
	}
	return r.table.texts[base]
}

// signature reads parameters and results, whose names wait.
func (r *bodies) signature() {
	if r.tok != token.LPAREN {
		r.giveUp()
		return
	}
	r.parameters(true)
	if r.tok == token.LPAREN {
		r.parameters(false)
	} else if beginsType(r.tok) {
		r.typ()
	}
}

// parameters reads a list of parameters, or of results, which are never variadic.
func (r *bodies) parameters(variadic bool) {
	r.next()
	base := len(r.ids)
	named, unnamed, dots, bare := 0, 0, false, false
	for r.tok != token.RPAREN && r.tok != token.EOF {
		if dots { // is only for the last
			r.giveUp()
		}
		before := bare
		bare = false
		switch {
		case r.tok == token.IDENT:
			name := r.identifier()
			switch {
			case r.tok == token.PERIOD:
				r.qualified(name)
				unnamed++
			case r.tok == token.LBRACK:
				if r.arrayOrInstance() {
					r.ids = append(r.ids, name)
					named++
				} else {
					unnamed++
				}
			case r.tok == token.ELLIPSIS:
				dots = true
				if before {
					r.giveUp()
				}
				r.next()
				r.typ()
				r.ids = append(r.ids, name)
				named++
			case beginsType(r.tok):
				r.typ()
				r.ids = append(r.ids, name)
				named++
			default:
				r.ids = append(r.ids, name)
				bare = true
			}
		case r.tok == token.ELLIPSIS:
			dots = true
			r.next()
			r.typ()
			unnamed++
		default:
			r.typ()
			unnamed++
		}
		if r.tok != token.COMMA {
			break
		}
		r.next()
	}
	r.expect(token.RPAREN)
	switch {
	case dots && !variadic, named > 0 && (unnamed > 0 || bare):
		r.giveUp()
	case named == 0: // they were types
		r.ids = r.ids[:base]
	}
}

// typeParameters reads type parameters behind their bracket and declares them.
func (r *bodies) typeParameters() {
	r.typeParametersFrom(r.identifier())
}

// typeParametersFrom is typeParameters behind the first name.
func (r *bodies) typeParametersFrom(name int32) {
	since, typed := len(r.mentions), false
	for !r.odd {
		r.declare(name)
		for _, m := range r.mentions[since:] {
			if m.x == name { // which this one is for the resolver
				r.giveUp()
			}
		}
		if typed = r.tok != token.COMMA; typed {
			r.constraint()
		}
		if r.tok != token.COMMA {
			break
		}
		if r.next(); r.tok == token.RBRACK {
			break
		}
		name = r.identifier()
	}
	if !typed {
		r.giveUp()
	}
	r.expect(token.RBRACK)
}

// constraint reads the constraint of a type parameter.
func (r *bodies) constraint() {
	if r.tok == token.LBRACK { // of a name before it, this is no slice to go/parser at once
		if r.next(); r.tok != token.RBRACK {
			r.giveUp()
		}
		r.next()
		r.typ()
		r.moreTerms()
		return
	}
	r.term()
	r.moreTerms()
}

// term reads a term of a union.
func (r *bodies) term() {
	if r.tok == token.TILDE {
		r.next()
	}
	r.typ()
}

func (r *bodies) moreTerms() {
	for r.tok == token.OR {
		r.next()
		r.term()
	}
}

// declaration reads a declaration of constants, variables or types.
func (r *bodies) declaration() {
	keyword := r.tok
	r.next()
	if r.tok != token.LPAREN {
		r.specification(keyword)
		return
	}
	group := r.group
	r.group = true
	r.next()
	for r.tok != token.RPAREN && r.tok != token.EOF {
		r.specification(keyword)
	}
	r.expect(token.RPAREN)
	r.semicolon()
	r.group = group
}

// specification reads one of a declaration.
func (r *bodies) specification(keyword token.Token) {
	if keyword == token.TYPE {
		r.typeDeclaration()
		r.semicolon()
		return
	}
	base := len(r.ids)
	for r.ids = append(r.ids, r.identifier()); r.tok == token.COMMA; {
		r.next()
		r.ids = append(r.ids, r.identifier())
	}
	if beginsType(r.tok) {
		r.typ()
	} else if keyword == token.VAR && r.tok != token.ASSIGN {
		r.giveUp()
	}
	if r.tok == token.ASSIGN {
		r.next()
		r.expressions()
	}
	r.semicolon()
	if r.odd {
		return
	}
	for _, name := range r.ids[base:] {
		r.export(name)
	}
	r.declareFrom(base)
}

// typeDeclaration reads one type.
func (r *bodies) typeDeclaration() {
	name := r.identifier()
	if r.odd {
		return
	}
	r.export(name)
	r.declare(name)
	if r.tok == token.LBRACK {
		r.arrayOrGeneric()
		return
	}
	if r.tok == token.ASSIGN {
		r.next()
	}
	r.typ()
}

// arrayOrGeneric reads what follows the name of an array type, or of a generic one, whose
// type parameters are in no group: to the resolver they would be there for those behind.
func (r *bodies) arrayOrGeneric() {
	if r.next(); r.tok != token.IDENT {
		r.arrayFrom()
		return
	}
	name := r.identifier()
	switch r.tok {
	case token.RBRACK:
		r.next()
		r.typ()
	case token.PERIOD:
		r.next()
		r.mention(name, r.identifier())
		r.expect(token.RBRACK)
		r.typ()
	case token.IDENT, token.COMMA, token.INTERFACE, token.TILDE, token.LBRACK, token.MAP, token.CHAN, token.FUNC, token.STRUCT:
		if r.group {
			r.giveUp()
		}
		scope := r.begin()
		r.typeParametersFrom(name)
		if r.tok == token.ASSIGN {
			r.next()
		}
		r.typ()
		r.end(scope)
	default:
		r.giveUp()
	}
}
