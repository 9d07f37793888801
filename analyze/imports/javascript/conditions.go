package javascript

import (
	"strings"

	"seam/analyze/format/json"
)

// subpath is how exports names what stands behind a package's name.
func subpath(rest string) string {
	if rest == "" {
		return "."
	}
	return "./" + rest
}

// exported lists the targets that the exports (or imports) of a package.json give for a
// key, in the order of preference: those whose conditions fit an import (or a require)
// first, then all others, since the one that fits is often built and not tracked.
func exported(exports json.Node, key string, require bool) []string {
	node, star := entryOf(exports, key)
	c := conditions{star: star, require: require}
	c.gather(node, true)
	out := c.fit
	return append(out, c.other...)
}

// entryOf finds the entry for a key: by name, else the pattern with the longest prefix,
// with what its * stands for. Exports without subpaths are an entry themselves.
func entryOf(exports json.Node, key string) (json.Node, string) {
	if pairs := exports.Map(); pairs == nil || len(pairs) > 0 && !strings.HasPrefix(pairs[0].Key, ".") && !strings.HasPrefix(pairs[0].Key, "#") {
		if key == "." {
			return exports, ""
		}
		return json.Node{}, ""
	}
	if n := exports.Get(key); n.Kind != json.None && !strings.Contains(key, "*") {
		return n, ""
	}
	best, found, star := "", json.Node{}, ""
	for _, p := range exports.Map() {
		prefix, suffix, pattern := strings.Cut(p.Key, "*")
		if !pattern && strings.HasSuffix(p.Key, "/") {
			pattern = true // the old way to export a folder
		}
		if !pattern || len(prefix) <= len(best) && found.Kind != json.None || len(key) < len(prefix)+len(suffix) ||
			!strings.HasPrefix(key, prefix) || !strings.HasSuffix(key, suffix) {
			continue
		}
		best, found, star = prefix, p.Value, key[len(prefix):len(key)-len(suffix)]
	}
	return found, star
}

// conditions gathers targets.
type conditions struct {
	star       string
	require    bool
	fit, other []string
}

func (c *conditions) gather(n json.Node, fits bool) {
	switch n.Kind {
	case json.Text:
		t := strings.ReplaceAll(n.Value, "*", c.star)
		if strings.HasSuffix(n.Value, "/") {
			t += c.star
		}
		if len(c.fit)+len(c.other) >= maxTargets || len(t) > maxTarget {
			return
		}
		if fits {
			c.fit = append(c.fit, t)
		} else {
			c.other = append(c.other, t)
		}
	case json.List:
		for _, p := range n.List() {
			c.gather(p.Value, fits)
		}
	case json.Object:
		for _, p := range n.Map() {
			c.gather(p.Value, fits && c.condition(p.Key))
		}
	}
}

// maxTargets bounds the targets of one entry, maxTarget their length.
const (
	maxTargets = 64
	maxTarget  = 1000
)

// condition reports whether a condition holds for code that runs in Node or is bundled.
func (c *conditions) condition(name string) bool {
	switch name {
	case "require", "node-addons":
		return c.require
	case "import", "module", "module-sync":
		return !c.require
	case "browser", "worker", "workerd", "edge-light", "deno", "bun", "react-native", "react-server", "electron", "production":
		return false
	}
	return true
}
