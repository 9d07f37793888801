package golang

import "go/token"

// operand is what is to be known of an expression.
type operand struct {
	kind   operandKind
	name   int32 // of a name
	parens bool  // parentheses stand around it
}

type operandKind uint8

const (
	anything      operandKind = iota
	aName                     // x
	aSelector                 // x.Sel
	anIndex                   // x[i], x[T]
	aLiteralType              // []T, map[K]V, struct{}
	aChannelType              // chan T
	aCall                     // x()
	aTypeQuestion             // x.(type)
)

// expressions reads one or more.
func (r *bodies) expressions() {
	for r.expression(); r.tok == token.COMMA; {
		r.next()
		r.expression()
	}
}

// expression reads one. Which operator binds closer makes no difference to names.
func (r *bodies) expression() operand {
	x := r.unary()
	links := 0
	for ; r.tok.Precedence() > token.LowestPrec; links++ {
		r.next()
		r.unary()
		x = operand{}
		r.link()
	}
	r.chain -= links
	return x
}

// link counts one more of a chain.
func (r *bodies) link() {
	if r.chain++; r.chain > maxChain {
		r.giveUp()
	}
}

func (r *bodies) unary() operand {
	switch r.tok {
	case token.ADD, token.SUB, token.NOT, token.XOR, token.AND, token.MUL:
		r.deeper()
		r.next()
		r.unary()
		r.depth--
		return operand{}
	case token.ARROW:
		r.deeper()
		r.next()
		if x := r.unary(); x.kind == aChannelType {
			r.giveUp()
		}
		r.depth--
		return operand{}
	}
	return r.primary()
}

// primary reads an operand and what follows it.
func (r *bodies) primary() operand {
	r.deeper()
	x := r.operand()
	links := 0
	for following := true; following; links++ {
		x, following = r.follow(x)
		r.link()
	}
	r.chain -= links
	r.depth--
	return x
}

// follow reads a selector, an index, arguments or the elements of a literal, if they come
// next.
func (r *bodies) follow(x operand) (operand, bool) {
	switch r.tok {
	case token.PERIOD:
		return r.selector(x), true
	case token.LBRACK:
		return r.index(), true
	case token.LPAREN:
		r.arguments()
		return operand{kind: aCall}, true
	case token.LBRACE:
		switch x.kind {
		case aName, aSelector, anIndex:
			if r.level < 0 {
				return x, false
			}
		case aLiteralType:
		default:
			return x, false
		}
		if x.parens {
			r.giveUp()
		}
		r.elements()
		return operand{}, true
	}
	return x, false
}

func (r *bodies) operand() operand {
	switch r.tok {
	case token.IDENT:
		x := operand{kind: aName, name: r.name}
		r.next()
		return x
	case token.INT, token.FLOAT, token.IMAG, token.CHAR, token.STRING:
		r.next()
		return operand{}
	case token.LPAREN:
		r.next()
		r.level++
		x := r.expression()
		r.level--
		r.expect(token.RPAREN)
		x.parens = true
		return x
	case token.FUNC:
		return r.functionOrType()
	case token.LBRACK, token.STRUCT, token.MAP:
		r.typ()
		return operand{kind: aLiteralType}
	case token.INTERFACE:
		r.typ()
		return operand{}
	case token.CHAN:
		r.typ()
		return operand{kind: aChannelType}
	}
	r.giveUp()
	return operand{}
}

// functionOrType reads the type of a function, and its body if there is one.
func (r *bodies) functionOrType() operand {
	r.next()
	base := len(r.ids)
	r.signature()
	if r.tok != token.LBRACE {
		r.ids = r.ids[:base]
		return operand{}
	}
	scope := r.begin()
	r.declareFrom(base)
	r.level++
	r.body()
	r.level--
	r.end(scope)
	return operand{}
}

// selector reads .Sel, .(T) or .(type).
func (r *bodies) selector(x operand) operand {
	r.next()
	if r.tok == token.IDENT {
		if x.kind == aName && !x.parens {
			r.mention(x.name, r.name)
		}
		r.next()
		return operand{kind: aSelector}
	}
	r.expect(token.LPAREN)
	question := r.tok == token.TYPE
	if question {
		r.next()
	} else {
		r.typ()
	}
	r.expect(token.RPAREN)
	if question {
		return operand{kind: aTypeQuestion}
	}
	return operand{}
}

// index reads an index, a slice or type arguments.
func (r *bodies) index() operand {
	r.next()
	r.level++
	x := operand{kind: anIndex}
	if r.tok != token.COLON {
		r.expression()
	}
	switch r.tok {
	case token.COLON:
		x.kind = anything
		r.slice()
	case token.COMMA:
		for r.tok == token.COMMA {
			if r.next(); r.tok != token.RBRACK {
				r.typ()
			}
		}
	}
	r.level--
	r.expect(token.RBRACK)
	return x
}

// slice reads the bounds of a slice from the first colon on: of three the last two have to
// be there.
func (r *bodies) slice() {
	r.next()
	middle := r.tok != token.RBRACK && r.tok != token.COLON
	if middle {
		r.expression()
	}
	if r.tok == token.COLON {
		if !middle {
			r.giveUp()
		}
		r.next()
		r.expression()
	}
}

// arguments reads those of a call.
func (r *bodies) arguments() {
	r.next()
	r.level++
	for r.tok != token.RPAREN && r.tok != token.EOF {
		r.expression()
		dots := r.tok == token.ELLIPSIS
		if dots {
			r.next()
		}
		if r.tok != token.COMMA {
			break
		}
		if r.next(); dots {
			break
		}
	}
	r.level--
	r.expect(token.RPAREN)
}

// elements reads those of a composite literal.
func (r *bodies) elements() {
	r.deeper()
	r.next()
	r.level++
	for r.tok != token.RBRACE && r.tok != token.EOF {
		r.value()
		if r.tok == token.COLON {
			r.next()
			r.value()
		}
		if r.tok != token.COMMA {
			break
		}
		r.next()
	}
	r.level--
	r.expect(token.RBRACE)
	r.depth--
}

func (r *bodies) value() {
	if r.tok == token.LBRACE {
		r.elements()
	} else {
		r.expression()
	}
}

// body reads the statements of a function, whose scope is open.
func (r *bodies) body() {
	r.expect(token.LBRACE)
	r.statements()
	r.expect(token.RBRACE)
}

// block reads statements with a scope of their own.
func (r *bodies) block() {
	scope := r.begin()
	r.body()
	r.end(scope)
}

func (r *bodies) statements() {
	for r.tok != token.CASE && r.tok != token.DEFAULT && r.tok != token.RBRACE && r.tok != token.EOF {
		r.statement()
	}
}

func (r *bodies) statement() {
	r.deeper()
	switch r.tok {
	case token.CONST, token.TYPE, token.VAR:
		group := r.group
		r.group = false
		r.declaration()
		r.group = group
	case token.IDENT, token.INT, token.FLOAT, token.IMAG, token.CHAR, token.STRING, token.FUNC, token.LPAREN,
		token.LBRACK, token.STRUCT, token.MAP, token.CHAN, token.INTERFACE,
		token.ADD, token.SUB, token.MUL, token.AND, token.XOR, token.ARROW, token.NOT:
		if r.simple(mayBeLabel) != aLabel {
			r.semicolon()
		}
	case token.GO, token.DEFER:
		r.next()
		if x := r.expression(); x.kind != aCall || x.parens {
			r.giveUp()
		}
		r.semicolon()
	case token.RETURN:
		if r.next(); r.tok != token.SEMICOLON && r.tok != token.RBRACE {
			r.expressions()
		}
		r.semicolon()
	case token.BREAK, token.CONTINUE, token.FALLTHROUGH, token.GOTO:
		r.branch()
	case token.LBRACE:
		r.block()
		r.semicolon()
	case token.IF:
		r.conditional()
	case token.SWITCH:
		r.switches()
	case token.SELECT:
		r.selects()
	case token.FOR:
		r.loop()
	case token.SEMICOLON:
		r.next()
	default:
		r.giveUp()
	}
	r.depth--
}

func (r *bodies) branch() {
	tok := r.tok
	r.next()
	if tok == token.GOTO || r.tok == token.IDENT && tok != token.FALLTHROUGH {
		r.identifier()
	}
	r.semicolon()
}

// statementKind is what a simple statement turned out to be.
type statementKind uint8

const (
	noStatement   statementKind = iota
	anExpression                // x
	aTypeSwitch                 // x.(type), v := x.(type)
	aRange                      // k, v := range x
	aLabel                      // the label of the statement that was read with it
	someStatement               // any other
)

// Where a simple statement stands, see go/parser.
type place uint8

const (
	basic place = iota
	mayBeLabel
	mayBeRange
)

// left reads the expressions that a statement begins with, and notes their names in r.ids. It
// returns the last one, how many there are, and whether all are names alone.
func (r *bodies) left() (x operand, n int, names bool) {
	x = r.expression()
	n, names = 1, x.kind == aName && !x.parens
	r.ids = append(r.ids, x.name)
	for r.tok == token.COMMA {
		r.next()
		x = r.expression()
		n++
		names = names && x.kind == aName && !x.parens
		r.ids = append(r.ids, x.name)
	}
	return x, n, names
}

// simple reads a simple statement.
func (r *bodies) simple(where place) statementKind {
	base := len(r.ids)
	x, n, names := r.left()
	kind := someStatement
	switch tok := r.tok; tok {
	case token.DEFINE, token.ASSIGN:
		if tok == token.DEFINE && !names {
			r.giveUp()
		}
		if r.next(); r.tok == token.RANGE && where == mayBeRange {
			if n > 2 {
				r.giveUp()
			}
			r.next()
			r.expression()
			kind = aRange
		} else {
			y := r.expression()
			for r.tok == token.COMMA {
				r.next()
				r.expression()
				y = operand{}
			}
			if tok == token.DEFINE && n == 1 && y.kind == aTypeQuestion && !y.parens {
				kind = aTypeSwitch
			}
		}
		if tok == token.DEFINE && !r.odd {
			r.declareFrom(base)
		}
	case token.ADD_ASSIGN, token.SUB_ASSIGN, token.MUL_ASSIGN, token.QUO_ASSIGN, token.REM_ASSIGN, token.AND_ASSIGN,
		token.OR_ASSIGN, token.XOR_ASSIGN, token.SHL_ASSIGN, token.SHR_ASSIGN, token.AND_NOT_ASSIGN:
		r.next()
		r.expressions()
	default:
		if n > 1 {
			r.giveUp()
		}
		kind = r.single(x, where)
	}
	r.ids = r.ids[:base]
	return kind
}

// single reads what may follow an expression that begins a simple statement.
func (r *bodies) single(x operand, where place) statementKind {
	switch r.tok {
	case token.COLON:
		if where != mayBeLabel || x.kind != aName || x.parens {
			r.giveUp()
		}
		if r.next(); r.tok != token.RBRACE {
			r.statement()
		}
		return aLabel
	case token.ARROW:
		r.next()
		r.expression()
		return someStatement
	case token.INC, token.DEC:
		r.next()
		return someStatement
	}
	if x.kind == aTypeQuestion && !x.parens {
		return aTypeSwitch
	}
	return anExpression
}

// clause reads the simple statements before the block of an if, or of a switch: what stands
// before a semicolon, if there is one, and what decides.
func (r *bodies) clause() (decides statementKind) {
	level := r.level
	r.level = -1
	if r.tok != token.SEMICOLON {
		decides = r.simple(basic)
	}
	if r.tok == token.SEMICOLON {
		decides = noStatement
		if r.next(); r.tok != token.LBRACE {
			decides = r.simple(basic)
		}
	}
	r.level = level
	return decides
}

func (r *bodies) conditional() {
	r.next()
	scope := r.begin()
	if r.tok == token.LBRACE {
		r.giveUp()
	}
	if kind := r.clause(); kind != anExpression {
		r.giveUp()
	}
	r.block()
	if r.tok == token.ELSE {
		switch r.next(); r.tok {
		case token.IF:
			r.deeper()
			r.conditional()
			r.depth--
		case token.LBRACE:
			r.block()
			r.semicolon()
		default:
			r.giveUp()
		}
	} else {
		r.semicolon()
	}
	r.end(scope)
}

func (r *bodies) switches() {
	r.next()
	scope := r.begin()
	if r.tok != token.LBRACE && r.clause() == someStatement {
		r.giveUp()
	}
	r.expect(token.LBRACE)
	for r.tok == token.CASE || r.tok == token.DEFAULT {
		if r.tok == token.CASE {
			r.next()
			r.expressions()
		} else {
			r.next()
		}
		r.expect(token.COLON)
		inner := r.begin()
		r.statements()
		r.end(inner)
	}
	r.expect(token.RBRACE)
	r.semicolon()
	r.end(scope)
}

func (r *bodies) selects() {
	r.next()
	r.expect(token.LBRACE)
	for r.tok == token.CASE || r.tok == token.DEFAULT {
		scope := r.begin()
		if r.tok == token.CASE {
			r.next()
			r.communication()
		} else {
			r.next()
		}
		r.expect(token.COLON)
		r.statements()
		r.end(scope)
	}
	r.expect(token.RBRACE)
	r.semicolon()
}

// communication reads what is sent or received in a case of a select.
func (r *bodies) communication() {
	base := len(r.ids)
	_, n, names := r.left()
	switch tok := r.tok; {
	case tok == token.ARROW && n == 1:
		r.next()
		r.expression()
	case tok == token.ASSIGN && n <= 2, tok == token.DEFINE && n <= 2 && names:
		r.next()
		r.expression()
		if tok == token.DEFINE && !r.odd {
			r.declareFrom(base)
		}
	case n > 1:
		r.giveUp()
	}
	r.ids = r.ids[:base]
}

func (r *bodies) loop() {
	r.next()
	scope := r.begin()
	if r.tok != token.LBRACE {
		level := r.level
		r.level = -1
		r.loopClause()
		r.level = level
	}
	r.block()
	r.semicolon()
	r.end(scope)
}

// loopClause reads what stands between for and its block.
func (r *bodies) loopClause() {
	kind := noStatement
	switch r.tok {
	case token.RANGE:
		r.next()
		r.expression()
		return
	case token.SEMICOLON:
	default:
		kind = r.simple(mayBeRange)
	}
	if kind == aRange {
		return
	}
	if r.tok == token.SEMICOLON {
		kind = noStatement
		if r.next(); r.tok != token.SEMICOLON {
			kind = r.simple(basic)
		}
		r.semicolon()
		if r.tok != token.LBRACE {
			r.simple(basic)
		}
	}
	if kind == someStatement || kind == aTypeSwitch {
		r.giveUp()
	}
}
