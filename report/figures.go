package report

import (
	"html/template"
	"slices"

	"seam/report/model"
	"seam/report/phrase"
	"seam/report/picture"
)

// figure is a picture on the page, beside tables with the same facts.
type figure struct {
	Caption string
	Read    string // how to read it, in one line
	Draw    interface{ SVG() template.HTML }
	Legend  []key
	Hint    string   // what a click on a box shows, "" for nothing; the script shows it
	Ranked  []ranked // what the numbers in the picture stand for
	Areas   bool     // a click on a cell shows its packages in the matrix of all packages
}

// ranked is one entry of the list beside a picture.
type ranked struct {
	Name, Says string
	Class      string // of its colour
	Mark       string // the letter of its colour
}

// SVG draws the picture, when the page holds it: most candidates have no room there.
func (f figure) SVG() template.HTML {
	return template.HTML(phrase.Visible(string(f.Draw.SVG()))) // a picture has no line breaks of its own
}

func (f *figure) clean() {
	show(&f.Caption, &f.Read, &f.Hint)
	for i := range f.Legend {
		show(&f.Legend[i].Means)
	}
	for i := range f.Ranked {
		show(&f.Ranked[i].Name, &f.Ranked[i].Says)
	}
}

// key is one entry of a legend: a class of the page's style and what it means. Sample
// stands beside the colour: its letter, or what stands on an arrow.
type key struct{ Class, Sample, Means string }

// lineKey explains the look of an arrow, numberKey the numbers on arrows.
func lineKey(class, means string) key { return key{Class: "line " + class, Means: means} }
func numberKey(means string) key      { return key{Class: "number", Sample: "12 →", Means: means} }

// usedKeys are the entries of a legend that a picture has boxes or arrows of.
func usedKeys(g picture.Graph, keys ...key) []key {
	return slices.DeleteFunc(keys, func(k key) bool {
		return !slices.ContainsFunc(g.Boxes, func(b picture.Box) bool { return string(b.Class) == k.Class }) &&
			!slices.ContainsFunc(g.Arrows, func(a picture.Arrow) bool { return "line "+string(a.Class) == k.Class })
	})
}

// cutSection is the what-if of the page; it needs scripts.
func cutSection(r *model.Report) []section {
	if r.Facts == nil || len(r.Facts.Packages) < 2 || r.Whatif != nil {
		return nil
	}
	return one(section{ID: "cut", Title: "What if", Cut: true,
		Lead: "Take folders out of their module and see what follows: units, cycles, release waves, diamonds, and how many past changes would have crossed. The same as seam whatif --extract FOLDER[,FOLDER…]."})
}
