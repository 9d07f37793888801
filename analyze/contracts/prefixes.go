package contracts

import (
	"bytes"
	"path"
	"strings"

	"seam/analyze/format/yaml"
	"seam/analyze/repo"
)

// basePaths are the settings that put a prefix before all routes of a service.
var basePaths = []string{
	"server.servlet.context-path", "server.servlet.contextPath", "server.context-path", "server.contextPath",
	"spring.webflux.base-path", "spring.mvc.servlet.path", "micronaut.server.context-path", "quarkus.http.root-path",
}

// basePrefix is the prefix that the settings of a Java service put before its routes. It
// is not known where two files differ, or where the environment may give it.
func basePrefix(t repo.Tree, files []string) value {
	var out value
	for _, file := range files {
		name := path.Base(file)
		if !strings.HasPrefix(name, "application") && !strings.HasPrefix(name, "bootstrap") || strings.Contains(file, "/test/") {
			continue
		}
		data, err := t.ReadFile(file)
		if err != nil || len(data) > maxFile {
			continue
		}
		for _, text := range basePathsIn(path.Ext(file), data) {
			if text = strings.TrimSuffix(text, "/"); text == "" {
				continue
			}
			if strings.Contains(text, "$") || out != (value{}) && out.prefix != text {
				return value{lost: true}
			}
			out = value{prefix: joined("", text)}
		}
	}
	return out
}

func basePathsIn(ext string, data []byte) []string {
	var out []string
	switch ext {
	case ".properties":
		for line := range bytes.Lines(data) {
			key, text, _ := strings.Cut(string(line), "=")
			for _, k := range basePaths {
				if strings.TrimSpace(key) == k {
					out = append(out, strings.TrimSpace(text))
				}
			}
		}
	case ".yml", ".yaml":
		docs, _ := yaml.Parse(data)
		for _, doc := range docs {
			for _, k := range basePaths {
				if n := dottedIn(doc, k); n != nil {
					out = append(out, n.Text())
				}
			}
		}
	}
	return out
}

// dottedIn finds a setting, whether its elements are nested or written in one.
func dottedIn(n *yaml.Node, key string) *yaml.Node {
	if found := n.Get(key); found != nil {
		return found
	}
	for i := range key {
		if key[i] == '.' {
			if inner := n.Get(key[:i]); inner != nil {
				if found := dottedIn(inner, key[i+1:]); found != nil {
					return found
				}
			}
		}
	}
	return nil
}
