package contracts

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// Setting is an environment variable that code reads.
type Setting struct {
	Key     string
	At      finding.Location
	Default bool // the code says what holds without it
}

// getters are the last words, in lower case, of calls that take the name of an
// environment variable. Second arguments are defaults.
var getters = source.Words(`getenv lookupenv getenvironmentvariable fetch var env mustgetenv requireenv mustenv getrequiredenv getenvordefault
	envor`)

// holders are the words before a call or an index of the environment itself.
var holders = map[string]bool{"environ": true, "env": true, "_env": true}

// lenient are calls that tell the absence of a setting apart, or have a default by their
// name.
func lenient(name string) bool {
	return name == "lookupenv" || strings.Contains(name, "default") || strings.HasSuffix(name, "envor")
}

// ReadSettings lists the environment variables that source files read, by key: the first
// place of each, without a default if any place has none.
func ReadSettings(t repo.Tree, files []string) []Setting {
	found := map[string]*Setting{}
	for _, file := range files {
		l := source.Language(source.LanguageOf(file))
		if !source.Has(l) || l == source.Protobuf || isMade(file) {
			continue
		}
		data, err := t.ReadFile(file)
		if err != nil || len(data) > maxFile || saysMade(data) {
			continue
		}
		for _, s := range settingsOf(file, l, data) {
			if known := found[s.Key]; known == nil {
				found[s.Key] = &s
			} else if known.Default && !s.Default {
				*known = s
			}
		}
	}
	var out []Setting
	for _, s := range found {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Setting) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

func settingsOf(file string, l source.Language, src []byte) []Setting {
	r := reading{source.CodeOf(l, src)}
	var out []Setting
	add := func(key string, line int, def bool) {
		if isKey(key) {
			out = append(out, Setting{Key: key, At: finding.Location{File: file, Line: line}, Default: def})
		}
	}
	for i, t := range r.Code {
		switch {
		case t.Kind == source.String && r.Text(i-1) == "(" && r.getter(i-2):
			name := strings.ToLower(r.Text(i - 2))
			add(t.Value(), t.Line, r.Text(i+1) == "," && !strings.HasPrefix(name, "must") || lenient(name) || r.fallback(i+2) || r.filled(i, i+2))
		case t.Kind == source.String && r.Text(i-1) == "[" && holders[strings.ToLower(r.Text(i-2))]:
			add(t.Value(), t.Line, r.fallback(i+2))
		case t.Kind == source.String && r.Text(i-1) == "," && r.demands(i):
			add(t.Value(), t.Line, false)
		case t.Kind == source.Word && r.Text(i-1) == "." && r.Text(i-2) == "env" && r.Text(i-3) == "." && r.Text(i-4) == "process":
			add(string(t.Text), t.Line, r.fallback(i+1) || r.asked(i-4))
		case l == source.Go && t.Kind == source.String && t.Text[0] == '`' && strings.Contains(t.Value(), `env:"`):
			key, def := tagged(t.Value())
			add(key, t.Line, def)
		}
	}
	return out
}

// reading tells what the tokens around one say of a setting.
type reading struct{ source.Code }

// getter reports whether a token is the name of a call that reads the environment. get of
// a map counts only behind the environment, var only behind env.
func (r reading) getter(i int) bool {
	name := strings.ToLower(r.Text(i))
	switch name {
	case "get", "fetch":
		return holders[strings.ToLower(r.Text(i-2))]
	case "var":
		return r.Text(i-1) == ":" && r.Text(i-3) == "env"
	case "env":
		return r.Text(i-1) != "."
	}
	return getters[name]
}

// demands reports whether a literal is a later argument of a call that a service of its
// own makes to read what it cannot do without: mustMapEnv(&addr, "CART_ADDR").
func (r reading) demands(i int) bool {
	for k := i - 1; k > 0 && k > i-10; k-- {
		if r.Text(k) == "(" {
			name := strings.ToLower(r.Text(k - 1))
			return strings.Contains(name, "env") && (strings.HasPrefix(name, "must") || strings.HasPrefix(name, "require"))
		}
	}
	return false
}

// asked reports whether an expression that begins at a token is but asked for its
// presence (if (x), !x), or passed on under its own name (KEY: process.env.KEY).
func (r reading) asked(i int) bool {
	if r.Text(i-1) == ":" && r.Text(i-2) == r.Text(i+4) {
		return true
	}
	return r.Text(i-1) == "!" || r.Text(i-1) == "(" && r.Text(i-2) == "if" && r.Text(i+5) == ")"
}

// giveUp are words that say that a program does not go on without a setting.
var giveUp = []string{"fatal", "fatalf", "panic", "exit", "throw", "raise", "return"}

// filled reports whether the name that the call around token i is given to gets another
// value where it is empty: x := os.Getenv("X"); if x == "" { x = "80" }.
func (r reading) filled(i, after int) bool {
	name := ""
	for k := i; k > 0 && k > i-8; k-- {
		if t := r.Text(k); t == ":=" || t == "=" {
			if name = r.Text(k - 1); name == ":" {
				name = r.Text(k - 2)
			}
			break
		}
	}
	if r.Text(after) == ";" {
		after++
	}
	if name == "" || r.Text(after) != "if" || r.Text(after+1) != name {
		return false
	}
	for k := after; k < after+24 && r.Text(k) != "}"; k++ {
		if slices.Contains(giveUp, strings.ToLower(r.Text(k))) {
			return false
		}
		if r.Text(k) == "{" && r.Text(k+1) == name && r.Text(k+2) == "=" {
			return true
		}
	}
	return false
}

// fallback reports whether what follows an expression says what holds without it, or
// compares it, which an absent one stands.
func (r reading) fallback(i int) bool {
	next := r.Text(i)
	switch next {
	case "||", "??", "?:", "or", "==", "===", "!=", "!==", "&&", "and", "?.", "is":
		return true
	case "|", "?", "=", "&":
		return r.Text(i+1) == next
	case "!":
		return r.Text(i+1) == "="
	case ".":
		after := r.Text(i + 1)
		return strings.HasPrefix(after, "unwrap_or") || after == "ok" || after == "orElse" || after == "getOrElse"
	}
	return false
}

// tagged reads the tag of a field of a Go struct: env:"PORT,required" envDefault:"80".
func tagged(tag string) (key string, def bool) {
	_, rest, _ := strings.Cut(tag, `env:"`)
	text, _, _ := strings.Cut(rest, `"`)
	key, options, _ := strings.Cut(text, ",")
	for _, file := range []string{`yaml:"`, `json:"`, `toml:"`} {
		if strings.Contains(tag, file) {
			return key, true // a file of configuration may give it
		}
	}
	required := strings.Contains(options, "required") || strings.Contains(options, "notEmpty") || strings.Contains(tag, `env-required:"true"`)
	return key, !required || strings.Contains(tag, "envDefault:") || strings.Contains(tag, "env-default:")
}

// isKey tells the name of a variable from other strings: capitals, digits and lines
// between them.
func isKey(s string) bool {
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" && strings.Trim(s, "0123456789_") != ""
}
