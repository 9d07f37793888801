package npm

import "strings"

// spec is what stands after a name in a manifest.
type spec struct {
	kind specKind
	name string // the real name of an alias; "" otherwise
	text string // the range of a version or an alias; the path of a folder; the rest as written
}

type specKind uint8

const (
	versions  specKind = iota // a version or a range, also of an alias
	workspace                 // workspace:RANGE
	folder                    // file:, link:, portal: or a relative path to a folder
	catalog                   // catalog:NAME
	elsewhere                 // a tag, an address, a git repository, an archive
)

// readSpec sorts out what a manifest asks for.
func readSpec(s string) spec {
	s = strings.TrimSpace(s)
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok {
		return plainSpec(s)
	}
	switch scheme {
	case "npm":
		name, version := splitName(rest)
		if version == "" && looksLikeRange(name) { // yarn writes npm:^1.0.0
			return spec{text: name}
		}
		return spec{name: name, text: version}
	case "workspace":
		return spec{kind: workspace, text: rest}
	case "file", "link", "portal":
		if isArchive(rest) {
			return spec{kind: elsewhere, text: s}
		}
		return spec{kind: folder, text: rest}
	case "catalog":
		return spec{kind: catalog, text: strings.TrimSpace(rest)}
	}
	return spec{kind: elsewhere, text: s}
}

func plainSpec(s string) spec {
	switch {
	case strings.HasPrefix(s, "./"), strings.HasPrefix(s, "../"), s == ".", s == "..", strings.HasPrefix(s, "/"), strings.HasPrefix(s, "~/"):
		return spec{kind: folder, text: s}
	case s == "", looksLikeRange(s):
		return spec{text: s}
	}
	return spec{kind: elsewhere, text: s}
}

// looksLikeRange tells a range from a tag and from OWNER/NAME at GitHub.
func looksLikeRange(s string) bool {
	if s == "" || strings.Contains(s, "/") {
		return false
	}
	return strings.IndexByte("0123456789^~<>=*v", s[0]) >= 0 && s != "v" && !isWord(s[1:]) || s == "x" || s == "X"
}

// isWord tells a text that begins with a letter other than a wildcard.
func isWord(s string) bool {
	return s != "" && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z') && s[0]|0x20 != 'x' && s[0] != 'v'
}

func isArchive(p string) bool {
	return strings.HasSuffix(p, ".tgz") || strings.HasSuffix(p, ".tar.gz") || strings.HasSuffix(p, ".tar")
}

// splitName splits NAME@VERSION, where a name may begin with @.
func splitName(s string) (name, version string) {
	if s == "" {
		return "", ""
	}
	i := strings.IndexByte(s[1:], '@')
	if i < 0 {
		return s, ""
	}
	return s[:i+1], s[i+2:]
}
