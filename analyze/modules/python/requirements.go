package python

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Larger requirements files are not read: the largest known ones have some ten thousand
// lines.
const (
	maxRequirements = 16 << 20 // bytes
	maxLines        = 200_000
)

// requirementsName tells by its name a file with requirements as pip reads them.
func requirementsName(file string) bool {
	base := strings.ToLower(path.Base(file))
	stem, ext := strings.TrimSuffix(base, path.Ext(base)), path.Ext(base)
	if ext != ".txt" && ext != ".in" && ext != ".pip" || strings.Contains(stem, "constraints") {
		return false
	}
	if path.Base(path.Dir(file)) == "requirements" {
		return true
	}
	words := strings.FieldsFunc(stem, func(r rune) bool { return strings.ContainsRune("-_.", r) })
	return slices.Contains(words, "requirements") || slices.Contains(words, "requirement")
}

// line is one logical line of a requirements file: continuations joined, the comment
// apart.
type line struct {
	number   int
	text     string
	comment  string
	indented bool
}

// requirements reads a file as pip reads it: into the unit of its folder, or into a
// lock if a tool wrote it.
func (l *loader) requirements(file string) {
	if l.queued[file] {
		return
	}
	l.queued[file] = true
	lines, ok := l.lines(file)
	if !ok || isProse(lines) {
		return
	}
	if compiled(lines) {
		l.project(file, byLock)
		l.later(func() { l.compiledLock(file, lines) })
		return
	}
	p := l.project(file, byRequirements)
	r := &reader{l: l, p: p, file: file}
	kind := modules.Production
	if isAside(strings.TrimSuffix(path.Base(file), path.Ext(file))) {
		kind = modules.Development
	}
	for _, n := range lines {
		r.line(n, kind)
	}
}

// lines splits a file into logical lines; a file that is no text is filed.
func (l *loader) lines(file string) ([]line, bool) {
	data, ok := l.set.Read(l.tree, Ecosystem, file, maxRequirements)
	if !ok {
		return nil, false
	}
	if bytes.Count(data, []byte{'\n'}) > maxLines {
		l.set.Break(Ecosystem, file, 0, fmt.Sprintf("the file has more than %d lines and is not read", maxLines))
		return nil, false
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		l.set.Break(Ecosystem, file, lineOfInvalid(data), "the text is not UTF-8; save the file as UTF-8")
		return nil, false
	}
	out, conflict := split(string(data))
	if conflict > 0 {
		l.set.Break(Ecosystem, file, conflict, "unresolved merge conflict; resolve it and remove the markers")
		return nil, false
	}
	return out, true
}

// lineOfInvalid is the first line that is no UTF-8.
func lineOfInvalid(data []byte) int {
	number := 0
	for line := range bytes.Lines(data) {
		if number++; !utf8.Valid(line) {
			break
		}
	}
	return number
}

// split makes logical lines. conflict is the line of a merge conflict, 0 without one.
func split(text string) (out []line, conflict int) {
	number := 0
	var open *line
	for raw := range strings.Lines(text) {
		number++
		if strings.HasPrefix(raw, "<<<<<<< ") || strings.HasPrefix(raw, ">>>>>>> ") {
			return nil, number
		}
		body, comment := uncomment(strings.TrimRight(raw, "\r\n"))
		body, more := strings.CutSuffix(strings.TrimRight(body, " \t"), `\`)
		if open == nil {
			out = append(out, line{number: number, indented: raw[0] == ' ' || raw[0] == '\t'})
			open = &out[len(out)-1]
		}
		open.text = strings.TrimSpace(open.text + " " + body)
		open.comment += comment
		if !more {
			open = nil
		}
	}
	return out, 0
}

// uncomment parts a comment off: "#" at the beginning or behind a blank.
func uncomment(text string) (body, comment string) {
	for i := range len(text) {
		if text[i] == '#' && (i == 0 || text[i-1] == ' ' || text[i-1] == '\t') {
			return text[:i], strings.TrimSpace(text[i+1:])
		}
	}
	return text, ""
}

// isProse tells a text that only has the name of a requirements file: more of its lines
// than not are no requirements.
func isProse(lines []line) bool {
	good, bad := 0, 0
	for _, n := range lines {
		if n.text == "" {
			continue
		}
		if _, ok := parseSpec(bare(n.text)); ok || n.text[0] == '-' || isPath(n.text) || isURL(n.text) {
			good++
		} else {
			bad++
		}
	}
	return bad > good
}

// bare is a requirement without the options behind it (--hash, --config-settings).
func bare(text string) string {
	if i := strings.Index(text, " --"); i >= 0 {
		text = text[:i]
	}
	return strings.TrimSpace(text)
}

// isPath tells a folder or an archive, as pip does: by a separator in what is no address,
// or by an ending that only files have.
func isPath(text string) bool {
	text, _, _ = strings.Cut(text, ";")
	text, _, _ = strings.Cut(text, "[")
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "file:") {
		return true
	}
	return !strings.ContainsAny(text, "@ ") && !isURL(text) && strings.Contains(text, "/") || isArchive(text)
}

func isArchive(text string) bool {
	return slices.ContainsFunc([]string{".whl", ".zip", ".tar.gz"}, func(end string) bool { return strings.HasSuffix(text, end) }) && !strings.ContainsAny(text, "@ =")
}

func isURL(text string) bool { return strings.Contains(text, "://") && !strings.Contains(text, " @ ") }

// line reads one line: a requirement, an option, a path or an address.
func (r *reader) line(n line, kind modules.Kind) {
	text := bare(n.text)
	switch {
	case text == "":
	case strings.HasPrefix(text, "-"):
		r.option(text, n.number, kind)
	case isPath(text):
		r.path(text, n.number, kind)
	case isURL(text):
		r.address(text, n.number, kind)
	case strings.Contains(text, "${"):
		name, _, _ := strings.Cut(text, "${")
		if s, ok := parseSpec(strings.TrimRight(name, "=<>~! ")); ok {
			r.p.wants = append(r.p.wants, want{Requirement: modules.Requirement{Name: s.name, Kind: kind, Location: r.at(n.number)}})
		}
	default:
		r.text(text, n.number, kind)
	}
}

// option reads what begins with "-". Constraints require nothing; options that do not
// name requirements are passed over.
func (r *reader) option(text string, line int, kind modules.Kind) {
	name, value := text, ""
	if i := strings.IndexAny(text, " =\t"); i >= 0 {
		name, value = text[:i], strings.TrimSpace(text[i+1:])
	} else if strings.HasPrefix(text, "-e") || strings.HasPrefix(text, "-r") {
		name, value = text[:2], text[2:]
	}
	switch name {
	case "-r", "--requirement":
		to, ok := modules.Inside(path.Dir(r.file), value)
		if isURL(value) {
			return
		}
		if !ok || !repo.Has(r.l.tree, to) {
			r.l.set.Break(Ecosystem, r.file, line, fmt.Sprintf("it includes %q, which is not tracked here; drop the line, or commit the file", value))
			return
		}
		r.l.requirements(to)
	case "-e", "--editable":
		if isURL(value) {
			r.address(value, line, kind)
		} else {
			r.path(value, line, kind)
		}
	}
}

// path reads a requirement that is a folder of this repository.
func (r *reader) path(text string, line int, kind modules.Kind) {
	text, _, _ = strings.Cut(text, ";")
	text, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(text), "file:"), "[")
	folder, ok := modules.Inside(path.Dir(r.file), text)
	if !ok || folder == r.p.folder {
		return
	}
	r.p.wants = append(r.p.wants, want{Requirement: modules.Requirement{Kind: kind, Location: r.at(line)}, folder: folder})
}

// address reads git+https://…#egg=NAME. Without a name it is no requirement that could be compared.
func (r *reader) address(text string, line int, kind modules.Kind) {
	_, egg, ok := strings.Cut(text, "egg=")
	egg, _, _ = strings.Cut(egg, "&")
	s, valid := parseSpec(egg)
	if ok && valid {
		r.p.wants = append(r.p.wants, want{Requirement: modules.Requirement{Name: s.name, Kind: kind, Location: r.at(line)}})
	}
}
