package code

import (
	"bytes"
	"path"
	"strings"

	"seam/analyze/regex"
	"seam/analyze/services/address"
)

// isProxy tells configuration of proxies by name; templates of it count.
func isProxy(file string) bool {
	base := strings.ToLower(path.Base(file))
	for _, end := range []string{".template", ".tmpl", ".tpl", ".j2", ".erb"} {
		base = strings.TrimSuffix(base, end)
	}
	switch {
	case strings.HasSuffix(base, ".conf"), strings.HasPrefix(base, "nginx"), base == "haproxy.cfg", strings.HasPrefix(base, "caddyfile"):
		return true
	}
	return strings.Contains(base, "envoy") && (strings.HasSuffix(base, ".yaml") || strings.HasSuffix(base, ".yml") || strings.HasSuffix(base, ".json"))
}

// targets are directives that say where requests go, and which of their words is
// the target.
var targets = map[string]int{
	"proxy_pass": 1, "grpc_pass": 1, "fastcgi_pass": 1, "uwsgi_pass": 1, "scgi_pass": 1, "memcached_pass": 1, "set": 2,
	"server": 1, "proxypass": 2, "balancermember": 1, "reverse_proxy": 1, "to": 1, "default": 1,
}

// proxy reads where a proxy sends requests. Names of settings stay as ${KEY}.
func (w Wanted) proxy(f *Facts, file string, src []byte) {
	w.Keys.inText(f.Keys, withoutHashes(src))
	if e := strings.ToLower(path.Ext(strings.TrimSuffix(file, ".tmpl"))); e == ".yaml" || e == ".yml" || e == ".json" {
		w.envoy(f, src)
		return
	}
	groups := map[string]bool{} // of servers, by names that are no hosts
	for l := range bytes.Lines(src) {
		for _, words := range directives(string(l)) {
			if (words[0] == "upstream" || words[0] == "backend") && len(words) > 1 {
				groups[strings.ToLower(words[1])] = true
			}
		}
	}
	line := 0
	for l := range bytes.Lines(src) {
		line++
		for _, words := range directives(string(l)) {
			at, ok := targets[strings.ToLower(words[0])]
			if !ok || len(words) <= at {
				continue
			}
			for _, word := range words[at:] {
				host := target(strings.Trim(word, `"'`))
				if groups[host] && words[0] != "server" {
					continue
				}
				if strings.HasPrefix(host, "${") || w.known(host) {
					f.Hosts = append(f.Hosts, Host{Kind: Proxy, Name: host, Line: line, Text: strings.TrimSpace(string(l))})
				}
			}
		}
	}
}

var setting = regex.New(`\$\{(\w+)[^}\s]*\}`)

// caddySetting is a setting as Caddy writes it: {$HOST}, {$HOST:default}, {env.HOST}.
var caddySetting = regex.New(`\{(?:\$|env\.)(\w+)[^}\s]*\}`)

// directives splits a line into directives and these into words; comments end it.
func directives(line string) [][]string {
	line, _, _ = strings.Cut(line, "#")
	if strings.Contains(line, "{$") || strings.Contains(line, "{env.") {
		line = caddySetting().ReplaceAllString(line, "\x00$1\x01")
	}
	line = setting().ReplaceAllString(line, "\x00$1\x01")
	var out [][]string
	for d := range strings.FieldsFuncSeq(line, func(r rune) bool { return r == ';' || r == '{' || r == '}' }) {
		words := strings.Fields(strings.NewReplacer("\x00", "${", "\x01", "}").Replace(d))
		if len(words) > 0 {
			out = append(out, words)
		}
	}
	return out
}

// target is the host of a proxy's target: http://${HOST}:80/x is ${HOST}.
func target(s string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	if strings.HasPrefix(s, "${") {
		if end := strings.IndexByte(s, '}'); end > 0 {
			return s[:end+1]
		}
		return ""
	}
	s, _, _ = strings.Cut(s, "/")
	s, _, _ = strings.Cut(s, ":")
	if !address.IsHost(s) {
		return ""
	}
	return strings.ToLower(s)
}

// envoy reads the addresses of clusters: socket_address: {address: cart}.
func (w Wanted) envoy(f *Facts, src []byte) {
	var all []entry
	if all = yamlEntries(src); len(all) == 0 {
		all = jsonEntries(src)
	}
	for _, e := range all {
		if !strings.HasSuffix(e.key, "address.address") && !strings.HasSuffix(e.key, "hostname") || strings.Contains(e.key, "listeners") {
			continue
		}
		if h := target(e.value); strings.HasPrefix(h, "${") || w.known(h) {
			f.Hosts = append(f.Hosts, Host{Kind: Proxy, Name: h, Line: e.line, Text: "address: " + e.value})
		}
	}
}
