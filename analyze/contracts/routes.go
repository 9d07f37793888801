package contracts

import (
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/regex"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// registering are the names, in lower case, of functions and annotations that take the
// path of a handler as their first string. Names that clients have too (get, post)
// count only where the file serves, which is what serving finds out.
var registering = source.Words(`handle handlefunc handler route methodfunc pathprefix getmapping postmapping putmapping deletemapping patchmapping
	requestmapping mapget mappost mapput mapdelete mappatch maphub httpget httppost httpput httpdelete httppatch path
	controller add_url_rule add_route api_route`)

var verbs = source.Words("get post put delete patch all any head")

// asking are receivers, in lower case, whose get("/x") is a request.
var asking = source.Words("http axios client requests session httpclient resttemplate api")

// serving are words without which a file's get("/x") is no route: frameworks and the
// objects that they hand out.
var serving = source.Words(`express router fastify koa flask fastapi apirouter blueprint gin echo fiber chi mux routing ktor sinatra rocket
	actix_web axum app apphandler routes hono slim`)

// relative are registering names whose paths need no slash before them.
var relative = source.Words(`getmapping postmapping putmapping deletemapping patchmapping requestmapping mapget mappost mapput mapdelete mappatch
	mapgroup httpget httppost httpput httpdelete httppatch route`)

// groups are the names of calls that give a group of routes their prefix, by a text or by
// what is called prefix or url_prefix.
var groups = map[string]bool{"group": true, "mapgroup": true, "apirouter": true, "blueprint": true}

// routes are the path literals that the code of a service registers, each behind its
// prefixes. base is the prefix that the service's settings give to all of some frameworks.
func routes(t repo.Tree, programs []*program, base value) []Element {
	j := newJoiner(t, programs)
	bases := map[string][]*class{}
	said := map[source.Language]value{}
	for _, p := range programs {
		p.findClasses()
		for _, c := range p.classes {
			bases[c.name] = append(bases[c.name], c)
		}
		l := family(p.lang)
		said[l] = p.globalPrefix(j, said[l])
	}
	var out []Element
	for _, p := range programs {
		all := said[family(p.lang)]
		if family(p.lang) == source.Java {
			all = value{prefix: under(base.prefix, all.prefix), lost: base.lost || all.lost}
		}
		for _, r := range p.registered() {
			if r.asked {
				continue
			}
			for _, v := range j.full(r, bases, all) {
				if v.prefix == "/" { // any path, or no more than its prefix
					continue
				}
				out = append(out, element(p.file, r, v))
			}
		}
	}
	return out
}

// full are the paths of a route, or what is known of their ends.
func (j *joiner) full(r route, bases map[string][]*class, all value) []value {
	if !r.annotated {
		out := j.behindAll(j.asValue(r.on(j)))
		for i := range out {
			out[i].prefix = under(joined("", out[i].prefix), r.path)
		}
		return out
	}
	var out []value
	for _, v := range r.behindClass(bases) {
		if !v.lost {
			v = value{prefix: v.prefix, lost: all.lost}
			if !all.lost {
				v.prefix = joined(all.prefix, v.prefix)
			}
		}
		out = append(out, v)
	}
	return tidy(out)
}

// anyBegin begins the key of a route whose prefix is not known.
const anyBegin = "*"

func element(file string, r route, v value) Element {
	e := Element{Kind: Route, Key: shapeOf(v.prefix), Name: v.prefix, At: finding.Location{File: file, Line: r.line}}
	if v.lost {
		e.Key, e.Name = anyBegin+e.Key, "…"+e.Name
	}
	return e
}

// route is one literal that registers a route.
type route struct {
	path      string
	line      int
	at        int // of the literal in the file
	verb      bool
	annotated bool   // registered by an annotation, so it may belong to class
	class     *class // nil for none
	heads     bool   // it is the prefix of its class itself
	asked     bool   // of a client: it is a use
	absolute  bool   // it stands behind no prefix
	on        func(*joiner) symbol
}

// registered finds the literals that register routes.
func (p *program) registered() []route {
	p.findClasses()
	out := p.annotated()
	done := map[int]bool{}
	for _, r := range out {
		done[r.at] = true
	}
	isServer := false
	for k, t := range p.toks {
		if t.Kind == source.Word {
			isServer = isServer || serving[strings.ToLower(string(t.Text))]
			continue
		}
		if t.Kind != source.String || done[t.At] || k < 2 {
			continue
		}
		if r, ok := p.literal(k); ok {
			out = append(out, r)
		}
	}
	return slices.DeleteFunc(out, func(r route) bool { return r.verb && !r.annotated && !isServer })
}

// literal reads the text at a token as the path of a route, or the prefix of a group.
func (p *program) literal(k int) (route, bool) {
	v := p.toks[k].Value()
	r := route{path: v, line: p.toks[k].Line, at: p.toks[k].At}
	call := k - 2 // the name of the call
	low := strings.ToLower(p.at(call))
	if p.at(k-1) != "(" {
		label := low
		if p.at(k-1) != "=" && p.at(k-1) != ":" || label != "prefix" && label != "url_prefix" {
			return r, false
		}
		if call = p.opening(k) - 1; !groups[strings.ToLower(p.at(call))] {
			return r, false
		}
		r.on = func(j *joiner) symbol { return j.create(p, true, call+1) }
		r.path = "/"
		return r, isRoute("group", v)
	}
	receiver := strings.ToLower(p.at(k - 4))
	switch {
	case v == "/" && (registering[low] || verbs[low]) && follows[p.lang], v == "" && verbs[low] && p.lang == source.Python:
		r.path = "/" // the prefix itself
	case groups[low] && isRoute(low, v), registering[low] && isRoute(low, v), verbs[low] && !asking[receiver] && isRoute(low, v):
	default:
		return r, false
	}
	r.verb = verbs[low]
	r.on = func(j *joiner) symbol {
		if p.at(call-1) != "." && p.at(call-1) != "?." || !follows[p.lang] {
			return symbol{}
		}
		return j.evaluate(p, p.receiver(call-1), call-1)
	}
	return r, true
}

// follows are the languages whose routers are followed from name to name.
var follows = map[source.Language]bool{source.Go: true, source.JavaScript: true, source.TypeScript: true, source.Python: true, source.CSharp: true}

// opening is the bracket around a token, no further back than maxExpression.
func (p *program) opening(k int) int {
	for i := k - 1; i >= 0 && i > k-maxExpression; i-- {
		switch p.at(i) {
		case ")", "]", "}":
			i = p.partner(i)
		case "(":
			return i
		}
	}
	return 0
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

var placeholder = regex.New(`\{[^/{}]*\}|<[^/<>]*>|:[A-Za-z_][A-Za-z0-9_]*|\$\{[^{}]*\}`)

// shapeOf is a path with {} for every placeholder, without its query.
func shapeOf(p string) string {
	_, p = method(p)
	p = placeholder().ReplaceAllString(p, "{}") // which may hold a mark of a query: {id:int?}
	p, _, _ = strings.Cut(p, "?")
	if len(p) > 1 {
		p = strings.TrimSuffix(p, "/")
	}
	return p
}
