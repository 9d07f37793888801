package sections

import (
	"fmt"
	"slices"

	"seam/analyze/impact"
	"seam/report/doc"
	"seam/report/phrase"
)

// impactChange tells what the change did to exported names, and whether that makes
// anybody follow.
func impactChange(x *impact.Result) doc.Section {
	c := x.Change
	s := doc.Section{ID: "impact-change", Title: "What changed for others", Lead: changeLead(x)}
	t := doc.Table{Caption: "Exported names of the packages whose sources differ",
		Columns: []doc.Column{{Title: "Package", Kind: doc.Ident}, {Title: "Removed", Kind: doc.Prose}, {Title: "Changed", Kind: doc.Prose}, {Title: "Added", Kind: doc.Prose}}}
	quiet, unknown := 0, []string{}
	for _, p := range c.Packages {
		name := p.Package
		switch {
		case p.New:
			name += " (new)"
		case p.Gone:
			name += " (gone)"
		}
		switch {
		case !p.Compared:
			unknown = append(unknown, name)
		case len(p.Added)+len(p.Removed)+len(p.Changed) == 0:
			quiet++
		default:
			t.Rows = append(t.Rows, doc.Cells(name, phrase.Few(p.Removed, 5), phrase.Few(p.Changed, 5), phrase.Few(p.Added, 5)))
		}
	}
	if len(unknown) > 0 {
		s.Notes = append(s.Notes, "Not compared: "+phrase.Few(unknown, 8)+".")
	}
	if quiet > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s changed without a change of exported names.", phrase.Plural(quiet, "Go package", "Go packages")))
	}
	s.Tables = doc.FilledTables(t, brokenTable(c))
	if c.MoreUses > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%s of such names are not listed.", phrase.Plural(c.MoreUses, "more use", "more uses")))
	}
	return s
}

func changeLead(x *impact.Result) string {
	c := x.Change
	unknown, must, open, likely := 0, 0, 0, map[string]bool{}
	for _, u := range c.Uses {
		if u.Likely && !u.Adapted {
			likely[u.Node] = true
		}
	}
	for _, p := range c.Packages {
		if !p.Compared {
			unknown++
		}
	}
	for _, f := range x.Followers {
		if f.Need == impact.Must {
			must++
			if !f.Adapted {
				open++
			}
		}
	}
	var lead string
	switch {
	case len(c.Packages) == 0:
		return fmt.Sprintf("%s, none of them a source of a package outside tests: nobody must follow.", phrase.Plural(c.Files, "file differs", "files differ"))
	case c.Breaks() > 0 && must == 0 && len(likely) > 0:
		lead = fmt.Sprintf("%s. Nobody outside the change was seen to use one, but %s a method or field of such a name: see whether it is that one.",
			phrase.Plural(c.Breaks(), "exported name was removed or changed", "exported names were removed or changed"), selecting(len(likely), x.Level))
	case c.Breaks() > 0 && must == 0:
		lead = fmt.Sprintf("%s, but nobody outside the change was seen to use one: nobody must follow.", phrase.Plural(c.Breaks(), "exported name was removed or changed", "exported names were removed or changed"))
	case c.Breaks() > 0:
		lead = fmt.Sprintf("%s, and %s one: they must follow", phrase.Plural(c.Breaks(), "exported name was removed or changed", "exported names were removed or changed"), users(must, x.Level))
		switch {
		case open == 0:
			lead += "; all of them differ in this change at the places that use it."
		case open < must:
			lead += fmt.Sprintf("; %s not follow in this change.", phrase.Plural(open, "does", "do"))
		default:
			lead += "; none does in this change."
		}
	case unknown == len(c.Packages):
		return fmt.Sprintf("%s, of which exported names are not compared (only those of Go are): whether anybody must follow is not known.", phrase.Plural(unknown, "package changed", "packages changed"))
	case c.Adds() > 0:
		lead = fmt.Sprintf("%s, none removed or changed: nobody must follow, everybody may.", phrase.Plural(c.Adds(), "exported name was added", "exported names were added"))
	default:
		lead = fmt.Sprintf("No exported name differs in %s: nobody must follow.", phrase.Plural(len(c.Packages)-unknown, "changed Go package", "changed Go packages"))
	}
	if unknown > 0 {
		lead += fmt.Sprintf(" Of %s exported names are not compared.", phrase.Plural(unknown, "further package", "further packages"))
	}
	return lead
}

func users(n int, level impact.Kind) string {
	if n == 1 {
		return partsOf(n, level) + " uses"
	}
	return partsOf(n, level) + " use"
}

func selecting(n int, level impact.Kind) string {
	if n == 1 {
		return partsOf(n, level) + " selects"
	}
	return partsOf(n, level) + " select"
}

func brokenTable(c *impact.Changes) doc.Table {
	t := doc.Table{Most: 30, Caption: "Who used a name that was removed or changed; likely = a method or field of that name, of what is not known. A changed interface asks something of those who implement it alone.",
		Columns: []doc.Column{{Title: "Name", Kind: doc.Ident}, {Title: "Used at", Kind: doc.Ident}, {Title: "Follows here", Kind: doc.Word}, {Title: "Sure", Kind: doc.Word}, {Title: "Test", Kind: doc.Word}}}
	open := func(u impact.Use) bool { return !u.Adapted }
	for _, u := range slices.Concat(filtered(c.Uses, open), filtered(c.Uses, func(u impact.Use) bool { return !open(u) })) {
		adapted, sure, test := "no", "yes", ""
		if u.Adapted {
			adapted = "file differs"
		}
		if u.Likely {
			sure = "likely"
		}
		if u.Test {
			test = "test"
		}
		t.Rows = append(t.Rows, doc.Cells(u.Package+" "+u.Name, u.At.String(), adapted, sure, test))
	}
	return t
}

func filtered(list []impact.Use, keep func(impact.Use) bool) []impact.Use {
	var out []impact.Use
	for _, u := range list {
		if keep(u) {
			out = append(out, u)
		}
	}
	return out
}
