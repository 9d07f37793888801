package sections

import (
	"fmt"
	"strings"

	"seam/analyze/changetypes"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// changeTypesSection tells what changes are made for, and which areas each type
// touches.
func changeTypesSection(r *model.Report) []doc.Section {
	c := r.ChangeTypes
	if c == nil {
		return nil
	}
	s := doc.Section{ID: "change-types", Title: "Change types"}
	if len(c.Types) == 0 {
		s.Lead = fmt.Sprintf("No types: %s, and no set of areas is touched together five times.", c.Reason)
		return one(s)
	}
	s.Lead = fmt.Sprintf("%s by %s: %s; %s have none.", phrase.Plural(len(c.Types), "type", "types"), c.Kind, c.Reason, phrase.Plural(c.Untyped, "change", "changes"))
	if c.Kind == changetypes.Learned {
		s.Tables = []doc.Table{areasTogether(c)}
		return one(s)
	}
	t := doc.Table{
		Caption: "Change types, most changes first. Always = areas that at least 90% of the type's changes touch: a seam in people's own words.",
		Columns: []doc.Column{{Title: "Type", Kind: doc.Ident}, {Title: "Changes", Kind: doc.Number}, {Title: "Of all", Kind: doc.Number}, {Title: "Always", Kind: doc.Ident}, {Title: "Touches", Kind: doc.Prose}},
	}
	for _, x := range c.Types {
		var areas []string
		for i, a := range x.Areas {
			if i == 4 {
				areas = append(areas, phrase.Count(len(x.Areas)-i)+" more")
				break
			}
			areas = append(areas, phrase.Place(a.Area)+" "+phrase.Percent(a.Share))
		}
		t.Rows = append(t.Rows, doc.Cells(x.Name, phrase.Count(x.Changes), phrase.Percent(x.Share), strings.Join(phrase.Places(x.Always), ", "), strings.Join(areas, ", ")))
	}
	s.Tables = []doc.Table{t}
	return one(s)
}

// areasTogether lists the types that are nothing but the areas that they touch.
func areasTogether(c *changetypes.Result) doc.Table {
	t := doc.Table{
		Caption: "Areas that are touched together and no other with them, most changes first.",
		Columns: []doc.Column{{Title: "Areas", Kind: doc.Prose}, {Title: "Changes", Kind: doc.Number}, {Title: "Of all", Kind: doc.Number}},
	}
	for _, x := range c.Types {
		var areas []string
		for _, a := range x.Areas {
			areas = append(areas, phrase.Place(a.Area))
		}
		t.Rows = append(t.Rows, doc.Cells(strings.Join(areas, " + "), phrase.Count(x.Changes), phrase.Percent(x.Share)))
	}
	return t
}
