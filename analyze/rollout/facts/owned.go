package facts

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/history"
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
