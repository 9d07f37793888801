package code

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/regex"
	"seam/analyze/services/address"
	"seam/analyze/source"
)

// maxLiteral is the longest text that is looked at; longer ones are documents.
const maxLiteral = 2000

// hosts finds the hosts that literals name.
func (w Wanted) hosts(f *Facts, v *view) {
	if len(w.Hosts) == 0 {
		return
	}
	for _, i := range v.values {
		t := &v.tokens[i]
		if t.Kind == source.Number || len(t.Text) > maxLiteral || v.document(i) {
			continue
		}
		text, whole := v.fragment(i)
		if strings.Contains(text, "{{") {
			text = camelDefault().ReplaceAllString(text, "$1")
		}
		for _, h := range w.named(text, whole) {
			w.host(f, v, i, Literal, h)
		}
		if t.Kind == source.Hole {
			w.invoked(f, v, i, text)
			continue
		}
		w.invoked(f, v, i, text)
		if name := standIn(text); w.Hosts[name] {
			w.host(f, v, i, Default, name)
		}
		if name := strings.ToLower(text); w.Hosts[name] {
			if kind := v.role(i); kind != "" {
				w.host(f, v, i, kind, name)
			}
		}
	}
	w.constants(f, v)
}

// constants finds the names of services that clients are given by a constant of the file:
// InvokeMethodAsync(HttpMethod.Get, OrdersAppId, "orders").
func (w Wanted) constants(f *Facts, v *view) {
	for _, i := range v.named {
		if v.marks[i].trait&findsService == 0 || strings.EqualFold(v.text(i), "client") {
			continue
		}
		open := i + 1
		if v.is(open, "<") { // type arguments
			for open < min(len(v.tokens), i+maxChain/2) && !v.is(open, "(") {
				open++
			}
		}
		if !v.is(open, "(") {
			continue
		}
		for j := open + 1; j < v.closer(open); j++ {
			if v.inside[j] != open || !v.word(j) || !v.lastWord(j) {
				continue
			}
			if name := strings.ToLower(v.consts[v.text(j)]); w.Hosts[name] {
				w.host(f, v, j, Discovery, name)
			}
		}
	}
}

// camelDefault is a placeholder of Apache Camel and what stands in for it:
// {{env:CART_ENDPOINT:cart:8080}}.
var camelDefault = regex.New(`\{\{(?:(?:env|sys|service):)?[\w.\-]+:([^{}]+)\}\}`)

var placeholderOnly = regex.New(`^\$\{([\w.\-]+):([\w.\-]+)\}$`)

// standIn is the bare name that a placeholder for an address falls back to, in lower
// case: of ${catalog.service.host:catalog} it is catalog.
func standIn(text string) string {
	if !strings.HasPrefix(text, "${") {
		return ""
	}
	if m := placeholderOnly().FindStringSubmatch(text); m != nil && address.MaySeek(m[1]) && holdsAddress(m[1]) {
		return strings.ToLower(m[2])
	}
	return ""
}

// fragment is the text of a literal and whether it ends there; what goes on may be
// more of the host's name.
func (v *view) fragment(i int) (text string, whole bool) {
	t := &v.tokens[i]
	if t.Kind == source.String {
		return v.value(i), !v.is(i+1, "+") && !v.is(i+1, ".") || !v.joined(i)
	}
	raw := strings.TrimLeft(v.text(i), "$@rRfFbB")
	text = strings.Trim(raw, "\"'`")
	last := t.Text[len(t.Text)-1]
	return text, last == '"' || last == '\'' || last == '`'
}

// joined reports whether another text follows that may begin with more of a name.
func (v *view) joined(i int) bool {
	return v.is(i+1, "+") || v.is(i+1, ".") && v.lang == source.PHP
}

// document tells texts that stand for themselves, as the documentation of Python does.
func (v *view) document(i int) bool {
	text := v.text(i)
	return v.lang == source.Python && (strings.HasPrefix(text, `"""`) || strings.HasPrefix(text, "'''")) &&
		!v.is(i-1, "=") && !v.is(i-1, "(") && !v.is(i-1, ",") && !v.is(i-1, "return")
}

// named lists the known hosts in a text. Where the text goes on, one that stands at
// its end counts only if something ends it.
func (w Wanted) named(text string, whole bool) []string {
	if !strings.ContainsAny(text, ":=") {
		return nil
	}
	var out []string
	for _, h := range address.Hosts("", text) {
		if w.known(h) && (whole || !strings.HasSuffix(strings.ToLower(text), h)) {
			out = append(out, h)
		}
	}
	return out
}

func (w Wanted) known(host string) bool {
	return w.Hosts[host] || w.Hosts[address.ServiceName(host)]
}

// host adds a host unless the line says whom it lets in.
func (w Wanted) host(f *Facts, v *view, i int, kind, name string) {
	if v.letsIn(i) {
		return
	}
	f.Hosts = append(f.Hosts, Host{Kind: kind, Name: name, Of: v.annotated(i), As: v.constant(i), Line: v.tokens[i].Line, Text: v.line(i)})
}

// annotated is the interface that a client's annotation stands before, of whose arguments
// token i is one: @FeignClient("orders") public interface OrderClient. "" for none.
func (v *view) annotated(i int) string {
	b, words := v.callOf(i)
	if len(words) == 0 || words[0] != "FeignClient" || !v.is(b-2, "@") {
		return ""
	}
	end := v.closer(b)
	for j := end + 1; j < min(end+maxChain/4, len(v.tokens)); j++ {
		if v.is(j, "interface") && v.word(j+1) {
			return v.text(j + 1)
		}
	}
	return ""
}

// constant is the name of the constant that token i alone is the value of; "" if it is none.
func (v *view) constant(i int) string {
	name := v.label(i)
	if !v.is(i-1, "=") || name == "" {
		return ""
	}
	if b := v.inside[i]; b >= 0 && v.is(b, "(") {
		if v.lang == source.Go && v.is(b-1, "const") {
			return name
		}
		return ""
	}
	from, _ := v.sameLine(i)
	final := false
	for j := from; j < i; j++ {
		if v.is(j, "const") || v.is(j, "static") && final || v.is(j, "final") && v.is(j-1, "static") {
			return name
		}
		final = final || v.is(j, "final")
	}
	return ""
}

// letsIn reports whether a literal is an origin, a redirect or a callback, by the
// names around it.
func (v *view) letsIn(i int) bool {
	if address.Back(v.label(i)) {
		return true
	}
	_, words := v.callOf(i)
	if slices.ContainsFunc(words[:min(len(words), 2)], address.Back) {
		return true
	}
	from, to := v.sameLine(i)
	for j := from; j < to; j++ {
		if v.word(j) && address.Back(v.text(j)) {
			return true
		}
	}
	for b, depth := v.inside[i], 0; b >= 0 && depth < 4; b, depth = v.inside[b], depth+1 {
		if address.Back(v.label(b)) { // redirectUris: ["http://web"]
			return true
		}
	}
	return false
}

// role says why a bare name is a host, "" if it is none that can be told.
func (v *view) role(i int) string {
	b, words := v.callOf(i)
	label := v.label(i)
	switch {
	case v.discovers(i, b, words, label):
		return Discovery
	case v.is(i-1, "+") && v.literal(i-2) && strings.HasSuffix(v.value(i-2), "://"):
		return Literal
	case label != "" && holdsAddress(label):
		return Default
	case len(words) > 0 && takesAddress(words[0]) && v.inside[i] == b && (v.is(i-1, "(") || v.is(i-1, ",")):
		return Default
	case v.fallback(i, b), v.withPath(i, words), v.inside[i] == b && v.connects(i, words):
		return Default
	}
	return ""
}

// requests are words of calls that send something to a host.
var requests = []string{"http", "https", "request", "fetch", "post", "get", "put", "call", "proxy", "forward"}

// withPath reports whether a name stands before a path in a call that sends something:
// httpPost(stream, "storage", "/upload").
func (v *view) withPath(i int, words []string) bool {
	return len(words) > 0 && v.is(i+1, ",") && v.literal(i+2) && strings.HasPrefix(v.value(i+2), "/") && hasAny(address.KeyWords(words[0]), requests)
}

// connecting are words of calls that connect to a host, given before its port.
var connecting = []string{"connect", "connection", "dial", "client", "redis", "socket", "tcp", "httpconnection", "httpsconnection"}

// connects reports whether a name is the host that a call connects to: the first argument,
// before a port, or of a client of RabbitMQ for Python.
func (v *view) connects(i int, words []string) bool {
	if len(words) == 0 || !v.is(i-1, "(") {
		return false
	}
	if words[0] == "ConnectionParameters" {
		return true
	}
	if !v.is(i+1, ",") || i+2 >= len(v.tokens) || v.tokens[i+2].Kind != source.Number {
		return false
	}
	port, err := strconv.Atoi(v.text(i + 2))
	return err == nil && port >= 80 && port <= 65535 && hasAny(address.KeyWords(words[0]), connecting)
}

// holdsAddress tells names of addresses in code, where "server", "backend" and the like
// are names of what runs, too.
func holdsAddress(name string) bool {
	ws := address.KeyWords(name)
	if len(ws) == 0 || !address.Holds(name) {
		return false
	}
	switch ws[len(ws)-1] {
	case "server", "backend", "nodes", "peers":
		return false
	}
	return true
}

// takesAddress tells calls that make an address of their argument: getServiceUrl("x"),
// withHost("x").
func takesAddress(word string) bool {
	ws := address.KeyWords(word)
	return len(ws) > 1 && address.Holds(word) && slices.Contains([]string{"url", "uri", "host", "hostname", "addr", "address", "endpoint"}, ws[len(ws)-1]) ||
		slices.Contains([]string{"host", "sethost", "withhost"}, strings.ToLower(word))
}

// discoverers are calls and annotations, in lower case, that take the name of a
// service.
var discoverers = []string{
	"feignclient", "client", "getinstances", "getnextserverfromeureka", "loadbalancerclient", "grpcclient", "registerrestclient",
	"createinvokehttpclient", "invokemethodasync", "invokemethodgrpcasync", "invokemethod", "invoke_method", "invokeservice", "invokemethodwithcontent", "createinvokemethodrequest",
	"getserviceinstances", "lookupservice", "httpexchangeclient", "getserviceurl", "get_service_url",
	"rpcproxy", "servicerpc",
}

// discovers reports whether a name is handed to a client or to service discovery.
func (v *view) discovers(i, b int, words []string, label string) bool {
	if strings.EqualFold(label, "dapr-app-id") || v.is(i-1, ",") && v.literal(i-2) && strings.EqualFold(v.value(i-2), "dapr-app-id") {
		return true
	}
	if len(words) == 0 || !slices.Contains(discoverers, strings.ToLower(words[0])) {
		return false
	}
	if words[0] == "Client" || words[0] == "client" { // an annotation, no constructor
		return v.is(b-2, "@")
	}
	switch label {
	case "", "name", "value", "id", "serviceId", "app_id", "appId":
		return true
	}
	return false
}

// fallback reports whether a bare name stands in for the setting of an address: a
// setting is read on the same line or by the same call, under a name of an address.
func (v *view) fallback(i, b int) bool {
	from, to := v.sameLine(i)
	if b >= 0 && v.closer(b)-b < maxChain {
		from, to = min(from, b-2), max(to, v.closer(b))
	}
	getter, holds := false, false
	for j := max(from, 0); j < min(to, len(v.tokens)); j++ {
		switch {
		case j == i:
		case v.word(j):
			w := v.text(j)
			getter = getter || isGetter([]string{w})
			holds = holds || holdsAddress(w) && strings.ToUpper(w) == w
		case v.literal(j):
			holds = holds || holdsAddress(v.value(j)) && !strings.ContainsAny(v.value(j), " /")
		}
	}
	return getter && holds
}

// invoked finds Dapr's calls by URL: /v1.0/invoke/NAME/method/…, also where the
// beginning stands elsewhere in the file.
func (w Wanted) invoked(f *Facts, v *view, i int, text string) {
	before, _, ok := strings.Cut(text, "/method/")
	if !ok {
		return
	}
	name := strings.ToLower(before[strings.LastIndexByte(before, '/')+1:])
	if w.Hosts[name] && bytes.Contains(v.src, []byte("v1.0/invoke")) {
		w.host(f, v, i, Discovery, name)
	}
}
