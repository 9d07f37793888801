package manifest

import (
	"encoding/json"
	"path"
	"strings"
)

// ProjectName is what the package.json, go.mod or pyproject.toml of the folder that is
// read calls it, else the folder's name, else "app".
func ProjectName(s *Source) string {
	read := func(base string) string {
		file := path.Join(s.Folder, base)
		if !s.Has(file) {
			return ""
		}
		data, _ := s.manifest(file)
		return string(data)
	}
	var p struct{ Name string }
	if json.Unmarshal([]byte(read("package.json")), &p) == nil && IsName(path.Base(p.Name)) && p.Name != "" {
		return path.Base(p.Name)
	}
	for line := range strings.Lines(read("go.mod")) {
		if module, ok := strings.CutPrefix(line, "module "); ok && IsName(path.Base(strings.TrimSpace(module))) {
			return path.Base(strings.TrimSpace(module))
		}
	}
	for line := range strings.Lines(read("pyproject.toml")) {
		if key, value, ok := strings.Cut(line, "="); ok && strings.TrimSpace(key) == "name" && IsName(unquote(strings.TrimSpace(value))) {
			return unquote(strings.TrimSpace(value))
		}
	}
	if name := path.Base(s.Folder); name != "." && IsName(name) {
		return name
	}
	return "app"
}

// EnvFiles are the settings of the .env files of the folder that is read, or of what
// people copy these from.
func EnvFiles(s *Source) []Reference {
	var out []Reference
	for _, base := range []string{".env", ".env.development", ".env.local"} {
		file := path.Join(s.Folder, base)
		if !s.Has(file) && base == ".env" {
			file = template(s, file)
		}
		if file == "" || !s.Has(file) {
			continue
		}
		for _, v := range settings(s, file) {
			out = append(out, Reference{Kind: EnvFile, Key: v.key, Value: v.value, At: v.at})
		}
	}
	return out
}
