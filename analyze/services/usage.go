package services

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"

	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/services/manifest"
	"seam/graph"
)

// use says whether the code of a unit mentions the key of a setting.
type use uint8

const (
	unclear use = iota // no code of it here, or too much of it
	used
	unused
)

const (
	maxCodeFile  = 1 << 20  // larger files are data
	maxCodeTotal = 64 << 20 // a unit with more code than this is not searched
	minRelaxed   = 10       // shorter keys must stand literally
)

// usage searches code for keys. Go programs are searched with every package of the
// repository that they import; anything else in its folder. A key may stand
// literally, or in another case and with other punctuation, as relaxed binding
// allows (CART_ENDPOINT_URL, cart.endpoint.url, Cart:Endpoint:Url), or belong to a
// library that the code names. Manifests,
// documentation, .env files and tests do not count.
type usage struct {
	src   *manifest.Source
	g     *imports.Graph
	links *graph.Graph
	keys  []string                   // all keys that will be asked for, sorted
	files map[string]map[string]bool // file -> keys in it
	sizes map[string]int
	found map[*node]map[string]bool // nil value: not searched
}

func newUsage(src *manifest.Source, g *imports.Graph, nodes []*node) *usage {
	u := &usage{src: src, g: g, files: map[string]map[string]bool{}, sizes: map[string]int{}, found: map[*node]map[string]bool{}}
	for _, n := range nodes {
		for _, d := range n.units {
			for _, r := range d.Refs {
				if r.Key != "" && len(hostsOf(r.Key, r.Value)) > 0 {
					u.keys = append(u.keys, r.Key)
				}
			}
		}
	}
	u.keys = manifest.Unique(u.keys)
	return u
}

func (u *usage) of(n *node, key string) use {
	if len(n.code) == 0 || slices.Contains(n.code, ".") {
		return unclear
	}
	found, done := u.found[n]
	if !done {
		found = u.search(n.code)
		u.found[n] = found
	}
	switch {
	case found == nil:
		return unclear
	case found[key]:
		return used
	}
	return unused
}

// search lists the keys that the code of folders mentions; nil if there is none
// or too much of it.
func (u *usage) search(folders []string) map[string]bool {
	found := map[string]bool{}
	total := 0
	for _, f := range u.codeOf(folders) {
		for k := range u.inFile(f) {
			found[k] = true
		}
		if total += u.sizes[f]; total > maxCodeTotal {
			return nil
		}
	}
	if total == 0 {
		return nil
	}
	return found
}

// codeOf lists the files of folders and of the Go packages that their packages import.
func (u *usage) codeOf(folders []string) []string {
	var out []string
	for _, dir := range folders {
		out = append(out, u.src.Under(dir)...)
	}
	if u.links == nil {
		u.links = u.g.Links()
	}
	var from []int
	for i := range u.links.Len() {
		if slices.ContainsFunc(folders, func(dir string) bool { return repo.Below(dir, u.links.Name(i)) }) {
			from = append(from, i)
		}
	}
	for i, reached := range graph.Reach(u.links, from...) {
		if p, ok := u.g.Find(u.links.Name(i)); reached && ok {
			for _, f := range p.Files {
				out = append(out, path.Join(p.Path, f))
			}
		}
	}
	return slices.DeleteFunc(manifest.Unique(out), func(f string) bool { return !isCode(f, u.src.Aside(f)) })
}

// isCode refuses files that cannot show a use; why is what aside says of it.
func isCode(file, why string) bool {
	base := path.Base(file)
	switch path.Ext(base) {
	case ".md", ".txt", ".adoc", ".rst", ".html", ".css", ".svg", ".png", ".jpg", ".lock", ".sum", ".env":
		return false
	}
	if strings.HasPrefix(base, ".env") || manifest.IsCompose(file) && manifest.IsYAML(file) {
		return false
	}
	stem := strings.TrimSuffix(base, path.Ext(base))
	isTest := strings.HasSuffix(stem, "_test") || strings.HasSuffix(stem, ".test") || strings.HasSuffix(stem, ".spec")
	return !isTest && why != "test" && why != "vendor" && why != "documentation"
}

// inFile lists the keys in one file, each file being read once.
func (u *usage) inFile(file string) map[string]bool {
	if found, ok := u.files[file]; ok {
		return found
	}
	found := map[string]bool{}
	u.files[file] = found
	data, err := u.src.Tree.ReadFile(file)
	if err != nil || len(data) > maxCodeFile || bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0 || manifest.IsYAML(file) && manifest.IsKubernetes(data) {
		return found
	}
	u.sizes[file] = len(data)
	text := string(data)
	relaxed := manifest.Squash(text)
	for _, k := range u.keys {
		s := manifest.Squash(k)
		if mentions(text, k) || len(s) >= minRelaxed && strings.Contains(relaxed, s) || readByLibrary(k, relaxed) {
			found[k] = true
		}
	}
	return found
}

// readByLibrary reports whether a library that the code names reads the setting by
// itself, by convention of its prefix.
func readByLibrary(key, relaxed string) bool {
	prefix, _, _ := strings.Cut(key, "_")
	switch prefix {
	case "OTEL":
		return strings.Contains(relaxed, "opentelemetry")
	case "SPRING", "MICRONAUT", "QUARKUS":
		return strings.Contains(relaxed, strings.ToLower(prefix))
	}
	return false
}

// mentions reports whether key stands in text as a whole word.
func mentions(text, key string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], key)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(key)
		if !isWordAt(text, start-1) && !isWordAt(text, end) {
			return true
		}
		at = start + 1
	}
}

func isWordAt(text string, i int) bool {
	return i >= 0 && i < len(text) && (text[i] == '_' || text[i] < 0x80 && (unicode.IsLetter(rune(text[i])) || unicode.IsDigit(rune(text[i]))))
}
