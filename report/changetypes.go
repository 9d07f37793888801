package report

import (
	"fmt"
	"strings"

	"seam/analyze/changetypes"
	"seam/report/model"
	"seam/report/phrase"
)

// changeTypesSection tells what changes are made for, and which areas each type
// touches.
func changeTypesSection(r *model.Report) []section {
	c := r.ChangeTypes
	if c == nil {
		return nil
	}
	s := section{ID: "change-types", Title: "Change types"}
	if len(c.Types) == 0 {
		s.Lead = fmt.Sprintf("No types: %s, and no set of areas is touched together five times.", c.Reason)
		return one(s)
	}
	s.Lead = fmt.Sprintf("%s by %s: %s; %s have none.", phrase.Plural(len(c.Types), "type", "types"), c.Kind, c.Reason, phrase.Plural(c.Untyped, "change", "changes"))
	if c.Kind == changetypes.Learned {
		s.Tables = []table{areasTogether(c)}
		return one(s)
	}
	t := table{
		Caption: "Change types, most changes first. Always = areas that at least 90% of the type's changes touch: a seam in people's own words.",
		Columns: []column{{Title: "Type", Kind: ident}, {Title: "Changes", Kind: number}, {Title: "Of all", Kind: number}, {Title: "Always", Kind: ident}, {Title: "Touches", Kind: prose}},
	}
	for _, x := range c.Types {
		var areas []string
		for i, a := range x.Areas {
			if i == 4 {
				areas = append(areas, phrase.Count(len(x.Areas)-i)+" more")
				break
			}
			areas = append(areas, place(a.Area)+" "+percent(a.Share))
		}
		t.Rows = append(t.Rows, cells(x.Name, phrase.Count(x.Changes), percent(x.Share), strings.Join(x.Always, ", "), strings.Join(areas, ", ")))
	}
	s.Tables = []table{t}
	return one(s)
}

// areasTogether lists the types that are nothing but the areas that they touch.
func areasTogether(c *changetypes.Result) table {
	t := table{
		Caption: "Areas that are touched together and no other with them, most changes first.",
		Columns: []column{{Title: "Areas", Kind: prose}, {Title: "Changes", Kind: number}, {Title: "Of all", Kind: number}},
	}
	for _, x := range c.Types {
		var areas []string
		for _, a := range x.Areas {
			areas = append(areas, place(a.Area))
		}
		t.Rows = append(t.Rows, cells(strings.Join(areas, " + "), phrase.Count(x.Changes), percent(x.Share)))
	}
	return t
}
