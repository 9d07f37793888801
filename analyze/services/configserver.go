package services

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/services/address"
	"seam/analyze/services/code"
	"seam/analyze/services/manifest"
)

// configServer marks the code of a server that hands other applications their
// configuration (Spring Cloud Config).
const configServer = "EnableConfigServer"

// reader is the node that reads a file of configuration: of those that a configuration
// server keeps for others, the one that the file is called after, nil for one that all
// of them get.
func (c *connector) reader(n *node, b belonging) *node {
	if !c.usage.found[n][configServer] || path.Base(path.Dir(b.file)) == "resources" {
		return n
	}
	stem, _, _ := strings.Cut(strings.TrimSuffix(path.Base(b.file), path.Ext(b.file)), ".")
	if found := c.resolveFor(n, strings.ToLower(stem)); len(found) == 1 {
		return found[0]
	}
	return nil
}

// libraries are what build files name that read settings of a configuration server by
// themselves, by a word of their keys.
var libraries = map[string]string{
	"eureka": "eureka-client", "rabbitmq": "rabbit", "kafka": "kafka", "mongodb": "mongodb", "redis": "redis", "consul": "consul",
}

// readers are the nodes that read an entry of a file of configuration. Of a file that a
// configuration server hands to all they are those whose build asks for the library that
// the key is of.
func (c *connector) readers(n *node, b belonging, key string) []*node {
	if m := c.reader(n, b); m != nil {
		return []*node{m}
	}
	library := ""
	for _, w := range address.KeyWords(key) {
		if library = libraries[w]; library != "" {
			break
		}
	}
	if library == "" {
		return nil
	}
	var out []*node
	for m := range c.usage.files {
		if m != n && c.usage.builtWith(m, "cloud-starter-config", "cloud-config-client") && c.usage.builtWith(m, library) {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	return out
}

// builtWith reports whether a build file of a node's own code names one of some libraries.
func (u *usage) builtWith(n *node, libraries ...string) bool {
	text, read := u.builds[n]
	if !read {
		for _, b := range u.files[n] {
			if !b.own || b.text || !slices.Contains([]string{"pom.xml", "build.gradle", "build.gradle.kts"}, path.Base(b.file)) {
				continue
			}
			if data, err := u.src.Tree.ReadFile(b.file); err == nil && len(data) <= manifest.MaxFile {
				text += string(data)
			}
		}
		u.builds[n] = text
	}
	return slices.ContainsFunc(libraries, func(l string) bool { return strings.Contains(text, l) })
}

// readByThemselves are the first elements of keys that libraries read, so that no code
// mentions them.
var readByThemselves = []string{"spring", "eureka", "server", "management", "logging", "micronaut", "quarkus", "mp", "zuul", "ribbon", "feign", "resilience4j", "camel"}

// asks reports whether a library reads a key of a configuration, or the own code of a node
// mentions its last element.
func (u *usage) asks(n *node, key string) bool {
	first, _, _ := strings.Cut(key, ".")
	if slices.Contains(readByThemselves, first) {
		return true
	}
	last := manifest.Squash(key[strings.LastIndexByte(key, '.')+1:])
	for _, b := range u.files[n] {
		if !b.own || b.text || code.IsConfig(b.file) {
			continue
		}
		if data, err := u.src.Tree.ReadFile(b.file); err == nil && len(data) <= manifest.MaxFile && strings.Contains(manifest.Squash(string(data)), last) {
			return true
		}
	}
	return false
}
