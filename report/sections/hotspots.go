package sections

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/picture"
)

// hotspotsSection shows where the work is: packages by changes, coloured by who does it.
func hotspotsSection(r *model.Report) []doc.Section {
	colours := coloursOf(r.Packages)
	t := doc.Table{Caption: "Packages by changes", Fine: true,
		Columns: []doc.Column{{Title: "Package", Kind: doc.Ident}, {Title: "Changes", Kind: doc.Number}, {Title: "Lines", Kind: doc.Number}, {Title: "Team", Kind: doc.Word}}}
	list := slices.DeleteFunc(slices.Clone(r.Packages), func(p model.Package) bool { return p.Changes == 0 })
	if len(list) < 3 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b model.Package) int { return cmp.Compare(b.Changes, a.Changes) })
	total := 0
	for _, p := range list {
		total += p.Changes
		t.Rows = append(t.Rows, doc.Cells(p.Path, phrase.Count(p.Changes), phrase.Count(p.Lines), p.Team))
	}
	s := doc.Section{ID: "hotspots", Title: "Where the work is", Tables: []doc.Table{t}, Lead: hotspotsLead(list, len(r.Packages), total)}
	s.Figures = []doc.Figure{hotspotsFigure(list, colours)}
	return one(s)
}

func hotspotsLead(list []model.Package, all, total int) string {
	lead := fmt.Sprintf("Half of all changes to packages fall on %s of %s", phrase.Count(half(list, total)), phrase.Plural(len(list), "package", "packages"))
	if rest := all - len(list); rest > 0 {
		lead += fmt.Sprintf(" (%s without a counted change)", phrase.Plural(rest, "more is", "more are"))
	}
	return lead + ". Counted are changes to source files; one that touches two packages counts in both."
}

// mostRanked is how many packages have a number in the picture.
const mostRanked = 15

func hotspotsFigure(list []model.Package, colours teamColours) doc.Figure {
	var leaves []picture.Bubble
	var names []doc.Ranked
	for i, p := range list {
		b := picture.Bubble{Path: p.Path, Size: float64(p.Changes), Class: colours.class[p.Team], Mark: colours.mark[p.Team],
			Says: fmt.Sprintf("%s: %s, %s%s", phrase.Place(p.Path), phrase.Plural(p.Changes, "change", "changes"), phrase.Plural(p.Lines, "line", "lines"), byTeam(p.Team))}
		if i < mostRanked {
			b.Rank = i + 1
			names = append(names, doc.Ranked{Name: phrase.Place(p.Path), Says: phrase.Plural(p.Changes, "change", "changes"), Class: string(b.Class), Mark: b.Mark})
		}
		leaves = append(leaves, b)
	}
	b := picture.Bubbles{Title: "Where the work is", Leaves: fewBubbles(leaves), Text: fmt.Sprintf("The busiest packages are %s.", phrase.Few(busiest(list), mostRanked))}
	read := "Each circle is a package; the larger, the more often it changed. Outlines are folders. Numbers are the places in the list."
	if len(colours.order) > 0 {
		read += " Colour and letter: the team that owns it."
	}
	return doc.Figure{Caption: "Packages by changes, within their folders", Read: read, Draw: b, Legend: colours.legend(), Ranked: names}
}

// mostBubbles bounds the circles of the picture: smaller ones nobody sees.
const mostBubbles = 300

// fewBubbles joins all but the largest circles, folder by folder, and sorts by path. They
// come largest first.
func fewBubbles(list []picture.Bubble) []picture.Bubble {
	out := slices.Clone(list[:min(mostBubbles, len(list))])
	size, n := map[string]float64{}, map[string]int{}
	for _, b := range list[len(out):] {
		folder := parent(b.Path)
		if n[folder]++; n[folder] == 1 {
			out = append(out, picture.Bubble{Path: folder})
		}
		size[folder] += b.Size
	}
	for i := range out {
		if b := &out[i]; i >= mostBubbles {
			b.Size, b.Says = size[b.Path], fmt.Sprintf("%s in %s: %s", phrase.Plural(n[b.Path], "smaller package", "smaller packages"), phrase.Place(b.Path), phrase.Plural(int(size[b.Path]), "change", "changes"))
			b.Path += "/…"
		}
	}
	slices.SortStableFunc(out, func(a, b picture.Bubble) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// parent is the folder that a package is counted in with others: at most two levels deep.
func parent(p string) string {
	steps := strings.Split(p, "/")
	return cmp.Or(strings.Join(steps[:min(2, len(steps)-1)], "/"), ".")
}

// busiest names packages with their changes.
func busiest(list []model.Package) []string {
	var out []string
	for _, p := range list {
		out = append(out, phrase.Place(p.Path)+" "+phrase.Count(p.Changes))
	}
	return out
}

// half is how many packages, the busiest first, make half of the changes.
func half(list []model.Package, total int) int {
	sum := 0
	for i, p := range list {
		if sum += p.Changes; 2*sum >= total {
			return i + 1
		}
	}
	return len(list)
}

func byTeam(team string) string {
	if team == "" {
		return ""
	}
	return ", " + team
}

// mostTeams is how many teams have a colour of their own.
const mostTeams = 8

// teamColours gives the teams with most packages a colour and a letter, which says the
// same to who cannot tell colours apart.
type teamColours struct {
	order  []string // teams with a colour, most packages first
	class  map[string]picture.Class
	mark   map[string]string
	count  map[string]int // packages
	others bool           // some packages have no team, or one without a colour
}

func coloursOf(list []model.Package) teamColours {
	c := teamColours{class: map[string]picture.Class{}, mark: map[string]string{}, count: map[string]int{}}
	for _, p := range list {
		if p.Team != "" {
			c.count[p.Team]++
		}
	}
	c.order = mostFrequent(c.count)
	c.order = c.order[:min(mostTeams, len(c.order))]
	for i, t := range c.order {
		c.class[t] = picture.Class(fmt.Sprintf("team%d", i+1))
		c.mark[t] = string(rune('A' + i))
	}
	c.others = slices.ContainsFunc(list, func(p model.Package) bool { return c.mark[p.Team] == "" })
	return c
}

func (c teamColours) legend() []doc.Key {
	var out []doc.Key
	for _, t := range c.order {
		out = append(out, doc.Key{Class: string(c.class[t]), Sample: c.mark[t], Means: fmt.Sprintf("%s (%s)", t, phrase.Plural(c.count[t], "package", "packages"))})
	}
	if len(out) > 0 && c.others {
		out = append(out, doc.Key{Class: "noteam", Means: "another team, or none that is known"})
	}
	return out
}

func mostFrequent(n map[string]int) []string {
	var out []string
	for t := range n {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	return out
}
