package manifest

import (
	"bytes"
	"path"
	"strings"

	"seam/analyze/finding"
)

// setting is one line of an env file.
type setting struct {
	key, value string
	at         finding.Location
}

// settings reads KEY=value lines; comments, blank lines and lines without "=" are
// passed over, quotes around a value and "export" before a key are dropped.
func settings(s *Source, file string) []setting {
	data, ok := s.manifest(file)
	if !ok {
		return nil
	}
	var out []setting
	line := 0
	for l := range bytes.Lines(data) {
		line++
		if key, value, ok := cutSetting(string(l)); ok {
			out = append(out, setting{key, value, finding.Location{File: file, Line: line}})
		}
	}
	return out
}

// cutSetting reads KEY=value.
func cutSetting(line string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(strings.TrimSpace(line), "=")
	key = strings.TrimSpace(strings.TrimPrefix(key, "export "))
	value = strings.TrimSpace(value)
	if quoted := unquote(value); quoted != value {
		value = quoted
	} else if i := strings.Index(value, " #"); i >= 0 {
		value = strings.TrimSpace(value[:i]) // a comment behind the value
	}
	return key, value, ok && key != "" && !strings.HasPrefix(key, "#")
}

func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// template is the file beside an env file that is not in the tree which people copy it
// from, as .env.example is; "" if there is none.
func template(s *Source, file string) string {
	for _, end := range []string{".example", ".sample", ".template", ".dist", ".tmpl", "-example", "-sample"} {
		if s.Has(file + end) {
			return file + end
		}
	}
	if dir, base := path.Split(file); strings.HasPrefix(base, ".") {
		for _, name := range []string{"example" + base, "sample" + base, ".example" + base, ".sample" + base} {
			if s.Has(dir + name) {
				return dir + name
			}
		}
	}
	return ""
}

// dotEnv is the .env file beside a compose file, else what it is copied from.
func dotEnv(s *Source, dir string) map[string]string {
	vars := map[string]string{"PWD": "."} // where compose is started
	file := path.Join(dir, ".env")
	if !s.Has(file) {
		file = template(s, file)
	}
	if file != "" {
		for _, v := range settings(s, file) {
			vars[v.key] = v.value
		}
	}
	return vars
}
