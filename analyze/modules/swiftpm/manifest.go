package swiftpm

import (
	"path"
	"strconv"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/source"
)

// maxManifest is the size of the largest manifest that is read, in bytes.
const maxManifest = 4 << 20

// manifest is one Package.swift.
type manifest struct {
	source.Code
	closed             []int // by opening bracket: where it is closed
	file, folder, name string
	requires           []wish
	targets            []target
	products           map[string]string // of packages from elsewhere -> identity
	used               map[string]bool   // identities and names that targets name -> by more than tests
}

// wish is one call of .package.
type wish struct {
	name, version, path string
	kind                modules.Kind
	at                  finding.Location
}

// target is one target as a manifest declares it.
type target struct {
	name, path string
	test       bool
}

// newManifest reads one file; nil if it makes no package.
func newManifest(file string, data []byte) *manifest {
	if len(data) > maxManifest {
		return nil
	}
	m := &manifest{Code: source.CodeOf(source.Swift, data), file: file, folder: path.Dir(file), products: map[string]string{}, used: map[string]bool{}}
	m.brackets()
	for i := 0; i < len(m.Code); i++ {
		if m.Text(i+1) != "(" || !m.Is(i, source.Word) {
			continue
		}
		switch word := m.Text(i); {
		case word == "Package" && m.name == "":
			m.name = strings.ToLower(m.arguments(i+1).text(m, "name"))
		case m.Text(i-1) != ".":
		case word == "package":
			m.dependency(i + 1)
		case targetKinds[word]:
			i = m.target(word, i+1)
		}
	}
	if m.name == "" {
		return nil
	}
	for i := range m.requires {
		if byMore, named := m.used[m.requires[i].name]; named && !byMore {
			m.requires[i].kind = modules.Development
		}
	}
	return m
}

// targetKinds are the calls that declare targets with code.
var targetKinds = map[string]bool{"target": true, "executableTarget": true, "testTarget": true, "macro": true, "plugin": true, "systemLibrary": true}

// span is a part of the tokens: of one argument.
type span struct{ from, to int }

// arguments are the labelled arguments of a call, by their labels; "" is the first without one.
type arguments map[string]span

// brackets finds where brackets are closed; open ones at the end of the file.
func (m *manifest) brackets() {
	m.closed = make([]int, len(m.Code))
	var open []int
	for i := range m.Code {
		m.closed[i] = len(m.Code)
		if !m.Is(i, source.Punct) {
			continue
		}
		switch m.Text(i) {
		case "(", "[", "{":
			open = append(open, i)
		case ")", "]", "}":
			if n := len(open); n > 0 {
				m.closed[open[n-1]], open = i, open[:n-1]
			}
		}
	}
}

// arguments reads those of the call whose bracket stands at open.
func (m *manifest) arguments(open int) arguments {
	out := arguments{}
	from, label := open+1, ""
	end := func(at int) {
		if _, ok := out[label]; !ok && at > from {
			out[label] = span{from, at}
		}
		from, label = at+1, ""
	}
	last := m.closed[open]
	for i := open + 1; i < last; i++ {
		switch text := m.Text(i); {
		case !m.Is(i, source.Punct):
		case text == "(", text == "[", text == "{":
			i = m.closed[i]
		case text == ",":
			end(i)
		case text == ":" && i == from+1 && m.Is(from, source.Word):
			label, from = m.Text(from), i+1
		}
	}
	end(last)
	return out
}

// text is the value of an argument that is one literal; "" for any other.
func (a arguments) text(m *manifest, label string) string {
	s, ok := a[label]
	if !ok || s.to != s.from+1 || !m.Is(s.from, source.String) {
		return ""
	}
	return m.Code[s.from].Value()
}

// dependency reads .package(…).
func (m *manifest) dependency(open int) {
	a := m.arguments(open)
	w := wish{path: a.text(m, "path"), at: finding.Location{File: m.file, Line: m.Code[open].Line}}
	switch url := a.text(m, "url"); {
	case url != "":
		w.name = identity(url)
	case w.path != "":
		w.name = strings.ToLower(path.Base(path.Join(m.folder, w.path)))
	default:
		w.name = strings.ToLower(a.text(m, "id"))
	}
	if w.name == "" || w.name == "." {
		return
	}
	w.version = m.versions(a)
	m.requires = append(m.requires, w)
}

// versions is the range that a call of .package asks for.
func (m *manifest) versions(a arguments) string {
	if v := a.text(m, "from"); v != "" {
		return upTo(v, 0)
	}
	if v := a.text(m, "exact"); v != "" {
		return v
	}
	return m.rangeIn(a[""])
}

// rangeIn reads .upToNextMajor(from: "1.0.0"), .upToNextMinor(…), .exact("…"), "1.0.0"..<"2.0.0"
// and "1.0.0"..."2.0.0".
func (m *manifest) rangeIn(s span) string {
	if m.Is(s.from, source.String) && m.Is(s.to-1, source.String) && s.to-s.from == 5 {
		sign := m.Text(s.from+1) + m.Text(s.from+2) + m.Text(s.from+3)
		if sign == "..<" || sign == "..." {
			return m.Code[s.from].Value() + sign + m.Code[s.to-1].Value()
		}
	}
	if m.Text(s.from) != "." || m.Text(s.from+2) != "(" {
		return ""
	}
	a := m.arguments(s.from + 2)
	switch m.Text(s.from + 1) {
	case "upToNextMajor":
		return upTo(a.text(m, "from"), 0)
	case "upToNextMinor":
		return upTo(a.text(m, "from"), 1)
	case "exact":
		return a.text(m, "")
	}
	return ""
}

// upTo is the range from a version to where its number at a place changes; "" for no version.
func upTo(v string, place int) string {
	release, _, _ := strings.Cut(strings.ReplaceAll(v, "+", "-"), "-")
	numbers := strings.SplitN(release, ".", 3)
	if len(numbers) <= place {
		return ""
	}
	n, err := strconv.Atoi(numbers[place])
	if err != nil || n < 0 {
		return ""
	}
	end := []string{"0", "0", "0"}
	copy(end, numbers[:place])
	end[place] = strconv.Itoa(n + 1)
	return v + "..<" + strings.Join(end, ".")
}

// target reads a target and tells where its call ends: calls within are what it depends on.
func (m *manifest) target(kind string, open int) int {
	a := m.arguments(open)
	t := target{name: a.text(m, "name"), path: a.text(m, "path"), test: kind == "testTarget"}
	if k, ok := a["kind"]; ok && strings.HasPrefix(strings.ToLower(m.Text(k.to-1)), "test") {
		t.test = true
	}
	if t.name == "" {
		return open
	}
	m.targets = append(m.targets, t)
	needs := a["dependencies"]
	for i := needs.from; i < needs.to; i++ {
		switch {
		case m.Text(i) == "product" && m.Text(i+1) == "(":
			p := m.arguments(i + 1)
			if of := p.text(m, "package"); of != "" {
				m.use(strings.ToLower(of), t.test)
				m.products[p.text(m, "name")] = strings.ToLower(of)
			}
			i = m.closed[i+1]
		case m.Is(i, source.String):
			m.use(strings.ToLower(m.Code[i].Value()), t.test)
		}
	}
	return m.closed[open]
}

func (m *manifest) use(name string, test bool) { m.used[name] = m.used[name] || !test }

// places are where targets lie that do not say it.
var places = [...]string{"Sources", "Source", "src", "srcs", "Tests", "Plugins", "Benchmarks"}

// lies is the folder of a target, among those that hold Swift. The only target that is none of
// tests may have its files right in Sources.
func (t target) lies(folder string, folders map[string]bool, alone bool) (string, bool) {
	if t.path != "" {
		at, ok := modules.Inside(folder, t.path)
		return at, ok && folders[at]
	}
	order := places[:]
	if t.test {
		order = append([]string{"Tests"}, order...)
	}
	for _, place := range order {
		if at := path.Join(folder, place, t.name); folders[at] {
			return at, true
		}
	}
	at := path.Join(folder, "Sources")
	return at, alone && !t.test && folders[at]
}
