package page

import (
	"encoding/json"
	"html/template"
	"seam/report/sections"
	"strings"
)

// block is the facts as a script element can hold them: encoding/json writes <, > and &
// as escapes, so that no text can end the element. Of a package stands what it does not
// share with the one before.
func block(f *sections.PageFacts) (template.JS, error) {
	if f == nil {
		return "null", nil
	}
	short := struct {
		*sections.PageFacts
		Packages []string `json:"packages"`
		Shared   []int    `json:"shared"` // by package: how many elements of the path before it begins with
	}{PageFacts: f}
	before := []string{}
	for _, p := range f.Packages {
		elements := strings.Split(p, "/")
		n := 0
		for n < min(len(before), len(elements)-1) && before[n] == elements[n] {
			n++
		}
		short.Packages, short.Shared = append(short.Packages, strings.Join(elements[n:], "/")), append(short.Shared, n)
		before = elements
	}
	data, err := json.Marshal(short)
	return template.JS(printable(data)), err
}
