package code

import (
	"bytes"
	"iter"
	"path"
	"slices"
	"strings"

	"seam/analyze/regex"
	"seam/analyze/source"
)

// contracts finds gRPC services that hand-written code calls (a stub is made) or
// serves (an implementation is registered, or derived from the generated base).
func contracts(f *Facts, v *view) {
	find := contractReaders[v.lang]
	if find == nil {
		return
	}
	seen := map[Contract]bool{}
	for i := range v.stubs() {
		c := find(v, i)
		if c.Name == "" || common[c.Name] {
			continue
		}
		if key := (Contract{Name: c.Name, Serves: c.Serves}); !seen[key] {
			seen[key] = true
			c.Line, c.Text = v.tokens[i].Line, v.line(i)
			f.Contracts = append(f.Contracts, c)
		}
	}
}

// stubs are the words that a contractReader may find something at: those with a trait,
// and in a script that speaks of gRPC all of them.
func (v *view) stubs() iter.Seq[int] {
	every := (v.lang == source.JavaScript || v.lang == source.TypeScript) && v.speaksGRPC()
	return func(yield func(int) bool) {
		if !every {
			for _, i := range v.named {
				if v.marks[i].trait&usesStub != 0 && !yield(i) {
					return
				}
			}
			return
		}
		for i := range v.marks {
			if v.word(i) && !yield(i) {
				return
			}
		}
	}
}

func (v *view) speaksGRPC() bool { return bytes.Contains(v.src, []byte("grpc")) }

// isOfStub reports whether a contractReader may find something at a word, save in scripts
// that speak of gRPC.
func isOfStub(word string) bool {
	return hasPrefix(word, "New", "Register", "add_") || hasSuffix(word, "ImplBase", "Stub", "Client", "Server", "Base", "Service") ||
		word == "service" || word == "GrpcMethod" || word == "GrpcStreamMethod"
}

func hasPrefix(word string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(word, p) })
}

func hasSuffix(word string, suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(word, s) })
}

// common are services that every server offers.
var common = source.Words("Health ServerReflection Channelz Reflection HealthService")

var contractReaders = map[source.Language]func(*view, int) Contract{
	source.Go: goContract, source.Java: javaContract, source.Kotlin: javaContract, source.Python: pythonContract,
	source.JavaScript: scriptContract, source.TypeScript: scriptContract, source.CSharp: csharpContract,
	source.Rust: rustContract, source.Ruby: rubyContract, source.PHP: phpContract,
}

// between is what stands between a prefix and a suffix of a word; "" if it has not
// both.
func between(word, prefix, suffix string) string {
	s, ok := strings.CutPrefix(word, prefix)
	if !ok {
		return ""
	}
	s, ok = strings.CutSuffix(s, suffix)
	if !ok {
		return ""
	}
	return s
}

func uses(name string) Contract   { return Contract{Name: name} }
func serves(name string) Contract { return Contract{Name: name, Serves: true} }

// goContract: pb.NewXClient(conn), pb.RegisterXServer(s, impl), the gateway's
// pb.RegisterXHandlerFromEndpoint, Connect's xconnect.NewXHandler, Kitex's
// xservice.NewClient(name) and xservice.NewServer(impl).
func goContract(v *view, i int) Contract {
	w := v.text(i)
	if !v.is(i+1, "(") || !v.is(i-1, ".") {
		return Contract{}
	}
	if name := between(w, "New", "Client"); name != "" {
		return uses(name)
	}
	if name := between(w, "Register", "Server"); name != "" {
		return serves(name)
	}
	for _, end := range []string{"HandlerFromEndpoint", "HandlerClient", "Handler"} {
		if name := between(w, "Register", end); name != "" {
			return uses(name)
		}
	}
	if name := between(w, "New", "Handler"); name != "" && strings.HasSuffix(v.text(i-2), "connect") {
		return serves(name)
	}
	return kitexContract(v, i)
}

// kitexContract takes the functions of the package that Kitex generates for a service, by
// the folder that it lies in.
func kitexContract(v *view, i int) Contract {
	w := v.text(i)
	if w != "NewClient" && w != "MustNewClient" && w != "NewServer" {
		return Contract{}
	}
	dir, name := path.Split(v.importPath(v.text(i - 2)))
	switch {
	case !strings.Contains("/"+dir, "/kitex_gen/"):
		return Contract{}
	case w == "NewServer":
		return serves(name)
	}
	return uses(name)
}

// javaContract: XGrpc.newBlockingStub(channel), XGrpc.XBlockingStub, extends
// XGrpc.XImplBase; the same of XGrpcKt and of coroutines.
func javaContract(v *view, i int) Contract {
	w := v.text(i)
	for _, end := range []string{"CoroutineImplBase", "ImplBase"} {
		if name := between(w, "", end); name != "" {
			return serves(name)
		}
	}
	if !v.is(i-1, ".") || !v.word(i-2) {
		return Contract{}
	}
	name := between(strings.TrimSuffix(v.text(i-2), "Kt"), "", "Grpc")
	switch {
	case name == "":
	case strings.HasPrefix(w, "new") && strings.HasSuffix(w, "Stub"), strings.HasPrefix(w, name) && strings.HasSuffix(w, "Stub"):
		return uses(name)
	}
	return Contract{}
}

// pythonContract: x_pb2_grpc.XStub(channel), add_XServicer_to_server(impl, server).
func pythonContract(v *view, i int) Contract {
	w := v.text(i)
	if !v.is(i+1, "(") || v.is(i-1, "class") || v.is(i-1, "def") {
		return Contract{}
	}
	if name := between(w, "", "Stub"); name != "" {
		return uses(name)
	}
	return serves(between(w, "add_", "Servicer_to_server"))
}

// scriptContract: server.addService(proto.X.service, …), new proto.X(address, …),
// @GrpcMethod('X'), getService<X>('X').
func scriptContract(v *view, i int) Contract {
	w := v.text(i)
	switch {
	case w == "service" && v.is(i-1, ".") && v.word(i-2):
		if _, words := v.callOf(i); len(words) > 0 && words[0] == "addService" {
			return serves(v.text(i - 2))
		}
	case (w == "GrpcMethod" || w == "GrpcStreamMethod") && v.is(i+1, "(") && v.literal(i+2):
		return serves(v.value(i + 2))
	case w == "addService" && v.is(i+1, "(") && v.word(i+2):
		for _, end := range []string{"Service", "Definition"} {
			if name := between(v.text(i+2), "", end); name != "" && v.is(i+3, ",") {
				return serves(name)
			}
		}
	case w == "getService" && v.literal(v.firstArgument(i)):
		return uses(v.value(v.firstArgument(i)))
	case v.is(i+1, "(") && v.constructed(i) && v.speaksGRPC():
		return uses(strings.TrimSuffix(w, "Client"))
	}
	return Contract{}
}

// firstArgument is the token after the bracket of the call of i, type arguments
// passed; -1 if i is not called.
func (v *view) firstArgument(i int) int {
	for j := i + 1; j < min(i+maxChain/4, len(v.tokens)); j++ {
		switch {
		case v.is(j, "("):
			if j+1 < len(v.tokens) {
				return j + 1
			}
			return -1
		case v.word(j), v.is(j, "<"), v.is(j, ">"), v.is(j, "."), v.is(j, "?"):
		default:
			return -1
		}
	}
	return -1
}

// constructed reports whether the name that ends at i is what "new" makes.
func (v *view) constructed(i int) bool {
	for j := i; j >= 0; {
		if v.is(j-1, "new") || v.is(j, "new") {
			return true
		}
		next := v.dot(j - 1)
		if next < 0 {
			return false
		}
		j = next
	}
	return false
}

// csharpContract: X.XClient as a type argument or constructed, a class derived from
// X.XBase.
func csharpContract(v *view, i int) Contract {
	if !v.is(i-1, ".") || !v.word(i-2) {
		return Contract{}
	}
	name := v.text(i - 2)
	switch v.text(i) {
	case name + "Client":
		return uses(name)
	case name + "Base":
		return serves(name)
	}
	return Contract{}
}

// rustContract: XClient::connect(…), XServer::new(…).
func rustContract(v *view, i int) Contract {
	if !v.is(i+1, ":") && !v.is(i+1, "::") {
		return Contract{}
	}
	j := i + 2
	if v.is(i+1, ":") {
		j++
	}
	w := v.text(i)
	switch v.text(j) {
	case "connect", "new", "with_interceptor", "with_origin", "from_arc":
		if name := between(w, "", "Client"); name != "" && v.text(j) != "from_arc" {
			return uses(name)
		}
		return serves(between(w, "", "Server"))
	}
	return Contract{}
}

// rubyContract: X::Stub.new(…), class Y < Package::X::Service.
func rubyContract(v *view, i int) Contract {
	at := v.dot(i - 1)
	if at < 0 || !v.word(at) {
		return Contract{}
	}
	switch v.text(i) {
	case "Stub":
		if name := v.text(at); name != "Service" {
			return uses(name)
		}
		if outer := v.dot(at - 1); outer >= 0 {
			return uses(v.text(outer))
		}
	case "Service":
		for j := at; j >= 0; {
			next := v.dot(j - 1)
			if next < 0 {
				if v.is(j-1, "<") || v.is(j-1, ":") && v.is(j-3, "<") {
					return serves(v.text(at))
				}
				return Contract{}
			}
			j = next
		}
	}
	return Contract{}
}

var upper = regex.New(`^[A-Z]\w*$`)

// phpContract: new \Package\XClient(…).
func phpContract(v *view, i int) Contract {
	w := v.text(i)
	if name := between(w[strings.LastIndexByte(w, '\\')+1:], "", "Client"); upper().MatchString(name) && v.is(i+1, "(") && v.constructed(i) {
		return uses(name)
	}
	return Contract{}
}
