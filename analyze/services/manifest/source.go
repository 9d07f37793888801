package manifest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/hcl"
	"seam/analyze/format/syntax"
	"seam/analyze/format/yaml"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// MaxFile is the largest manifest that is read, in bytes.
const MaxFile = 4 << 20

// shownInvalid is how many broken manifests get a warning of their own.
const shownInvalid = 5

// Source is a tree with the state of reading its manifests: what was parsed and what was left out.
type Source struct {
	Tree      repo.Tree
	Folder    string           // only manifests below it are read; "." for all
	Files     []string         // regular files of the whole tree, in order
	Rendered  []Rendered       // manifests as they are applied
	Cache     imports.Cache    // what was found in single files from run to run; nil for nothing
	manifests []string         // candidates by name, without what is left out
	looked    map[string]looks // see looks
	leftOut   map[string]int
	templates []string
	tooLarge  []string
	missing   []string
	invalid   []string // messages
	vague     []string // messages

	components []component // of Dapr
	websites   []string    // folders called website that are of the product
}

// Rendered is a file of manifests as a tool rendered them, from outside the tree.
type Rendered struct {
	Name string // shown in evidence
	Data []byte
}

// NewSource is what is declared below a folder of the tree, "." for all.
func NewSource(t repo.Tree, folder string) *Source {
	s := &Source{Tree: t, Folder: folder, Files: repo.Regulars(t), leftOut: map[string]int{}}
	s.websites = websites(s.Files)
	for _, f := range s.Under(folder) {
		if !IsYAML(f) {
			continue
		}
		if why := s.Aside(f); why != "" {
			s.leftOut[why]++
			continue
		}
		s.manifests = append(s.manifests, f)
	}
	return s
}

// IsYAML reports whether a file is YAML by its ending.
func IsYAML(file string) bool {
	ext := path.Ext(file)
	return ext == ".yaml" || ext == ".yml"
}

// asideFolders are names of folders whose content is not what the repository
// deploys, and what they are called in warnings.
var asideFolders = map[string]string{
	"test": "test", "tests": "test", "testing": "test", "testdata": "test", "e2e": "test", "integration": "test",
	"fixture": "test", "fixtures": "test", "__tests__": "test", "mock": "test", "mocks": "test",
	"bench": "test", "benchmark": "test", "benchmarks": "test",
	"example": "example", "examples": "example", "sample": "example", "samples": "example", "playground": "example",
	"demo": "example", "demos": "example",
	"doc": "documentation", "docs": "documentation", "documentation": "documentation", "website": "documentation",
	"vendor": "vendor", "third_party": "vendor", "node_modules": "vendor",
	"site-packages": "vendor", ".venv": "vendor",
	"hack": "tool", "tool": "tool", "tools": "tool", "script": "tool", "scripts": "tool", "contrib": "tool",
	".github": "tool", ".gitlab": "tool", ".circleci": "tool", ".ci": "tool", ".buildkite": "tool", ".azuredevops": "tool",
	".drone": "tool", ".woodpecker": "tool", ".semaphore": "tool", ".devcontainer": "tool", ".vscode": "tool",
}

// aside says what kind of folder outside the product a file lies in, "" for none.
// The kinds are test, example, documentation, vendor and tool; the first one from
// the root counts, save that tool gives way to the others.
func aside(file string) string {
	found := ""
	for e := range strings.SplitSeq(path.Dir(file), "/") {
		why := asideFolders[strings.ToLower(e)]
		if e == "Integration" { // handlers of integration events in .NET, where folders of tests say so
			why = ""
		}
		if why == "" && isTestFolder(e) {
			why = "test"
		}
		switch why {
		case "":
		case "tool":
			found = why
		default:
			return why
		}
	}
	if found == "" && isTestName(path.Base(file)) {
		return "test"
	}
	return found
}

// isTestFolder tells integration-test and load-tests, by the last of several words.
func isTestFolder(name string) bool {
	ws := Words(name)
	return len(ws) > 1 && (ws[len(ws)-1] == "test" || ws[len(ws)-1] == "tests")
}

// Aside is the function aside seen from the folder that is read: who asks for
// examples/shop wants what is in it.
func (s *Source) Aside(file string) string {
	for _, w := range s.websites {
		if inside, ok := strings.CutPrefix(file, w+"/"); ok {
			if why := aside(strings.TrimPrefix(path.Dir(w)+"/x", s.Folder+"/")); why != "" {
				return why
			}
			return aside(inside)
		}
	}
	return aside(strings.TrimPrefix(file, s.Folder+"/"))
}

// isTestName tells docker-compose.test.yml and web-e2e.yaml by a word of the name.
func isTestName(base string) bool {
	words := strings.FieldsFunc(strings.ToLower(base), func(r rune) bool { return strings.ContainsRune(".-_", r) })
	return slices.ContainsFunc(words, func(w string) bool {
		return w == "test" || w == "tests" || w == "e2e" || w == "it" && slices.Contains(words, "compose")
	})
}

// documents parses the documents of a manifest that want accepts by their text. It
// notes what cannot be read and goes on with the next document.
func (s *Source) documents(file string, data []byte, want func([]byte) bool) []*yaml.Node {
	var out []*yaml.Node
	for _, d := range yaml.Split(data) {
		if !want(d.Text) {
			continue
		}
		nodes, err := d.Parse()
		if err != nil {
			s.broken(file, d.Text, err)
			return out
		}
		out = append(out, nodes...)
	}
	return out
}

// broken notes a manifest that does not parse. Templates are expected not to.
func (s *Source) broken(file string, text []byte, err error) {
	if bytes.Contains(text, []byte("{{")) {
		s.templates = append(s.templates, file)
		return
	}
	var e *syntax.Error
	message := err.Error()
	if errors.As(err, &e) {
		e.File = file
		message = e.Error()
		line, _, _ := strings.Cut(e.Excerpt, "\n")
		if _, code, ok := strings.Cut(line, " | "); ok {
			message += ": " + strings.TrimSpace(code)
		}
	}
	s.invalid = append(s.invalid, message)
}

// manifest reads a manifest; ok is false if it is too large or unreadable.
func (s *Source) manifest(file string) (data []byte, ok bool) {
	data, err := s.Tree.ReadFile(file)
	switch {
	case err != nil:
		s.missing = append(s.missing, file)
	case len(data) > MaxFile:
		s.tooLarge = append(s.tooLarge, file)
	default:
		return data, true
	}
	return nil, false
}

// product lists the files of the folder that is read whose last path element want
// accepts, without what lies aside.
func (s *Source) product(want func(base string) bool) []string {
	return slices.DeleteFunc(slices.Clone(s.Under(s.Folder)), func(f string) bool {
		return !want(path.Base(f)) || s.Aside(f) != ""
	})
}

// hcl reads an HCL file; nil if it cannot be read, which is noted.
func (s *Source) hcl(file string) *hcl.Body {
	data, ok := s.manifest(file)
	if !ok {
		return nil
	}
	b, err := hcl.Parse(file, data)
	if err != nil {
		s.invalid = append(s.invalid, err.Error())
		return nil
	}
	return b
}

// unclear notes a place whose meaning is not known before it is run.
func (s *Source) unclear(at finding.Location, what string) {
	s.vague = append(s.vague, at.String()+": "+strings.Join(strings.Fields(what), " "))
}

// filesAt lists the regular files at a path that a file in dir gives, or in that folder;
// nothing if it lies outside the tree or is the name of a volume.
func (s *Source) filesAt(dir, at string) []string {
	if at == "" || path.IsAbs(at) || strings.ContainsAny(at, "$~") || !strings.Contains(at, "/") && !strings.Contains(at, ".") {
		return nil
	}
	at = path.Join(dir, at)
	if s.Has(at) {
		return []string{at}
	}
	if at == "." || strings.HasPrefix(at, "..") {
		return nil
	}
	files := s.Under(at)
	return files[:min(len(files), maxConfigs)]
}

// Has reports whether a regular file of that name is in the tree.
func (s *Source) Has(file string) bool {
	_, ok := slices.BinarySearch(s.Files, file)
	return ok
}

// Under lists the regular files at or below a folder, "." for all.
func (s *Source) Under(folder string) []string {
	if folder == "." {
		return s.Files
	}
	prefix := folder + "/"
	i, _ := slices.BinarySearch(s.Files, prefix)
	j, _ := slices.BinarySearch(s.Files, folder+"0") // '0' follows '/'
	return s.Files[i:j]
}

// Warnings says what was left out and why.
func (s *Source) Warnings() []finding.Warning {
	var out []finding.Warning
	add := func(code string, count int, format string, args ...any) {
		if count > 0 {
			out = append(out, finding.Warning{Code: code, Count: count, Message: fmt.Sprintf(format, args...)})
		}
	}
	total := 0
	for _, n := range s.leftOut {
		total += n
	}
	list := func(code string, files []string, format string) {
		files = Unique(files)
		add(code, len(files), format, first(files))
	}
	add("manifests-left-out", total, "YAML files not read for services, since they lie outside the product: %s", tally(s.leftOut))
	list("manifest-template", s.templates, "not read for services, being templates that are no YAML before they are rendered: %s")
	list("manifest-too-large", s.tooLarge, fmt.Sprintf("not read for services, being over %d MiB: %%s", MaxFile>>20))
	list("manifest-missing", s.missing, "not read for services, being missing from this clone: %s; fetch the missing objects")
	few := func(code string, messages []string, after, more string) {
		bad := Unique(messages)
		for _, m := range bad[:min(len(bad), shownInvalid)] {
			add(code, 1, "%s%s", m, after)
		}
		add(code, len(bad)-shownInvalid, "%s: %d", more, len(bad)-shownInvalid)
	}
	few("manifest-invalid", s.invalid, "; the rest of the file was not read for services", "more manifests that do not parse")
	few("manifest-unclear", s.vague, "", "more places in manifests that are worked out when they are run")
	return out
}

// tally reads "test (12), example (3)": largest first.
func tally(counts map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	for i, k := range keys {
		keys[i] = fmt.Sprintf("%s (%d)", k, counts[k])
	}
	return strings.Join(keys, ", ")
}

// first names one of several files.
func first(files []string) string {
	switch len(files) {
	case 0:
		return ""
	case 1:
		return files[0]
	}
	return fmt.Sprintf("%s and %d more", files[0], len(files)-1)
}

// Unique is a sorted copy of a list, each text once.
func Unique(ss []string) []string {
	ss = slices.Clone(ss)
	slices.Sort(ss)
	return slices.Compact(ss)
}
