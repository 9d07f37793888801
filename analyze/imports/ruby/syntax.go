package ruby

import (
	"bytes"

	"seam/analyze/source"
)

// capital reports whether a word is the name of a constant.
func capital(word []byte) bool { return len(word) > 0 && word[0] >= 'A' && word[0] <= 'Z' }

// punct reports whether a token is one operator or bracket.
func (p *parser) punct(i int, c byte) bool {
	return i >= 0 && i < len(p.code) && p.code[i].Kind == source.Punct && len(p.code[i].Text) == 1 && p.code[i].Text[0] == c
}

// between is what stands between a token and the one before it: white space, comments.
func (p *parser) between(i int) []byte {
	if i <= 0 || i >= len(p.code) {
		return nil
	}
	before := &p.code[i-1]
	return p.src[min(before.At+len(before.Text), p.code[i].At):p.code[i].At]
}

// apart reports whether white space stands before a token.
func (p *parser) apart(i int) bool { return len(p.between(i)) > 0 }

// fresh reports whether a token is the first of its line, and the line begins anew.
func (p *parser) fresh(i int) bool {
	if i == 0 {
		return true
	}
	gap := p.between(i)
	end := bytes.IndexByte(gap, '\n')
	return end >= 0 && !(end > 0 && gap[end-1] == '\\') || p.punct(i-1, ';')
}

// continues reports whether the line of a token goes on with an expression.
func (p *parser) continues(i int) bool {
	if i == 0 || p.code[i-1].Kind == source.Word {
		before := p.code.Text(i - 1)
		return before == "and" || before == "or" || before == "not"
	}
	return p.code[i-1].Kind == source.Punct && !p.value(i-1) && !p.punct(i-1, ';')
}

// isFirst reports whether a word begins a statement or an expression, so that if and the
// like need an end; elsewhere they follow what they are about.
func (p *parser) isFirst(i int) bool {
	if p.fresh(i) {
		return true
	}
	switch t := &p.code[i-1]; t.Kind {
	case source.Word:
		return startsValue[string(t.Text)] && !p.isMethod(i-1) && !p.isSymbol(i-1)
	case source.Punct:
		return !p.value(i-1) && !p.endsSymbol(i-1)
	}
	return false
}

// endsSymbol reports whether an operator is the end of a symbol that names it (:[]=).
func (p *parser) endsSymbol(i int) bool {
	for j := i; j > i-4 && j > 0 && p.code[j].Kind == source.Punct && !p.apart(j); j-- {
		if p.punct(j-1, ':') {
			return true
		}
	}
	return false
}

// startsValue are the words after which an expression begins.
var startsValue = source.Words("and or not then else elsif do begin ensure when in if unless while until case rescue")

// isMethod reports whether a word stands behind . or :: and so is a method's name, or a
// constant of what stands before.
func (p *parser) isMethod(i int) bool {
	return p.punct(i-1, '.') && !p.punct(i-2, '.') || p.scoped(i)
}

// scoped reports whether :: stands right before a word.
func (p *parser) scoped(i int) bool {
	return p.punct(i-1, ':') && p.punct(i-2, ':') && !p.apart(i) && !p.apart(i-1)
}

// isSymbol reports whether a word is what a symbol names.
func (p *parser) isSymbol(i int) bool {
	return p.punct(i-1, ':') && !p.apart(i) && !p.scoped(i) && (i < 2 || p.apart(i-1) || !p.value(i-2) || p.code[i-2].Kind == source.Hole)
}

// isLabel reports whether a word is the key of what follows: a:.
func (p *parser) isLabel(i int) bool {
	return p.punct(i+1, ':') && !p.apart(i+1) && !(p.punct(i+2, ':') && !p.apart(i+2))
}
