package code

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/yaml"
	"seam/analyze/regex"
	"seam/analyze/services/address"
	"seam/analyze/source"
)

// IsConfig reports whether a file may be configuration that code reads.
func IsConfig(file string) bool { return isConfig(file) }

// isConfig tells files of keys and values by their endings. Manifests of package
// managers and editors are none.
func isConfig(file string) bool {
	base := path.Base(file)
	switch strings.ToLower(path.Ext(base)) {
	case ".yml", ".yaml", ".json", ".properties", ".toml", ".ini", ".cfg", ".conf", ".config":
	default:
		return false
	}
	return !slices.Contains([]string{"package.json", "package-lock.json", "composer.json", "composer.lock", "tsconfig.json", "launchSettings.json",
		"cargo.toml", "pyproject.toml", "pnpm-lock.yaml", "angular.json", "global.json", "lerna.json", "renovate.json", "setup.cfg", "mkdocs.yml"}, base) &&
		!strings.HasPrefix(base, ".")
}

// Conventional reports whether frameworks read a configuration file by themselves.
func Conventional(file string) bool {
	base := strings.ToLower(path.Base(file))
	for _, start := range []string{"application", "bootstrap", "appsettings", "ocelot", "yarp", "microprofile-config"} {
		if strings.HasPrefix(base, start) {
			return true
		}
	}
	stem := strings.TrimSuffix(base, path.Ext(base))
	if slices.Contains([]string{"config", "settings", "conf", "configuration"}, stem) {
		return true
	}
	for dir := range strings.SplitSeq(strings.ToLower(path.Dir(file)), "/") {
		switch dir {
		case "config", "configs", "conf", "configuration", "settings":
			return true
		}
	}
	return false
}

// entry is one key with its value.
type entry struct {
	key   string // with the keys that it stands in, joined by dots
	value string
	line  int
}

// config reads keys and values: which settings they bind, which hosts and ports they name.
func (w Wanted) config(f *Facts, file string, src []byte) {
	all := entries(file, src)
	channels(f, all)
	localPairs(f, all)
	var props properties
	given := f.Keys
	if isAppSettings(file) {
		f.Given = map[string]bool{}
		given = f.Given
	}
	for _, e := range all {
		w.Keys.name(given, e.key)
		w.Keys.inText(f.Keys, e.value)
		values := []string{e.value}
		if strings.Contains(e.value, "${") {
			values = props.of(all).resolve(e.value)
		}
		for i, value := range values {
			values[i] = withDefaults(value)
		}
		if isTopicName(e.key) || strings.Contains(e.key, "bindings.") {
			f.Settings[e.key] = values[0]
		}
		for _, value := range values {
			w.entry(f, e, value)
		}
	}
}

// isAppSettings tells the configuration of .NET: code asks for each key of it, or for the
// group that it stands in.
func isAppSettings(file string) bool {
	base := strings.ToLower(path.Base(file))
	return strings.HasPrefix(base, "appsettings") && path.Ext(base) == ".json"
}

// entry notes the hosts and ports that one value of an entry names.
func (w Wanted) entry(f *Facts, e entry, value string) {
	configPorts(f, e, value)
	if address.Back(e.key) {
		return
	}
	host := Host{Kind: Proxy, Key: e.key, Line: e.line, Text: lastKey(e.key) + ": " + e.value}
	if name := strings.ToLower(value); w.Hosts[name] && isRouteTarget(e.key) {
		host.Name = name
		f.Hosts = append(f.Hosts, host)
	}
	for _, h := range address.Hosts(lastKey(e.key), value) {
		if w.known(h) {
			host.Kind, host.Name = kindOfEntry(e), h
			f.Hosts = append(f.Hosts, host)
		}
	}
}

// properties are the values of the keys of a file, of which one may have several, each for
// a profile.
type properties map[string][]string

// of takes the entries in once.
func (p *properties) of(all []entry) properties {
	if *p == nil {
		*p = properties{}
		for _, e := range all {
			(*p)[e.key] = append((*p)[e.key], e.value)
		}
	}
	return *p
}

// maxProfiles bounds the values that a placeholder is replaced by.
const maxProfiles = 4

var property = regex.New(`\$\{([\w.\-]+)(?::[^{}]*)?\}`)

// resolve puts in the values of the keys that a value names, one after the other of those
// that have several; placeholders of other keys stay.
func (p properties) resolve(value string) []string {
	n := 1
	for _, m := range property().FindAllStringSubmatch(value, -1) {
		n = max(n, min(len(p[m[1]]), maxProfiles))
	}
	out := make([]string, n)
	for i := range out {
		out[i] = property().ReplaceAllStringFunc(value, func(s string) string {
			values := p[property().FindStringSubmatch(s)[1]]
			if len(values) == 0 || strings.Contains(values[min(i, len(values)-1)], "${") {
				return s
			}
			return values[min(i, len(values)-1)]
		})
	}
	return out
}

// ApplicationName is the name that a Spring, Micronaut or Quarkus application gives
// itself in its configuration, under which others look it up; "" if it gives none, or
// one that is put together.
func ApplicationName(file string, src []byte) string {
	for _, e := range entries(file, src) {
		switch e.key {
		case "spring.application.name", "micronaut.application.name", "quarkus.application.name":
			if name := withDefaults(e.value); !strings.ContainsAny(name, "${} ") {
				return name
			}
		}
	}
	return ""
}

// isRouteTarget tells the keys that name the service of a gateway's route: serviceId
// of Zuul, ServiceName of Ocelot.
func isRouteTarget(key string) bool {
	last := strings.ToLower(strings.ReplaceAll(lastKey(key), "-", ""))
	return (last == "serviceid" || last == "servicename") && strings.Contains(strings.ToLower(key), "routes")
}

// kindOfEntry tells routes of gateways from other addresses.
func kindOfEntry(e entry) string {
	low := strings.ToLower(e.key)
	if strings.Contains(e.value, "lb://") || strings.Contains(low, "reverseproxy") || strings.Contains(low, "downstream") || strings.Contains(low, "routes") {
		return Proxy
	}
	return Config
}

func lastKey(key string) string {
	parts := strings.Split(key, ".")
	for _, p := range slices.Backward(parts) {
		if strings.Trim(p, "0123456789[]") != "" {
			return p
		}
	}
	return key
}

// withDefaults replaces ${KEY:default} by the default, as Spring does.
func withDefaults(s string) string {
	for range 8 {
		i := strings.LastIndex(s, "${")
		if i < 0 {
			return s
		}
		end := strings.IndexByte(s[i:], '}')
		if end < 0 {
			return s
		}
		_, def, ok := strings.Cut(s[i+2:i+end], ":")
		if !ok {
			return s
		}
		s = s[:i] + strings.TrimPrefix(def, "-") + s[i+end+1:]
	}
	return s
}

// entries reads a configuration file; one that does not parse has none.
func entries(file string, src []byte) []entry {
	switch strings.ToLower(path.Ext(file)) {
	case ".yml", ".yaml":
		return yamlEntries(src)
	case ".json":
		return jsonEntries(src)
	}
	return lineEntries(src)
}

// maxEntries bounds what is taken of one file.
const maxEntries = 5000

func yamlEntries(src []byte) []entry {
	var out []entry
	for _, d := range yaml.Split(src) {
		nodes, err := d.Parse()
		if err != nil {
			continue
		}
		for _, n := range nodes {
			if n.Get("openapi").Text() != "" || n.Get("swagger").Text() != "" || n.Get("apiVersion") != nil && n.Get("kind") != nil {
				continue // describes an interface, or is a manifest
			}
			out = flatten(out, "", n, 0)
		}
	}
	return out
}

func flatten(out []entry, key string, n *yaml.Node, depth int) []entry {
	if depth > 30 || len(out) >= maxEntries {
		return out
	}
	switch n.Kind {
	case yaml.Scalar:
		return append(out, entry{key, n.Value, n.Line})
	case yaml.List:
		for _, item := range n.Items {
			out = flatten(out, key, item, depth+1)
		}
	case yaml.Map:
		for _, p := range n.Pairs {
			out = flatten(out, join(key, p.Key), p.Value, depth+1)
		}
	}
	return out
}

func join(key, next string) string {
	if key == "" {
		return next
	}
	return key + "." + next
}

// jsonEntries reads JSON with comments and trailing commas, as .NET allows, by its
// tokens.
func jsonEntries(src []byte) []entry {
	var v view
	v.cut(source.JavaScript, src)
	keys := make(map[int]string) // opening bracket -> key of what it holds
	var out []entry
	for i, t := range v.tokens {
		outer := ""
		if at := v.inside[i]; at >= 0 {
			outer = keys[at]
		}
		label := ""
		if v.is(i-1, ":") && v.literal(i-2) {
			label = v.tokens[i-2].Value()
		}
		switch {
		case v.is(i, "{") || v.is(i, "["):
			if len(outer) < 1000 {
				keys[i] = strings.TrimPrefix(outer+"."+label, ".")
			}
		case t.Kind != source.String || v.is(i+1, ":") || len(out) >= maxEntries:
		default:
			key := strings.TrimPrefix(outer+"."+label, ".")
			if key == "openapi" || key == "swagger" {
				return nil
			}
			out = append(out, entry{strings.TrimSuffix(key, "."), t.Value(), t.Line})
		}
	}
	return out
}

// lineEntries reads key = value or key: value, with sections in brackets.
func lineEntries(src []byte) []entry {
	var out []entry
	section, line := "", 0
	for l := range bytes.Lines(src) {
		line++
		s := strings.TrimSpace(string(l))
		if s == "" || s[0] == '#' || s[0] == ';' || s[0] == '!' || strings.HasPrefix(s, "//") || len(out) >= maxEntries {
			continue
		}
		if s[0] == '[' {
			section = strings.Trim(s, "[]\"' ")
			continue
		}
		at := strings.IndexAny(s, "=:")
		if at <= 0 {
			continue
		}
		key, value := strings.TrimSpace(s[:at]), strings.Trim(strings.TrimSpace(s[at+1:]), `"',`)
		out = append(out, entry{join(section, key), value, line})
	}
	return out
}
