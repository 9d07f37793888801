package sections

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/communities"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/picture"
)

// doubtful is the stability below which a community may be drawn otherwise as well, and
// loose the agreement with a folder below which a community is said to cross folders.
const (
	doubtful = 0.6
	loose    = 0.8
)

// communitiesSection is the map of the repository: what belongs together by imports and
// changes, beside the folders that it lies in.
func communitiesSection(r *model.Report) []doc.Section {
	c := r.Communities
	if c == nil {
		return nil
	}
	s := doc.Section{ID: "communities", Title: "Map of the repository", Lead: communitiesLead(c), Notes: communitiesNotes(c)}
	if len(c.List) > 0 {
		s.Tables = doc.FilledTables(communitiesTable(c.List), communityLinks(c), communityPackages(c.List))
		s.Figures = communitiesFigure(c)
	}
	return one(s)
}

func communitiesLead(c *communities.Result) string {
	if len(c.List) == 0 {
		return "No map: " + phrase.Sentence(cmp.Or(c.Note, "no two packages belong together more than chance would have it"))
	}
	apart := 0
	for _, x := range c.List {
		if x.FolderMatch < loose {
			apart++
		}
	}
	lead := fmt.Sprintf("%s: packages that import one another and change together more than chance would have it, whatever folders they lie in. ",
		phrase.Plural(len(c.List), "community", "communities"))
	switch {
	case apart == 0:
		return lead + "Every one of them is a folder, or nearly so."
	case apart == len(c.List):
		return lead + "None of them is a single folder."
	}
	return lead + fmt.Sprintf("%s across folders; each other one is a single folder, or nearly so.", phrase.Plural(apart, "of them lies", "of them lie"))
}

func communitiesNotes(c *communities.Result) []string {
	if len(c.List) == 0 {
		return nil
	}
	out := []string{fmt.Sprintf("Made of %s, %s by import and %s by change, from %s. Modularity %.2f (from 0.3 on the structure is clear). The map is no advice to split: it takes no part in the ranking.",
		phrase.Plural(c.Packages, "package", "packages"), phrase.Plural(c.Imports, "edge", "edges"), phrase.Count(c.CoChanges), phrase.Plural(c.Changes, "change", "changes"), c.Modularity)}
	if c.Note != "" {
		out = append(out, phrase.Upper(phrase.Sentence(c.Note)))
	}
	unclear := 0
	for _, x := range c.List {
		if x.Stability < doubtful {
			unclear++
		}
	}
	if unclear > 0 {
		out = append(out, fmt.Sprintf("%s of low stability: other runs of the same data draw the border elsewhere.", phrase.Plural(unclear, "community is", "communities are")))
	}
	if n := len(c.Alone); n > 0 {
		out = append(out, fmt.Sprintf("%s: %s.", phrase.Plural(n, "package belongs to no community", "packages belong to no community"), phrase.Few(phrase.Places(c.Alone), 4)))
	}
	return out
}

func communitiesTable(list []communities.Community) doc.Table {
	t := doc.Table{
		Caption: "A community is called after the folder that it mostly is, or after the package that it lies around. Around = the package that is tied to most others; imports inside = package imports with both ends in the community, of those with one end or two; changes inside = changes that touch nothing else; stability = how alike 20 runs draw it (1 = the same every time)",
		Columns: []doc.Column{{Title: "#", Kind: doc.Number}, {Title: "Community", Kind: doc.Ident}, {Title: "Pkgs", Kind: doc.Number}, {Title: "Imports inside", Kind: doc.Number}, {Title: "Changes inside", Kind: doc.Number},
			{Title: "Stability", Kind: doc.Number}, {Title: "Around", Kind: doc.Ident, Fine: true}, {Title: "Areas", Kind: doc.Prose, Fine: true}, {Title: "Lines", Kind: doc.Number, Fine: true}},
	}
	for i, c := range list {
		r := doc.Cells(strconv.Itoa(i+1), communityName(c), phrase.Count(len(c.Packages)), part(c.ImportsInside, c.Imports), part(c.ChangesInside, c.Changes),
			fmt.Sprintf("%.2f", c.Stability), phrase.Place(c.Center), crossed(c.Areas), phrase.Count(c.Lines))
		r.ID = doc.Anchor(c.ID)
		t.Rows = append(t.Rows, r)
	}
	return t
}

// communityName is the name of a community, the root in words.
func communityName(c communities.Community) string {
	if folder, rest, _ := strings.Cut(c.Name, " "); folder == "." {
		return strings.TrimSpace(phrase.Place(".") + " " + rest)
	}
	return c.Name
}

// numbered is a community's number in the table and the end of its name: it stands twice in
// each cell of the matrix.
func numbered(list []communities.Community, i int) string {
	name := communityName(list[i])
	if _, center, ok := strings.Cut(name, " ("); ok {
		name = strings.TrimSuffix(center, ")")
	}
	if elements := strings.Split(name, "/"); len(elements) > 2 {
		name = strings.Join(elements[len(elements)-2:], "/")
	}
	return fmt.Sprintf("%d %s", i+1, name)
}

// part is a share with its sample size.
func part(share float64, n int) string {
	if n == 0 {
		return "none"
	}
	return phrase.Percent(share) + " of " + phrase.Count(n)
}

func crossed(areas []communities.AreaShare) string {
	var out []string
	for _, a := range areas {
		out = append(out, phrase.Place(a.Area)+" "+phrase.Count(a.Packages))
	}
	return phrase.Few(out, 3)
}

// communityLinks is what leads across, most first: one row a pair.
func communityLinks(c *communities.Result) doc.Table {
	t := doc.Table{Caption: "What ties communities to one another, most shared changes first", Most: 8, Page: 40,
		Columns: []doc.Column{{Title: "Community", Kind: doc.Ident}, {Title: "And", Kind: doc.Ident}, {Title: "Changes to both", Kind: doc.Number}, {Title: "Imports there", Kind: doc.Number}, {Title: "Imports back", Kind: doc.Number}}}
	name, back := map[string]string{}, map[[2]string]int{}
	for i, x := range c.List {
		name[x.ID] = fmt.Sprintf("%d %s", i+1, communityName(x))
	}
	for _, l := range c.Links {
		back[[2]string{l.To, l.From}] = l.Imports
	}
	links := slices.DeleteFunc(slices.Clone(c.Links), func(l communities.Link) bool {
		_, other := back[[2]string{l.From, l.To}]
		return other && l.From > l.To
	})
	slices.SortStableFunc(links, func(a, b communities.Link) int { return cmp.Compare(b.Changes, a.Changes) })
	for _, l := range links {
		t.Rows = append(t.Rows, doc.Cells(name[l.From], name[l.To], phrase.Count(l.Changes), phrase.Count(l.Imports), phrase.Count(back[[2]string{l.From, l.To}])))
	}
	return t
}

// mostListed is how many packages of a community are listed; all are in the JSON.
const mostListed = 20

func communityPackages(list []communities.Community) doc.Table {
	t := doc.Table{Caption: "Packages of each community", Fine: true, Columns: []doc.Column{{Title: "Community", Kind: doc.Ident}, {Title: "Packages", Kind: doc.Prose}}}
	for _, c := range list {
		if len(c.Packages) > mostListed+1 {
			t.Caption = fmt.Sprintf("Packages of each community, the first %d: see --format json for all", mostListed)
		}
		t.Rows = append(t.Rows, doc.Cells(communityName(c), phrase.Few(phrase.Places(c.Packages), mostListed)))
	}
	return t
}

const mostInMatrix = 24

// communitiesFigure shows who imports whom, in the order of the table.
func communitiesFigure(c *communities.Result) []doc.Figure {
	list := c.List[:min(len(c.List), mostInMatrix)]
	at := map[string]int{}
	m := picture.Matrix{Title: "Imports between communities"}
	for i, x := range list {
		at[x.ID] = i
		m.Names = append(m.Names, fmt.Sprintf("%d %s", i+1, communityName(x)))
		if n := inside(x); n > 0 {
			m.Cells = append(m.Cells, picture.Cell{Row: i, Column: i, N: n, Class: "all", Says: fmt.Sprintf("%s: %s inside", numbered(c.List, i), phrase.Plural(n, "import", "imports"))})
		}
	}
	var across []string
	for _, l := range c.Links {
		from, ok1 := at[l.From]
		to, ok2 := at[l.To]
		if !ok1 || !ok2 || l.Imports == 0 {
			continue
		}
		says := fmt.Sprintf("%s imports %s: %s, %s to both", numbered(c.List, from), numbered(c.List, to), phrase.Plural(l.Imports, "import", "imports"), phrase.Plural(l.Changes, "change", "changes"))
		m.Cells = append(m.Cells, picture.Cell{Row: from, Column: to, N: l.Imports, Class: "forward", Says: says})
		across = append(across, says)
	}
	m.Text = fmt.Sprintf("%s. %s", phrase.Plural(len(list), "community", "communities"), phrase.Few(across, mostTold))
	return []doc.Figure{{Caption: "Who imports whom, community by community", Draw: m,
		Read:   "Numbers and names are those of the table. Find a community at the left and go right: each number says how many imports lead to the community at the top.",
		Legend: []doc.Key{{Class: "all", Means: "inside one community"}, {Class: "forward", Means: "from one community to another"}}}}
}

func inside(c communities.Community) int {
	return int(float64(c.ImportsInside*float64(c.Imports)) + 0.5)
}
