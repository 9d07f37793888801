package contracts

import (
	"regexp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/source"
)

// registering are the names, in lower case, of functions and annotations that take the
// path of a handler as their first string. Names that clients have too (get, post)
// count only where the file serves, which is what serving finds out.
var registering = map[string]bool{
	"handle": true, "handlefunc": true, "handler": true, "route": true, "methodfunc": true, "pathprefix": true,
	"getmapping": true, "postmapping": true, "putmapping": true, "deletemapping": true, "patchmapping": true, "requestmapping": true,
	"mapget": true, "mappost": true, "mapput": true, "mapdelete": true, "mappatch": true, "maphub": true,
	"httpget": true, "httppost": true, "httpput": true, "httpdelete": true, "httppatch": true,
	"path": true, "controller": true, "add_url_rule": true, "add_route": true, "api_route": true,
}

var verbs = map[string]bool{"get": true, "post": true, "put": true, "delete": true, "patch": true, "all": true, "any": true, "head": true}

// asking are receivers, in lower case, whose get("/x") is a request.
var asking = map[string]bool{"http": true, "axios": true, "client": true, "requests": true, "session": true, "httpclient": true, "resttemplate": true, "api": true}

// serving are words without which a file's get("/x") is no route: frameworks and the
// objects that they hand out.
var serving = map[string]bool{
	"express": true, "router": true, "fastify": true, "koa": true, "flask": true, "fastapi": true, "apirouter": true, "blueprint": true,
	"gin": true, "echo": true, "fiber": true, "chi": true, "mux": true, "routing": true, "ktor": true, "sinatra": true, "rocket": true, "actix_web": true, "axum": true,
	"app": true, "apphandler": true, "routes": true, "hono": true, "slim": true,
}

// relative are registering names whose paths need no slash before them.
var relative = map[string]bool{
	"getmapping": true, "postmapping": true, "putmapping": true, "deletemapping": true, "patchmapping": true, "requestmapping": true,
	"mapget": true, "mappost": true, "mapput": true, "mapdelete": true, "mappatch": true, "mapgroup": true,
	"httpget": true, "httppost": true, "httpput": true, "httpdelete": true, "httppatch": true, "route": true,
}

// groups are the names of calls that give a group of routes their prefix, by a text or by
// what is called prefix or url_prefix.
var groups = map[string]bool{"group": true, "mapgroup": true, "apirouter": true, "blueprint": true}

// routes are the path literals that a file registers.
func routes(file string, l source.Language, src []byte) []Element {
	var out []Element
	for _, r := range registered(l, src) {
		out = append(out, Element{Kind: Route, Key: shapeOf(r.path), Name: r.path, At: finding.Location{File: file, Line: r.line}})
	}
	return out
}

type route struct {
	path string
	line int
	at   int // of the literal in the file
	verb bool
}

// registered finds the literals that register routes, each with the prefix of its class
// ([Route], @RequestMapping) or of its group, if that is given in the same file.
func registered(l source.Language, src []byte) []route {
	var out []route
	var before [4]string     // the tokens of code before this one: receiver, dot, name, bracket
	var call string          // the name of the last call that began
	pending, class := "", "" // prefix that a class may follow; prefix of the class
	depth, outside := 0, 0   // braces that are open; that were before the class
	assigned, line := "", 0
	prefix := map[string]string{} // of the groups that a name holds
	isServer := false
	for t := range source.Tokens(l, src) {
		if t.Kind == source.Comment || t.Kind == source.Newline {
			continue
		}
		text := string(t.Text)
		if t.Line != line {
			if line = t.Line; text != "." {
				assigned = "" // a chain goes on
			}
		}
		switch {
		case t.Kind == source.Word:
			isServer = isServer || serving[strings.ToLower(text)]
			switch {
			case before[3] == "class" && strings.Contains(class, "[controller]"):
				name := strings.ToLower(strings.TrimSuffix(text, "Controller"))
				class = strings.ReplaceAll(class, "[controller]", name)
				for i := range out {
					out[i].path = strings.ReplaceAll(out[i].path, "[controller]", name)
				}
			case text == "class" && before[3] != "." && pending != "":
				class, pending, outside = pending, "", depth
			}
		case text == "(":
			call = strings.ToLower(before[3])
		case text == "=" || text == ":=":
			switch {
			case before[3] == ":": // := in two pieces
				assigned = before[2]
			case before[2] != "(" && before[2] != ",": // no label
				assigned = before[3]
			}
		case text == "{":
			pending = ""
			depth++
		case text == "}":
			pending = ""
			if depth--; depth == outside {
				class = ""
			}
		case text == ";":
			pending = ""
		case t.Kind == source.String:
			name, label, receiver, v := strings.ToLower(before[2]), "", before[0], t.Value()
			if before[3] == "=" {
				name, label, receiver = call, name, ""
			} else if before[3] != "(" {
				break
			}
			switch {
			case groups[name] && (label == "" && isRoute(name, v) || label == "prefix" || label == "url_prefix"):
				full := joined(prefix[receiver], v)
				if assigned != "" {
					prefix[assigned] = full
				}
				out = append(out, route{full, t.Line, t.At, false}) // its routes may stand in another file
			case label == "" && (registering[name] || verbs[name] && !asking[strings.ToLower(receiver)]) && isRoute(name, v),
				(label == "value" || label == "path") && relative[name] && isRoute(name, v):
				full := v
				switch {
				case prefix[receiver] != "":
					full = joined(prefix[receiver], v)
				case relative[name]:
					full = joined(class, v)
				}
				out = append(out, route{full, t.Line, t.At, verbs[name]})
				if name == "requestmapping" || name == "route" {
					pending = full
				}
			}
		}
		copy(before[:], before[1:])
		before[3] = text
	}
	return slices.DeleteFunc(out, func(r route) bool { return r.verb && !isServer })
}

// isRoute tells the path of a handler, which after some names needs no slash before it.
func isRoute(name, s string) bool {
	if relative[name] && s != "" && s[0] != '/' && s[0] != '~' {
		s = "/" + s
	}
	return isPath(s)
}

// joined is a path behind a prefix.
func joined(prefix, p string) string {
	verb, p := method(p)
	if verb != "" {
		verb += " "
	}
	p = strings.TrimSuffix(prefix, "/") + "/" + strings.TrimPrefix(p, "/")
	if p[0] != '/' {
		p = "/" + p
	}
	return verb + p
}

// isPath tells the path of a handler from other strings: "GET /x" of Go's mux too.
func isPath(s string) bool {
	_, s = method(s)
	return len(s) > 1 && s[0] == '/' && s[1] != '/' && !strings.ContainsAny(s, " \t\n\"'\\")
}

func method(s string) (verb, path string) {
	if v, rest, ok := strings.Cut(s, " "); ok && methods[strings.ToLower(v)] {
		return v, strings.TrimSpace(rest)
	}
	return "", s
}

var placeholder = regexp.MustCompile(`\{[^/{}]*\}|<[^/<>]*>|:[A-Za-z_][A-Za-z0-9_]*|\$\{[^{}]*\}`)

// shapeOf is a path with {} for every placeholder, without its query.
func shapeOf(p string) string {
	_, p = method(p)
	p, _, _ = strings.Cut(p, "?")
	p = placeholder.ReplaceAllString(p, "{}")
	if len(p) > 1 {
		p = strings.TrimSuffix(p, "/")
	}
	return p
}
