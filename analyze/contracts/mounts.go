package contracts

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/repo"
	"seam/analyze/source"
)

// newJoiner reads how the routers of one service hang below one another.
func newJoiner(t repo.Tree, programs []*program) *joiner {
	j := &joiner{
		places:  places{t, map[string]*program{}, map[string][]*program{}, map[string]string{}},
		methods: map[string][]symbol{}, known: map[router]symbol{}, born: map[router]birth{},
		mounts: map[router][]mounting{}, prefixes: map[router][]value{},
	}
	for _, p := range programs {
		j.files[p.file] = p
		if p.lang == source.Go {
			j.folders[path.Dir(p.file)] = append(j.folders[path.Dir(p.file)], p)
		}
		for k, f := range p.funcs {
			if f.method && f.name != "" {
				key := string(family(p.lang)) + " " + f.name
				if len(j.methods[key]) == maxNamed {
					continue
				}
				j.methods[key] = append(j.methods[key], symbol{kind: isFunction, in: p, index: k})
			}
		}
	}
	for _, p := range programs {
		for i := range p.toks {
			if p.isWord(i) && p.at(i+1) == "(" && p.pair[i+1] >= 0 {
				j.visit(p, i)
			} else if p.at(i) == ")" && p.at(i+1) == "(" && p.pair[i+1] >= 0 && p.at(p.partner(i)-1) == "require" { // require("./x")(app)
				if s := j.plain(j.evaluate(p, p.partner(i)-1, i+1)); s.kind == isFunction {
					j.pass(p, s, p.arguments(i+1), 0)
				}
			}
		}
	}
	return j
}

// receiver is the first token of the chain before the dot at i.
func (p *program) receiver(dot int) int {
	i := dot - 1
	for range maxSteps {
		for p.at(i) == "!" {
			i--
		}
		for p.at(i) == ")" || p.at(i) == "]" {
			o := p.partner(i)
			if o == i {
				return i
			}
			i = o - 1
		}
		if !p.isWord(i) {
			return i + 1
		}
		if p.at(i-1) != "." && p.at(i-1) != "?." {
			if p.at(i-1) == "new" {
				return i - 1
			}
			return i
		}
		i -= 2
	}
	return dot
}

// visit reads one call: does it mount something, or hand a router to a function?
func (j *joiner) visit(p *program, i int) {
	if _, declared := p.starts[i+1]; declared {
		return
	}
	text, low := p.at(i), strings.ToLower(p.at(i))
	args := p.arguments(i + 1)
	if len(args) == 0 && p.lang != source.CSharp {
		return
	}
	if p.at(i-1) != "." && p.at(i-1) != "?." {
		if s := j.plain(j.lookup(p, text, i)); s.kind == isFunction && (s.in != p || p.scope[i] != int32(s.index)) {
			j.pass(p, s, args, 0)
		}
		return
	}
	dot := i - 1
	base := func() symbol { return j.evaluate(p, p.receiver(dot), dot) }
	if j.byFramework(p, base, args, low) {
		return
	}
	isMethod := len(j.methods[string(family(p.lang))+" "+text]) > 0
	if !isMethod && p.imports[p.at(i-2)].from == "" {
		return
	}
	s := base()
	switch {
	case s.kind == isModule:
		if f := j.member(s, text); f.kind == isFunction {
			j.pass(p, f, args, 0)
		}
	case isMethod:
		j.passToMethods(p, text, s, args)
	}
}

// byFramework reads the calls by which frameworks mount routers; done is true where the call is
// nothing else.
func (j *joiner) byFramework(p *program, base func() symbol, args []argument, low string) (done bool) {
	switch {
	case len(args) > 0 && p.lang == source.Python && (low == "include_router" || low == "register_blueprint"):
		j.include(p, base(), args, low == "register_blueprint")
	case len(args) > 0 && low == "use" && family(p.lang) == source.JavaScript:
		j.use(p, base(), args)
	case low == "register" && family(p.lang) == source.JavaScript && len(args) > 1 && p.at(args[1].from) == "{":
		j.plugin(p, base(), args)
	case (low == "mount" || low == "handle" || low == "route") && len(args) > 1:
		j.mountAt(p, base(), args, low)
		return low == "handle"
	case (low == "group" || low == "with") && len(args) > 0:
		j.group(p, base, args)
	}
	return false
}

// group hands what a group stands for, below its prefix, to the function in its last
// argument.
func (j *joiner) group(p *program, base func() symbol, args []argument) {
	k, ok := p.functionAt(args[len(args)-1].from)
	if !ok {
		return
	}
	b := j.asValue(base())
	if len(args) > 1 {
		more, ok := j.text(p, args[0].from, args[0].to)
		b.prefix, b.lost = under(b.prefix, more), b.lost || !ok
	}
	j.handOver(symbol{kind: isFunction, in: p, index: k}, 0, b)
}

// passToMethods hands arguments to the methods of a name. Where there are several, which one
// is meant is not known.
func (j *joiner) passToMethods(p *program, name string, on symbol, args []argument) {
	list := j.named(p, name, on.home)
	for _, f := range list {
		fn := f.in.funcs[f.index]
		skip := 0
		if p.lang == source.CSharp && len(fn.params) > 0 && f.in.at(fn.start+1) == "this" || p.lang == source.Python {
			skip = 1
			if p.lang == source.CSharp {
				v := j.asValue(on)
				v.lost = v.lost || len(list) > 1
				j.handOver(f, 0, v)
			}
		}
		if len(list) > 1 {
			for k := range args {
				j.handOver(f, k+skip, value{on: router{text: "?"}, lost: true})
			}
			continue
		}
		j.pass(p, f, args, skip)
	}
}

// asValue is a symbol as that on which things are registered: what is not known to be
// below anything serves from the root.
func (j *joiner) asValue(s symbol) value {
	switch s.kind {
	case isRouter, foreign:
		return s.value
	}
	return value{on: router{text: "?"}, lost: true}
}

// pass hands the arguments of a call to the parameters of a function.
func (j *joiner) pass(p *program, f symbol, args []argument, skip int) {
	for k, a := range args {
		if a.label != "" || !p.isWord(a.from) || a.to-a.from > maxExpression {
			continue
		}
		s := j.evaluate(p, a.from, a.to)
		j.handOver(f, k+skip, j.asValue(s))
	}
}

// handOver puts the parameter of a function below a value.
func (j *joiner) handOver(f symbol, k int, v value) {
	fn := f.in.funcs[f.index]
	if k < len(fn.params) && fn.params[k] != "" {
		j.mount(router{f.in.file, int32(f.index), fn.params[k], -1}, mounting{below: v})
	}
}

// mount notes one place at which a router hangs.
func (j *joiner) mount(r router, m mounting) {
	if len(j.mounts[r]) < maxMounts && !slices.Contains(j.mounts[r], m) {
		j.mounts[r] = append(j.mounts[r], m)
	}
}

// place puts what a symbol stands for below a value.
func (j *joiner) place(s symbol, m mounting) {
	switch s = j.plain(s); s.kind {
	case isRouter:
		v := j.settle(s.value)
		j.mount(v.on, m)
		if v.on.text == "?" {
			j.mislaid = true
		}
	case isFunction:
		if r := j.returned(s); r.kind == isRouter && len(s.in.funcs[s.index].params) == 0 {
			j.mount(j.settle(r.value).on, m)
			return
		}
		j.handOver(s, 0, m.below)
	case unknown, isModule:
		j.mislaid = true
	}
}

// behind is a value with one more prefix.
func (j *joiner) behind(v value, more string, known bool) value {
	if !known || len(v.prefix)+len(more) > maxPrefix {
		return value{on: router{text: "?"}, lost: true}
	}
	v.prefix = under(v.prefix, strings.TrimSuffix(more, "/"))
	return v
}

// include is FastAPI's include_router and Flask's register_blueprint.
func (j *joiner) include(p *program, base symbol, args []argument, instead bool) {
	v := j.asValue(base)
	m := mounting{below: v}
	for _, a := range args[1:] {
		if a.label == "prefix" || a.label == "url_prefix" {
			more, ok := j.text(p, a.from, a.to)
			m = mounting{j.behind(v, more, ok), instead}
		}
	}
	j.place(j.evaluate(p, args[0].from, args[0].to), m)
}

// use is app.use of Express and Koa: a prefix that may be missing, then anything.
func (j *joiner) use(p *program, base symbol, args []argument) {
	v := j.asValue(base)
	if len(args) > 1 {
		if more, ok := j.text(p, args[0].from, args[0].to); ok {
			v, args = j.behind(v, more, true), args[1:]
		} else if !p.isWord(args[0].from) || j.evaluate(p, args[0].from, args[0].to).kind == foreign {
			v, args = j.behind(v, "", false), args[1:]
		}
	}
	for _, a := range args {
		s := j.evaluate(p, a.from, a.to)
		if k, ok := p.functionAt(a.from); ok && len(p.funcs[k].params) > 1 || s.kind == isFunction && s.in != nil && len(s.in.funcs[s.index].params) > 1 {
			continue // a handler
		}
		j.place(s, mounting{below: v})
	}
}

// plugin is fastify.register(routes, {prefix: "/x"}).
func (j *joiner) plugin(p *program, base symbol, args []argument) {
	v := j.asValue(base)
	for _, a := range p.arguments(args[1].from) {
		if a.label == "prefix" {
			more, ok := j.text(p, a.from, a.to)
			v = j.behind(v, more, ok)
		}
	}
	j.place(j.evaluate(p, args[0].from, args[0].to), mounting{below: v})
}

// mountAt is Mount("/x", routes), Route("/x", func(r)), and Handle("/x/",
// http.StripPrefix("/x", routes)).
func (j *joiner) mountAt(p *program, base symbol, args []argument, low string) {
	target := args[1]
	v := j.asValue(base)
	more, ok := j.text(p, args[0].from, args[0].to)
	if low == "handle" {
		if p.at(target.from) != "http" || p.at(target.from+2) != "StripPrefix" {
			return
		}
		inner := p.arguments(target.from + 3)
		if len(inner) != 2 {
			return
		}
		more, ok = j.text(p, inner[0].from, inner[0].to)
		target = inner[1]
	}
	if low == "route" && p.lang == source.Python {
		return
	}
	s := j.plain(j.evaluate(p, target.from, target.to))
	if low == "route" && s.kind == unknown {
		return // a handler
	}
	j.place(s, mounting{below: j.behind(v, more, ok)})
}

// behindAll are the prefixes that a value puts before a path: none of them names a router.
func (j *joiner) behindAll(v value) []value {
	v = j.settle(v)
	var out []value
	if v.lost {
		return []value{{prefix: v.prefix, lost: true}}
	}
	for _, b := range j.before(v.on) {
		b.prefix = under(b.prefix, v.prefix)
		out = append(out, b)
	}
	return tidy(out)
}

// before are the prefixes of a router.
func (j *joiner) before(r router) []value {
	if r.text == "?" || j.depth > maxDepth {
		return []value{{lost: true}}
	}
	j.depth++
	defer func() { j.depth-- }()
	if r == (router{}) {
		return []value{{}}
	}
	if known, ok := j.prefixes[r]; ok {
		return known
	}
	j.prefixes[r] = []value{{lost: true}} // a router below itself
	b, made := j.born[r]
	var out []value
	for _, m := range j.mounts[r] {
		for _, v := range j.behindAll(m.below) {
			switch {
			case m.instead:
			case b.lost:
				v = value{lost: true}
			default:
				v.prefix = under(v.prefix, b.own)
			}
			out = append(out, v)
		}
	}
	if len(out) == 0 {
		out = []value{{prefix: b.own, lost: !made || b.lost || b.sub || j.mislaid && r.where != "" && j.leaves(r)}}
	}
	out = tidy(out)
	j.prefixes[r] = out
	return out
}

// leaves reports whether some function returns a router.
func (j *joiner) leaves(r router) bool {
	for k, s := range j.known {
		if k.text == "return" && s.kind == isRouter && s.value.on == r {
			return true
		}
	}
	return false
}

// tidy sorts prefixes; too many are one that is not known.
func tidy(list []value) []value {
	for i, v := range list {
		list[i].on = router{}
		if len(v.prefix) > maxPrefix {
			list[i] = value{lost: true}
		}
	}
	slices.SortFunc(list, func(a, b value) int {
		if a.lost != b.lost {
			if a.lost {
				return 1
			}
			return -1
		}
		return strings.Compare(a.prefix, b.prefix)
	})
	list = slices.Compact(list)
	if len(list) > maxMounts {
		return []value{{lost: true}}
	}
	return list
}
