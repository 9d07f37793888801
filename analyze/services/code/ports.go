package code

import (
	"slices"
	"strconv"
	"strings"

	"seam/analyze/regex"
	"seam/analyze/services/address"
	"seam/analyze/source"
)

// Port is a port of the machine that a program runs on.
type Port struct {
	Number  int
	Listens bool   // the program offers it; else it is one that the program calls
	Private bool   // of a private address, not of the loopback
	Key     string // of a configuration file
	Line    int
	Text    string // the line, not redacted
}

var (
	privateHost = regex.New(`(?:^|[^\d.])(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+(?:\.\d+)?:(\d{2,5})\b`)
	loopback    = regex.New(`(?:localhost|127\.0\.0\.1|host\.docker\.internal):(\d{2,5})\b`)
	anyHost     = regex.New(`^(?:https?://)?(?:0\.0\.0\.0|\*|\+|\[::\])?:(\d{2,5})/?$`)
)

// listeners are calls, in lower case, that offer what they are given.
var listeners = []string{"listen", "listenandserve", "listenandservetls", "run", "serve", "useurls", "bind", "start", "addr", "runserver"}

// listenKeys are the keys of configuration, in lower case, under which programs are told
// their own port.
var listenKeys = []string{"port", "http.port", "grpc.port", "server.port", "server.http.port", "server.grpc.port", "micronaut.server.port", "quarkus.http.port"}

// portsOf notes the ports that literals name.
func (v *view) portsOf(f *Facts) {
	for _, i := range v.values {
		switch t := &v.tokens[i]; {
		case t.Kind == source.Number:
			if t.Text[0] != '0' {
				v.numbered(f, i)
			}
		case len(t.Text) < maxLiteral && mayHoldPort(v.text(i)) && !v.document(i):
			v.addressed(f, i)
		}
	}
}

// mayHoldPort reports whether a digit follows a colon.
func mayHoldPort(text string) bool {
	for {
		i := strings.IndexByte(text, ':')
		if i < 0 || i+1 == len(text) {
			return false
		}
		if text = text[i+1:]; text[0] >= '0' && text[0] <= '9' {
			return true
		}
	}
}

// numbered takes app.listen(3000) and app.run(port=5003).
func (v *view) numbered(f *Facts, i int) {
	n, err := strconv.Atoi(v.text(i))
	if err != nil || n < 80 || n > 65535 {
		return
	}
	b, words := v.callOf(i)
	if len(words) == 0 || !slices.Contains(listeners, strings.ToLower(words[0])) {
		return
	}
	if label := strings.ToLower(v.label(i)); label == "port" || label == "" && v.inside[i] == b && v.is(i-1, "(") {
		f.Ports = append(f.Ports, Port{Number: n, Listens: true, Line: v.tokens[i].Line, Text: v.line(i)})
	}
}

// addressed takes ":8080" where it is listened to, and localhost:8080 where it is not.
func (v *view) addressed(f *Facts, i int) {
	text, _ := v.fragment(i)
	_, words := v.callOf(i)
	listens := len(words) > 0 && slices.Contains(listeners, strings.ToLower(words[0]))
	found := portsIn(text, listens)
	if len(found) == 0 || !listens && v.letsIn(i) {
		return
	}
	for _, p := range found {
		p.Line, p.Text = v.tokens[i].Line, v.line(i)
		f.Ports = append(f.Ports, p)
	}
}

// portsIn lists the ports in a text that is listened to, or called.
func portsIn(text string, listens bool) []Port {
	var out []Port
	add := func(number string, p Port) {
		if n, err := strconv.Atoi(number); err == nil && n <= 65535 && !slices.ContainsFunc(out, func(o Port) bool { return o.Number == n }) {
			p.Number = n
			out = append(out, p)
		}
	}
	if m := anyHost().FindStringSubmatch(text); m != nil && listens {
		add(m[1], Port{Listens: true})
	}
	for _, m := range loopback().FindAllStringSubmatch(text, 8) {
		add(m[1], Port{Listens: listens})
	}
	if !listens {
		for _, m := range privateHost().FindAllStringSubmatch(text, 8) {
			add(m[1], Port{Private: true})
		}
	}
	return out
}

// configPorts notes the ports that an entry of a configuration names.
func configPorts(f *Facts, e entry, value string) {
	key := strings.ToLower(e.key)
	last := lastKey(e.key)
	ws := address.KeyWords(last)
	at := Port{Key: e.key, Line: e.line, Text: last + ": " + e.value}
	if n, err := strconv.Atoi(value); err == nil {
		if n >= 80 && n <= 65535 && slices.Contains(listenKeys, key) {
			at.Number, at.Listens = n, true
			f.Ports = append(f.Ports, at)
		}
		return
	}
	if m := anyHost().FindStringSubmatch(value); m != nil && (address.Holds(last) || slices.Contains(ws, "listen")) {
		at.Number, _ = strconv.Atoi(m[1])
		at.Listens = true
		f.Ports = append(f.Ports, at)
		return
	}
	if address.Back(e.key) || !address.MaySeek(last) || slices.Contains(ws, "health") || slices.Contains(ws, "healthcheck") {
		return
	}
	for _, p := range portsIn(value, false) {
		p.Key, p.Line, p.Text = at.Key, at.Line, at.Text
		f.Ports = append(f.Ports, p)
	}
}

// localPairs notes the ports of the own machine whose host stands beside them:
// mongodb: {host: localhost, port: 27017}.
func localPairs(f *Facts, all []entry) {
	local := map[string]bool{} // beginnings of keys
	for _, e := range all {
		if last := lastKey(e.key); strings.EqualFold(last, "host") || strings.EqualFold(last, "hostname") {
			if e.value == "localhost" || e.value == "127.0.0.1" {
				local[strings.TrimSuffix(e.key, last)] = true
			}
		}
	}
	for _, e := range all {
		last := lastKey(e.key)
		of := strings.TrimSuffix(e.key, last)
		if !strings.EqualFold(last, "port") || !local[of] || slices.Contains(listenKeys, strings.ToLower(e.key)) ||
			slices.Contains(offering, strings.ToLower(lastKey(strings.TrimSuffix(of, ".")))) {
			continue
		}
		if n, err := strconv.Atoi(e.value); err == nil && n >= 80 && n <= 65535 {
			f.Ports = append(f.Ports, Port{Number: n, Key: e.key, Line: e.line, Text: last + ": " + e.value})
		}
	}
}

// offering are keys, in lower case, under which a program's own host and port stand.
var offering = []string{"", "server", "http", "https", "grpc", "rest", "web", "app", "service", "api", "listen", "bind", "metrics", "management"}
