package analyze

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/migrations"
	"seam/analyze/regex"
	"seam/analyze/repo"
	"seam/analyze/rollout"
	"seam/analyze/services"
)

// owned says which services changed files belong to, in two revisions of a tree.
type owned struct {
	old, now   repo.Tree
	base, head *services.Graph
	touches    []rollout.Touch
	unowned    []string // belong to no service
	passive    int      // documentation and tests
}

// place finds the services of every path.
func (o *owned) place(paths []string) {
	byFile := map[string][]rollout.Touch{}
	folders := map[string][]string{} // folder -> services whose code it is
	declared := map[string][]string{}
	for _, g := range []*services.Graph{o.base, o.head} {
		for _, s := range g.Services {
			d := g.Details[s.Name]
			for _, f := range d.Files {
				why := rollout.Code
				switch {
				case f.Handed:
					why = rollout.Settings
				case f.Shared:
					why = rollout.Shared
				}
				byFile[f.Path] = append(byFile[f.Path], rollout.Touch{Service: s.Name, File: f.Path, Why: why})
			}
			for _, dir := range d.Folders {
				folders[dir] = append(folders[dir], s.Name)
			}
			for _, at := range d.Declared {
				declared[at.File] = append(declared[at.File], s.Name)
			}
		}
	}
	given := o.given(paths)
	for _, p := range paths {
		n := len(o.touches)
		o.touches = append(o.touches, byFile[p]...)
		if declared[p] != nil {
			o.manifest(p)
		}
		for _, t := range given[p] {
			if !slices.ContainsFunc(o.touches[n:], func(u rollout.Touch) bool { return u.Service == t.Service }) {
				o.touches = append(o.touches, t)
			}
		}
		passive := isPassive(p)
		if len(o.touches) == n && !passive {
			o.below(p, folders)
		}
		switch {
		case len(o.touches) > n:
		case passive:
			o.passive++
		default:
			o.unowned = append(o.unowned, p)
		}
	}
}

// given finds the services that changed files give another value: a setting, an image, a
// file that stands in a manifest. What a manifest interpolates comes from the .env file
// beside it.
func (o *owned) given(paths []string) map[string][]rollout.Touch {
	out := map[string][]rollout.Touch{}
	add := func(service string, v services.Value) {
		at := v.File
		if !slices.Contains(paths, at) {
			at = ""
			for _, p := range paths {
				if path.Dir(p) == path.Dir(v.File) && strings.HasPrefix(path.Base(p), ".env") {
					at = p
				}
			}
		}
		if at != "" {
			out[at] = append(out[at], rollout.Touch{Service: service, File: at, Why: rollout.Settings})
		}
	}
	for _, s := range o.head.Services {
		old, ok := o.base.Details[s.Name]
		if !ok {
			continue
		}
		now := o.head.Details[s.Name].Values
		for _, v := range slices.Concat(notIn(now, old.Values), notIn(old.Values, now)) {
			add(s.Name, v)
		}
	}
	return out
}

// notIn lists the values that others lack, in order.
func notIn(values, others []services.Value) []services.Value {
	known := map[services.Value]bool{}
	for _, v := range others {
		known[v] = true
	}
	return slices.DeleteFunc(slices.Clone(values), func(v services.Value) bool { return known[v] })
}

// below gives a file to the services of the nearest folder above it.
func (o *owned) below(p string, folders map[string][]string) {
	for dir := path.Dir(p); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if names := folders[dir]; names != nil {
			for _, s := range names {
				o.touches = append(o.touches, rollout.Touch{Service: s, File: p, Why: rollout.Code})
			}
			return
		}
	}
}

// manifest gives a manifest to the services whose own part of it changed.
func (o *owned) manifest(p string) {
	before, _ := o.old.ReadFile(p)
	after, _ := o.now.ReadFile(p)
	old, now := parts(o.base, p, before), parts(o.head, p, after)
	for name, text := range now {
		if old[name] != text {
			o.touches = append(o.touches, rollout.Touch{Service: name, File: p, Why: rollout.Manifest})
		}
	}
	for name := range old {
		if _, ok := now[name]; !ok {
			o.touches = append(o.touches, rollout.Touch{Service: name, File: p, Why: rollout.Manifest})
		}
	}
}

// parts are the texts of the services that a manifest declares: the document or the
// indented block that begins with each.
func parts(g *services.Graph, file string, src []byte) map[string]string {
	out := map[string]string{}
	var lines []string
	for l := range bytes.Lines(src) {
		lines = append(lines, string(l))
	}
	anchors := anchorsOf(lines)
	for name, d := range g.Details {
		for _, at := range d.Declared {
			if at.File == file && at.Line > 0 && at.Line <= len(lines) {
				text := block(lines, at.Line-1)
				out[name] += text + aliased(lines, anchors, text)
			}
		}
	}
	return out
}

var (
	anchorMark = regex.New(`(?:^|[:\-]\s*)&([A-Za-z0-9_.-]+)\s*$`)
	aliasMark  = regex.New(`(?:^|[\s\[,])\*([A-Za-z0-9_.-]+)`)
)

// anchorsOf finds the lines that begin what an alias stands for.
func anchorsOf(lines []string) map[string]int {
	out := map[string]int{}
	for i, l := range lines {
		if m := anchorMark().FindStringSubmatch(strings.TrimRight(l, "\r\n")); m != nil {
			out[m[1]] = i
		}
	}
	return out
}

// aliased is what the aliases in a text stand for, each once.
func aliased(lines []string, anchors map[string]int, text string) string {
	var b strings.Builder
	seen := map[string]bool{}
	for todo := []string{text}; len(todo) > 0; todo = todo[1:] {
		for _, m := range aliasMark().FindAllStringSubmatch(todo[0], -1) {
			if at, ok := anchors[m[1]]; ok && !seen[m[1]] {
				seen[m[1]] = true
				text := indented(lines, at)
				b.WriteString(text)
				todo = append(todo, text)
			}
		}
	}
	return b.String()
}

// block is the YAML document around a line where the file has several or the line stands
// at its left, else the line and what is indented below it.
func block(lines []string, at int) string {
	indent := indentOf(lines[at])
	if indent == 0 || isDocument(lines) {
		from, to := at, at+1
		for from > 0 && !strings.HasPrefix(lines[from-1], "---") {
			from--
		}
		for to < len(lines) && !strings.HasPrefix(lines[to], "---") {
			to++
		}
		return strings.Join(lines[from:to], "")
	}
	return indented(lines, at)
}

// indented is a line and what is indented below it.
func indented(lines []string, at int) string {
	to := at + 1
	for to < len(lines) && (strings.TrimSpace(lines[to]) == "" || indentOf(lines[to]) > indentOf(lines[at])) {
		to++
	}
	return strings.TrimRight(strings.Join(lines[at:to], ""), " \n\r\t")
}

// isDocument tells files of Kubernetes objects.
func isDocument(lines []string) bool {
	return slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "apiVersion:") })
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// isPassive reports whether a file changes nothing that runs: documentation and tests.
func isPassive(p string) bool {
	base := strings.ToLower(path.Base(p))
	stem := strings.TrimSuffix(base, path.Ext(base))
	switch path.Ext(base) {
	case ".md", ".adoc", ".rst", ".txt", ".png", ".svg", ".jpg", ".gif":
		if base != "requirements.txt" {
			return true
		}
	}
	if base == "license" || base == "codeowners" || base == ".gitignore" || strings.HasPrefix(p, ".github/") || history.IsVendored(p) {
		return true
	}
	if strings.HasSuffix(stem, "_test") || strings.HasSuffix(stem, ".test") || strings.HasSuffix(stem, ".spec") || strings.HasPrefix(stem, "test_") || strings.HasSuffix(stem, "tests") && path.Ext(base) == ".cs" {
		return true
	}
	return slices.ContainsFunc(strings.Split(strings.ToLower(path.Dir(p)), "/"), func(e string) bool {
		switch e {
		case "test", "tests", "testdata", "__tests__", "e2e", "docs", "doc", "fixtures":
			return true
		}
		return false
	})
}

// migrations are the changed files that change a database's schema, with the service that
// they belong to and what they take away that they did not before.
func (o *owned) migrations() []rollout.Migration {
	var out []rollout.Migration
	seen := map[string]bool{}
	for _, t := range o.touches {
		if t.Why == rollout.Manifest || seen[t.Service+"\x00"+t.File] || !migrations.Is(t.File) {
			continue
		}
		seen[t.Service+"\x00"+t.File] = true
		data, err := o.now.ReadFile(t.File)
		if err != nil {
			continue // gone: it was not applied by this change
		}
		steps := migrations.Read(t.File, data)
		var before migrations.Steps
		if old, err := o.old.ReadFile(t.File); err == nil {
			before = migrations.Read(t.File, old)
		}
		out = append(out, rollout.Migration{Service: t.Service, At: finding.Location{File: t.File}, Reversible: o.reversible(t.File, data),
			Adds: steps.Adds, Removes: steps.New(before)})
	}
	return out
}

// wayBack are marks of a migration that says how it is undone.
var wayBack = [][]byte{[]byte("+goose Down"), []byte("+migrate Down"), []byte("def downgrade"), []byte("def down"), []byte("def change"), []byte("void Down("), []byte("function down"), []byte("exports.down"), []byte("async down"), []byte("<rollback"), []byte("rollback:")}

func (o *owned) reversible(p string, data []byte) bool {
	if down := strings.TrimSuffix(p, ".up.sql"); down != p {
		_, err := o.now.ReadFile(down + ".down.sql")
		return err == nil
	}
	return slices.ContainsFunc(wayBack, func(mark []byte) bool { return bytes.Contains(data, mark) })
}
