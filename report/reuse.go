package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/reuse"
	"seam/report/model"
	"seam/report/phrase"
)

// reuseSection lists the packages and copies that other repositories take from this one.
func reuseSection(r *model.Report) []section {
	u := r.Reuse
	if u == nil {
		return nil
	}
	used, copied := map[string]bool{}, map[string]bool{}
	for _, x := range u.Uses {
		used[x.Package] = true
	}
	for _, c := range u.Copies {
		copied[c.Here.File] = true
	}
	return one(section{
		ID: "reuse", Title: "Other repositories",
		Lead: fmt.Sprintf("%s: %s of this one %s imported there, and code of %s stands there too.",
			phrase.Plural(len(u.Repositories), "other repository was looked at", "other repositories were looked at"),
			phrase.Plural(len(used), "package", "packages"), english.Choose(len(used), "is", "are"), phrase.Plural(len(copied), "file", "files")),
		Tables: filledTables(otherRepositories(u.Repositories), usesTable(u.Uses), copiesTable(u.Copies)),
		Notes:  reuseNotes(u),
	})
}

func otherRepositories(list []reuse.Repository) table {
	t := table{Caption: "What was looked at",
		Columns: []column{{Title: "Repository", Kind: ident}, {Title: "Commit", Kind: ident}, {Title: "Go files", Kind: number}, {Title: "Packages that import from here", Kind: number}, {Title: "Files in common", Kind: number}}}
	for _, x := range list {
		t.Rows = append(t.Rows, cells(x.Name, phrase.ShortID(x.Head), phrase.Count(x.Files), phrase.Count(x.Importers), phrase.Count(x.Copied)))
	}
	return t
}

// usesTable shows the packages with most importers first.
func usesTable(list []reuse.Use) table {
	t := table{Caption: "Packages that other repositories import", Most: 15,
		Columns: []column{{Title: "Package", Kind: ident}, {Title: "Imported by", Kind: ident}, {Title: "Packages there", Kind: number}, {Title: "In tests only", Kind: number}, {Title: "Versions required", Kind: prose}, {Title: "Seen at", Kind: ident}}}
	list = slices.SortedStableFunc(slices.Values(list), func(a, b reuse.Use) int { return cmp.Compare(len(b.Importers), len(a.Importers)) })
	for _, u := range list {
		site := ""
		if len(u.Sites) > 0 {
			site = u.Sites[0].String()
		}
		t.Rows = append(t.Rows, cells(u.Package, withoutHost(u.Repository), phrase.Count(len(u.Importers)), phrase.Count(u.TestImporters), phrase.Few(u.Versions, 3), site))
	}
	return t
}

// copiesTable shows the longest copies first.
func copiesTable(list []reuse.Copy) table {
	t := table{Caption: "Code that stands on both sides. Lines = lines here that are there too; alike = share of the smaller file.", Most: 15,
		Columns: []column{{Title: "Here", Kind: ident}, {Title: "Repository", Kind: ident}, {Title: "There", Kind: ident}, {Title: "Lines", Kind: number}, {Title: "Alike", Kind: number}, {Title: "First", Kind: word}}}
	list = slices.SortedStableFunc(slices.Values(list), func(a, b reuse.Copy) int { return cmp.Compare(b.Lines, a.Lines) })
	for _, c := range list {
		t.Rows = append(t.Rows, cells(c.Here.String(), withoutHost(c.Repository), c.There.String(), phrase.Count(c.Lines), percent(c.Similarity), firstSide(c)))
	}
	return t
}

// withoutHost shortens a module path for a narrow column.
func withoutHost(name string) string {
	if host, rest, ok := strings.Cut(name, "/"); ok && strings.Contains(host, ".") {
		return rest
	}
	return name
}

func firstSide(c reuse.Copy) string {
	switch {
	case c.Kind == reuse.Vendored:
		return "vendored"
	case c.First == reuse.Here:
		return "here " + c.HereSince
	case c.First == reuse.There:
		return "there " + c.ThereSince
	}
	return "unknown"
}

func reuseNotes(u *reuse.Result) []string {
	if len(u.Copies) == 0 {
		return nil
	}
	return []string{"Common code may come from a third place that nobody named. First tells when the file, not the code in it, was added."}
}
