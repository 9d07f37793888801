package report

import (
	"fmt"

	goproof "seam/analyze/proof"
	"seam/report/phrase"
)

// proofLists are what the sources of Go modules say about a conflict.
func proofLists(a *goproof.Answer) []list {
	if a == nil {
		return nil
	}
	return []list{{Title: "In the sources", Sign: "=", Items: proofItems(a)}}
}

func proofItems(a *goproof.Answer) []item {
	switch {
	case a.Unknown != "":
		return []item{{Text: "Not looked at: " + sentence(a.Unknown)}}
	case len(a.Exposed) > 0:
		return exposedItems(a)
	case len(a.Differ) > 0:
		return differItems(a)
	case a.Compared && a.Used == 0:
		return []item{{Text: place(a.User) + " mentions no name of it in code that is built."}}
	case a.Compared:
		return []item{{Text: fmt.Sprintf("%s uses %s of it, and both versions declare %s alike.", place(a.User), phrase.Plural(a.Used, "name", "names"), itOrThem(a.Used))}}
	}
	return []item{{Text: place(a.User) + " exports none of its types."}}
}

func itOrThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

func differItems(a *goproof.Answer) []item {
	out := []item{{Text: fmt.Sprintf("%s uses %s of it, and the versions differ in what it uses:", place(a.User), phrase.Plural(a.Used, "name", "names"))}}
	for i, d := range a.Differ {
		if i == 5 {
			out = append(out, item{Text: phrase.Plural(len(a.Differ)-i, "more difference.", "more differences.")})
			break
		}
		out = append(out, item{Name: d.Name, Text: d.Change})
	}
	return out
}

func exposedItems(a *goproof.Answer) []item {
	var out []item
	for i, e := range a.Exposed {
		if i == 6 {
			out = append(out, item{Text: phrase.Plural(len(a.Exposed)-i, "more place.", "more places.")})
			break
		}
		out = append(out, item{Name: e.Type, Text: fmt.Sprintf("stands in %s, which %s exports", e.Declared, place(e.Package)), Proof: []string{e.Location.String()}})
	}
	return out
}
