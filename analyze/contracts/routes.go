package contracts

import (
	"regexp"
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
	"mapget": true, "mappost": true, "mapput": true, "mapdelete": true, "mappatch": true, "maphub": true, "mapgroup": true,
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

// routes are the path literals that a file registers.
func routes(file string, l source.Language, src []byte) []Element {
	var out []Element
	var before [4]string // the tokens of code before this one: receiver, dot, name, bracket
	var words []route
	isServer := false
	for t := range source.Tokens(l, src) {
		switch t.Kind {
		case source.Comment, source.Newline:
			continue
		case source.Word:
			isServer = isServer || serving[strings.ToLower(string(t.Text))]
		case source.String:
			name := strings.ToLower(before[2])
			if v := t.Value(); before[3] == "(" && (registering[name] || verbs[name] && !asking[strings.ToLower(before[0])]) && isPath(v) {
				words = append(words, route{v, t.Line, verbs[name]})
			}
		}
		copy(before[:], before[1:])
		before[3] = string(t.Text)
	}
	for _, r := range words {
		if !r.verb || isServer {
			out = append(out, Element{Kind: Route, Key: shapeOf(r.path), Name: r.path, At: finding.Location{File: file, Line: r.line}})
		}
	}
	return out
}

type route struct {
	path string
	line int
	verb bool
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
