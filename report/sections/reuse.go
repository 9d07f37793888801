package sections

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/reuse"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// reuseSection lists the packages and copies that other repositories take from this one.
func reuseSection(r *model.Report) []doc.Section {
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
	return one(doc.Section{
		ID: "reuse", Title: "Other repositories",
		Lead: fmt.Sprintf("%s: %s of this one %s imported there, and code of %s stands there too.",
			phrase.Plural(len(u.Repositories), "other repository was looked at", "other repositories were looked at"),
			phrase.Plural(len(used), "package", "packages"), english.Choose(len(used), "is", "are"), phrase.Plural(len(copied), "file", "files")),
		Tables: doc.FilledTables(otherRepositories(u.Repositories), usesTable(u.Uses), copiesTable(u.Copies)),
		Notes:  reuseNotes(u),
	})
}

func otherRepositories(list []reuse.Repository) doc.Table {
	t := doc.Table{Caption: "What was looked at",
		Columns: []doc.Column{{Title: "Repository", Kind: doc.Ident}, {Title: "Commit", Kind: doc.Ident}, {Title: "Go files", Kind: doc.Number}, {Title: "Packages that import from here", Kind: doc.Number}, {Title: "Files in common", Kind: doc.Number}}}
	for _, x := range list {
		t.Rows = append(t.Rows, doc.Cells(x.Name, phrase.ShortID(x.Head), phrase.Count(x.Files), phrase.Count(x.Importers), phrase.Count(x.Copied)))
	}
	return t
}

// usesTable shows the packages with most importers first.
func usesTable(list []reuse.Use) doc.Table {
	t := doc.Table{Caption: "Packages that other repositories import", Most: 15,
		Columns: []doc.Column{{Title: "Package", Kind: doc.Ident}, {Title: "Imported by", Kind: doc.Ident}, {Title: "Packages there", Kind: doc.Number}, {Title: "In tests only", Kind: doc.Number}, {Title: "Versions required", Kind: doc.Prose}, {Title: "Seen at", Kind: doc.Ident}}}
	list = slices.SortedStableFunc(slices.Values(list), func(a, b reuse.Use) int { return cmp.Compare(len(b.Importers), len(a.Importers)) })
	for _, u := range list {
		site := ""
		if len(u.Sites) > 0 {
			site = u.Sites[0].String()
		}
		t.Rows = append(t.Rows, doc.Cells(u.Package, withoutHost(u.Repository), phrase.Count(len(u.Importers)), phrase.Count(u.TestImporters), phrase.Few(u.Versions, 3), site))
	}
	return t
}

// copiesTable shows the longest copies first.
func copiesTable(list []reuse.Copy) doc.Table {
	t := doc.Table{Caption: "Code that stands on both sides. Lines = lines here that are there too; alike = share of the smaller file.", Most: 15,
		Columns: []doc.Column{{Title: "Here", Kind: doc.Ident}, {Title: "Repository", Kind: doc.Ident}, {Title: "There", Kind: doc.Ident}, {Title: "Lines", Kind: doc.Number}, {Title: "Alike", Kind: doc.Number}, {Title: "First", Kind: doc.Word}}}
	list = slices.SortedStableFunc(slices.Values(list), func(a, b reuse.Copy) int { return cmp.Compare(b.Lines, a.Lines) })
	for _, c := range list {
		t.Rows = append(t.Rows, doc.Cells(c.Here.String(), withoutHost(c.Repository), c.There.String(), phrase.Count(c.Lines), phrase.Percent(c.Similarity), firstSide(c)))
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
