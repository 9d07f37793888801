package jvm

import "seam/analyze/source"

// kotlinState is what a Kotlin file is in the middle of. Kotlin ends statements with
// their lines, so that a declaration counts from its keyword on.
type kotlinState struct {
	doing    string    // package, import, fun, val, class, interface, object, typealias: what is being read
	parts    []string  // of package and import
	words    []string  // fun, val: the words so far, type arguments left out
	receiver bool      // fun, val: a dot stands before the last of them
	angle    int       // fun, val: < that are open
	public   bool      // of the declaration that is being read
	hidden   bool      // private or internal stands before
	begun    bool      // a declaration was read: no import follows
	body     frame     // what the next brace opens
	wanted   statement // the import that is being read
	as, dot  bool      // "as" was read; a dot was read last
}

// kotlin reads one token of a Kotlin file.
func (p *parser) kotlin(t source.Token) {
	p.words(t)
	c := byte(0)
	if t.Kind == source.Punct {
		c = t.Text[0]
	}
	if p.k.doing == "package" || p.k.doing == "import" {
		if p.kotlinName(t, c) {
			return
		}
	}
	if p.level() && (p.k.doing == "fun" || p.k.doing == "val") {
		p.kotlinMember(t, c)
	}
	switch {
	case c == '{':
		f := frame{bracket: '{'}
		if p.level() && p.k.body.body != "" {
			f = p.k.body
		}
		p.k.body = frame{}
		p.open = append(p.open, f)
	case c == '(' || c == '[':
		p.open = append(p.open, frame{bracket: c})
	case c == ')' || c == ']' || c == '}':
		p.closeBracket(c)
		if c == '}' {
			p.k.body, p.k.hidden = frame{}, false
		}
	case t.Kind == source.String && len(p.open) == 1 && p.last[0] == "(" && p.last[1] == "JvmName" && p.last[2] == ":":
		p.JVMName = t.Value()
	case t.Kind == source.Word && p.level() && p.last[0] != ".":
		p.kotlinWord(string(t.Text), t.Line)
	}
}

// kotlinWord reads a word at the level of declarations.
func (p *parser) kotlinWord(w string, line int) {
	k := &p.k
	switch doing := k.doing; doing {
	case "class", "interface", "object", "typealias":
		k.doing = ""
		if p.last[0] == doing {
			if body := p.declare(name([]byte(w)), k.public); doing != "typealias" {
				k.body = body
			}
			return
		}
	}
	switch w {
	case "package", "import":
		if len(p.open) == 0 && !k.begun {
			k.doing, k.parts, k.wanted, k.as, k.dot = w, nil, statement{Line: line}, false, true
		}
	case "private", "internal":
		k.hidden = true
	case "constructor", "get", "set": // what stands before was theirs
		k.hidden = false
	case "init":
		k.body = frame{}
	case "class", "interface", "object", "typealias":
		if p.last[0] == ":" { // Some::class, or an object without a name: val a = object : B
			return
		}
		p.kotlinBegin(w)
		if w == "object" && p.last[0] == "companion" {
			k.body = frame{bracket: '{', body: join([]string{p.outer().body, "Companion"}), public: k.public && p.outer().public}
		}
	case "fun":
		p.kotlinBegin("fun")
	case "val", "var":
		p.kotlinBegin("val")
	}
}

// kotlinBegin begins a declaration.
func (p *parser) kotlinBegin(what string) {
	k := &p.k
	k.doing, k.begun = what, true
	if p.last[0] != "fun" { // not the second word of "fun interface"
		k.public = !k.hidden
	}
	k.hidden = false
	k.body, k.words, k.receiver, k.angle = frame{}, k.words[:0], false, 0
}

// kotlinName reads on in a package's or an import's name, and reports whether the token
// is a part of it.
func (p *parser) kotlinName(t source.Token, c byte) bool {
	k := &p.k
	switch {
	case c == '.' && !k.dot:
		k.dot = true
		return true
	case c == '*' && k.dot && k.doing == "import":
		k.wanted.Wildcard, k.dot = true, false
		return true
	case t.Kind == source.Word && k.as:
		k.wanted.Alias = name(t.Text)
		p.kotlinNamed()
		return true
	case t.Kind == source.Word && k.dot && len(k.parts) < maxParts:
		k.parts, k.dot = append(k.parts, name(t.Text)), false
		return true
	case t.Kind == source.Word && k.doing == "import" && string(t.Text) == "as" && !k.wanted.Wildcard:
		k.as = true
		return true
	}
	p.kotlinNamed()
	return false
}

// kotlinNamed ends a package's or an import's name.
func (p *parser) kotlinNamed() {
	k := &p.k
	if k.doing == "package" {
		p.Package = join(k.parts)
	} else if k.doing == "import" && len(k.parts) > 0 {
		k.wanted.Parts = k.parts
		p.Imports = append(p.Imports, k.wanted)
	}
	k.doing, k.parts, k.as = "", nil, false
}

// kotlinMember reads on in the head of a function or a property, up to its name.
func (p *parser) kotlinMember(t source.Token, c byte) {
	k := &p.k
	switch {
	case c == '<':
		k.angle++
	case c == '>':
		k.angle = max(k.angle-1, 0)
	case k.angle > 0:
	case c == '(' && len(k.words) == 0: // a receiver in brackets
	case c == '(' || c == ':' || c == '=' || c == '{':
		p.kotlinMemberEnd(c)
	case t.Kind == source.Word:
		switch w := name(t.Text); {
		case len(k.words) > 0 && p.last[0] != "." && k.doing == "val": // by, get, the next line
			p.kotlinMemberEnd(c)
		case len(k.words) < maxParts:
			k.words, k.receiver = append(k.words, w), p.last[0] == "."
		}
	}
}

// kotlinMemberEnd enters a function or a property that stands outside types.
func (p *parser) kotlinMemberEnd(c byte) {
	k := &p.k
	if n := len(k.words); n > 0 && len(p.open) == 0 {
		m := member{Name: k.words[n-1], Public: k.public, Extension: k.receiver}
		p.Members = append(p.Members, m)
		if k.doing == "fun" && m.Name == "main" && !m.Extension && c == '(' {
			p.Main = true
		}
	}
	k.doing = ""
}
