package dossier

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// maxLicences bounds how many vendored licences are read.
const maxLicences = 2000

// phrases tell licences by the words that their texts open with.
var phrases = []struct{ text, name string }{
	{"business source license", "BUSL-1.1"},
	{"server side public license", "SSPL-1.0"},
	{"elastic license", "Elastic-2.0"},
	{"gnu affero general public license", "AGPL-3.0"},
	{"gnu lesser general public license", "LGPL"},
	{"gnu library general public license", "LGPL"},
	{"gnu general public license", "GPL"},
	{"mozilla public license", "MPL-2.0"},
	{"eclipse public license", "EPL"},
	{"apache license", "Apache-2.0"},
	{"permission is hereby granted, free of charge", "MIT"},
	{"redistribution and use in source and binary forms", "BSD"},
	{"permission to use, copy, modify", "ISC"},
	{"this is free and unencumbered software", "Unlicense"},
}

// restrictive are licences that bind whoever takes the code over, or that not everybody
// may use.
var restrictive = source.Words("BUSL-1.1 SSPL-1.0 Elastic-2.0 AGPL-3.0 LGPL GPL EPL")

// Restrictive reports whether a licence binds those who take the code over or bars some
// uses.
func Restrictive(licence string) bool { return restrictive[licence] }

// opening is how much of a text is looked at first: nearly all licences name themselves
// there.
const opening = 2 << 10

// licenceIn tells a licence by the phrase that comes first, since texts name others
// further down. "" if none is known.
func licenceIn(text []byte) string {
	// What is found in the opening is first in the whole text too: a phrase that begins
	// sooner would end sooner, since none holds another.
	if name := firstPhrase(text[:min(len(text), opening)]); name != "" {
		return name
	}
	return firstPhrase(text[:min(len(text), 64<<10)])
}

// firstPhrase is the licence whose phrase comes first, whatever white space is between words.
func firstPhrase(text []byte) string {
	s := strings.Join(strings.Fields(strings.ToLower(string(text))), " ")
	name, at := "", len(s)
	for _, p := range phrases {
		if i := strings.Index(s, p.text); i >= 0 && i < at {
			name, at = p.name, i
		}
	}
	return name
}

// isLicenceName tells a licence file by its lower-case base name.
func isLicenceName(base string) bool {
	stem := strings.TrimSuffix(strings.TrimSuffix(base, path.Ext(base)), ".")
	return slices.Contains([]string{"license", "licence", "copying", "unlicense"}, stem) || strings.HasPrefix(base, "license-") || strings.HasPrefix(base, "license.")
}

// licenceAt reads the licence file of a folder.
func (l *loader) licenceAt(folder string) string {
	for _, f := range belowOf(l.files, folder) {
		if repo.Folder(f) == folder && isLicenceName(strings.ToLower(path.Base(f))) {
			if b, err := l.tree.ReadFile(path.Join(l.q.Folder, f)); err == nil {
				return licenceIn(b)
			}
		}
	}
	return ""
}

// licences reads single licence files.
var licences = imports.Reader[string]{
	Name: "licence", Version: 1, Large: true, Facts: func(_ string, text []byte) string { return licenceIn(text) },
}

// vendored reads the licences of vendored third parties that the parts import. The error is
// that of ctx.
func (l *loader) vendored(ctx context.Context) ([]Licence, error) {
	var wanted []string
	for _, part := range l.q.Parts {
		for _, name := range part {
			if p, ok := l.q.Imports.Find(name); ok {
				wanted = append(wanted, p.ThirdParty...)
			}
		}
	}
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	var found []Licence // not read yet
	for _, f := range l.files {
		_, below, ok := cutVendor(f)
		if !ok || !isLicenceName(strings.ToLower(path.Base(f))) {
			continue
		}
		if dir := path.Dir(below); used(wanted, dir) {
			found = append(found, Licence{ImportPath: dir, File: f})
		}
	}
	out, err := l.readLicences(ctx, found)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b Licence) int {
		return cmp.Or(strings.Compare(a.ImportPath, b.ImportPath), strings.Compare(a.File, b.File))
	})
	return out, nil
}

// readLicences names the first licences that can be read, maxLicences at most.
func (l *loader) readLicences(ctx context.Context, found []Licence) (out []Licence, err error) {
	for len(found) > 0 && len(out) < maxLicences {
		n := min(len(found), maxLicences-len(out))
		files := make([]string, n)
		for i := range files {
			files[i] = path.Join(l.q.Folder, found[i].File)
		}
		names, failed, err := licences.Scan(ctx, l.tree, files, l.q.Cache)
		if err != nil {
			return nil, err
		}
		for i, name := range names {
			if failed[i] == nil {
				found[i].Name = name
				out = append(out, found[i])
			}
		}
		found = found[n:]
	}
	return out, nil
}

// cutVendor splits a path behind its first folder "vendor".
func cutVendor(file string) (above, below string, ok bool) {
	if rest, found := strings.CutPrefix(file, "vendor/"); found {
		return "", rest, true
	}
	return strings.Cut(file, "/vendor/")
}

// used reports whether a sorted list has a path at or below dir.
func used(sorted []string, dir string) bool {
	if _, found := slices.BinarySearch(sorted, dir); found {
		return true
	}
	i, _ := slices.BinarySearch(sorted, dir+"/")
	return i < len(sorted) && strings.HasPrefix(sorted[i], dir+"/")
}
