package golang

import "go/token"

// beginsType reports whether a type may begin with a token.
func beginsType(tok token.Token) bool {
	switch tok {
	case token.IDENT, token.LBRACK, token.STRUCT, token.MUL, token.FUNC, token.INTERFACE, token.MAP, token.CHAN, token.ARROW, token.LPAREN:
		return true
	}
	return false
}

// typ reads a type.
func (r *bodies) typ() {
	r.deeper()
	switch r.tok {
	case token.IDENT:
		r.typeName()
	case token.LBRACK:
		r.next()
		r.arrayFrom()
	case token.STRUCT:
		r.structType()
	case token.MUL:
		r.next()
		r.typ()
	case token.FUNC:
		r.next()
		base := len(r.ids)
		r.signature()
		r.ids = r.ids[:base]
	case token.INTERFACE:
		r.interfaceType()
	case token.MAP:
		r.mapType()
	case token.CHAN, token.ARROW:
		r.channelType()
	case token.LPAREN:
		r.next()
		r.typ()
		r.expect(token.RPAREN)
	default:
		r.giveUp()
	}
	r.depth--
}

// typeName reads the name of a type and its type arguments.
func (r *bodies) typeName() {
	name := r.identifier()
	if r.tok == token.PERIOD {
		r.qualified(name)
	} else if r.tok == token.LBRACK {
		r.typeArguments()
	}
}

// qualified reads what follows X of X.Sel as a type.
func (r *bodies) qualified(x int32) {
	r.next()
	sel := r.identifier()
	if r.odd {
		return
	}
	r.mention(x, sel)
	if r.tok == token.LBRACK {
		r.typeArguments()
	}
}

func (r *bodies) typeArguments() {
	r.level++
	for r.next(); ; r.next() {
		r.typ()
		if r.tok != token.COMMA {
			break
		}
	}
	r.level--
	r.expect(token.RBRACK)
}

// arrayFrom reads an array type behind its bracket.
func (r *bodies) arrayFrom() {
	if r.tok == token.ELLIPSIS {
		r.next()
	} else if r.tok != token.RBRACK {
		r.level++
		r.expression()
		r.level--
	}
	r.expect(token.RBRACK)
	r.typ()
}

// arrayOrInstance reads what follows a name: the array type that it has, or the arguments
// of the type that it is.
func (r *bodies) arrayOrInstance() (array bool) {
	if r.next(); r.tok == token.RBRACK {
		r.next()
		r.typ()
		return true
	}
	r.level++
	r.expression()
	n := 1
	for ; r.tok == token.COMMA; n++ {
		r.next()
		r.expression()
	}
	r.level--
	r.expect(token.RBRACK)
	if n == 1 && beginsType(r.tok) {
		r.typ()
		return true
	}
	return false
}

func (r *bodies) structType() {
	r.next()
	r.expect(token.LBRACE)
	for r.tok == token.IDENT || r.tok == token.MUL {
		r.field()
		if r.tok == token.STRING {
			r.next()
		}
		r.semicolon()
	}
	r.expect(token.RBRACE)
}

// field reads fields of one type, or an embedded type.
func (r *bodies) field() {
	if r.tok == token.MUL {
		r.next()
		r.typeName()
		return
	}
	name := r.identifier()
	switch r.tok {
	case token.PERIOD:
		r.qualified(name)
	case token.STRING, token.SEMICOLON, token.RBRACE:
	case token.LBRACK:
		r.arrayOrInstance()
	default:
		for r.tok == token.COMMA {
			r.next()
			r.identifier()
		}
		r.typ()
	}
}

func (r *bodies) interfaceType() {
	r.next()
	r.expect(token.LBRACE)
	for r.tok == token.TILDE || beginsType(r.tok) {
		if r.tok == token.IDENT {
			r.element()
		} else {
			r.term()
			r.moreTerms()
		}
		r.semicolon()
	}
	r.expect(token.RBRACE)
}

// element reads a method, or the terms of a union that begin with a name.
func (r *bodies) element() {
	name := r.identifier()
	switch r.tok {
	case token.LPAREN:
		base := len(r.ids)
		r.signature()
		r.ids = r.ids[:base]
		return
	case token.LBRACK: // of an instance, or of a generic method, which there is not
		r.giveUp()
	case token.PERIOD:
		r.qualified(name)
	}
	r.moreTerms()
}

func (r *bodies) mapType() {
	r.next()
	r.expect(token.LBRACK)
	r.typ()
	r.expect(token.RBRACK)
	r.typ()
}

func (r *bodies) channelType() {
	if r.tok == token.ARROW {
		r.next()
		r.expect(token.CHAN)
	} else if r.next(); r.tok == token.ARROW {
		r.next()
	}
	r.typ()
}
