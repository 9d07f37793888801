package code

import (
	"bytes"
	"path"
	"strings"
)

// Setting is a default that a Dockerfile gives.
type Setting struct {
	Key, Value string
	Line       int
}

// IsDockerfile tells Dockerfiles by name.
func IsDockerfile(file string) bool {
	base := strings.ToLower(path.Base(file))
	return base == "dockerfile" || base == "containerfile" || strings.HasPrefix(base, "dockerfile.") || strings.HasSuffix(base, ".dockerfile")
}

// Dockerfile reads the ENV instructions of every stage, both ENV KEY=value … and
// ENV KEY value, over continued lines.
func Dockerfile(src []byte) []Setting {
	var out []Setting
	line, inside := 0, false
	for l := range bytes.Lines(src) {
		line++
		s := strings.TrimSpace(string(l))
		if strings.HasPrefix(s, "#") {
			continue
		}
		if !inside {
			word, rest, _ := strings.Cut(s, " ")
			if !strings.EqualFold(word, "ENV") {
				continue
			}
			s = strings.TrimSpace(rest)
			if key, value, ok := strings.Cut(s, " "); ok && !strings.Contains(key, "=") {
				out = append(out, Setting{key, strings.TrimSpace(value), line})
				continue
			}
		}
		s, inside = strings.CutSuffix(s, `\`)
		for pair := range strings.FieldsSeq(s) {
			if key, value, ok := strings.Cut(pair, "="); ok && key != "" {
				out = append(out, Setting{key, strings.Trim(value, `"'`), line})
			}
		}
	}
	return out
}

// Copied lists what the COPY and ADD instructions of a Dockerfile take from the build
// context, as written; what comes from another stage, by a pattern or from elsewhere is
// left out.
func Copied(src []byte) []string {
	var out []string
	for l := range bytes.Lines(src) {
		words := strings.Fields(string(l))
		if len(words) < 3 || !strings.EqualFold(words[0], "COPY") && !strings.EqualFold(words[0], "ADD") {
			continue
		}
		for _, w := range words[1 : len(words)-1] {
			if strings.HasPrefix(w, "--from") {
				break
			}
			if !strings.HasPrefix(w, "--") && !strings.ContainsAny(w, "*$[\"\\:") {
				out = append(out, w)
			}
		}
	}
	return out
}
