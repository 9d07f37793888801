package python

import (
	"path"
	"strings"

	"seam/analyze/modules"
)

// setupCfg reads the name and the requirements of a setup.cfg, an INI file whose lists
// stand indented below their key. One that only configures tools makes no unit.
func (l *loader) setupCfg(file string) {
	lines, ok := l.lines(file)
	if !ok {
		return
	}
	section, key := "", ""
	raw := func(n line) (name string, entries string) {
		name, entries, _ = strings.Cut(n.text, "=")
		return strings.TrimSpace(name), strings.TrimSpace(entries)
	}
	var r *reader
	open := func() *reader {
		if r == nil {
			r = &reader{l: l, p: l.project(file, bySetupCfg), file: file}
		}
		return r
	}
	for _, n := range lines {
		switch {
		case n.text == "":
		case !n.indented && !isSetupLine(n.text):
			l.set.Break(Ecosystem, file, n.number, "neither [section] nor key = value stands here")
			return
		case strings.HasPrefix(n.text, "["):
			section, key = strings.Trim(n.text, "[] "), ""
		case !n.indented:
			var value string
			key, value = raw(n)
			if section == "metadata" && key == "name" && open().p.name == "" {
				r.p.name = Canonical(value)
			}
			if kind, ok := setupKind(section, key); ok && value != "" {
				open().setupEntry(value, n.number, kind)
			}
		default:
			if kind, ok := setupKind(section, key); ok {
				open().setupEntry(n.text, n.number, kind)
			}
		}
	}
}

// isSetupLine reports whether an INI file may have a line at its margin.
func isSetupLine(text string) bool {
	if text[0] == '[' {
		return strings.Contains(text, "]")
	}
	return text[0] == ';' || strings.ContainsAny(text, "=:")
}

// setupKind says which keys hold requirements.
func setupKind(section, key string) (modules.Kind, bool) {
	switch {
	case section == "options" && key == "install_requires":
		return modules.Production, true
	case section == "options" && key == "tests_require":
		return modules.Development, true
	case section == "options.extras_require" && key != "":
		return extraKind(key), true
	}
	return "", false
}

// setupEntry reads one requirement; file: names a requirements file, which is read by
// its own name.
func (r *reader) setupEntry(text string, line int, kind modules.Kind) {
	r.p.declares = true
	if strings.HasPrefix(text, "file:") || strings.HasPrefix(text, "%(") {
		return
	}
	r.text(text, line, kind)
}

// unreadSetups says which folders have their requirements in a setup.py only.
func (l *loader) unreadSetups() {
	var unread []string
	for _, file := range l.setups {
		p := l.projects[path.Dir(file)]
		if p != nil && (p.declares || len(p.wants) > 0) {
			continue
		}
		data, err := l.tree.ReadFile(file)
		if err == nil && strings.Contains(string(data), "install_requires") {
			unread = append(unread, file)
		}
	}
	if len(unread) == 0 {
		return
	}
	l.set.Warn("setup-py-unread", len(unread), "%s: its requirements stand in code, which is not run, and are not counted; move them to pyproject.toml", unread[0])
}
