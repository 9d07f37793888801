package contracts

import (
	"path"
	"strings"

	"seam/analyze/regex"
)

// quoted is the text at i, "" if there is none.
func (p *program) quoted(i int) string {
	if !p.isText(i) {
		return ""
	}
	return p.toks[i].Value()
}

// scriptImports reads the imports and exports of JavaScript.
func (p *program) scriptImports() {
	for i := range p.toks {
		switch p.at(i) {
		case "import":
			if p.at(i-1) != "." {
				p.scriptImport(i + 1)
			}
		case "export":
			if p.at(i-1) != "." {
				p.scriptExport(i + 1)
			}
		case "require":
			if from := p.quoted(i + 2); p.at(i+1) == "(" && from != "" && p.at(i-1) == "=" && p.at(i-2) == "}" { // const {a, b: c} =
				for _, a := range p.arguments(p.partner(i - 2)) {
					switch {
					case a.label != "":
						p.imports[p.at(a.from)] = imported{from, a.label}
					case p.isWord(a.from):
						p.imports[p.at(a.from)] = imported{from, p.at(a.from)}
					}
				}
			}
		}
	}
}

func (p *program) scriptImport(i int) {
	found := map[string]string{} // local -> name
	for n := 0; n < maxArguments && p.at(i) != "from"; n++ {
		switch {
		case p.at(i) == "{":
			for _, a := range p.arguments(i) {
				if p.at(a.from) == "type" && a.to-a.from > 1 && p.at(a.from+1) != "as" {
					a.from++
				}
				local := p.at(a.from)
				if p.at(a.from+1) == "as" {
					local = p.at(a.from + 2)
				}
				found[local] = p.at(a.from)
			}
			i = p.partner(i)
		case p.at(i) == "*" && p.at(i+1) == "as":
			found[p.at(i+2)] = ""
			i += 2
		case p.isWord(i):
			found[p.at(i)] = "default"
		case p.at(i) != ",":
			return
		}
		i++
	}
	if from := p.quoted(i + 1); from != "" {
		for local, text := range found {
			p.imports[local] = imported{from, text}
		}
	}
}

func (p *program) scriptExport(i int) {
	switch text := p.at(i); text {
	case "default":
		p.exported("default", i+1)
	case "*":
		if from := p.quoted(i + 2); p.at(i+1) == "from" && from != "" {
			p.stars = append(p.stars, from)
		}
	case "{":
		end := p.partner(i)
		from := ""
		if p.at(end+1) == "from" {
			from = p.quoted(end + 2)
		}
		if from == "" {
			p.exportList(i, false)
			return
		}
		for _, a := range p.arguments(i) {
			local := p.at(a.from)
			if p.at(a.from+1) == "as" {
				local = p.at(a.from + 2)
			}
			p.imports["export "+local] = imported{from, p.at(a.from)}
		}
	case "const", "let", "var", "function", "class", "async", "abstract":
		for p.at(i) == "async" || p.at(i) == "abstract" {
			i++
		}
		p.exported(p.at(i+1), i+1)
	}
}

// goImports reads import declarations.
func (p *program) goImports() {
	for i := range p.toks {
		if p.at(i) != "import" || p.at(i-1) == "." {
			continue
		}
		end := i + 3
		if p.at(i+1) == "(" {
			end = p.partner(i + 1)
		}
		for n := i + 1; n < end; n++ {
			from := p.quoted(n)
			if from == "" {
				continue
			}
			local := packageName(from)
			if p.isWord(n-1) && p.at(n-1) != "import" {
				local = p.at(n - 1)
			}
			p.imports[local] = imported{from: from}
			if p.at(i+1) != "(" {
				break
			}
		}
	}
}

var majorElement = regex.New(`^v[0-9]+$|\.v[0-9]+$`)

// packageName is what a package is most likely called.
func packageName(from string) string {
	last := path.Base(from)
	if strings.HasPrefix(last, "v") && majorElement().MatchString(last) {
		last = path.Base(path.Dir(from))
	}
	return majorElement().ReplaceAllString(last, "")
}

// pythonImports reads import statements, within functions too.
func (p *program) pythonImports(first map[int]bool) {
	for i := range p.toks {
		switch {
		case first[i] && p.at(i) == "import":
			from, next := p.dotted(i + 1)
			if p.at(next) == "as" {
				p.imports[p.at(next+1)] = imported{from: from}
			} else if from != "" {
				top, _, _ := strings.Cut(from, ".")
				p.imports[top] = imported{from: top}
			}
		case first[i] && p.at(i) == "from":
			from, next := p.dotted(i + 1)
			if p.at(next) != "import" {
				continue
			}
			next++
			if p.at(next) == "(" {
				next++
			}
			for n := 0; n < 4*maxArguments && p.isWord(next) && !first[next]; n++ {
				text, local := p.at(next), p.at(next)
				if p.at(next+1) == "as" {
					local = p.at(next + 2)
					next += 2
				}
				p.imports[local] = imported{from, text}
				if p.at(next+1) != "," {
					break
				}
				next += 2
			}
		}
	}
}

// dotted reads a.b.c or ..a.
func (p *program) dotted(i int) (text string, next int) {
	var b strings.Builder
	for i < len(p.toks) && (p.at(i) == "." || p.at(i) == "..." || p.isWord(i) && p.at(i) != "import" && p.at(i) != "as") {
		if p.isWord(i) && i > 0 && p.isWord(i-1) && b.Len() > 0 {
			break
		}
		b.WriteString(p.at(i))
		i++
	}
	return b.String(), i
}
