package code

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"seam/analyze/regex"
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
	exact    map[string]string // to themselves
	squashed map[string][]string
	all      []string
	prefixes []string            // beginnings of keys that may be the name of a library
	byItself map[string][]string // libraries that read settings by themselves -> the keys of theirs
	shapes   shapes
	parts    map[string]bool // elements of keys of several (A__B), which may be fields that settings are bound to
	least    int             // bytes of the shortest text that one can be written as
	grouped  bool            // one may belong to a group that is bound as a whole
}

// shapes tells most names that are no key without a look into a map: by length and first
// byte of exact ones, by the letters or digits that squashed ones begin and end with.
type shapes struct {
	exact    [256]uint64 // first byte -> lengths, of which from 63 on are one
	squashed [256][4]uint64
}

func (s *shapes) add(key, squashed string) {
	if key != "" {
		s.exact[key[0]] |= 1 << min(len(key), 63)
	}
	if squashed != "" {
		last := squashed[len(squashed)-1]
		s.squashed[squashed[0]][last>>6] |= 1 << (last & 63)
	}
}

func (s *shapes) mayBeExact(name string) bool {
	return name != "" && s.exact[name[0]]>>min(len(name), 63)&1 == 1
}

func (s *shapes) mayBeSquashed(squashed []byte) bool {
	last := squashed[len(squashed)-1]
	return s.squashed[squashed[0]][last>>6]>>(last&63)&1 == 1
}

// minRelaxed is the length from which a key may be written otherwise.
const minRelaxed = 6

// NewKeys takes the keys that will be asked for.
func NewKeys(keys []string) *Keys {
	k := &Keys{exact: map[string]string{}, squashed: map[string][]string{}, byItself: map[string][]string{}, parts: map[string]bool{}}
	keys = slices.Clone(keys)
	slices.Sort(keys)
	for i, key := range slices.Compact(keys) {
		k.exact[key] = key
		k.all = append(k.all, key)
		s := manifest.Squash(key)
		if len(s) < minRelaxed {
			s = ""
		} else {
			k.squashed[s] = append(k.squashed[s], key)
		}
		k.shapes.add(key, s)
		if least := leastOf(key, s); i == 0 || least < k.least {
			k.least = least
		}
		if parts := strings.Split(key, separator); len(parts) > 1 {
			for _, p := range parts {
				k.parts[p] = true
			}
		}
		k.grouped = k.grouped || strings.ContainsAny(key, "_.:") || strings.HasPrefix(s, "connectionstrings")
		if first := key[:len(key)-len(strings.TrimLeftFunc(key, unicode.IsLetter))]; len(first) < len(key) {
			for _, lib := range readers[strings.ToLower(first)] {
				k.byItself[lib] = append(k.byItself[lib], key)
			}
		}
		if p := Prefix(key); len(p) >= minPrefix && !slices.Contains(k.prefixes, p) {
			k.prefixes = append(k.prefixes, p)
		}
	}
	return k
}

// separator joins the elements of a key of .NET in a setting of the environment.
const separator = "__"

// Field is the entry among Facts.Keys of a property of C# that is called as an element of a
// key, to which settings may be bound.
func Field(name string) string { return "field:" + name }

// Bound reports whether a key that a configuration gives is one that code reads, which
// mentions found: it is a connection string, or the first and the last of its elements are
// properties.
func Bound(key string, found map[string]bool) bool {
	parts := strings.Split(key, separator)
	return strings.EqualFold(parts[0], "ConnectionStrings") || len(parts) > 1 && found[Field(parts[0])] && found[Field(parts[len(parts)-1])]
}

// leastOf is the length of the shortest text that a key can be written as. Letters beyond
// ASCII may have shorter ones that are the same in lower case.
func leastOf(key, squashed string) int {
	for i := range len(squashed) {
		if squashed[i] >= 0x80 {
			return 0
		}
	}
	if squashed == "" {
		return len(key)
	}
	return len(squashed)
}

// minPrefix is the length from which the beginning of a key may name a library.
const minPrefix = 4

// Prefix is what a key begins with, in lower case: of FLAGD_HOST flagd. The groups of .NET
// (Messaging__Host) are called after no library: "".
func Prefix(key string) string {
	if strings.Contains(key, separator) {
		return ""
	}
	p, _, _ := strings.Cut(key, "_")
	return strings.ToLower(p)
}

// Library is the entry among Facts.Keys of a library that a file imports or a build
// asks for, for the beginnings of the keys that were asked for.
func Library(prefix string) string { return "lib:" + prefix }

// inText notes the keys that stand in a text.
func (k *Keys) inText(found map[string]bool, text string) {
	if len(text) < k.least && len(k.byItself) == 0 {
		return
	}
	k.fields(found, text, "")
	if strings.ContainsAny(text, ".-") {
		k.fields(found, text, ".-")
	}
	if strings.Contains(text, ":") {
		k.fields(found, text, ".-:")
	}
	if len(k.byItself) > 0 {
		k.libraries(found, strings.ToLower(text))
	}
}

// fields notes the keys among the fields of a text: words, and what of some bytes joins
// words to a key.
func (k *Keys) fields(found map[string]bool, text, joining string) {
	start := -1
	for i := 0; i <= len(text); i++ {
		switch {
		case i < len(text) && (isWord(text[i]) || strings.IndexByte(joining, text[i]) >= 0):
			if start < 0 {
				start = i
			}
		case start >= 0:
			field := text[start:i]
			if joining != "" {
				field = strings.Trim(field, ".:-")
			}
			k.name(found, field)
			start = -1
		}
	}
}

// isWord tells the bytes of words; those of letters beyond ASCII are.
func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= 0x80
}

// name notes the keys that a name stands for.
func (k *Keys) name(found map[string]bool, name string) {
	if len(name) > maxName {
		return
	}
	if k.shapes.mayBeExact(name) {
		if key, ok := k.exact[name]; ok {
			found[key] = true
		}
	}
	if len(name) < minRelaxed {
		return
	}
	var room [maxName]byte
	squashed, ok := squash(room[:0], name)
	if !ok {
		squashed = []byte(manifest.Squash(name))
	}
	if len(squashed) < minRelaxed || !k.shapes.mayBeSquashed(squashed) {
		return
	}
	for _, key := range k.squashed[string(squashed)] {
		found[key] = true
	}
}

// maxName is the length of the longest name that may be a key, in bytes.
const maxName = 200

// squash is manifest.Squash for ASCII; ok is false where name is none.
func squash(to []byte, name string) (squashed []byte, ok bool) {
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			to = append(to, c)
		case c >= 'A' && c <= 'Z':
			to = append(to, c+'a'-'A')
		case c >= 0x80:
			return nil, false
		}
	}
	return to, true
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

var expansion = regex.New(`\$(?:\(|\{)?([A-Za-z_][A-Za-z0-9_]*)`)

// InCommand notes the keys that a command line expands: $KEY, ${KEY:-x}, $(KEY).
func (k *Keys) InCommand(found map[string]bool, line string) {
	for _, m := range expansion().FindAllStringSubmatch(line, -1) {
		if key, ok := k.exact[m[1]]; ok {
			found[key] = true
		}
	}
}

// readers are the libraries that read settings by themselves, by the first word of
// their keys: SPRING_DATASOURCE_URL, quarkus.datasource.jdbc.url.
var readers = map[string][]string{
	"otel": {"opentelemetry"}, "spring": {"springframework", "spring-boot"}, "micronaut": {"micronaut"}, "quarkus": {"quarkus"},
	"eureka": {"eureka"}, "mp": {"quarkus", "microprofile", "smallrye"}, "kafka": {"quarkus"},
}

// importing begins lines that name libraries.
var importing = []string{"import ", "from ", "use ", "using ", "require", "#include", "const ", "var ", "let ", "implementation", "compile", "<dependency", "<artifactid", "<groupid", "<packagereference", "gem "}

// libraries notes the keys of libraries that a text names, which is in lower case.
func (k *Keys) libraries(found map[string]bool, text string) {
	for lib, keys := range k.byItself {
		if strings.Contains(text, lib) {
			for _, key := range keys {
				found[key] = true
			}
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
	for _, i := range v.named {
		if v.marks[i].trait&namesKey != 0 {
			w.Keys.name(f.Keys, v.text(i))
		}
		if v.marks[i].trait&namesPart != 0 && v.lang == source.CSharp && v.is(i+1, "{") && (v.is(i+2, "get") || v.is(i+2, "set") || v.is(i+2, "init")) {
			f.Keys[Field(v.text(i))] = true
		}
	}
	for _, i := range v.values {
		if v.marks[i].kind == source.Number {
			continue
		}
		text := v.text(i)
		if len(text) > 4096 {
			text = text[:4096]
		}
		w.Keys.inText(f.Keys, text)
		if w.Keys.grouped {
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
		w.Keys.group(f.Keys, "ConnectionStrings"+v.value(i))
		w.Keys.name(f.Keys, "ConnectionStrings__"+v.value(i))
	case slices.Contains(groups, name) || slices.Contains(groups, label):
		w.Keys.group(f.Keys, v.value(i))
	}
}

// imported looks for libraries in the lines that import something, which stand
// before the first block of most files.
func (w Wanted) imported(f *Facts, v *view) {
	if len(w.Keys.byItself)+len(w.Keys.prefixes) == 0 {
		return
	}
	text := v.whole[:min(len(v.whole), 8000)]
	if len(w.Keys.byItself) > 0 {
		w.Keys.libraries(f.Keys, strings.ToLower(text))
	}
	w.Keys.imports(f.Keys, text, false)
}

// imports notes the libraries that the lines of a text name; whole says that every line
// may.
func (k *Keys) imports(found map[string]bool, text string, whole bool) {
	if len(k.prefixes) == 0 {
		return
	}
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); !whole && !isImporting(l) {
			continue
		}
		l = strings.ToLower(l)
		for _, p := range k.prefixes {
			if strings.Contains(l, p) {
				found[Library(p)] = true
			}
		}
	}
}

// isImporting reports whether a line may name a library.
func isImporting(line string) bool {
	if line == "" || line[0] < 0x80 && strings.IndexByte("ifur#cvlg<\"IFURCVLG", line[0]) < 0 {
		return false
	}
	var room [20]byte
	head := lowered(room[:0], []byte(line[:min(len(line), len(room))]))
	if slices.ContainsFunc(head, func(c byte) bool { return c >= 0x80 }) { // İ is an i in lower case
		head = []byte(strings.ToLower(line))
	}
	return head[0] == '"' || slices.ContainsFunc(importing, func(p string) bool { return bytes.HasPrefix(head, []byte(p)) })
}
