package analyze

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/glob"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// maxMarked bounds how many files are read for a marker that says "generated". Go
// files are not among them: their loader reads all of them anyway.
const maxMarked = 20_000

// generated reports which files of the revision say that a program wrote them: a
// marker at their beginning, or linguist-generated in a .gitattributes. unread counts
// the files whose beginning was not looked at.
func (in *Input) generated(ctx context.Context, tree *markedTree) (says func(path string) bool, unread int, err error) {
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
	found, errs, err := tree.find(ctx, candidates)
	for i, name := range candidates {
		if found[i] {
			marked[name] = true
		}
		if errs[i] != nil {
			failed++
		}
	}
	rules := attributes(tree)
	return func(p string) bool { return rules.generated(p, marked[p]) }, unread + failed, err
}

// markable lists the source files, other than Go's, that history names.
func (in *Input) markable(tree repo.Tree) []string {
	named := map[string]bool{}
	for _, p := range repo.Regulars(tree) {
		if markable(p) {
			named[p] = false
		}
	}
	var out []string
	for _, p := range in.Log.Paths {
		if already, ok := named[p]; ok && !already {
			named[p] = true
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// markers finds the files whose beginning says that a program wrote them.
var markers = imports.Reader[bool]{
	Name: "generated", Version: 2, Large: true,
	Facts: func(_ string, src []byte) bool { return history.SaysGenerated(src) },
}

// attributeRule is one line of a .gitattributes that says whether files are generated.
type attributeRule struct {
	files     *glob.Set
	generated bool
}

// attributeRules are by the folder of their file, in the order of its lines: the last match
// wins, and an inner folder's rules come after an outer one's.
type attributeRules map[string][]attributeRule

// attributes reads every .gitattributes of a tree. What cannot be read or understood
// says nothing.
func attributes(tree repo.Tree) attributeRules {
	rules := attributeRules{}
	for _, f := range repo.Regulars(tree) {
		if path.Base(f) != ".gitattributes" || history.IsVendored(f) {
			continue
		}
		b, err := tree.ReadFile(f)
		if err != nil || len(b) > 1<<20 {
			continue
		}
		for line := range bytes.Lines(b) {
			folder := path.Dir(f)
			if r, ok := parseAttribute(folder, strings.TrimSpace(string(line))); ok {
				rules[folder] = append(rules[folder], r)
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

// generated is what the rules of the folders that a file lies in make of marked.
func (r attributeRules) generated(p string, marked bool) bool {
	apply := func(folder string) {
		for _, rule := range r[folder] {
			if rule.files.Match(p) {
				marked = rule.generated
			}
		}
	}
	if len(r) == 0 {
		return marked
	}
	apply(".")
	for i, c := range []byte(p) {
		if c == '/' {
			apply(p[:i])
		}
	}
	return marked
}
