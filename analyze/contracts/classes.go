package contracts

import (
	"slices"
	"strings"

	"seam/analyze/source"
)

// class is a class whose annotations give its routes a prefix, or that may have one from
// the class that it extends.
type class struct {
	name     string
	base     string // the class that it extends; "" for none
	from, to int    // its body
	prefixes []string
	lost     bool // it has a prefix that is no literal
	client   bool // it asks others
}

// heading are the annotations, in lower case, that give a class its prefix.
var heading = map[string]bool{"requestmapping": true, "route": true, "controller": true, "path": true}

// clients are the annotations, in lower case, of interfaces that call the routes of another service.
var clients = map[string]bool{"feignclient": true, "registerrestclient": true, "client": true, "httpexchange": true}

// handling are the annotations of methods.
var handling = source.Words(`getmapping postmapping putmapping deletemapping patchmapping requestmapping httpget httppost httpput httpdelete
	httppatch route path`)

// annotation tells the annotation whose bracket is at open: its name in lower case.
func (p *program) annotation(open int) (string, bool) {
	low := strings.ToLower(p.at(open - 1))
	before := p.at(open - 2)
	switch p.lang {
	case source.Java, source.Kotlin:
		outer := p.at(open - 3)
		return low, before == "@" && outer != "(" && outer != ","
	case source.JavaScript, source.TypeScript:
		return low, before == "@" && p.at(open-3) != "(" && p.at(open-3) != ","
	case source.CSharp:
		return low, before == "[" || before == ","
	}
	return "", false
}

// findClasses reads the classes of a file, once.
func (p *program) findClasses() {
	if p.read {
		return
	}
	p.read = true
	var pending class
	for i := 0; i < len(p.toks); i++ {
		switch text := p.at(i); {
		case text == "(" && p.pair[i] >= 0:
			low, ok := p.annotation(i)
			if !ok {
				continue
			}
			switch {
			case clients[low] && low != "httpexchange" && p.lang != source.CSharp:
				pending.client = true
				if low == "feignclient" {
					pending.prefixes, _ = p.paths(i, "path")
				} else if low == "client" {
					pending.prefixes, _ = p.paths(i, "path", "")
				}
			case heading[low]:
				list, lost := p.paths(i, "", "value", "path")
				pending.prefixes, pending.lost = list, lost
			}
			i = p.partner(i)
		case p.at(i-1) == "@" && text == "RegisterRestClient":
			pending.client = true
		case (text == "class" || text == "interface" || text == "record") && p.at(i-1) != "." && p.isWord(i+1):
			if from := p.classBody(i); from > 0 && len(p.classes) < maxClasses {
				c := pending
				c.name, c.base, c.from, c.to = p.at(i+1), p.extends(i+2, from), from+1, p.partner(from)
				p.classes = append(p.classes, &c)
				i = from
			}
			pending = class{}
		case text == "{" || text == "}" || text == ";":
			pending = class{}
		}
	}
}

// named puts the name of the class where [controller] stands.
func (c *class) named(s string) string {
	return strings.ReplaceAll(s, "[controller]", strings.ToLower(strings.TrimSuffix(c.name, "Controller")))
}

func (p *program) classBody(i int) int {
	for n := i; n < len(p.toks) && n < i+maxExpression; n++ {
		switch p.at(n) {
		case "{":
			return n
		case ";":
			return 0
		case "(":
			n = p.partner(n)
		}
	}
	return 0
}

// extends is the class that a heading names first behind extends or a colon.
func (p *program) extends(from, to int) string {
	for i := from; i < to; i++ {
		switch p.at(i) {
		case "(":
			i = p.partner(i)
		case "extends", ":":
			return p.at(i + 1)
		}
	}
	return ""
}

// paths are the texts of an annotation's arguments with one of some labels; lost says
// that such an argument is there and holds something else.
func (p *program) paths(open int, labels ...string) (list []string, lost bool) {
	for _, a := range p.arguments(open) {
		inner := []argument{a}
		if p.at(a.from) == "{" && a.label == "" && p.lang != source.Java { // {path: "x"}
			inner = p.arguments(a.from)
		}
		for _, b := range inner {
			if !slices.Contains(labels, b.label) {
				continue
			}
			found := len(list)
			for i := b.from; i < b.to; i++ {
				if p.isText(i) {
					list = append(list, p.toks[i].Value())
				} else if p.at(i) != "{" && p.at(i) != "}" && p.at(i) != "[" && p.at(i) != "]" && p.at(i) != "," {
					lost = true
				}
			}
			lost = lost || len(list) == found && b.to > b.from && p.at(b.from) != "{" && p.at(b.from) != "["
		}
	}
	if lost {
		return nil, true
	}
	return list, false
}

// classOf is the innermost class with a body around a token that says something of
// routes, else the innermost.
func (p *program) classOf(i int) *class {
	var out *class
	for _, c := range p.classes {
		if c.from > i {
			break
		}
		if i < c.to && (out == nil || len(c.prefixes) > 0 || c.lost || c.client) {
			out = c
		}
	}
	return out
}

// annotated are the routes that annotations register: the prefixes of classes, too.
func (p *program) annotated() []route {
	var out []route
	for i := range p.toks {
		if p.at(i) != "(" || p.pair[i] < 0 {
			continue
		}
		low, ok := p.annotation(i)
		if !ok {
			continue
		}
		ofMethod := handling[low] || verbs[low] && p.lang != source.CSharp
		if !ofMethod && !heading[low] {
			continue
		}
		c := p.classOf(i)
		heads := heading[low] && (c == nil || p.headsClass(i, c))
		if heads {
			c = p.next(i)
		}
		list, _ := p.paths(i, "", "value", "path", "Template")
		retrofit := verbs[low] && p.at(i-1) == strings.ToUpper(low) && p.lang != source.CSharp // of Java's annotations in capitals, those with a text are of a client
		for _, text := range list {
			if heads && c == nil || !isRoute("route", text) {
				continue
			}
			t := p.toks[p.find(i, text)]
			out = append(out, route{path: text, line: t.Line, at: t.At, verb: verbs[low], annotated: true, class: c, heads: heads, asked: c != nil && c.client || retrofit,
				absolute: p.lang == source.CSharp && strings.HasPrefix(text, "/")})
		}
	}
	return out
}

// find is the token of a text behind a bracket.
func (p *program) find(open int, text string) int {
	for i := open; i < p.partner(open); i++ {
		if p.isText(i) && p.toks[i].Value() == text {
			return i
		}
	}
	return open
}

// next is the class that begins first after a token.
func (p *program) next(i int) *class {
	for _, c := range p.classes {
		if c.from > i {
			return c
		}
	}
	return nil
}

// headsClass reports whether an annotation within a class is of one inside.
func (p *program) headsClass(i int, around *class) bool {
	c := p.next(i)
	if c == nil || c.to > around.to {
		return false
	}
	for n := i; n < c.from-1; n++ {
		if text := p.at(n); text == "{" || text == "}" || text == ";" {
			return false
		}
	}
	return true
}

// behindClass are the paths of a route behind the prefixes of its class, or of the class
// that this one extends.
func (r route) behindClass(bases map[string][]*class) []value {
	c := r.class
	if r.heads || c == nil {
		text := r.path
		if c != nil {
			text = c.named(text)
		}
		return []value{{prefix: joined("", text)}}
	}
	if absolute := strings.TrimPrefix(r.path, "~"); r.absolute || absolute != r.path {
		return []value{{prefix: absolute}}
	}
	text := c.named(r.path)
	from := c
	for range maxSteps {
		if len(from.prefixes) > 0 || from.lost || from.base == "" || len(bases[from.base]) == 0 {
			break
		}
		if len(bases[from.base]) > 1 {
			return []value{{prefix: joined("", text), lost: true}}
		}
		from = bases[from.base][0]
	}
	switch {
	case from.lost:
		return []value{{prefix: joined("", text), lost: true}}
	case len(from.prefixes) == 0:
		return []value{{prefix: joined("", text)}}
	}
	var out []value
	for _, prefix := range from.prefixes {
		out = append(out, value{prefix: joined(c.named(prefix), text)})
	}
	return out
}

// globalPrefix is what a file says of the prefix of all controllers of its language, next
// to what others said before: setGlobalPrefix of NestJS, @ApplicationPath of Jakarta.
func (p *program) globalPrefix(j *joiner, before value) value {
	note := func(open int) {
		args := p.arguments(open)
		if len(args) == 0 {
			return
		}
		text, ok := j.text(p, args[0].from, args[0].to)
		if !ok || len(args) > 1 || before != (value{}) && before.prefix != text {
			before = value{lost: true}
			return
		}
		before = value{prefix: text}
	}
	for i := range p.toks {
		switch text := p.at(i); p.lang {
		case source.JavaScript, source.TypeScript:
			switch {
			case text == "setGlobalPrefix" && p.at(i-1) == ".":
				note(i + 1)
			case text == "enableVersioning" && p.at(i+1) == "(", text == "RouterModule" && p.at(i+1) == ".":
				before = value{lost: true}
			}
		case source.Java, source.Kotlin:
			if text == "ApplicationPath" && p.at(i-1) == "@" {
				note(i + 1)
			}
		}
		if before.lost {
			break
		}
	}
	return before
}
