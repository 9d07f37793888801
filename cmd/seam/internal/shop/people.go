package shop

// team is a group of people with one mail domain.
type team struct {
	name, ticket string // ticket is the name of its project in commit subjects
	people       []person
}

type person struct{ name, email string }

// The people are invented; no mail reaches a domain that ends in .example.
var (
	storefront = &team{"storefront", "WEB", members("storefront", "Nora", "Tomas", "Aiko", "Sven")}
	pricing    = &team{"pricing", "PRC", members("pricing", "Ida", "Omar", "Lucie")}
	fulfilment = &team{"fulfilment", "FUL", members("fulfilment", "Petra", "Jonas", "Mei", "Diego")}
	platform   = &team{"platform", "PLT", members("platform", "Ruth", "Ivan")}
)

var bot = person{"dependabot[bot]", "dependabot[bot]@bots.example"}

// oldNora is how Nora wrote her address in the first half year; the mail map knows.
var oldNora = person{"Nora", "nora@old-mail.example"}

func members(domain string, names ...string) []person {
	var list []person
	for _, n := range names {
		list = append(list, person{n, lower(n) + "@" + domain + ".example"})
	}
	return list
}
