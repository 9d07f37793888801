// Package address tells hosts in settings and literals: which part of a text is the
// whole name of a host, and which settings can hold one at all.
//
// Limits: names are compared as text; nothing is looked up. IPv4 addresses, loopback
// names and numbers are no hosts.
package address

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"seam/analyze/regex"
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
// itself, as its documentation says, whom it lets in, or which page its users are led to.
var backWords = strings.Fields(`callback redirect origin origins cors advertised allowed trusted noproxy
	listener listeners swagger openapi`)

// openingWords are verbs of a unit that offers something, if the key ends with them or goes
// on with one of openedWords: LISTEN_ADDR, but not ListenTogetherHub.
var (
	openingWords = []string{"listen", "bind"}
	openedWords  = strings.Fields(`port ports on ip ips interface interfaces http https grpc tcp udp tls ssl socket peer peers client admin
		metrics public private internal external all local`)
)

// MaySeek reports whether a setting can hold the address of something that the
// unit calls.
func MaySeek(key string) bool {
	ws := KeyWords(key)
	if len(ws) == 0 {
		return true
	}
	return (!slices.Contains(otherWords, ws[len(ws)-1]) || isConnection(ws) || isHostName(ws)) && !Back(key)
}

// isConnection tells the keys of connection strings of .NET, which are called after what
// they lead to: ConnectionStrings__OrdersDb.
func isConnection(ws []string) bool {
	return len(ws) > 2 && ws[0] == "connection" && ws[1] == "strings"
}

// isHostName tells HostName and host_name.
func isHostName(ws []string) bool {
	return len(ws) > 1 && ws[len(ws)-2] == "host" && ws[len(ws)-1] == "name"
}

// opens reports whether a key is that of an address which the unit offers.
func opens(ws []string) bool {
	for i, w := range ws {
		if slices.Contains(openingWords, w) && (i == len(ws)-1 || slices.Contains(openedWords, ws[i+1]) || slices.Contains(addressWords, ws[i+1])) {
			return true
		}
	}
	return false
}

// Back reports whether a key tells others how to reach the unit itself, or another one from
// outside (OrdersUrlExternal), or whom it lets in.
func Back(key string) bool {
	ws := KeyWords(key)
	if n := len(ws); n > 1 && (ws[n-2] == "ui" && (ws[n-1] == "url" || ws[n-1] == "uri") || ws[n-2] == "url" && ws[n-1] == "external") {
		return true
	}
	return manifest.Squash(key) == "noproxy" || opens(ws) || slices.ContainsFunc(ws, func(w string) bool { return slices.Contains(backWords, w) })
}

// Holds reports whether the key is that of an address, so that a bare name is a host.
func Holds(key string) bool {
	ws := KeyWords(key)
	return len(ws) > 0 && slices.Contains(addressWords, ws[len(ws)-1]) || isHostName(ws)
}

// KeyWords splits a key at punctuation and where a capital follows a small letter.
func KeyWords(key string) []string {
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

// Hosts lists the hosts that a value names as whole tokens, in lower case:
// scheme://host, lists of host:port, host=name as in a DSN, and a bare name if the
// key is that of an address.
func Hosts(key, value string) []string {
	if !MaySeek(key) {
		return nil
	}
	hosts := slices.Concat(urlHosts(value), portHosts(value), dsnHosts(value))
	if pointsAt(key, value) {
		hosts = append(hosts, value)
	}
	if ByImage(key) {
		for part := range strings.SplitSeq(value, ",") {
			name, _, _ := strings.Cut(part, "=")
			hosts = append(hosts, strings.TrimSpace(name))
		}
	}
	if Holds(key) {
		for part := range strings.SplitSeq(value, ",") {
			if part = strings.TrimSpace(part); !isConstant(part) {
				hosts = append(hosts, part)
			}
		}
	}
	for i, h := range hosts {
		hosts[i] = strings.ToLower(strings.TrimSuffix(h, "."))
	}
	return manifest.Unique(slices.DeleteFunc(hosts, func(h string) bool { return !IsHost(h) }))
}

// isConstant tells one of several choices (CACHE_BACKEND=REDIS) from the name of a host.
func isConstant(value string) bool {
	return len(value) > 2 && value == strings.ToUpper(value) && value != strings.ToLower(value)
}

// pointsAt reports whether a key is that of a service whose name is the value: CART_SERVICE=cart.
func pointsAt(key, value string) bool {
	ws := KeyWords(key)
	if len(ws) < 2 || ws[len(ws)-1] != "service" || !manifest.IsName(value) {
		return false
	}
	name := manifest.Squash(value)
	return name == strings.Join(ws, "") || name == strings.Join(ws[:len(ws)-1], "")
}

// NamesApp reports whether the key of a setting is that of the name of a service, which is
// no host by itself: INVENTORY_SERVICE_NAME, CART_APP_ID.
func NamesApp(key string) bool {
	ws := KeyWords(key)
	n := len(ws)
	return n > 1 && (ws[n-1] == "name" || ws[n-1] == "id") && slices.Contains([]string{"service", "app", "api"}, ws[n-2])
}

// ByImage reports whether it is the base image that reads a setting, not what is built on
// it: DB_SERVICE_PREFIX_MAPPING=orders-postgresql=DB names the service of a database for
// those of JBoss.
func ByImage(key string) bool { return strings.HasSuffix(key, "_SERVICE_PREFIX_MAPPING") }

// IsHost refuses what can only be a number, an IPv4 address or a loopback name.
func IsHost(h string) bool {
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

var dsnHost = regex.New(`(?i)(?:^|[\s;"'?&])(?:host|server|hostname|addr|data source)\s*=\s*(?:tcp:)?([A-Za-z0-9_.-]+)`)

func dsnHosts(value string) []string {
	if !strings.Contains(value, "=") {
		return nil
	}
	var out []string
	for _, m := range dsnHost().FindAllStringSubmatch(value, -1) {
		out = append(out, m[1])
	}
	return out
}

// ServiceName cuts a Kubernetes DNS name to the name of the Service: cart.shop.svc
// and cart.shop.svc.cluster.local are cart.
func ServiceName(host string) string {
	for _, suffix := range []string{".svc.cluster.local", ".svc"} {
		if rest, ok := strings.CutSuffix(host, suffix); ok {
			name, _, _ := strings.Cut(rest, ".")
			return name
		}
	}
	return host
}

// FlagKey reads --redis-host=redis as a setting of that name.
func FlagKey(arg string) (key, value string) {
	if strings.HasPrefix(arg, "-") && !strings.ContainsAny(arg, " \n") {
		if k, v, ok := strings.Cut(arg, "="); ok {
			return k, v
		}
	}
	return "", arg
}

var localPort = regex.New(`(?:localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker\.internal):(\d{2,5})\b`)

// LocalPorts lists the ports of the own machine that the value of a setting names: a
// service that publishes one may be meant. Ports that the unit offers itself, by the
// key, do not count.
func LocalPorts(key, value string) []int {
	ws := KeyWords(key)
	if !MaySeek(key) || slices.Contains(ws, "healthcheck") || slices.Contains(ws, "health") {
		return nil
	}
	var out []int
	for _, m := range localPort().FindAllStringSubmatch(value, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
