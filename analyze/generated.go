package analyze

import (
	"bytes"
	"path"
	"runtime"
	"strings"
	"sync"

	"seam/analyze/format/glob"
	"seam/analyze/history"
	"seam/analyze/repo"
)

// maxMarked bounds how many files are read for a marker that says "generated". Go
// files are not among them: their loader reads all of them anyway.
const maxMarked = 20_000

// generated reports which files of the revision say that a program wrote them: a
// marker at their beginning, or linguist-generated in a .gitattributes. unread counts
// the files whose beginning was not looked at.
func (in *Input) generated(tree repo.Tree) (says func(path string) bool, unread int) {
	marked := map[string]bool{}
	if in.Imports != nil {
		for _, p := range in.Imports.Packages {
			for _, f := range p.Generated {
				marked[join(p.Path, f)] = true
			}
		}
	}
	candidates := in.markable(tree)
	if len(candidates) > maxMarked {
		unread = len(candidates) - maxMarked
		candidates = candidates[:maxMarked]
	}
	var failed int
	for i, state := range readMarkers(tree, candidates) {
		switch state {
		case markerFound:
			marked[candidates[i]] = true
		case markerUnread:
			failed++
		}
	}
	rules := attributes(tree)
	return func(p string) bool { return rules.generated(p, marked[p]) }, unread + failed
}

// markable lists the source files, other than Go's, that history names.
func (in *Input) markable(tree repo.Tree) []string {
	named := make(map[string]bool, len(in.Log.Paths))
	for _, p := range in.Log.Paths {
		named[p] = true
	}
	var out []string
	for _, p := range repo.Regulars(tree) {
		if l := LanguageOf(p); l != "" && l != "go" && named[p] && !history.IsVendored(p) && !history.IsGeneratedName(p) {
			out = append(out, p)
		}
	}
	return out
}

type markerState uint8

const (
	markerAbsent markerState = iota
	markerFound
	markerUnread
)

// readMarkers reads files on all cores; the result is indexed like files.
func readMarkers(tree repo.Tree, files []string) []markerState {
	out := make([]markerState, len(files))
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				b, err := tree.ReadFile(files[i])
				switch {
				case err != nil:
					out[i] = markerUnread
				case history.SaysGenerated(b):
					out[i] = markerFound
				}
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

// attributeRule is one line of a .gitattributes that says whether files are generated.
type attributeRule struct {
	files     *glob.Set
	generated bool
}

// attributeRules are in the order in which they count: the last match wins, and an
// inner folder's rules come after an outer one's.
type attributeRules []attributeRule

// attributes reads every .gitattributes of a tree. What cannot be read or understood
// says nothing.
func attributes(tree repo.Tree) attributeRules {
	var rules attributeRules
	for _, f := range repo.Regulars(tree) { // an outer folder's file sorts before an inner one's
		if path.Base(f) != ".gitattributes" || history.IsVendored(f) {
			continue
		}
		b, err := tree.ReadFile(f)
		if err != nil || len(b) > 1<<20 {
			continue
		}
		for line := range bytes.Lines(b) {
			if r, ok := parseAttribute(path.Dir(f), strings.TrimSpace(string(line))); ok {
				rules = append(rules, r)
			}
		}
	}
	return rules
}

func parseAttribute(folder, line string) (attributeRule, bool) {
	fields := strings.Fields(line)
	if len(fields) < 2 || strings.HasPrefix(line, "#") {
		return attributeRule{}, false
	}
	var r attributeRule
	found := false
	for _, a := range fields[1:] {
		switch a {
		case "linguist-generated", "linguist-generated=true", "linguist-generated=1":
			r.generated, found = true, true
		case "-linguist-generated", "!linguist-generated", "linguist-generated=false":
			r.generated, found = false, true
		}
	}
	if !found {
		return r, false
	}
	var err error
	r.files, err = glob.Compile([]string{glob.Below(folder, fields[0])})
	return r, err == nil
}

func (r attributeRules) generated(p string, marked bool) bool {
	for _, rule := range r {
		if rule.files.Match(p) {
			marked = rule.generated
		}
	}
	return marked
}
