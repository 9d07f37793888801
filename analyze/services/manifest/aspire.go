package manifest

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/source"
)

// maxHelpers bounds helper methods of an application host that call each other.
const maxHelpers = 4

// readAspire reads the application hosts of .NET Aspire: the C# files that call
// DistributedApplication.CreateBuilder, and the helper methods beside them.
//
// A resource is what Add…("name") on the builder makes; Add…("name") on a resource
// (a database of a server) gives the resource a further name. WithReference and
// WaitFor name what a resource uses; an endpoint in WithEnvironment does so only where
// the resource is made, since later amendments are how a server learns of its callers
// (callback addresses). A resource given to a method that this reader does not know
// (ConfigureRoutes(api)) is used by the one that the method is called on. Statements
// after if (x), where x is a constant false, do not count.
func readAspire(s *Source) []*Unit {
	var units []*Unit
	for _, file := range s.product(isHostFile) {
		data, ok := s.manifest(file)
		if ok && bytes.Contains(data, []byte("DistributedApplication.CreateBuilder")) {
			units = append(units, newAspireHost(s, file).read(file, data)...)
		}
	}
	return units
}

func isHostFile(base string) bool {
	name, isCSharp := strings.CutSuffix(strings.ToLower(base), ".cs")
	return isCSharp && (name == "program" || name == "apphost")
}

// aspireHost is the state of reading one application host.
type aspireHost struct {
	src     *Source
	dir     string
	helpers map[string]aspireMethod
	units   []*Unit
}

// aspireMethod is a method declared in the host.
type aspireMethod struct {
	file   string
	params []string
	body   []source.Token
}

// aspireScope maps the variables of one method to resources.
type aspireScope struct {
	file      string
	depth     int
	builders  map[string]bool
	resources map[string]*Unit
	texts     map[string]string
	never     map[string]bool // constants that are false
	returned  *Unit
}

func newAspireHost(s *Source, file string) *aspireHost {
	h := &aspireHost{src: s, dir: path.Dir(file), helpers: map[string]aspireMethod{}}
	for _, f := range s.Under(h.dir) {
		if path.Ext(f) != ".cs" {
			continue
		}
		if data, ok := s.manifest(f); ok {
			h.methods(f, source.CodeOf(source.CSharp, data))
		}
	}
	return h
}

func (h *aspireHost) read(file string, data []byte) []*Unit {
	h.run(source.CodeOf(source.CSharp, data), newAspireScope(file, 0))
	return h.units
}

func newAspireScope(file string, depth int) *aspireScope {
	return &aspireScope{
		file: file, depth: depth, builders: map[string]bool{}, resources: map[string]*Unit{},
		texts: map[string]string{}, never: map[string]bool{},
	}
}

func is(t source.Token, text string) bool { return t.Kind != source.String && string(t.Text) == text }

// matching is the index of the bracket that closes the one at ts[i], len(ts) if none.
func matching(ts []source.Token, i int) int {
	depth := 0
	for ; i < len(ts); i++ {
		if ts[i].Kind != source.Punct {
			continue
		}
		switch string(ts[i].Text) {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(ts)
}

// methods finds static … Name(this IDistributedApplicationBuilder b, …) { … }.
func (h *aspireHost) methods(file string, ts []source.Token) {
	for i := 1; i+1 < len(ts); i++ {
		if !is(ts[i], "(") || ts[i-1].Kind != source.Word {
			continue
		}
		end := matching(ts, i)
		if end+1 >= len(ts) || !is(ts[end+1], "{") || !slices.ContainsFunc(ts[i:end], func(t source.Token) bool { return is(t, "IDistributedApplicationBuilder") }) {
			continue
		}
		m := aspireMethod{file: file, body: ts[end+2 : matching(ts, end+1)]}
		for _, p := range arguments(ts[i+1 : end]) {
			if eq := slices.IndexFunc(p, func(t source.Token) bool { return is(t, "=") }); eq > 0 {
				p = p[:eq]
			}
			m.params = append(m.params, string(p[len(p)-1].Text))
		}
		h.helpers[string(ts[i-1].Text)] = m
	}
}

// arguments cuts a list at its commas; empty arguments are left out.
func arguments(ts []source.Token) [][]source.Token {
	var out [][]source.Token
	start := 0
	for i := 0; i <= len(ts); i++ {
		if i < len(ts) && ts[i].Kind == source.Punct && strings.ContainsAny(string(ts[i].Text), "([{") {
			i = matching(ts, i)
			continue
		}
		if i >= len(ts) || is(ts[i], ",") {
			if end := min(i, len(ts)); end > start {
				out = append(out, ts[start:end])
			}
			start = i + 1
		}
	}
	if start < len(ts) {
		out = append(out, ts[start:])
	}
	return out
}

// run reads statements; blocks are read as if they stood in line.
func (h *aspireHost) run(ts []source.Token, s *aspireScope) {
	for i := 0; i < len(ts); {
		if is(ts[i], "if") && i+3 < len(ts) && is(ts[i+1], "(") && is(ts[i+3], ")") && s.never[string(ts[i+2].Text)] {
			i = statementEnd(ts, i+4, true) + 1
			continue
		}
		end := statementEnd(ts, i, false)
		h.statement(ts[i:end], s)
		i = end + 1
	}
}

// statementEnd is the index of the ; { or } that ends a statement; whole takes a block
// as one statement.
func statementEnd(ts []source.Token, i int, whole bool) int {
	for ; i < len(ts); i++ {
		if ts[i].Kind != source.Punct {
			continue
		}
		switch string(ts[i].Text) {
		case "(", "[":
			i = matching(ts, i)
		case "{":
			if whole {
				return matching(ts, i)
			}
			return i
		case ";", "}":
			return i
		}
	}
	return len(ts)
}

func (h *aspireHost) statement(ts []source.Token, s *aspireScope) {
	name := ""
	if eq := slices.IndexFunc(ts, func(t source.Token) bool { return is(t, "=") || is(t, "(") }); eq > 0 && is(ts[eq], "=") {
		name, ts = string(ts[eq-1].Text), ts[eq+1:]
	}
	returns := false
	for len(ts) > 0 && (is(ts[0], "return") || is(ts[0], "await") || is(ts[0], "else")) {
		returns = returns || is(ts[0], "return")
		ts = ts[1:]
	}
	if len(ts) == 0 {
		return
	}
	switch {
	case len(ts) == 1 && ts[0].Kind == source.String && name != "":
		s.texts[name] = ts[0].Value()
	case len(ts) == 1 && is(ts[0], "false") && name != "":
		s.never[name] = true
	case is(ts[0], "DistributedApplication"):
		s.builders[name] = true
	default:
		u := h.chain(ts, s)
		if u != nil && name != "" {
			s.resources[name] = u
		}
		if returns {
			s.returned = u
		}
	}
}

// chain follows x.A(…).B(…) and returns the resource that it stands for.
func (h *aspireHost) chain(ts []source.Token, s *aspireScope) *Unit {
	u, onBuilder, fresh := s.resources[string(ts[0].Text)], s.builders[string(ts[0].Text)], false
	for i := 1; i < len(ts); {
		if is(ts[i], ".") || is(ts[i], "?") || is(ts[i], "!") {
			i++
			continue
		}
		if ts[i].Kind != source.Word {
			return u
		}
		c := aspireCall{name: string(ts[i].Text), line: ts[i].Line, file: s.file}
		i++
		if i < len(ts) && is(ts[i], "<") {
			for i++; i < len(ts) && !is(ts[i], ">"); i++ {
				c.of = string(ts[i].Text) // the last name counts
			}
			i++
		}
		if i >= len(ts) || !is(ts[i], "(") {
			if onBuilder {
				return nil // a property of the builder: builder.Services
			}
			continue
		}
		end := matching(ts, i)
		c.args = arguments(ts[i+1 : end])
		i = end + 1
		switch {
		case onBuilder:
			u, onBuilder, fresh = h.made(c, s), false, true
			if u == nil {
				return nil
			}
		case u != nil:
			h.amend(u, c, s, fresh)
		default:
			return nil
		}
	}
	return u
}

// aspireCall is one call of a chain.
type aspireCall struct {
	name, of string // method, and the last name of its type argument
	args     [][]source.Token
	file     string
	line     int
}

// text is the i-th argument if it is a text, or a variable that holds one.
func (c aspireCall) text(i int, s *aspireScope) (string, bool) {
	if i >= len(c.args) {
		return "", false
	}
	a := c.args[i]
	if len(a) == 3 && is(a[1], ":") {
		a = a[2:] // name: "x"
	}
	if len(a) != 1 {
		return "", false
	}
	if a[0].Kind == source.String {
		return a[0].Value(), true
	}
	t, ok := s.texts[string(a[0].Text)]
	return t, ok
}

// made is the resource that a call on the builder makes, nil if it makes none.
func (h *aspireHost) made(c aspireCall, s *aspireScope) *Unit {
	if m, ok := h.helpers[c.name]; ok && s.depth < maxHelpers {
		return h.help(m, c, s)
	}
	name, ok := c.text(0, s)
	what, isAdd := strings.CutPrefix(c.name, "Add")
	if !ok || !isAdd || !IsName(name) {
		return nil
	}
	if strings.HasSuffix(what, "Environment") || slices.Contains(noResources, what) {
		return nil
	}
	u := &Unit{
		Kind: Aspire, Name: name, Scope: "aspire:" + h.dir, Folder: h.dir,
		At: finding.Location{File: c.file, Line: c.line},
	}
	h.code(u, what, c, s)
	h.units = append(h.units, u)
	return u
}

// noResources are calls Add… that add no running resource.
var noResources = []string{"Parameter", "ConnectionString", "ExternalService", "Orleans"}

// code finds what a resource runs: a project, a folder, or an image.
func (h *aspireHost) code(u *Unit, what string, c aspireCall, s *aspireScope) {
	if strings.HasSuffix(what, "Project") && c.of != "" {
		u.Context = h.project(c.of)
		return
	}
	for i := 1; i < len(c.args); i++ {
		t, ok := c.text(i, s)
		if !ok {
			continue
		}
		dir := path.Join(h.dir, strings.ReplaceAll(t, `\`, "/"))
		if path.Ext(dir) == ".csproj" {
			dir = path.Dir(dir)
		}
		if dir != "." && !strings.HasPrefix(dir, "..") && len(h.src.Under(dir)) > 0 {
			u.Context = dir
			return
		}
		if what == "Container" {
			u.Images = append(u.Images, imageName(t))
			return
		}
	}
	if what != "Project" && what != "Executable" {
		u.Images = append(u.Images, strings.ToLower(what)) // AddRedis runs redis
	}
}

// project is the folder of the project that the generated class Projects.X stands for.
func (h *aspireHost) project(class string) string {
	best := ""
	for _, f := range h.src.Files {
		if name, ok := strings.CutSuffix(path.Base(f), ".csproj"); ok && Squash(name) == Squash(class) {
			if best == "" || Nearness(f, h.dir+"/x") > Nearness(best, h.dir+"/x") {
				best = f
			}
		}
	}
	if best == "" {
		return ""
	}
	return path.Dir(best)
}

// help runs a helper method with what it is given.
func (h *aspireHost) help(m aspireMethod, c aspireCall, s *aspireScope) *Unit {
	inner := newAspireScope(m.file, s.depth+1)
	if len(m.params) > 0 {
		inner.builders[m.params[0]] = true
	}
	for i, a := range c.args {
		if i+1 >= len(m.params) {
			break
		}
		if t, ok := c.text(i, s); ok {
			inner.texts[m.params[i+1]] = t
		} else if u := s.resources[string(a[len(a)-1].Text)]; u != nil && len(a) == 1 {
			inner.resources[m.params[i+1]] = u
		}
	}
	h.run(m.body, inner)
	return inner.returned
}

// amend reads a call on a resource.
func (h *aspireHost) amend(u *Unit, c aspireCall, s *aspireScope, fresh bool) {
	switch {
	case c.name == "WithReference" || c.name == "WithConfiguration":
		h.uses(u, c, c.args, Uses, s)
	case strings.HasPrefix(c.name, "WaitFor"):
		h.uses(u, c, c.args, WaitFor, s)
	case c.name == "WithEnvironment":
		key, _ := c.text(0, s)
		if fresh && !isCallback(key) {
			h.uses(u, c, c.args, Uses, s)
		}
	case c.name == "WithImage":
		if t, ok := c.text(0, s); ok && imageName(t) != "" {
			u.Images = append(u.Images, imageName(t))
		}
	case strings.HasPrefix(c.name, "Add"):
		if name, ok := c.text(0, s); ok && IsName(name) {
			u.Aliases = append(u.Aliases, name)
		}
	case !isHosting(c.name):
		h.uses(u, c, slices.DeleteFunc(slices.Clone(c.args), func(a []source.Token) bool { return len(a) != 1 }), Uses, s)
	}
}

// isHosting tells the methods of the hosting library that take a resource and say
// nothing about calls (WithParentRelationship), or take none.
func isHosting(method string) bool {
	for _, p := range []string{"With", "As", "Publish", "Run", "On", "Get", "Exclude"} {
		if strings.HasPrefix(method, p) {
			return true
		}
	}
	return false
}

func isCallback(key string) bool {
	k := Squash(key)
	return strings.Contains(k, "callback") || strings.Contains(k, "redirect") || strings.Contains(k, "origin")
}

// uses adds every resource that the arguments name.
func (h *aspireHost) uses(u *Unit, c aspireCall, args [][]source.Token, kind Kind, s *aspireScope) {
	for _, a := range args {
		for i, t := range a {
			target := s.resources[string(t.Text)]
			if t.Kind != source.Word || target == nil || target == u || i > 0 && is(a[i-1], ".") {
				continue
			}
			at := finding.Location{File: c.file, Line: t.Line}
			u.Refs = append(u.Refs, Reference{Kind: kind, Value: target.Name, At: at})
			if c.name == "WaitForCompletion" && target.Job == nil {
				target.Job = &Job{By: "completion", At: at}
			}
		}
	}
}
