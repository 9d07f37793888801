package services

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"seam/analyze/services/manifest"
)

// addressWords end the keys of settings that hold an address, so that a bare name
// in them is a host.
var addressWords = strings.Fields(`host hosts hostname hostnames addr addrs address addresses url urls uri uris endpoint endpoints
	server servers broker brokers upstream upstreams backend backends nodes peers dsn`)

// otherWords end the keys of settings that hold the name of something else, even
// if a service is called so: POSTGRES_DB=orders is no call to orders.
var otherWords = strings.Fields(`db database user username name password pass passwd image tag version`)

// backWords stand in keys of settings that tell others how to reach the unit
// itself, or whom it lets in.
var backWords = strings.Fields(`callback redirect origin origins cors advertised allowed trusted noproxy
	listen listener listeners bind`)

// maySeek reports whether a setting can hold the address of something that the
// unit calls.
func maySeek(key string) bool {
	ws := keyWords(key)
	if len(ws) == 0 {
		return true
	}
	return !slices.Contains(otherWords, ws[len(ws)-1]) && !containsAny(ws, backWords) && manifest.Squash(key) != "noproxy"
}

func holdsAddress(key string) bool {
	ws := keyWords(key)
	return len(ws) > 0 && slices.Contains(addressWords, ws[len(ws)-1])
}

// keyWords splits a key at punctuation and where a capital follows a small letter.
func keyWords(key string) []string {
	var b strings.Builder
	before := ' '
	for _, r := range key {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte('_')
		}
		b.WriteRune(r)
		before = r
	}
	return manifest.Words(b.String())
}

// hostsOf lists the hosts that a value names as whole tokens, in lower case:
// scheme://host, lists of host:port, host=name as in a DSN, and a bare name if the
// key is that of an address.
func hostsOf(key, value string) []string {
	if !maySeek(key) {
		return nil
	}
	hosts := slices.Concat(urlHosts(value), portHosts(value), dsnHosts(value))
	if holdsAddress(key) {
		for part := range strings.SplitSeq(value, ",") {
			hosts = append(hosts, strings.TrimSpace(part))
		}
	}
	for i, h := range hosts {
		hosts[i] = strings.ToLower(strings.TrimSuffix(h, "."))
	}
	return manifest.Unique(slices.DeleteFunc(hosts, func(h string) bool { return !isHost(h) }))
}

// isHost refuses what can only be a number, an IPv4 address or a loopback name.
func isHost(h string) bool {
	return manifest.IsName(h) && strings.ContainsFunc(h, unicode.IsLetter) && !strings.HasPrefix(h, ".") && !strings.HasPrefix(h, "-")
}

// urlHosts finds the authorities after "://", of which mongodb:// may have several.
func urlHosts(value string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(value, "://")
		if !ok {
			return out
		}
		value = rest
		end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("/?#\"'`)>;&|", r) })
		if end < 0 {
			end = len(rest)
		}
		authority := rest[:end]
		if at := strings.LastIndexByte(authority, '@'); at >= 0 {
			authority = authority[at+1:]
		}
		for h := range strings.SplitSeq(authority, ",") {
			h, _, _ = strings.Cut(h, ":")
			out = append(out, h)
		}
	}
}

// minPort keeps image tags (postgres:14) and ratios apart from ports.
const minPort = 80

// portHosts finds tokens host:port.
func portHosts(value string) []string {
	var out []string
	for token := range strings.FieldsFuncSeq(value, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;=\"'`()[]{}@|&<>\\", r)
	}) {
		token, _, _ = strings.Cut(token, "/") // a path may follow a host, not precede it
		host, port, ok := strings.Cut(token, ":")
		if n, err := strconv.ParseUint(port, 10, 16); ok && err == nil && n >= minPort {
			out = append(out, host)
		}
	}
	return out
}

var dsnHost = regexp.MustCompile(`(?i)(?:^|[\s;"'?&])(?:host|server|hostname|addr|data source)\s*=\s*(?:tcp:)?([A-Za-z0-9_.-]+)`)

func dsnHosts(value string) []string {
	var out []string
	for _, m := range dsnHost.FindAllStringSubmatch(value, -1) {
		out = append(out, m[1])
	}
	return out
}

// serviceName cuts a Kubernetes DNS name to the name of the Service: cart.shop.svc
// and cart.shop.svc.cluster.local are cart.
func serviceName(host string) string {
	for _, suffix := range []string{".svc.cluster.local", ".svc"} {
		if rest, ok := strings.CutSuffix(host, suffix); ok {
			name, _, _ := strings.Cut(rest, ".")
			return name
		}
	}
	return host
}

// flagKey reads --redis-host=redis as a setting of that name.
func flagKey(arg string) (key, value string) {
	if strings.HasPrefix(arg, "-") && !strings.ContainsAny(arg, " \n") {
		if k, v, ok := strings.Cut(arg, "="); ok {
			return k, v
		}
	}
	return "", arg
}
