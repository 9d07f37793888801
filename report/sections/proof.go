package sections

import (
	"fmt"

	goproof "seam/analyze/proof"
	"seam/report/doc"
	"seam/report/phrase"
)

// proofLists are what the sources of Go modules say about a conflict.
func proofLists(a *goproof.Answer) []doc.List {
	if a == nil {
		return nil
	}
	return []doc.List{{Title: "In the sources", Sign: "=", Items: proofItems(a)}}
}

func proofItems(a *goproof.Answer) []doc.Item {
	switch {
	case a.Unknown != "":
		return []doc.Item{{Text: "Not looked at: " + phrase.Sentence(a.Unknown)}}
	case len(a.Exposed) > 0:
		return exposedItems(a)
	case len(a.Differ) > 0:
		return differItems(a)
	case a.Compared && a.Used == 0:
		return []doc.Item{{Text: phrase.Place(a.User) + " mentions no name of it in code that is built."}}
	case a.Compared:
		return []doc.Item{{Text: fmt.Sprintf("%s uses %s of it, and both versions declare %s alike.", phrase.Place(a.User), phrase.Plural(a.Used, "name", "names"), itOrThem(a.Used))}}
	}
	return []doc.Item{{Text: phrase.Place(a.User) + " exports none of its types."}}
}

func itOrThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

func differItems(a *goproof.Answer) []doc.Item {
	out := []doc.Item{{Text: fmt.Sprintf("%s uses %s of it, and the versions differ in what it uses:", phrase.Place(a.User), phrase.Plural(a.Used, "name", "names"))}}
	for i, d := range a.Differ {
		if i == 5 {
			out = append(out, doc.Item{Text: phrase.Plural(len(a.Differ)-i, "more difference.", "more differences.")})
			break
		}
		out = append(out, doc.Item{Name: d.Name, Text: d.Change})
	}
	return out
}

func exposedItems(a *goproof.Answer) []doc.Item {
	var out []doc.Item
	for i, e := range a.Exposed {
		if i == 6 {
			out = append(out, doc.Item{Text: phrase.Plural(len(a.Exposed)-i, "more place.", "more places.")})
			break
		}
		out = append(out, doc.Item{Name: e.Type, Text: fmt.Sprintf("stands in %s, which %s exports", e.Declared, phrase.Place(e.Package)), Proof: []string{e.Location.String()}})
	}
	return out
}
