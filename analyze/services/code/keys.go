package code

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"seam/analyze/services/manifest"
	"seam/analyze/source"
)

// Keys are the settings that somebody asks for. A key counts as read where it stands
// as a whole word, or where a name, a text or the path of a configuration key is the
// same but for case and punctuation, as relaxed binding allows (CART_ENDPOINT_URL,
// cart.endpoint.url, Cart:Endpoint:Url), or where a group of settings is bound that it
// belongs to (a prefix of configuration properties, a section), or where the code
// names the library that reads it.
type Keys struct {
	exact    map[string]bool
	squashed map[string][]string
	all      []string
	prefixes []string // beginnings of keys that may be the name of a library
}

// minRelaxed is the length from which a key may be written otherwise.
const minRelaxed = 6

// NewKeys takes the keys that will be asked for.
func NewKeys(keys []string) *Keys {
	k := &Keys{exact: map[string]bool{}, squashed: map[string][]string{}}
	keys = slices.Clone(keys)
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		k.exact[key] = true
		k.all = append(k.all, key)
		if s := manifest.Squash(key); len(s) >= minRelaxed {
			k.squashed[s] = append(k.squashed[s], key)
		}
		if p := Prefix(key); len(p) >= minPrefix && !slices.Contains(k.prefixes, p) {
			k.prefixes = append(k.prefixes, p)
		}
	}
	return k
}

// minPrefix is the length from which the beginning of a key may name a library.
const minPrefix = 4

// Prefix is what a key begins with, in lower case: of FLAGD_HOST flagd.
func Prefix(key string) string {
	p, _, _ := strings.Cut(key, "_")
	return strings.ToLower(p)
}

// Library is the entry among Facts.Keys of a library that a file imports or a build
// asks for, for the beginnings of the keys that were asked for.
func Library(prefix string) string { return "lib:" + prefix }

// inText notes the keys that stand in a text.
func (k *Keys) inText(found map[string]bool, text string) {
	for _, split := range []func(rune) bool{notWord, notDotted, notPath} {
		for w := range strings.FieldsFuncSeq(text, split) {
			k.name(found, strings.Trim(w, ".:-"))
		}
	}
	k.libraries(found, text)
}

func notWord(r rune) bool {
	return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r < 0x80
}

// notDotted and notPath split where neither a word nor what joins words to a key stands.
func notDotted(r rune) bool { return notWord(r) && r != '.' && r != '-' }
func notPath(r rune) bool   { return notDotted(r) && r != ':' }

// name notes the keys that a name stands for.
func (k *Keys) name(found map[string]bool, name string) {
	if len(name) > 200 {
		return
	}
	if k.exact[name] {
		found[name] = true
	}
	if len(name) < minRelaxed {
		return
	}
	for _, key := range k.squashed[manifest.Squash(name)] {
		found[key] = true
	}
}

// group notes the keys of a group that is bound as a whole.
func (k *Keys) group(found map[string]bool, prefix string) {
	prefix = manifest.Squash(prefix)
	if prefix == "" {
		return
	}
	for _, key := range k.all {
		if s := manifest.Squash(key); strings.HasPrefix(s, prefix) && len(s) > len(prefix) && strings.ContainsAny(key, "_.:") {
			found[key] = true
		}
	}
}

var expansion = regexp.MustCompile(`\$(?:\(|\{)?([A-Za-z_][A-Za-z0-9_]*)`)

// InCommand notes the keys that a command line expands: $KEY, ${KEY:-x}, $(KEY).
func (k *Keys) InCommand(found map[string]bool, line string) {
	for _, m := range expansion.FindAllStringSubmatch(line, -1) {
		if k.exact[m[1]] {
			found[m[1]] = true
		}
	}
}

// readers are the libraries that read settings by themselves, by the beginning of
// their keys.
var readers = map[string]string{
	"OTEL": "opentelemetry", "SPRING": "springframework", "MICRONAUT": "micronaut", "QUARKUS": "quarkus", "EUREKA": "eureka",
}

// importing begins lines that name libraries.
var importing = []string{"import ", "from ", "use ", "using ", "require", "#include", "const ", "var ", "let ", "implementation", "compile", "<dependency", "<artifactid", "<groupid", "<packagereference", "gem "}

func (k *Keys) libraries(found map[string]bool, text string) {
	text = strings.ToLower(text)
	for _, key := range k.all {
		prefix, _, _ := strings.Cut(key, "_")
		if lib := readers[prefix]; lib != "" && (strings.Contains(text, lib) || prefix == "SPRING" && strings.Contains(text, "spring-boot")) {
			found[key] = true
		}
	}
}

// groups bind a group of settings: the calls and annotations, in lower case, whose
// first text is its name.
var groups = []string{"configurationproperties", "getsection", "getrequiredsection", "bindconfiguration", "configmapping", "envprefix", "env_prefix", "process", "configproperties", "getconnectionstring"}

// keysOf notes the keys that code mentions.
func (w Wanted) keysOf(f *Facts, v *view) {
	if len(w.Keys.all) == 0 {
		return
	}
	for i, t := range v.tokens {
		switch t.Kind {
		case source.Word:
			w.Keys.name(f.Keys, string(t.Text))
		case source.String, source.Hole:
			text := string(t.Text)
			if len(text) > 4096 {
				text = text[:4096]
			}
			w.Keys.inText(f.Keys, text)
			w.bound(f, v, i)
		}
	}
	w.imported(f, v)
}

// bound takes the group of settings that a literal names.
func (w Wanted) bound(f *Facts, v *view, i int) {
	_, words := v.callOf(i)
	if len(words) == 0 {
		return
	}
	name := strings.ToLower(words[0])
	switch label := strings.ToLower(v.label(i)); {
	case label != "" && label != "prefix" && label != "value" && !slices.Contains(groups, label):
		return
	case name == "getconnectionstring":
		w.Keys.group(f.Keys, "ConnectionStrings"+v.tokens[i].Value())
		w.Keys.name(f.Keys, "ConnectionStrings__"+v.tokens[i].Value())
	case slices.Contains(groups, name) || slices.Contains(groups, label):
		w.Keys.group(f.Keys, v.tokens[i].Value())
	}
}

// imported looks for libraries in the lines that import something, which stand
// before the first block of most files.
func (w Wanted) imported(f *Facts, v *view) {
	text := string(v.src[:min(len(v.src), 8000)])
	w.Keys.libraries(f.Keys, text)
	w.Keys.imports(f.Keys, text, false)
}

// imports notes the libraries that the lines of a text name; whole says that every
// line may.
func (k *Keys) imports(found map[string]bool, text string, whole bool) {
	for l := range strings.Lines(strings.ToLower(text)) {
		l = strings.TrimSpace(l)
		if !whole && !slices.ContainsFunc(importing, func(p string) bool { return strings.HasPrefix(l, p) }) && !strings.HasPrefix(l, "\"") {
			continue
		}
		for _, p := range k.prefixes {
			if strings.Contains(l, p) {
				found[Library(p)] = true
			}
		}
	}
}

// Mentioned lists base names of files, as keys to ask for: code that names a file
// reads it.
func Mentioned(files []string) []string {
	var out []string
	for _, f := range files {
		out = append(out, path.Base(f))
	}
	return out
}
